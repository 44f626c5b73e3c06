"""What is going to be asked, by what was asked the last time: so that a server far away is asked for it all at once.

A key asks a database some twenty things one after the other, each time the same with other values. After what had to be
waited for, what followed upon it the last time is asked for with it. A guess that is wrong costs the server a moment,
and nobody is given its answer; what nobody guessed is asked for in its turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from funnelboard.domain.named_tuple import NamedTuple

Asked = tuple[str, tuple[Any, ...]]
"""SQL and its values."""

MOST_KNOWN, LONGEST = 500, 80
"""After how many questions it is known what follows, and how many of those that do."""

_MOST_VALUES = 100
"""Values of one thing that is asked for beforehand."""

_KEPT, _ANYTHING = "COMMIT", "*"

_PATIENCE = 3
"""Times in a row that something that was foreseen may not be asked before it is forgotten."""


class Value(NamedTuple):
    """Where a value comes from, as far as it is known: what does not fit the next time is no longer thought of.

    Attributes:
        last: What it was.
        places: Among the values that are known beforehand, those where it has been found each time.
    """

    last: Any
    places: tuple[int, ...]

    def given(self, known: Sequence[Any]) -> Any:
        """The value, when these are known; of another kind than it was it cannot be."""
        found = known[self.places[0]] if self.places and self.places[0] < len(known) else self.last
        return found if type(found) is type(self.last) else self.last


class Guess(NamedTuple):
    """One thing that is asked.

    Attributes:
        right: Whether the last guess at its values was; there was none where it was asked for the first time.
        unused: How often it has not been asked since.
    """

    sql: str
    values: tuple[Value, ...]
    right: bool = True
    unused: int = 0

    def given(self, known: Sequence[Any]) -> tuple[Any, ...]:
        """Its values, when these are known."""
        return tuple(value.given(known) for value in self.values)


class _Sequence(NamedTuple):
    """What is asked after something.

    Attributes:
        key: What that is.
        known: Values that were known then.
        asked: What has been asked since.
        written: Tables that have been written to since.
    """

    key: tuple[str, str]
    known: tuple[Any, ...]
    asked: list[Asked]
    written: set[str]


class Foresight:
    """Remembers what follows upon what."""

    def __init__(self) -> None:
        self._plans: dict[tuple[str, str], list[Guess]] = {}
        self._what = ""
        self._about: tuple[Any, ...] = ()
        self._open: list[_Sequence] = []
        self._kept: _Sequence | None = None

    def begin(self, what: str, about: tuple[Any, ...]) -> None:
        """Something is begun for which much the same is asked each time.

        Args:
            about: Values that may be asked for.
        """
        self._what, self._about = what, about
        self._open = [] if self._kept is None else [self._kept._replace(asked=[], written=set())]

    def guesses(self, sql: str, values: Sequence[Any]) -> tuple[list[Asked], bool]:
        """What will be asked after something that has to be waited for, and whether that is all."""
        sequence = _Sequence((self._what, sql), (*values[:_MOST_VALUES], *self._about), [], set())
        self._open.append(sequence)
        return self._follow(sequence)

    def guesses_when_kept(self, about: tuple[Any, ...]) -> tuple[list[Asked], bool]:
        """The same for what is begun after a change is kept."""
        known = self._open[0].known if self._open else ()
        self._kept = _Sequence((self._what, _KEPT), (*about, *known), [], set())
        return self._follow(self._kept)

    def pass_on(self) -> None:
        """What is begun from now on has nothing to do with what was kept."""
        self._kept = None

    def _follow(self, sequence: _Sequence) -> tuple[list[Asked], bool]:
        what, sql = sequence.key
        # What looks at something of its own asks for no more than that.
        plan = self._plans.get((what, sql)) or (not self._about and self._plans.get((_ANYTHING, sql))) or []
        guesses = [(each.sql, each.given(sequence.known)) for each in plan if each.right]
        return guesses, all(each.right or each.unused for each in plan)

    def asked(self, sql: str, values: Sequence[Any], tables: frozenset[str]) -> None:
        """Something is asked of some tables."""
        for sequence in self._open:
            fits = len(sequence.asked) < LONGEST and len(values) <= _MOST_VALUES
            if fits and sequence.written.isdisjoint(tables):
                sequence.asked.append((sql, tuple(values)))

    def written(self, table: str) -> None:
        """A table is written to: what is asked of it from now on cannot be asked beforehand."""
        for sequence in self._open:
            sequence.written.add(table)

    def end(self) -> None:
        """Learn from what was asked."""
        for key, known, asked, _ in self._open:
            plan = list(_learnt(self._plans.get(key, ()), known, asked))
            for each in (key, (_ANYTHING, key[1])):
                self._plans.pop(each, None)
                self._plans[each] = plan
        while len(self._plans) > MOST_KNOWN:
            del self._plans[next(iter(self._plans))]
        self._open = []

    def forget(self) -> None:
        """Know nothing any more: what was asked beforehand has failed."""
        self._plans.clear()
        self._open, self._kept = [], None


def _learnt(before: Sequence[Guess], known: tuple[Any, ...], asked: Sequence[Asked]) -> Iterator[Guess]:
    """What is guessed from now on."""
    left, at = list(before), _places(known)
    for sql, values in asked:
        old = next((guess for guess in left if guess.sql == sql), None)
        if old is None:
            yield Guess(sql, tuple(Value(value, at.get((type(value), value), ())) for value in values))
            continue
        left.remove(old)
        right = all(_same(*both) for both in zip(old.given(known), values, strict=True))
        yield Guess(sql, tuple(_told(mine, value, at) for mine, value in zip(old.values, values, strict=True)), right)
    yield from (guess._replace(unused=guess.unused + 1) for guess in left if guess.unused < _PATIENCE)


Places = dict[tuple[type, Any], tuple[int, ...]]
"""Where each value is among those that are known beforehand; a number is another one than a yes."""


def _places(known: tuple[Any, ...]) -> Places:
    places: Places = {}
    for place, value in enumerate(known):
        key = type(value), value
        places[key] = (*places.get(key, ()), place)
    return places


def _told(before: Value, value: Any, at: Places) -> Value:
    """Where a value comes from, since it has been what it is now."""
    there = at.get((type(value), value), ())
    places = tuple([place for place in before.places if place in there])
    return Value(value, places or (() if _same(before.last, value) else there))


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same to a server too, for which a yes is no number."""
    return type(one) is type(other) and one == other
