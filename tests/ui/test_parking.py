"""Parking deals, the tray, and waking by hand and by the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from funnelboard.domain.deal import Deal
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]


async def test_a_deal_is_parked_with_a_line_that_says_what_it_understood(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(title="Acme: pilot")
    add_deal(title="Beta")
    async with open_board() as board:
        await board.press("j", "z")
        await board.type("in 3 months budget")
        assert board.remark == "Thu 18 Feb 2027 · in 92 d · budget"
        await board.press("enter")
        stored = workspace.board.deal(deal.id)
        assert (stored.parked_until, stored.parked_reason) == (date(2027, 2, 18), "budget")
        assert board.title == "Beta"
        assert "1 parked" in board.lines()[0]
        assert "parked “Acme: pilot” until Thu 18 Feb" in board.status
        await board.press("u")
        assert workspace.board.deal(deal.id).parked_until is None
        assert "parked" not in board.lines()[0]


async def test_a_day_that_is_past_is_refused_and_the_line_kept(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("z")
        await board.type("yesterday")
        await board.press("enter")
        assert board.top.edit.text == "yesterday"
        assert "after today" in board.lines()[-1]
        await board.press("ctrl+u")
        await board.type("1 mar other")
        assert "Say in a few words why" in board.lines()[-1]
        await board.type(" they merge")
        await board.press("enter")
        assert workspace.board.deal(deal.id).parked_reason == "other: they merge"


async def test_the_tray_shows_what_is_parked_and_z_wakes_it_there(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    for title in ("one", "two", "three"):
        add_deal(title=title, stage=Stage.PROSPECT)
    async with open_board() as board:
        await board.press("2", "space", "space", "z")
        await board.type("1 feb")
        await board.press("enter")
        assert board.title == "one"
        await board.press("Z")
        assert {card.title for card in board.screen.state.here.column.cards} == {"two", "three"}
        await board.press("space", "space", "z")
        assert board.status == "woke 2 deals"
        await board.press("Z")
        assert len(board.screen.state.columns[Stage.PROSPECT].column.cards) == 3
        await board.press("Z")
        assert board.status.startswith("Nothing is parked.")


async def test_a_parked_deal_wakes_by_the_clock_while_the_board_is_open(
    open_board: Any, add_deal: Add, workspace: Workspace, tick: Callable[..., int]
) -> None:
    deal = add_deal(title="Acme: pilot")
    add_deal(title="Beta")
    async with open_board() as board:
        await board.press("j", "z")
        await board.type("in 2 days timing")
        await board.press("enter")
        tick(days=1)
        board.app.lookout.tick()
        await board.settle()
        assert "1 parked" in board.lines()[0]
        tick(days=1)
        board.app.lookout.tick()
        await board.settle()
        stored = workspace.board.deal(deal.id)
        assert stored.parked_until is None
        assert stored.next_follow_up is not None
        assert (stored.next_follow_up.due, stored.next_follow_up.kind) == (date(2026, 11, 20), "come back")
        assert board.status == "“Acme: pilot” came back from being parked"
        assert "Acme" in "\n".join(board.column(0))
        await board.press("u")
        assert workspace.board.deal(deal.id).parked_until is None


async def test_a_parking_half_typed_comes_back_on_its_deal(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    other, deal = add_deal(title="other"), add_deal(title="Acme: pilot")
    async with open_board() as board:
        await board.burst("z", *"next quarter bud", "escape")
        assert board.status == "Kept: z goes on with it."
        await board.press("j", "z")
        assert board.top.edit.text == ""
        await board.burst("escape", "k", "z", *"get", "enter")
        assert workspace.board.deal(deal.id).parked_reason == "budget"
        assert workspace.board.deal(other.id).parked_until is None


async def test_parked_and_other_deals_together_are_all_parked_until_the_new_day(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deals = [add_deal(title=title) for title in ("one", "two")]
    async with open_board() as board:
        await board.press("space", "space")
        workspace.parking.park((deals[0].id,), date(2027, 1, 1), ParkReason.TIMING)
        await board.tick()
        await board.burst("z", *"1 feb", "enter")
        assert [workspace.board.deal(deal.id).parked_until for deal in deals] == [date(2027, 2, 1)] * 2


async def test_a_closed_deal_is_not_parked_and_the_line_kept(open_board: Any, add_deal: Add) -> None:
    add_deal(stage=Stage.CLOSED)
    async with open_board() as board:
        await board.burst("4", "z", *"1 feb", "enter")
        assert "is closed. Reopen it first" in board.status
        await board.press("z")
        assert board.top.edit.text == "1 feb"


async def test_the_deals_parked_are_those_that_were_at_hand_when_it_was_asked(
    open_board: Any, add_deal: Add, workspace: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    other, deal = add_deal(title="other"), add_deal(title="Acme: pilot")
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await board.burst("z", *"1 feb")
        ola.pipeline.move((deal.id,), Stage.PROSPECT, because="it is one")
        board.app.lookout.hearing.look()
        await board.settle()
        await board.press("enter")
        assert workspace.board.deal(deal.id).parked_until == date(2027, 2, 1)
        assert workspace.board.deal(other.id).parked_until is None


async def test_a_board_where_all_is_parked_says_where_it_is(open_board: Any, add_deal: Add) -> None:
    add_deal(title="Acme: pilot")
    async with open_board() as board:
        await board.press("z")
        await board.type("1 feb")
        await board.press("enter")
        assert "All deals are parked. Z shows them." in " ".join(" ".join(board.column(0)).split())
        await board.press("Z")
        assert board.title == "Acme: pilot"
