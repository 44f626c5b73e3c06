"""What the database's errors mean to a user."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import peewee

from funnelboard.errors import DatabaseBusy, DatabaseError, FunnelBoardError, NotSaved

_DRIVER: Any = vars(peewee)["sqlite3"]
"""The module that Peewee has chosen: the newer of ``pysqlite3`` and Python's own."""

# Peewee turns the driver's errors into its own where a statement begins, but not while rows are fetched, many rows are
# written or a database is copied.
DATABASE_ERRORS = (peewee.DatabaseError, _DRIVER.DatabaseError)
OPERATIONAL_ERRORS = (peewee.OperationalError, _DRIVER.OperationalError)
DEFECTS = (peewee.IntegrityError, peewee.ProgrammingError, _DRIVER.IntegrityError, _DRIVER.ProgrammingError)


BESIDE = 65_536
"""Bytes that a database in use needs beside it at least."""


def is_busy(error: Exception) -> bool:
    """Whether another connection holds the lock, so that trying again makes sense."""
    text = str(error).lower()
    return "locked" in text or "busy" in text


def translate(error: Exception, path: object) -> FunnelBoardError:
    """The sentence for an error of Peewee or of its driver."""
    text = str(error).lower()
    if is_busy(error):
        return DatabaseBusy("Not saved yet: another writer is holding the database. Try again in a moment.")
    if "full" in text or ("i/o" in text and disk_is_full(path)):
        return NotSaved("Not saved: the disk is full. Make room, then do it again.")
    if "readonly" in text or "read-only" in text:
        return NotSaved(f"Not saved: {path} is read-only for you. Ask its owner for write access.")
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return DatabaseError(f"{path} is damaged. Run: funnelboard check {path}, and restore a backup.")
    if "i/o" in text or "unable to open" in text:
        return NotSaved(f"Not saved: {path} cannot be reached ({error}). Check the disk and the directory.")
    return DatabaseError(f"The database refused: {error}.")


def disk_is_full(path: object) -> bool:
    """Whether there is no room for what SQLite needs beside a database; it calls that an I/O error."""
    try:
        room = os.statvfs(os.path.dirname(str(path)))
    except OSError:
        return False
    return room.f_bavail * room.f_frsize < BESIDE


@contextmanager
def translated(path: object) -> Iterator[None]:
    """Turn what Peewee raises inside into our own errors; a broken constraint stays, being a defect of ours."""
    try:
        yield
    except DEFECTS:
        raise
    except DATABASE_ERRORS as error:
        raise translate(error, path) from error


def reason(error: Exception) -> str:
    """An error in a few words, without the number and the path that an ``OSError`` adds."""
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


@contextmanager
def readable(path: object) -> Iterator[None]:
    """Turn a stored word or date that means nothing, as a flipped bit leaves it, into a sentence."""
    try:
        yield
    except ValueError as error:
        raise DatabaseError(f"{path} is damaged: {error}. Run “funnelboard check”, or restore a backup.") from error
