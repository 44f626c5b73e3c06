"""The connection to a PostgreSQL server: making it, making it again where it is lost, and hearing what others write."""

from __future__ import annotations

import select
import time
from collections.abc import Callable
from typing import Any, TypeVar

import psycopg

from funnelboard.domain.elsewhere import ANYTHING, Elsewhere
from funnelboard.store.notification import written_of
from funnelboard.store.postgres_faults import DATABASE_ERRORS, is_lost
from funnelboard.store.postgres_schema import THERE, require_ours
from funnelboard.store.postgres_words import WordedPostgres
from funnelboard.store.target import PostgresUrl

T = TypeVar("T")

CHANNEL = "funnelboard"
"""What boards listen to."""

LOOK_AGAIN = 30.0
"""Seconds after which the log is looked at though nobody said that there is anything new."""

_STATEMENT, _IDLE = 120_000, 60_000
"""Milliseconds that the server works on one statement, and waits for the next one of a transaction."""

_HELLO = """
SELECT session_user, pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on',
COALESCE(has_table_privilege(to_regclass('deal'), 'INSERT, UPDATE'), FALSE), to_regclass('schema_version') IS NOT NULL
"""


class PostgresConnection:
    """One connection to a board on a server.

    Attributes:
        peewee: Peewee's own.
        login: The role's name.
        read_only: Whether the server, or the role, may only read.
        newest: Id of the newest change that is known of.
        data_version: A number that changes whenever another connection may have written anything, as was heard.
    """

    def __init__(self, url: PostgresUrl, connected: Callable[[], None]) -> None:
        """Know where to connect to.

        Args:
            connected: Called whenever that has been done.
        """
        self._connected = connected
        self.login = ""
        self.read_only = False
        self.newest: int | None = None
        self.data_version = 0
        self._where = str(url)
        self._heard: Elsewhere | None = None
        self._looked = time.monotonic()
        self.peewee = WordedPostgres(
            url.conninfo,
            application_name="funnelboard",
            connect_timeout=5,
            keepalives_idle=20,
            keepalives_interval=5,
            keepalives_count=3,
            tcp_user_timeout=20_000,
        )

    def connect(self) -> None:
        """Connect, look whether it is ours, and listen to others.

        Raises:
            DatabaseError: It is not ours.
            peewee.DatabaseError, psycopg.Error: It cannot be reached.
        """
        self.peewee.connect()
        try:
            connection = self.peewee.connection()
            connection.add_notify_handler(self._notified)
            self.login, standing_by, may_write, made = connection.execute(_HELLO).fetchone()
            version = connection.execute('SELECT MAX(version) FROM "schema_version"').fetchone()[0] if made else None
            require_ours(connection.execute(THERE).fetchall(), version, self._where)
            self.read_only = standing_by or not may_write
            settings = [f"SET statement_timeout = {_STATEMENT}", f"SET idle_in_transaction_session_timeout = {_IDLE}"]
            if not standing_by:
                settings.append(f"LISTEN {CHANNEL}")
            connection.execute("; ".join(settings))
            self._look()
            self._connected()
        except BaseException:
            self.peewee.close()
            raise

    def connect_again(self) -> None:
        """Connect as if for the first time; raises as :meth:`connect`."""
        self.peewee.close()
        self.connect()

    def close(self) -> None:
        """Let go of it."""
        if not self.peewee.is_closed():
            self.peewee.close()

    def say(self, statements: str) -> tuple[Any, ...]:
        """Run statements in one go; the only row of the last."""
        cursor = self.peewee.connection().execute(statements)
        while cursor.nextset():
            pass
        row: tuple[Any, ...] = cursor.fetchone() if cursor.description else ()
        return row

    def again_if_lost(self, attempt: Callable[[], T]) -> T:
        """Do something outside of a transaction; once more, on a new connection, where the old one turns out lost."""
        try:
            if self.peewee.is_closed() or self.peewee.connection().closed:
                raise psycopg.OperationalError("the connection is closed")
            return attempt()
        except DATABASE_ERRORS as error:
            if not is_lost(error):
                raise
        self.connect_again()
        return attempt()

    # -- others ------------------------------------------------------------------

    @property
    def unheard_for_long(self) -> bool:
        """Whether it is time to look for what nobody has told."""
        return time.monotonic() - self._looked > LOOK_AGAIN

    def news(self) -> Elsewhere | None:
        """What others have written since this was last asked."""
        if self.unheard_for_long:
            self.again_if_lost(self._look)
        self.hear()
        heard, self._heard = self._heard, None
        return heard

    def hear(self) -> None:
        """Take in what the server has sent meanwhile."""
        self.again_if_lost(self._take_in)

    def meet(self, newest: int | None) -> None:
        """Know of the newest change; another one than was known is news, though nobody has said so."""
        self._looked = time.monotonic()
        if newest != self.newest:
            self.newest = newest
            self._take(ANYTHING)

    def wrote(self, change: int) -> None:
        """Know of a change that has been told of, or is our own."""
        self.newest = max(change, self.newest or 0) or None

    def _look(self) -> None:
        self.meet(self.say("SELECT MAX(id) FROM change")[0])

    def _take_in(self) -> None:
        connection = self.peewee.connection()
        if not select.select([connection.fileno()], [], [], 0)[0]:
            return
        connection.pgconn.consume_input()
        while heard := connection.pgconn.notifies():
            self._notified(heard)

    def _notified(self, heard: Any) -> None:
        pid = getattr(heard, "pid", None) or heard.be_pid
        if pid != self.peewee.connection().info.backend_pid:
            written = written_of(heard.payload if isinstance(heard, psycopg.Notify) else heard.extra.decode())
            self._take(written)
            self.wrote(written.change)

    def _take(self, written: Elsewhere) -> None:
        self.data_version += written.anything
        self._heard = written if self._heard is None else self._heard | written
