"""One typed line as a follow-up: ``fri call about price``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from funnelboard.domain.dates import find_date, next_working_day, parse_date
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


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """What a line promises.

    Attributes:
        due: Local date.
        kind: One of ``EVERY_KIND``.
        what: The words without the date, the verb among them; empty when there was only a date.
        assumed_due: The line named no date, so the next working day was taken.
    """

    due: date
    kind: str
    what: str
    assumed_due: bool = False


def parse_follow_up(text: str, today: date, kinds: Sequence[str] = ()) -> FollowUpLine:
    """Read a follow-up; the date may stand anywhere and the first word that names a kind gives it.

    Args:
        text: One line, as typed.
        today: The seller's local date.
        kinds: Further kinds to look for, of ``PRESET_KINDS``.

    Raises:
        BadInput: There is no text.
    """
    words = text.split()
    if not words:
        raise BadInput("A follow-up needs a date or some words, for example: fri call about price.")
    due, rest = _take_date(words, today)
    words_of = _KIND_OF_WORD | {kind.split()[-1]: kind for kind in kinds}
    named = (words_of.get(word.casefold().strip(_PUNCTUATION)) for word in rest)
    return FollowUpLine(
        due=due or next_working_day(today),
        kind=next((kind for kind in named if kind is not None), "todo"),
        what=" ".join(rest).rstrip(",;:"),
        assumed_due=due is None,
    )


def _take_date(words: list[str], today: date) -> tuple[date | None, list[str]]:
    try:
        return parse_date(" ".join(words), today), []
    except BadInput:
        found = find_date(words, today)
    if found is None:
        return None, words
    day, start, end = found
    return day, words[:start] + words[end:]
