"""A directory for a copy of a database that only this process knows, and that does not outlast it for long."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from funnelboard.errors import NotSaved

PREFIX = "funnelboard-demo-"
IN_USE = "in-use"
"""A file that the process at work holds a lock on, beside its copy."""

SECONDS_LEFT_ALONE = 86_400


def private_folder() -> tuple[Path, Callable[[], None]]:
    """A new directory that nobody else may look into, and what removes it."""
    try:
        _remove_abandoned()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = os.open(folder / IN_USE, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise NotSaved(
            f"There is no room for a copy of the sample: {error}. Set TMPDIR to a directory you own."
        ) from error

    def remove() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)

    return folder, remove


def _remove_abandoned() -> None:
    """Remove this user's copies that a killed process left a day ago or longer."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        # Another demo that starts now may remove the same one.
        with suppress(OSError):
            found = folder.lstat()
            old = time.time() - found.st_mtime > SECONDS_LEFT_ALONE
            if old and stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not _in_use(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _in_use(folder: Path) -> bool:
    try:
        lock = os.open(folder / IN_USE, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False
