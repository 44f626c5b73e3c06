"""What the database's errors mean to a user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import peewee

from funnelboard.errors import DatabaseBusy, DatabaseError, FunnelBoardError, NotSaved


def is_busy(error: Exception) -> bool:
    """Whether another connection holds the lock, so that trying again makes sense."""
    text = str(error).lower()
    return "locked" in text or "busy" in text


def translate(error: Exception, path: object) -> FunnelBoardError:
    """The sentence for an error of Peewee or SQLite."""
    text = str(error).lower()
    if is_busy(error):
        return DatabaseBusy("Not saved yet: another writer is holding the database. Try again in a moment.")
    if "full" in text:
        return NotSaved("Not saved: the disk is full. Make room, then do it again.")
    if "readonly" in text or "read-only" in text:
        return NotSaved(f"Not saved: {path} is read-only for you. Ask its owner for write access.")
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return DatabaseError(f"{path} is damaged. Run: funnelboard check {path}, and restore a backup.")
    if "i/o" in text or "unable to open" in text:
        return NotSaved(f"Not saved: {path} cannot be reached ({error}). Check the disk and the directory.")
    return DatabaseError(f"The database refused: {error}.")


@contextmanager
def translated(path: object) -> Iterator[None]:
    """Turn what Peewee raises inside into our own errors; a broken constraint stays, being a defect of ours."""
    try:
        yield
    except (peewee.OperationalError, peewee.DatabaseError) as error:
        if isinstance(error, peewee.IntegrityError | peewee.ProgrammingError):
            raise
        raise translate(error, path) from error
