"""Telling how far something is that takes long."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told now and then how much is done, and of how much."""


def unwatched(_done: int, _total: int) -> None:
    """Nobody is waiting for it."""


def part_of(whole: Progress, first: float, last: float) -> Progress:
    """What is told how far a part of something is, which the whole is done to ``first`` before, and to ``last`` after.

    Args:
        first, last: Of 1.
    """

    def tell(done: int, total: int) -> None:
        whole(int(1_000 * (first + (last - first) * done / max(total, 1))), 1_000)

    return tell
