"""Times of day as people type them: ``10:30``, ``2pm``, ``at 14``, ``kl 9.30``, ``noon``.

A time is to the minute, on the wall clock of the seller. What can hardly be anything else (``10:30``, ``2pm``) counts
anywhere in a line; what can (``at 10``, ``9.30``) beside the day, and by itself only where :func:`lone_time` says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time

from funnelboard.domain.date_phrases import plain_word
from funnelboard.domain.grammar import in_quotes
from funnelboard.errors import BadInput

_LONGEST = 3
"""In words: ``at 2 pm``."""

_HOUR, _MINUTE, _HALF = r"(?P<hour>[0-9]{1,2})", r"(?P<minute>[0-9]{2})", r"(?P<half>[ap])\.?m"
_ANYWHERE = (
    r"(?:at )?(?:noon|midday)",
    r"(?:at |kl |klo )?(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])",
    rf"(?:at )?{_HOUR}(?:[.:]{_MINUTE})? ?{_HALF}",
    rf"(?:at )?{_HOUR} ?(?:uhr|o'clock)",
    rf"(?:kl|klo) {_HOUR}(?:[.:]{_MINUTE})?",
)
_BESIDE_A_DAY = (
    rf"(?:at |um )?{_HOUR}:{_MINUTE}",
    rf"(?:at|um) {_HOUR}(?:[.h]?{_MINUTE})?",
    rf"{_HOUR}h{_MINUTE}?",
    r"(?P<hour>[7-9]|1[0-9]|2[0-3])\.(?P<minute>00|1[3-9]|[2-5][0-9])",
)
"""Among them times that do not exist, which are refused; ``10.12`` and ``3.50`` are none."""
_IN_FRONT = _BESIDE_A_DAY[-1:]
_AT_DAYTIME = (r"(?:at|um) (?P<hour>0?[7-9]|1[0-9])(?:\.(?P<minute>[0-5][0-9]))?",)
_AFTER_A_TIME = ("about", "with", "re")

_LATE = ("tonight", "afternoon", "evening")


def parse_time(text: str) -> time:
    """Read a text that is nothing but a time; seconds are left out.

    Raises:
        BadInput: It is none.
    """
    found = _read(re.sub(r"(:[0-9]{2}):[0-9]{2}(?:\.0+)?", r"\1", text).split(), _ANYWHERE)
    if found is None:
        raise BadInput(f"{in_quotes(text)} is not a time of day. Write it like 10:30 or 2pm.")
    return found


def find_time(words: list[str]) -> tuple[time | None, int, int]:
    """The first time of day among words, the index of its first word and the one after its last.

    Raises:
        BadInput: There is no such time.
    """
    for start in range(len(words)):
        for end in range(min(len(words), start + _LONGEST), start, -1):
            found = _read(words[start:end], _ANYWHERE)
            if found is not None:
                return found, start, end
    return None, 0, 0


def time_beside(words: list[str], start: int, end: int) -> tuple[time | None, int, int]:
    """The time right after or before a day, which has the words from ``start`` to ``end``; and the words of both.

    Raises:
        BadInput: There is no such time, or it could be one of two.
    """
    for length in range(_LONGEST, 0, -1):
        for first, last in ((end, end + length), (start - length, start)):
            if first < 0 or last > len(words):
                continue
            found = _read(words[first:last], _BESIDE_A_DAY)
            if found is None:
                continue
            meant, said = late(found, words[start:end]), " ".join(words[first:last])
            if meant is found and re.fullmatch("at [1-6][,;:.]?", said.casefold()):
                raise BadInput(f"“{said}” could be morning or afternoon. Say which: 2pm, 14:00.")
            return meant, min(start, first), max(end, last)
    return None, start, end


def lone_time(words: list[str]) -> tuple[time | None, int, int]:
    """The time of a line without a day, which means today; its first word and the one after its last.

    ``14.30`` counts in front, and ``at 10`` in daytime there, at the end, before punctuation and before ``about price``
    or ``with Kari``; not ``at 10 Downing Street``.
    """
    found = _read(words[:1], _IN_FRONT)
    if found is not None:
        return found, 0, 1
    for start in range(len(words) - 1):
        end = start + 2
        clear = (
            start == 0 or end == len(words) or words[end - 1][-1] in ",;:" or plain_word(words[end]) in _AFTER_A_TIME
        )
        found = _read(words[start:end], _AT_DAYTIME) if clear else None
        if found is not None:
            return found, start, end
    return None, 0, 0


def says_at(word: str) -> bool:
    """Whether a time that begins with this word can be nothing but one: ``at 10:30``."""
    return plain_word(word) in ("at", "kl", "klo")


def late(found: time | None, day_words: Sequence[str]) -> time | None:
    """Eight o'clock tonight is 20:00."""
    if found is not None and found.hour < 12 and any(plain_word(word) in _LATE for word in day_words):
        return found.replace(hour=found.hour + 12)
    return found


def _read(words: Sequence[str], forms: Sequence[str]) -> time | None:
    phrase = " ".join(map(plain_word, words))
    match = next((match for form in forms if (match := re.fullmatch(form, phrase))), None)
    if match is None:
        return None
    said = match.groupdict()
    hour, minute, half = int(said.get("hour") or 12), int(said.get("minute") or 0), said.get("half")
    if hour > (12 if half else 23) or minute > 59 or (half and hour == 0):
        raise BadInput(f"“{' '.join(words)}” is a time that does not exist. Write it like 10:30 or 2pm.")
    if half:
        return time(hour % 12 + (12 if half == "p" else 0), minute)
    return time(hour, minute)
