"""A whole database as rows, whichever engine keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from funnelboard.store.models import TABLES, PresenceRow, Row

HELD: Mapping[str, type[Row]] = {model._meta.table_name: model for model in TABLES if model is not PresenceRow}
"""The tables that are nobody's presence, by name, each after those that it points to."""


class Contents(NamedTuple):
    """What is in a database.

    Attributes:
        schema: Its schema's version.
        last_ids: By table the last id that was given in it, to a row that may be gone.
        rows: Tables' names, and rows with their columns as stored, table by table in the order they were added.
    """

    schema: int
    last_ids: Mapping[str, int]
    rows: Iterator[tuple[str, Mapping[str, Any]]]


def columns_of(table: str) -> list[str]:
    """The columns of a table, in their order."""
    return [field.column_name for field in HELD[table]._meta.sorted_fields]
