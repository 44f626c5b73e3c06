"""Moving the cursor and deals by keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.criteria import YES_OR_NO, Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.money import Money
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]


def titles(workspace: Workspace, stage: Stage) -> list[str]:
    """The titles of a stage, from the top."""
    return [deal.title for deal in workspace.board.deals(Query()) if deal.stage is stage]


@pytest.fixture
def deals(add_deal: Add, workspace: Workspace) -> list[Deal]:
    """Three leads and two prospects with every answer, so that no gate asks anything."""
    made = [add_deal(title=f"lead {number}") for number in (3, 2, 1)]
    made += [add_deal(title=f"prospect {number}", stage=Stage.PROSPECT) for number in (2, 1)]
    answers = {
        **dict.fromkeys(YES_OR_NO, Answer.YES),
        Criterion.AMOUNT: Money(100_000, "EUR"),
        Criterion.EXPECTED_CLOSE: date(2026, 12, 3),
    }
    for deal in made:
        workspace.qualifying.answer_many(deal.id, answers)
    return made


async def test_the_cursor_moves_within_and_between_columns(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        assert board.title == "lead 1"
        await board.press("j", "j")
        assert board.title == "lead 3"
        await board.press("j")
        assert board.title == "lead 3"
        await board.press("k", "l")
        assert board.title == "prospect 2"
        await board.press("left")
        assert board.title == "lead 2"
        await board.press("G")
        assert board.title == "lead 3"
        await board.press("g", "2")
        assert board.title == "prospect 1"
        await board.press("3")
        assert board.title is None


async def test_only_the_card_at_the_cursor_has_the_bar(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("j")
        bars = [line[:1].strip() for line in board.column(0)[2:11]]
        assert bars == [""] * 3 + ["┃"] * 3 + [""] * 3


async def test_a_deal_moves_on_and_back_and_the_cursor_goes_with_it(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("j", "L")
        assert titles(workspace, Stage.PROSPECT) == ["lead 2", "prospect 1", "prospect 2"]
        assert board.title == "lead 2"
        assert board.screen.state.active is Stage.PROSPECT
        assert board.status == "moved “lead 2” to prospect"
        assert "u undoes it" in board.text()
        await board.press("H")
        assert "lead 2" in titles(workspace, Stage.LEAD)
        assert board.screen.state.active is Stage.LEAD


async def test_m_and_a_letter_move_to_any_stage(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("m")
        assert "opportunity" in board.lines()[-1]
        await board.press("o")
        assert titles(workspace, Stage.OPPORTUNITY) == ["lead 1"]


async def test_any_other_key_after_m_moves_nothing(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("m", "escape", "j")
        assert len(titles(workspace, Stage.LEAD)) == 3
        assert board.title == "lead 2"


async def test_reordering_within_a_stage(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("J")
        assert titles(workspace, Stage.LEAD) == ["lead 2", "lead 1", "lead 3"]
        assert board.title == "lead 1"
        await board.press("K")
        assert titles(workspace, Stage.LEAD) == ["lead 1", "lead 2", "lead 3"]


async def test_w_closes_as_won(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("w", "enter")
        deal = workspace.board.deal(deals[2].id)
        assert (deal.stage, deal.outcome) == (Stage.CLOSED, Outcome.WON)


async def test_a_lost_deal_is_asked_why(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("x")
        assert workspace.board.deal(deals[2].id).stage is Stage.LEAD
        await board.press("b", "enter")
        deal = workspace.board.deal(deals[2].id)
        assert (deal.outcome, deal.lost_reason) == (Outcome.LOST, LostReason.BUDGET)


async def test_another_reason_needs_words(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("x", "o", "enter", "enter")
        assert "Say in a few words why it was lost." in board.text()
        assert workspace.board.deal(deals[2].id).stage is Stage.LEAD
        await board.type("moved abroad")
        await board.press("enter", "enter")
        deal = workspace.board.deal(deals[2].id)
        assert (deal.lost_reason, deal.lost_detail) == (LostReason.OTHER, "moved abroad")


async def test_moving_on_from_opportunity_asks_how_it_ended(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(title="big one", stage=Stage.OPPORTUNITY, amount=Money(100_000, "EUR"))
    async with open_board() as board:
        await board.press("3", "L", "escape")
        assert workspace.board.deal(deal.id).stage is Stage.OPPORTUNITY
        await board.press("L", "w", "y", "y", "y", "enter")
        assert workspace.board.deal(deal.id).outcome is Outcome.WON
        await board.press("L")
        assert board.status == "It is in the last stage."


async def test_an_action_is_for_all_marked_deals_and_one_undo_takes_it_back(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("space", "space")
        assert "2 marked" in board.lines()[0]
        await board.press("L")
        assert len(titles(workspace, Stage.PROSPECT)) == 4
        assert "marked" not in board.lines()[0]
        await board.press("u")
        assert titles(workspace, Stage.LEAD) == ["lead 1", "lead 2", "lead 3"]
        await board.press("ctrl+r")
        assert len(titles(workspace, Stage.PROSPECT)) == 4


async def test_the_last_action_is_repeated_on_another_deal(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("full_stop")
        assert board.status == "There is nothing to repeat yet."
        await board.press("m", "o", "1", "full_stop")
        assert titles(workspace, Stage.OPPORTUNITY) == ["lead 2", "lead 1"]


async def test_a_deleted_deal_is_gone_and_undo_brings_it_back(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("j", "D")
        assert titles(workspace, Stage.LEAD) == ["lead 1", "lead 3"]
        assert board.title == "lead 3"
        await board.press("u")
        assert board.title == "lead 2"


async def test_a_long_column_is_walked_to_its_end_and_back(open_board: Any, add_deal: Add) -> None:
    for number in range(120):
        add_deal(title=f"deal {number:03}")
    async with open_board() as board:
        for number in range(119, 90, -1):
            assert board.title == f"deal {number:03}"
            await board.press("j")
        await board.press("G")
        assert board.title == "deal 000"
        await board.press("pageup")
        assert board.title == "deal 005"
        await board.press("g")
        assert board.title == "deal 119"
        assert "deal 119" in board.text()
