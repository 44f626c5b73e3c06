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
        bars = [line[1:2] for line in board.column(0)[4:16]]
        assert bars == [*"▎▎▎", "", *"▌▌▌", "", *"▎▎▎", ""]


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
        assert "lead 1 → which stage?" in board.text()
        await board.press("o")
        assert titles(workspace, Stage.OPPORTUNITY) == ["lead 1"]


async def test_the_stage_can_be_taken_with_the_cursor(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("m", "j", "enter")
        assert "lead 1" in titles(workspace, Stage.PROSPECT)


async def test_any_other_key_after_m_moves_nothing(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("m", "j", "escape", "j")
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
        await board.press("x", "o", "enter")
        assert "Say in a few words why it was lost." in board.text()
        assert workspace.board.deal(deals[2].id).stage is Stage.LEAD
        await board.type("moved abroad")
        await board.press("enter")
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


@pytest.mark.parametrize(
    "keys",
    [
        ["x", "b", "enter"],
        ["w", "y", "y", "y", "enter"],
        ["m", "l"],
        ["m", "p"],
        ["f", *"friday call", "enter"],
        ["d", "enter", *"fri call", "enter"],
        ["d", "enter", "escape"],
        ["n", *"rang", "enter"],
        ["D"],
    ],
    ids=" ".join,
)
async def test_what_was_dealt_with_is_no_longer_marked_and_what_was_left_is(
    open_board: Any, add_deal: Add, workspace: Workspace, keys: list[str]
) -> None:
    for title in ("third", "second", "first"):
        deal = add_deal(title=title, stage=Stage.OPPORTUNITY, amount=Money(100_000, "EUR"))
        workspace.activity.add_follow_up((deal.id,), date(2026, 11, 18), "call", "call")
    async with open_board() as board:
        for marked in (1, 2):
            await board.press("3", "g", *["space"] * marked, *keys[:1], "escape")
            dealt_with = len(keys) == 1
            assert (f"{marked} marked" in board.lines()[0]) is not dealt_with
            if not dealt_with:
                await board.press(*["space" if key == " " else key for key in keys])
            assert "marked" not in board.lines()[0]
            if marked == 1:
                await board.press("u")


async def test_the_last_ending_is_repeated_on_marked_deals_which_are_then_no_longer_marked(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("x", "b", "enter", "1", "g", "space", "space")
        assert "2 marked" in board.lines()[0]
        await board.press("full_stop")
        assert [workspace.board.deal(deal.id).lost_reason for deal in deals[:3]] == [LostReason.BUDGET] * 3
        assert "marked" not in board.lines()[0]
        await board.press("u", "u", "1", "g", "w", "enter", "1", "g", "space", "space", "full_stop")
        assert [workspace.board.deal(deal.id).outcome for deal in deals[:3]] == [Outcome.WON] * 3
        assert "marked" not in board.lines()[0]


async def test_there_is_nothing_to_move_in_an_empty_column(
    open_board: Any, deals: list[Deal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("funnelboard.ui.dispatcher.PAUSE", 0)
    async with open_board() as board:
        for key in ("L", "H", "m", "J", "w", "x"):
            await board.press("3", key)
            assert board.status == "There is no deal here."


async def test_moves_typed_as_fast_as_they_come_are_all_made(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.burst("L", "L", "1", "m", "o", "1", "space", "m", "p", "H")
        assert titles(workspace, Stage.OPPORTUNITY) == ["lead 2", "lead 1"]
        assert titles(workspace, Stage.LEAD) == ["lead 3"]


async def test_deals_are_not_rearranged_where_that_would_not_be_seen(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("s", "t", "J")
        assert board.status == "The deals stand by title; s r lets you arrange them by hand."
        await board.drag((2, 3), (2, 9))
        assert board.status.startswith("The deals stand by title")
        assert titles(workspace, Stage.LEAD) == ["lead 1", "lead 2", "lead 3"]
        await board.press("j")
        assert board.status == "", "the cursor has gone on"
        await board.press("s", "r", "J")
        assert titles(workspace, Stage.LEAD) == ["lead 1", "lead 3", "lead 2"]


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
        assert board.title == "deal 003"
        await board.press("g")
        assert board.title == "deal 119"
        assert "deal 119" in board.text()
