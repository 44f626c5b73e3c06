"""The fields of the query language: their names, and what each of them takes.

:mod:`funnelboard.domain.deal_query` takes a query apart; the values of one field are read here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from funnelboard.domain.dates import parse_date
from funnelboard.domain.deal import SOURCES
from funnelboard.domain.grammar import in_quotes, meant
from funnelboard.domain.money import TooLarge, is_currency, parse_money
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import STAGES, Outcome
from funnelboard.errors import BadInput

Bound = int | Decimal | date


class Reading(NamedTuple):
    """How values are meant.

    Attributes:
        today: The seller's local date.
        currency: Meant when an amount names none.
        day_first: Whether 3/12 is 3 December.
    """

    today: date
    currency: str
    day_first: bool


class Range(NamedTuple):
    """Everything between two bounds; None is no bound, and an open bound does not belong to the range itself.

    Bounds are days (``in-stage``), points or per cent (int), major units (Decimal) or local dates.

    Attributes:
        currency: The one that an amount's bound names; empty when it names none.
    """

    low: Bound | None = None
    high: Bound | None = None
    low_open: bool = False
    high_open: bool = False
    currency: str = ""


FIELDS = (
    *("stage", "owner", "company", "contact", "tag", "source", "outcome", "amount", "currency", "score", "prob"),
    *("due", "close", "created", "closed", "in-stage", "is", "missing"),
)
"""Every name that may stand before a colon, but for those of own fields."""

OWN = "field"
"""What the name of an own field begins with, before a dot."""

DUE = ("today", "overdue", "week", "none")
"""Words for the next follow-up, beside dates."""

CHOICES: dict[str, tuple[str, ...]] = {
    "stage": tuple(stage.value for stage in STAGES),
    "outcome": tuple(outcome.value for outcome in Outcome),
    "is": ("stale", "adrift", "parked", "won", "lost", "open", "closed", "mine", "repeat", "birthday"),
    "missing": (
        *("market", "means", "authority", "need", "willing", "amount"),
        *("close", "owner", "contact", "company", "follow-up", "agreed", "signed", "settled"),
    ),
}
"""The fields that take a few words, and these words."""

NUMBERS = ("amount", "score", "prob", "in-stage")
_DATES = ("due", "close", "created", "closed")
RANGES = frozenset((*NUMBERS, *_DATES))
"""The fields whose values have an order."""

_SURROGATE = "[\ud800-\udfff]"
_COUNT = r"(?P<count>[0-9]{1,6})\s?%?"
_DAYS = r"(?i)(?P<count>[0-9]{1,5})\s?(?P<unit>d|w|m|y)?[a-z]*"
_DAYS_OF_UNIT = {"d": 1, "w": 7, "m": 30, "y": 365}
_YEAR_OR_MONTH = r"(?P<year>[12][0-9]{3})(?:-(?P<month>0[1-9]|1[0-2]))?"


def fold(text: str) -> str:
    """Text as it is compared with what is stored."""
    # A byte of the command line that is no UTF-8 comes as a lone surrogate; stored text has a replacement for it, and
    # for a NUL, which not every database has a place for.
    folded = unicodedata.normalize("NFC", text).casefold().replace("\0", "\N{SYMBOL FOR NULL}")
    return re.sub(_SURROGATE, "\N{REPLACEMENT CHARACTER}", folded)


def takes(field: str) -> str:
    """The sentence that says what a field takes."""
    if field in CHOICES:
        return f"Use {', '.join(CHOICES[field][:-1])} or {CHOICES[field][-1]}."
    if field in _DATES:
        words = f"{', '.join(DUE)}, or " if field == "due" else ""
        return f"Use {words}a date: {field}<fri, {field}>-30d, {field}:2026-12-03."
    return {
        "owner": "Use owner:me, owner:none or a seller's login.",
        "source": "Use a source, for example source:referral.",
        "currency": "Use a code such as currency:EUR.",
        "amount": "Use amount>10k, amount:1k..5k or amount<9k€.",
        "in-stage": "Use days or weeks: in-stage>14d, in-stage<2w.",
        "score": "Use a whole number: score>50.",
        "prob": "Use per cent: prob<30.",
        OWN: f"Use a part of its text, or none: {OWN}.renewal:2027.",
    }.get(field, f"Use a word: {field}:expo." if field == "tag" else f"Use a part of the name: {field}:acme.")


def read_words(field: str, values: Sequence[str]) -> tuple[str, ...]:
    """Read the values of a field that has no order, or the words that ``due`` takes.

    Args:
        field: Its name.
        values: As typed, casefolded; at least one, none of them empty.

    Raises:
        BadInput: The field does not take one of them.
    """
    if field in CHOICES:
        return tuple(_choose(field, value) for value in values)
    if field == "source":
        return tuple(dict.fromkeys(source for value in values for source in _sources(value)))
    if field == "currency":
        return tuple(_currency(value) for value in values)
    return tuple(values)


def read_range(field: str, operator: str, value: str, reading: Reading) -> Range:
    """Read one bound or ``low..high``; a bound such as a month has a first and a last value of its own.

    Raises:
        BadInput: The field does not take it.
    """
    if operator in (":", "=") and ".." in value:
        low_text, _, high_text = value.partition("..")
        if not low_text and not high_text:
            raise BadInput(f"“..” needs a value before it or after it. {takes(field)}")
        low = _read_bound(field, low_text, reading)[0] if low_text else None
        high = _read_bound(field, high_text, reading)[1] if high_text else None
        return Range(low, high)
    first, last = _read_bound(field, value, reading)
    match operator:
        case ">":
            return Range(low=last, low_open=True)
        case ">=":
            return Range(low=first)
        case "<":
            return Range(high=first, high_open=True)
        case "<=":
            return Range(high=last)
        case _:
            return Range(first, last)


def _read_bound(field: str, text: str, reading: Reading) -> tuple[Bound, Bound]:
    try:
        if field == "amount":
            major = parse_money(text, reading.currency).major
            return major, major
        return _read_dates(text, reading) if field in _DATES else _read_number(field, text)
    except TooLarge:
        raise
    except BadInput:
        end = meant(fold(text), DUE) if field == "due" else "."
        raise BadInput(f"{in_quotes(text)} does not fit “{field}”{end} {takes(field)}") from None


def _read_number(field: str, text: str) -> tuple[Bound, Bound]:
    match = re.fullmatch(_DAYS if field == "in-stage" else _COUNT, text.strip())
    if match is None:
        raise BadInput("not a number")
    unit = match.groupdict().get("unit") or "d"
    number = int(match["count"]) * (_DAYS_OF_UNIT[unit.casefold()] if field == "in-stage" else 1)
    return number, number


def _read_dates(text: str, reading: Reading) -> tuple[Bound, Bound]:
    match = re.fullmatch(_YEAR_OR_MONTH, text)
    if match is None:
        day = parse_date(text, reading.today, day_first=reading.day_first, any_year=True)
        return day, day
    year = int(match["year"])
    first_month, last_month = (int(match["month"]),) * 2 if match["month"] else (1, 12)
    after = date(year + last_month // 12, last_month % 12 + 1, 1)
    return date(year, first_month, 1), after - timedelta(days=1)


def _choose(field: str, value: str) -> str:
    choices = CHOICES[field]
    if value in choices:
        return value
    matching = [choice for choice in choices if choice.startswith(value)]
    if len(matching) == 1:
        return matching[0]
    what = in_quotes(f"{field}:{value}")
    if matching:
        raise BadInput(f"{what} could be {' or '.join(matching)}. Type more of it.")
    raise BadInput(f"{what} is not known{meant(value, choices)} {takes(field)}")


def _sources(value: str) -> list[str]:
    """The sources that begin so; a source or a word of somebody's own is taken as it is."""
    spaced = value.replace("-", " ")
    return [source for source in SOURCES if source.startswith(spaced)] or [value, spaced]


def _currency(value: str) -> str:
    code = value.upper()
    if not is_currency(code):
        raise BadInput(f"{in_quotes(value)} is not a currency. {takes('currency')}")
    return code
