"""How urgent a promise is."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class DueState(StrEnum):
    """How urgent the next touch of a deal is."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"
    NONE = "none"


def due_state(due: date | None, today: date) -> DueState:
    """Overdue, today, later, or none when nothing is promised."""
    if due is None:
        return DueState.NONE
    if due < today:
        return DueState.OVERDUE
    return DueState.TODAY if due == today else DueState.LATER
