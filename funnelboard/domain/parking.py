"""Parking: a deal set aside until a day, because the answer was “not ready”."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from funnelboard.domain.dates import find_date, line_words, parse_date, whole_date
from funnelboard.domain.stage import Stage
from funnelboard.errors import BadInput

LONGEST = timedelta(days=3653)
"""How far ahead a deal can be parked: ten years."""

_EXAMPLE = "Try in 3 months, 1 mar or next quarter."


class ParkReason(StrEnum):
    """Why a buyer is not ready; ``other`` comes with words."""

    TIMING = "timing"
    BUDGET = "budget"
    INTERNAL_DECISION = "internal decision"
    OTHER = "other"


_REASON_WORDS = {**{reason.value: reason for reason in ParkReason}, "decision": ParkReason.INTERNAL_DECISION}


def parse_park_date(text: str, today: date, *, day_first: bool = True) -> date:
    """Read until when to park: any date that can be typed, the one day in the future that it must be.

    Raises:
        BadInput: It is no date, or not in the future.
    """
    words = text.split()
    if words and words[0].casefold() in ("until", "till"):
        words = words[1:]
    if not words:
        raise BadInput(f"Say until when the deal is parked. {_EXAMPLE}")
    return check_until(parse_date(" ".join(words), today, day_first=day_first), today)


def parse_park_line(text: str, today: date, *, day_first: bool = True) -> tuple[date, ParkReason, str]:
    """Read ``in 3 months budget`` or ``1 mar other: new board``: the date, the reason (timing, unless named), words.

    Raises:
        BadInput: There is no date in it, or not one in the future.
    """
    words = line_words(text)
    found = find_date(words, today, day_first=day_first)
    if found is None:
        return parse_park_date(text, today, day_first=day_first), ParkReason.TIMING, ""
    until, start, end = found
    rest = " ".join(words[:start] + words[end:]).strip(" ,:;")
    for word, reason in _REASON_WORDS.items():
        if rest.casefold().startswith(word):
            return check_until(until, today), reason, rest[len(word) :].strip(" ,:;")
    return check_until(until, today), ParkReason.OTHER if rest else ParkReason.TIMING, rest


def check_until(until: date, today: date) -> date:
    """The day a deal comes back, if it can be.

    Raises:
        BadInput: It is today, past or more than ten years away.
    """
    if until <= today:
        raise BadInput(f"A parked deal comes back on a day after today, not on {whole_date(until)}. {_EXAMPLE}")
    if until > today + LONGEST:
        raise BadInput(f"{whole_date(until)} is more than ten years away. Park it for less, or close it as lost.")
    return until


def check_parking(stage: Stage, title: str, reason: ParkReason, words: str) -> None:
    """Refuse to park what cannot be parked.

    Raises:
        BadInput: A closed deal, or ``other`` without words.
    """
    if stage is Stage.CLOSED:
        raise BadInput(f"“{title}” is closed. Reopen it first; a lost deal can be given a date to come back.")
    if reason is ParkReason.OTHER and not words.strip():
        raise BadInput("Say in a few words why the deal is parked, when the reason is “other”.")
