"""The connection to a PostgreSQL server: making it, making it again where it is lost, and hearing what others write."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import psycopg

from funnelboard.domain.elsewhere import ANYTHING, Elsewhere
from funnelboard.store.notification import written_of
from funnelboard.store.postgres_faults import DATABASE_ERRORS, driver_error, is_lost
from funnelboard.store.postgres_greeting import Greeting, greet
from funnelboard.store.postgres_reconnection import Reconnection
from funnelboard.store.postgres_words import WatchedConnection, WordedPostgres
from funnelboard.store.target import PostgresUrl

T = TypeVar("T")

_IDLE = psycopg.pq.TransactionStatus.IDLE

LOOK_AGAIN, LOOK_OFTEN = 30.0, 1.0
"""Seconds after which the log is looked at though nobody said that there is anything new; a standby cannot say it."""

BRIEF = 1.0
"""Seconds that are waited, after it was lost, for a new connection; from then on one is used when it is there."""

_LOOK = "SELECT MAX(id), pg_is_in_recovery() FROM change"


class PostgresConnection:
    """One connection to a board on a server.

    Attributes:
        peewee: Peewee's own.
        login: The role's name.
        is_direct: Whether it is to one session of the server, and not to a pooler that has others' in turn.
        newest: Id of the newest change that is known of.
        data_version: A number that changes whenever another connection may have written anything, as was heard.
    """

    def __init__(self, url: PostgresUrl, connected: Callable[[], None], *, only_looks: bool) -> None:
        """Know where to connect to.

        Args:
            connected: Called whenever that has been done.
            only_looks: Nothing is to be written over it.
        """
        self.peewee = WordedPostgres(url.conninfo)
        self.login = ""
        self.is_direct = False
        self.newest: int | None = None
        self.data_version = 0
        self._where = str(url)
        self._connected = connected
        self._only_looks = only_looks
        self._current: WatchedConnection | None = None
        self._standing_by = self._may_write = False
        self._reconnection: Reconnection[tuple[WatchedConnection, Greeting]] | None = None
        self._lost_at = time.monotonic()
        self._heard: Elsewhere | None = None
        self._untold = 0
        self._looked = 0.0
        self._made_at = 0.0

    @property
    def read_only(self) -> bool:
        """Whether the server, or the role, may only read."""
        return self._standing_by or not self._may_write

    @property
    def silence(self) -> float:
        """Seconds for which the server has not answered, or could not be reached; from any thread."""
        current = self._current
        since = self._lost_at if current is None else current.waiting_since
        return time.monotonic() - since if since is not None else 0.0

    @property
    def known(self) -> dict[str, str]:
        """All that was said of where the server is and how it is reached, by variables and a service too."""
        given = ((each.keyword.decode(), each.val, each.compiled) for each in self._live.pgconn.info)
        return {name: value.decode() for name, value, usual in given if value and value != usual and name != "service"}

    def connect(self) -> None:
        """Connect for the first time.

        Raises:
            DatabaseError: It is not ours.
            psycopg.Error: It cannot be reached.
        """
        self._adopt(*self._make())
        self._heard = None

    def close(self) -> None:
        """Let go of it."""
        if self._reconnection is not None:
            self._reconnection.end()
        self._put_away()

    def let_go(self) -> None:
        """From any thread: whoever waits for the server on this connection finds it lost."""
        current = self._current
        if current is not None:
            with suppress(psycopg.Error, OSError), socket.socket(fileno=current.fileno()) as line:
                try:
                    line.shutdown(socket.SHUT_RDWR)
                finally:
                    line.detach()

    def say(self, statements: str) -> tuple[Any, ...]:
        """Run statements in one go; the only row of the last."""
        cursor = self._live.execute(statements)
        while cursor.nextset():
            pass
        return (cursor.fetchone() if cursor.description else None) or ()

    def roll_back(self) -> None:
        """Take back what a transaction has written, if one is open."""
        current = self._current
        if current is not None and not current.closed and current.info.transaction_status != _IDLE:
            with suppress(*DATABASE_ERRORS):  # A server that cannot be told does it by itself.
                current.rollback()

    def again_if_lost(self, attempt: Callable[[], T]) -> T:
        """Do something outside of a transaction; once more, on a new connection, where the old one turns out lost.

        Raises:
            peewee.DatabaseError, psycopg.Error: It is lost, and there is no new one yet.
        """
        if self._current is not None and not self._current.closed:
            try:
                return attempt()
            except DATABASE_ERRORS as error:
                if not is_lost(error):
                    raise
                self.lose(error)
        self._reconnect()
        return attempt()

    @property
    def _live(self) -> WatchedConnection:
        if self._current is None:
            raise psycopg.OperationalError("the connection is closed")
        return self._current

    def _make(self) -> tuple[WatchedConnection, Greeting]:
        connection = self.peewee.made_connection()
        try:
            return connection, greet(connection, self._where, only_looks=self._only_looks)
        except BaseException:
            connection.close()
            raise

    def _adopt(self, connection: WatchedConnection, greeting: Greeting) -> None:
        connection.add_notify_handler(self._notified)
        self.peewee.adopt(connection)
        self._current = connection
        self._made_at = time.monotonic()
        self.login, self._standing_by, self._may_write, newest, self.is_direct = greeting
        self._take(ANYTHING)  # who is here is not in the log
        self.meet(newest)
        self._connected()

    def _put_away(self) -> None:
        self._current = None
        if not self.peewee.is_closed():
            self.peewee.close()

    def lose(self, why: BaseException) -> None:
        """Begin to connect again."""
        self._lost_at = self._lost_at if self._current is None else time.monotonic()
        self._put_away()
        if self._reconnection is not None:
            return
        original = driver_error(why)
        lost = original if isinstance(original, psycopg.Error) else psycopg.OperationalError(str(why))
        self._reconnection = Reconnection(self._make, lambda made: made[0].close(), lost)

    def _reconnect(self) -> None:
        """Have a new connection, if there is one by now."""
        if self._reconnection is None:
            self.lose(psycopg.OperationalError("the connection is closed"))
        assert self._reconnection is not None
        try:
            made = self._reconnection.result(max(0.0, self._lost_at + BRIEF - time.monotonic()))
        except BaseException:
            if self._reconnection.over:
                self._reconnection = None
            raise
        self._reconnection = None
        self._adopt(*made)

    # -- others ------------------------------------------------------------------

    def news(self) -> Elsewhere | None:
        """What others have written since this was last asked; raises as :meth:`again_if_lost`."""
        self.look()
        self.hear()
        self._miss_none()
        heard, self._heard = self._heard, None
        return heard

    def look(self) -> None:
        """Look now and then for what nobody tells: another one's change, or that a standby has become the primary."""
        if time.monotonic() - self._looked > (LOOK_OFTEN if self._standing_by else LOOK_AGAIN):
            self.again_if_lost(self._look)

    def hear(self) -> None:
        """Take in what the server has sent meanwhile."""
        self.again_if_lost(self._take_in)

    def meet(self, newest: int | None) -> None:
        """Know of the newest change; another one than was known is news, though nobody has said so."""
        self._looked = time.monotonic()
        if newest != self.newest:
            self.newest = newest
            self._take(ANYTHING)

    def meet_as_writer(self, newest: int | None) -> None:
        """The same inside a write transaction: what others have written since is told once that is over."""
        if newest is None or newest < (self.newest or 0):
            self.meet(newest)
        elif newest != self.newest:
            self._untold = newest
            self.data_version += 1

    def wrote(self, change: int) -> None:
        """Know of our own change, after all that were kept before it: a server tells of these before it answers."""
        self._miss_none()
        self._know(change)

    def _miss_none(self) -> None:
        """A change that was met with, and not told of by now, is news of which nothing is known."""
        untold, self._untold = self._untold, 0
        if untold > (self.newest or 0):
            self.meet(untold)

    def _know(self, change: int) -> None:
        self.newest = max(change, self.newest or 0) or None

    def _look(self) -> None:
        newest, standing_by = self.say(_LOOK)
        self.meet(newest)
        # A standby that has become the primary is to be listened to; else there may be another one, or a right by now.
        promoted = self._standing_by and not standing_by
        if promoted or (self.read_only and self._looked - self._made_at > LOOK_AGAIN):
            self.lose(psycopg.OperationalError("nothing can be written over it"))
            self._reconnect()

    def _take_in(self) -> None:
        connection = self._live
        if not select.select([connection.fileno()], [], [], 0)[0]:
            return
        connection.pgconn.consume_input()
        while heard := connection.pgconn.notifies():
            self._notified(heard)

    def _notified(self, heard: Any) -> None:
        pid = getattr(heard, "pid", None) or heard.be_pid
        if pid != self._live.info.backend_pid:
            written = written_of(heard.payload if isinstance(heard, psycopg.Notify) else heard.extra.decode())
            self._take(written)
            self._know(written.change)

    def _take(self, written: Elsewhere) -> None:
        self.data_version += written.anything
        self._heard = written if self._heard is None else self._heard | written
