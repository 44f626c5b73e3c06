"""Guessing which column fills a field: by its name as it is, and then by what is left of it without words around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, zip_longest

from funnelboard.exchange.column_names import FIELD_NAMES
from funnelboard.exchange.column_words import (
    ABOUT,
    CLOSING,
    COMPOUNDS,
    EXPECTED,
    NAMES_WITH_CURRENCY,
    NOT_OF_THE_DEAL,
    NOUNS,
    OF_THE_DEAL,
    STATUS_NAMES,
    WORTH,
)
from funnelboard.exchange.currencies import split_unit
from funnelboard.exchange.folding import name_words, squashed, words_of
from funnelboard.exchange.stage_words import CLOSED, ON_HOLD, OPEN, OUTCOMES, STAGES
from funnelboard.exchange.vendor_words import FLAGS

DATE_FIELDS = ("created", "closed", "won_on", "lost_on", "expected_close", "follow_up", "birthday")
FLAG_FIELDS = ("is_won", "is_lost", "is_closed")

_SQUASHED = {name: tuple(map(squashed, names)) for name, names in FIELD_NAMES.items()}
_NOUNS = frozenset(NOUNS.split())
_ABOUT = frozenset(ABOUT.split(", "))
_OF_THE_DEAL = tuple(phrase.split() for phrase in OF_THE_DEAL.split(", "))
_COMPOUNDS = tuple(COMPOUNDS.split())
_NOT_OF_THE_DEAL = frozenset(NOT_OF_THE_DEAL.split())
_EXPECTED = frozenset(EXPECTED.split())
_IS_EXPECTED = {"expected_close": frozenset(CLOSING.split()), "amount": frozenset(WORTH.split())}
_STATUS_NAMES = frozenset(map(squashed, STATUS_NAMES.split(", ")))
_STATUS_WORDS = frozenset((*STAGES, *OUTCOMES, *CLOSED, *OPEN, *ON_HOLD))
_LABEL = ("name", "label", "text")


class ColumnGuess:
    """The columns that nothing has been decided about, by the forms of their names.

    Attributes:
        left: Their positions.
        units: The currency in a column's name, by its position.
    """

    def __init__(self, header: Sequence[str], settled: set[int], rows: Iterable[Sequence[str]]) -> None:
        self._header = header
        self.left = [position for position, name in enumerate(header) if name and position not in settled]
        self.units: dict[int, str] = {}
        self._names: dict[str, int] = {}
        self._with_noun: dict[str, int] = {}
        self._loose: dict[str, int] = {}
        cells = [_Cells(column) for column in zip_longest(*rows)] or [_Cells(()) for _ in header]
        self._cells = cells
        for position, name in enumerate(header):
            bare, unit = split_unit(name)
            if unit:
                self.units[position] = unit
            if position in self.left:
                for form in (name, bare):
                    self._names.setdefault(squashed(form), position)
                    self._with_noun.setdefault(squashed(_without_noun(form)), position)
                    for loose in _loose_forms(form):
                        self._loose.setdefault(loose, position)

    def take(self, name: str) -> int | None:
        """The column that fills a field by its name, which no other field gets then."""
        found = self._find(name, self._names) or self._find(name, self._with_noun)
        if found is None and name == "amount":
            named = map(self._names.get, map(squashed, NAMES_WITH_CURRENCY))
            found = next(([each] for each in named if each in self.left and each in self.units), None)
        return self._taken(found)

    def take_loosely(self, name: str) -> int | None:
        """The same by what is left of the names without words that say nothing of what is in a column."""
        found = self._find(name, self._loose)
        if found is None and name == "external_id":
            found = next(([each] for each in self.left if self._is_id(each)), None)
        if found is None and name in _IS_EXPECTED:
            found = next(([each] for each in self.left if self._is_expected(each, _IS_EXPECTED[name])), None)
        return self._taken(found)

    def _find(self, name: str, table: Mapping[str, int]) -> list[int] | None:
        for each in _SQUASHED[name]:
            position = table.get(each)
            if position is not None and position in self.left and self._fits(name, position):
                return [position]
        return None

    def _taken(self, found: list[int] | None) -> int | None:
        if found is None:
            return None
        self.left.remove(found[0])
        return found[0]

    def _is_id(self, position: int) -> bool:
        """Whether a column is called “Something ID”, not of something else, and has another in each row."""
        *words, last = name_words(self._header[position]) or [""]
        return last == "id" and len(words) == 1 and words[0] not in _NOT_OF_THE_DEAL and self._cells[position].differ

    def _is_expected(self, position: int, what: frozenset[str]) -> bool:
        words = set(name_words(self._header[position]))
        return not words.isdisjoint(_EXPECTED) and not words.isdisjoint(what)

    def _fits(self, name: str, position: int) -> bool:
        cells = self._cells[position]
        if name in FLAG_FIELDS:
            return cells.are_flags
        if name in ("stage", "outcome") and squashed(self._header[position]) in _STATUS_NAMES:
            return cells.are_blank or cells.hold_status
        return name not in DATE_FIELDS or not cells.are_flags


class _Cells:
    """What the first cells of a column look like.

    Attributes:
        are_blank: There is nothing in them.
        are_flags: There is nothing in them but yes and no.
        hold_status: Among them are words for stages or outcomes.
        differ: All are filled, each with something else.
    """

    def __init__(self, column: Iterable[str | None]) -> None:
        cells = [(cell or "").strip().casefold() for cell in column]
        filled = set(cells) - {""}
        self.are_blank = not filled
        self.are_flags = bool(filled) and filled <= FLAGS.keys()
        self.hold_status = not _STATUS_WORDS.isdisjoint(map(squashed, filled))
        self.differ = bool(filled) and len(filled) == len(cells)


def _without_noun(name: str) -> str:
    noun, _, rest = words_of(name).partition(" ")
    return rest if noun in _NOUNS else name


def _loose_forms(name: str) -> Iterator[str]:
    """A name without what stands around it, from the whole of it to the least."""
    words = [word for word, _ in groupby(name_words(name)) if word not in _ABOUT]
    yield "".join(words)
    tail = next((phrase for phrase in _OF_THE_DEAL if words[-len(phrase) :] == phrase and len(words) > len(phrase)), [])
    words = words[: len(words) - len(tail)]
    while len(words) > 1 and words[0] in _NOUNS:
        del words[0]
    yield "".join(words)
    if len(words) > 1 and words[-1] in _LABEL:
        yield "".join(words[:-1])
    joined = "".join(words)
    for compound in _COMPOUNDS:
        if joined.startswith(compound) and len(joined) > len(compound):
            yield joined.removeprefix(compound)
