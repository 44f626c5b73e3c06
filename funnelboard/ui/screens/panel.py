"""The side panel with the keys in it, and what shows, hides and unfolds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from funnelboard.ui.desk import NO_DEAL, Desk
from funnelboard.ui.dispatcher import Key, Mode, Over, Pointed, Typed
from funnelboard.ui.drawing.geometry import WIDE
from funnelboard.ui.screens.pointer import contains

if TYPE_CHECKING:
    from funnelboard.ui.screens.board import BoardScreen


async def enter(desk: Desk) -> None:
    """Read on in the side panel until the seller comes back; a panel that covers columns goes then."""
    board = cast("BoardScreen", desk.board)
    desk.card  # noqa: B018 - refuses where there is none
    if board.geometry.panel is None:
        toggle(board)
    board.panel_has_keys = True
    board.touch("panel", board.state.active.value)
    try:
        await desk.open(PanelMode(board))
    finally:
        board.panel_has_keys = False
        board.touch("panel", board.state.active.value)
        if board.geometry.over:
            toggle(board)


def toggle(board: BoardScreen) -> None:
    """Show or hide the side panel."""
    if board.geometry.over or board.viewport.width < WIDE:
        board.panel_over = not board.panel_over
    else:
        board.panel_beside = not board.panel_beside
    board.rearrange()


def explain_score(board: BoardScreen) -> None:
    """Show every point of the score in the side panel, or fold them."""
    if board.state.card is None:
        board.viewport.say(NO_DEAL)
        return
    board.panel.toggle_score()
    board.touch("panel")
    if board.geometry.panel is None:
        toggle(board)


class PanelMode(Mode):
    """Scrolls the panel, narrows its timeline; every key that is not the panel's own is the board's."""

    badge = "PANEL"

    def __init__(self, board: BoardScreen) -> None:
        self._board = board

    @property
    def hints(self) -> Sequence[tuple[str, str]]:
        """What the keys do here."""
        writes = () if self._board.state.is_past else (("n", "note"), ("e", "edit a note"))
        return (("jk", "read on"), ("← →", "timeline"), *writes, ("i", "score"), ("Esc", "back"))

    def take(self, typed: Typed) -> Over[Any] | None:
        """Obey a key; Esc, Tab and a click on the board end it."""
        board = self._board
        if isinstance(typed, Pointed):
            board.take(typed)
            on_board = typed.deed == "down" and any(contains(place, typed) for place in board.geometry.columns.values())
            return Over() if on_board else None
        if not isinstance(typed, Key):
            return None
        if typed.name in ("escape", "tab", "enter"):
            return Over()
        if typed.name in ("left", "right", "h", "l"):
            board.panel.narrow(-1 if typed.name in ("left", "h") else 1)
            if board.panel.deal_id is not None:
                board.readings.fetch_detail(board.panel.deal_id)
        elif typed.name == "e":
            from funnelboard.ui.actions.notes import edit_notes

            board.converse(edit_notes, "edit-notes")
        elif not board.panel.press(typed.name):
            board.press(typed)
        board.touch("panel")
        return Over() if board.arranged().panel is None else None

    def knows_alt(self, name: str) -> bool:
        return self._board.knows_alt(name)
