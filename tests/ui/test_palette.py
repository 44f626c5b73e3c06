"""The list of every command: what was used last, what is found, and the looks it changes on the spot."""

from __future__ import annotations

from typing import Any

import pytest

from funnelboard.config import load_config
from funnelboard.locations import config_file
from funnelboard.ui.looks.themes import make_styles
from funnelboard.ui.strips import rich_style


def listed(board: Any) -> list[str]:
    """The names in sight, from the top."""
    lines = board.lines()
    first = next(y for y, line in enumerate(lines) if "Every command" in line) + 2
    return [line[2:].split("   ")[0].strip() for line in lines[first:-1]]


async def test_what_was_used_last_stands_first_also_after_a_restart(open_board: Any) -> None:
    async with open_board() as board:
        await board.burst("colon", *"go to closed", "enter", "colon", *"sort", "enter", "t")
        await board.press("colon")
        assert listed(board)[:3] == ["Sort the columns", "Go to closed", "Add a deal"]
    async with open_board() as board:
        await board.burst("colon", "enter")
        assert "Sort by" in board.text()


async def test_what_begins_with_the_words_comes_before_what_has_them_anywhere(open_board: Any) -> None:
    async with open_board() as board:
        await board.burst("colon", *"de")
        found = listed(board)
        assert found[0] == "Delete the deal"
        names = [name.casefold() for name in found if name]
        words = [any(word.startswith("de") for word in name.split()) for name in names]
        assert words == sorted(words, reverse=True)


async def test_a_look_is_changed_on_the_spot_and_kept_beside_the_sellers_comments(
    open_board: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("COLORTERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text("# mine\nday_first = true  # as here\n")
    async with open_board() as board:
        await board.burst("a", *"Acme", "enter")
        await board.burst("colon", *"look", "enter", "l")
        light = make_styles("light")
        grounds = {segment.style.bgcolor for strip in board.screen.draw("lead") for segment in strip}
        assert grounds <= {
            rich_style(style).bgcolor for style in (light.ground, light.cursor_ground, light.card_ground)
        }
        await board.burst("colon", *"density", "enter", "c")
        assert board.screen.geometry.card_lines == 2
    text = config_file().read_text()
    assert "# mine" in text
    assert "# as here" in text
    assert (load_config().theme, load_config().density) == ("light", "compact")
