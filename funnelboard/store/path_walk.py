"""Opening a file step by step along its path, so that no colleague decides where the path leads.

In a directory that a group may write to, any of the group can put a symbolic link in the place of a name. Followed
blindly, a link to somebody's private database would have them write to that instead.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from funnelboard.errors import DatabaseError
from funnelboard.ordinary_file import require_ordinary

MOST_LINKS = 40
"""As many as Linux follows."""

ONLY_NAME = getattr(os, "O_PATH", os.O_RDONLY)
"""A directory that may be entered need not be one that may be listed."""


def open_along(path: Path) -> int:
    """A descriptor, for reading, of the file at the end of a path.

    A symbolic link on the way is followed if it belongs to root, to this account, or to whom the file belongs.

    Raises:
        DatabaseError: A link belongs to somebody else.
        ValueError: It is no ordinary file; the message ends a sentence about it.
        OSError: It cannot be opened.
    """
    above = os.open("/", ONLY_NAME | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        ahead = list(reversed(path.absolute().parts[1:]))
        links: list[tuple[str, int]] = []
        while ahead:
            name = ahead.pop()
            found = os.stat(name, dir_fd=above, follow_symlinks=False)
            if stat.S_ISLNK(found.st_mode):
                leads = os.readlink(name, dir_fd=above)
                if len(links) == MOST_LINKS or not os.path.samestat(
                    found, os.stat(name, dir_fd=above, follow_symlinks=False)
                ):
                    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
                links.append((name, found.st_uid))
                ahead += reversed(Path(leads).parts)
            elif ahead or stat.S_ISDIR(found.st_mode):
                above = _entered(above, name)
            else:
                require_ordinary(found)
                descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=above)
                try:
                    _require_trusted(path, links, os.fstat(descriptor).st_uid)
                except DatabaseError:
                    os.close(descriptor)
                    raise
                return descriptor
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    finally:
        os.close(above)


def _entered(above: int, name: str) -> int:
    """The directory of that name, in place of the one it is in."""
    entered = os.open(name, ONLY_NAME | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=above)
    os.close(above)
    return entered


def _require_trusted(path: Path, links: list[tuple[str, int]], owner: int) -> None:
    for name, linker in links:
        if linker not in (0, os.geteuid(), owner):
            raise DatabaseError(
                f"{path} is reached through the link “{name}”, which another account has put there. Nothing was "
                "touched. If it should lead there, name the file itself."
            )
