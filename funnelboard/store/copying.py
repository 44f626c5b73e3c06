"""New database files, and copies of databases through SQLite's backup interface.

Nothing here reads or writes the file of an open database by itself: that would drop SQLite's locks on it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee

from funnelboard.errors import DatabaseError

SQLITE_BUSY, SQLITE_LOCKED = 5, 6


def new_file(path: Path, group: str | None = None) -> None:
    """An empty file that owner and group may read and write under any umask.

    Raises:
        OSError: It is there already, or cannot be made.
        DatabaseError: There is no such group.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o660)
    try:
        os.fchmod(descriptor, 0o660)
        if group is not None:
            import grp

            try:
                os.fchown(descriptor, -1, grp.getgrnam(group).gr_gid)
            except KeyError:
                raise DatabaseError(f"There is no group “{group}” on this machine.") from None
    finally:
        os.close(descriptor)


@contextmanager
def complete_or_absent(target: Path) -> Iterator[Path]:
    """Where to write a new file, which gets its name when all of it is there; whatever goes wrong leaves nothing.

    Raises:
        FileExistsError: Something has this name by then; it is left as it is.
    """
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        yield partial
        os.link(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def read_only(path: Path) -> peewee.SqliteDatabase:
    """A database file that is only looked at, not connected yet; to be closed."""
    return peewee.SqliteDatabase(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def copy_into(source: peewee.SqliteDatabase, target: Path, patience: float) -> None:
    """Copy a connected database over another file through SQLite's backup interface.

    The copy is in rollback-journal mode, so that it can be read from where nothing can be written.
    """
    copy = peewee.SqliteDatabase(str(target))
    try:
        copy_over(source, copy, patience)
        copy.pragma("journal_mode", "delete")
    finally:
        copy.close()


def check_copy(path: Path) -> None:
    """Look through a copy for damage.

    Raises:
        peewee.DatabaseError: It is damaged.
    """
    copy = peewee.SqliteDatabase(str(path))
    try:
        if copy.pragma("quick_check") != "ok":
            raise peewee.DatabaseError("the copy is damaged. Run “funnelboard check”, and try another disk")
    finally:
        copy.close()


def copy_over(source: peewee.SqliteDatabase, target: peewee.SqliteDatabase, patience: float) -> None:
    """Copy one connected database over another, in one transaction.

    Raises:
        peewee.OperationalError: Others held either of them for longer than ``patience`` seconds.
    """
    deadline = time.monotonic() + patience

    def give_up(status: int, _remaining: int, _total: int) -> None:
        # Left to itself, the interface waits for a lock for ever.
        if status & 0xFF in (SQLITE_BUSY, SQLITE_LOCKED) and time.monotonic() > deadline:
            raise peewee.OperationalError("database is locked")

    source.connection().backup(target.connection(), pages=-1, progress=give_up, sleep=0.02)
