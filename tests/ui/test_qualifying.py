"""The questions of a stage, answered by keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.contact import Role
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]


async def test_three_keys_qualify_a_lead_in_one_change(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(contact="Kari Nordmann")
    async with open_board() as board:
        await board.press("c", "y", "y", "n", "enter")
        found = workspace.board.deal(deal.id)
        assert (found.market, found.means, found.authority) == (Answer.YES, Answer.YES, Answer.NO)
        await board.press("escape")
        assert "u undoes it" in board.text()
        await board.press("u")
        found = workspace.board.deal(deal.id)
        assert (found.market, found.means, found.authority) == (Answer.UNKNOWN,) * 3


async def test_it_is_kept_how_and_from_whom_it_was_learnt(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(contact="Kari Nordmann")
    workspace.people.add_contact(deal.id, "Ola Moe")
    async with open_board() as board:
        await board.press("c", "m", "w", "y", "enter")
        (answer,) = workspace.board.detail(deal.id).answers
        assert (answer.criterion, answer.how, answer.contact) == (Criterion.MARKET, "meeting", "Ola Moe")
        await board.press("c")
        assert "meeting · Ola Moe · today" in board.text()


async def test_numbers_go_to_a_question_and_a_question_mark_takes_an_answer_back(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    workspace.qualifying.answer((deal.id,), Criterion.MARKET, Answer.YES)
    async with open_board() as board:
        await board.press("c", "3", "y", "1", "question_mark", "enter")
        found = workspace.board.deal(deal.id)
        assert (found.market, found.means, found.authority) == (Answer.UNKNOWN, Answer.UNKNOWN, Answer.YES)


async def test_a_prospect_is_asked_for_amount_and_date_in_place(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(stage=Stage.PROSPECT)
    async with open_board() as board:
        await board.press("2", "c", "y", "y")
        await board.type("12k kr")
        await board.press("down")
        await board.type("3 dec")
        assert "Thu 3 Dec, in 15 d" in board.text()
        await board.press("down", "down")
        await board.type("no time for paper")
        await board.press("enter")
        found = workspace.board.deal(deal.id)
        assert (found.need, found.willing) == (Answer.YES, Answer.YES)
        assert found.expected_close == date(2026, 12, 3)
        assert found.amount is not None
        assert found.amount.minor == 1_200_000
        assert found.pain_point == "no time for paper"


async def test_a_wrong_amount_is_told_beside_its_field_and_nothing_is_lost(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(stage=Stage.PROSPECT)
    async with open_board() as board:
        await board.press("2", "c", "y", "3")
        await board.type("plenty")
        await board.press("enter")
        assert "plenty" in board.text()
        assert "not an amount" in board.text()
        assert workspace.board.deal(deal.id).need is Answer.UNKNOWN
        await board.press("ctrl+u")
        await board.type("5000")
        await board.press("enter")
        assert workspace.board.deal(deal.id).amount == Money(500_000, "EUR")


async def test_leaving_keeps_what_was_given_for_that_deal(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    other, deal = add_deal(title="other"), add_deal(title="deal")
    async with open_board() as board:
        await board.press("c", "y", "tab", "tab", "tab")
        await board.type("slow invoices")
        await board.press("escape")
        assert board.status == "Kept: c goes on with it."
        assert workspace.board.deal(deal.id).market is Answer.UNKNOWN
        await board.press("j", "c")
        assert "slow invoices" not in board.text()
        await board.press("escape", "k", "c")
        assert "slow invoices" in board.text()
        await board.press("enter")
        found = workspace.board.deal(deal.id)
        assert (found.market, found.pain_point) == (Answer.YES, "slow invoices")
        await board.press("c")
        assert "missing means, authority" in board.text()
        assert board.top.given.write() == "", "what was kept is no draft any more"
    assert workspace.board.deal(other.id).market is Answer.UNKNOWN


async def test_what_is_typed_as_fast_as_it_comes_answers(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(stage=Stage.PROSPECT)
    async with open_board() as board:
        await board.burst("2", "c", "y", "y", *"12k", "tab", *"3 dec", "enter", "1")
        found = workspace.board.deal(deal.id)
        assert (found.need, found.amount, found.expected_close) == (
            Answer.YES,
            Money(1_200_000, "EUR"),
            date(2026, 12, 3),
        )
        assert board.screen.state.active is Stage.LEAD


async def test_a_detail_written_meanwhile_is_shown_beside_mine(
    open_board: Any, add_deal: Add, make_workspace: Callable[..., Workspace], workspace: Workspace
) -> None:
    deal = add_deal()
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await board.press("c", "y", "tab", "tab", "tab")
        await board.type("paper")
        ola.pipeline.edit(deal.id, {"pain_point": "time"})
        await board.press("enter")
        assert "ola has changed pain point of “Acme: pilot” meanwhile." in board.text()
        assert "paper  now time" in board.text()
        assert workspace.board.deal(deal.id).pain_point == "time"
        await board.press("enter")
        found = workspace.board.deal(deal.id)
        assert (found.pain_point, found.market) == ("paper", Answer.YES)


async def test_answers_to_a_deal_that_is_deleted_land_on_no_other(
    open_board: Any, add_deal: Add, make_workspace: Callable[..., Workspace], workspace: Workspace
) -> None:
    other, deal = add_deal(title="other"), add_deal(title="deal")
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await board.press("c", "y")
        ola.pipeline.delete((deal.id,))
        await board.press("enter")
        assert f"#{deal.id}" in board.status
    assert workspace.board.deal(other.id).market is Answer.UNKNOWN


async def test_a_no_to_authority_offers_to_add_the_one_who_decides(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(contact="Kari Nordmann")
    async with open_board() as board:
        await board.press("c", "3", "n", "enter")
        assert "Kari Nordmann does not decide. Who does?" in board.text()
        await board.press("a")
        await board.type("Ola Moe")
        await board.press("escape", "c", "3", "n", "enter", "a")
        assert "Ola Moe" in board.text(), "the name is kept"
        await board.press("enter")
        decides = [link for link in workspace.board.deal(deal.id).contacts if link.decides]
        assert [(link.contact.name, link.role) for link in decides] == [("Ola Moe", Role.DECISION_MAKER)]


async def test_another_contact_can_be_the_one_who_decides(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(contact="Kari Nordmann")
    workspace.people.add_contact(deal.id, "Ola Moe")
    async with open_board() as board:
        await board.press("c", "3", "n", "enter", "1")
        decides = [link.contact.name for link in workspace.board.deal(deal.id).contacts if link.decides]
        assert decides == ["Ola Moe"]


async def test_questions_are_asked_in_the_words_of_the_preset(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    workspace.settings.set("preset", "startup")
    add_deal()
    async with open_board() as board:
        assert [board.column(number)[1].split()[0] for number in range(4)] == ["INVESTOR", "PITCH", "DUE", "CLOSED"]
        await board.press("c")
        assert "Do they have a fund to invest from?" in board.text()


async def test_a_closed_deal_has_no_questions(open_board: Any, add_deal: Add) -> None:
    add_deal(stage=Stage.CLOSED)
    async with open_board() as board:
        await board.press("4", "c")
        assert board.status.startswith("A closed deal has no questions left")


async def test_a_card_whose_answers_suffice_says_so(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal()
    async with open_board() as board:
        assert "»" not in board.column(0)[6]
        await board.press("c", "y", "y", "y", "enter")
        assert "» ■■■" in board.column(0)[6]
        await board.press("L")
        assert workspace.board.deal(deal.id).stage is Stage.PROSPECT


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_every_question_can_be_reached_on_any_terminal(
    open_board: Any, add_deal: Add, workspace: Workspace, size: tuple[int, int]
) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY)
    async with open_board(size=size) as board:
        await board.press("3", "c", "y", "y", "y")
        await board.type("7k")
        for _ in range(6):
            await board.press("tab")
        await board.type("send the draft")
        assert "send the draft" in board.text()
        await board.press("enter")
        found = workspace.board.deal(deal.id)
        assert (found.settled, found.amount, found.buyer_next_step) == (
            Answer.YES,
            Money(700_000, "EUR"),
            "send the draft",
        )
