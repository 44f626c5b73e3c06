"""Going about on the board: plain functions, obeyed at once; none of them asks, reads or writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from funnelboard.domain.stage import Stage

if TYPE_CHECKING:
    from funnelboard.ui.screens.board import BoardScreen

Going = Callable[["BoardScreen"], None]


def _step(board: BoardScreen, by: int) -> None:
    board.state.step(by)
    board.moved_cursor(board.state.active)


def _step_column(board: BoardScreen, by: int) -> None:
    before = board.state.active
    if board.state.step_column(by):
        board.moved_cursor(before)


def _go_column(board: BoardScreen, stage: Stage) -> None:
    before = board.state.active
    board.state.go_column(stage)
    board.moved_cursor(before)


def _jump(board: BoardScreen, place: int) -> None:
    board.state.jump(place)
    board.moved_cursor(board.state.active)


def _page(board: BoardScreen, direction: int) -> None:
    _step(board, direction * max(1, board.state.rows // 2))


left: Going = partial(_step_column, by=-1)
right: Going = partial(_step_column, by=1)
down: Going = partial(_step, by=1)
up: Going = partial(_step, by=-1)
first: Going = partial(_jump, place=0)
last: Going = partial(_jump, place=-1)
page_up: Going = partial(_page, direction=-1)
page_down: Going = partial(_page, direction=1)
to_lead: Going = partial(_go_column, stage=Stage.LEAD)
to_prospect: Going = partial(_go_column, stage=Stage.PROSPECT)
to_opportunity: Going = partial(_go_column, stage=Stage.OPPORTUNITY)
to_closed: Going = partial(_go_column, stage=Stage.CLOSED)
