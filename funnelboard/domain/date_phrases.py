"""What one date phrase means: the table of forms behind :mod:`funnelboard.domain.dates`."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

LONGEST_PHRASE = 6
"""In words: ``by the end of next month``."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NAMED_DAYS = {
    **{"yesterday": -1, "tod": 0, "today": 0, "day after tomorrow": 2},
    **dict.fromkeys(("tom", "tmr", "tmrw", "tomorrow"), 1),
}
_FRIDAY = 4

_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?P<year>[0-9]{4})"
_COUNT = rf"(?P<count>[0-9]{{1,4}}|(?:an?|{'|'.join(_NUMBER_WORDS)})(?= [a-z]{{3}}))"
_UNIT = r"(?P<unit>d|days?|w|wks?|weeks?|mo|mos|months?|y|yrs?|years?)"
_UNIT_OR_M = _UNIT.replace("|mo|", "|m|mo|")
_PREPOSITION = r"(?:on|by|until|till|due)"
_ORDINAL = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)"
_TWO_NUMBERS = r"(?P<first>[0-9]{1,2})(?P<separator>[./-])(?P<second>[0-9]{1,2})"


class Trust(IntEnum):
    """How plainly a phrase is a date when it stands among other words."""

    CERTAIN = 0
    LIKELY = 1
    ONLY_ALONE = 2


class _Rule(NamedTuple):
    pattern: str
    build: Callable[[re.Match[str], date, bool | None], date | None]
    trust: Trust


class DatePhrase(NamedTuple):
    """A phrase that was understood: its local date, and how plainly it is one."""

    day: date
    trust: Trust


class NoSuchDay(Exception):
    """The phrase is a date by its form, but the calendar has no such day."""


def read_phrase(words: Sequence[str], today: date, day_first: bool | None) -> DatePhrase | None:
    """Read the words as one date, all of them.

    Args:
        words: At most ``LONGEST_PHRASE`` of them, as typed.
        today: The seller's local date.
        day_first: How to read 3/12; with None it is no date, unless only one reading exists.

    Returns:
        None when the words are no date.

    Raises:
        NoSuchDay: They name a day that the calendar does not have.
    """
    phrase = " ".join(map(_plain_word, words))
    for rule in _RULES:
        # Compiled when first met: all of them would be a tenth of the start of a board.
        match = re.fullmatch(rule.pattern, phrase)
        if match is not None:
            try:
                day = rule.build(match, today, day_first)
            except (ValueError, OverflowError):
                raise NoSuchDay from None
            return DatePhrase(day, rule.trust) if day is not None else None
    return None


def _plain_word(word: str) -> str:
    word = word.casefold().rstrip(",;:!?")
    if any(character.isalpha() for character in word):
        word = word.rstrip(".")
        word = word[:1] + word[1:].replace("-", " ")
    return word


def _weekday(name: str) -> int:
    return WEEKDAYS.index(name[:3].capitalize())


def _month(name: str) -> int:
    return MONTHS.index(name[:3].capitalize()) + 1


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _month_end(day: date) -> date:
    return _add_months(day.replace(day=1), 1) - timedelta(days=1)


def _next_in_years(month: int, day: int, today: date) -> date:
    """The next such day on or after today; 29 February may be eight years away."""
    for year in range(today.year, today.year + 9):
        if day <= calendar.monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
    raise ValueError("no such day")


def _full_year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _named_day(match: re.Match[str], today: date, _: bool | None) -> date:
    return today + timedelta(days=_NAMED_DAYS[match["name"]])


def _next_weekday(match: re.Match[str], today: date, _: bool | None) -> date:
    ahead = (_weekday(match["weekday"]) - today.weekday()) % 7
    return today + timedelta(days=ahead if match.groupdict().get("this") else ahead or 7)


def _weekday_next_week(match: re.Match[str], today: date, _: bool | None) -> date:
    return _monday(today) + timedelta(days=7 + _weekday(match["weekday"]))


def _after_count(match: re.Match[str], today: date, _: bool | None) -> date:
    words = match["count"]
    count = int(words) if words.isdigit() else _NUMBER_WORDS.index(words) + 1 if words in _NUMBER_WORDS else 1
    if match.groupdict().get("sign") == "-" or match.groupdict().get("ago"):
        count = -count
    match match["unit"][0]:
        case "d":
            return today + timedelta(days=count)
        case "w":
            return today + timedelta(weeks=count)
        case "m":
            return _add_months(today, count)
        case _:
            return _add_months(today, 12 * count)


def _day_and_month(match: re.Match[str], today: date, _: bool | None) -> date:
    month, day = _month(match["month"]), int(match["day"])
    return date(int(match["year"]), month, day) if match["year"] else _next_in_years(month, day, today)


def _month_and_year(match: re.Match[str], _today: date, _: bool | None) -> date:
    return date(int(match["year"]), _month(match["month"]), 1)


def _mid_month(match: re.Match[str], today: date, _: bool | None) -> date:
    return _next_in_years(_month(match["month"]), 15, today)


def _end_of_named_month(match: re.Match[str], today: date, _: bool | None) -> date:
    month = _month(match["month"])
    year = today.year if month >= today.month else today.year + 1
    return _month_end(date(year, month, 1))


def _year_month_day(match: re.Match[str], _today: date, _: bool | None) -> date:
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


def _numeric(match: re.Match[str], today: date, day_first: bool | None) -> date | None:
    first, second, year = int(match["first"]), int(match["second"]), match.groupdict().get("year")
    if match["separator"] == ".":
        day_first = True
    elif first > 12 or second > 12 or first == second:
        day_first = second <= 12
    if day_first is None:
        return None
    day, month = (first, second) if day_first else (second, first)
    if not 1 <= month <= 12:
        raise ValueError("no such month")
    return date(_full_year(year), month, day) if year else _next_in_years(month, day, today)


def _day_of_month(match: re.Match[str], today: date, _: bool | None) -> date:
    day, first = int(match["day"]), today.replace(day=1)
    if not 1 <= day <= 31:
        raise ValueError("no such day")
    months = (_add_months(first, ahead) for ahead in range(3))
    return next(
        candidate for month in months if day <= _month_end(month).day and (candidate := month.replace(day=day)) >= today
    )


def _start_of_next(match: re.Match[str], today: date, _: bool | None) -> date:
    if match["period"] == "week":
        return _monday(today) + timedelta(days=7)
    return _period_end(match["period"], today) + timedelta(days=1)


def _end_of(match: re.Match[str], today: date, _: bool | None) -> date:
    return _period_end(match["period"], _start_of_next(match, today, None) if match["next"] else today)


def _end_abbreviated(match: re.Match[str], today: date, _: bool | None) -> date:
    return _period_end({"w": "week", "m": "month", "q": "quarter", "y": "year"}[match["letter"]], today)


def _period_end(period: str, day: date) -> date:
    """The last day of the period that ``day`` is in; of a week its Friday, on weekends the next week's."""
    match period:
        case "week":
            return day + timedelta(days=(_FRIDAY - day.weekday()) % 7)
        case "month":
            return _month_end(day)
        case "quarter":
            return _month_end(date(day.year, (day.month + 2) // 3 * 3, 1))
        case _:
            return date(day.year, 12, 31)


def _iso_week(match: re.Match[str], today: date, _: bool | None) -> date:
    week = int(match["week"])
    if match["year"]:
        return date.fromisocalendar(int(match["year"]), week, 1)
    this_year = today.isocalendar().year
    for year in range(this_year, this_year + 8):
        last_week = date(year, 12, 28).isocalendar().week
        if week <= last_week and date.fromisocalendar(year, week, 7) >= today:
            return max(today, date.fromisocalendar(year, week, 1))
    raise ValueError("no such week")


def _rule(
    pattern: str, build: Callable[[re.Match[str], date, bool | None], date | None], trust: Trust = Trust.CERTAIN
) -> _Rule:
    return _Rule(rf"(?:{_PREPOSITION} )?(?:{pattern})", build, trust)


_RULES: tuple[_Rule, ...] = (
    _rule(r"(?:the )?(?P<name>today|tomorrow|tmrw?|day after tomorrow|yesterday)", _named_day),
    _rule(r"(?P<name>tod|tom)", _named_day, Trust.ONLY_ALONE),
    _rule(rf"(?:(?P<this>this) )?{_WEEKDAY}", _next_weekday),
    _rule(rf"next (?:week )?{_WEEKDAY}", _weekday_next_week),
    _rule(rf"{_WEEKDAY} next week", _weekday_next_week),
    _rule(rf"(?P<sign>[+-]) ?(?P<count>[0-9]{{1,4}}) ?{_UNIT_OR_M}", _after_count),
    _rule(rf"in {_COUNT} ?{_UNIT_OR_M}", _after_count),
    _rule(rf"{_COUNT} ?{_UNIT} (?:from (?:now|today)|(?P<ago>ago))", _after_count),
    _rule(rf"{_COUNT} ?{_UNIT}", _after_count, Trust.LIKELY),
    _rule(rf"{_COUNT} ?{_UNIT_OR_M}", _after_count, Trust.ONLY_ALONE),
    _rule(rf"(?:{_WEEKDAY} )?(?:the )?{_DAY} ?(?:of )?{_MONTH}(?: {_YEAR})?", _day_and_month),
    _rule(rf"(?:{_WEEKDAY} )?{_MONTH} (?:the )?{_DAY}(?: {_YEAR})?", _day_and_month),
    _rule(rf"{_MONTH} {_YEAR}", _month_and_year),
    _rule(rf"mid {_MONTH}", _mid_month),
    _rule(rf"(?:(?:the )?end (?:of )?|late ){_MONTH}", _end_of_named_month),
    _rule(
        r"(?P<year>[0-9]{4})(?P<separator>[-/.])(?P<month>[0-9]{1,2})(?P=separator)(?P<day>[0-9]{1,2})", _year_month_day
    ),
    _rule(rf"{_TWO_NUMBERS}(?P=separator)(?P<year>[0-9]{{4}}|[0-9]{{2}})", _numeric),
    _rule(r"(?P<first>[0-9]{1,2})(?P<separator>\.)(?P<second>[0-9]{1,2})\.", _numeric, Trust.LIKELY),
    _rule(r"(?P<first>[0-9]{1,2})(?P<separator>/)(?P<second>[0-9]{1,2})", _numeric, Trust.LIKELY),
    _rule(_TWO_NUMBERS, _numeric, Trust.ONLY_ALONE),
    _rule(r"next (?P<period>week|month|quarter|year)", _start_of_next),
    _rule(r"(?:the )?end (?:of )?(?:the )?(?P<next>next )?(?P<period>week|month|quarter|year)", _end_of),
    _rule(r"eo(?P<letter>[wmqy])", _end_abbreviated),
    _rule(rf"w(?:eek )?(?P<week>[0-9]{{1,2}})(?: {_YEAR})?", _iso_week),
    _Rule(rf"{_PREPOSITION} the {_ORDINAL}", _day_of_month, Trust.CERTAIN),
    _Rule(rf"(?:the )?{_ORDINAL}", _day_of_month, Trust.ONLY_ALONE),
)
