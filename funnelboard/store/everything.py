"""A new database file made of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import peewee

from funnelboard.errors import DatabaseError
from funnelboard.store import check, schema
from funnelboard.store.access import Access
from funnelboard.store.contents import HELD
from funnelboard.store.copying import complete_or_absent
from funnelboard.store.faults import DEFECTS
from funnelboard.store.sqlite_database import SqliteDatabase
from funnelboard.store.target import APPLICATION_ID

_CACHE = 65_536
"""KiB of pages that are held while a database is made."""


class WrongRow(DatabaseError):
    """A row that no database of this schema can have; the message ends a sentence about it."""


def make_database(
    path: Path, access: Access, last_ids: Mapping[str, int], rows: Iterable[tuple[str, Mapping[str, Any]]], longest: int
) -> None:
    """Make a new database of rows, complete and sound under its name or not there at all.

    Args:
        path: Where; nothing may be there.
        access: Who may read and write it.
        last_ids: By table the last id that was given in it.
        rows: As :class:`Contents` has them.
        longest: Characters that a text of the seller's may have.

    Raises:
        WrongRow: One of the rows, the last that was taken, is none.
        DatabaseError: They do not make a sound database.
        OSError: It cannot be written.
    """
    with complete_or_absent(path, access) as made:
        with made.connected() as fresh:
            schema.create_schema(fresh, 0)
            fresh.pragma("application_id", APPLICATION_ID)
            # Every index is written to all over.
            fresh.pragma("cache_size", -_CACHE)
            fill(fresh, last_ids, rows)
        made.check()
        with closing(SqliteDatabase(made.path, read_only=True)) as whole:
            problem = next(check.problems(whole, longest), None)
        if problem is not None:
            raise DatabaseError(f"What is in it is no sound database: {problem}")


def fill(
    database: peewee.SqliteDatabase, last_ids: Mapping[str, int], rows: Iterable[tuple[str, Mapping[str, Any]]]
) -> None:
    """Put rows into a database with no others; arguments and errors as those of :func:`make_database`."""
    database.begin("immediate")
    database.execute_sql('DELETE FROM "schema_version"')
    for table, values in rows:
        _insert(database, table, values)
    database.execute_sql('DELETE FROM "sqlite_sequence"')
    for table in HELD.keys() & last_ids.keys():
        last = last_ids[table]
        database.execute_sql('INSERT INTO "sqlite_sequence" (name, seq) VALUES (?, ?)', (table, last))
    database.commit()


def _insert(database: peewee.SqliteDatabase, table: str, values: Mapping[str, Any]) -> None:
    model = HELD.get(table)
    if model is None:
        raise WrongRow(f"there is no table “{table}”")
    if unknown := values.keys() - model._meta.columns.keys():
        raise WrongRow(f"the table “{table}” has no column “{min(unknown)}”")
    if not all(isinstance(value, int | str) for value in values.values()):
        raise WrongRow("a value is neither a number nor a text")
    try:
        database.connection().execute(_inserting(table, tuple(values)), tuple(values.values()))
    except (*DEFECTS, OverflowError, UnicodeEncodeError) as error:
        raise WrongRow(str(error)) from error


@cache
def _inserting(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
