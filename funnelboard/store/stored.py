"""Days, times and logged values, read as far as they can be.

Somebody else may have written what no FunnelBoard writes. It counts as nothing, so that the rest of the row is shown
and the other rows are; ``check`` says which it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from funnelboard.errors import DatabaseError

COUNTED = -1
"""In the place of a kept sum that 64 bits do not hold: it is counted whenever it is asked for."""

NEVER = "9999-12-31"
"""Where a deal without a day stands among those that have one."""


INSTANTS: dict[str, tuple[str, ...]] = {
    "seller": ("last_seen",),
    "company": ("customer_since",),
    "deal": ("created_at", "stage_since", "closed_at", "last_touch"),
    "answer": ("at",),
    "note": ("at",),
    "follow_up": ("created_at", "done_at", "dropped_at"),
    "objection": ("raised_at", "resolved_at"),
    "stage_change": ("at",),
    "import_batch": ("at",),
    "change": ("at",),
    "schema_version": ("at",),
}
"""Columns that hold an instant, by table."""

DAYS: dict[str, tuple[str, ...]] = {
    "deal": ("expected_close", "parked_until", "next_due"),
    "follow_up": ("due",),
    "rate": ("day",),
}
"""Columns that hold a day, by table."""

BIRTHDAYS: dict[str, tuple[str, ...]] = {"contact": ("birthday",)}
"""Columns that hold a day which comes again every year, by table."""


def day_of(stored: str | None) -> date | None:
    """A day; None where there is none, or something that is no day."""
    try:
        return date.fromisoformat(stored) if stored else None
    except ValueError:
        return None


def time_of(stored: str | None) -> time | None:
    """A time of day; None where there is none, or something that is no time."""
    try:
        return time.fromisoformat(stored) if stored else None
    except ValueError:
        return None


def values_of(logged: str) -> dict[str, Any]:
    """Values of columns by name; none where they cannot be read."""
    import json

    try:
        values = json.loads(logged)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


@contextmanager
def readable(path: object) -> Iterator[None]:
    """Turn a stored word or date that means nothing, as a flipped bit leaves it, into a sentence."""
    try:
        yield
    except ValueError as error:
        raise DatabaseError(f"{path} is damaged: {error}. Run “funnelboard check”, or restore a backup.") from error
