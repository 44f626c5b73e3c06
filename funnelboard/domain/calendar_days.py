"""Sums with days, weeks, months and quarters."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

FRIDAY = 4
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def monday(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of its month."""
    return add_months(day.replace(day=1), 1) - timedelta(days=1)


def quarter_start(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def period_end(period: str, day: date) -> date:
    """The last day of the week, month, quarter or year; of a week its Friday, on weekends the next week's."""
    match period:
        case "week":
            return day + timedelta(days=(FRIDAY - day.weekday()) % 7)
        case "month":
            return month_end(day)
        case "quarter":
            return month_end(add_months(quarter_start(day), 2))
        case _:
            return date(day.year, 12, 31)


def next_in_years(month: int, day: int, today: date) -> date:
    """The next such day on or after today; 29 February may be eight years away.

    Raises:
        ValueError: No year has such a day.
    """
    for year in range(today.year, today.year + 9):
        if day <= calendar.monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
    raise ValueError("no such day")


def next_working_day(day: date) -> date:
    """The first Monday-to-Friday day after ``day``; public holidays are not known."""
    return day + timedelta(days={4: 3, 5: 2}.get(day.weekday(), 1))


def add_working_days(day: date, count: int) -> date:
    """So many Monday-to-Friday days later."""
    weeks, days = divmod(count, 5)
    if day.weekday() > FRIDAY:
        day = monday(day) + timedelta(days=FRIDAY)
    day += timedelta(weeks=weeks)
    for _ in range(days):
        day = next_working_day(day)
    return day
