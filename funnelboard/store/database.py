"""One open database, whichever engine keeps it: reading, and writing in transactions.

A ``Database`` belongs to the thread that opened it. Writing goes through :mod:`funnelboard.store.change`. What an
engine does in its own way is in :mod:`funnelboard.store.sqlite_database` and
:mod:`funnelboard.store.postgres_database`; what it says in its own way is in :mod:`funnelboard.store.words`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import NotSaved
from funnelboard.store.found import FOUND
from funnelboard.store.prepared_query import BoundQuery, PreparedQuery
from funnelboard.store.progress import Progress, unwatched

if TYPE_CHECKING:
    from pathlib import Path

    from peewee import Database as Connection
    from peewee import SqliteDatabase as SqliteConnection

    from funnelboard.domain.elsewhere import Elsewhere
    from funnelboard.store.contents import Contents
    from funnelboard.store.log_head import Head

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds to wait for another writer before saying so."""

CERTAINTY = 30.0
"""Seconds to find out whether a write was kept whose answer was lost."""

OVERTAKEN = "Somebody else changed this at the same moment. Look at it and do it again."

SAVED = "Ctrl-C came too late: this is saved. “funnelboard log” shows it."

READ_AT_ONCE = 1_000
"""Rows that are held in memory where many are read."""


class Engine(NamedTuple):
    """What keeps a database.

    Attributes:
        facts: For programs, by name; its ``size`` in bytes among them.
        told: The same for people.
        warning: What is to be said of it; empty where there is nothing.
    """

    facts: Mapping[str, Any]
    told: Mapping[str, str]
    warning: str


class Database(ABC):
    """One open database.

    Attributes:
        where: What names it to people, and tells it from others: a path, or a URL without a password.
        name: The short of it.
        read_only: True when it cannot be written by this user, or is not to be.
        patience: Seconds to wait for another writer.
        certainty: Seconds to find out whether a write was kept whose answer was lost.
        login: Whose doing the changes are, where the engine knows that; empty where the operating system does.
        settings_read: The shared settings as :mod:`funnelboard.store.settings` last read them, and the data version
            they belong to; None to have them read again.
        last_found: What :mod:`funnelboard.store.matching` found last; it knows at what moment.
        last_figures: A moment and what :mod:`funnelboard.store.board_reader` counted then over the whole board.
        longest_turn: Seconds that it is worth to wait for one's turn as a writer; 0 where nobody has one.
        json_object: What makes a JSON object of names and values.
        is_told: Whether it is told of what others write, so that it asks nothing to find out.
        peewee: Peewee's own.
    """

    where: str
    name: str
    login = ""
    longest_turn = 0.0
    json_object = "json_object"
    is_told: ClassVar[bool] = False
    peewee: Connection

    def __init__(self, *, read_only: bool, by_choice: bool, patience: float) -> None:
        """Know how it is used; the engine connects.

        Args:
            by_choice: It stays read-only, though it may be written.
        """
        self.read_only = read_only
        self.patience = patience
        self.certainty = CERTAINTY
        self.settings_read: tuple[int, Any] | None = None
        self.last_found: Any = None
        self.last_figures: Any = None
        self._writes = 0
        self._by_choice = by_choice
        self._rehearses = False

    # -- reading -----------------------------------------------------------------

    def rows(self, query: Any) -> list[Any]:
        """All rows of a query as tuples, columns in the order selected."""
        return self._fetch(*self._compiled(query))

    @abstractmethod
    def rows_of(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """All rows of a statement that Peewee has no words for; a ``?`` stands for each parameter."""

    @abstractmethod
    def ask(self, name: str, *values: Any) -> list[Any]:
        """All rows of one of :mod:`funnelboard.store.known_queries`."""

    @abstractmethod
    def each_row(self, query: Any) -> Iterator[Any]:
        """As :meth:`rows`, one after the other and never all of them in memory; inside :meth:`reading`."""

    def rows_together(
        self, asked: Sequence[Any], standing: Sequence[Any], touched: Sequence[int], known: Sequence[int]
    ) -> tuple[list[list[Any]], list[list[int]]]:
        """The rows of several questions, and the deals that some queries find, in as few statements as can be.

        Args:
            asked: Queries, and names of :mod:`funnelboard.store.known_queries` with their values. Among these stands
                ``FOUND`` for deals that were touched and for those found that are not known.
            standing: What finds deals.
        """
        ids = [[deal_id for (deal_id,) in self.rows(query)] for query in standing]
        found = list({*touched, *(deal_id for each in ids for deal_id in each)} - {*known} | {*touched})

        def rows(each: Any) -> list[Any]:
            if not isinstance(each, tuple):
                return self.rows(each)
            return self.ask(each[0], *(found if value is FOUND else value for value in each[1:]))

        return [rows(each) for each in asked], ids

    def row(self, query: Any) -> Any:
        """The first row of a query, or None."""
        found = self.rows(query)
        return found[0] if found else None

    def value(self, query: Any) -> Any:
        """The first column of the first row, or None."""
        found = self.row(query)
        return found[0] if found else None

    @abstractmethod
    def reading(self) -> AbstractContextManager[None]:
        """Several reads that all see the same moment of the database; of a transaction it is in, where it is in one."""

    def look(self, function: Callable[[], T], what: str, *about: Any) -> T:
        """What a function reads at one moment of the database, which may have it done again.

        Args:
            function: It only reads.
            what: What it reads: of the same much the same is asked each time.
            about: Values that it asks for.
        """
        with self.reading():
            return function()

    @contextmanager
    def looking_on(self) -> Iterator[None]:
        """Inside it what is written is looked at as soon as it is kept."""
        yield

    def expect(self, query: Any, check: Callable[[list[Any]], None]) -> None:
        """Have a function look at the rows of a query: at once, or inside :meth:`writing` before anything is kept.

        Args:
            check: Raises what there is against going on.
        """
        check(self.rows(query))

    # -- writing -----------------------------------------------------------------

    def execute(self, query: Any) -> None:
        """Run a statement inside :meth:`writing`."""
        self.peewee.execute_sql(*self._compiled(query))

    def execute_each(self, query: PreparedQuery, ids: Sequence[int], *values: Any) -> None:
        """Run a statement, whose last argument is what ids have to be among, for rows, inside :meth:`writing`.

        Args:
            ids: At most so many as one statement names.
            values: Its other arguments.
        """
        self.execute(query(*values, list(ids)))

    @abstractmethod
    def execute_one(self, query: Any) -> None:
        """Run a statement that changes one row, inside :meth:`writing`.

        Raises:
            Conflict: It changed none, having been changed by another writer; at the latest when all is to be kept.
        """

    @abstractmethod
    def insert_rows(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], same: Mapping[str, Any] | None = None
    ) -> None:
        """Insert many rows of plain values, inside :meth:`writing`.

        Args:
            same: Further columns, in which all of them have the same.
        """

    def update_rows(self, table: str, column: str, rows: Iterable[tuple[Any, int]]) -> None:
        """Set one column of many rows, given as (value, id), inside :meth:`writing`."""
        place = self.peewee.param
        self.peewee.cursor().executemany(f'UPDATE "{table}" SET "{column}" = {place} WHERE "id" = {place}', rows)

    @abstractmethod
    def next_ids(self, table: str, count: int) -> range:
        """Ids for new rows, one after the other, none of which any row ever had; inside :meth:`writing`."""

    @abstractmethod
    def begin_entry(self, head: Head) -> int:
        """The id of a new entry in the log, to which items can be added then; inside :meth:`writing`."""

    @abstractmethod
    def end_entry(self, change_id: int, head: Head, summary: str) -> None:
        """Have the head of an entry say what was done; inside :meth:`writing`."""

    @property
    def rehearses(self) -> bool:
        """Whether nothing that is written now is kept."""
        return self._rehearses

    @contextmanager
    def writing(self, operation: str | None = None, what: str = "") -> Iterator[None]:
        """One write transaction: the lock is taken before anything is read, everything is kept or nothing is.

        Args:
            operation: What it enters into the log under, if it does: by that can be found out whether it was kept,
                where the answer is lost.
            what: What it is for: of the same much the same is asked each time.

        Raises:
            DatabaseBusy: Another writer held the lock longer than our patience.
            NotSaved: Read-only, the disk is full, or the database is not the one that was opened.
            OutcomeUnknown: It may have been kept, or not.
            SavedAlready: By Ctrl-C, which came too late.
            DatabaseError: Somebody has changed the schema.
        """
        if self._rehearses:
            with self._translated(), self._forgetful(), self.peewee.savepoint():
                yield
            return
        with self._transaction(what):
            yield
            self._commit(operation)

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """Inside it whatever is written can be read, and nobody else sees it; none of it is kept.

        Raises:
            DatabaseBusy, NotSaved, DatabaseError: As :meth:`writing`.
        """
        with self._transaction(""):
            self._rehearses = True
            try:
                yield
            finally:
                self._rehearses, self.settings_read = False, None
                self.peewee.rollback()

    @contextmanager
    def with_room(self) -> Iterator[None]:
        """Inside it a write may take more memory: for one that goes all over the indexes."""
        yield

    @contextmanager
    def filling(self, table: str, rows: int) -> Iterator[None]:
        """Inside it, and inside :meth:`writing`, that many rows are added to a table, which is looked at by nothing
        but its ids and what is unique in it."""
        yield

    @contextmanager
    def waiting(self, patience: float, certainty: float = CERTAINTY) -> Iterator[None]:
        """Inside it another writer is waited for only so many seconds: what is refused can be tried again later.

        Args:
            certainty: Seconds to find out whether a write was kept whose answer was lost.
        """
        before = self.patience, self.certainty
        self.patience, self.certainty = patience, certainty
        try:
            yield
        finally:
            self.patience, self.certainty = before

    def require_writable(self) -> None:
        """Refuse what would write.

        Raises:
            NotSaved: The database is open read-only.
        """
        if self._by_choice:
            raise NotSaved("Not saved: this board was opened to look at, with --read-only.")
        if self.read_only:
            raise NotSaved(f"Not saved: {self.where} is open read-only. Ask its owner for write access.")

    # -- as a whole --------------------------------------------------------------

    @property
    def address(self) -> str:
        """What opens it for a process that has neither our environment nor the files in our home.

        Raises:
            DatabaseError: That would have a password in it.
        """
        return self.where

    @abstractmethod
    def backup(self, target: Path, progress: Progress = unwatched) -> None:
        """Copy it as it is now into a new file, whole or not at all, while others go on writing.

        Args:
            progress: Told how much is copied, and of how much.

        Raises:
            NotSaved: The target exists, or cannot be written.
        """

    @abstractmethod
    def contents(self, folder: Path) -> AbstractContextManager[Contents]:
        """Everything in it at one moment, to be read at leisure while others go on writing.

        Args:
            folder: Where what is needed for that can be put meanwhile.

        Raises:
            NotSaved: There is no room for that.
            OSError: The folder cannot be written.
        """

    @abstractmethod
    def copy_out(self, copy: SqliteConnection) -> None:
        """Put everything in it at one moment into a connected SQLite database that has nothing in it yet.

        Raises:
            peewee.OperationalError: Others held it for longer than our patience.
        """

    @abstractmethod
    def damage(self) -> list[str]:
        """What is wrong with how it is kept, a line each; inside :meth:`reading`."""

    @abstractmethod
    def broken_rules(self, longest: int) -> Iterator[str]:
        """What no FunnelBoard writes into its tables, a sentence each; inside :meth:`reading`.

        Args:
            longest: Characters that a text of the seller's may have.
        """

    @abstractmethod
    def look_over(self) -> str | None:
        """What is wrong with how all of it is kept, as a sentence, or None; from any thread."""

    @abstractmethod
    def engine(self) -> Engine:
        """What it is kept by, and how."""

    # -- others ------------------------------------------------------------------

    def announce(self, written: Elsewhere) -> None:  # noqa: B027  # not every engine has to tell anybody
        """Say inside :meth:`writing` what it is that is written, for others who are told of it once it is kept.

        Of what nothing is said they have to take it for anything.
        """

    @abstractmethod
    def changed_elsewhere(self) -> Elsewhere | None:
        """What other connections have written since this was last asked; None if nothing.

        Raises:
            DatabaseError: It is not the database that was opened any more, or its schema is no longer ours.
        """

    @abstractmethod
    def data_version(self) -> int:
        """A number that changes whenever another connection has written."""

    def moment(self) -> tuple[int, ...]:
        """Numbers of which one is another after each write of this connection, and as soon as others' are heard of."""
        return self.data_version(), self._writes

    @abstractmethod
    def regain(self) -> bool:
        """Open for writing what could only be read so far, as soon as it may be written; whether that was done."""

    @property
    def silence(self) -> float:
        """Seconds for which a server has not answered, or could not be reached; from any thread."""
        return 0.0

    def let_go(self) -> None:  # noqa: B027
        """Wait no more for a server that does not answer; from any thread."""

    @abstractmethod
    def close(self) -> None:
        """Let go of it."""

    # -- what an engine does in its own way --------------------------------------

    @abstractmethod
    def _transaction(self, what: str) -> AbstractContextManager[None]:
        """A write transaction, taken back on any failure and left to be kept."""

    @abstractmethod
    def _commit(self, operation: str | None) -> None:
        """Keep what was written; raises as :meth:`writing`."""

    @abstractmethod
    def _translated(self) -> AbstractContextManager[None]:
        """Turn what the engine raises inside into our own errors."""

    @abstractmethod
    def _fetch(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """All rows of a statement as Peewee compiles it for the engine."""

    @contextmanager
    def _forgetful(self) -> Iterator[None]:
        """After a failure have settings read again that were read since; what was found is never found so again."""
        before = self.settings_read
        self._writes += 1
        try:
            yield
        except BaseException:
            if self.settings_read is not before:
                self.settings_read = None
            raise
        finally:
            self._writes += 1

    def _compiled(self, query: Any) -> tuple[str, Sequence[Any]]:
        if isinstance(query, BoundQuery):
            return query.query(self.peewee)
        sql, parameters = self.peewee.get_sql_context().sql(query).query()
        return sql, parameters

    def _places(self, count: int) -> str:
        return ", ".join([self.peewee.param] * count)
