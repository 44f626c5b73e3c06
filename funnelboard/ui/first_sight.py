"""The board on the terminal before it is there itself, from a first look at the database.

Nothing here imports Textual, Rich or Peewee, which take most of a start. Where there can be no such sight, or it might
not be what the board shows next, there is none; and none is worth a word.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from funnelboard import locations
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import STAGES
from funnelboard.memory.view_state import ViewState, load_view_state
from funnelboard.services.glimpse import Glimpse, database_path, glimpse
from funnelboard.ui.board_state import BoardState
from funnelboard.ui.drawing.card_words import Moment
from funnelboard.ui.drawing.first_sight import FirstSight, draw
from funnelboard.ui.drawing.geometry import arrange
from funnelboard.ui.drawing.top_line import READ_ONLY, SAMPLE
from funnelboard.ui.keys import with_own_keys
from funnelboard.ui.looks.themes import choose_styles
from funnelboard.ui.terminal import TakenTerminal, erases_in_colour, terminal_size

if TYPE_CHECKING:
    from funnelboard.config import Config
    from funnelboard.domain.deal_query import Query
    from funnelboard.services.workspace import Workspace
    from funnelboard.ui.looks.styles import Styles

DRIVER = "TEXTUAL_DRIVER"
"""Names what else shows the board, such as a browser."""

PATIENCE = 0.2
"""Seconds a reading is waited for; the board itself waits longer."""

LEAST = 20, 5
"""Columns and lines of a terminal that is worth it."""


class Seen(NamedTuple):
    """A terminal and what it shows."""

    terminal: TakenTerminal
    sight: FirstSight


def show(target: str | None, config: Config, *, locked: bool = False, read_only: bool = False) -> Seen | None:
    """Show the board of a database that is not open yet on this program's terminal, or leave that as it is.

    Args:
        target: Path or URL of the database; None for the seller's own.
        locked: Whether it is a locked seat.
        read_only: Whether nothing is to be written to it.
    """
    try:
        path = database_path(target)
        size, kept = terminal_size(), _kept(str(path), lambda _: "")
        if kept is None or kept.query or config.view or not _is_fit(size):
            return None
        moment = _moment()
        seen = look(path, kept, moment, size)
        notices = (READ_ONLY,) if seen.read_only or read_only else ()
        return _shown(drawn(seen, kept, config, moment, _styles(config, locked), size, notices, locked=locked))
    except Exception:
        return None  # whatever it is, the board itself says so in a moment


def show_open(workspace: Workspace, config: Config, *, locked: bool = False) -> Seen | None:
    """The same of an open database, which tells more: what matches a filter, and what day it is in a sample."""
    try:
        return _shown_open(workspace, config, locked)
    except Exception:
        return None


def look(path: Path, kept: ViewState, moment: Moment, size: tuple[int, int]) -> Glimpse:
    """Look at a database as much as a terminal shows of it.

    Args:
        kept: What the seller looked at last, without a filter.
        size: Columns and lines of the terminal.

    Raises:
        Exception: As ``glimpse`` does.
    """
    return glimpse(path, moment.today, kept.sort, _cards(size, kept), kept.deal_id)


def drawn(
    seen: Glimpse,
    kept: ViewState,
    config: Config,
    moment: Moment,
    styles: Styles,
    size: tuple[int, int],
    notices: tuple[str, ...] = (),
    *,
    locked: bool = False,
) -> FirstSight:
    """What the board looks like at first; arguments as above, and what the top line has to say besides."""
    state = BoardState()
    state.query_text, state.sort, state.active, state.settings = kept.query, kept.sort, kept.stage, seen.settings
    return draw(
        seen.board,
        state,
        kept.deal_id,
        size=size,
        panel=kept.panel,
        density=config.density,
        commands=with_own_keys(config.keys, locked=locked),
        name=seen.name,
        notices=notices,
        moment=moment,
        styles=styles,
    )


def _shown_open(workspace: Workspace, config: Config, locked: bool) -> Seen | None:
    from funnelboard.domain.deal_query import parse_query

    def parsed(text: str) -> Query:
        return parse_query(text, workspace.clock.today(), workspace.default_currency, day_first=workspace.day_first)

    size, kept = terminal_size(), _kept(workspace.identity, lambda query: parsed(query).problem or "")
    if workspace.private_copy:
        kept = ViewState()
    if kept is None or config.view or not _is_fit(size):
        return None
    windows = {stage: (0, _cards(size, kept)) for stage in STAGES}
    load = workspace.board.load
    board = workspace.submit(load, parsed(kept.query), kept.sort, windows, kept.deal_id).result(PATIENCE)
    shared = workspace.submit(workspace.settings.current).result(PATIENCE)
    seen = Glimpse(board, shared, workspace.name, workspace.read_only)
    notices = (*[SAMPLE] * workspace.private_copy, *[READ_ONLY] * workspace.read_only)
    return _shown(drawn(seen, kept, config, _moment(), _styles(config, locked), size, notices, locked=locked))


def _kept(identity: str, usable: Callable[[str], str]) -> ViewState | None:
    """What the seller looked at last; None where the board will have something to say about it."""
    kept, problems = load_view_state(locations.state_file(identity), usable)
    return None if problems else kept


def _is_fit(size: tuple[int, int]) -> bool:
    return DRIVER not in os.environ and size[0] >= LEAST[0] and size[1] >= LEAST[1] and sys.__stderr__ is not None


def _cards(size: tuple[int, int], kept: ViewState) -> int:
    """How many cards of a column to read: as many as the board does."""
    return 3 * arrange(*size, kept.panel, kept.stage).rows


def _moment() -> Moment:
    return Moment(time.time_ns() // 1_000, date.today())


def _styles(config: Config, locked: bool) -> Styles:
    encoding = sys.stdout.encoding or "ascii"
    return choose_styles(config.theme, os.environ, encoding, ascii_only=config.ascii, links=not locked)


def _shown(sight: FirstSight) -> Seen:
    assert sys.__stderr__ is not None
    picture = sight.sent(erases=erases_in_colour(os.environ))
    return Seen(TakenTerminal(picture, sys.__stderr__.encoding), sight)
