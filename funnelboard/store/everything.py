"""A whole database as rows, and a new database made of such rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import peewee

from funnelboard.errors import DatabaseError
from funnelboard.private_folder import private_folder
from funnelboard.store import check, schema
from funnelboard.store.access import Access
from funnelboard.store.copying import complete_or_absent
from funnelboard.store.database import READ_AT_ONCE, Database
from funnelboard.store.faults import DEFECTS, translated
from funnelboard.store.models import TABLES, PresenceRow, Row
from funnelboard.store.target import APPLICATION_ID

HELD: tuple[type[Row], ...] = tuple(model for model in TABLES if model is not PresenceRow)
"""The tables that are nobody's presence."""

_MODELS = {model._meta.table_name: model for model in HELD}
_CACHE = 65_536
"""KiB of pages that are held while a database is made."""


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


class WrongRow(DatabaseError):
    """A row that no database of this schema can have; the message ends a sentence about it."""


@contextmanager
def contents(database: Database, folder: Path) -> Iterator[Contents]:
    """Everything in a database at one moment, to be read at leisure: from a copy, so that nobody waits for it.

    Args:
        folder: Where the copy can be put meanwhile.

    Raises:
        NotSaved: It cannot be copied.
        OSError: The folder cannot be written.
    """
    with private_folder(folder) as private:
        copy = private.path / "everything.db"
        database.backup(copy)
        with closing(Database(copy, read_only=True)) as still, translated(copy):
            last = still.rows_of("SELECT name, seq FROM sqlite_sequence ORDER BY name")
            yield Contents(schema.SCHEMA, dict(last), _rows(still))


def _rows(database: Database) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for table, model in _MODELS.items():
        columns = [field.column_name for field in model._meta.sorted_fields]
        names = ", ".join(f'"{column}"' for column in columns)
        cursor = database.peewee.execute_sql(f'SELECT {names} FROM "{table}" ORDER BY rowid')
        while found := cursor.fetchmany(READ_AT_ONCE):
            for row in found:
                yield table, dict(zip(columns, row, strict=True))


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
            fresh.begin("immediate")
            fresh.execute_sql('DELETE FROM "schema_version"')
            for table, values in rows:
                _insert(fresh, table, values)
            fresh.execute_sql('DELETE FROM "sqlite_sequence"')
            for table in _MODELS.keys() & last_ids.keys():
                last = last_ids[table]
                fresh.execute_sql('INSERT INTO "sqlite_sequence" (name, seq) VALUES (?, ?)', (table, last))
            fresh.commit()
        made.check()
        with closing(Database(made.path, read_only=True)) as whole:
            problem = next(check.problems(whole, longest), None)
        if problem is not None:
            raise DatabaseError(f"What is in it is no sound database: {problem}")


def _insert(database: peewee.SqliteDatabase, table: str, values: Mapping[str, Any]) -> None:
    model = _MODELS.get(table)
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
