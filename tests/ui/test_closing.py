"""Deals taken to their end by keys: won with its ticks, lost with its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from funnelboard.domain.criteria import TICKS, Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.money import Money
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.services.workspace import Workspace
from funnelboard.ui.dispatcher import Pointed

Add = Callable[..., Deal]


async def test_a_lead_is_taken_to_won_through_every_gate(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("a")
        await board.type("Acme Oy: pilot @Kari Nordmann")
        await board.press("enter")
        (deal,) = workspace.board.deals(Query())
        await board.press("L", "c", "y", "y", "y", "enter")
        assert {answer.how for answer in workspace.board.detail(deal.id).answers} == {"call"}
        assert board.screen.state.active is Stage.PROSPECT
        await board.press("L", "m", "y", "y")
        await board.type("12k")
        await board.press("down")
        await board.type("3 dec")
        await board.press("enter")
        assert board.screen.state.active is Stage.OPPORTUNITY
        await board.press("b")
        await board.type("too dear for 40 seats")
        await board.press("enter", "w")
        assert "too dear for 40 seats" in board.text()
        await board.press("enter")
        await board.type("ten seats free")
        await board.press("enter")
        assert "Acme Oy: pilot → won" in board.text()
        assert board.text().count("yes  with Enter") == 3
        assert "missing" not in board.text()
        await board.press("y", "y", "y", "ctrl+u")
        await board.type("11 500 €")
        await board.press("down", "ctrl+u")
        await board.type("yesterday")
        await board.press("enter")
        assert "u undoes it, T asks for a reference" in board.text()
        won = workspace.board.deal(deal.id)
        assert (won.stage, won.outcome, won.probability) == (Stage.CLOSED, Outcome.WON, 100)
        assert won.amount == Money(1_150_000, "EUR")
        assert won.closed_at is not None
        assert datetime.fromtimestamp(won.closed_at / 1_000_000).date() == date(2026, 11, 17)
        assert {won.market, won.authority, won.need, won.agreed, won.signed, won.settled} == {Answer.YES}
        assert workspace.objections.of_deal(deal.id)[0].answer == "ten seats free"


async def test_a_lead_is_lost_and_comes_back_on_its_day(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(title="Acme: pilot", contact="Kari Nordmann")
    async with open_board() as board:
        await board.press("x", "c")
        await board.type("Initech")
        await board.press("tab", "y")
        await board.type("in 6 months")
        assert "18 May 2027, in 181 d" in board.text()
        await board.press("enter")
        lost = workspace.board.deal(deal.id)
        assert (lost.outcome, lost.lost_reason, lost.competitor) == (Outcome.LOST, LostReason.COMPETITOR, "Initech")
        assert lost.may_return is Answer.YES
        assert "to come back on 18 May 2027" in board.status
        (waiting,) = workspace.board.deals(parse_query("is:parked", date(2026, 11, 18), "EUR"))
        assert (waiting.stage, waiting.parked_until) == (Stage.LEAD, date(2027, 5, 18))
        assert waiting.repeat_of == deal.id
        await board.press("u")
        assert workspace.board.deal(deal.id).stage is Stage.LEAD


async def test_a_yes_to_coming_back_needs_a_day(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("x", "p", "y", "enter")
        assert "Say when, for example in 6 months." in board.text()
        assert workspace.board.deal(deal.id).stage is Stage.LEAD


async def test_a_no_is_kept_and_respected(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(contact="Kari Nordmann")
    async with open_board() as board:
        await board.press("x", "n", "n", "enter")
        lost = workspace.board.deal(deal.id)
        assert (lost.lost_reason, lost.may_return) == (LostReason.NO_NEED, Answer.NO)
        assert not lost.contacts[0].contact.may_contact


async def test_a_competitor_has_to_be_named(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("x", "c", "enter")
        assert "Say who it was lost to" in board.text()
        await board.type("unknown")
        await board.press("enter")
        assert workspace.board.deal(deal.id).competitor == "unknown"


async def test_the_boards_own_reasons_are_offered(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    workspace.settings.set("lost-reasons", "price, merged away")
    deal = add_deal()
    async with open_board() as board:
        await board.press("x")
        assert "no decision" not in board.text()
        await board.press("1", "enter")
        lost = workspace.board.deal(deal.id)
        assert (lost.lost_reason, lost.lost_detail) == (LostReason.OTHER, "merged away")


async def test_a_deal_is_won_without_its_ticks_for_a_reason_only(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY, amount=Money(100_000, "EUR"))
    async with open_board() as board:
        await board.press("3", "w", "y", "n", "question_mark", "enter")
        assert "Still missing: signed, settled." in board.text()
        await board.type("they pay in January")
        await board.press("enter")
        won = workspace.board.deal(deal.id)
        assert (won.outcome, won.agreed, won.signed, won.settled) == (
            *(Outcome.WON, Answer.YES, Answer.NO, Answer.UNKNOWN),
        )


async def test_winning_is_two_keys_when_all_is_yes_and_each_tick_is_seen(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    told, said_no = (add_deal(title=t, stage=Stage.OPPORTUNITY, amount=Money(1, "EUR")) for t in ("told", "no"))
    workspace.qualifying.answer((told.id,), Criterion.AGREED, Answer.YES, "call")
    workspace.qualifying.answer((said_no.id,), Criterion.SETTLED, Answer.NO)
    async with open_board() as board:
        await board.press("3", "w", "enter")
        assert "Still missing: settled." in board.text(), "a no is never taken for a yes"
        await board.press("escape", "j", "w")
        assert board.text().count("yes  with Enter") == 2
        await board.press("escape")
        assert workspace.board.deal(told.id).signed is Answer.UNKNOWN, "what was only offered is not kept"
        await board.press("w", "enter")
        won = workspace.board.deal(told.id)
        assert (won.outcome, {won.agreed, won.signed, won.settled}) == (Outcome.WON, {Answer.YES})


async def test_a_day_that_has_not_come_is_refused_beside_its_field(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY, amount=Money(100_000, "EUR"))
    async with open_board() as board:
        await board.press("3", "w", "y", "y", "y", "down", "ctrl+u")
        await board.type("tomorrow")
        await board.press("enter")
        assert "has not come yet" in board.text()
        assert workspace.board.deal(deal.id).stage is Stage.OPPORTUNITY


async def test_several_deals_are_won_at_once(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deals = [add_deal(title=f"deal {n}", stage=Stage.OPPORTUNITY, amount=Money(100 * n, "EUR")) for n in (1, 2)]
    async with open_board() as board:
        await board.press("3", "space", "space", "w", "y", "y", "y", "enter")
        won = [workspace.board.deal(deal.id) for deal in deals]
        assert [(deal.outcome, deal.amount) for deal in won] == [
            (Outcome.WON, Money(100, "EUR")),
            (Outcome.WON, Money(200, "EUR")),
        ]
        assert "marked" not in board.lines()[0]
        await board.press("u")
        assert {workspace.board.deal(deal.id).stage for deal in deals} == {Stage.OPPORTUNITY}


async def test_a_strict_board_lets_nothing_be_won_without_its_ticks(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deals = [add_deal(title=f"deal {n}", stage=Stage.OPPORTUNITY) for n in (1, 2)]
    workspace.pipeline.edit(deals[0].id, {"amount": Money(100_000, "EUR")})
    workspace.settings.set("gates", "strict")
    async with open_board() as board:
        await board.press("3", "space", "space", "w", "y", "y", "y", "enter")
        assert "answer c on each deal first" in board.text()
        assert {workspace.board.deal(deal.id).stage for deal in deals} == {Stage.OPPORTUNITY}


async def test_objections_can_be_left_open(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY, amount=Money(100_000, "EUR"))
    workspace.objections.raise_objection((deal.id,), "too dear")
    async with open_board() as board:
        await board.press("3", "w", "g", "y", "y", "y", "enter")
        assert workspace.board.deal(deal.id).outcome is Outcome.WON
        assert "1 open objection" in board.status


async def test_leaving_an_outcome_restores_the_probability(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
    async with open_board() as board:
        await board.press("4", "H")
        assert workspace.board.deal(deal.id).stage is Stage.OPPORTUNITY
        assert board.status == "moved “Acme: pilot” to opportunity, probability 50 % again"


async def test_a_burst_of_keys_closes_as_lost_and_the_next_one_is_a_command_again(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deals = [add_deal(title=f"deal {number}") for number in range(2)]
    async with open_board() as board:
        await board.burst("x", "o", *"moved abroad", "tab", "y", *"in 6 months", "enter", "1", "x", "p", "enter")
        lost = [workspace.board.deal(deal.id) for deal in deals]
        assert [deal.outcome for deal in lost] == [Outcome.LOST] * 2
        assert [deal.lost_reason for deal in lost] == [LostReason.PRICE, LostReason.OTHER]
        assert lost[1].lost_detail == "moved abroad"


async def test_leaving_half_way_closes_nothing_and_keeps_what_was_given(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deals = [add_deal(title=f"deal {n}", stage=Stage.OPPORTUNITY, amount=Money(100_000, "EUR")) for n in (1, 2)]
    async with open_board() as board:
        await board.press("3", "w", "y", "y", "tab", "tab", "ctrl+u")
        await board.type("yesterday")
        await board.press("escape")
        assert board.status == "Not closed."
        await board.press("j", "w")
        assert "yesterday" not in board.text(), "that was said of the other deal"
        await board.press("escape", "k", "w")
        assert "yesterday" in board.text()
        await board.press("y", "enter")
        assert workspace.board.deal(deals[1].id).outcome is Outcome.WON
        assert workspace.board.deal(deals[0].id).stage is Stage.OPPORTUNITY
        await board.press("3", "L", "escape")
        assert board.status == "Not closed."
        await board.press("x", "escape")
        assert board.status == "Not closed."
        await board.press("x", "c")
        await board.type("Initech")
        await board.press("escape", "x", "c")
        assert "Initech" in board.text()


async def test_the_answer_to_an_objection_is_kept_half_way_and_the_list_comes_back(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY, amount=Money(100_000, "EUR"))
    for text in ("too dear", "too late"):
        workspace.objections.raise_objection((deal.id,), text)
    async with open_board() as board:
        await board.press("3", "w")
        assert "2 open objections: Acme: pilot" in board.text()
        await board.press("r")
        await board.type("ten seats free")
        await board.press("escape")
        assert "2 open objections" in board.text()
        await board.press("r")
        assert "ten seats free" in board.text()
        await board.press("enter")
        assert "1 open objection: Acme: pilot" in board.text()
        await board.press("escape")
        assert board.status == "Not closed."
        answers = {one.text: one.answer for one in workspace.objections.of_deal(deal.id)}
        assert sorted(answers.values()) == ["", "ten seats free"]


async def test_a_tick_taken_back_meanwhile_is_asked_again(
    open_board: Any, add_deal: Add, make_workspace: Callable[..., Workspace], workspace: Workspace
) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY, amount=Money(100_000, "EUR"))
    workspace.qualifying.answer((deal.id,), Criterion.AGREED, Answer.YES)
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await board.press("3", "w", "y", "y")
        ola.qualifying.answer((deal.id,), Criterion.AGREED, Answer.NO)
        await board.press("enter")
        assert workspace.board.deal(deal.id).stage is Stage.OPPORTUNITY
        assert "missing agreed" in board.text()
        await board.press("1", "y", "enter")
        assert workspace.board.deal(deal.id).outcome is Outcome.WON


async def test_a_deal_deleted_meanwhile_is_not_closed_nor_is_another(
    open_board: Any, add_deal: Add, make_workspace: Callable[..., Workspace], workspace: Workspace
) -> None:
    other, deal = (add_deal(title=title, stage=Stage.OPPORTUNITY) for title in ("other", "deleted"))
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await board.press("3", "x", "p")
        ola.pipeline.delete((deal.id,))
        await board.press("enter")
        assert f"#{deal.id}" in board.status
    assert workspace.board.deal(other.id).stage is Stage.OPPORTUNITY


async def test_a_deal_won_meanwhile_is_not_lost(
    open_board: Any, add_deal: Add, make_workspace: Callable[..., Workspace], workspace: Workspace
) -> None:
    deal, ola = add_deal(stage=Stage.OPPORTUNITY), make_workspace(login="ola")
    async with open_board() as board:
        await board.press("3", "x", "p")
        ola.pipeline.move((deal.id,), Stage.CLOSED, outcome=Outcome.WON, because="signed today")
        await board.press("enter")
        assert "Nothing was changed: ola moved “Acme: pilot” to closed won" in board.status
    assert workspace.board.deal(deal.id).outcome is Outcome.WON


async def test_winning_again_asks_only_where_something_is_missing(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deals = [add_deal(title=f"deal {n}", stage=Stage.OPPORTUNITY, amount=Money(100_000, "EUR")) for n in (1, 2, 3)]
    workspace.qualifying.answer_many(deals[1].id, dict.fromkeys(TICKS, Answer.YES))
    async with open_board() as board:
        await board.press("3", "w", "y", "y", "y", "enter", "3", "full_stop")
        assert workspace.board.deal(deals[1].id).outcome is Outcome.WON
        await board.press("3", "full_stop")
        assert "deal 1 → won" in board.text()
        await board.press("y", "y", "y", "enter")
        assert workspace.board.deal(deals[0].id).outcome is Outcome.WON


async def test_losing_again_is_for_the_same_reason(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deals = [add_deal(title=f"deal {number}") for number in range(3)]
    async with open_board() as board:
        await board.press("x", "t", "y")
        await board.type("in 6 months")
        await board.press("enter", "1", "space", "space", "full_stop")
        lost = [workspace.board.deal(deal.id) for deal in deals]
        assert [(deal.lost_reason, deal.may_return) for deal in lost] == [(LostReason.TIMING, Answer.YES)] * 3
        assert "marked" not in board.lines()[0]


async def test_a_card_dragged_into_closed_is_asked_how_it_ended(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    won = add_deal(title="won", stage=Stage.CLOSED, outcome=Outcome.WON)
    deal = add_deal(title="dragged", stage=Stage.OPPORTUNITY, amount=Money(100_000, "EUR"))
    async with open_board() as board:
        await drag(board, (Stage.OPPORTUNITY, 0), (Stage.CLOSED, 5))
        assert "dragged → closed: how did it end?" in board.text()
        await board.press("l", "p", "enter")
        assert workspace.board.deal(deal.id).lost_reason is LostReason.PRICE
        closed = [one.title for one in workspace.board.deals(Query()) if one.stage is Stage.CLOSED]
        assert closed == ["won", "dragged"]
        await drag(board, (Stage.CLOSED, 1), (Stage.CLOSED, 0))
        closed = [one.title for one in workspace.board.deals(Query()) if one.stage is Stage.CLOSED]
        assert closed == ["dragged", "won"]
        found = workspace.board.deal(deal.id)
        assert (found.outcome, found.lost_reason) == (Outcome.LOST, LostReason.PRICE)
    assert workspace.board.deal(won.id).outcome is Outcome.WON


async def test_a_card_dragged_through_a_gate_lands_where_it_was_let_go(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    for title in ("below", "above"):
        add_deal(title=title, stage=Stage.PROSPECT)
    add_deal(title="dragged")
    async with open_board() as board:
        await drag(board, (Stage.LEAD, 0), (Stage.PROSPECT, 1))
        assert "dragged → prospect" in board.text()
        await board.press("y", "y", "y", "enter")
        prospects = [one.title for one in workspace.board.deals(Query()) if one.stage is Stage.PROSPECT]
        assert prospects == ["above", "dragged", "below"]


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_closing_fits_small_terminals(
    open_board: Any, add_deal: Add, workspace: Workspace, size: tuple[int, int]
) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY, amount=Money(100_000, "EUR"))
    async with open_board(size=size) as board:
        await board.press("3", "x")
        assert "no decision" in board.text()
        await board.press("escape", "w")
        assert "Have they agreed?" in board.text()
        await board.press("y", "y", "y", "tab", "ctrl+u")
        await board.type("yesterday")
        assert "yesterday" in board.text()
        await board.press("enter")
        assert workspace.board.deal(deal.id).outcome is Outcome.WON


async def drag(board: Any, start: tuple[Stage, int], end: tuple[Stage, int]) -> None:
    """Drag the card at one place of a column to another."""
    geometry = board.screen.geometry
    for deed, (stage, place) in (("down", start), ("move", end), ("up", end)):
        column = geometry.columns[stage]
        y = column.y + geometry.head_lines + place * geometry.step
        board.app.dispatcher.put(Pointed(deed, column.x + 2, y))
        await board.settle()
