"""A promise with a due date, and a time of day where one was agreed."""

from __future__ import annotations

from datetime import date
from datetime import time as Time

from funnelboard.domain.dates import describe_moment
from funnelboard.domain.due import DueState as DueState
from funnelboard.domain.due import due_state as due_state
from funnelboard.domain.named_tuple import NamedTuple

ANY_TIME = Time.max
"""Where a follow-up without a time of day stands among those of its day: at the end."""


class FollowUp(NamedTuple):
    """One promise.

    Attributes:
        due: Local date.
        time: On the seller's wall clock that day, to the minute, wherever it is read; None for any time of the day.
        kind: One of ``follow_up_line.EVERY_KIND``.
        done_at: UTC epoch microseconds, or None while it is open.
        dropped_at: The same, for one given up without being done.
        result: What came of it.
    """

    id: int
    deal_id: int
    due: date
    kind: str
    what: str
    seller: str
    done_at: int | None = None
    dropped_at: int | None = None
    result: str = ""
    version: int = 1
    time: Time | None = None

    @property
    def place(self) -> tuple[date, Time, int]:
        """What follow-ups are ordered by: those of a day by their time, then those without one."""
        return self.due, self.time or ANY_TIME, self.id

    @property
    def words(self) -> str:
        """What is promised."""
        return promise_words(self.kind, self.what)

    def when(self, today: date) -> str:
        """Its day and time in words."""
        return describe_moment(self.due, self.time, today)


def promise_words(kind: str, what: str) -> str:
    """What is promised, with its kind in front where the words do not say it: ``call: about the price``."""
    if what and (kind == "todo" or kind.casefold() in what.casefold()):
        return what
    return f"{kind}: {what}" if what else kind
