"""The process that runs the seller's own commands, one after the other: ``python -m funnelboard.hook_runner``.

Its standard input is the lock of :mod:`funnelboard.hook_queue`. The commands are those of the personal settings as they
are now. A command is started without a shell; what has happened is on its standard input, and nowhere else, so that
nobody's text is ever taken for a part of it.
"""

from __future__ import annotations

import fcntl
import os
import shlex
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from funnelboard import hook_queue
from funnelboard.config import load_config
from funnelboard.domain.hook_event import RUN_BY_HOOK, HookEvent
from funnelboard.errors import ConfigError, FunnelBoardError, reason
from funnelboard.log import log_exception, log_line

PATIENCE = 30.0
"""Seconds that a command may take."""

FRESH = 3600
"""Seconds after which nobody wants to be told any more what has happened."""


def run_waiting(lock: int, patience: float = PATIENCE) -> None:
    """Run a command for everything that waits.

    Args:
        lock: The open file that is locked for this process.
        patience: Seconds that each may take.

    Raises:
        OSError: The folder of what waits cannot be read.
    """
    while True:
        for path in hook_queue.waiting():
            _run(path, patience)
        if hook_queue.waiting():
            continue
        fcntl.flock(lock, fcntl.LOCK_UN)
        if not hook_queue.waiting() or not hook_queue.is_free(lock):
            return


def _run(path: Path, patience: float) -> None:
    """Run the command for one document, which is gone before it begins: nothing is told twice."""
    with path.open("rb") as document:
        path.unlink()
        event = hook_queue.event_of(path)
        if time.time() - os.fstat(document.fileno()).st_mtime > FRESH:
            _log(f"hook {event}: not run, since it had waited for more than an hour")
            return
        try:
            command = load_config().hooks.get(event)
        except ConfigError as error:
            _log(f"hook {event}: not run: {error}")
            return
        if command is not None and (failure := _failure(event, command, document.fileno(), patience)):
            _log(f"hook {event}: “{command}” {failure}")


def _log(text: str) -> None:
    """Keep a line about a command; where that cannot be, the next command is run all the same."""
    with suppress(OSError, FunnelBoardError):
        log_line(text)


def _failure(event: HookEvent, command: str, document: int, patience: float) -> str:
    """Run a command; how it failed, as the end of a sentence, or nothing."""
    program, *arguments = shlex.split(command)
    try:
        process = subprocess.Popen(
            [os.path.expanduser(program), *arguments],
            stdin=document,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=Path.home(),
            env={**os.environ, RUN_BY_HOOK: event},
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return f"could not be started: {reason(error)}"
    try:
        status = process.wait(patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return f"was ended, since it took more than {patience:g} seconds"
    if status < 0:
        return f"was ended by signal {-status}"
    return f"ended with status {status}" if status else ""


if __name__ == "__main__":
    try:
        run_waiting(sys.stdin.fileno())
    except Exception as error:
        log_exception(error)
