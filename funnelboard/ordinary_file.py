"""Reading a file whose name came from somebody: nothing in its place is waited for or read without end."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

State = tuple[int, ...]
"""What tells a file, as it was at one moment, from another one and from itself when it has been written to."""


@contextmanager
def open_ordinary(path: Path, most: int) -> Iterator[BufferedReader]:
    """A file to be read from.

    Args:
        most: Bytes it may have.

    Raises:
        ValueError: It is no ordinary file, or has more bytes than that; the message ends a sentence about it.
        OSError: It cannot be read.
    """
    if "\0" in str(path):
        raise ValueError("its name holds a NUL character")
    # Looked at first, since opening a device may already do something; without O_NONBLOCK a pipe that has taken the
    # file's place meanwhile would be waited for.
    require_ordinary(os.stat(path))
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        found = os.fstat(file.fileno())
        require_ordinary(found)
        if found.st_size > most:
            raise ValueError(f"it has more than {most:,} bytes")
        yield file


def read_ordinary(path: Path, most: int) -> bytes:
    """What is in a file; raises as :func:`open_ordinary`."""
    with open_ordinary(path, most) as file:
        content = file.read(min(os.fstat(file.fileno()).st_size, most) + 1)
    if len(content) > most:
        raise ValueError(f"it has more than {most:,} bytes")
    return content


def state_of(found: os.stat_result) -> State:
    """What is compared of a file."""
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def require_ordinary(found: os.stat_result) -> None:
    """Refuse what is no file: the end of a sentence about it.

    Raises:
        ValueError: It is a directory, a pipe, a device or a socket.
    """
    if stat.S_ISDIR(found.st_mode):
        raise ValueError("it is a directory")
    if not stat.S_ISREG(found.st_mode):
        raise ValueError("it is no ordinary file, but a pipe, a device or a socket")
