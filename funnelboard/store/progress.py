"""Telling how far something is that takes long."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told now and then how much is done, and of how much."""


def unwatched(_done: int, _total: int) -> None:
    """Nobody is waiting for it."""
