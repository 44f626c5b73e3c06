"""A whole database as rows, whichever engine keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.store.models import TABLES, PresenceRow, Row

HELD: Mapping[str, type[Row]] = {model._meta.table_name: model for model in TABLES if model is not PresenceRow}
"""The tables that are nobody's presence, by name, each after those that it points to."""


class Contents(NamedTuple):
    """What is in a database at one moment.

    Attributes:
        schema: Its schema's version.
        last_ids: By table the last id that was given in it, to a row that may be gone.
        of: The rows of a table by its name, in the order of their keys, with their columns in order as stored; they can
            be asked for more than once.
    """

    schema: int
    last_ids: Mapping[str, int]
    of: Callable[[str], Iterator[Sequence[Any]]]

    @property
    def rows(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Tables' names, and rows by their columns, table by table."""
        for table in HELD:
            columns = columns_of(table)
            for row in self.of(table):
                yield table, dict(zip(columns, row, strict=True))

    @property
    def about(self) -> int:
        """About how many rows there are."""
        return sum(self.last_ids.values())


def columns_of(table: str) -> list[str]:
    """The columns of a table, in their order."""
    return [field.column_name for field in HELD[table]._meta.sorted_fields]


def keys_of(table: str) -> list[str]:
    """The columns by which a row of a table is told from the others."""
    return [field.column_name for field in HELD[table]._meta.get_primary_keys()]


def row_name(table: str, row: Sequence[Any]) -> str:
    """What a row is called where something is wrong with it."""
    values = dict(zip(columns_of(table), row, strict=True))
    return f"row {', '.join(str(values[key]) for key in keys_of(table))} of {table}"


def listed(table: str) -> str:
    """The query for all rows of a table in the order of their keys, which both engines sort alike."""
    columns, keys = (", ".join(f'"{name}"' for name in names) for names in (columns_of(table), keys_of(table)))
    return f'SELECT {columns} FROM "{table}" ORDER BY {keys}'
