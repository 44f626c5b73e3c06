"""Small private files that are kept from one session to the next, and that may be found in any state."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from funnelboard.ordinary_file import read_ordinary
from funnelboard.private_folder import make_directory

if TYPE_CHECKING:
    import threading


def read_kept(path: Path, most: int) -> bytes:
    """What is in a file; nothing if there is none. Otherwise as :func:`funnelboard.ordinary_file.read_ordinary`."""
    try:
        return read_ordinary(path, most)
    except (FileNotFoundError, NotADirectoryError):
        return b""


def replace_kept(path: Path, content: str) -> None:
    """Put a private file in place of what is there, whole or not at all.

    Raises:
        OSError: That cannot be done.
    """
    make_directory(path.parent)
    beside = path.with_name(f".{os.getpid()}.new.{path.name}")
    beside.unlink(missing_ok=True)
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
        os.replace(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def remove_halves(path: Path) -> None:
    """Remove what a process that was killed while replacing a file left beside it. No other may be replacing it now."""
    with contextlib.suppress(OSError):
        for name in os.listdir(path.parent):
            if name.startswith(".") and name.endswith(f".new.{path.name}"):
                path.with_name(name).unlink(missing_ok=True)


def reason(error: Exception) -> str:
    """The end of a sentence that says why a file cannot be read or written."""
    if isinstance(error, OSError):
        return (error.strerror or "the system refuses it").lower()
    return str(error)


class KeptWriter:
    """Writes a file from a thread of its own as soon as it changes, so that no key waits for a slow disk.

    What changes while it is being written is written after that, at once.

    Attributes:
        failure: Why the last writing failed; empty if it did not.
    """

    def __init__(self, path: Path, content: Callable[[], str]) -> None:
        """Begin with what is on disk.

        Args:
            content: What to write; called on the writing thread. An empty one removes the file.
        """
        import threading

        self.failure = ""
        self._path = path
        self._content = content
        self._turn = threading.Condition()
        self._thread: threading.Thread | None = None
        self._changes = self._written = 0
        self._closed = self._slow = False

    def changed(self) -> None:
        """Have the content written."""
        import threading

        with self._turn:
            self._changes += 1
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="kept", daemon=True)
                self._thread.start()
            self._turn.notify_all()

    def flush(self) -> bool:
        """Wait until all that changed so far was written, or could not be; whether it is on disk."""
        self._wait(None)
        return not self.failure

    def settle(self, patience: float) -> None:
        """The same for so many seconds at most, which a disk that is slow takes once, until it is done with all."""
        with self._turn:  # what has been written in the meantime says so after that, not before
            if not self._slow:
                self._slow = not self._wait(patience)

    def _wait(self, patience: float | None) -> bool:
        with self._turn:
            wanted = self._changes
            return self._turn.wait_for(lambda: self._written >= wanted or self._closed, patience)

    def close(self) -> None:
        """Write what is still to be written, now, and nothing after that."""
        with self._turn:
            self._closed = True
            self._turn.notify_all()
        if self._thread is not None:
            self._thread.join()
        if self._written < self._changes or self.failure:
            self._write()

    def _run(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._closed or self._written < self._changes)
                if self._closed:
                    return
                changes = self._changes
            self._write()
            with self._turn:
                self._written = changes
                self._slow = self._slow and changes < self._changes
                self._turn.notify_all()

    def _write(self) -> None:
        try:
            content = self._content()
            if content:
                replace_kept(self._path, content)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            self.failure = reason(error)
        else:
            self.failure = ""
