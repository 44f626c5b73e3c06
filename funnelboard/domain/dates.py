"""Dates as people type and read them: ``fri``, ``+2w``, ``3 dec``, ``next month``, ``eom``, ``w48``.

This is the only grammar for typed dates. It knows nothing of time zones: ``today`` is the seller's local date, and so
is every result. A day without a year is the next such day, today included; a weekday is the next one after today.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from funnelboard.domain.date_phrases import LONGEST_PHRASE, MONTHS, WEEKDAYS, DatePhrase, NoSuchDay, Trust, read_phrase
from funnelboard.errors import BadInput

_FAR = timedelta(days=180)


def parse_date(text: str, today: date, *, day_first: bool | None = True) -> date:
    """Read a text that is nothing but a date.

    Args:
        text: What was typed; case and surrounding blanks do not matter.
        today: The day it was typed.
        day_first: Whether 3/12 is 3 December or March 12; None refuses to guess. A reading that cannot be (25/12 with
            the month first) gives way to the other one. Dates with dots are always day first.

    Raises:
        BadInput: It is not a date, or the calendar has no such day.
    """
    words = text.split()
    shown = text.strip() if len(text) <= 60 else text[:60] + "…"
    try:
        found = read_phrase(words, today, day_first) if 0 < len(words) <= LONGEST_PHRASE else None
    except NoSuchDay:
        raise BadInput(f"“{shown}” is a day that does not exist. Check the day and the month.") from None
    if found is None:
        raise BadInput(f"“{shown}” is not a date. Try fri, +2w, 3 dec, next month or {_example(today)}.")
    return found.day


def find_date(words: Sequence[str], today: date) -> tuple[date, int, int] | None:
    """Find the date among other words: ``call about price fri``.

    A phrase that can hardly mean anything else (``fri``, ``3 dec``) wins over one that can (``2 weeks``, ``3/12``);
    among equals the first one does. Words such as ``may``, ``jan`` or ``40`` are no dates by themselves.

    Returns:
        The date, the index of its first word and the index after its last one (a preposition as in ``by fri``
        belongs to it); None when there is no date.
    """
    best: tuple[Trust, date, int, int] | None = None
    start = 0
    while start < len(words):
        found, end = _longest_at(words, start, today)
        if found is not None and (best is None or found.trust < best[0]):
            best = (found.trust, found.day, start, end)
        start = end
    return best[1:] if best is not None else None


def describe_date(day: date, today: date) -> str:
    """A short name: ``today``, ``tomorrow``, ``Fri 27 Nov``, and with its year half a year or more away."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((day - today).days)
    if near is not None:
        return near
    name = f"{day.day} {MONTHS[day.month - 1]}"
    return f"{WEEKDAYS[day.weekday()]} {name}" if abs(day - today) < _FAR else f"{name} {day.year}"


def describe_distance(day: date, today: date) -> str:
    """How far away a due date is, in days: ``3 d overdue``, ``today``, ``in 5 d``."""
    days = (day - today).days
    if days == 0:
        return "today"
    return f"in {days} d" if days > 0 else f"{-days} d overdue"


def next_working_day(day: date) -> date:
    """The first Monday-to-Friday day after ``day``; public holidays are not known."""
    return day + timedelta(days={4: 3, 5: 2}.get(day.weekday(), 1))


def _longest_at(words: Sequence[str], start: int, today: date) -> tuple[DatePhrase | None, int]:
    """The longest date phrase that begins at ``start`` and where to look on."""
    for end in range(min(len(words), start + LONGEST_PHRASE), start, -1):
        try:
            found = read_phrase(words[start:end], today, True)
        except NoSuchDay:
            continue
        if found is not None and found.trust is not Trust.ONLY_ALONE:
            return found, end
    return None, start + 1


def _example(today: date) -> str:
    return (today + timedelta(days=14)).isoformat() if today.year < date.max.year else today.isoformat()
