"""The query language of the board's filter and of ``funnelboard list``: ``owner:me due:today or amount>50k``.

A query is read into plain data here and turned into SQL by the store. Terms side by side must all hold; ``or``
separates groups of which one must hold. ``QUERY_HELP`` is the reference.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from funnelboard.domain.dates import parse_date
from funnelboard.domain.deal import SOURCES
from funnelboard.domain.money import is_currency, names_currency, parse_money
from funnelboard.domain.stage import STAGES, Outcome
from funnelboard.errors import BadInput

QUERY_HELP: tuple[tuple[str, str], ...] = (
    ("acme pilot", "both words, in the title, company, contact or notes"),
    ('"wants a price"', "these words in this order"),
    ("-acme, not acme", "without the word; works before every term"),
    ("stage:opp", "a stage: lead, prospect, opportunity or closed; its beginning is enough"),
    ("owner:me, owner:none, owner:kari", "mine, nobody's, or a seller's"),
    ("owner:me or owner:none", "one or the other; owner:me,none is the same, shorter"),
    ("company:acme contact:kari tag:expo", "by company, contact or tag"),
    ("source:referral", "where the lead came from"),
    ("outcome:won", "how it ended: won or lost"),
    ("amount>10k, amount:1k..5k, amount<9k€", "by amount, in the currency named, if any"),
    ("currency:EUR", "in this currency"),
    ("score>50 prob<30", "by score, by probability in per cent"),
    ("due:today, due:overdue, due:week, due:none", "by the next follow-up: week is seven days, overdue included"),
    ("due<fri, due:3dec..9dec", "the next follow-up by date"),
    ("close<2026-12-31, close:2026-12, close:+2w", "by expected close date"),
    ("created>-30d, closed:2026", "by when it was created or closed"),
    ("in-stage>14d, in-stage>2w", "by days in its stage"),
    ("is:stale, is:open, is:mine", "also parked, won, lost, closed, repeat and birthday"),
    ("missing:authority", "also market, means, need, willing, amount, close, agreed, signed and settled"),
    ("missing:owner", "also contact, company and follow-up"),
)
"""Examples and their meaning, for the help screen."""

Bound = int | Decimal | date


@dataclass(frozen=True, slots=True)
class Range:
    """Everything between two bounds; None is no bound, and an open bound does not belong to the range itself.

    Bounds are days (``in-stage``), points or per cent (int), major units (Decimal) or local dates.
    """

    low: Bound | None = None
    high: Bound | None = None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One condition.

    Attributes:
        field: ``text``, or the name before the colon as in ``QUERY_HELP``.
        value: A casefolded text, several of which any one will do, or a range. Currencies are in capitals.
            An amount's range is in major units of any currency; one that was named comes as a term of its own.
        negated: The condition must not hold.
    """

    field: str
    value: str | tuple[str, ...] | Range
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Groups of terms: all terms of at least one group must hold. No groups at all match every deal.

    Attributes:
        problem: A sentence about a term that was left out; only when the query was read leniently.
    """

    groups: tuple[tuple[Term, ...], ...] = ()
    problem: str | None = None


class QueryError(BadInput):
    """A query that says something the language does not have."""


class _Unfinished(QueryError):
    """A term that may only need more letters."""


_STAGES = tuple(stage.value for stage in STAGES)
_OUTCOMES = tuple(outcome.value for outcome in Outcome)
_STATES = ("stale", "parked", "won", "lost", "open", "closed", "mine", "repeat", "birthday")
_MISSING = (
    *("market", "means", "authority", "need", "willing", "amount"),
    *("close", "owner", "contact", "company", "follow-up", "agreed", "signed", "settled"),
)
_DUE = ("today", "overdue", "week", "none")
_CHOICES = {"stage": _STAGES, "outcome": _OUTCOMES, "is": _STATES, "missing": _MISSING}
_FREE = ("owner", "company", "contact", "tag")
_WHOLE_NUMBERS = ("score", "prob", "in-stage")
_DATES = ("due", "close", "created", "closed")
_RANGES = frozenset(("amount", *_WHOLE_NUMBERS, *_DATES))
_FIELDS = _RANGES | {*_CHOICES, *_FREE, "source", "currency"}

_SURROGATE = re.compile("[\ud800-\udfff]")
_TOKEN = re.compile(r'(?:"[^"]*"?|[^\s"])+')
_LIST_ITEM = re.compile(r'(?:"[^"]*"?|[^",])+')
_FIELD = re.compile(r"(?P<field>[a-z-]+)(?P<operator>:?(?:>=|<=|>|<|=)|:)(?P<value>.*)", re.IGNORECASE | re.DOTALL)
_COUNT = re.compile(r"(?P<count>[0-9]{1,6})\s?%?")
_DAYS = re.compile(r"(?P<count>[0-9]{1,5})\s?(?P<unit>d|w|m|y)?[a-z]*", re.IGNORECASE)
_DAYS_OF_UNIT = {"d": 1, "w": 7, "m": 30, "y": 365}
_YEAR_OR_MONTH = re.compile(r"(?P<year>[12][0-9]{3})(?:-(?P<month>0[1-9]|1[0-2]))?")


def parse_query(text: str, today: date, default_currency: str | None = None, *, lenient: bool = False) -> Query:
    """Read a query.

    A name before a colon that is no field, as in ``acme:``, is searched as text like any other word.

    Args:
        text: As typed.
        today: The seller's local date, for ``due<fri`` and the like.
        default_currency: The currency whose decimals an amount may have when it names none.
        lenient: Leave out terms that cannot be understood, as needed while the query is still being typed. The first
            one is told in ``Query.problem``, unless it is the last term and merely lacks its end.

    Raises:
        QueryError: A term cannot be understood; never when lenient.
    """
    tokens = _TOKEN.findall(text)
    groups: list[list[Term]] = [[]]
    problem: str | None = None
    negated = False
    for at, token in enumerate(tokens):
        word = token.casefold()
        if word == "or":
            groups.append([])
        elif word == "not":
            negated = not negated
        else:
            try:
                groups[-1].extend(_read_term(token, today, default_currency, negated=negated))
            except QueryError as error:
                if not lenient:
                    raise
                still_typing = at == len(tokens) - 1 and isinstance(error, _Unfinished)
                problem = problem or (None if still_typing else str(error))
            negated = False
    if negated and not lenient:
        raise QueryError("“not” needs a term after it, for example: not stage:lead.")
    return Query(tuple(tuple(group) for group in groups if group), problem)


def _read_term(token: str, today: date, default_currency: str | None, *, negated: bool) -> list[Term]:
    if token.startswith("-") and len(token) > 1:
        token, negated = token[1:], not negated
    match = _FIELD.fullmatch(token)
    field = match["field"].casefold() if match is not None else ""
    if match is None or field not in _FIELDS:
        words = _fold(token.replace('"', "")).strip()
        return [Term("text", words, negated)] if words not in ("", "-") else []
    operator = match["operator"].removeprefix(":") or ":"
    values = [part.replace('"', "").strip() for part in _LIST_ITEM.findall(match["value"])]
    values = [value for value in values if value]
    if not values:
        raise _Unfinished(f"“{field}{operator}” needs a value. {_allowed(field)}")
    if field not in _RANGES:
        if operator not in (":", "="):
            raise QueryError(f"“{field}” cannot be more or less than something. {_allowed(field)}")
        return [_read_choice_term(field, [_fold(value) for value in values], negated)]
    if field == "due" and operator in (":", "=") and all(_fold(value) in _DUE for value in values):
        return [_read_choice_term(field, [_fold(value) for value in values], negated)]
    value = ",".join(values)
    currency = default_currency or "EUR"
    term = Term(field, _read_range(field, operator, value, today, currency), negated)
    return [term, *_currency_terms(value, currency)] if field == "amount" else [term]


def _read_choice_term(field: str, values: list[str], negated: bool) -> Term:
    if field in _CHOICES:
        values = [_choose(field, value, _CHOICES[field]) for value in values]
    elif field == "source":
        values = [source for value in values for source in _sources(value)]
    elif field == "currency":
        values = [_currency(value) for value in values]
    elif field == "tag":
        values = [value.removeprefix("#") for value in values]
    return Term(field, values[0] if len(values) == 1 else tuple(values), negated)


def _currency_terms(amounts: str, currency: str) -> list[Term]:
    named = [parse_money(text, currency).currency for text in amounts.split("..") if names_currency(text)]
    if len(set(named)) > 1:
        raise QueryError(f"“{amounts}” names two currencies. Keep the one that is meant.")
    return [Term("currency", code) for code in named[:1]]


def _read_range(field: str, operator: str, value: str, today: date, currency: str) -> Range:
    """Read one bound or ``low..high``; a bound such as a month has a first and a last value of its own."""
    if operator in (":", "=") and ".." in value:
        low_text, _, high_text = value.partition("..")
        if not low_text and not high_text:
            raise _Unfinished(f"“..” needs a value before it or after it. {_allowed(field)}")
        low = _read_bound(field, low_text, today, currency)[0] if low_text else None
        high = _read_bound(field, high_text, today, currency)[1] if high_text else None
        return Range(low, high)
    first, last = _read_bound(field, value, today, currency)
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


def _read_bound(field: str, text: str, today: date, currency: str) -> tuple[Bound, Bound]:
    try:
        if field == "amount":
            major = parse_money(text, currency).major
            return major, major
        return _read_dates(text, today) if field in _DATES else _read_number(field, text)
    except BadInput:
        unfinished = field == "due" and any(word.startswith(_fold(text)) for word in _DUE)
        problem = f"“{text}” does not fit “{field}”. {_allowed(field)}"
        raise _Unfinished(problem) if unfinished else QueryError(problem) from None


def _read_number(field: str, text: str) -> tuple[Bound, Bound]:
    match = (_DAYS if field == "in-stage" else _COUNT).fullmatch(text.strip())
    if match is None:
        raise BadInput("not a number")
    unit = match.groupdict().get("unit") or "d"
    number = int(match["count"]) * (_DAYS_OF_UNIT[unit.casefold()] if field == "in-stage" else 1)
    return number, number


def _read_dates(text: str, today: date) -> tuple[Bound, Bound]:
    match = _YEAR_OR_MONTH.fullmatch(text)
    if match is None:
        day = parse_date(text, today)
        return day, day
    year = int(match["year"])
    first_month, last_month = (int(match["month"]),) * 2 if match["month"] else (1, 12)
    after = date(year + last_month // 12, last_month % 12 + 1, 1)
    return date(year, first_month, 1), after - timedelta(days=1)


def _choose(field: str, value: str, choices: tuple[str, ...]) -> str:
    matching = [choice for choice in choices if choice.startswith(value)]
    if value in choices or len(matching) == 1:
        return value if value in choices else matching[0]
    if matching:
        raise _Unfinished(f"“{field}:{value}” could be {' or '.join(matching)}. Type more of it.")
    raise QueryError(f"“{field}:{value}” is not known. {_allowed(field)}")


def _sources(value: str) -> list[str]:
    """The sources that begin so; a source of somebody's own is taken as it is."""
    spaced = value.replace("-", " ")
    return [source for source in SOURCES if source.startswith(spaced)] or [value]


def _currency(value: str) -> str:
    code = value.upper()
    if not is_currency(code):
        problem = f"“{value}” is not a currency. {_allowed('currency')}"
        raise _Unfinished(problem) if len(code) < 3 else QueryError(problem)
    return code


def _fold(text: str) -> str:
    # A byte of the command line that is no UTF-8 comes as a lone surrogate; stored text has a replacement for it.
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", unicodedata.normalize("NFC", text).casefold())


def _allowed(field: str) -> str:
    """The sentence that says what a field takes."""
    if field in _CHOICES:
        return f"Use {', '.join(_CHOICES[field][:-1])} or {_CHOICES[field][-1]}."
    if field in _DATES:
        words = f"{', '.join(_DUE)}, or " if field == "due" else ""
        return f"Use {words}a date: {field}<fri, {field}>-30d, {field}:2026-12-03."
    return {
        "owner": "Use owner:me, owner:none or a seller's login.",
        "source": "Use a source, for example source:referral.",
        "currency": "Use a code such as currency:EUR.",
        "amount": "Use amount>10k, amount:1k..5k or amount<9k€.",
        "in-stage": "Use days or weeks: in-stage>14d, in-stage<2w.",
        "score": "Use a whole number: score>50.",
        "prob": "Use per cent: prob<30.",
    }.get(field, f"Use a word: {field}:expo." if field == "tag" else f"Use a part of the name: {field}:acme.")
