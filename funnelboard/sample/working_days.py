"""Working days counted from a reference day, so that a story told in them can begin on any day of the week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

_DAYS, _WORKING_DAYS = 7, 5


def working_day(reference: date, offset: int) -> date:
    """The day so many working days (Monday to Friday) after the reference day, or before it if negative.

    Zero is the reference day itself, even on a weekend; the working days around a weekend are then its Friday and
    its Monday. Public holidays are not known.
    """
    if offset == 0:
        return reference
    week, weekday = divmod(reference.toordinal() - 1, _DAYS)
    counted = week * _WORKING_DAYS + min(weekday, _WORKING_DAYS - 1 if offset > 0 else _WORKING_DAYS) + offset
    week, weekday = divmod(counted, _WORKING_DAYS)
    return date.fromordinal(week * _DAYS + weekday + 1)


def working_days_between(reference: date, day: date) -> int:
    """How many working days one working day is after another; negative when before."""
    return _count(day) - _count(reference)


def day_mover(old_reference: date, new_reference: date) -> Callable[[date], date]:
    """What takes a day of one calendar to the day as many working days from the new reference day."""
    return lambda day: working_day(new_reference, working_days_between(old_reference, day))


def _count(day: date) -> int:
    monday = day - timedelta(days=day.weekday())
    return (monday.toordinal() - 1) // _DAYS * _WORKING_DAYS + min(day.weekday(), _WORKING_DAYS - 1)
