"""Directories that nobody else may look into: those that files are kept in, and those that do not outlast their use.

In a directory that others may write to, a name can be made to mean something else at any moment. What is done to a
file in a private folder is therefore done relative to the folder's descriptor, which nobody can exchange.
"""

from __future__ import annotations

import fcntl
import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = ".funnelboard-"
IN_USE = "in-use"
"""A file in it that the process at work holds a lock on."""

DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
ATTEMPTS = 5


def make_directory(path: Path) -> None:
    """Make a directory for one's own files where there is none, and those above it, private under any umask.

    Raises:
        OSError: It cannot be made.
    """
    if not path.is_dir():
        make_directory(path.parent)
        with suppress(FileExistsError):
            path.mkdir(mode=0o700)
            path.chmod(0o700)


class PrivateFolder:
    """A new directory in another one; removed at the end or, if the process is killed, by the next one made there.

    Attributes:
        path: Its name, for what can open files by name only; others may have put something else in its place.
        descriptor: The directory itself.
    """

    def __init__(self, within: Path) -> None:
        """Make it, and remove what killed processes of this account have left beside it.

        Raises:
            OSError: It cannot be made.
        """
        remove_abandoned(within)
        self._above = os.open(within, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            self._name, self.descriptor, self._lock = _make_in(self._above)
        except BaseException:
            os.close(self._above)
            raise
        self.path = within / self._name

    def keep(self, name: str, called: str) -> None:
        """Give a file in it a name in the directory above, on disk too.

        Raises:
            FileExistsError: Something has that name already; it is left as it is.
        """
        os.link(name, called, src_dir_fd=self.descriptor, dst_dir_fd=self._above, follow_symlinks=False)
        os.fsync(self._above)

    def remove(self) -> None:
        """Remove it with all that is in it."""
        _remove(self._above, self._name, self.descriptor)
        for descriptor in (self._lock, self.descriptor, self._above):
            os.close(descriptor)


@contextmanager
def private_folder(within: Path) -> Iterator[PrivateFolder]:
    """A private folder for as long as the block lasts.

    Raises:
        OSError: It cannot be made.
    """
    folder = PrivateFolder(within)
    try:
        yield folder
    finally:
        folder.remove()


def remove_abandoned(within: Path) -> None:
    """Remove the folders of this account whose process has ended without doing so."""
    with suppress(OSError):
        above = os.open(within, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for name in os.listdir(above):
                if name.startswith(PREFIX):
                    # Another process may be removing the same one.
                    with suppress(OSError):
                        _remove_if_abandoned(above, name)
        finally:
            os.close(above)


def _make_in(above: int) -> tuple[str, int, int]:
    """A new folder: its name, its descriptor, and the lock that says that it is in use."""
    for _ in range(ATTEMPTS):
        name = PREFIX + os.urandom(8).hex()
        os.mkdir(name, 0o700, dir_fd=above)
        try:
            descriptor = os.open(name, DIRECTORY, dir_fd=above)
        except OSError:
            # The umask takes even its owner's rights away.
            os.rmdir(name, dir_fd=above)
            raise
        try:
            # Until it is locked it looks abandoned, and another process may remove it.
            with suppress(FileNotFoundError):
                if _is_own(descriptor):
                    # Under some umasks not even its owner may look into it.
                    os.fchmod(descriptor, stat.S_IMODE(os.fstat(descriptor).st_mode) | 0o700)
                    if (lock := _lock(descriptor)) is not None:
                        if os.fstat(lock).st_nlink:
                            return name, descriptor, lock
                        os.close(lock)
        except OSError:
            _remove(above, name, descriptor)
            os.close(descriptor)
            raise
        os.close(descriptor)
    raise OSError("another account removes what is made there")


def _is_own(descriptor: int) -> bool:
    """Whether this account, and nobody else, may put names into a folder."""
    found = os.fstat(descriptor)
    return found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077


def _lock(folder: int) -> int | None:
    """The descriptor of the lock, unless another process has it."""
    lock = os.open(IN_USE, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=folder)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    except OSError:
        os.close(lock)
        raise
    return lock


def _remove_if_abandoned(above: int, name: str) -> None:
    descriptor = os.open(name, DIRECTORY, dir_fd=above)
    try:
        if _is_own(descriptor) and (lock := _lock(descriptor)) is not None:
            _remove(above, name, descriptor)
            os.close(lock)
    finally:
        os.close(descriptor)


def _remove(above: int, name: str, folder: int) -> None:
    """Remove a folder that has no folders in it; the lock goes last."""
    with suppress(OSError):
        for file in sorted(os.listdir(folder), key=IN_USE.__eq__):
            os.unlink(file, dir_fd=folder)
        os.rmdir(name, dir_fd=above)
