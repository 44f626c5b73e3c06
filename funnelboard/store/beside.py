"""What lies beside a database under the names that SQLite takes for its own files there.

Whoever may write to the directory can put something else under them: a pipe, which SQLite would wait for without end,
or a journal that has it remove files anywhere.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from funnelboard.errors import DatabaseError

JOURNAL = "-journal"
ENDINGS = (JOURNAL, "-wal", "-shm")

JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""How a journal begins; it ends so too where it names a journal of several databases, to be removed with it."""


def require_own_beside(path: Path) -> None:
    """Refuse a database beside which there is what SQLite has not put there; called before it is connected to.

    Raises:
        DatabaseError: There is; nothing has been touched.
    """
    database = os.path.realpath(path)
    for ending in ENDINGS:
        beside = database + ending
        with suppress(FileNotFoundError, PermissionError):
            found = os.lstat(beside)
            if not stat.S_ISREG(found.st_mode):
                raise DatabaseError(f"{path} cannot be opened: {beside} is no ordinary file. Remove it.")
            if ending == JOURNAL and _names_another(beside, found.st_size):
                raise DatabaseError(
                    f"{path} cannot be opened: {beside} would have other files removed, so no FunnelBoard has written "
                    "it. Remove it."
                )


def _names_another(journal: str, size: int) -> bool:
    """Whether a journal speaks of more than its own database, which FunnelBoard never writes to with others."""
    if size < len(JOURNAL_MAGIC):
        return False
    with open(os.open(journal, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        file.seek(size - len(JOURNAL_MAGIC))
        return file.read() == JOURNAL_MAGIC
