"""Running PostgreSQL's own programs, and following how far they are by what they say."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from funnelboard.errors import NotSaved

_LOOK = 0.25
"""Seconds in which something may have got further without a word."""

_FAILURE = re.compile(r"^\w+: (?:error|fatal): (.*)", re.MULTILINE)


def found(name: str, by_hand: str, otherwise: str) -> str:
    """The path of a program.

    Args:
        by_hand: What to run where it is.
        otherwise: What else can be done.

    Raises:
        NotSaved: It is not installed.
    """
    path = shutil.which(name)
    if path is None:
        raise NotSaved(
            f"{name} is not installed here; a package like postgresql-client brings it. Where it is, run: {by_hand} "
            f"({otherwise})."
        )
    return path


def run(command: Sequence[str], failed: str, **options: Any) -> bytes:
    """Run one; what it writes.

    Raises:
        NotSaved: It failed, in its own words.
    """
    usual = {"stdin": subprocess.DEVNULL, "env": _environment()}
    done = subprocess.run(command, capture_output=True, check=False, **{**usual, **options})
    _require_done(command, failed, done.returncode, done.stderr)
    written: bytes = done.stdout
    return written


def follow(command: Sequence[str], failed: str, hear: Callable[[str], None], **options: Any) -> None:
    """Run one that tells what it does, to its end; if anything is raised meanwhile, it is ended first.

    Args:
        hear: Given each line that it says, and an empty one a few times a second.

    Raises:
        NotSaved: It failed, in its own words.
    """
    usual = {"stdin": subprocess.DEVNULL, "env": _environment()}
    said, heard = b"", 0
    with subprocess.Popen(command, stderr=subprocess.PIPE, **{**usual, **options}) as process:
        try:
            assert process.stderr is not None
            while True:
                if select.select([process.stderr], [], [], _LOOK)[0]:
                    more = os.read(process.stderr.fileno(), 65_536)
                    if not more:
                        break
                    said += more
                whole = said[heard : said.rfind(b"\n") + 1]
                heard += len(whole)
                for line in (*whole.decode(errors="replace").splitlines(), ""):
                    hear(line)
        except BaseException:
            process.terminate()
            process.wait()
            raise
    _require_done(command, failed, process.returncode, said)


def _environment() -> dict[str, str]:
    """What they are run with: they are to say in English what they do."""
    return {**os.environ, "LC_ALL": "C"}


def _require_done(command: Sequence[str], failed: str, status: int, said: bytes) -> None:
    if status == 0:
        return
    text = said.decode(errors="replace").strip()
    failure = _FAILURE.search(text)
    words = (failure[1] if failure else text.rpartition("\n")[2].partition(": ")[2]).strip().rstrip(".")
    raise NotSaved(f"{failed}: {words or f'{Path(command[0]).name} ended with {status}'}.")
