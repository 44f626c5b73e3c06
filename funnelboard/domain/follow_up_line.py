"""One typed line as a follow-up: ``fri 10:30 call about price``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, time

from funnelboard.domain.dates import could_name_a_day, find_date, line_words, no_date, parse_date
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.times_of_day import find_time, late, lone_time, says_at, time_beside
from funnelboard.errors import BadInput

FOLLOW_UP_KINDS: tuple[str, ...] = (
    "todo",
    "call",
    "email",
    "meeting",
    "demo",
    "presentation",
    "proposal",
    "negotiation",
    "contract",
    "research",
)
"""What can be promised. ``todo`` is everything that the other words do not say."""

COME_BACK = "come back"
"""The kind of the follow-up that a deal wakes with."""

PRESET_KINDS: tuple[str, ...] = ("pitch", "due diligence", "legal", "requirements", "scope", "terms", "strategy")
"""Kinds that only some presets offer; in a line they are read only where they are asked for."""

EVERY_KIND: tuple[str, ...] = (*FOLLOW_UP_KINDS, *PRESET_KINDS, COME_BACK)

_KIND_OF_WORD = {
    **{kind: kind for kind in FOLLOW_UP_KINDS},
    **dict.fromkeys(("phone", "ring"), "call"),
    **dict.fromkeys(("mail", "e-mail"), "email"),
    **dict.fromkeys(("meet", "visit", "lunch", "coffee"), "meeting"),
    **{"present": "presentation", "offer": "proposal", "quote": "proposal", "negotiate": "negotiation"},
}
_PUNCTUATION = ",.;:!?"


class FollowUpLine(NamedTuple):
    """What a line promises.

    Attributes:
        due: Local date.
        kind: One of ``EVERY_KIND``.
        what: The words without day and time, the verb among them; empty when there were none.
        time: Of the seller's wall clock; None for any time of the day.
    """

    due: date
    kind: str
    what: str
    time: time | None = None


def parse_follow_up(
    text: str, today: date, kinds: Sequence[str] = (), *, day_first: bool | None = True
) -> FollowUpLine:
    """Read a follow-up; day and time may stand anywhere, and the first word that names a kind gives it.

    Args:
        text: One line, as typed.
        today: The seller's local date.
        kinds: Further kinds to look for, of ``PRESET_KINDS``.
        day_first: Whether 3/12 is 3 December.

    Raises:
        BadInput: It does not say when, or names a day or a time that does not exist.
    """
    words = line_words(text)
    if not words:
        raise BadInput("A follow-up needs a day and some words, for example: fri call about price.")
    due, at, rest = _take_moment(words, today, day_first)
    return FollowUpLine(due, kind_of(rest, kinds), " ".join(rest).rstrip(",;:"), at)


def kind_of(words: Sequence[str], kinds: Sequence[str] = ()) -> str:
    """The kind that the first word to name one gives; ``kinds`` are further ones, of ``PRESET_KINDS``."""
    words_of = _KIND_OF_WORD | {kind.split()[-1]: kind for kind in kinds}
    named = (words_of.get(word.casefold().strip(_PUNCTUATION)) for word in words)
    return next((kind for kind in named if kind is not None), "todo")


def _take_moment(words: list[str], today: date, day_first: bool | None) -> tuple[date, time | None, list[str]]:
    at, start, end = find_time(words)
    in_front, after_at = at is not None and start == 0, at is not None and says_at(words[start])
    rest = words[:start] + words[end:]
    with suppress(BadInput):
        return parse_date(" ".join(rest), today, day_first=day_first), late(at, rest), []
    found = find_date(rest, today, day_first=day_first)
    if found is None:
        if in_front or (after_at and not could_name_a_day(rest, today)):
            return today, at, rest
        if at is None:
            return _today_at(words, today)
        raise no_date(words, today)
    day, start, end = found
    if at is None:
        at, start, end = time_beside(rest, start, end)
    else:
        at = late(at, rest[start:end])
    return day, at, rest[:start] + rest[end:]


def _today_at(words: list[str], today: date) -> tuple[date, time, list[str]]:
    at, start, end = lone_time(words)
    rest = words[:start] + words[end:]
    if at is None or could_name_a_day(rest, today):
        raise no_date(words, today)
    return today, at, rest
