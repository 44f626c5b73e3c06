"""The board itself: undo, the side panel, help, the palette, leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from funnelboard.ui.screens.board import BoardScreen


def undo(board: BoardScreen) -> None:
    """Take the seller's last change back, and go to the deal it was about."""
    board.write(board.workspace.undoing.undo, to_result=True)


def redo(board: BoardScreen) -> None:
    """Do again what was undone last."""
    board.write(board.workspace.undoing.redo, to_result=True)


def toggle_panel(board: BoardScreen) -> None:
    """Show or hide the side panel."""
    board.toggle_panel()


def explain_score(board: BoardScreen) -> None:
    """Show every point of the score in the side panel, or fold them."""
    if board.state.card is None:
        board.say("There is no deal here.")
        return
    board.panel.toggle_score()
    if board.geometry.panel is None:
        board.toggle_panel()
    else:
        board.draw_panel()


def show_help(board: BoardScreen) -> None:
    """Show every key and the query language."""
    from funnelboard.ui.screens.help import HelpScreen

    board.app.push_screen(HelpScreen(board.commands))


def show_palette(board: BoardScreen) -> None:
    """List every command by name."""
    from funnelboard.ui.palette import BoardPalette

    board.app.push_screen(BoardPalette())


def leave(board: BoardScreen) -> None:
    """Leave the board."""
    board.app.exit()


ACTIONS: dict[str, Callable[[BoardScreen], None]] = {
    "undo": undo,
    "redo": redo,
    "toggle-panel": toggle_panel,
    "explain-score": explain_score,
    "help": show_help,
    "palette": show_palette,
    "quit": leave,
}
