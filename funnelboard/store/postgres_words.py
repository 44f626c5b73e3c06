"""PostgreSQL's words, and Peewee's connection that knows them."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import peewee
import psycopg
from peewee import SQL, Case, Check, NodeList, fn
from psycopg.abc import Buffer
from psycopg.adapt import Dumper, Loader
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from funnelboard.errors import DatabaseError
from funnelboard.store.words import NAME, Words

LONGEST_KEY = 300
"""Letters by which deals are ordered by title: an index takes no more than 2,704 bytes."""


def _has(column: Any, text: Any) -> Any:
    """As a pattern, which an index of trigrams can be asked for; what means something in one is taken as it is."""
    for sign in ("\\", "%", "_"):
        text = fn.REPLACE(text, sign, f"\\{sign}")
    # Not CONCAT, of which the server does not know beforehand what it gives.
    return NodeList((column, SQL("LIKE ('%%' ||"), text, SQL("|| '%%')")))


def _among(column: Any, array: Any) -> Any:
    each = fn.json_array_elements_text(NodeList((SQL("CAST("), array, SQL("AS json)"))))
    numbers = peewee.Select((each.alias("each"),), (SQL('CAST("each" AS bigint)'),))
    # As an array, which is known before rows are looked for: so an index is used for either side of an “or”.
    return NodeList((column, SQL("= ANY(ARRAY"), numbers, SQL(")")))


WORDS: Words = {
    "has": _has,
    "ends with": lambda column, text: fn.RIGHT(column, len(text)) == text,
    "likely": lambda condition: condition,
    "greatest": fn.GREATEST,
    "among": _among,
    "number list": lambda column: fn.COALESCE(fn.json_agg(column).cast("text"), "[]"),
    "logged number": lambda logged, name: NodeList(
        (SQL("CAST("), logged, SQL(f"::json ->> '{name}' AS bigint)")),
    ),
    # A rule of the table has it so.
    "is logged": lambda logged: Case(None, [(logged != "{}", SQL("TRUE"))], SQL("FALSE")) == SQL("TRUE"),
    "by title": lambda: SQL(f'left("search_text", {LONGEST_KEY})'),
    "never reused": lambda: SQL(""),
    "a time": lambda: Check("time ~ '^[0-2][0-9]:[0-5][0-9]$'"),
}


DEFAULTS: dict[str, Any] = {
    "application_name": "funnelboard",
    "connect_timeout": 3,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""How a server is connected to, where the URL says nothing else: one that is gone is missed within 35 seconds."""


class WordedPostgres(peewee.PostgresqlDatabase):
    """A connection to PostgreSQL, as Peewee has it, that takes and gives what one to SQLite does.

    Numbers are as large in every column, a yes or no is one of them, and texts are ordered and compared letter by
    letter, whatever the language of the cluster.

    Attributes:
        before: Called before anything that Peewee says by itself.
    """

    def __init__(self, conninfo: str) -> None:
        types = {"INT": "BIGINT", "BOOL": "BIGINT", "TEXT": 'TEXT COLLATE "C"', "BIGAUTO": "BIGSERIAL"}
        super().__init__(conninfo, prefer_psycopg3=True, autoconnect=False, field_types=types)
        self.before: Callable[[], None] = lambda: None
        self._adopted: WatchedConnection | None = None

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Say something that Peewee has compiled; its cursor."""
        self.before()
        return super().execute_sql(sql, params)  # type: ignore[no-untyped-call]

    def made_connection(self) -> WatchedConnection:
        """A new connection, on any thread.

        Raises:
            DatabaseError: The URL says what cannot be.
            psycopg.Error: It cannot be had.
        """
        try:
            known = DEFAULTS | conninfo_to_dict(self.database)
            conninfo = make_conninfo(**known)
        except psycopg.ProgrammingError as error:
            raise DatabaseError(f"This is no URL of a server: {str(error).strip()}. Correct it.") from error
        _require_private(str(known.get("passfile") or os.environ.get("PGPASSFILE") or os.path.expanduser("~/.pgpass")))
        # Values become part of the statement here: the server plans for what they are, keeps nothing between two
        # statements, and sees that two expressions with the same value are the same.
        connection = WatchedConnection.connect(
            conninfo,
            autocommit=True,
            cursor_factory=psycopg.ClientCursor,
        )
        connection.adapters.register_dumper(bool, _YesOrNo)
        connection.adapters.register_loader("numeric", _Number)
        return connection

    def adopt(self, connection: WatchedConnection) -> None:
        """Use a connection that has been made, on this thread."""
        self._adopted = connection
        self.connect()

    def get_context_options(self) -> dict[str, Any]:
        """With our words among them."""
        return {**super().get_context_options(), NAME: WORDS}

    def _connect(self) -> Any:
        adopted, self._adopted = self._adopted, None
        return adopted or self.made_connection()


class WatchedConnection(psycopg.Connection):
    """A connection of which can be told how long it has been waiting for its server.

    Attributes:
        waiting_since: By the monotonic clock; None while it is not.
    """

    waiting_since: float | None = None

    def wait(self, *args: Any, **kwargs: Any) -> Any:
        """As the driver has it."""
        self.waiting_since = time.monotonic()
        try:
            return super().wait(*args, **kwargs)
        finally:
            self.waiting_since = None


class _YesOrNo(Dumper):
    """A yes or no as a number."""

    oid = psycopg.adapters.types["int8"].oid

    def dump(self, obj: Any) -> Buffer:
        return b"1" if obj else b"0"


class _Number(Loader):
    """A sum, which PostgreSQL gives as a decimal, as a number."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text or text == "NaN" else int(text)


def _require_private(passwords: str) -> None:
    """Refuse a file of passwords that libpq would not use, and would say so of wherever the terminal's cursor is."""
    with suppress(OSError):
        found = os.stat(passwords)
        if stat.S_ISREG(found.st_mode) and found.st_mode & 0o077:
            raise DatabaseError(f"{passwords} can be read by others. Make it yours alone: chmod 600 {passwords}")
