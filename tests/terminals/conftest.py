"""What leaves a terminal's line, read strictly: whatever is not among what the board itself says is a hole."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from funnelboard.services.workspace import Workspace

ALLOWED = re.compile(
    r"\x1b\[(?:\d+;\d+H|\d+[GX])"
    r"|\x1b\[[0-9;]*m"
    r"|\x1b\[\?(?P<mode>7|25|1000|1003|1004|1006|1015|1049|2004|2026)(?P<set>[hl])"
    r"|\x1b\[(?P<keys>>25u|<u)"
    r"|\x1b\[\?(?:2026|2048)\$p"
    r"|\x1b\]22;default\x07"
    r"|\x1b\]52;c;(?P<copied>[A-Za-z0-9+/]*=*)\x07"
    r"|\x1b\]8;;(?P<link>(?:mailto:[A-Za-z0-9._~@%-]+|tel:\+?[0-9]+)?)\x1b\\"
    r"|\r?\n"
    r"|\r(?:\x1b\[1A)?\x1b\[2K"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)
"""Places, erasing, styles, modes, questions about modes, the pointer's shape, what is copied, links, progress, text."""

UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories of characters that a terminal obeys, or that deceive a reader."""

JOINER = "\N{ZERO WIDTH JOINER}"
JOINERS = (JOINER, "\N{ZERO WIDTH NON-JOINER}")

MAX_MARKS = 4

FOUND = {"7": True, "25": True}
"""The modes that are set before the board is there."""


@dataclass
class Sent:
    """What was sent, taken apart.

    Attributes:
        text: All text, whatever its place.
        modes: Those that are set now, by number.
        keyboards: Ways of sending keys that are laid on top of the terminal's own.
        copied: What was put onto the clipboard.
        links: The links that were offered.
        link: The one that what is sent next would lead to; empty outside of any.
        kinds: How often what else was sent.
    """

    text: str = ""
    modes: dict[str, bool] = field(default_factory=lambda: dict(FOUND))
    keyboards: int = 0
    copied: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    link: str = ""
    kinds: Counter[str] = field(default_factory=Counter)

    def left_as_found(self) -> bool:
        """Whether the terminal is as it was before."""
        return {mode for mode, on in self.modes.items() if on} == set(FOUND) and not (self.keyboards or self.link)


@pytest.fixture
def read_strictly() -> Callable[..., Sent]:
    """Reads what was sent; fails on anything that is not known to be the board's own, or is not fit to be seen."""
    return strictly


def strictly(sent: bytes, *, as_data: bool = False) -> Sent:
    """What was sent, taken apart.

    Args:
        as_data: Whether it is for a program, which is given all there is that a terminal does not obey.
    """
    whole, found, place = sent.decode(), Sent(), 0
    while place < len(whole):
        match = ALLOWED.match(whole, place)
        assert match is not None, f"sent {whole[place : place + 40]!r} after {whole[max(0, place - 80) : place]!r}"
        place = match.end()
        if match["text"]:
            assert_fit_to_be_seen(match["text"], as_data)
            found.text += match["text"]
        elif match["mode"]:
            found.modes[match["mode"]] = match["set"] == "h"
            found.kinds[match.group()] += 1
        elif match["keys"]:
            found.keyboards += 1 if match["keys"].startswith(">") else -1
        elif match["link"] is not None:
            found.link = match["link"]
            found.links |= {found.link} - {""}
        elif match["copied"] is not None:
            found.copied.append(base64.b64decode(match["copied"]).decode())
            assert_fit_to_be_seen(found.copied[-1].replace("\n", ""))
    return found


def assert_fit_to_be_seen(text: str, as_data: bool = False) -> None:
    """Fail on what a terminal obeys or nobody sees, and on what buries what is there."""
    for place, character in enumerate(text):
        if as_data and character in JOINERS:
            continue
        assert character == JOINER or unicodedata.category(character) not in UNSEEN, (character, text)
        assert character != JOINER or ord(text[place + 1]) > 0x2000, text
    marks = "".join("m" if unicodedata.category(character)[0] == "M" else " " for character in text)
    assert as_data or max(map(len, marks.split()), default=0) <= MAX_MARKS, text


@pytest.fixture
def calm() -> Callable[[Any], bytes]:
    """Waits until a program has nothing more to do, even if other programs leave it no time; what it sent meanwhile."""

    def settle(terminal: Any) -> bytes:
        before, asleep = len(terminal.output), 0
        terminal.read(0.15)  # an Esc is one when nothing follows it for a while
        while asleep < 6:  # longer than until the board looks again whether its terminal has caught up
            terminal.read(0.02)
            asleep = asleep + 1 if sleeps(terminal.pid) else 0
        return bytes(terminal.output[before:])

    return settle


def sleeps(pid: int) -> bool:
    """Whether every thread of a process waits for something, or it has ended."""
    states = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):
            states.append((thread / "stat").read_text().rpartition(")")[2].split()[0])
    return set(states) <= {"S", "Z"}


@pytest.fixture
def board_of() -> Callable[[Workspace], int]:
    """Finds the process of the board on a database, whoever has started it."""

    def find(workspace: Workspace) -> int:
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                words = (process / "cmdline").read_bytes().split(b"\0")
                if words[1:3] == [b"-m", b"funnelboard"] and workspace.target.encode() in words:
                    return int(process.name)
        raise AssertionError("there is no board")

    return find
