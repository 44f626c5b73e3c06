"""What the forms of :mod:`funnelboard.domain.date_phrases` mean: from the named parts of a phrase to its day.

Each takes what stands for each part, the seller's local date, and how to read 3/12. A ``ValueError`` says that there
is no such day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from funnelboard.domain.calendar_days import (
    FRIDAY,
    MONTHS,
    WEEKDAYS,
    add_months,
    add_working_days,
    monday,
    month_end,
    next_in_years,
    period_end,
    quarter_start,
)

NUMBERS = {
    **{"a": 1, "an": 1, "one": 1, "a couple of": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7},
    **{"eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12},
}
NTH = {
    **{"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5},
    "last": -1,
}
_DAYS_AHEAD = {
    **{"yesterday": -1, "day before yesterday": -2, "day after tomorrow": 2},
    **dict.fromkeys(("tom", "tmr", "tmrw", "tomorrow"), 1),
}
"""Of the names of days that are not today."""

Said = dict[str, Any]
"""What stands for each named part of a rule's pattern; None for a part that is not there."""
Build = Callable[[Said, date, bool | None], date | None]


def _number(words: str) -> int:
    return int(words) if words.isdigit() else NUMBERS[words]


def _month(said: Said) -> int:
    return MONTHS.index(said["month"][:3].capitalize()) + 1


def _year(digits: str) -> int:
    return int(digits) + 2000 * (len(digits) == 2)


def _weekday(said: Said) -> int:
    return WEEKDAYS.index(said["weekday"][:3].capitalize())


def named_day(said: Said, today: date, _: bool | None) -> date:
    return today + timedelta(days=_DAYS_AHEAD.get(said["name"], 0))


def next_weekday(said: Said, today: date, _: bool | None) -> date:
    ahead = (_weekday(said) - today.weekday()) % 7
    return today + timedelta(days=ahead if said.get("this") else ahead or 7)


def weekday_next_week(said: Said, today: date, _: bool | None) -> date:
    return monday(today) + timedelta(days=7 + _weekday(said))


def weekday_of_month(said: Said, today: date, _: bool | None) -> date:
    """Without a year it is the next such day."""
    nth, weekday = NTH[said["nth"]], _weekday(said)
    if said["month"]:
        first, again = date(int(said["year"] or today.year), _month(said), 1), 12
    else:
        first, again = add_months(today.replace(day=1), 1 if said["next"] else 0), 1
    day = _nth_weekday(first, weekday, nth)
    return day if said["year"] or day >= today else _nth_weekday(add_months(first, again), weekday, nth)


def _nth_weekday(first: date, weekday: int, nth: int) -> date:
    if nth < 0:
        last = month_end(first)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return first.replace(day=1 + (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def weeks_after_day(said: Said, today: date, _: bool | None) -> date:
    start = named_day(said, today, None) if said["name"] else next_weekday(said, today, None)
    weeks = 2 if said["unit"].startswith("f") else 1
    return start + timedelta(weeks=weeks * _number(said.get("count") or "a"))


def weekend(said: Said, today: date, _: bool | None) -> date:
    """Its Saturday; on a Sunday, that of the weekend to come."""
    saturday = monday(today) + timedelta(days=5)
    return saturday + timedelta(weeks=1 if said["next"] or saturday < today else 0)


def part_of_next_week(said: Said, today: date, _: bool | None) -> date:
    return monday(today) + timedelta(days=7 + {"e": 0, "m": 2, "l": FRIDAY}[said["part"][0]])


def working_days_later(said: Said, today: date, _: bool | None) -> date:
    return add_working_days(today, _number(said["count"]))


def half_a_year_later(_said: Said, today: date, _: bool | None) -> date:
    return add_months(today, 6)


def after_count(said: Said, today: date, _: bool | None) -> date:
    count = _number(said.get("count") or "a")
    if said.get("sign") == "-" or said.get("ago"):
        count = -count
    match said["unit"][0]:
        case "d":
            return today + timedelta(days=count)
        case "w":
            return today + timedelta(weeks=count)
        case "f":
            return today + timedelta(weeks=2 * count)
        case unit:
            return add_months(today, {"m": 1, "q": 3, "y": 12}[unit] * count)


def day_and_month(said: Said, today: date, _: bool | None) -> date:
    month, day = _month(said), int(said["day"])
    return date(_year(said["year"]), month, day) if said["year"] else next_in_years(month, day, today)


def month_and_year(said: Said, _today: date, _: bool | None) -> date:
    return date(int(said["year"]), _month(said), 1)


def month_alone(said: Said, today: date, _: bool | None) -> date:
    """Its first day, or today while it lasts."""
    month = _month(said)
    if month == today.month and not said.get("next"):
        return today
    return date(today.year + (month <= today.month), month, 1)


def mid_month(said: Said, today: date, _: bool | None) -> date:
    return next_in_years(_month(said), 15, today)


def end_of_named_month(said: Said, today: date, _: bool | None) -> date:
    month = _month(said)
    if said["year"]:
        return month_end(date(int(said["year"]), month, 1))
    return month_end(date(today.year if month >= today.month else today.year + 1, month, 1))


def quarter(said: Said, today: date, _: bool | None) -> date:
    """Its first day, or today while it lasts; or its last day."""
    year, month = int(said["year"] or today.year), int(said["quarter"]) * 3 - 2
    first = date(year + (not said["year"] and month < quarter_start(today).month), month, 1)
    if said.get("end"):
        return period_end("quarter", first)
    return first if said["year"] else max(first, today)


def year_month_day(said: Said, _today: date, _: bool | None) -> date:
    return date(int(said["year"]), int(said["month"]), int(said["day"]))


def numeric(said: Said, today: date, day_first: bool | None) -> date | None:
    first, second, year = int(said["first"]), int(said["second"]), said.get("year")
    if said["separator"] == ".":
        day_first = True
    elif first > 12 or second > 12 or first == second:
        day_first = second <= 12
    if day_first is None:
        return None
    day, month = (first, second) if day_first else (second, first)
    if not 1 <= month <= 12 or len(year or "2026") not in (2, 4):
        raise ValueError("no such month or year")
    return date(_year(year), month, day) if year else next_in_years(month, day, today)


def day_of_month(said: Said, today: date, _: bool | None) -> date:
    day, first = int(said["day"]), today.replace(day=1)
    if not 1 <= day <= 31:
        raise ValueError("no such day")
    months = (add_months(first, ahead) for ahead in range(3))
    return next(
        candidate for month in months if day <= month_end(month).day and (candidate := month.replace(day=day)) >= today
    )


def start_of_next(said: Said, today: date, _: bool | None) -> date:
    if said["period"] == "week":
        return monday(today) + timedelta(days=7)
    return period_end(said["period"], today) + timedelta(days=1)


def end_of(said: Said, today: date, _: bool | None) -> date:
    return period_end(said["period"], start_of_next(said, today, None) if said["next"] else today)


def end_abbreviated(said: Said, today: date, _: bool | None) -> date:
    return period_end({"w": "week", "m": "month", "q": "quarter", "y": "year"}[said["letter"]], today)


def iso_week(said: Said, today: date, _: bool | None) -> date:
    week = int(said["week"])
    if said["year"]:
        return date.fromisocalendar(int(said["year"]), week, 1)
    this_year = today.isocalendar().year
    for year in range(this_year, this_year + 8):
        last_week = date(year, 12, 28).isocalendar().week
        if week <= last_week and date.fromisocalendar(year, week, 7) >= today:
            return max(today, date.fromisocalendar(year, week, 1))
    raise ValueError("no such week")
