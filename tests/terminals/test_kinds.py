"""Kinds of terminals: each shows the board, is sent no more than a slow line bears, and is left as it was found."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from funnelboard.locations import sample_database

pytestmark = pytest.mark.faults

KINDS: Mapping[str, Mapping[str, str]] = {
    "xterm": {"TERM": "xterm"},
    "xterm-256color": {"TERM": "xterm-256color"},
    "truecolor": {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
    "screen": {"TERM": "screen"},
    "tmux-256color": {"TERM": "tmux-256color"},
    "linux": {"TERM": "linux"},
    "vt220": {"TERM": "vt220"},
    "no colour": {"TERM": "xterm-256color", "NO_COLOR": "1"},
    "no UTF-8": {"TERM": "xterm", "LC_ALL": "C"},
    "LANG=C": {"TERM": "xterm", "LC_ALL": "", "LANG": "C"},
}
"""What the program is told of the terminal."""

BUDGETS = {
    "first picture": ("", 14_000),
    "j": ("j", 600),
    "l": ("l", 1_500),
    "panel": ("p", 12_000),
    "j with the panel": ("j", 2_100),
    "form": ("e", 8_000),
    "its next row": ("\t", 1_000),
    "letter": ("x", 1_000),
    "leaving it": ("\x1b", 8_000),
    "note": ("n", 1_000),
    "letter of a note": ("x", 1_000),
    "leaving the note": ("\x1b", 1_000),
    "filter": ("/", 1_000),
    "letter of a filter": ("b", 14_000),
    "leaving the filter": ("\x1b", 14_000),
    "palette": (":", 8_000),
    "leaving the palette": ("\x1b", 8_000),
    "help": ("?", 14_000),
    "leaving help": ("\x1b", 14_000),
    "agenda": ("A", 20_000),
    "leaving the agenda": ("\x1b", 20_000),
}
"""What is typed, one after another, and how many bytes that may cost.

The sample's deals have a story each; a panel of a few words costs less than half.
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_costs_a_slow_line_little(
    kind: str, tmp_path: Path, start_in_terminal: Callable[..., Any], read_strictly: Callable[..., Any],
    calm: Callable[[Any], bytes], record_property: Callable[[str, object], None],
) -> None:  # fmt: skip
    sample = sample_database()
    shutil.copy(sample, tmp_path / "sample.db")
    board = start_in_terminal([sys.executable, "-m", "funnelboard", str(tmp_path / "sample.db")], **KINDS[kind])
    board.wait_until(lambda: board.lines[-1].endswith("? help"))
    calm(board)
    costs = {"first picture": len(board.output)}
    board.type("p")
    calm(board)
    for name, (keys, _) in BUDGETS.items():
        board.type(keys)
        costs.setdefault(name, len(calm(board)))
    board.type("q")
    assert board.status() == 0
    sent = read_strictly(board.output)
    assert sent.left_as_found()
    for name, cost in costs.items():
        record_property(name, cost)
    assert sent.text.isascii() == (kind in ("vt220", "no UTF-8", "LANG=C"))
    more = 1.4 if kind == "truecolor" else 1  # a colour is told in twice as many bytes
    assert {name: cost for name, cost in costs.items() if cost > more * BUDGETS[name][1]} == {}


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_typewriter_is_told_what_is_missing(term: str, tmp_path: Path, start_in_terminal: Callable[..., Any]) -> None:
    shutil.copy(sample_database(), tmp_path / "sample.db")
    board = start_in_terminal([sys.executable, "-m", "funnelboard", str(tmp_path / "sample.db")], TERM=term)
    assert board.status() == 1
    assert b"The board needs a terminal that can be drawn on" in board.output
    assert b"\x1b" not in board.output
