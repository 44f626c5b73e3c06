"""A new file of one's own, which gets its name when all of it is there; whatever goes wrong leaves nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from funnelboard.private_folder import private_folder

_UNFINISHED = "new"


def write_new(path: Path, parts: Iterable[str]) -> None:
    """Write text, as UTF-8, to a file that nobody else may read.

    Raises:
        FileExistsError: Something has this name; it is left as it is.
        OSError: It cannot be written.
    """
    if os.path.lexists(path):
        raise FileExistsError(path)
    with private_folder(path.parent) as folder:
        flags = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY | os.O_CLOEXEC
        with open(
            os.open(_UNFINISHED, flags, 0o600, dir_fd=folder.descriptor), "w", encoding="utf-8", newline=""
        ) as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        folder.keep(_UNFINISHED, path.name)
