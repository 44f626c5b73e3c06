"""Prepared queries: compiled once, asked with other values each time.

Turning a query into SQL takes Peewee several times as long as SQLite takes to answer it, and a key press asks a dozen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import peewee

Id = TypeVar("Id", int, str)

Lengths = tuple[int | None, ...]
"""How long the lists among some values are; None for a value that is none."""

Arranges = Callable[[tuple[Any, ...]], Sequence[Any]]

CHUNK = 512
"""Ids that one statement names: a database takes only so many."""


class Fixed(str):
    """SQL that is the same from call to call, and asked with other values: a server can plan it for all of them."""

    __slots__ = ()


class Often(Fixed):
    """Such SQL that is certain to be asked again."""

    __slots__ = ()


class Slot:
    """Stands among a compiled query's parameters for one of the values that are given with each call."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


class BoundQuery:
    """A prepared query with its values, to be given to :meth:`Database.rows`."""

    __slots__ = ("lengths", "prepared", "values")

    def __init__(self, prepared: PreparedQuery, lengths: Lengths, values: tuple[Any, ...]) -> None:
        """Bind it; ``values`` has those of lists one by one."""
        self.prepared = prepared
        self.lengths = lengths
        self.values = values

    def query(self, database: peewee.Database) -> tuple[str, Sequence[Any]]:
        """SQL and parameters."""
        sql, arranged = self.prepared.compiled(database, self.lengths)
        return sql, arranged(self.values)


class PreparedQuery:
    """A function that builds a query from values, remembered as SQL.

    The function sees placeholders, so it must not look at its arguments. A list argument is what a column must be in.
    It is compiled for 1, 2, 4, 8 values and so on, and filled up with its last one, or a company of 57 deals would wait
    for another compilation than one of 58; everything else about the query must stay the same from call to call.
    """

    def __init__(self, build: Callable[..., Any], *, by_value: bool = False) -> None:
        """Have it built when it is first asked.

        Args:
            by_value: How it is best answered depends on its values.
        """
        self._build = build
        self._sql = str if by_value else Fixed
        self._compiled: dict[tuple[type, Lengths], tuple[str, Arranges]] = {}
        self.__doc__ = build.__doc__

    def __call__(self, *values: Any) -> BoundQuery:
        """The query with these values."""
        lengths: list[int | None] = []
        given: list[Any] = []
        for value in values:
            if isinstance(value, list):
                filled = _filled_up(value)
                lengths.append(len(filled))
                given += filled
            else:
                lengths.append(None)
                given.append(value)
        return BoundQuery(self, tuple(lengths), tuple(given))

    def compiled(self, database: peewee.Database, lengths: Lengths) -> tuple[str, Arranges]:
        """SQL, and what makes its parameters of the values."""
        key = (type(database), lengths)
        found = self._compiled.get(key)
        if found is None:
            numbers = count()
            arguments = [_placeholder(numbers, length) for length in lengths]
            sql, parameters = database.get_sql_context().sql(self._build(*arguments)).query()
            found = self._compiled[key] = self._sql(sql), _arrangement(parameters, next(numbers))
        return found


def chunks(ids: Sequence[Id]) -> Iterator[list[Id]]:
    """The ids in their order, as many at a time as one statement names."""
    return (list(ids[start : start + CHUNK]) for start in range(0, len(ids), CHUNK))


def _filled_up(values: list[Any]) -> list[Any]:
    """The same set of values in a list whose length is a power of two; an empty one stays empty."""
    if len(values) < 2:
        return values
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values))


def _placeholder(numbers: Iterator[int], length: int | None) -> Any:
    from peewee import Value  # the ids of deals are divided where nothing else of Peewee is needed

    if length is None:
        return Value(Slot(next(numbers)), converter=False)
    return [Value(Slot(next(numbers)), converter=False) for _ in range(length)]


def _arrangement(parameters: Sequence[Any], given: int) -> Arranges:
    """What puts as many values as are given where their slots are, among what is always the same."""
    same = tuple([parameter for parameter in parameters if not isinstance(parameter, Slot)])
    if not parameters:
        return lambda values: same
    further = count(given)
    places = [parameter.number if isinstance(parameter, Slot) else next(further) for parameter in parameters]
    if places == list(range(given)):
        return lambda values: values
    if len(places) == 1:
        return lambda values: ((*values, *same)[places[0]],)
    pick = itemgetter(*places)
    return lambda values: pick((*values, *same))
