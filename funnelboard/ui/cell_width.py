"""How wide a text is in a terminal."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len

_KEPT = 2_048
"""Texts of which it is remembered; they are pieces of lines, with signs among them."""


def width_of(text: str) -> int:
    """Cells the text takes on screen."""
    return len(text) if text.isascii() else cell_len(text)


def one_each(text: str) -> bool:
    """Whether every character takes one cell, so that characters can be counted for cells."""
    return text.isascii() or _is_even(text)


@lru_cache(_KEPT)
def _is_even(text: str) -> bool:
    return all(cell_len(character) == 1 for character in text)
