"""Rank strings: a place in a stage that changes without touching its neighbours.

A rank is base-36 text compared byte by byte, and never ends in ``0``, so that there is always room for another between
any two. New first and last places count down and up from the middle of eight digits and stay that short.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
WIDTH = 8
STEP = 36**3
LONGEST = 32
"""A rank longer than this asks for the stage to be rebalanced."""
MIDDLE = "i" * WIDTH


def before(first: str | None) -> str:
    """A rank that sorts before ``first`` (the first of a stage; None when the stage is empty)."""
    return MIDDLE if first is None else _beside(first, -STEP) or between(None, first)


def after(last: str | None) -> str:
    """A rank that sorts after ``last``."""
    return MIDDLE if last is None else _beside(last, STEP) or between(last, None)


def between(low: str | None, high: str | None) -> str:
    """A rank strictly between two; None is the open end."""
    if low is not None and high is not None and low >= high:
        raise ValueError(f"no rank between {low!r} and {high!r}")
    digits: list[str] = []
    lower, upper = low or "", high
    while True:
        place = len(digits)
        floor = DIGITS.index(lower[place]) if place < len(lower) else 0
        ceiling = DIGITS.index(upper[place]) if upper is not None and place < len(upper) else len(DIGITS)
        if ceiling - floor > 1:
            return "".join(digits) + DIGITS[(floor + ceiling) // 2]
        digits.append(DIGITS[floor])
        if ceiling > floor:
            upper = None


def below(last: str | None) -> Iterator[str]:
    """Ranks in order, all after ``last``, as far apart as new last places are."""
    while True:
        last = after(last)
        yield last


def spread(count: int, last: str | None = None) -> list[str]:
    """So many of them."""
    return list(islice(below(last), count))


def _beside(rank: str, by: int) -> str | None:
    number = int(rank[:WIDTH].ljust(WIDTH, "0"), 36) // 36 * 36 + by + 18
    return _text(number) if 36 < number < 36**WIDTH else None


def _text(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits.rjust(WIDTH, "0")
