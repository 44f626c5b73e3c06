"""The mouse on the board: a click selects, a double click opens, the wheel scrolls, a drag moves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from funnelboard.domain.stage import Stage
from funnelboard.ui.actions import closing, gates

if TYPE_CHECKING:
    from textual import events

    from funnelboard.ui.screens.board import BoardScreen


class Pointer:
    """Follows the mouse over one board screen."""

    def __init__(self, board: BoardScreen) -> None:
        self._board = board
        self._dragged: int | None = None
        self._over: tuple[Stage, int] | None = None

    def down(self, event: events.MouseDown) -> None:
        """Put the cursor on the card that was pressed; it may be dragged from here."""
        spot = self._spot(event)
        if spot is None or event.button != 1:
            return
        stage, place = spot
        board = self._board
        card = board.state.columns[stage].column.at(place)
        before = board.state.active
        if card is not None:
            board.state.select(card.id)
            self._dragged = card.id
            self._over = spot
        else:
            board.state.go_column(stage)
        board.moved(before)

    def move(self, event: events.MouseMove) -> None:
        """Say where a dragged card would go."""
        spot = self._spot(event)
        if self._dragged is None or spot is None or spot == self._over or not event.button:
            return
        self._over = spot
        self._board.say(f"Let go to put it into {spot[0]}.")

    def up(self, event: events.MouseUp) -> None:
        """Drop the card that was dragged, unless it is where it was."""
        board, deal_id, self._dragged = self._board, self._dragged, None
        spot = self._spot(event)
        over, self._over = self._over, None
        if deal_id is None or spot is None or over is None:
            return
        stage, place = spot
        origin = board.state.columns[stage].column.place_of(deal_id)
        if origin == place:
            return
        column = board.state.columns[stage].column
        below = origin is not None and origin < place
        before = column.at(place + 1 if below else place)
        drop = partial(board.workspace.pipeline.place, deal_id, stage, before.id if before else None)
        if stage is Stage.CLOSED and origin is None:
            closing.ask_outcome(board, (deal_id,), drop)
        else:
            board.write(drop, refused=lambda error: gates.ask_at_gate(board, drop, (deal_id,), error))

    def open(self, event: events.Click) -> None:
        """Enter the side panel of the card that was clicked."""
        if self._spot(event) is not None and self._board.state.card is not None:
            self._board.enter_panel()

    def scroll(self, event: events.MouseEvent, by: int) -> None:
        """Scroll the column under the pointer; the cursor stays on its deal."""
        spot = self._spot(event)
        if spot is None:
            return
        board = self._board
        board.state.columns[spot[0]].scroll(by, board.state.rows)
        board.redraw((spot[0],))
        board.link.fetch_windows()

    def _spot(self, event: events.MouseEvent) -> tuple[Stage, int] | None:
        """The column and the place in it under the pointer; a place past the last card is that of a next one."""
        board, geometry = self._board, self._board.geometry
        x, y = int(event.screen_x), int(event.screen_y)
        panel = geometry.panel
        if not board.is_open or (panel is not None and panel.x <= x < panel.x + panel.width and y >= panel.y):
            return None
        for stage, rect in geometry.columns.items():
            if rect.x <= x < rect.x + rect.width and rect.y <= y < rect.y + rect.height:
                shown = board.state.columns[stage]
                row = max(0, y - rect.y - geometry.head_lines) // geometry.card_lines
                return stage, min(shown.top + row, shown.column.count)
        return None
