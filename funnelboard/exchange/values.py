"""Single cells of other programs' files: dates, probabilities, e-mail addresses and lists of tags.

Every reader takes a cell's cleaned text and raises ``BadInput`` with a reason that can follow a line number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from funnelboard.errors import BadInput

BLANKS = frozenset(("", "-", "–", "—", "n/a", "na", "nan", "null", "none"))
"""What stands, in lower case, in a cell that holds nothing; names and notes are not compared with it."""

REMEMBERED = 20_000
"""Different cells of which it is remembered what they mean."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Dates outside these years are mistakes."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TIME = (
    r"(?:(?:[T\s]\s*|,\s*)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?)?"
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})" + _TIME, re.IGNORECASE)
_YEAR_LAST = re.compile(
    r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})" + _TIME, re.IGNORECASE
)
_DAY_NAMED = re.compile(r"(?P<day>\d{1,2})\.?[-\s]?" + _MONTH + r"[-\s,]+(?P<year>\d{4}|\d{2})" + _TIME, re.IGNORECASE)
_MONTH_NAMED = re.compile(_MONTH + r"[-\s]?(?P<day>\d{1,2}),?[-\s]+(?P<year>\d{4})" + _TIME, re.IGNORECASE)
_SERIAL = re.compile(r"(?P<days>[2-7][0-9]{4})(?:[.,](?P<part>[0-9]{1,15}))?")
_SPREADSHEET_EPOCH = datetime(1899, 12, 30)

_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")
_LONGEST_SHOWN = 60


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing, or a word for it."""
    return not text or text.casefold() in BLANKS


def read_tags(text: str) -> tuple[str, ...]:
    """The tags of a cell that separates them by commas, semicolons or bars, each once, without ``#``."""
    if not text:
        return ()
    tags = (tag.strip().lstrip("#").strip() for tag in re.split(r"[,;|]", text))
    return tuple({tag.casefold(): tag for tag in tags if tag}.values())


def read_emails(text: str) -> tuple[str, ...]:
    """The e-mail addresses of a cell; none when the cell is blank.

    Raises:
        BadInput: The cell holds something else.
    """
    if text.casefold() in BLANKS:
        return ()
    found = tuple(dict.fromkeys(_EMAIL.findall(text.replace("mailto:", ""))))
    if not found:
        raise BadInput(f"“{_shown(text)}” is not an e-mail address")
    return found


def read_probability(text: str) -> int | None:
    """Per cent from 0 to 100, rounded; None for a blank cell. ``0.25`` and ``1.0`` are fractions, ``1`` is 1 %.

    Raises:
        BadInput: It is not a number, or not within 0 and 100.
    """
    if text.casefold() in BLANKS:
        return None
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,9})?)\s*(%?)", text)
    number = Decimal(match[1].replace(",", ".")) if match else Decimal(-1)
    if match and not match[2] and number <= 1 and not match[1].isdigit():
        number *= 100
    if not 0 <= number <= 100:
        raise BadInput(f"“{_shown(text)}” is not a probability from 0 to 100")
    return int(number + Decimal("0.5"))


class UnclearDates(BadInput):
    """It cannot be told whether a file's dates have the day or the month first.

    Attributes:
        found: Which of them, as a sentence without its full stop.
    """

    def __init__(self, found: str) -> None:
        super().__init__(f"{found}. Say which is right with --day-first or --month-first.")
        self.found = found


class DayOrder:
    """What the dates of a file tell of whether dates such as 03/04/2026 mean the day first: a 13th settles it."""

    def __init__(self) -> None:
        self._told: dict[str, dict[bool | None, str]] = {}

    def see(self, column: str, cell: str) -> None:
        """Look at one cell of a column."""
        told, order = self._told.setdefault(column, {}), _order_in(cell)
        if order != "no" and order not in told:
            told[order] = cell

    def settle(self, columns: Iterable[str]) -> bool:
        """Whether the day is first in some columns, from all that was seen of them.

        Raises:
            UnclearDates: Nothing settles it, or two dates contradict each other; the user has to say.
        """
        found: dict[bool | None, str] = {}
        for column in columns:
            for order, cell in self._told.get(column, {}).items():
                found.setdefault(order, f"“{cell}” in “{column}”")
        unclear = found.pop(None, "")
        if len(found) == 2:
            raise UnclearDates(f"{found[True]} has the day first, {found[False]} the month")
        if unclear and not found:
            raise UnclearDates(f"{unclear} can be read in two ways")
        return next((order for order in found if order is not None), True)

    def either_way(self, column: str) -> str | None:
        """A cell of a column that means another day when the month is first; None without one."""
        return next(iter(self._told.get(column, {}).values()), None)


@lru_cache(maxsize=REMEMBERED)
def _order_in(cell: str) -> bool | Literal["no"] | None:
    """Whether a date has the day first, None where it can be read in two ways, or that it tells nothing."""
    match = _YEAR_LAST.fullmatch(cell)
    if match is None or match["mark"] == ".":
        return "no"
    first, second = int(match["a"]), int(match["b"])
    if max(first, second) > 12:
        return first > 12
    return None if first != second else "no"


def settle_day_first(columns: Mapping[str, Iterable[str]]) -> bool:
    """Whether the day is first in all the dates of a file.

    Args:
        columns: For each column of dates, its name and its cells.

    Raises:
        UnclearDates: As :meth:`DayOrder.settle`.
    """
    order = DayOrder()
    for name, cells in columns.items():
        for cell in cells:
            order.see(name, cell)
    return order.settle(columns)


def read_moment(text: str, day_first: bool) -> date | datetime | None:
    """A date, or a date with a time (naive where the file gives no zone: local time is meant); None for a blank cell.

    ISO 8601, numbers with the year first or last, English month names and the days that spreadsheets count (43831 is
    the first of 2020, 43831.5 its noon) are understood. Dates with dots always have the day first; years of two digits
    are 1970 to 2069.

    Raises:
        BadInput: It is not a date, or not one between the years 1900 and 2199.
    """
    if text.casefold() in BLANKS:
        return None
    if match := _YEAR_LAST.fullmatch(text):
        day, month = int(match["a"]), int(match["b"])
        if not day_first and match["mark"] != ".":
            day, month = month, day
    elif match := _YEAR_FIRST.fullmatch(text):
        day, month = int(match["day"]), int(match["month"])
    elif match := _DAY_NAMED.fullmatch(text) or _MONTH_NAMED.fullmatch(text):
        day, month = int(match["day"]), _MONTHS.index(match["month"][:3].casefold()) + 1
    elif match := _SERIAL.fullmatch(text):
        seconds = round(86_400 * float(f"0.{match['part'] or 0}"))
        moment = _SPREADSHEET_EPOCH + timedelta(days=int(match["days"]), seconds=seconds)
        return moment if seconds else moment.date()
    else:
        raise BadInput(f"“{_shown(text)}” is not a date; write it like 2026-12-03")
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 2000 if year < 70 else 1900
    try:
        found = date(year, month, day)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError
        return found if match["hour"] is None else datetime.combine(found, _time_of(match))
    except ValueError:
        order = "" if match.re is not _YEAR_LAST else f" with the {'day' if day_first else 'month'} first"
        raise BadInput(f"“{_shown(text)}” is not a date{order}; write it like 2026-12-03") from None


def instant(moment: date | datetime) -> int:
    """UTC epoch microseconds: a date is its local noon, a time without a zone is local."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12))
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)


def local_day(moment: date | datetime) -> date:
    """The local date of a moment."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone().date() if moment.tzinfo else moment.date()


def local_time(moment: datetime) -> str | None:
    """The local wall clock of a moment, ``10:30``; None at midnight, which files write where they mean the day."""
    local = (moment.astimezone() if moment.tzinfo else moment).time()
    return f"{local:%H:%M}" if local != time.min else None


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _time_of(match: re.Match[str]) -> time:
    hour = int(match["hour"])
    if half := match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    microsecond = int((match["fraction"] or "0").ljust(6, "0")[:6])
    zone = match["zone"]
    return time(hour, int(match["minute"]), int(match["second"] or 0), microsecond, _zone(zone) if zone else None)


def _zone(text: str) -> timezone:
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
