"""Gates met by keys: what is missing is asked, answered, passed with a reason, or refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.criteria import QUALIFICATION, Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace
from funnelboard.ui.screens.board import BoardScreen

Add = Callable[..., Deal]


async def test_a_gate_asks_only_what_is_missing_and_one_undo_takes_it_all_back(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    workspace.qualifying.answer((deal.id,), Criterion.MEANS, Answer.YES)
    async with open_board() as board:
        await board.press("L", "enter")
        assert "Do they fit the market?" in board.text()
        assert "Do they have the means?" not in board.text()
        await board.press("y", "y", "enter")
        found = workspace.board.deal(deal.id)
        assert (found.stage, found.market, found.authority) == (Stage.PROSPECT, Answer.YES, Answer.YES)
        await board.press("u")
        found = workspace.board.deal(deal.id)
        assert (found.stage, found.market, found.means) == (Stage.LEAD, Answer.UNKNOWN, Answer.YES)


async def test_a_gate_is_passed_with_a_reason_that_is_kept(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("L", "y", "enter")
        assert "Still missing: means, authority." in board.text()
        await board.type("the board meets tomorrow")
        await board.press("enter")
        found = workspace.board.deal(deal.id)
        assert (found.stage, found.market) == (Stage.PROSPECT, Answer.YES)
        assert "the board meets tomorrow" in board.status
        (move,) = [entry for entry in workspace.board.detail(deal.id).timeline if "→" in entry.label]
        assert "the board meets tomorrow" in move.text


async def test_a_strict_board_offers_no_reason_and_keeps_the_answers_if_asked(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    workspace.settings.set("gates", "strict")
    deal = add_deal()
    async with open_board() as board:
        await board.press("L", "enter")
        assert "The gates of this board are strict" in board.text()
        assert "because" not in board.text()
        await board.press("y", "n", "enter")
        assert workspace.board.deal(deal.id).stage is Stage.LEAD
        await board.press("ctrl+s")
        found = workspace.board.deal(deal.id)
        assert (found.stage, found.market, found.means) == (Stage.LEAD, Answer.YES, Answer.NO)


async def test_a_strict_board_says_at_once_that_several_deals_lack_different_answers(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    workspace.settings.set("gates", "strict")
    deals = [add_deal(title=f"deal {number}") for number in range(2)]
    workspace.qualifying.answer((deals[0].id,), Criterion.MARKET, Answer.YES)
    async with open_board() as board:
        await board.press("space", "space", "L")
        assert board.app.screen is board.screen
        assert "This board's gates are strict." in board.status
        assert "2 marked" in board.lines()[0]


async def test_escape_moves_nothing_and_the_marks_stay(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deals = [add_deal(title=f"deal {number}") for number in range(3)]
    async with open_board() as board:
        await board.press("space", "space", "L", "enter")
        assert "Move 2 deals to prospect" in board.text()
        await board.press("escape")
        assert board.status == "Not moved."
        assert "2 marked" in board.lines()[0]
        assert {workspace.board.deal(deal.id).stage for deal in deals} == {Stage.LEAD}


async def test_one_form_is_for_all_marked_deals(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deals = [add_deal(title=f"deal {number}") for number in range(2)]
    async with open_board() as board:
        await board.press("space", "space", "L", "y", "y", "y", "enter")
        found = [workspace.board.deal(deal.id) for deal in deals]
        assert {deal.stage for deal in found} == {Stage.PROSPECT}
        assert {deal.authority for deal in found} == {Answer.YES}
        await board.press("u")
        assert {workspace.board.deal(deal.id).stage for deal in deals} == {Stage.LEAD}


async def test_answers_for_several_deals_overwrite_none_that_only_some_lack(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    known = add_deal(title="known", stage=Stage.PROSPECT, amount=Money(100_000, "EUR"))
    other = add_deal(title="other", stage=Stage.PROSPECT)
    async with open_board() as board:
        await board.press("2", "space", "space", "L", "enter")
        text = " ".join(board.text().replace("│", " ").split())
        assert "need (2)" in text
        assert "amount (1)" in text
        assert "What is it worth?" not in text
        await board.press("escape")
        assert workspace.board.deal(known.id).amount == Money(100_000, "EUR")
        assert workspace.board.deal(other.id).amount is None


async def test_a_skipping_move_asks_for_everything_it_passes(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(amount=Money(100_000, "EUR"))
    async with open_board() as board:
        await board.press("m", "o", "y", "y", "y", "y", "y")
        await board.type("3 dec")
        await board.press("enter")
        assert workspace.board.deal(deal.id).stage is Stage.OPPORTUNITY


async def test_backward_moves_ask_nothing(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY)
    async with open_board() as board:
        await board.press("3", "H")
        assert workspace.board.deal(deal.id).stage is Stage.PROSPECT


async def test_the_repeated_move_meets_its_own_gate(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deals = [add_deal(title=f"deal {number}") for number in range(2)]
    for criterion in QUALIFICATION:
        workspace.qualifying.answer((deals[1].id,), criterion, Answer.YES)
    async with open_board() as board:
        await board.press("L", "1", "full_stop", "enter")
        assert "Move “deal 0” to prospect" in board.text()
        await board.press("y", "y", "y", "enter")
        assert workspace.board.deal(deals[0].id).stage is Stage.PROSPECT


async def test_a_no_at_the_gate_offers_the_one_who_decides(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(contact="Kari Nordmann")
    async with open_board() as board:
        await board.press("L", "y", "y", "n", "tab")
        await board.type("we know the boss")
        await board.press("enter")
        assert workspace.board.deal(deal.id).stage is Stage.PROSPECT
        assert "Kari Nordmann does not decide. Who does?" in board.text()


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_the_gate_fits_small_terminals(
    open_board: Any, add_deal: Add, workspace: Workspace, size: tuple[int, int]
) -> None:
    deal = add_deal()
    async with open_board(size=size) as board:
        await board.press("L", "y", "y", "y", "enter")
        assert workspace.board.deal(deal.id).stage is Stage.PROSPECT


async def test_what_is_missing_is_said_at_once_and_a_reason_passes(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(title="Acme")
    async with open_board() as board:
        await board.press("L")
        assert "Acme" in board.status
        assert "market, means, authority" in board.status
        assert isinstance(board.app.screen, BoardScreen), "no form yet"
        await board.press("b")
        await board.type("they are in a hurry")
        await board.press("enter")
        assert "although not all is answered: they are in a hurry" in board.status
        assert workspace.board.deal(deal.id).stage is Stage.PROSPECT
        await board.press("u")
    assert workspace.board.deal(deal.id).stage is Stage.LEAD


@pytest.mark.parametrize("key", ["escape", "H", "j", "q"])
async def test_any_other_key_leaves_everything_where_it_is(
    open_board: Any, add_deal: Add, workspace: Workspace, key: str
) -> None:
    deals = [add_deal(title=f"deal {number}") for number in range(2)]
    async with open_board() as board:
        await board.press("space", "space", "L", key)
        assert board.status == "Not moved."
        assert board.screen.state.marks == {deal.id for deal in deals}
    assert {workspace.board.deal(deal.id).stage for deal in deals} == {Stage.LEAD}


async def test_a_strict_board_offers_no_way_past(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    workspace.settings.set("gates", "strict")
    deal = add_deal()
    async with open_board() as board:
        await board.press("L", "b")
        assert (board.status, board.screen.prompt) == ("Not moved.", None)
    assert workspace.board.deal(deal.id).stage is Stage.LEAD
