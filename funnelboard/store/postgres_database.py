"""PostgreSQL: reading, and writing in transactions.

One writer at a time writes to a board, as in SQLite: each takes a lock on one small table first. So ids are given in
the order in which changes are kept, what a transaction has read nobody changes before it ends, and no two are in each
other's way half done. Whoever may only read cannot take it.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import count, islice
from pathlib import Path
from typing import Any, TypeVar

from peewee import SqliteDatabase as SqliteConnection
from psycopg import sql as composing
from psycopg.errors import IntegrityError

from funnelboard.domain.elsewhere import ANYTHING, NOTHING, Elsewhere
from funnelboard.errors import DatabaseError, OutcomeUnknown, SavedAlready
from funnelboard.store import everything, log_head
from funnelboard.store.contents import HELD, Contents
from funnelboard.store.database import PATIENCE, READ_AT_ONCE, SAVED, Database, Engine
from funnelboard.store.found import FOUND, Found
from funnelboard.store.log_head import Head
from funnelboard.store.notification import payload_of
from funnelboard.store.postgres_board import AT_LEISURE, contents_of
from funnelboard.store.postgres_connection import BRIEF, PostgresConnection
from funnelboard.store.postgres_dump import dump
from funnelboard.store.postgres_faults import DATABASE_ERRORS, RETRIED, driver_error, is_lost, translated
from funnelboard.store.postgres_greeting import CHANNEL
from funnelboard.store.postgres_line import MOMENT, Beginning, Line, Passed
from funnelboard.store.postgres_words import WordedPostgres
from funnelboard.store.prepared_query import Fixed, Often
from funnelboard.store.progress import Progress, unwatched
from funnelboard.store.statement_source import PREPARED
from funnelboard.store.target import PostgresUrl, address_of

T = TypeVar("T")

_INSERTED_AT_ONCE = 500
"""Rows that one statement inserts."""

_MANY = 2_000
_STATISTICS = f"ANALYZE {', '.join(table for table in HELD if table != 'change')}"
"""Rows after which the server is to count its rows anew, and what has it do so: one that believes a table to be empty
sorts and looks through all of it where an index has what is wanted. Where a role may not, it is passed over. The heads
of the log are few just then, and soon no more: of a table that was never counted a server does not believe that."""

_IN_ONE = "IN (%s)"
"""A list of one value, in a statement."""

_FOUND = "found"
"""Deals that were found, in a statement."""

_LOCK = 'LOCK TABLE "board_day" IN SHARE ROW EXCLUSIVE MODE'

_IDLE = 20_000
"""Milliseconds that the server keeps the lock for a writer it hears nothing from."""

UNKNOWN = (
    "It is not known whether this was saved: the server stopped answering at that moment. “funnelboard log” tells, "
    "once it can be reached again."
)


class PostgresDatabase(Database):
    """A board on a server, as one connection sees it.

    Attributes:
        login: The role's name: whose doing the changes are.
    """

    peewee: WordedPostgres
    longest_turn = 2.0
    json_object = "json_build_object"
    is_told = True

    def __init__(self, url: PostgresUrl, *, by_choice: bool = False, patience: float = PATIENCE) -> None:
        """Connect to it.

        Raises:
            DatabaseError: It cannot be reached, or is not ours.
        """
        super().__init__(read_only=by_choice, by_choice=by_choice, patience=patience)
        self.where, self.name = str(url), url.name
        self._url = url
        self._connection = PostgresConnection(url, self._see, only_looks=by_choice)
        self.peewee = self._connection.peewee
        self._line = Line(self.peewee)
        self._in_transaction = False
        self._inserted = 0
        self._passed: set[str] = set()
        self._announced = ANYTHING
        self._cursors = count()
        self._regained = False
        self._in_queue = 0.0  # seconds for which it is another writer who is waited for
        self._let_go = threading.Event()
        with self._translated():
            self._connection.connect()
        self._regained = False

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _see(self) -> None:
        """Know whom the server takes us for, and what we may do."""
        self.login = self._connection.login
        self._line.plans.kept = self._connection.is_direct
        before, self.read_only = self.read_only, self._by_choice or self._connection.read_only
        self._regained = self._regained or (before and not self.read_only)

    # -- reading -----------------------------------------------------------------

    def rows_of(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """All rows of a statement that Peewee has no words for; a ``?`` stands for each parameter."""
        return self._fetch(sql.replace("%", "%%").replace("?", "%s"), parameters)

    def ask(self, name: str, *values: Any) -> list[Any]:
        """All rows of one of :mod:`funnelboard.store.known_queries`."""
        return self._fetch(*self._known(name, *values))

    def _known(self, name: str, *values: Any) -> tuple[str, Sequence[Any]]:
        """SQL and values of one of them; deals are named by what finds them, if that is told."""
        if FOUND in values:
            return self._about_found(name, f"SELECT id FROM {_FOUND}", [])
        if not any(isinstance(value, Found) and value.queries for value in values):
            return self._compiled(PREPARED[name](*values))
        (found,) = values
        within = [self._compiled(query) for query in found.queries]
        among = " UNION ALL ".join(f"({select})" for select, _ in within)
        return self._about_found(name, among, [value for _, of in within for value in of])

    def _about_found(self, name: str, among: str, given: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        """SQL and values of one that is about deals, which are among what these words find."""
        sql, parameters = self._compiled(PREPARED[name]([0]))
        head, _, tail = sql.partition(_IN_ONE)
        at = head.count("%s")
        # As an array, which the server takes for few, however many the windows might have.
        return Fixed(f"{head}= ANY(ARRAY({among})){tail}"), [*parameters[:at], *given, *parameters[at + 1 :]]

    def _fetch(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        def fetch() -> list[Any]:
            return self._line.fetch(sql, parameters)

        with self._translated():
            return fetch() if self._in_transaction else self._connection.again_if_lost(fetch)

    def rows_together(
        self, asked: Sequence[Any], standing: Sequence[Any], touched: Sequence[int], known: Sequence[int]
    ) -> tuple[list[list[Any]], list[list[int]]]:
        """All of that in one statement; as :meth:`Database.rows_together`."""
        finding = [self._compiled(query) for query in standing]
        compiled = [self._known(*each) if isinstance(each, tuple) else self._compiled(each) for each in asked]
        names = [f"standing{number}" for number in range(len(finding))]
        # Arrays, however many are in them, and one statement for all of it: so it is always the same.
        among = " UNION ALL ".join(f"SELECT id FROM {name}" for name in names)
        within = [
            *(f"{name} AS MATERIALIZED ({sql})" for name, (sql, _) in zip(names, finding, strict=True)),
            f"{_FOUND} AS MATERIALIZED (SELECT unnest(CAST(%s AS bigint[])) AS id UNION "
            f"SELECT id FROM ({among}) q WHERE id <> ALL(CAST(%s AS bigint[])))",
        ]
        each = [
            *(f"ARRAY(SELECT row_to_json(ROW(q.*)) FROM ({sql}) q)" for sql, _ in compiled),
            *(f"ARRAY(SELECT id FROM {name})" for name in names),
        ]
        values = [value for _, of in finding for value in of]
        values += [_array(touched), _array(known), *(value for _, of in compiled for value in of)]
        together = f"WITH {', '.join(within)} SELECT {', '.join(each)}"
        same = all(isinstance(sql, Fixed) for sql, _ in (*finding, *compiled))
        (found,) = self._fetch(Often(together) if same else together, values)
        rows = [[tuple(row.values()) for row in each] for each in found[: len(compiled)]]
        return rows, list(found[len(compiled) :])

    def each_row(self, query: Any) -> Iterator[Any]:
        """As :meth:`rows`, one after the other and never all of them in memory; inside :meth:`reading`."""
        sql, parameters = self._compiled(query)
        with self._translated():
            name = f"each_{next(self._cursors)}"
            self.peewee.execute_sql(f"DECLARE {name} NO SCROLL CURSOR FOR {sql}", parameters)
            while rows := self._fetch(f"FETCH {READ_AT_ONCE} FROM {name}", ()):
                yield from rows
            self.peewee.execute_sql(f"CLOSE {name}")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several reads that all see the same moment of the database."""
        if self._in_transaction:
            yield
            return
        with self._translated(), self._moment("", ()):
            yield

    def look(self, function: Callable[[], T], what: str, *about: Any) -> T:
        """What a function reads at one moment: in one go where all it asks is foreseen, or else once more."""
        if self._in_transaction:
            return function()
        with self._translated():
            if self._line.foresees:
                with suppress(Passed), self._foreseen(what, about):
                    return function()
            if what in self._passed:
                self._passed.remove(what)  # the time after next it may be foreseen again
            else:
                with suppress(Passed), self._moment(what, about, ends=True):
                    return function()
                self._passed.add(what)
            with self._moment(what, about):
                return function()

    @contextmanager
    def _moment(self, what: str, about: tuple[Any, ...], *, ends: bool = False) -> Iterator[None]:
        with self._inside((MOMENT,), self._connection.again_if_lost, what, about, ends=ends):
            yield

    @contextmanager
    def _foreseen(self, what: str, about: tuple[Any, ...]) -> Iterator[None]:
        """Inside it nothing is said: all there is was read when the last change was kept."""
        self._line.begin_foreseen(what, about)
        with self._until_end():
            yield

    @contextmanager
    def looking_on(self) -> Iterator[None]:
        """Inside it what is written is looked at as soon as it is kept, with the same answer where that is foreseen."""
        self._line.look_on(True)
        try:
            yield
        finally:
            self._line.look_on(False)

    # -- writing -----------------------------------------------------------------

    def expect(self, query: Any, check: Callable[[list[Any]], None]) -> None:
        """Have a function look at the rows of a query, as soon as there is something to wait for."""
        if not self._in_transaction:
            super().expect(query, check)
            return
        sql, parameters = self._compiled(query)
        self._line.gather(sql, parameters, check)

    def execute(self, query: Any) -> None:
        """Run a statement, with the next one that is waited for."""
        self._line.gather(*self._compiled(query))

    def execute_one(self, query: Any) -> None:
        """Run a statement that changes one row, with the next one that is waited for, which raises."""
        self._line.change_one(*self._compiled(query))

    def insert_rows(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], same: Mapping[str, Any] | None = None
    ) -> None:
        """Insert many rows of plain values, as :meth:`Database.insert_rows`."""
        shared = list((same or {}).values())
        names = ", ".join(f'"{column}"' for column in (*columns, *(same or ())))
        row = f"({self._places(len(columns) + len(shared))})"
        left = iter(rows)
        while lot := list(islice(left, _INSERTED_AT_ONCE)):
            self._inserted += len(lot)
            self._line.gather_rows(f'INSERT INTO "{table}" ({names}) VALUES ', row, ((*each, *shared) for each in lot))

    def update_rows(self, table: str, column: str, rows: Iterable[tuple[Any, int]]) -> None:
        """Set one column of many rows."""
        for values in rows:
            self._line.gather(f'UPDATE "{table}" SET "{column}" = %s WHERE "id" = %s', values)

    def next_ids(self, table: str, count: int) -> range:
        """Ids after the last that the table's sequence has given: nobody else asks it meanwhile."""
        ((last, called),) = self.rows_of(f'SELECT last_value, is_called FROM "{table}_id_seq"')
        self._line.take_from(f"{table}_id_seq", count)
        return range(last + called, last + called + count)

    def begin_entry(self, head: Head) -> int:
        """The id of a new entry in the log."""
        return self.next_ids("change", 1)[0]

    def end_entry(self, change_id: int, head: Head, summary: str) -> None:
        """Add the head, which is never changed: a role need not have the right to."""
        self.execute(log_head.last(change_id, summary, *head))

    @contextmanager
    def _transaction(self, what: str) -> Iterator[None]:
        """A write transaction, taken back on any failure."""
        self.require_writable()
        self._announced, self._inserted = ANYTHING, 0
        begin = _beginning(self.patience)
        with self._translated():
            self._connection.hear()
            met = self._connection.meet_as_writer
            with self._forgetful(), self._inside(begin, self._begin, what, ()):
                self._line.gather("SELECT MAX(id) FROM change", (), lambda rows: met(rows[0][0]))
                yield

    def announce(self, written: Elsewhere) -> None:
        """Have others told of it with the commit; as :meth:`Database.announce`."""
        self._announced = written

    def _begin(self, attempt: Callable[[], T]) -> T:
        """Begin to write, as soon as the lock is to be had."""
        self._let_go.clear()
        deadline, pause = time.monotonic() + self.patience, 0.01
        while True:
            self._in_queue = self.patience
            try:
                return self._connection.again_if_lost(attempt)
            except DATABASE_ERRORS as error:
                self._connection.roll_back()
                again = isinstance(driver_error(error), RETRIED) or is_lost(error)
                if not again or time.monotonic() > deadline:
                    raise
            finally:
                self._in_queue = 0.0
            pause = _pause(pause)

    def _commit(self, operation: str | None) -> None:
        if self._line.expects:
            self._line.send()  # once it is kept nobody can have anything against it
        if self._inserted > _MANY:
            self._line.gather(_STATISTICS)
        written = self._announced
        if written != NOTHING:
            self._line.gather(_notify(payload_of(written)))
        # A server with a synchronous standby answers when that has it; one that gave up would answer before.
        self._line.gather("SET LOCAL statement_timeout = 0")
        try:
            self._line.keep((self._connection.newest,))
        except DATABASE_ERRORS as error:
            # What is looked at after it can fail too.
            later = self._line.looks_on and not isinstance(driver_error(error), IntegrityError)
            self._connection.roll_back()
            if operation is None or not (is_lost(error) or later) or not self._has_landed(operation):
                raise
        except KeyboardInterrupt:
            self._connection.roll_back()
            if operation is None or not self._has_landed(operation):
                raise
            raise SavedAlready(SAVED) from None
        self._connection.wrote(written.change)

    def _has_landed(self, operation: str) -> bool:
        """Whether a write is kept whose COMMIT was not answered.

        It is looked for as a writer: by then it is over on the connection that was lost, one way or the other.

        Raises:
            OutcomeUnknown: That cannot be found out, or is not waited for.
        """
        try:
            return self._look_for(operation)
        except KeyboardInterrupt:
            raise OutcomeUnknown(UNKNOWN) from None

    def _look_for(self, operation: str) -> bool:
        deadline, pause = time.monotonic() + self.certainty, 0.01
        found = composing.SQL("SELECT COUNT(*) FROM change WHERE operation = {}").format(operation).as_string(None)
        looking = f"{'; '.join(_beginning(BRIEF))}; {found}"
        while True:
            try:
                (landed,) = self._connection.again_if_lost(lambda: self._connection.say(looking))
                return bool(landed)
            except (DatabaseError, *DATABASE_ERRORS) as error:
                if self._let_go.is_set() or time.monotonic() > deadline:
                    raise OutcomeUnknown(UNKNOWN) from error
                if not isinstance(driver_error(error), RETRIED):
                    self._connection.lose(error)  # also one that may not write
            finally:
                self._connection.roll_back()
            pause = _pause(pause)

    @contextmanager
    def _inside(
        self, statements: Sequence[str], beginning: Beginning, what: str, about: tuple[Any, ...], *, ends: bool = False
    ) -> Iterator[None]:
        """Inside it a transaction is open; what has not been kept by its end is taken back."""
        beginning(lambda: [])
        self._line.begin(statements, beginning, what, about, ends=ends)
        try:
            with self._until_end():
                yield
        finally:
            self._connection.roll_back()

    @contextmanager
    def _until_end(self) -> Iterator[None]:
        """Inside it what is said is of one transaction, or one moment, of which the line learns if all goes well."""
        self._in_transaction = True
        well = False
        try:
            yield
            well = True
        finally:
            self._in_transaction = False
            self._line.end(well=well)

    def _translated(self) -> AbstractContextManager[None]:
        return translated(self.where)

    # -- others ------------------------------------------------------------------

    def changed_elsewhere(self) -> Elsewhere | None:
        """What others have written; nothing is sent to find out, but for a look at the log now and then.

        Raises:
            Unreachable: The connection is lost, and cannot be made again just now.
        """
        with self._translated():
            return self._connection.news()

    def data_version(self) -> int:
        """A number that changes whenever another connection may have written to what all share."""
        if not self._in_transaction:
            with self._translated():
                self._connection.hear()
        return self._connection.data_version

    def regain(self) -> bool:
        """Write again, where a server has become the primary one; that is looked for now and then."""
        if self.read_only and not self._by_choice:
            with self._translated():
                self._connection.look()
        regained, self._regained = self._regained, False
        return regained

    @property
    def silence(self) -> float:
        """Seconds for which the server has not answered, or could not be reached; from any thread."""
        return max(0.0, self._connection.silence - self._in_queue)

    def let_go(self) -> None:
        """Wait no more for a server that does not answer; from any thread."""
        self._let_go.set()
        self._connection.let_go()

    # -- as a whole --------------------------------------------------------------

    @property
    def address(self) -> str:
        """As :attr:`Database.address`."""
        return address_of(self._connection.known)

    def backup(self, target: Path, progress: Progress = unwatched) -> None:
        """Keep everything in a file that the server's own programs can put back."""
        dump(self._url, target, progress)

    @contextmanager
    def contents(self, folder: Path) -> Iterator[Contents]:
        """Everything in it, as of one moment, read as it is asked for."""
        with self.reading():
            self.peewee.execute_sql(AT_LEISURE)
            yield contents_of(self.peewee, self.where)

    def copy_out(self, copy: SqliteConnection) -> None:
        """Write all rows into a file."""
        made = everything.NewFile(copy)
        with self.contents(Path()) as held:
            for table in HELD:
                made.fill(table, held.of(table))
        made.complete(held.last_ids, lambda _part: None)

    def damage(self) -> list[str]:
        """That is the server's to find out."""
        return []

    def look_over(self) -> str | None:
        """That is the server's to find out."""
        return None

    def broken_rules(self, longest: int) -> Iterator[str]:
        """What is in the schema besides ours, rules that are missing, and rows that break one, a sentence each."""
        from funnelboard.store import postgres_check

        yield from postgres_check.problems(self, longest)

    def engine(self) -> Engine:
        """The server, and where it is."""
        info = self.peewee.connection().info
        major, minor = divmod(info.server_version, 10_000)
        ((size,),) = self.rows_of("SELECT pg_database_size(current_database())")
        version, server = f"{major}.{minor}", f"{info.host}:{info.port}"
        return Engine(
            {"postgresql": version, "server": server, "role": self.login, "size": size},
            {"PostgreSQL": f"{version} at {server}, as {self.login}"},
            "",
        )


def _beginning(patience: float) -> tuple[str, ...]:
    """What begins a write transaction, and takes the lock that one writer has at a time."""
    milliseconds = max(1, int(patience * 1000))
    waiting = f"SET LOCAL lock_timeout = {milliseconds}"
    return "BEGIN", waiting, f"SET LOCAL idle_in_transaction_session_timeout = {_IDLE}", _LOCK


def _array(ids: Sequence[int]) -> str:
    """Ids as an array is written."""
    return f"{{{','.join(map(str, ids))}}}"


def _pause(seconds: float) -> float:
    """Sleep for about so long; how long the next time."""
    time.sleep(seconds * random.uniform(0.5, 1.5))
    return min(0.2, seconds * 1.6)


def _notify(payload: str) -> str:
    return composing.SQL("SELECT pg_notify({}, {})").format(CHANNEL, payload).as_string(None)
