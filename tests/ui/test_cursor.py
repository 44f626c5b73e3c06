"""The terminal's own cursor stands where the seller is: what follows it reads, speaks or magnifies that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from textual.geometry import Region

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


@pytest.mark.parametrize("keys", ["o", "c", "e", "n", ":", "/", "a", "S"])
@pytest.mark.parametrize("lines", [1, 2, 3])
async def test_what_asks_stays_within_a_window_that_is_lower(
    open_board: Any, add_deal: Callable[..., Deal], keys: str, lines: int
) -> None:
    add_deal(title="first")
    async with open_board(size=(40, lines)) as board:
        await board.press(*keys)
        assert board.app.cursor_position.y in range(lines)
        assert all(place.y in range(lines) and place.bottom <= lines for place in places(board.app.window))


def places(window: Any) -> list[Region]:
    """Where something was drawn."""
    return [Region(place.x, place.y, place.width, place.height) for place in window._places.values() if place.height]
