"""A whole board on a PostgreSQL server as rows, and a new one that is made of rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

import peewee
from psycopg import errors

from funnelboard.errors import NotSaved
from funnelboard.store import postgres_schema
from funnelboard.store.contents import HELD, Contents, columns_of, listed
from funnelboard.store.database import READ_AT_ONCE
from funnelboard.store.new_board import NewBoard, WrongRow
from funnelboard.store.postgres_faults import driver_error, translated
from funnelboard.store.postgres_words import WordedPostgres
from funnelboard.store.schema_digest import SCHEMA
from funnelboard.store.target import PostgresUrl

AT_LEISURE = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
"""For a transaction that is as long as all the rows take that there are."""

_LINE = re.compile(r"COPY \w+, line (\d+)")

_RULES = (errors.IntegrityError, errors.DataError, errors.ProgramLimitExceeded)
"""What tells that a row breaks one of the rules here."""

_cursors = count(1)


def contents_of(database: WordedPostgres, where: str) -> Contents:
    """What is in a connected database, inside a transaction that sees one moment of it.

    Args:
        where: What it is called in sentences.
    """

    def rows(table: str) -> Iterator[Sequence[Any]]:
        with translated(where), database.connection().cursor(f"rows_{next(_cursors)}") as cursor:
            cursor.itersize = READ_AT_ONCE
            yield from cursor.execute(listed(table))

    known = ((table, _last_id(database, table)) for table in sorted(HELD))
    return Contents(SCHEMA, {table: last for table, last in known if last is not None}, rows)


def _last_id(database: WordedPostgres, table: str) -> int | None:
    """The last id that was given in a table; None where it gives none, or has given none yet."""
    execute = database.connection().execute
    sequence = f"{table}_id_seq"
    if execute("SELECT to_regclass(%s)", (sequence,)).fetchone() == (None,):
        return None
    last, given = execute(f'SELECT last_value, is_called FROM "{sequence}"').fetchone()
    return int(last) if given else None


class NewOnServer(NewBoard):
    """An empty database of a server, inside a transaction that makes all of it or nothing."""

    def __init__(self, database: WordedPostgres, where: str) -> None:
        """Give it tables.

        Raises:
            DatabaseError: There is something in it.
        """
        self._database = database
        self._where = where
        postgres_schema.create_tables(database, where)
        self._links = postgres_schema.take_links(database)

    def fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Put all rows of a table into it, as :meth:`NewBoard.fill`."""
        names = ", ".join(f'"{column}"' for column in columns_of(table))
        number = 0
        row: Sequence[Any] = ()
        try:
            # Nobody else sees them yet, so they need not be looked at again later.
            with self._database.connection().cursor().copy(f'COPY "{table}" ({names}) FROM STDIN (FREEZE)') as copy:
                for number, row in enumerate(rows, 1):  # noqa: B007 - they are told of where it ends
                    copy.write_row(row)
        except _RULES as error:
            if (nul := _with_nul(table, row)) is not None:
                raise WrongRow(f"“{nul}” holds a NUL character, which PostgreSQL does not keep", number) from error
            found = _LINE.search(error.diag.context or "")
            raise WrongRow(_refusal(error), int(found[1]) if found else 0) from error

    def complete(self, last_ids: Mapping[str, int], step: Callable[[float], None]) -> None:
        """Have indexes and rules, as :meth:`NewBoard.complete`, and know how many rows there are of what."""
        database = self._database
        for table, last in last_ids.items():
            if table in HELD and last > 0:
                database.execute_sql("SELECT setval(%s, %s)", (f"{table}_id_seq", last))
        try:
            postgres_schema.create_indexes(database, lambda part: step(0.8 * part))
            postgres_schema.put_links(database, self._links)
        except (*_RULES, peewee.IntegrityError, peewee.DataError, peewee.OperationalError) as error:
            cause = driver_error(error)
            if not isinstance(cause, _RULES):
                raise
            raise WrongRow(_refusal(cause)) from error
        step(0.9)
        database.execute_sql("ANALYZE")
        step(1)

    def contents(self) -> Contents:
        """What is in it."""
        return contents_of(self._database, self._where)


@contextmanager
def new_on_server(url: PostgresUrl) -> Iterator[NewBoard]:
    """A new board in an empty database of a server, complete at the end or not there at all.

    Raises:
        DatabaseError: It cannot be reached, or there is something in it.
        NotSaved: The server cannot keep it.
    """
    where = str(url)
    database = WordedPostgres(url.conninfo)
    with translated(where):
        database.connect()
        try:
            with database.atomic():
                database.connection().execute(AT_LEISURE)
                yield NewOnServer(database, where)
        except errors.ReadOnlySqlTransaction as error:
            raise NotSaved(f"{where} can only be read. Name a database on its primary server.") from error
        finally:
            database.close()


def _with_nul(table: str, row: Sequence[Any]) -> str | None:
    """The first column of a row that holds a NUL character."""
    pairs = zip(columns_of(table), row, strict=False)
    return next((name for name, value in pairs if isinstance(value, str) and "\0" in value), None)


def _refusal(error: Any) -> str:
    """What the server says of a row that breaks a rule, as the end of a sentence."""
    detail = error.diag.message_detail or ""
    # Of a whole row there is too much to be read; of a key there is not.
    said = detail if detail.startswith("Key ") else error.diag.message_primary or str(error)
    return f"the server says: {' '.join(said.split()).rstrip('.')}"
