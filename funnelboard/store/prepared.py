"""Queries compiled once.

Turning a query into SQL takes Peewee several times as long as SQLite takes to answer it, and a key press asks a dozen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import peewee


class Slot:
    """Stands among a compiled query's parameters for a value that is given with each call."""

    __slots__ = ("item", "place")

    def __init__(self, place: int, item: int | None) -> None:
        self.place = place
        self.item = item


class Bound:
    """A prepared query with its values, to be given to :meth:`Database.rows`."""

    __slots__ = ("prepared", "values")

    def __init__(self, prepared: Prepared, values: tuple[Any, ...]) -> None:
        self.prepared = prepared
        self.values = values

    def query(self, database: peewee.Database) -> tuple[str, list[Any]]:
        """SQL and parameters."""
        sql, slots = self.prepared.compiled(database, self.values)
        return sql, [self._value(slot) if isinstance(slot, Slot) else slot for slot in slots]

    def _value(self, slot: Slot) -> Any:
        value = self.values[slot.place]
        return value if slot.item is None else value[slot.item]


class Prepared:
    """A function that builds a query from values, remembered as SQL.

    The function sees placeholders, so it must not look at its arguments. A list argument is compiled once for each
    length; everything else about the query must stay the same from call to call.
    """

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._compiled: dict[tuple[type, tuple[int | None, ...]], tuple[str, list[Any]]] = {}
        self.__doc__ = build.__doc__

    def __call__(self, *values: Any) -> Bound:
        """The query with these values."""
        return Bound(self, values)

    def compiled(self, database: peewee.Database, values: Sequence[Any]) -> tuple[str, list[Any]]:
        """SQL, and parameters in which slots stand for the values."""
        lengths = tuple(len(value) if isinstance(value, list) else None for value in values)
        key = (type(database), lengths)
        if key not in self._compiled:
            arguments = [_placeholder(place, length) for place, length in enumerate(lengths)]
            self._compiled[key] = database.get_sql_context().sql(self._build(*arguments)).query()
        return self._compiled[key]


def _placeholder(place: int, length: int | None) -> Any:
    if length is None:
        return peewee.Value(Slot(place, None), converter=False)
    return [peewee.Value(Slot(place, item), converter=False) for item in range(length)]
