"""What the words of a file's stage column mean: known ones, those nearest to them, and what the user said of others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.errors import BadInput
from funnelboard.exchange.folding import squashed, words_of
from funnelboard.exchange.stage_words import CLOSED, NOT, ON_HOLD, OUTCOMES, PHRASES, STAGES

_NUMBERED = re.compile(
    r"\s*(?:(?:fase|phase|etapa|etape|étape|stage|step|steg|trin|stufe|vaihe)\s*)?(?:\d{1,3}|[A-Za-z])\s*[.):–—-]+\s*"
    r"|\s*\d{1,3}\s+",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[-–—]\s+|[:/|()>\[\]]")
_LIKE = 0.86
_SHORTEST_LIKE = 6
_MOST_STRANGE = 100
"""Words of a file for which the nearest known one is looked for, which takes time: more are no stages."""

PLACES: Mapping[str, tuple[Stage, Outcome | None]] = {
    **{stage.value: (stage, None) for stage in Stage if stage is not Stage.CLOSED},
    **{outcome.value: (Stage.CLOSED, outcome) for outcome in Outcome},
}
"""Where a deal can be put, by the name that a user gives it."""

AS_TAG = "tag"
"""What is said of a word that is to be kept as a tag, on a lead."""


class Meaning(NamedTuple):
    """What a stage's word means.

    Attributes:
        stage: Where the deal goes; ``closed`` without an outcome when another column has to say which.
        outcome: Of a closed deal.
        on_hold: It is set aside.
        near: The word is not known; another one that is in it, or is spelled almost so, was taken.
    """

    stage: Stage
    outcome: Outcome | None = None
    on_hold: bool = False
    near: bool = False


@dataclass(frozen=True, slots=True)
class StageWord:
    """One word of a file's stage column, and what was made of its rows.

    Attributes:
        word: As the file has it.
        places: How many rows came to ``lead``, ``prospect``, ``opportunity``, ``won`` and ``lost``.
        unclear: It is not known for certain: the user may want to say what it means.
        tagged: Its deals carry it as a tag, for nothing near to it is known either.
    """

    word: str
    places: Mapping[str, int]
    unclear: bool
    tagged: bool

    @property
    def count(self) -> int:
        """How many rows have it."""
        return sum(self.places.values())


def read_stage_choices(texts: Iterable[str]) -> dict[str, str]:
    """What ``--stage WORD=STAGE`` options say: the place (a key of ``PLACES``, or ``AS_TAG``) for each word.

    Raises:
        BadInput: A text without an equals sign, or with something else than a place after it.
    """
    chosen = {}
    for text in texts:
        word, equals, place = (part.strip() for part in text.rpartition("="))
        if not equals or not word or place.casefold() not in (*PLACES, AS_TAG):
            raise BadInput(
                f"“{text}” is not WORD=STAGE. Write it like Demo=opportunity; the stages are {', '.join(PLACES)}, or "
                f"{AS_TAG} for a lead with the word as its tag."
            )
        chosen[word] = place.casefold()
    return chosen


class StageReader:
    """Reads one file's stages, and keeps count of what was made of each word."""

    def __init__(self, chosen: Mapping[str, str] | None = None) -> None:
        self._chosen = {squashed(word) or word: PLACES.get(place) for word, place in (chosen or {}).items()}
        self._counts: Counter[tuple[str, str]] = Counter()
        self._unclear: set[str] = set()
        self._tagged: set[str] = set()
        self._strange = 0
        self.read = cache(self._read)

    def _read(self, text: str) -> Meaning | None:
        word = squashed(text) or text
        if word in self._chosen:
            place = self._chosen[word]
            return Meaning(*place) if place else None
        meaning = read_stage(text, nearly=self._strange < _MOST_STRANGE)
        self._strange += meaning is None or meaning.near
        return meaning

    def count(self, text: str, place: str, *, unclear: bool = False, tagged: bool = False) -> None:
        """Keep what was made of a row: its word, and where it was put."""
        self._counts[text, place] += 1
        if unclear:
            self._unclear.add(text)
        if tagged:
            self._tagged.add(text)

    def words(self) -> tuple[StageWord, ...]:
        """Every word that came up, the most frequent first."""
        places: dict[str, dict[str, int]] = {}
        for (word, place), count in self._counts.items():
            places.setdefault(word, {})[place] = count
        found = (StageWord(word, by, word in self._unclear, word in self._tagged) for word, by in places.items())
        return tuple(sorted(found, key=lambda each: (-each.count, each.word)))


def read_stage(text: str, *, nearly: bool = True) -> Meaning | None:
    """What a word of another program means, or None when nothing like it is known; an empty cell is a lead.

    ``Closed`` alone has no outcome: another column has to say won or lost. A number in front (``3. ``, ``Fase 3 - ``)
    does not matter.

    Args:
        nearly: Whether one that is not known means what the nearest one does that is.
    """
    if found := _known(text):
        return found
    text = text.replace("_", " ")
    bare = text[match.end() :] if (match := _NUMBERED.match(text)) and match.end() < len(text) else text
    return _known(bare) or (_near(bare) if nearly else None)


def is_known(text: str, *, nearly: bool = False) -> bool:
    """Whether a word says for itself where a deal stands; or, if ``nearly``, one that is near to it."""
    meaning = read_stage(text, nearly=nearly)
    return meaning is not None and meaning != Meaning(Stage.CLOSED)


def _known(text: str) -> Meaning | None:
    word = squashed(text)
    if not word:
        return Meaning(Stage.LEAD)
    if outcome := OUTCOMES.get(word):
        return Meaning(Stage.CLOSED, outcome)
    if word in CLOSED:
        return Meaning(Stage.CLOSED)
    if word in ON_HOLD:
        return Meaning(Stage.LEAD, on_hold=True)
    return Meaning(stage) if (stage := STAGES.get(word)) else None


def _near(text: str) -> Meaning | None:
    words = words_of(text)
    parts = [known for part in _PARTS.split(text) if squashed(part) and (known := _known(part))]
    if parts:
        return parts[0]._replace(near=True) if len(set(parts)) == 1 else None
    if not NOT.isdisjoint(words.split()):
        return None
    for phrase in PHRASES:
        if f" {phrase} " in f" {words} " and (known := _known(phrase)):
            return known._replace(near=True)
    word = squashed(text)
    alike = get_close_matches(word, STAGES, 1, _LIKE) if len(word) >= _SHORTEST_LIKE else []
    return Meaning(STAGES[alike[0]], near=True) if alike else None
