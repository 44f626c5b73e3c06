"""The board as it talks: what it says and asks, on its own last lines."""

from __future__ import annotations

from funnelboard.ui.screens.board_drawing import BoardDrawing
from funnelboard.ui.screens.talking import Talking


class BoardTalking(BoardDrawing, Talking, inherit_bindings=False):
    """The board's parts with the last lines at work."""
