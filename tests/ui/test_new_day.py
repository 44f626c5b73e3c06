"""A board that is left open over midnight and over New Year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from funnelboard.domain.deal import Deal
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]
Tick = Callable[..., int]


async def test_the_board_says_what_is_due_from_the_new_day_on(
    open_board: Any, add_deal: Add, workspace: Workspace, tick: Tick
) -> None:
    deal = add_deal(title="Acme: pilot")
    workspace.activity.add_follow_up((deal.id,), date(2026, 11, 19), "call", "call")
    async with open_board() as board:
        assert "Wed 18 Nov" in board.lines()[0]
        assert "○ 1d call" in "".join(board.column(0))
        assert "tomorrow" in board.panel
        assert "touched today" in board.panel
        tick(days=1)
        await board.tick()
        assert "Thu 19 Nov" in board.lines()[0]
        assert "• today call" in "".join(board.column(0))
        assert "tomorrow" not in board.text()
        assert "touched 1 d ago" in board.text()
        tick(days=30)
        await board.tick()
        assert "! 30 d call" in board.text()


async def test_a_deal_gets_stale_at_any_hour(open_board: Any, add_deal: Add, tick: Tick) -> None:
    add_deal(title="Acme: pilot")
    async with open_board() as board:
        tick(days=14, hours=20)
        await board.tick()
        assert "touched 14 d ago" in board.panel
        fresh = board.column(0)
        tick(hours=5)
        await board.tick()
        assert "stale: 15 d" in board.panel
        assert "quiet 15 d" in "".join(board.column(0))
        assert "quiet" not in "".join(fresh)


async def test_a_filter_by_day_is_for_the_new_day(
    open_board: Any, add_deal: Add, workspace: Workspace, tick: Tick
) -> None:
    deal = add_deal(title="Acme: pilot")
    workspace.activity.add_follow_up((deal.id,), date(2026, 11, 19), "call", "call")
    async with open_board() as board:
        await board.burst("slash", *"due:today", "enter")
        assert board.title is None
        tick(days=1)
        await board.tick()
        assert board.title == "Acme: pilot"


async def test_the_agenda_begins_anew(open_board: Any, add_deal: Add, workspace: Workspace, tick: Tick) -> None:
    for title, day in (("Acme: pilot", 18), ("Beta: fleet", 18), ("Gamma: audit", 19)):
        workspace.activity.add_follow_up((add_deal(title=title).id,), date(2026, 11, day), "call", "call")
    async with open_board() as board:
        await board.press("A", "s", "enter", "enter", "enter")
        assert "1 skipped" in board.lines()[0]
        assert "1 done today" in board.lines()[0]
        assert "Gamma" not in board.text()
        tick(days=1)
        await board.tick()
        assert "Thu 19 Nov" in board.lines()[0]
        assert "0 done today" in board.lines()[0]
        assert "skipped" not in board.lines()[0]
        assert "Gamma: audit" in board.text()


async def test_a_parked_deal_comes_back_while_something_is_being_typed(
    open_board: Any, add_deal: Add, workspace: Workspace, tick: Tick
) -> None:
    parked, deal = add_deal(title="Acme: pilot"), add_deal(title="Beta")
    workspace.parking.park((parked.id,), date(2026, 11, 19), ParkReason.TIMING)
    async with open_board() as board:
        assert "1 parked" in board.lines()[0]
        await board.burst("n", *"half")
        tick(days=1)
        await board.tick()
        assert "Acme" in "".join(board.column(0))
        assert "parked" not in board.lines()[0]
        assert board.top.edit.text == "half"
        await board.press("enter")
        assert board.title == "Beta"
    assert "half" in str(workspace.board.detail(deal.id).timeline)
    assert "half" not in str(workspace.board.detail(parked.id).timeline)


async def test_days_of_another_year_say_which(open_board: Any, add_deal: Add, workspace: Workspace, tick: Tick) -> None:
    far = add_deal(title="Acme: pilot", expected_close=date(2028, 3, 9), stage=Stage.PROSPECT)
    workspace.activity.add_follow_up((far.id,), date(2027, 11, 20), "call", "call")
    parked = add_deal(title="Beta", stage=Stage.OPPORTUNITY)
    workspace.parking.park((parked.id,), date(2029, 5, 4), ParkReason.TIMING)
    add_deal(title="Gamma", stage=Stage.CLOSED)
    async with open_board(size=(200, 40)) as board:
        await board.press("2")
        assert "20 Nov 2027" in board.panel
        assert "9 Mar 2028" in board.panel
        assert "18 Nov" in "".join(board.column(3))
        assert "2026" not in board.text()
        await board.press("Z", "3")
        assert "May 2029" in "".join(board.column(2))
        assert "4 May 2029" in board.panel
        await board.press("Z", "4")
        tick(days=60)
        await board.tick()
        assert "Nov 2026" in "".join(board.column(3)), "when it was won"
        assert "18 Nov 2026" in board.panel
