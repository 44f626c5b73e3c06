"""A promise with a due date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DueState(StrEnum):
    """How urgent the next touch of a deal is."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One promise.

    Attributes:
        due: Local date.
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


def due_state(due: date | None, today: date) -> DueState:
    """Overdue, today, later, or none when nothing is promised."""
    if due is None:
        return DueState.NONE
    if due < today:
        return DueState.OVERDUE
    return DueState.TODAY if due == today else DueState.LATER
