"""SQLite: one open file, its transactions and locks, backups, and what others have changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

from peewee import SqliteDatabase as SqliteConnection

from funnelboard.domain.elsewhere import ANYTHING, Elsewhere
from funnelboard.errors import Conflict, DatabaseBusy, DatabaseError, NotSaved, SavedAlready
from funnelboard.private_folder import private_folder
from funnelboard.store import log_head
from funnelboard.store.access import may_write, of_copy, shared_alike
from funnelboard.store.beside import require_own_beside
from funnelboard.store.contents import Contents
from funnelboard.store.copying import complete_or_absent, copy_into, copy_over, require_open
from funnelboard.store.database import OVERTAKEN, PATIENCE, READ_AT_ONCE, SAVED, Database, Engine
from funnelboard.store.faults import (
    DATABASE_ERRORS,
    OPERATIONAL_ERRORS,
    REFUSALS,
    cannot_open,
    is_busy,
    is_shut_out,
    not_made,
    translate,
    translated,
)
from funnelboard.store.known_queries import bound
from funnelboard.store.log_head import Head
from funnelboard.store.prepared_query import PreparedQuery
from funnelboard.store.progress import Progress, unwatched
from funnelboard.store.schema import OBJECTS, require_ours
from funnelboard.store.sqlite_contents import contents_of
from funnelboard.store.sqlite_words import WordedSqlite
from funnelboard.store.target import uri_path

T = TypeVar("T")

SAFE_WAL = (3, 51, 3)
"""The first SQLite that cannot corrupt a write-ahead log under several writers and frequent checkpoints."""

_AT_ONCE = 64
"""Rows that one statement inserts or changes: so many that it is soon worked out, which was a third of the time.

As long as a statement lasts SQLite keeps, in memory, every page as it was before: one of every index for each row.
"""

_SHOWN = 20
"""Damages that are told before the rest is only counted."""

_FILLED = range(20_000, 100_001)
"""Rows that are most of a table for which its indexes are made anew: of fewer it is not worth it, and of more SQLite
would hold too much in memory to sort it."""

_ROOM = 16_384
"""Kilobytes of a database that are held in memory for a write of very much: a fifth less time at 200,000 deals."""

_NOT_ASKED = 0
"""For the data version of a moment that nobody has asked for yet; they begin at 1."""

ANY_PAGES = (("writable_schema", 1),)
"""Without it SQLite neither reads nor writes over a file that was cut off, or whose schema makes no sense."""

APPLICATION_PRAGMAS = (("foreign_keys", 1), ("trusted_schema", 0), ("cell_size_check", 1))


class SqliteDatabase(Database):
    """One open file.

    Attributes:
        path: Where it is.
        schema_known: The number of the schema that was found to be ours; None to take it as it is.
    """

    peewee: SqliteConnection

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool,
        by_choice: bool = False,
        patience: float = PATIENCE,
        file: os.stat_result | None = None,
        any_schema: bool = False,
    ) -> None:
        """Connect to it.

        Args:
            read_only: It, or its directory, cannot be written by this user, or is not to be.
            by_choice: It stays read-only, though it may be written.
            file: The one that was looked at before, and that the path is to name still.
            any_schema: Do not look whether the schema is ours: nothing but pages is going to be read or written.

        Raises:
            DatabaseError: It cannot be opened, is another file by now, or its schema is not ours.
        """
        super().__init__(read_only=read_only, by_choice=by_choice, patience=patience)
        self.path = path
        self.where, self.name = str(path), path.name
        self.schema_known: int | None = None if any_schema else -1
        self._moment: int | None = None  # the data version of the transaction it is in
        self._identity = _identity(path) if file is None else (file.st_dev, file.st_ino)
        self._open()

    def _open(self) -> None:
        deadline = time.monotonic() + self.patience
        while True:
            require_own_beside(self.path)
            self.peewee = WordedSqlite(
                f"file:{uri_path(self.path)}?mode={'ro' if self.read_only else 'rw'}",
                pragmas=[*(ANY_PAGES if self.schema_known is None else ()), *APPLICATION_PRAGMAS],
                timeout=0.02,
                uri=True,
            )
            try:
                with shared_alike(self.path):
                    self._connect()
                    self._data_version = self._patiently(lambda: self.peewee.pragma("data_version"))
                return
            except DATABASE_ERRORS as error:
                self.peewee.close()
                if not self._may_pass(error, deadline):
                    raise cannot_open(error, self.path) from error
            except BaseException:
                self.peewee.close()
                raise

    def _may_pass(self, error: Exception, deadline: float) -> bool:
        """Whether SQLite was refused what lies beside a database that may be written, and it is worth another try.

        Programs that know nothing of :func:`shared_alike` make it so, for a moment.
        """
        if not is_shut_out(error) or self.read_only or not may_write(self.path) or time.monotonic() > deadline:
            return False
        time.sleep(0.05)
        return True

    def _connect(self) -> None:
        self._patiently(self.peewee.connect)
        if self._identity is not None:
            require_open(self._identity, self.path)
        self._require_known_schema()
        if self.read_only:
            self.peewee.pragma("query_only", 1)
            return
        if self.schema_known is None:
            return  # its mode is of no matter, and it may be too damaged to tell
        wal = self.peewee.server_version >= SAFE_WAL
        if self._patiently(lambda: self.journal_mode) != ("wal" if wal else "delete"):
            try:
                self._patiently(lambda: self.peewee.pragma("journal_mode", "wal" if wal else "delete"))
            except DatabaseBusy:
                # Others have it open; SQLite serves it in the mode it is in.
                wal = self.journal_mode == "wal"
        self.peewee.pragma("synchronous", "full" if wal else "extra")

    @property
    def journal_mode(self) -> str:
        """``wal`` or ``delete``."""
        return str(self.peewee.pragma("journal_mode"))

    def close(self) -> None:
        """Let go of the file. SQLite checkpoints the log by itself."""
        if not self.peewee.is_closed():
            self.peewee.close()

    def rows_of(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """All rows of a statement that Peewee has no words for."""
        return self._fetch(sql, parameters)

    def _fetch(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        # Asked plainly first: what makes up for a refusal takes as long as SQLite does for an answer.
        try:
            rows: list[Any] = self.peewee.connection().execute(sql, parameters).fetchall()
        except REFUSALS:
            return self._fetch_patiently(sql, parameters)
        return rows

    def _fetch_patiently(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """The same with whatever can be done about a refusal; what was refused has changed nothing."""

        def fetch() -> list[Any]:
            return self._patiently(lambda: self.peewee.execute_sql(sql, parameters).fetchall())

        with translated(self.path):
            try:
                return fetch()
            except OPERATIONAL_ERRORS as error:
                self._decode_anything(error)
                return fetch()

    def ask(self, name: str, *values: Any) -> list[Any]:
        """All rows of one of :mod:`funnelboard.store.known_queries`."""
        return self.rows_of(*bound(name, *values))

    def each_row(self, query: Any) -> Iterator[Any]:
        """The same, one after the other and never all of them in memory; inside :meth:`reading`."""
        sql, parameters = self._compiled(query)
        given = 0
        with translated(self.path):
            try:
                cursor = self._patiently(lambda: self.peewee.execute_sql(sql, parameters))
                while rows := cursor.fetchmany(READ_AT_ONCE):
                    yield from rows
                    given += len(rows)
            except OPERATIONAL_ERRORS as error:
                self._decode_anything(error)
                yield from islice(self.peewee.execute_sql(sql, parameters), given, None)

    def _decode_anything(self, error: Exception) -> None:
        """Raise an error again, unless it is that somebody has stored as text what is none.

        It is shown as far as it can be, and slower from now on.
        """
        if "decode" not in str(error):
            raise error
        self.peewee.connection().text_factory = _decoded

    def execute_each(self, query: PreparedQuery, ids: Sequence[int], *values: Any) -> None:
        """Run a statement for rows, as :meth:`Database.execute_each`, some at a time."""
        for start in range(0, len(ids), _AT_ONCE):
            self.execute(query(*values, list(ids[start : start + _AT_ONCE])))

    def execute_one(self, query: Any) -> None:
        """Run a statement that changes one row; raises as :meth:`Database.execute_one`, at once."""
        if self.peewee.execute_sql(*self._compiled(query)).rowcount != 1:
            raise Conflict(OVERTAKEN)

    def insert_rows(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], same: Mapping[str, Any] | None = None
    ) -> None:
        """Insert many rows of plain values, as :meth:`Database.insert_rows`."""
        shared = list((same or {}).values())
        names = ", ".join(f'"{column}"' for column in (*(same or ()), *columns))
        insert = f'INSERT INTO "{table}" ({names}) '
        given, row = self._places(len(shared)), f"({self._places(len(columns))})"
        cursor, left = self.peewee.cursor(), iter(rows)
        while len(lot := list(islice(left, _AT_ONCE))) == _AT_ONCE:
            many = f"SELECT {given}{', ' if given else ''}new.* FROM (VALUES {', '.join([row] * _AT_ONCE)}) AS new"
            cursor.execute(insert + many, [*shared, *chain.from_iterable(lot)])
        one = f"VALUES ({self._places(len(shared) + len(columns))})"
        cursor.executemany(insert + one, ([*shared, *values] for values in lot))

    def next_ids(self, table: str, count: int) -> range:
        """Ids above every one ever given, deleted rows' too."""
        given = "SELECT CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name = ?"
        ((last,),) = self.rows_of(f'SELECT MAX(IFNULL(MAX(id), 0), IFNULL(({given}), 0)) FROM "{table}"', (table,))
        return range(int(last) + 1, int(last) + 1 + count)

    def begin_entry(self, head: Head) -> int:
        """The id of a new entry in the log, whose head is there at once."""
        return int(self.value(log_head.first(*head)))

    def end_entry(self, change_id: int, head: Head, summary: str) -> None:
        """Have the head say what was done."""
        self.update_rows("change", "summary", [(summary, change_id)])

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several reads that all see the same moment of the database."""
        if self.peewee.connection().in_transaction:
            yield
            return
        with translated(self.path):
            self._patiently(lambda: self.peewee.begin("deferred"))
            self._moment = _NOT_ASKED
            try:
                yield
            finally:
                self._moment = None
                self.peewee.rollback()

    @contextmanager
    def with_room(self) -> Iterator[None]:
        """Inside it more of the database is held in memory: for a write that goes all over its indexes."""
        usual = self.peewee.pragma("cache_size")
        self.peewee.pragma("cache_size", -_ROOM)
        try:
            yield
        finally:
            self.peewee.pragma("cache_size", usual)

    @contextmanager
    def filling(self, table: str, rows: int) -> Iterator[None]:
        """Inside it its indexes are not kept up if most of a table is added, but for those that keep doubles out."""
        if rows not in _FILLED or self.next_ids(table, rows)[0] > rows:
            yield
            return
        indexes = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql LIKE 'CREATE IN%'"
        made = self.rows_of(indexes, (table,))
        for name, _ in made:
            self.rows_of(f'DROP INDEX "{name}"')
        yield
        for _, making in made:
            self.rows_of(making)

    @contextmanager
    def _transaction(self, what: str) -> Iterator[None]:
        """A write transaction, taken back on any failure."""
        self.require_writable()
        if not self.still_there():
            raise NotSaved(f"Not saved: {self._gone()}")
        with translated(self.path):
            self._begin_writing()
            self._moment = _NOT_ASKED
            with self._forgetful():
                try:
                    self._require_known_schema()
                    yield
                except BaseException:
                    if self.peewee.connection().in_transaction:
                        self.peewee.rollback()
                    raise
                finally:
                    self._moment = None

    def _commit(self, operation: str | None) -> None:
        try:
            self._patiently(self.peewee.commit)
        except KeyboardInterrupt:
            if operation is None or self.peewee.connection().in_transaction:
                raise
            raise SavedAlready(SAVED) from None

    def _translated(self) -> AbstractContextManager[None]:
        return translated(self.path)

    def require_own_schema(self) -> None:
        """Refuse a schema that is not ours.

        Raises:
            DatabaseError: It is not; the sentence names what is wrong.
        """
        with translated(self.path):
            # Asked for first: what is changed after that has another number.
            number = self._schema_number()
            objects = self._patiently(lambda: self.peewee.execute_sql(OBJECTS).fetchall())
            require_ours(objects, self.path, int(self.peewee.pragma("user_version")))
            self.schema_known = number

    def _require_known_schema(self) -> None:
        if self.schema_known not in (None, self._patiently(self._schema_number)):
            self.require_own_schema()

    def _schema_number(self) -> int:
        """A number that changes with the schema."""
        return int(self.peewee.pragma("schema_version"))

    def _begin_writing(self) -> None:
        deadline = time.monotonic() + self.patience
        while True:
            try:
                self._patiently(lambda: self.peewee.begin("immediate"))
                return
            except OPERATIONAL_ERRORS as error:
                if not self._may_pass(error, deadline):
                    raise
            # SQLite finds out whether it may write there only when it opens it.
            self.peewee.close()
            self._open()

    def regain(self) -> bool:
        """Open for writing what could only be read so far, as soon as it may be written; whether that was done."""
        if not self.read_only or self._by_choice or not may_write(self.path):
            return False
        self.peewee.close()
        self.read_only = False
        try:
            self._open()
        except DatabaseError:
            self.read_only = True
            self._open()
            return False
        return True

    def still_there(self) -> bool:
        """Whether the path still names the file that was opened."""
        return _identity(self.path) == self._identity

    def changed_elsewhere(self) -> Elsewhere | None:
        """Whether other connections have written since this was last asked, be it anything.

        Raises:
            DatabaseError: The path no longer names the file that is open, or its schema is no longer ours.
        """
        if not self.still_there():
            raise DatabaseError(self._gone())
        version = self.data_version()
        changed: bool = version != self._data_version
        if changed:
            self._require_known_schema()
        self._data_version = version
        return ANYTHING if changed else None

    def data_version(self) -> int:
        """A number that changes whenever another connection has written; not as long as one moment is looked at."""
        if self._moment:
            return self._moment
        version = int(self.rows_of("PRAGMA data_version")[0][0])
        if self._moment is not None:
            self._moment = version
        return version

    def moment(self) -> tuple[int, ...]:
        """As :meth:`Database.moment`; what is written without a transaction of ours is counted as well."""
        return *super().moment(), self.peewee.connection().total_changes

    def backup(self, target: Path, progress: Progress = unwatched, *, damaged_too: bool = False) -> None:
        """Copy the database as it is now into a new file, whole or not at all, while others go on writing.

        Args:
            progress: Told how many pages are copied, and of how many.
            damaged_too: Keep the copy even of a damaged database, instead of refusing to call that a backup.

        Raises:
            NotSaved: The target exists, or cannot be written.
        """
        if os.path.lexists(target):
            raise NotSaved(f"{target} exists already. Name a new file for the backup.")
        try:
            with complete_or_absent(target, of_copy(os.stat(self.path))) as copy:
                copy_into(self.peewee, copy, self.patience, progress)
                if not damaged_too:
                    copy.check()
        except (OSError, *DATABASE_ERRORS) as error:
            raise NotSaved(f"The backup {target} was not made: {not_made(error, target)}") from error

    @contextmanager
    def contents(self, folder: Path) -> Iterator[Contents]:
        """Everything in it, as :meth:`Database.contents`: read from a copy, so that nobody waits for that."""
        with private_folder(folder) as private:
            copy = private.path / "everything.db"
            self.backup(copy)
            with closing(SqliteDatabase(copy, read_only=True)) as still, translated(copy):
                yield contents_of(still.peewee, self.where)

    def copy_out(self, copy: SqliteConnection) -> None:
        """Copy it over a connected database, page by page."""
        copy_over(self.peewee, copy, self.patience)

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the pages, in a line each."""
        try:
            found = self.rows_of(f"PRAGMA integrity_check({_SHOWN})")
        except (DatabaseBusy, NotSaved):
            raise
        except DatabaseError:
            # It gives up without a word about the rest where a table does not even begin as one.
            return ["one of its tables cannot be read at all"]
        # A value that breaks a rule is no damage to the file, and is told with its row.
        return [" ".join(line.split()) for (line,) in found if line != "ok" and not line.startswith("CHECK ")]

    def look_over(self) -> str | None:
        """What is wrong with the pages, as a sentence; all of them are read, on a connection of its own."""
        try:
            with closing(SqliteDatabase(self.path, read_only=True, any_schema=True)) as beside:
                verdict = beside.rows_of("PRAGMA quick_check(1)")[0][0]
        except DatabaseBusy:
            return None
        except DatabaseError as error:
            return str(error)
        if verdict == "ok":
            return None
        return f"{self.path} is damaged. Leave, and put a backup back: funnelboard restore FILE"

    def engine(self) -> Engine:
        """The SQLite in use, and the modes it is in."""
        version = ".".join(map(str, self.peewee.server_version))
        module = type(self.peewee.connection()).__module__.split(".")[0]
        safe, journal = self.peewee.server_version >= SAFE_WAL, self.journal_mode
        synchronous = ("off", "normal", "full", "extra")[int(self.peewee.pragma("synchronous"))]
        facts = {"sqlite": version, "sqlite_module": module, "wal_safe": safe, "journal_mode": journal}
        return Engine(
            {**facts, "synchronous": synchronous, "size": self.path.stat().st_size},
            {"SQLite": f"{version} ({module})", "Journal": f"{journal}, synchronous {synchronous}"},
            ""
            if safe
            else f"SQLite {version} could damage a write-ahead log that several programs write to, so the slower "
            "rollback journal is used. Installing pysqlite3 brings a newer SQLite.",
        )

    def broken_rules(self, longest: int) -> Iterator[str]:
        """Rows that point nowhere, and values that no FunnelBoard writes, a sentence each."""
        from funnelboard.store import sqlite_check

        self.peewee.register_function(sqlite_check.is_text, "is_text", 1)
        yield from sqlite_check.problems(self, longest)

    def _gone(self) -> str:
        return f"{self.path} was moved or replaced while it was open. Leave and open it again."

    def _patiently(self, attempt: Callable[[], T]) -> T:
        """Try again, at uneven intervals, while another connection holds the lock."""
        deadline = time.monotonic() + self.patience
        pause = 0.002
        while True:
            try:
                return attempt()
            except OPERATIONAL_ERRORS as error:
                if not is_busy(error):
                    raise
                if time.monotonic() > deadline:
                    raise translate(error, self.path) from error
            import random  # it has seldom to wait

            time.sleep(pause * random.uniform(0.5, 1.5))
            pause = min(0.05, pause * 1.6)


def _decoded(stored: bytes) -> str:
    return stored.decode(errors="replace")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
