"""Instants: UTC epoch microseconds, as everything that happened is kept."""

from __future__ import annotations

from datetime import date, datetime, time

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9000, 1, 1)
"""Days that an operating system can turn into an instant: nothing was kept before or will be after them."""


def instant_on(day: date, hour: int = 0) -> int:
    """A full hour of a local day; its beginning, unless another is given."""
    day = min(max(day, FIRST_DAY), LAST_DAY)
    return int(datetime.combine(day, time(hour)).timestamp()) * 1_000_000
