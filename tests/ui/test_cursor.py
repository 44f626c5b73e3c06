"""The terminal's own cursor stands where the seller is: what follows it reads, speaks or magnifies that."""

from __future__ import annotations

from collections.abc import Callable
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
"""Keys, and the words and the letter of them at which it stands then; on the first it may stand on the bar before it."""


def test_the_cursor_of_the_terminal_goes_along(
    workspace: Workspace, add_deal: Callable[..., Deal], open_terminal: Callable[[str], Any]
) -> None:
    for title in ("second", "first"):
        add_deal(title=title)
    terminal = open_terminal(workspace.target)

    def stands_there() -> bool:
        line = terminal.lines[terminal.cursor[1]]
        x = terminal.cursor[0] - letter
        return line[max(0, x) :].lstrip("▌ ").startswith(words) and (letter == 0 or line.startswith(words, x))

    for keys, words, letter in STEPS:
        terminal.type(keys)
        terminal.wait_until(stands_there)
