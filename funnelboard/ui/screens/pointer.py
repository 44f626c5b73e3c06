"""The mouse on the board: a click selects, a double click opens, the wheel scrolls, a drag moves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from funnelboard.domain.stage import Stage
from funnelboard.ui.dispatcher import Pointed
from funnelboard.ui.drawing.geometry import Rect
from funnelboard.ui.drawing.top_line import command_at

if TYPE_CHECKING:
    from funnelboard.ui.screens.board import BoardScreen

Spot = tuple[Stage, int]
"""A column and a place in it; a place past the last card is that of a next one."""


class Pointer:
    """Follows the mouse over one board, and remembers what is being dragged."""

    def __init__(self, board: BoardScreen) -> None:
        self._board = board
        self._dragged: int | None = None
        self._over: Spot | None = None

    def point(self, pointed: Pointed) -> None:
        """Obey the mouse."""
        board = self._board
        if board.state.is_new:
            self._point_at_first_steps(pointed)
            return
        if contains(board.geometry.panel, pointed):
            self._point_at_panel(pointed)
            return
        if contains(board.geometry.top, pointed):
            self._point_at_top(pointed)
            return
        spot = self._spot(pointed)
        if pointed.deed == "up":
            self._drop(spot)
        elif spot is None:
            return
        elif pointed.deed == "down":
            self._select(spot)
        elif pointed.deed == "move" and self._dragged is not None and spot != self._over:
            self._over = spot
            self._show_drop(spot)
        elif pointed.deed == "double" and board.state.card is not None:
            board.run_command("enter-panel")
        elif pointed.deed == "wheel":
            board.state.columns[spot[0]].scroll(pointed.by, board.state.rows)
            board.touch(spot[0].value)
            board.readings.fetch()

    def _point_at_first_steps(self, pointed: Pointed) -> None:
        """A click on a way in goes it."""
        place = self._board.geometry.first_places.get("first")
        steps = self._board.first_steps() if contains(place, pointed) and pointed.deed == "down" else ()
        for _, command in steps[pointed.y - place.y : pointed.y - place.y + 1] if place is not None else ():
            if command:
                self._board.run_command(command)

    def _point_at_top(self, pointed: Pointed) -> None:
        """A click on what is counted there shows it."""
        board, top = self._board, self._board.geometry.top
        assert top is not None
        self._dragged = self._over = None
        if pointed.deed == "down":
            command = command_at(board.top_line, pointed.x, top.width, board.styles)
            if command:
                board.run_command(command)

    def _point_at_panel(self, pointed: Pointed) -> None:
        """A click enters the panel, or writes a note where it says so; the wheel scrolls it."""
        board, panel = self._board, self._board.geometry.panel
        assert panel is not None
        if pointed.deed == "wheel":
            board.panel.scroll(3 * pointed.by)
            board.touch("panel")
        elif pointed.deed == "down" and pointed.y == panel.y + panel.height - 1:
            board.run_command("write-note")
        elif pointed.deed == "down":
            address = board.panel.address_at(pointed.x - panel.x, pointed.y - panel.y)
            if address:
                from funnelboard.ui.actions.copying import copy_text

                board.converse(partial(copy_text, text=address), "copy")
            elif not board.panel_has_keys:
                board.run_command("enter-panel")

    def _select(self, spot: Spot) -> None:
        """Put the cursor on the card that was pressed; it may be dragged from here."""
        board = self._board
        stage, place = spot
        before, left = board.state.active, board.state.here.deal_id
        card = board.state.columns[stage].column.at(place)
        if card is not None:
            board.state.select(card.id)
            self._dragged, self._over = card.id, spot
        else:
            board.state.go_column(stage)
        board.moved_cursor(before)
        board.went_on(left)

    def _show_drop(self, spot: Spot | None) -> None:
        """Show between which cards the dragged one would come to stand."""
        board = self._board
        to = self._place_of_drop(spot)
        if to == board.drop_at:
            return
        touched = {one[0].value for one in (board.drop_at, to) if one is not None}
        board.drop_at = to
        board.touch(*touched)
        if to is not None:
            board.viewport.say(f"Let go to put it into {board.state.settings.preset.place(to[0])}.")

    def _place_of_drop(self, spot: Spot | None) -> Spot | None:
        """The column and the place that the dragged card would come before; None where it stays where it is."""
        if spot is None or self._dragged is None:
            return None
        stage, place = spot
        origin = self._board.state.columns[stage].column.place_of(self._dragged)
        if origin == place:
            return None
        return stage, place + 1 if origin is not None and origin < place else place

    def _drop(self, spot: Spot | None) -> None:
        """Let go of the card that was dragged, unless it is where it was."""
        to = self._place_of_drop(spot if self._over is not None else None)
        deal_id = self._dragged
        self._dragged = self._over = None
        self._show_drop(None)
        if deal_id is None or to is None:
            return
        from funnelboard.ui.actions.moving import put

        stage, place = to
        before = self._board.state.columns[stage].column.at(place)
        self._board.converse(
            partial(put, deal_id=deal_id, stage=stage, before=before.id if before else None), "move-to"
        )

    def _spot(self, pointed: Pointed) -> Spot | None:
        geometry = self._board.geometry
        for stage, place in geometry.columns.items():
            if contains(place, pointed):
                shown = self._board.state.columns[stage]
                row = max(0, pointed.y - place.y - geometry.head_lines) // geometry.step
                return stage, min(shown.top + row, shown.column.count)
        return None


def contains(place: Rect | None, pointed: Pointed) -> bool:
    """Whether the mouse is in a part of the screen."""
    return place is not None and (
        place.x <= pointed.x < place.x + place.width and place.y <= pointed.y < place.y + place.height
    )
