"""Help and the list of commands tell of every command."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from funnelboard.config import Config
from funnelboard.domain.deal_query import QUERY_HELP
from funnelboard.ui.commands import COMMANDS
from funnelboard.ui.editor.line_edit import _KILLS, _MOVES
from funnelboard.ui.keys import with_own_keys
from funnelboard.ui.looks.styles import Glyphs
from funnelboard.ui.private_parts import app as app_parts
from funnelboard.ui.screens.help import SIGNS, HelpPage

SAMPLE = Path(__file__).parents[2] / "sample.db"


async def read_through(board: Any) -> list[str]:
    """Every line of help, read page by page."""
    await board.press("question_mark")
    assert isinstance(board.top, HelpPage)
    seen: list[str] = []
    while True:
        top = board.top.lines.top
        seen[top:] = [line[2:].strip() for line in board.lines()[1:-2]]
        await board.press("j")
        if board.top.lines.top == top:
            return seen


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_every_command_and_every_query_is_in_help(open_board: Any, size: tuple[int, int]) -> None:
    async with open_board(size=size) as board:
        lines = await read_through(board)
        words = " ".join(lines).split()
        for command in COMMANDS:
            if command.of_a_demo:
                continue
            assert all(word in words for word in command.help.split()), command.id
            assert any((command.shown_keys or ":").split()[0] in word for word in words)
        if size[0] >= 80:
            assert all(any(example in line for line in lines) for example, _ in QUERY_HELP)
        await board.press("escape")
        assert board.top is board.screen


async def test_help_is_searched_while_typing(open_board: Any) -> None:
    async with open_board() as board:
        await board.burst("question_mark", "slash", *"Move Stage")
        assert "Move the deal to the stage before." in board.text()
        assert "Go to the stage before." not in board.text()
        await board.type(" xyz")
        assert board.remark == "Nothing in help matches."
        await board.press("escape")
        assert "Go to the stage before." in board.text()
        await board.burst("slash", *"objection", "enter", "j", "escape")
        assert isinstance(board.top, HelpPage)
        assert "Go to the stage before." in board.text()
        await board.press("escape")
        assert board.top is board.screen


@pytest.mark.parametrize("word", ["adrift", "wtd", "here", "parked"])
async def test_the_words_above_the_cards_are_explained(open_board: Any, word: str) -> None:
    async with open_board(size=(120, 36)) as board:
        await board.burst("question_mark", "slash", *"above ", *word)
        assert "Above the cards" in board.text()


def test_every_sign_is_in_help() -> None:
    explain_themselves = {"dot", "edge", "rule", "line"}
    assert {name for name, _ in SIGNS} == {field.name for field in fields(Glyphs)} - explain_themselves


async def test_the_keys_of_the_line_editor_are_in_help(open_board: Any) -> None:
    async with open_board() as board:
        words = " ".join(await read_through(board)).replace(";", " ").replace(",", " ").split()
        hidden = {"ctrl+b", "ctrl+f", "ctrl+home", "ctrl+end", "alt+left", "alt+right", "alt+backspace"}
        for key in {*_KILLS, *_MOVES} - hidden:
            if key.startswith(("ctrl+", "alt+")):
                assert key.replace("left", "←").replace("right", "→") in words, key
        assert {"ctrl+y", "ctrl+z", "ctrl+j"} <= set(words)


async def test_help_shows_a_sellers_own_keys(open_board: Any) -> None:
    async with open_board(config=Config(keys={"add-deal": "ä", "help": "f1"})) as board:
        await board.press("f1")
        assert any(line.split()[:2] == ["ä", "Add"] for line in board.lines())
        await board.press("f1")
        assert board.top is board.screen


async def test_help_can_be_left_by_every_key_one_would_try(open_board: Any) -> None:
    async with open_board() as board:
        for key in ("escape", "q", "enter", "question_mark"):
            await board.press("question_mark", key)
            assert board.top is board.screen, key


@pytest.mark.parametrize(("key", "most"), [("question_mark", 8_000), ("A", 20_000), ("S", 20_000), ("Y", 20_000)])
async def test_a_page_costs_a_slow_line_little(open_board: Any, tmp_path: Path, key: str, most: int) -> None:
    (tmp_path / "funnel.db").write_bytes(SAMPLE.read_bytes())
    if not app_parts.PARTS:
        pytest.skip("Textual's own painting of a whole screen has no such bound")
    async with open_board(size=(120, 40)) as board:
        sent: list[str] = []
        board.app._driver.write = sent.append
        await board.press(key)
        assert board.top is not board.screen
        assert 500 < len("".join(sent).encode()) < most


async def test_a_command_is_found_by_name_and_carried_out(open_board: Any) -> None:
    async with open_board() as board:
        await board.burst("colon", *"hide", "space", *"side", "enter")
        assert board.top is board.screen
        assert not board.screen.panel_beside


def test_a_locked_seat_has_no_command_that_reaches_other_files() -> None:
    locked = {command.id for command in with_own_keys({"import": "f7"}, locked=True)}
    assert not locked & {"import", "play"}
    assert {"add-deal", "palette", "quit"} <= locked
