"""Prepared queries: compiled once, asked with other values each time.

Turning a query into SQL takes Peewee several times as long as SQLite takes to answer it, and a key press asks a dozen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import peewee

Id = TypeVar("Id", int, str)

CHUNK = 512
"""Ids that one statement names: a database takes only so many."""


class Slot:
    """Stands among a compiled query's parameters for a value that is given with each call."""

    __slots__ = ("item", "place")

    def __init__(self, place: int, item: int | None) -> None:
        self.place = place
        self.item = item


class BoundQuery:
    """A prepared query with its values, to be given to :meth:`Database.rows`."""

    __slots__ = ("prepared", "values")

    def __init__(self, prepared: PreparedQuery, values: tuple[Any, ...]) -> None:
        self.prepared = prepared
        self.values = values

    def query(self, database: peewee.Database) -> tuple[str, list[Any]]:
        """SQL and parameters."""
        sql, slots = self.prepared.compiled(database, self.values)
        return sql, [self._value(slot) if isinstance(slot, Slot) else slot for slot in slots]

    def _value(self, slot: Slot) -> Any:
        value = self.values[slot.place]
        return value if slot.item is None else value[slot.item]


class PreparedQuery:
    """A function that builds a query from values, remembered as SQL.

    The function sees placeholders, so it must not look at its arguments. A list argument is what a column must be in.
    It is compiled for 1, 2, 4, 8 values and so on, and filled up with its last one, or a company of 57 deals would wait
    for another compilation than one of 58; everything else about the query must stay the same from call to call.
    """

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._compiled: dict[tuple[type, tuple[int | None, ...]], tuple[str, list[Any]]] = {}
        self.__doc__ = build.__doc__

    def __call__(self, *values: Any) -> BoundQuery:
        """The query with these values."""
        return BoundQuery(self, tuple(_filled_up(value) if isinstance(value, list) else value for value in values))

    def compiled(self, database: peewee.Database, values: Sequence[Any]) -> tuple[str, list[Any]]:
        """SQL, and parameters in which slots stand for the values."""
        lengths = tuple(len(value) if isinstance(value, list) else None for value in values)
        key = (type(database), lengths)
        if key not in self._compiled:
            arguments = [_placeholder(place, length) for place, length in enumerate(lengths)]
            self._compiled[key] = database.get_sql_context().sql(self._build(*arguments)).query()
        return self._compiled[key]


def chunks(ids: Sequence[Id]) -> Iterator[list[Id]]:
    """The ids in their order, as many at a time as one statement names."""
    return (list(ids[start : start + CHUNK]) for start in range(0, len(ids), CHUNK))


def _filled_up(values: list[Any]) -> list[Any]:
    """The same set of values in a list whose length is a power of two; an empty one stays empty."""
    if not values:
        return values
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values))


def _placeholder(place: int, length: int | None) -> Any:
    from peewee import Value  # the ids of deals are divided where nothing else of Peewee is needed

    if length is None:
        return Value(Slot(place, None), converter=False)
    return [Value(Slot(place, item), converter=False) for item in range(length)]
