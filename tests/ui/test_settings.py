"""The page with the shared settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.settings import Gates
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace


async def test_a_setting_is_changed_in_place_and_undone(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("S")
        assert "nothing changed yet" in board.lines()[0]
        assert "a reason passes a gate" in board.text()
        await board.press("enter", "ctrl+u")
        await board.type("stric")
        assert "“stric” is none of lenient, strict." in board.lines()[-1]
        await board.press("enter")
        assert workspace.settings.current().gates is Gates.LENIENT
        assert board.top.edit.text == "stric"
        await board.type("t")
        await board.press("enter")
        assert workspace.settings.current().gates is Gates.STRICT
        assert "set gates to strict (was lenient)" in board.text()
        assert "1 changed" in board.lines()[0]
        await board.press("u")
        assert workspace.settings.current().gates is Gates.LENIENT
        assert "nothing changed yet" in board.lines()[0]
        await board.press("escape")
        assert board.top is board.screen


async def test_keys_sent_as_fast_as_they_come_change_the_settings_meant(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.burst("S", *"jjj", "enter", "ctrl+u", *"30", "enter", "j", "enter", "ctrl+u", *"20", "enter")
        assert workspace.settings.get("stale.lead") == "30"
        assert workspace.settings.get("stale.prospect") == "20"
        assert "2 changed" in board.lines()[0]


async def test_what_was_typed_for_one_setting_comes_back_for_that_one(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("S", "j", "j", "j", "enter", "ctrl+u")
        await board.type("4")
        await board.press("escape", "j", "enter")
        assert board.top.edit.text == "10"
        await board.press("escape", "k", "enter")
        assert board.top.edit.text == "4"
        await board.type("5")
        await board.press("enter")
        assert workspace.settings.get("stale.lead") == "45"


async def test_the_default_is_put_back(open_board: Any, workspace: Workspace) -> None:
    workspace.settings.set("stale.lead", "30")
    async with open_board() as board:
        await board.press("S", "j", "j", "j")
        assert "The default is 14" in board.text()
        await board.press("x")
        assert workspace.settings.get("stale.lead") == "14"
        assert "nothing changed yet" in board.lines()[0]


async def test_a_preset_is_chosen_and_the_panel_speaks_its_words(
    open_board: Any, workspace: Workspace, add_deal: Callable[..., Deal]
) -> None:
    add_deal(stage=Stage.PROSPECT)
    async with open_board() as board:
        await board.press("S", "j", "enter", "s")
        assert workspace.settings.get("preset") == "startup"
        await board.press("escape", "2")
        assert "Pitch" in board.text()
        assert "meet the partners" in board.text()


async def test_a_preset_is_chosen_by_the_command_of_its_own(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        board.screen.run_command("choose-preset")
        await board.press("c")
        assert workspace.settings.get("preset") == "consulting"
        assert board.top is board.screen


async def test_an_exchange_rate_is_added(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("S", "a")
        await board.type("nok")
        await board.press("enter")
        assert "what one of it is worth" in board.lines()[-1]
        await board.type(" 0.086")
        assert "one NOK is worth 0.086" in board.lines()[-1]
        await board.press("enter")
        assert workspace.settings.get("rate.NOK") == "0.086"
        await board.press("G")
        assert "EXCHANGE RATES" in board.text()
        assert "what one NOK is worth" in board.text()


async def test_what_others_set_is_shown(open_board: Any, make_workspace: Callable[..., Workspace]) -> None:
    async with open_board() as board:
        await board.press("S", "j", "j", "j")
        make_workspace(login="ola").settings.set("stale.lead", "31")
        board.app.lookout.tick()
        await board.settle()
        assert "The default is 14" in board.text()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_every_setting_can_be_reached_in_any_terminal(
    open_board: Any, workspace: Workspace, size: tuple[int, int]
) -> None:
    async with open_board(size=size) as board:
        await board.press("S")
        for setting in workspace.settings.all():
            name = setting.name.rpartition(".")[2]
            assert name[:8] in board.text(), setting.name
            await board.press("j")
