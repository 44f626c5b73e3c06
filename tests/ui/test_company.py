"""A company's page, from any of its deals and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.deal import Answer, Deal, LostReason
from funnelboard.domain.money import Money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace
from funnelboard.ui.screens.company import CompanyPage

Add = Callable[..., Deal]


@pytest.fixture
def deals(workspace: Workspace, add_deal: Add) -> dict[str, Deal]:
    """Acme's five deals, by how they stand, and one of another company."""
    acme = {"company": "Acme Oy"}
    made = {
        "open": add_deal(title="Acme: pilot", contact="Kari Nordmann", phone="+47 900 11 222", **acme),
        "dollars": add_deal(title="Acme: US", stage=Stage.PROSPECT, amount=Money(500_000, "USD"), **acme),
        "parked": add_deal(title="Acme: later", amount=Money(700_000, "EUR"), **acme),
        "won": add_deal(title="Acme: first", stage=Stage.CLOSED, amount=Money(4_200_000, "EUR"), **acme),
        "lost": add_deal(title="Acme: fleet", stage=Stage.OPPORTUNITY, **acme),
        "other": add_deal(title="Beta: audit", company="Beta AS"),
    }
    ending = {"outcome": Outcome.LOST, "lost_reason": LostReason.PRICE, "may_return": Answer.NO}
    workspace.pipeline.move((made["lost"].id,), Stage.CLOSED, because="they said so", **ending)
    workspace.pipeline.edit(made["open"].id, {"amount": Money(1_000_000, "EUR")})
    workspace.parking.park((made["parked"].id,), date(2027, 2, 1), ParkReason.BUDGET)
    workspace.activity.add_follow_up((made["open"].id,), date(2026, 11, 16), "call", "about the price")
    workspace.activity.add_note((made["dollars"].id,), "Talked to New York", NoteKind.CALL)
    workspace.activity.add_note((made["other"].id,), "Nothing of Acme's")
    return made


def notes(workspace: Workspace, deal: Deal) -> list[str]:
    """A deal's notes, newest first."""
    found = workspace.board.detail(deal.id, EntryKind.NOTE).timeline
    return [entry.text for entry in found if entry.entity == "note"]


def page(board: Any) -> CompanyPage:
    assert isinstance(board.top, CompanyPage)
    return board.top


async def go_to(board: Any, deal: Deal) -> None:
    board.screen.go_to(deal.id)
    await board.settle()


def line_of(board: Any, text: str) -> str:
    return next(line for line in board.lines() if text in line)


async def test_everything_about_a_company_is_on_its_page(open_board: Any, deals: dict[str, Deal]) -> None:
    async with open_board() as board:
        await go_to(board, deals["open"])
        await board.press("Y")
        assert "Company  Acme Oy" in board.lines()[0]
        assert "2 open · 1 parked · 1 won · 1 lost" in board.lines()[0]
        text = board.text().replace("\N{NO-BREAK SPACE}", " ")
        assert "won        42 000 € · 1 deal" in text
        assert "10 000 €, 5 000 $ · weighted 500 €, 1 000 $ · 2 deals" in text
        assert "parked     7 000 €" in text
        assert "! Mon 16 Nov  call: about the price" in line_of(board, "Acme: pilot")
        assert "‖" in line_of(board, "Acme: later")
        assert "parked until Mon 1 Feb 2027 (budget)" in line_of(board, "Acme: later")
        assert "★ Won" in line_of(board, "Acme: first")
        assert "price, may not come back" in line_of(board, "Acme: fleet")
        assert "+47 900 11 222" in line_of(board, "Kari Nordmann")
        assert "Talked to New York" in text
        assert "Beta" not in text
        assert "Nothing of Acme's" not in text
        await board.press("Y")
        assert board.top is board.screen
        assert board.title == "Acme: pilot"


@pytest.mark.parametrize("name", ["dollars", "parked", "won", "lost"])
async def test_one_key_leads_to_any_deal_and_back(open_board: Any, deals: dict[str, Deal], name: str) -> None:
    async with open_board() as board:
        await go_to(board, deals["open"])
        await board.press("Y")
        await board.press("g")
        for _ in range(12):
            if page(board).targets != (deals[name].id,):
                await board.press("j")
        await board.press("enter")
        assert board.top is board.screen
        assert board.screen.state.here.deal_id == deals[name].id
        await board.press("Y")
        assert page(board).targets == (deals[name].id,)


async def test_a_filter_that_hides_the_deal_gives_way(
    open_board: Any, deals: dict[str, Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        board.screen.show_query("pilot")
        await board.settle()
        await go_to(board, deals["open"])
        await board.burst("Y", "j", "enter", "n", *"here", "enter")
        assert notes(workspace, deals["dollars"])[0] == "here"
        assert board.screen.state.query_text == ""


async def test_a_note_lands_on_the_deal_at_the_cursor_and_is_shown(
    open_board: Any, deals: dict[str, Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await go_to(board, deals["open"])
        await board.burst("Y", "j", "n", *"hi", "escape")
        assert notes(workspace, deals["dollars"]) == ["Talked to New York"]
        await board.burst("n", *"gh", "enter")
        assert notes(workspace, deals["dollars"]) == ["high", "Talked to New York"]
        assert notes(workspace, deals["open"]) == []
        assert any(line.split("▌")[-1].strip() == "high" for line in board.lines())
        await board.press("f")
        await board.type("fri call New York")
        await board.press("enter")
        assert "Fri 20 Nov" in line_of(board, "Acme: US")
        await board.press("u", "u")
        assert notes(workspace, deals["dollars"]) == ["Talked to New York"]
        assert "nothing next" in line_of(board, "Acme: US")


async def test_what_others_write_is_shown_and_a_deleted_deal_is_not_gone_to(
    open_board: Any, deals: dict[str, Deal], workspace: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await go_to(board, deals["open"])
        await board.press("Y", "j")
        ola.activity.add_note((deals["open"].id,), "Ola was here")
        board.app.lookout.tick()
        await board.settle()
        assert "Ola was here" in board.text()
        ola.pipeline.delete((deals["dollars"].id,))
        await board.burst("n", *"lost?", "enter")
        assert notes(workspace, deals["open"]) == ["Ola was here"]
        assert "is in the bin. ola deleted “Acme: US”." in board.status
        assert "Acme: US" not in board.text().replace(board.status, "")


async def test_a_deal_without_a_company_is_refused(open_board: Any, add_deal: Add) -> None:
    add_deal(title="Somebody")
    async with open_board() as board:
        await board.press("Y")
        assert board.top is board.screen
        assert board.status == "This deal has no company; e gives it one."


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_everything_can_be_reached_in_any_terminal(
    open_board: Any, deals: dict[str, Deal], size: tuple[int, int]
) -> None:
    async with open_board(size=size) as board:
        await go_to(board, deals["open"])
        await board.press("Y")
        seen = board.text()
        for _ in range(12):
            await board.press("j")
            seen += board.text()
        for text in ("Acme: pilot", "Acme: later", "Acme: fleet", "Kari Nordmann", "Talked to New York"):
            assert text in seen, text
        await board.press("g")
        assert "won        42" in board.text()


async def test_the_page_stands_in_a_tiny_terminal(open_board: Any, deals: dict[str, Deal]) -> None:
    async with open_board(size=(20, 5)) as board:
        await go_to(board, deals["open"])
        await board.press("Y", "j", "enter")
        assert board.screen.state.here.deal_id == deals["dollars"].id
