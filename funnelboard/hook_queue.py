"""What has happened and waits for the seller's own commands: a folder of documents, and one process that takes them.

Whoever has written puts a document there and goes on. The process is started when none is at work; it has a session of
its own, outlives whoever started it, and ends when nothing waits. So however many boards and commands write at once,
one hook runs at a time, in the order in which things happened.

The lock that says that it is at work is taken by whoever starts it, and handed over as its standard input: nobody
starts another one before the first has begun. It looks once more for documents after it has let go of the lock, since
those put there until then were left to it.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from funnelboard import locations
from funnelboard.domain.hook_event import HookEvent
from funnelboard.private_folder import make_directory

LOCK = "running"

_UNFINISHED = "."
"""What the name of a document begins with as long as it is being written."""


def put(event: HookEvent, document: bytes) -> None:
    """Have what has happened told to the seller's command for it, some time soon.

    Raises:
        OSError: It cannot be kept, or nothing can be started that would tell it.
        FunnelBoardError: There is no home directory for it.
    """
    folder = locations.hook_queue()
    make_directory(folder)
    # This clock is the same for all processes, and is never put back.
    name = f"{time.monotonic_ns():020d}-{os.getpid()}.{event}"
    unfinished = folder / f"{_UNFINISHED}{name}"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(document)
    unfinished.rename(folder / name)
    _start(folder)


def waiting() -> list[Path]:
    """What waits, in the order in which it happened."""
    folder = locations.hook_queue()
    return sorted(path for path in folder.iterdir() if path.name != LOCK and not path.name.startswith(_UNFINISHED))


def event_of(path: Path) -> HookEvent:
    """What a document tells of.

    Raises:
        ValueError: It is none of ours.
    """
    return HookEvent(path.name.partition(".")[2])


def is_free(lock: int) -> bool:
    """Take the lock, an open file, unless another process has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start(folder: Path) -> None:
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        if is_free(lock):
            runner = subprocess.Popen(
                [sys.executable, "-m", "funnelboard.hook_runner"],
                cwd=Path(__file__).parents[1],  # where Python looks first for what it runs
                stdin=lock,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            threading.Thread(target=runner.wait, name="hooks", daemon=True).start()
    finally:
        os.close(lock)
