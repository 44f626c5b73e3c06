"""What is in an SQLite database, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from peewee import SqliteDatabase as SqliteConnection

from funnelboard.errors import DatabaseError
from funnelboard.store.contents import HELD, Contents, listed, row_name
from funnelboard.store.database import READ_AT_ONCE
from funnelboard.store.faults import OPERATIONAL_ERRORS, translated
from funnelboard.store.schema import SCHEMA


def contents_of(database: SqliteConnection, where: str) -> Contents:
    """What is in a connected database that nobody else writes to.

    Args:
        where: What it is called in sentences.
    """
    given = dict(database.execute_sql("SELECT name, CAST(seq AS INTEGER) FROM sqlite_sequence").fetchall())
    # In a file that somebody else has written to there may be rows above what was given.
    known = {
        table: max(given[table] or 0, database.execute_sql(f'SELECT IFNULL(MAX(id), 0) FROM "{table}"').fetchone()[0])
        for table in sorted(given.keys() & HELD.keys())
    }

    def rows(table: str) -> Iterator[Sequence[Any]]:
        count = 0
        with translated(where):
            cursor = database.execute_sql(listed(table))
            while True:
                try:
                    lot = cursor.fetchmany(READ_AT_ONCE)
                except OPERATIONAL_ERRORS as error:
                    if "decode" not in str(error):
                        raise
                    raise _no_text(database, table, count, where) from error
                if not lot:
                    return
                yield from lot
                count += len(lot)

    return Contents(SCHEMA, known, rows)


def _no_text(database: SqliteConnection, table: str, given: int, where: str) -> DatabaseError:
    """The sentence for the first row of a table with something in it that is stored as text and is none."""
    connection = database.connection()
    usual, connection.text_factory = connection.text_factory, bytes
    try:
        for row in islice(connection.execute(listed(table)), given, None):
            if any(isinstance(value, bytes) and _decoded(value).encode() != value for value in row):
                shown = [_decoded(value) if isinstance(value, bytes) else value for value in row]
                return DatabaseError(f"A text in {row_name(table, shown)} of {where} is none: correct it first.")
    finally:
        connection.text_factory = usual
    return DatabaseError(f"A text in the table {table} of {where} is none: correct it first.")


def _decoded(stored: bytes) -> str:
    return stored.decode(errors="replace")
