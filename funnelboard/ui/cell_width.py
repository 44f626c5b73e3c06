"""How wide a text is in a terminal."""

from __future__ import annotations

from rich.cells import cell_len


def width_of(text: str) -> int:
    """Cells the text takes on screen."""
    return len(text) if text.isascii() else cell_len(text)
