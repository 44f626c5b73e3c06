"""Typed text as values: what the fields of several forms have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from funnelboard.domain.dates import describe_date, describe_distance
from funnelboard.errors import BadInput

Value = TypeVar("Value")


def needed(what: str) -> Callable[[str], str]:
    """Reads a text that must not be empty."""

    def read(text: str) -> str:
        if not text.strip():
            raise BadInput(f"A {what} is needed.")
        return text.strip()

    return read


def if_any(read: Callable[[str], Value]) -> Callable[[str], Value | None]:
    """Reads no text as None."""
    return lambda text: read(text) if text.strip() else None


def one_of(text: str, choices: Sequence[str], what: str) -> str:
    """The only choice that begins like the text; empty for no text.

    Raises:
        BadInput: There is none, or there are several.
    """
    wanted = text.strip().casefold()
    if not wanted or wanted in choices:
        return wanted
    found = [choice for choice in choices if choice.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    raise BadInput(f"“{text.strip()}” is no {what}. Choose one of: {', '.join(found or choices)}.")


def date_in_words(day: date, today: date) -> str:
    """A day and how far away it is."""
    words, distance = describe_date(day, today), describe_distance(day, today)
    return words if words == distance else f"{words}, {distance.replace('overdue', 'ago')}"
