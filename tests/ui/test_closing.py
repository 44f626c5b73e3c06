"""Deals taken to their end by keys: won with its ticks, lost with its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.money import Money
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]


async def test_a_lead_is_taken_to_won_through_every_gate(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("a")
        await board.type("Acme Oy: pilot @Kari Nordmann")
        await board.press("enter")
        (deal,) = workspace.board.deals(Query())
        await board.press("L", "c", "y", "y", "y", "enter")
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
        assert "Close “Acme Oy: pilot” as won" in board.text()
        await board.press("y", "y", "y", "ctrl+u")
        await board.type("11 500 €")
        await board.press("down", "ctrl+u")
        await board.type("yesterday")
        await board.press("enter")
        assert "T asks for a reference" in board.text()
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
        await board.press("enter", "y")
        await board.type("in 6 months")
        assert "18 May 2027, in 181 d" in board.text()
        await board.press("enter")
        lost = workspace.board.deal(deal.id)
        assert (lost.outcome, lost.lost_reason, lost.competitor) == (Outcome.LOST, LostReason.COMPETITOR, "Initech")
        assert lost.may_return is Answer.YES
        assert "to come back on 2027-05-18" in board.status
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
        await board.press("x", "c", "enter", "enter")
        assert "Say who it was lost to" in board.text()
        await board.type("unknown")
        await board.press("enter", "enter")
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
        await board.press("3", "w", "y", "enter")
        assert "Still missing: signed, settled." in board.text()
        await board.type("they pay in January")
        await board.press("enter")
        won = workspace.board.deal(deal.id)
        assert (won.outcome, won.agreed, won.settled) == (Outcome.WON, Answer.YES, Answer.UNKNOWN)


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
