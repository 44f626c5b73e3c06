"""The files that drafts are kept in: one for each board that is open, of which a later board takes over the rest.

Two boards of one seller on one database never write the same file, so neither can wipe what the other keeps. A board
holds a lock on its own as long as it lives; one without a lock belongs to a board that ended, however it did.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from funnelboard.exchange.safe_text import clean
from funnelboard.memory.draft import Draft, DraftKey, Earlier, Entry
from funnelboard.memory.kept_file import read_kept, reason, remove_halves
from funnelboard.private_folder import make_directory

MAX_BYTES = 32_000_000
"""Bytes of one file: what would go beyond is not written, and a larger file is not read."""

MAX_BOARDS = 20
"""Boards of one seller that are open on one database and keep drafts at the same time."""

UNREADABLE = ".unreadable"


class DraftFile:
    """A file of drafts that this process alone writes, as long as it holds the lock beside it.

    Attributes:
        path: Where it is.
    """

    def __init__(self, path: Path) -> None:
        """Lock it.

        Raises:
            BlockingIOError: Another process holds the lock.
            OSError: There can be no lock there.
        """
        self.path = path
        make_directory(path.parent)
        self._lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._lock)
            raise
        remove_halves(path)

    def remove(self) -> None:
        """Remove what it held, which another file now has, and give it up."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        self.release()

    def release(self) -> None:
        """Let another process have it."""
        os.close(self._lock)


def free_files(path: Path) -> Iterator[DraftFile]:
    """Lock every file that no other board holds, one after another: the first to write, the others if they exist.

    Raises:
        OSError: There can be no locks there.
    """
    first = True
    for number in range(MAX_BOARDS):
        place = path.with_name(f"{path.name}.{number}") if number else path
        if first or os.path.lexists(place):
            with contextlib.suppress(BlockingIOError):
                yield DraftFile(place)
                first = False


def read_drafts(path: Path) -> tuple[list[Entry], str]:
    """What is kept in a file, and a sentence about what cannot be used of it; empty if all can.

    A file with anything unusable in it is set aside under another name.
    """
    entries: list[Entry] = []
    problem = ""
    try:
        for number, line in enumerate(read_kept(path, MAX_BYTES).splitlines(), 1):
            try:
                entries.append(_entry(json.loads(line.decode())))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                problem = problem or f"line {number} makes no sense"
    except (OSError, ValueError) as error:
        problem = reason(error)
    if not problem:
        return entries, ""
    aside = path.with_name(path.name + UNREADABLE)
    try:
        os.replace(path, aside)
    except OSError:
        return entries, f"Text kept from before could not be read and is left out: {problem}."
    return entries, f"Text kept from before could not be read ({problem}) and is set aside in {aside}."


def written(entry: Entry) -> str:
    """An entry as a line of the file."""
    if isinstance(entry, Earlier):
        return json.dumps({"earlier": entry.command, "text": entry.text}) + "\n"
    kept = {
        "command": entry.key.command,
        "deals": entry.key.deal_ids,
        "title": entry.title,
        "at": entry.at,
        "orphan": entry.orphan,
        "text": entry.text,
    }
    return json.dumps(kept) + "\n"


def within_bounds(lines: Iterable[str]) -> str:
    """As many of the lines, from the first on, as a file may have."""
    kept, size = [], 0
    for line in lines:
        size += len(line)
        if size > MAX_BYTES:
            break
        kept.append(line)
    return "".join(kept)


def _entry(kept: dict[str, object]) -> Entry:
    """Raises ValueError, KeyError, TypeError or AttributeError for anything but what ``written`` wrote."""
    text = _text(kept["text"])
    if "earlier" in kept:
        return Earlier(_text(kept["earlier"]), text)
    deals, at, orphan = kept["deals"], kept["at"], kept["orphan"]
    if not isinstance(deals, list) or type(at) is not int or not 0 <= at < 2**63 or type(orphan) is not bool:
        raise ValueError
    if not all(type(deal_id) is int and 0 < deal_id < 2**63 for deal_id in deals):
        raise ValueError
    title = kept["title"]
    if not isinstance(title, str):
        raise ValueError
    return Draft(DraftKey(_text(kept["command"]), tuple(deals)), text, clean(title), at, orphan)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return clean(value, multiline=True)
