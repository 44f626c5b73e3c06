"""One typed line as a follow-up: ``fri call about price``."""

from __future__ import annotations

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
        kind: One of ``FOLLOW_UP_KINDS``.
        what: The words without the date, the verb among them; empty when there was only a date.
        assumed_due: The line named no date, so the next working day was taken.
    """

    due: date
    kind: str
    what: str
    assumed_due: bool = False


def parse_follow_up(text: str, today: date) -> FollowUpLine:
    """Read a follow-up; the date may stand anywhere and the first word that names a kind gives it.

    Args:
        text: One line, as typed.
        today: The seller's local date.

    Raises:
        BadInput: There is no text.
    """
    words = text.split()
    if not words:
        raise BadInput("A follow-up needs a date or some words, for example: fri call about price.")
    due, rest = _take_date(words, today)
    kinds = (_KIND_OF_WORD.get(word.casefold().strip(_PUNCTUATION)) for word in rest)
    return FollowUpLine(
        due=due or next_working_day(today),
        kind=next((kind for kind in kinds if kind is not None), "todo"),
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
