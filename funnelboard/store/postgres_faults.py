"""What PostgreSQL's errors mean to a user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import peewee
import psycopg
from psycopg import errors

from funnelboard.errors import (
    Conflict,
    DatabaseBusy,
    DatabaseError,
    FunnelBoardError,
    NotSaved,
    SumTooLarge,
    Unreachable,
)
from funnelboard.store.database import OVERTAKEN
from funnelboard.store.postgres_refusals import advice, first_line

DATABASE_ERRORS = (peewee.DatabaseError, peewee.InterfaceError, psycopg.Error)
RETRIED = (errors.LockNotAvailable, errors.SerializationFailure, errors.DeadlockDetected)
"""What another writer is in the way of, so that trying again makes sense."""

NO_RIGHT = (errors.InsufficientPrivilege, errors.InvalidSchemaName)
"""What a role may not do; of a schema that it may not use it is not even told that there is one."""

_LOST = frozenset(
    (
        "08000",  # what stands before the server has lost it,
        "08006",
        "08P01",  # or had none for us in time
        "25P03",  # idle in a transaction for too long
        "25P04",  # a transaction that took too long
        "53300",  # too many connections
        "57P01",  # ended by an administrator, or shut down
        "57P02",  # crashed
        "57P03",  # not up yet
        "57P05",  # idle for too long
    )
)
"""The numbers under which a server says that a connection is at its end; a driver that notices itself has none."""


def driver_error(error: BaseException) -> BaseException:
    """The driver's own error, of which Peewee makes another."""
    original = getattr(error, "orig", None)
    return original if isinstance(original, psycopg.Error) else error


def is_lost(error: BaseException) -> bool:
    """Whether the connection is gone, or cannot be had just now."""
    cause = driver_error(error)
    if isinstance(cause, psycopg.Error) and cause.sqlstate is not None:
        return cause.sqlstate in _LOST
    return isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)


def translate(error: BaseException, where: str) -> FunnelBoardError:
    """The sentence for an error of Peewee or of its driver."""
    cause = driver_error(error)
    if isinstance(cause, RETRIED):
        return DatabaseBusy("Not saved yet: another writer is holding the database. Try again in a moment.")
    if isinstance(cause, errors.DivisionByZero):
        return Conflict(OVERTAKEN)  # what had to change one row has changed none
    if isinstance(cause, errors.DiskFull):
        return NotSaved("Not saved: the server's disk is full. Make room there, then do it again.")
    if isinstance(cause, errors.ReadOnlySqlTransaction):
        return NotSaved(f"Not saved: {where} is read-only just now. Try again when its primary server is back.")
    if isinstance(cause, NO_RIGHT):
        return NotSaved(
            f"Not done: your role may not do that in {where}: {first_line(str(cause))}. Ask its administrator for the "
            "right to."
        )
    if isinstance(cause, errors.NumericValueOutOfRange):
        return SumTooLarge("Not done: a sum of amounts is too large. Run “funnelboard check”, which names the deals.")
    if isinstance(cause, errors.QueryCanceled):
        return DatabaseError("The server gave up: it took too long. Try again, or ask for less at once.")
    if is_lost(error):
        said = str(cause)
        return Unreachable(advice(said) or f"{where} cannot be reached: {first_line(said)}. Try again once it runs.")
    return DatabaseError(f"The database refused: {first_line(str(cause))}.")


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turn what Peewee raises inside into our own errors; a broken constraint stays, being a defect of ours."""
    try:
        yield
    except (peewee.IntegrityError, errors.IntegrityError):
        raise
    except (peewee.ProgrammingError, errors.ProgrammingError) as error:
        if isinstance(driver_error(error), NO_RIGHT):
            raise translate(error, where) from error
        raise
    except DATABASE_ERRORS as error:
        raise translate(error, where) from error
