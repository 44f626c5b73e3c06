"""How wide a text is in a terminal."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len


def width_of(text: str) -> int:
    """Cells the text takes on screen."""
    return len(text) if text.isascii() else cell_len(text)


@lru_cache(4_096)
def is_even(text: str) -> bool:
    """Whether each of its characters takes one cell."""
    return text.isascii() or all(cell_len(character) == 1 for character in text)
