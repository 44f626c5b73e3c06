"""Help and the palette tell of every command."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.app import App
from textual.screen import Screen

from funnelboard.domain.deal_query import QUERY_HELP
from funnelboard.ui.commands import COMMANDS
from funnelboard.ui.palette import BoardCommands, BoardPalette
from funnelboard.ui.screens.help import HelpScreen, HelpView
from funnelboard.ui.themes import make_look, textual_theme


class CommandedScreen(Screen[None]):
    """A screen that notes which commands it was told."""

    commands = COMMANDS

    def __init__(self) -> None:
        super().__init__()
        self.look = make_look("dark")
        self.told: list[str] = []

    def run_command(self, command_id: str) -> None:
        self.told.append(command_id)


class Harness(App[None]):
    """Stands in for the board."""

    locked = False

    def __init__(self) -> None:
        super().__init__()
        self.board = CommandedScreen()
        self.register_theme(textual_theme(self.board.look))
        self.theme = self.board.look.theme

    def get_default_screen(self) -> Screen[None]:
        return self.board


def whole_text(view: HelpView) -> str:
    return "\n".join("".join(part for part, _ in line) for line in view._text())


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12), (20, 5)])
async def test_every_command_and_every_query_is_in_help(size: tuple[int, int]) -> None:
    app = Harness()
    async with app.run_test(size=size) as pilot:
        app.push_screen(HelpScreen(COMMANDS))
        await pilot.pause()
        view = app.screen.query_one(HelpView)
        words = whole_text(view).replace("\n", " ").split()
        for command in COMMANDS if size[0] >= 40 else ():
            assert all(word in words for word in command.help.split()), command.id
            assert any((command.shown_keys or ":").split()[0] in word for word in words)
        if size[0] >= 80:
            assert all(example in whole_text(view) for example, _ in QUERY_HELP)
        await pilot.press("pagedown")
        assert view.top > 0
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.board


async def test_help_shows_a_sellers_own_keys() -> None:
    app = Harness()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(HelpScreen([replace(COMMANDS[0], shown_keys="[/nope] ä")]))
        await pilot.pause()
        assert "[/nope] ä" in whole_text(app.screen.query_one(HelpView))


async def test_a_command_is_found_by_name_and_carried_out() -> None:
    app = Harness()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(BoardPalette())
        await pilot.pause()
        await pilot.press(*"show only")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.board.told == ["only-mine"]


async def test_a_locked_seat_is_not_offered_what_it_may_not_do() -> None:
    app = Harness()
    app.board.commands = (*COMMANDS[:2], replace(COMMANDS[2], id="export", name="Export [/nope]", locked_ok=False))
    async with app.run_test(size=(80, 24)):
        provider = BoardCommands(app.board)
        assert len([hit async for hit in provider.discover()]) == 3
        app.locked = True
        assert [hit.text async for hit in provider.discover()] == [command.name for command in COMMANDS[:2]]
        assert not [hit async for hit in provider.search("export")]
