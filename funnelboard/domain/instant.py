"""Instants: UTC epoch microseconds, as everything that happened is kept."""

from __future__ import annotations

from datetime import date, datetime, time


def instant_on(day: date, hour: int = 0) -> int:
    """A full hour of a local day; its beginning, unless another is given."""
    return int(datetime.combine(day, time(hour)).timestamp()) * 1_000_000
