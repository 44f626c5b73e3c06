"""New database files, and copies of databases through SQLite's backup interface.

Nothing here reads or writes the file of an open database by itself: that would drop SQLite's locks on it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import peewee

from funnelboard.errors import DatabaseError
from funnelboard.private_folder import PrivateFolder, private_folder
from funnelboard.store.access import PRIVATE, Access
from funnelboard.store.beside import require_own_beside
from funnelboard.store.faults import OPERATIONAL_ERRORS, is_busy
from funnelboard.store.progress import Progress, unwatched
from funnelboard.store.sqlite_words import WordedSqlite

SQLITE_BUSY, SQLITE_LOCKED = 5, 6
_AT_ONCE = 1_000
"""Pages that are copied before it is told how far that is."""

FORMAT_VERSIONS = 18
"""Offset, in the file's header, of the two bytes that say whether there is a write-ahead log."""

NEW_FILE = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_RDWR | os.O_CLOEXEC


def new_file(path: Path) -> None:
    """An empty file of one's own.

    Raises:
        OSError: It is there already, or cannot be made.
    """
    os.close(os.open(path, NEW_FILE, PRIVATE))


class UnfinishedFile:
    """A new database that is being made in a private folder, without a name of its own yet.

    SQLite opens files by name, and in a directory that others may write to they can exchange the folder for another
    one. So it is told to open no file beside this one, and nothing is written before it is known to have opened this.

    Attributes:
        path: What it is opened by.
    """

    def __init__(self, folder: PrivateFolder, name: str, access: Access) -> None:
        """Make it, empty.

        Raises:
            OSError: It cannot be made.
        """
        self.path = folder.path / name
        self._folder = folder
        self._access = access
        os.close(os.open(name, NEW_FILE, access.mode, dir_fd=folder.descriptor))

    @contextmanager
    def connected(self, by: type[peewee.SqliteDatabase] = WordedSqlite) -> Iterator[peewee.SqliteDatabase]:
        """It, to be written to.

        Args:
            by: What connects to it.

        Raises:
            DatabaseError: Another file has been put in its place.
        """
        with _connected(self.path, "mode=rw", by) as database:
            made = os.stat(self.path.name, dir_fd=self._folder.descriptor, follow_symlinks=False)
            require_open((made.st_dev, made.st_ino), self.path)
            # Beside the file there would be a journal, under a name that others may have taken.
            database.pragma("journal_mode", "memory")
            yield database

    def check(self) -> None:
        """Look through it for damage.

        Raises:
            peewee.DatabaseError: It is damaged.
        """
        with _connected(self.path, "mode=ro&immutable=1") as database:
            if database.pragma("quick_check") != "ok":
                raise peewee.DatabaseError("the copy is damaged; “funnelboard check” tells whether the database is")

    def finish(self, name: str) -> None:
        """Have all of it on disk, under a name, in rollback-journal mode: so it can be read where nothing is written.

        Raises:
            FileExistsError: Something has that name; it is left as it is.
            OSError: The disk refuses it.
        """
        flags = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC
        with open(os.open(self.path.name, flags, dir_fd=self._folder.descriptor), "r+b") as file:
            file.seek(FORMAT_VERSIONS)
            file.write(b"\1\1")
            self._access.settle(file.fileno())
            file.flush()
            os.fsync(file.fileno())
        self._folder.keep(self.path.name, name)


@contextmanager
def _connected(path: Path, how: str, by: type[peewee.SqliteDatabase] = WordedSqlite) -> Iterator[peewee.SqliteDatabase]:
    database = by(f"{path.absolute().as_uri()}?{how}", uri=True)
    try:
        database.connect()
        yield database
    finally:
        database.close()


@contextmanager
def complete_or_absent(target: Path, access: Access) -> Iterator[UnfinishedFile]:
    """A new file, which gets its name when all of it is there; whatever goes wrong leaves nothing.

    Raises:
        FileExistsError: Something has this name by then; it is left as it is.
        OSError: It cannot be made.
    """
    with private_folder(target.parent) as folder:
        unfinished = UnfinishedFile(folder, "new.db", access)
        yield unfinished
        unfinished.finish(target.name)


def require_open(expected: tuple[int, int], path: Path) -> None:
    """Refuse to go on unless SQLite has opened the file that is meant, and not what somebody has put in its place.

    No descriptor of our own may be open on it.

    Args:
        expected: Device and inode of the file that is meant.
        path: What SQLite was given.

    Raises:
        DatabaseError: It has not.
    """
    for name in os.listdir("/dev/fd"):
        with suppress(OSError):
            found = os.fstat(int(name))
            if (found.st_dev, found.st_ino) == expected:
                return
    raise DatabaseError(f"{path} was exchanged for something else by another account. Nothing was written.")


def read_only(path: Path) -> peewee.SqliteDatabase:
    """A database file that is only looked at, not connected yet; to be closed.

    Raises:
        DatabaseError: There is something beside it that SQLite has not put there.
    """
    require_own_beside(path)
    return WordedSqlite(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def copy_into(
    source: peewee.SqliteDatabase, target: UnfinishedFile, patience: float, progress: Progress = unwatched
) -> None:
    """Copy a connected database into a new file through SQLite's backup interface."""
    with target.connected() as copy:
        copy_over(source, copy, patience, progress)


def copy_over(
    source: peewee.SqliteDatabase, target: peewee.SqliteDatabase, patience: float, progress: Progress = unwatched
) -> None:
    """Copy one connected database over another, in one transaction.

    Args:
        progress: Told how many pages are copied, and of how many.

    Raises:
        peewee.OperationalError: Others held either of them for longer than ``patience`` seconds.
    """
    deadline = time.monotonic() + patience

    def advance(status: int, remaining: int, total: int) -> None:
        nonlocal deadline
        if status & 0xFF not in (SQLITE_BUSY, SQLITE_LOCKED):
            deadline = time.monotonic() + patience
            progress(total - remaining, total)
        # Left to itself, the interface waits for a lock for ever.
        elif time.monotonic() > deadline:
            raise peewee.OperationalError("database is locked")

    with _held(source, deadline):
        source.connection().backup(target.connection(), pages=_AT_ONCE, progress=advance, sleep=0.02)


@contextmanager
def _held(source: peewee.SqliteDatabase, deadline: float) -> Iterator[None]:
    """Inside it a database is seen as it is now: a copy of it in parts would begin anew with every write of others."""
    if source.connection().in_transaction:
        yield
        return
    source.begin("deferred")
    try:
        while True:
            try:
                source.pragma("schema_version")  # all that can be read of one that is damaged
                break
            except OPERATIONAL_ERRORS as error:
                if not is_busy(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
        yield
    finally:
        source.rollback()
