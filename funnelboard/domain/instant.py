"""Instants: UTC epoch microseconds, as everything that happened is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

EARLIEST, LATEST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000 for year in (2, 9999))
"""Instants that can be told in local time, wherever that is."""

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9000, 1, 1)
"""Days that an operating system can turn into an instant: nothing was kept before or will be after them."""


def instant_on(day: date, hour: int = 0) -> int:
    """A full hour of a local day; its beginning, unless another is given."""
    day = min(max(day, FIRST_DAY), LAST_DAY)
    return int(datetime.combine(day, time(hour)).timestamp()) * 1_000_000


def within_reason(instant: int) -> int:
    """An instant that can be told in local time: one that cannot, which nobody has meant, is the nearest that can."""
    return min(max(instant, EARLIEST), LATEST)


def local_moment(instant: int) -> datetime:
    """The local wall clock at an instant; raises nothing, whatever is stored."""
    return datetime.fromtimestamp(within_reason(instant) / 1_000_000)
