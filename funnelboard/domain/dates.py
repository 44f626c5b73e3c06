"""Dates as people type and read them: ``fri``, ``+2w``, ``3 dec``, ``next month``, ``eom``, ``w48``.

This is the only grammar for typed dates. It knows nothing of time zones: ``today`` is the seller's local date, and so
is every result. A day without a year is the next such day, today included; a weekday is the next one after today.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from funnelboard.domain.calendar_days import MONTHS, WEEKDAYS
from funnelboard.domain.date_phrases import LONGEST_PHRASE, DatePhrase, NoSuchDay, Trust, read_phrase
from funnelboard.domain.grammar import in_quotes
from funnelboard.errors import BadInput

_FAR = timedelta(days=180)
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""A day in another year is a slip of the keyboard."""

_SHORT_YEARS = 4
"""How many years, from this one on, two digits after a day and month can mean among other words: not 40 seats."""

_LONGEST_LINE = 1000
_LOOKED_AT = 8
"""How many words of a line without a date are looked at for a slip."""
_SPELLED_OUT = (
    *("today", "tomorrow", "tonight", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("january", "february", "march", "april", "june", "july", "august", "september", "october", "november"),
    *("december", "fortnight", "weekend", "next week", "next month", "next quarter", "next year"),
)


def parse_date(text: str, today: date, *, day_first: bool | None = True, any_year: bool = False) -> date:
    """Read a text that is nothing but a date.

    Args:
        text: What was typed; case and surrounding blanks do not matter.
        today: The day it was typed.
        day_first: Whether 3/12 is 3 December or March 12; None refuses to guess. A reading that cannot be (25/12 with
            the month first) gives way to the other one. Dates with dots are always day first.
        any_year: Whether it may be outside ``FIRST_YEAR`` to ``LAST_YEAR``, as the end of a range may.

    Raises:
        BadInput: It is not a date, or there is no such day.
    """
    words = text.split()
    try:
        found = read_phrase(words, today, day_first) if 0 < len(words) <= LONGEST_PHRASE else None
    except NoSuchDay as error:
        raise BadInput(f"{in_quotes(text.strip())} is {error.why}") from None
    if found is None:
        raise BadInput(f"{in_quotes(text.strip())} is not a date{_meant(words)} Try {_examples(today)}.")
    return found.day if any_year else _near(found.day, words)


def parse_past_date(text: str, today: date, *, day_first: bool | None = True, any_year: bool = False) -> date:
    """The same for a day that has been: ``fri``, ``20 nov``, ``15th`` is the last such day, today included.

    What is counted from today (``+2w``) or has its year stays what it is; raises as :func:`parse_date`.
    """

    def read(days: int) -> date:
        return parse_date(text, today + timedelta(days=days), day_first=day_first, any_year=any_year)

    day = read(0)
    if day <= today or day not in (read(-1), read(1)):
        return day
    weeks = ((read(-7 * each), today - timedelta(weeks=each)) for each in range(1, 54))
    return next((found for found, before in weeks if before < found <= today), day)


def find_date(words: Sequence[str], today: date, *, day_first: bool | None = True) -> tuple[date, int, int] | None:
    """Find the date among other words: ``call about price fri``.

    A phrase that can hardly mean anything else (``fri``, ``3 dec``) wins over one that can (``2 weeks``, ``3/12``), and
    that over one that counts in front only (``tom``, ``3m``); among equals the first one does. Words such as ``may`` or
    ``40`` are no dates by themselves. Two digits after ``3 dec`` that could be its year are it where nothing follows
    them or punctuation does.

    Returns:
        The date, the index of its first word and the index after its last one (a preposition as in ``by fri``
        belongs to it); None when there is no date.

    Raises:
        BadInput: What would be the date is a day that does not exist, or could have a year or not.
    """
    best: tuple[int, DatePhrase | NoSuchDay, int, int] | None = None
    start = 0
    while start < len(words):
        found, end = _longest_at(words, start, today, day_first)
        if found is not None:
            # What only looks like a date gives way to everything that is one.
            doubtful = isinstance(found, NoSuchDay) and found.trust is not Trust.CERTAIN
            place = Trust.ONLY_ALONE if doubtful else found.trust
            if best is None or place < best[0]:
                best = (place, found, start, end)
        start = end
    if best is None:
        return None
    _, phrase, start, end = best
    if isinstance(phrase, NoSuchDay):
        raise BadInput(f"“{' '.join(words[start:end])}” is {phrase.why}")
    if _short_year_at(words, start, end, today):
        end += 1
        return parse_date(" ".join(words[start:end]), today, day_first=day_first), start, end
    return _near(phrase.day, words[start:end]), start, end


def could_name_a_day(words: Sequence[str], today: date) -> bool:
    """Whether one of the words is a slip of a day, or would be one in another place: ``fryday``, ``tom``, not ``Tom``.

    Where a day is only taken for granted, such a word says that another one was meant.
    """
    for word in words:
        try:
            is_day = not word[0].isupper() and read_phrase([word], today, True) is not None
        except NoSuchDay:
            is_day = True
        if is_day or _meant([word]) != ".":
            return True
    return False


def line_words(text: str) -> list[str]:
    """The words of a line that a date is looked for in.

    Raises:
        BadInput: It is too long for one.
    """
    if len(text) > _LONGEST_LINE:
        raise BadInput(
            f"A line of {len(text):,} characters is too long; {_LONGEST_LINE:,} fit. Put the rest in a note."
        )
    return text.split()


def no_date(words: Sequence[str], today: date) -> BadInput:
    """The refusal of a line without a date, with the day that was probably meant."""
    said = in_quotes(" ".join(words))
    return BadInput(f"{said} does not say when{_meant(words)} Put the day in front: {_examples(today)}.")


def describe_date(day: date, today: date) -> str:
    """A short name: ``today``, ``tomorrow``, ``Fri 27 Nov``, and with its year in another one or half a year away."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((day - today).days)
    if near is not None:
        return near
    name = f"{day.day} {MONTHS[day.month - 1]}"
    if day.year != today.year or abs(day - today) >= _FAR:
        name += f" {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {name}" if abs(day - today) < _FAR else name


def whole_date(day: date) -> str:
    """A day with its year, which reads back as the same on every day: ``1 Feb 2027``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def describe_moment(day: date, at: time | None, today: date) -> str:
    """A day with the time of day, if there is one: ``Fri 27 Nov 10:30``."""
    return f"{describe_date(day, today)} {at:%H:%M}" if at is not None else describe_date(day, today)


def describe_distance(day: date, today: date) -> str:
    """How far away a due date is, in days: ``3 d overdue``, ``today``, ``in 5 d``."""
    days = (day - today).days
    if days == 0:
        return "today"
    return f"in {days} d" if days > 0 else f"{-days} d overdue"


def _near(day: date, words: Sequence[str]) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        said = in_quotes(" ".join(words))
        raise BadInput(f"{said} is not between the years {FIRST_YEAR} and {LAST_YEAR}. Check the year.")
    return day


def _longest_at(
    words: Sequence[str], start: int, today: date, day_first: bool | None
) -> tuple[DatePhrase | NoSuchDay | None, int]:
    """The longest date phrase that begins at ``start`` and where to look on."""
    for end in range(min(len(words), start + LONGEST_PHRASE), start, -1):
        found: DatePhrase | NoSuchDay | None
        try:
            found = read_phrase(words[start:end], today, day_first)
        except NoSuchDay as error:
            found = error
        if found is not None and (found.trust <= Trust.LIKELY or found.trust is _trusted_at(words, start)):
            return found, end
    return None, start + 1


def _short_year_at(words: Sequence[str], start: int, end: int, today: date) -> bool:
    """Whether the word after the date is its year in two digits.

    Raises:
        BadInput: It could also be the number of what follows.
    """
    year = words[end].rstrip(",;:.") if end < len(words) else ""
    if not (len(year) == 2 and year.isascii() and year.isdigit() and 0 <= 2000 + int(year) - today.year < _SHORT_YEARS):
        return False
    day = " ".join(words[start:end])
    try:
        if day.endswith((":", ";")) or read_phrase(words[start : end + 1], today, None) is None:
            return False
    except NoSuchDay:
        pass
    if end + 1 < len(words) and words[end] == year:
        raise BadInput(
            f"“{day} {year}” could mean the year 20{year} or {year} of what follows. "
            f"Write {day} 20{year}, or {day}: {year}."
        )
    return True


def _trusted_at(words: Sequence[str], start: int) -> Trust | None:
    """What counts in front of a line; not with a capital, as names have one."""
    return Trust.IN_FRONT if start == 0 and not (words[0].isalpha() and words[0][0].isupper()) else None


def _meant(words: Sequence[str]) -> str:
    """The end of a sentence: which day a slip was probably meant to be."""
    # Only a slip needs it, so a start should not wait for it.
    from difflib import get_close_matches

    for word in words[:_LOOKED_AT]:
        plain = word.casefold().strip(",.;:!?")
        near = get_close_matches(plain, _SPELLED_OUT, n=1, cutoff=0.7) if len(plain) > 3 else []
        if near:
            return f"; did you mean {near[0]}?"
    return "."


def _examples(today: date) -> str:
    later = today + timedelta(days=14) if today.year < date.max.year else today
    return f"fri, +2w, 3 dec, next month or {later.isoformat()}"
