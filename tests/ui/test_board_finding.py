"""Filter, order, saved views, and what is remembered until the next start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.config import Config
from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]


@pytest.fixture
def deals(add_deal: Add) -> list[Deal]:
    """Four deals of different worth, one of them nobody's."""
    return [
        add_deal(title="Beta: rollout", amount=Money(500_00, "EUR")),
        add_deal(title="Acme: pilot", amount=Money(12_000_00, "EUR")),
        add_deal(title="Canal: site", amount=Money(9_000_00, "EUR"), owner=None),
        add_deal(title="Acme: support", stage=Stage.PROSPECT),
    ]


async def test_the_board_is_filtered_while_typing(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.type("acm")
        assert board.screen.state.matching == 2
        assert "2 deals match" in board.lines()[-1]
        assert "Beta" not in board.text()
        assert board.column(0)[:2] == [" LEAD 1", " 12k€"]
        await board.press("enter")
        assert "⌕ acm · 2" in board.lines()[0]
        await board.press("escape")
        assert "Beta" in board.text()
        assert "⌕" not in board.text()


async def test_escape_in_the_prompt_clears_the_filter_and_keeps_the_deal(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.type("beta")
        assert board.title == "Beta: rollout"
        await board.press("escape")
        assert board.title == "Beta: rollout"
        assert board.screen.state.matching == 4


async def test_a_query_that_says_nonsense_is_told_and_filters_by_the_rest(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.type("stage:nowhere acme")
        assert "nowhere" in board.lines()[-1]
        assert board.screen.state.matching == 2


async def test_a_deal_that_the_filter_hides_is_told_of(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.type("acme")
        await board.press("enter", "a")
        await board.type("Delta: trial")
        await board.press("enter")
        assert "the filter hides it · u undoes it" in board.text()
        await board.press("escape")
        assert "Delta: trial" in board.text()


async def test_only_mine_and_back(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("M")
        assert board.screen.state.matching == 3
        await board.press("M")
        assert board.screen.state.matching == 4


async def test_sorting_by_amount(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        assert board.title == "Canal: site"
        await board.press("s", "a", "g")
        assert board.title == "Acme: pilot"
        assert "by amount" in board.lines()[0]


async def test_a_view_is_saved_and_opened(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.type("acme")
        await board.press("enter", "v", "s", "end", "ctrl+u")
        await board.type("all of acme")
        await board.press("enter")
        (view,) = workspace.views.all()
        assert (view.name, view.query) == ("all of acme", "acme")
        await board.press("escape")
        assert board.screen.state.matching == 4
        await board.press("v", "enter")
        assert board.screen.state.query_text == "acme"
        assert board.screen.state.matching == 2


async def test_where_one_was_survives_a_restart(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("slash")
        await board.type("acme")
        await board.press("enter", "s", "t", "l", "p")
        assert board.title == "Acme: support"
    async with open_board() as board:
        assert board.title == "Acme: support"
        assert board.screen.state.query_text == "acme"
        assert board.screen.state.sort is Sort.TITLE
        assert board.screen.geometry.panel is None


async def test_a_draft_is_offered_back_and_taken_up_again(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("j", "n")
        await board.type("wants a pri")
    async with open_board() as board:
        assert board.status == "Draft of a note on “Acme: pilot”: n takes it up again, Esc forgets it."
        await board.press("g", "n")
        assert board.screen.prompt.edit.text == "wants a pri"
        assert board.title == "Acme: pilot"
        await board.type("ce")
        await board.press("enter")
        assert "wants a price" in board.text()
    async with open_board() as board:
        assert board.status == ""


async def test_a_forgotten_draft_does_not_come_back(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("a")
        await board.type("Del")
    async with open_board() as board:
        await board.press("escape")
    async with open_board() as board:
        assert board.status == ""


async def test_another_sellers_changes_appear_and_the_cursor_stays_on_its_deal(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("j")
        assert board.title == "Acme: pilot"
        workspace.pipeline.create(title="New one")
        board.screen.tick()
        await board.settle()
        assert "New one" in board.text()
        assert board.title == "Acme: pilot"


async def test_nothing_is_painted_while_nothing_changes(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        painted: list[object] = []
        board.app.post_display_hook = lambda: painted.append(1)
        for _ in range(3):
            board.screen.tick()
            await board.settle()
        assert painted == []


async def test_keys_can_be_remapped(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board(config=Config(keys={"move-on": "ctrl+n, >", "quit": "Q"})) as board:
        await board.press("L", "q")
        assert workspace.board.deal(deals[2].id).stage is Stage.LEAD
        await board.press("greater_than_sign", "y", "y", "y", "enter")
        assert workspace.board.deal(deals[2].id).stage is Stage.PROSPECT


async def test_every_command_is_in_the_palette_and_help(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("question_mark")
        assert "Move the deal" in board.text() or "Go to the stage" in board.text()
        await board.press("escape", "ctrl+p")
        await board.type("delete the deal")
        await board.press("enter")
        assert "Canal" not in "".join(board.column(0))
