"""The locked seat: a board from which nothing else can be reached, whatever the environment says."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from funnelboard.cli.invocation import COMMANDS, READ_ONLY

OPTION = "--locked"
USAGE = f"A locked seat is started with “funnelboard {OPTION} [{READ_ONLY}] DATABASE”, and nothing else on the line."

_OBEYED = ("HOME", "TERM", "COLORTERM", "NO_COLOR", "TZ", "LANG")
"""All that a seat takes from the environment, beside ``LC_…``: who types where, and how they read."""


def asks_for_seat(arguments: Sequence[str]) -> bool:
    """Whether a command line has to do with a locked seat; after ``--`` there are only words."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return OPTION in options


def seat_database(arguments: Sequence[str]) -> str | None:
    """The database that a seat is asked for on; None where the command line asks for anything more, or less."""
    match [each for each in arguments if each not in (OPTION, READ_ONLY)]:
        case [database] | ["--db", database] if database and not (database.startswith("-") or database in COMMANDS):
            return database
        case _:
            return None


def isolate(arguments: Sequence[str]) -> None:
    """Forget the environment but for what a seat obeys, and have an interpreter that never read it.

    Python obeys its own variables before the first line of ours, so unless it was told not to, it is started again.
    """
    for name in list(os.environ):
        if name not in _OBEYED and not name.startswith("LC_"):
            del os.environ[name]
    if not sys.flags.isolated:
        os.execv(sys.executable, [sys.executable, "-I", "-m", "funnelboard", *arguments])
