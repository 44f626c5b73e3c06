"""Opening the database and reading the first board, on a thread, while Textual is still being imported.

Nothing here imports Textual.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from funnelboard import locations
from funnelboard.domain.board import Board
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import STAGES
from funnelboard.ui.geometry import arrange
from funnelboard.ui.memory import Memory

if TYPE_CHECKING:
    from funnelboard.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Opening:
    """An open database, its first board and shared settings, and what is remembered about it."""

    workspace: Workspace
    board: Board
    memory: Memory
    settings: BoardSettings


def begin_opening(open_database: Callable[[], Workspace]) -> Future[Opening]:
    """Begin; the future has the result, or the error that says why there is none."""
    future: Future[Opening] = Future()

    def run() -> None:
        try:
            future.set_result(_opened(open_database()))
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, name="opening", daemon=True).start()
    return future


def _opened(workspace: Workspace) -> Opening:
    try:
        identity = workspace.identity
        memory = Memory(locations.state_file(identity), locations.draft_file(identity))
        kept = memory.kept
        columns, lines = shutil.get_terminal_size()
        rows = arrange(columns, lines, kept.panel, kept.stage).rows
        query = parse_query(kept.query, workspace.clock.today(), workspace.default_currency, lenient=True)
        windows = {stage: (0, 3 * rows) for stage in STAGES}
        board = workspace.submit(workspace.board.load, query, kept.sort, windows, kept.deal_id).result()
        return Opening(workspace, board, memory, workspace.submit(workspace.settings.current).result())
    except BaseException:
        workspace.close()
        raise
