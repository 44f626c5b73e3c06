"""Time as an argument, so that everything can be tried on any day."""

from __future__ import annotations

import time
from dataclasses import dataclass
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


@dataclass(slots=True)
class FixedClock:
    """A clock that is set by hand.

    Attributes:
        instant: UTC epoch microseconds.
        day: The local date.
    """

    instant: int
    day: date

    def now(self) -> int:
        """UTC epoch microseconds."""
        return self.instant

    def today(self) -> date:
        """The local date."""
        return self.day
