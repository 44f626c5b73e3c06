"""Opening the database and reading the first board, on a thread, while Textual is still being imported.

Nothing here imports Textual.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from funnelboard import locations
from funnelboard.domain.board import Board
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import STAGES
from funnelboard.errors import DatabaseBusy, Unreachable
from funnelboard.memory.memory import Memory
from funnelboard.ui.drawing.geometry import arrange

if TYPE_CHECKING:
    from funnelboard.services.workspace import Workspace


class Opening(NamedTuple):
    """An open database, its first board and shared settings, and what is remembered about it."""

    workspace: Workspace
    board: Board
    memory: Memory
    settings: BoardSettings


def begin_opening(open_database: Callable[[], Workspace], view: str | None = None) -> Future[Opening]:
    """Begin; the future has the result, or the error that says why there is none.

    Args:
        open_database: One attempt; there is another one for as long as somebody else is writing.
        view: Name of the saved view to open with, instead of what was looked at last.
    """
    future: Future[Opening] = Future()

    def run() -> None:
        try:
            while True:
                try:
                    future.set_result(_opened(open_database(), view))
                    return
                except Unreachable:
                    raise  # the seller may have named another server than they meant
                except DatabaseBusy:
                    pass
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, name="opening", daemon=True).start()
    return future


def _files(workspace: Workspace) -> tuple[Path, Path]:
    """Where view and draft are kept; a private copy takes them along when it goes, so that every demo starts alike."""
    if workspace.private_copy:
        copy = Path(workspace.target)
        return copy.with_suffix(".view"), copy.with_suffix(".draft")
    return locations.state_file(workspace.identity), locations.draft_file(workspace.identity)


def _opened(workspace: Workspace, view: str | None) -> Opening:
    try:
        today, currency = workspace.clock.today(), workspace.default_currency

        def usable(query: str) -> str:
            return parse_query(query, today, currency, lenient=True).problem or ""

        memory = Memory(*_files(workspace), usable)
        memory.open_view(view, workspace.submit(workspace.views.all).result() if view else ())
        _put_aside(workspace, memory)
        kept = memory.kept
        columns, lines = shutil.get_terminal_size()
        rows = arrange(columns, lines, kept.panel, kept.stage).rows
        query = parse_query(kept.query, today, currency, day_first=workspace.day_first)
        windows = {stage: (0, 3 * rows) for stage in STAGES}
        board = workspace.submit(workspace.board.load, query, kept.sort, windows, kept.deal_id).result()
        return Opening(workspace, board, memory, workspace.submit(workspace.settings.current).result())
    except BaseException:
        workspace.close()
        raise


def _put_aside(workspace: Workspace, memory: Memory) -> None:
    """Offer the drafts whose deals are gone as text to put elsewhere."""
    drafts = memory.drafts.all()
    wanted = sorted({deal_id for draft in drafts for deal_id in draft.key.deal_ids})
    if not wanted:
        return
    found = workspace.submit(workspace.board.by_ids, wanted).result()
    there = {deal.id for deal in found if not deal.deleted}
    for draft in drafts:
        if not there.issuperset(draft.key.deal_ids):
            memory.drafts.orphan(draft.key.command, draft.key.deal_ids)
