"""The terminal's own cursor stands where the seller is: what follows it reads, speaks or magnifies that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from funnelboard.domain.deal import Deal
from funnelboard.services.workspace import Workspace

STEPS = (
    ("", "first", 0),
    ("j", "second", 0),
    ("nhalf", "half", 4),
    ("\x1b[D\x1b[D", "half", 2),
    ("\x1b", "second", 0),
    ("c", "market", 0),
    ("j", "means", 0),
    ("\x1b", "second", 0),
    ("e", "second", 6),
    ("\x1b", "second", 0),
    (":sett", "sett", 4),
    ("\r", "gates", 0),
    ("j", "preset", 0),
    ("\x1b", "second", 0),
    ("\r", "second", 0),
    ("\x1bk", "first", 0),
)
"""Keys, and by which letter of which words it stands then; at the first it may stand on the bar before them."""


def stands_at(terminal: Any, words: str, letter: int) -> bool:
    x, y = terminal.cursor
    line = terminal.lines[y]
    return line.startswith(words, x - letter) if letter else line[x:].lstrip("▌ ").startswith(words)


def test_the_cursor_of_the_terminal_goes_along(
    workspace: Workspace, add_deal: Callable[..., Deal], open_terminal: Callable[[str], Any]
) -> None:
    for title in ("second", "first"):
        add_deal(title=title)
    terminal = open_terminal(workspace.target)
    for keys, words, letter in STEPS:
        terminal.type(keys)
        terminal.wait_until(partial(stands_at, terminal, words, letter))
