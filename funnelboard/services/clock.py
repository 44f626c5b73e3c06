"""Time as an argument, so that everything can be tried on any day."""

from __future__ import annotations

import time
from datetime import date
from typing import Protocol


class Clock(Protocol):
    """What time it is."""

    def now(self) -> int:
        """UTC epoch microseconds."""

    def today(self) -> date:
        """The local date."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> int:
        """UTC epoch microseconds."""
        return time.time_ns() // 1_000

    def today(self) -> date:
        """The local date."""
        return date.today()


class FixedClock:
    """A clock that is set by hand.

    Attributes:
        instant: UTC epoch microseconds.
        day: The local date.
    """

    def __init__(self, instant: int, day: date) -> None:
        self.instant = instant
        self.day = day

    def now(self) -> int:
        """UTC epoch microseconds."""
        return self.instant

    def today(self) -> date:
        """The local date."""
        return self.day
