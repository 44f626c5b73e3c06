"""Who may read and write a database file: of a new one its owner, unless it is made to be shared."""

from __future__ import annotations

import os
import stat
from _thread import allocate_lock  # threading takes a millisecond to import
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import DatabaseError

PRIVATE, SHARED = 0o600, 0o660
GROUP_BITS = 0o060
_UMASK = allocate_lock()


class Access(NamedTuple):
    """What a new file is to have.

    Attributes:
        mode: Its permissions.
        group: The id of its group; None for whichever the system gives it.
        exactly: Whether it has them whatever this account's umask says, because others count on it.
    """

    mode: int = PRIVATE
    group: int | None = None
    exactly: bool = False

    def settle(self, descriptor: int) -> None:
        """Give a file, made with ``mode`` under the umask, what it is to have; only ever to the group that is meant.

        Raises:
            PermissionError: This account is not in the group, and the file was to have exactly this.
        """
        mode = self.mode if self.exactly else stat.S_IMODE(os.fstat(descriptor).st_mode)
        if mode & GROUP_BITS and self.group is not None and os.fstat(descriptor).st_gid != self.group:
            try:
                os.fchown(descriptor, -1, self.group)
            except PermissionError:
                if self.exactly:
                    raise
                mode &= ~GROUP_BITS
        os.fchmod(descriptor, mode)


def may_write(path: Path) -> bool:
    """Whether this account may write a database: the file, and what SQLite puts beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def of_new(directory: Path, group: str | None) -> Access:
    """Of a new database: private, unless a group is named or the directory belongs to one.

    Raises:
        DatabaseError: There is no such group, or this account is not in it.
    """
    if group is not None:
        return Access(SHARED, _group_id(group), exactly=True)
    found = directory.stat()
    return Access(SHARED, found.st_gid, exactly=True) if _is_shared(found) else Access()


def of_copy(source: os.stat_result) -> Access:
    """Of a copy: never more than its source gives, and to nobody but the group of the source."""
    return Access(PRIVATE | source.st_mode & GROUP_BITS, source.st_gid)


@contextmanager
def shared_alike(path: Path) -> Iterator[None]:
    """As long as it lasts, what SQLite makes beside a database can be used by whoever the database is shared with.

    SQLite gives its files the permissions of the database, but only a moment after it has made them under the umask;
    who opens them in that moment cannot write. The umask is the whole process's, so no more is let through than the
    database needs. Their group is the directory's, if that hands it on, or this account's own.
    """
    try:
        database = os.stat(path)
    except OSError:
        yield
        return
    with _UMASK:
        before = os.umask(0o077)
        os.umask(before & ~(database.st_mode & GROUP_BITS))
        try:
            yield
        finally:
            os.umask(before)
    if database.st_mode & GROUP_BITS:
        for beside in (f"{path}-wal", f"{path}-shm"):
            with suppress(OSError):
                if os.stat(beside, follow_symlinks=False).st_gid != database.st_gid:
                    os.chown(beside, -1, database.st_gid, follow_symlinks=False)


def _is_shared(directory: os.stat_result) -> bool:
    return bool(directory.st_mode & stat.S_ISGID and directory.st_mode & stat.S_IWGRP)


def _group_id(name: str) -> int:
    import grp

    try:
        group = grp.getgrnam(name).gr_gid
    except KeyError:
        raise DatabaseError(f"There is no group “{name}” on this machine.") from None
    if os.geteuid() != 0 and group not in (os.getegid(), *os.getgroups()):
        raise DatabaseError(f"You are not in the group “{name}”. Ask the administrator to add you, then log in again.")
    return group
