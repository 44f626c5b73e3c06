"""The log: the traceback of an unexpected error for whoever mends the program, and which of the seller's hooks failed.

The file lies in the user's state directory, is readable by its owner only, and keeps one older generation. Its lines
hold no control characters, so it can be looked at in any terminal.
"""

from __future__ import annotations

import os
import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from funnelboard import __version__, locations
from funnelboard.errors import FunnelBoardError
from funnelboard.private_folder import make_directory

EXIT_UNEXPECTED = 70
"""The exit status of a program that met an unexpected error (``EX_SOFTWARE``)."""

MAX_BYTES = 1_000_000
"""A log that has grown beyond this is put aside, in place of the one put aside before."""


def log_exception(error: BaseException) -> Path:
    """Append an error and its traceback to the log.

    Returns:
        The log's path.

    Raises:
        OSError: The log cannot be written.
        FunnelBoardError: There is no home directory for it.
    """
    heading = f"FunnelBoard {__version__}, Python {platform.python_version()}, {sys.platform}, process {os.getpid()}\n"
    return _append(f"{heading}{''.join(traceback.format_exception(error))}\n")


def log_line(text: str) -> None:
    """Append a line to the log; raises as :func:`log_exception`."""
    _append(f"{' '.join(text.split())}\n")


def unexpected(error: BaseException, *, goes_on: bool = False) -> str:
    """Log an unexpected error and say so: the sentence to print before leaving with ``EXIT_UNEXPECTED``.

    Never raises: when the log cannot be written, the sentence says why.

    Args:
        goes_on: Whether the program does not leave for it.
    """
    met = f"FunnelBoard met an unexpected error ({type(error).__name__}){'' if goes_on else ' and had to stop'}"
    try:
        return f"{met}; the details are in {log_exception(error)}"
    except OSError as failure:
        return f"{met}; its log {locations.log_file()} could not be written: {failure.strerror}"
    except FunnelBoardError as failure:
        return f"{met}; its log could not be written: {failure}"


def _append(entry: str) -> Path:
    path = locations.log_file()
    make_directory(path.parent)
    if path.exists() and path.stat().st_size > MAX_BYTES:
        path.replace(path.with_name(path.name + ".1"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(_harmless(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {entry}"))
    return path


def _harmless(text: str) -> str:
    """Show control characters and other invisible ones as escapes; keep line breaks."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode("ascii") for c in text)
