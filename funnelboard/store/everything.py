"""A new database file made of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import peewee

from funnelboard.errors import DatabaseError
from funnelboard.store import check, schema
from funnelboard.store.access import Access
from funnelboard.store.contents import HELD, Contents, columns_of
from funnelboard.store.copying import UnfinishedFile, complete_or_absent
from funnelboard.store.faults import DEFECTS
from funnelboard.store.new_board import NewBoard, WrongRow, in_order
from funnelboard.store.progress import Progress, part_of
from funnelboard.store.sorting_sqlite import SortingSqlite
from funnelboard.store.sqlite_contents import contents_of
from funnelboard.store.sqlite_database import SqliteDatabase
from funnelboard.store.target import APPLICATION_ID

_CACHE = 16_384
"""KiB of pages that are held while a database is made."""


class NewFile(NewBoard):
    """A database file that has nothing in it yet, connected; :meth:`complete` keeps what was put into it."""

    def __init__(self, database: peewee.SqliteDatabase) -> None:
        """Give it tables."""
        self._database = database
        database.begin("immediate")
        schema.create_tables(database)

    def fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Put all rows of a table into it, as :meth:`NewBoard.fill`."""
        columns = columns_of(table)
        names = ", ".join(f'"{column}"' for column in columns)
        insert = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
        execute = self._database.connection().execute
        for number, row in enumerate(rows, 1):
            try:
                execute(insert, row)
            except (*DEFECTS, OverflowError, UnicodeEncodeError) as error:
                raise WrongRow(str(error), number) from error

    def complete(self, last_ids: Mapping[str, int], step: Callable[[float], None]) -> None:
        """Have indexes, as :meth:`NewBoard.complete`, and be kept as it is then."""
        database = self._database
        database.execute_sql('DELETE FROM "sqlite_sequence"')
        for table in HELD.keys() & last_ids.keys():
            last = last_ids[table]
            database.execute_sql('INSERT INTO "sqlite_sequence" (name, seq) VALUES (?, ?)', (table, last))
        try:
            schema.create_indexes(database, step)
        except DEFECTS as error:
            raise WrongRow(str(error)) from error
        database.pragma("user_version", schema.SCHEMA)
        database.commit()

    def contents(self) -> Contents:
        """What is in it."""
        return contents_of(self._database, "the copy")


@contextmanager
def new_file(path: Path, access: Access) -> Iterator[NewBoard]:
    """A new database file, complete under its name at the end or not there at all.

    Args:
        path: Where; nothing may be there.
        access: Who may read and write it.

    Raises:
        OSError: It cannot be written.
    """
    with complete_or_absent(path, access) as made:
        with _begun(made) as new:
            yield new
        made.check()


@contextmanager
def _begun(made: UnfinishedFile) -> Iterator[NewFile]:
    with made.connected(SortingSqlite) as fresh:
        fresh.pragma("application_id", APPLICATION_ID)
        fresh.pragma("cache_size", -_CACHE)
        yield NewFile(fresh)


def make_database(
    path: Path,
    access: Access,
    last_ids: Mapping[str, int],
    rows: Iterable[tuple[str, Mapping[str, Any]]],
    longest: int,
    progress: Progress,
) -> None:
    """Make a new database of rows, complete and sound under its name or not there at all.

    Args:
        path, access: As :func:`new_file` has them.
        last_ids: By table the last id that was given in it.
        rows: As :class:`Contents` has them; columns without a value can be left out.
        longest: Characters that a text of the seller's may have.
        progress: Told how much of what comes after the rows is done, and of how much.

    Raises:
        WrongRow: One of the rows, the last that was taken, is none.
        DatabaseError: They do not make a sound database.
        OSError: It cannot be written.
    """
    with complete_or_absent(path, access) as made:
        with _begun(made) as new:
            _fill(new, last_ids, rows, part_of(progress, 0, 0.5))
        made.check()
        with closing(SqliteDatabase(made.path, read_only=True)) as whole:
            problem = next(check.problems(whole, longest, part_of(progress, 0.5, 1)), None)
        if problem is not None:
            raise DatabaseError(f"What is in it is no sound database: {problem}")


def _fill(
    made: NewFile, last_ids: Mapping[str, int], rows: Iterable[tuple[str, Mapping[str, Any]]], progress: Progress
) -> None:
    for table, lot in groupby(rows, itemgetter(0)):
        if table not in HELD:
            raise WrongRow(f"there is no table “{table}”")
        made.fill(table, in_order(table, (values for _, values in lot)))
    made.complete(last_ids, lambda part: progress(int(1_000 * part), 1_000))
