"""What is said first on a connection to a PostgreSQL server: whether it is ours, who we are there, and what we may."""

from __future__ import annotations

from contextlib import suppress

from psycopg import Connection, errors

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import DatabaseError
from funnelboard.store.database import PATIENCE
from funnelboard.store.postgres_schema import FEW_AT_ONCE, NOT_TOLD, THERE, require_ours

CHANNEL = "funnelboard"
"""What boards listen to."""

_STATEMENT, _LOCK = 120_000, round(PATIENCE * 1000)
"""Milliseconds that the server works on one statement, and that one which only reads waits for who changes a table."""

_AT_ONCE = 100
"""Milliseconds that something waits which can as well be done by the next one who comes."""

_HELLO = f"""
SELECT session_user, pg_is_in_recovery(), COALESCE(has_table_privilege(to_regclass('deal'), 'INSERT, UPDATE'), FALSE)
AND current_setting('default_transaction_read_only') = 'off', to_regclass('schema_version') IS NOT NULL,
current_schema() IS NOT NULL, ({NOT_TOLD}), pg_backend_pid()
"""


class Greeting(NamedTuple):
    """What the server answered.

    Attributes:
        login: The role's name.
        standing_by: Whether the server follows another one, and nobody can write to it.
        may_write: Whether the role could.
        newest: Id of the newest change.
        direct: Whether it is one session of the server, and not a pooler that has others' in turn: that has told a
            number of its own making when it was connected to.
    """

    login: str
    standing_by: bool
    may_write: bool
    newest: int | None
    direct: bool


def greet(connection: Connection, where: str, *, only_looks: bool) -> Greeting:
    """Look whether it is ours, and listen to others.

    Args:
        only_looks: Nothing is to be written over it.

    Raises:
        DatabaseError: It is not ours, or not for this role.
        psycopg.Error: The server says no more.
    """
    try:
        return _greeted(connection, where, only_looks)
    except errors.InsufficientPrivilege as error:
        raise _shut_out(connection.info.user, where) from error


def _greeted(connection: Connection, where: str, only_looks: bool) -> Greeting:
    login, standing_by, may_write, made, has_schema, to_be_told, pid = connection.execute(_HELLO).fetchone() or ()
    if not has_schema:
        raise _shut_out(login, where)
    (version,) = (made and connection.execute('SELECT MAX(version) FROM "schema_version"').fetchone()) or (None,)
    require_ours(connection.execute(THERE).fetchall(), version, where)
    # A board is in memory, or on a disk without a head: else many a count goes through all deals, not its index.
    settings = (
        f"SET statement_timeout = {_STATEMENT}; SET lock_timeout = {_LOCK}; SET random_page_cost = 1.1; "
        "SET plan_cache_mode = force_generic_plan"
    )
    connection.execute(settings if standing_by else f"{settings}; LISTEN {CHANNEL}")
    if to_be_told and may_write and not (standing_by or only_looks):
        _tell(connection)
    (newest,) = connection.execute("SELECT MAX(id) FROM change").fetchone() or (None,)
    return Greeting(login, standing_by, may_write, newest, pid == connection.info.backend_pid)


def _tell(connection: Connection) -> None:
    """Have the server guess rightly how much of the log an operation is, unless others are in the way."""
    with suppress(errors.LockNotAvailable, errors.DeadlockDetected), connection.transaction():
        connection.execute(f"SET LOCAL lock_timeout = {_AT_ONCE}; {FEW_AT_ONCE}; ANALYZE change_item (change_id)")


def _shut_out(role: str, where: str) -> DatabaseError:
    return DatabaseError(
        f"The role “{role}” may not read {where}. Ask its administrator for the right to: the README has the SQL."
    )
