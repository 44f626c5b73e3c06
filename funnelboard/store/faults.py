"""What the database's errors mean to a user."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import peewee

from funnelboard.errors import DatabaseBusy, DatabaseError, FunnelBoardError, NotSaved, SumTooLarge, reason

_DRIVERS: tuple[Any, ...] = tuple({vars(peewee)["sqlite3"], sys.modules.get("sqlite3", vars(peewee)["sqlite3"])})
"""The module that Peewee has chosen, the newer of ``pysqlite3`` and Python's own; and Python's own."""

# Peewee turns the driver's errors into its own where a statement begins, but not while rows are fetched, many rows are
# written or a database is copied.
DATABASE_ERRORS = (peewee.DatabaseError, *(driver.DatabaseError for driver in _DRIVERS))
OPERATIONAL_ERRORS = (peewee.OperationalError, *(driver.OperationalError for driver in _DRIVERS))
REFUSALS = (peewee.PeeweeException, *(driver.Error for driver in _DRIVERS), OverflowError, UnicodeDecodeError)
"""All that can be wrong with a connection, a statement and its values, as the driver has it or Peewee."""
DEFECTS = tuple(error for module in (peewee, *_DRIVERS) for error in (module.IntegrityError, module.ProgrammingError))


BESIDE = 65_536
"""Bytes that a database in use needs beside it at least."""


def is_busy(error: Exception) -> bool:
    """Whether another connection holds the lock, so that trying again makes sense."""
    text = str(error).lower()
    return "locked" in text or "busy" in text


def is_read_only(error: Exception) -> bool:
    """Whether SQLite may not write."""
    text = str(error).lower()
    return "readonly" in text or "read-only" in text


def is_shut_out(error: Exception) -> bool:
    """Whether SQLite may not write, or may not even open, a file."""
    return is_read_only(error) or "unable to open" in str(error).lower()


def translate(error: Exception, path: object) -> FunnelBoardError:
    """The sentence for an error of Peewee or of its driver."""
    text = str(error).lower()
    if is_busy(error):
        return DatabaseBusy("Not saved yet: another writer is holding the database. Try again in a moment.")
    if disk_is_full(error, path):
        return NotSaved("Not saved: the disk is full. Make room, then do it again.")
    if is_read_only(error):
        return NotSaved(f"Not saved: {path} is read-only for you. Ask its owner for write access.")
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return DatabaseError(f"{path} is damaged. Run: funnelboard --db {path} check, and restore a backup.")
    if "i/o" in text or "unable to open" in text:
        return NotSaved(f"Not saved: {path} cannot be reached ({error}). Check the disk and the directory.")
    if "integer overflow" in text:
        return SumTooLarge("Not done: a sum of amounts is too large. Run “funnelboard check”, which names the deals.")
    return DatabaseError(f"The database refused: {error}.")


def cannot_open(error: Exception, path: object) -> DatabaseError:
    """The sentence for a database that cannot be opened."""
    if disk_is_full(error, path):
        return DatabaseError(f"{path} cannot be opened: the disk is full. Make room, then open it again.")
    if is_shut_out(error):
        return DatabaseError(
            f"{path} cannot be opened: a database in use needs files beside it, and its directory may not be written. "
            "Ask for write access to the directory, or open a backup."
        )
    translated_error = translate(error, path)
    return translated_error if isinstance(translated_error, DatabaseError) else DatabaseError(str(translated_error))


def disk_is_full(error: Exception, path: object) -> bool:
    """Whether that is what is wrong, also where SQLite says only that it cannot read or open what it needs."""
    text = str(error).lower()
    if "full" in text or (isinstance(error, OSError) and error.errno == errno.ENOSPC):
        return True
    if "i/o" not in text and "unable to open" not in text:
        return False
    try:
        room = os.statvfs(os.path.dirname(str(path)))
    except OSError:
        return False
    return room.f_bavail * room.f_frsize < BESIDE


def not_made(error: Exception, path: object) -> str:
    """Why a file was not made, and what to do: the end of a sentence."""
    if disk_is_full(error, path):
        return "the disk is full. Make room, then do it again."
    return f"{reason(error)}. Check the disk and the directory, then do it again."


@contextmanager
def translated(path: object) -> Iterator[None]:
    """Turn what Peewee raises inside into our own errors; a broken constraint stays, being a defect of ours.

    Not so a rule for the values of a row: it is broken, too, where somebody else has written another value into it.
    """
    try:
        yield
    except (OverflowError, UnicodeDecodeError) as error:
        raise _foreign(path) from error
    except DEFECTS as error:
        if "CHECK constraint" not in str(error):
            raise
        raise _foreign(path) from error
    except DATABASE_ERRORS as error:
        raise translate(error, path) from error


def _foreign(path: object) -> DatabaseError:
    return DatabaseError(f"{path} holds what no FunnelBoard has written. Run “funnelboard check”, or restore a backup.")
