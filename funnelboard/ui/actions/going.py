"""Moving the cursor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from funnelboard.domain.stage import Stage

if TYPE_CHECKING:
    from funnelboard.ui.screens.board import BoardScreen


def step(board: BoardScreen, by: int) -> None:
    """Go some deals down, or up if negative."""
    board.state.step(by)
    board.moved()


def step_column(board: BoardScreen, by: int) -> None:
    """Go to a neighbouring column."""
    before = board.state.active
    if board.state.step_column(by):
        board.moved(before)


def go_column(board: BoardScreen, stage: Stage) -> None:
    """Go to a column."""
    before = board.state.active
    board.state.go_column(stage)
    board.moved(before)


def jump(board: BoardScreen, place: int) -> None:
    """Go to the first deal of the column (0) or to its last (-1)."""
    board.state.jump(place)
    board.moved()


def page(board: BoardScreen, direction: int) -> None:
    """Go half a page down, or up if negative."""
    board.state.step(direction * max(1, board.state.rows // 2))
    board.moved()


def enter_panel(board: BoardScreen) -> None:
    """Go into the side panel."""
    if board.state.card is None:
        board.say("There is no deal here.")
    else:
        board.enter_panel()


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {
    "go-left": partial(step_column, by=-1),
    "go-right": partial(step_column, by=1),
    "go-down": partial(step, by=1),
    "go-up": partial(step, by=-1),
    "go-first": partial(jump, place=0),
    "go-last": partial(jump, place=-1),
    "page-up": partial(page, direction=-1),
    "page-down": partial(page, direction=1),
    "go-lead": partial(go_column, stage=Stage.LEAD),
    "go-prospect": partial(go_column, stage=Stage.PROSPECT),
    "go-opportunity": partial(go_column, stage=Stage.OPPORTUNITY),
    "go-closed": partial(go_column, stage=Stage.CLOSED),
    "enter-panel": enter_panel,
}
