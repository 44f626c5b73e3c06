"""What one date phrase means: the table of forms behind :mod:`funnelboard.domain.dates`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from functools import lru_cache

from funnelboard.domain import date_forms as forms
from funnelboard.domain.calendar_days import MONTHS, WEEKDAYS
from funnelboard.domain.date_forms import NUMBERS, Build
from funnelboard.domain.named_tuple import NamedTuple

LONGEST_PHRASE = 7
"""In words: ``by the first monday of december 2026``."""

_PREPOSITION = r"(?:on|by|until|till|due|before)"
_TODAY = (
    r"today|tonight|this morning|this afternoon|this evening|(?:the )?end of (?:the )?day|end of business|eod|eob|cob"
)
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_NEAR_DAY = rf"(?:{_WEEKDAY}|(?P<name>today|tomorrow))"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?"
_ORDINAL = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)"
_YEAR = r"(?P<year>[0-9]{4})"
_SHORT_YEAR = r"(?P<year>[0-9]{2})"
_COUNT = rf"(?P<count>[0-9]{{1,4}}|(?:{'|'.join(NUMBERS)})(?= [a-z]{{3}}))"
_ANY_WEEKS = "w|wks?|weeks?|fortnights?"
_ANY_UNIT = rf"d|days?|{_ANY_WEEKS}|mo|mos|months?|quarters?|y|yrs?|years?"
_WEEKS, _UNIT, _UNIT_OR_M = rf"(?P<unit>{_ANY_WEEKS})", rf"(?P<unit>{_ANY_UNIT})", rf"(?P<unit>{_ANY_UNIT}|m)"
_NTH = rf"(?P<nth>{'|'.join(forms.NTH)})"
_END_OF = r"(?:the )?end (?:of )?(?:the )?"
_QUARTER = rf"q(?P<quarter>[1-4])(?: {_YEAR})?"
_TWO_NUMBERS = r"(?P<first>[0-9]{1,2})(?P<separator>[./-])(?P<second>[0-9]{1,2})"


class Trust(IntEnum):
    """How plainly a phrase is a date when it stands among other words.

    What counts in front of them only (``tom``, ``3m``, ``15th``) does so in small letters: Tom is a person.
    """

    CERTAIN = 0
    LIKELY = 1
    IN_FRONT = 2
    ONLY_ALONE = 3


class _Rule(NamedTuple):
    pattern: str
    build: Build
    trust: Trust


class DatePhrase(NamedTuple):
    """A phrase that was understood: its local date, and how plainly it is one."""

    day: date
    trust: Trust


class NoSuchDay(Exception):
    """The phrase is a date by its form, but there is no such day.

    Attributes:
        trust: How plainly it is a date.
        why: What the phrase is instead, and what to do: the end of a sentence.
    """

    def __init__(self, trust: Trust, why: str) -> None:
        super().__init__(why)
        self.trust = trust
        self.why = why


def read_phrase(words: Sequence[str], today: date, day_first: bool | None) -> DatePhrase | None:
    """Read the words as one date, all of them.

    Args:
        words: At most ``LONGEST_PHRASE`` of them, as typed.
        today: The seller's local date.
        day_first: How to read 3/12; with None it is no date, unless only one reading exists.

    Returns:
        None when the words are no date.

    Raises:
        NoSuchDay: They name a day that the calendar does not have, or by another weekday.
    """
    return _read(" ".join(map(plain_word, words)), today, day_first)


@lru_cache(maxsize=1024)
def _read(phrase: str, today: date, day_first: bool | None) -> DatePhrase | None:
    # Kept, as a line is read anew with every letter that is typed.
    for rule in _RULES:
        # Compiled when first met: all of them would be a tenth of the start of a board.
        match = re.fullmatch(rule.pattern, phrase)
        if match is not None:
            said = match.groupdict()
            try:
                day = rule.build(said, today, day_first)
            except (ValueError, OverflowError):
                raise NoSuchDay(rule.trust, "a day that does not exist. Check the day and the month.") from None
            return None if day is None else DatePhrase(_checked(day, said.get("on"), rule.trust), rule.trust)
    return None


def _checked(day: date, weekday: str | None, trust: Trust) -> date:
    if weekday and WEEKDAYS[day.weekday()] != weekday[:3].capitalize():
        named = f"{day.day} {MONTHS[day.month - 1]} {day.year} is a {day:%A}"
        raise NoSuchDay(trust, f"a day that does not exist: {named}. Correct one or the other.")
    return day


def plain_word(word: str) -> str:
    """A word without its case and the punctuation around it."""
    word = word.casefold().rstrip(",;:!?").replace("’", "'")
    if any(character.isalpha() for character in word):
        word = word.rstrip(".")
        word = word[:1] + word[1:].replace("-", " ")
    return word


def _rule(pattern: str, build: Build, trust: Trust = Trust.CERTAIN) -> _Rule:
    return _Rule(rf"(?:{_PREPOSITION} )?(?:{pattern})", build, trust)


_ON = _WEEKDAY.replace("weekday", "on", 1)
"""The weekday of a day that is named besides: it must be right."""

_RULES: tuple[_Rule, ...] = (
    _rule(rf"(?P<name>{_TODAY})", forms.named_day),
    _rule(r"(?:the )?(?P<name>tomorrow|tmrw?|day after tomorrow|yesterday|day before yesterday)", forms.named_day),
    _rule(r"(?P<name>now|tod)", forms.named_day, Trust.LIKELY),
    _rule(r"(?P<name>tom)", forms.named_day, Trust.IN_FRONT),
    _rule(rf"(?:(?P<this>this) |(?:the )?coming )?{_WEEKDAY}", forms.next_weekday),
    _rule(rf"next (?:week )?{_WEEKDAY}", forms.weekday_next_week),
    _rule(rf"{_WEEKDAY} next week", forms.weekday_next_week),
    _rule(
        rf"(?:the )?{_NTH} {_WEEKDAY} (?:of|in) (?:{_MONTH}(?: {_YEAR})?|(?:(?P<next>next)|the) month)",
        forms.weekday_of_month,
    ),
    _rule(rf"{_NEAR_DAY} (?P<unit>week|fortnight)", forms.weeks_after_day),
    _rule(rf"(?:in )?{_COUNT} ?{_WEEKS} (?:on|from|after) {_NEAR_DAY}", forms.weeks_after_day),
    _rule(r"(?:the |this |(?P<next>next ))?weekend", forms.weekend, Trust.LIKELY),
    _rule(r"(?P<part>early|mid|middle of|late) next week", forms.part_of_next_week),
    _rule(rf"(?:\+ ?|in )?{_COUNT} ?(?:working|business|work) days?", forms.working_days_later),
    _rule(r"in half a year|half a year from now", forms.half_a_year_later),
    _rule(rf"(?P<sign>[+-]) ?(?P<count>[0-9]{{1,4}}) ?{_UNIT_OR_M}", forms.after_count),
    _rule(rf"in {_COUNT} ?{_UNIT_OR_M}(?:'? time)?", forms.after_count),
    _rule(rf"{_COUNT} ?{_UNIT} (?:from (?:now|today)|(?P<ago>ago))", forms.after_count),
    _rule(rf"{_COUNT} ?{_UNIT}", forms.after_count, Trust.LIKELY),
    _rule(rf"{_COUNT} ?{_UNIT_OR_M}", forms.after_count, Trust.IN_FRONT),
    _rule(r"(?P<unit>fortnight)", forms.after_count, Trust.IN_FRONT),
    _rule(rf"(?:{_ON} )?(?:the )?{_DAY} ?(?:of )?{_MONTH}(?: {_YEAR})?", forms.day_and_month),
    _rule(rf"(?:{_ON} )?{_MONTH} (?:the )?{_DAY}(?: {_YEAR})?", forms.day_and_month),
    _rule(rf"(?:{_ON} )?(?:the )?{_DAY} ?(?:of )?{_MONTH} {_SHORT_YEAR}", forms.day_and_month, Trust.ONLY_ALONE),
    _rule(rf"(?:{_ON} )?{_MONTH} (?:the )?{_DAY} {_SHORT_YEAR}", forms.day_and_month, Trust.ONLY_ALONE),
    _rule(rf"{_MONTH} {_YEAR}", forms.month_and_year),
    _rule(rf"(?:in|early|(?P<next>next)|(?:the )?(?:start|beginning) of) {_MONTH}", forms.month_alone),
    _rule(rf"(?:mid|(?:the )?middle of) {_MONTH}", forms.mid_month),
    _rule(rf"(?:{_END_OF}|late ){_MONTH}(?: {_YEAR})?", forms.end_of_named_month),
    _rule(rf"(?!may|march){_MONTH}", forms.month_alone, Trust.IN_FRONT),
    _rule(r"(?P<month>may|march)", forms.month_alone, Trust.ONLY_ALONE),
    _rule(rf"(?:in |early )?{_QUARTER}", forms.quarter, Trust.IN_FRONT),
    _rule(rf"(?P<end>{_END_OF}){_QUARTER}", forms.quarter),
    _rule(
        rf"(?:{_ON} )?{_YEAR}(?P<separator>[-/.])(?P<month>[0-9]{{1,2}})(?P=separator)(?P<day>[0-9]{{1,2}})",
        forms.year_month_day,
    ),
    _rule(rf"(?:{_ON} )?{_TWO_NUMBERS}(?P=separator)(?P<year>[0-9]{{4}}|[0-9]{{2}})", forms.numeric),
    _rule(rf"{_TWO_NUMBERS}(?P=separator)(?P<year>[0-9]{{3,9}})", forms.numeric, Trust.LIKELY),
    _rule(r"(?P<first>[0-9]{1,2})(?P<separator>\.)(?P<second>[0-9]{1,2})\.", forms.numeric, Trust.LIKELY),
    _rule(r"(?P<first>[0-9]{1,2})(?P<separator>/)(?P<second>[0-9]{1,2})", forms.numeric, Trust.LIKELY),
    _rule(r"(?P<first>[0-9]{1,2})(?P<separator>\.)(?P<second>0?[1-9]|1[0-2])", forms.numeric, Trust.IN_FRONT),
    _rule(_TWO_NUMBERS, forms.numeric, Trust.ONLY_ALONE),
    _rule(
        r"(?:(?:the )?(?:start|beginning) of )?next (?P<period>week|month|quarter|year)",
        forms.start_of_next,
    ),
    _rule(rf"{_END_OF}(?P<next>next )?(?:this )?(?P<period>week|month|quarter|year)", forms.end_of),
    _rule(r"eo(?P<letter>[wmqy])", forms.end_abbreviated),
    _rule(rf"w(?:eek )?(?P<week>[0-9]{{1,2}})(?: {_YEAR})?", forms.iso_week),
    _Rule(rf"{_PREPOSITION} the {_ORDINAL}", forms.day_of_month, Trust.CERTAIN),
    _Rule(rf"(?:the )?{_ORDINAL}", forms.day_of_month, Trust.IN_FRONT),
)
