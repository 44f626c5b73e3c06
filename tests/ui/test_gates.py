"""Gates met by keys: what is missing is asked, answered, passed with a reason, or refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.contact import Role
from funnelboard.domain.criteria import QUALIFICATION, Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.money import Money, format_money
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace
from funnelboard.ui.sheet.form import FormSheet

Add = Callable[..., Deal]
Open = Callable[..., Workspace]


async def test_the_questions_open_at_once_with_just_what_is_missing(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    workspace.qualifying.answer((deal.id,), Criterion.MEANS, Answer.YES)
    async with open_board() as board:
        await board.press("L")
        assert "Acme: pilot → prospect" in board.text()
        assert "missing market, authority" in board.text()
        assert "Do they fit the market?" in board.text()
        assert "Do they have the means?" not in board.text()
        await board.press("y")
        assert "missing authority" in board.text()
        await board.press("y")
        assert "missing" not in board.top.aside
        await board.press("enter")
        found = workspace.board.deal(deal.id)
        assert (found.stage, found.market, found.authority) == (Stage.PROSPECT, Answer.YES, Answer.YES)
        assert board.title == "Acme: pilot"
        await board.press("u")
        found = workspace.board.deal(deal.id)
        assert (found.stage, found.market, found.means) == (Stage.LEAD, Answer.UNKNOWN, Answer.YES)


async def test_what_is_typed_as_fast_as_it_comes_answers_the_gate(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deals = [add_deal(title=f"deal {number}") for number in range(2)]
    async with open_board() as board:
        await board.burst("L", "y", "y", "y", "enter", "1", "L", "b", *"soon", "enter")
        assert {workspace.board.deal(deal.id).stage for deal in deals} == {Stage.PROSPECT}
        assert workspace.board.deal(deals[1].id).authority is Answer.YES
        assert "although not all is answered: soon" in board.status


async def test_what_else_was_learnt_is_kept_with_the_move(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(contact="Kari Nordmann")
    workspace.people.add_contact(deal.id, "Ola Moe", Role.USER)
    async with open_board() as board:
        await board.press("L", "y", "m", "y", "y", "tab", "w", "tab")
        await board.type("counts by hand")
        await board.press("tab")
        await board.type("Globex")
        await board.press("enter")
        found = workspace.board.deal(deal.id)
        assert (found.stage, found.pain_point, found.current_supplier) == (Stage.PROSPECT, "counts by hand", "Globex")
        answers = workspace.board.detail(deal.id).answers
        assert {(answer.how, answer.contact) for answer in answers} == {("meeting", "Ola Moe")}
        await board.press("u")
        found = workspace.board.deal(deal.id)
        assert (found.stage, found.market, found.pain_point) == (Stage.LEAD, Answer.UNKNOWN, "")


async def test_a_gate_is_passed_with_a_reason_that_is_kept(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("L", "y", "enter")
        assert "Still missing: means, authority. Say why it moves all the same." in board.text()
        await board.type("the board meets tomorrow")
        await board.press("enter")
        found = workspace.board.deal(deal.id)
        assert (found.stage, found.market) == (Stage.PROSPECT, Answer.YES)
        assert "the board meets tomorrow" in board.status
        (move,) = [entry for entry in workspace.board.detail(deal.id).timeline if "→" in entry.label]
        assert "the board meets tomorrow" in move.text


async def test_the_answers_can_be_kept_without_the_move(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(contact="Kari Nordmann")
    async with open_board() as board:
        await board.press("L", "f", "y", "ctrl+s")
        found = workspace.board.deal(deal.id)
        assert (found.stage, found.market) == (Stage.LEAD, Answer.YES)
        (answer,) = workspace.board.detail(deal.id).answers
        assert (answer.how, answer.contact) == ("form", "Kari Nordmann")
        assert board.top is board.screen


async def test_a_strict_board_offers_no_reason_and_keeps_the_answers_if_asked(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    workspace.settings.set("gates", "strict")
    deal = add_deal()
    async with open_board() as board:
        await board.press("L")
        assert "strict gates, missing market, means, authority" in board.text()
        assert "because" not in board.text()
        await board.press("b", "y", "n", "enter")
        assert "It needs this: the gates of this board are strict." in board.text()
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
        assert board.top is board.screen
        assert "This board's gates are strict." in board.status
        assert "2 marked" in board.lines()[0]


async def test_leaving_moves_nothing_keeps_the_marks_and_what_was_given(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deals = [add_deal(title=f"deal {number}") for number in range(3)]
    async with open_board() as board:
        await board.press("space", "space", "L")
        assert "2 deals → prospect" in board.text()
        await board.press("y", "b")
        await board.type("both are in")
        await board.press("escape")
        assert board.status == "Not moved."
        assert "2 marked" in board.lines()[0]
        assert {workspace.board.deal(deal.id).stage for deal in deals} == {Stage.LEAD}
        await board.press("L")
        assert "both are in" in board.text()
        assert "missing means, authority" in board.text()
        await board.press("escape", "space", "L")
        assert "both are in" not in board.text(), "three deals now, which nothing was said about"


@pytest.mark.parametrize("key", ["H", "q", "a", "D"])
async def test_no_key_at_a_gate_is_a_command_of_the_board(
    open_board: Any, add_deal: Add, workspace: Workspace, key: str
) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("L", key)
        assert isinstance(board.top, FormSheet)
        await board.press("escape")
    assert workspace.board.deal(deal.id).stage is Stage.LEAD


async def test_one_form_is_for_all_marked_deals(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deals = [add_deal(title=f"deal {number}") for number in range(2)]
    async with open_board() as board:
        await board.press("space", "space", "L", "y", "y", "y", "enter")
        found = [workspace.board.deal(deal.id) for deal in deals]
        assert {deal.stage for deal in found} == {Stage.PROSPECT}
        assert {deal.authority for deal in found} == {Answer.YES}
        assert "marked" not in board.lines()[0]
        await board.press("u")
        assert {workspace.board.deal(deal.id).stage for deal in deals} == {Stage.LEAD}


async def test_answers_for_several_deals_overwrite_none_that_only_some_lack(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    known = add_deal(title="known", stage=Stage.PROSPECT, amount=Money(100_000, "EUR"))
    other = add_deal(title="other", stage=Stage.PROSPECT)
    async with open_board() as board:
        await board.press("2", "space", "space", "L")
        assert "missing need, willing, close, amount (1 of 2)" in board.text()
        assert "What is it worth?" not in board.text()
        await board.press("y", "y")
        assert "such as 3 dec" in board.text()
        await board.type("3 dec")
        assert "such as" not in board.text()
        await board.press("enter")
        assert "Still missing: amount (1 of 2)." in board.text()
        await board.type("asked for tomorrow")
        await board.press("enter")
        found = [workspace.board.deal(deal.id) for deal in (known, other)]
        assert [deal.stage for deal in found] == [Stage.OPPORTUNITY] * 2
        assert [deal.amount for deal in found] == [Money(100_000, "EUR"), None]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 24), (40, 12)])
async def test_a_gate_is_read_whole_at_any_width(
    open_board: Any, add_deal: Add, workspace: Workspace, size: tuple[int, int]
) -> None:
    def told(board: Any) -> str:
        return " ".join(board.text().split())

    deals = [add_deal(title=f"Umeå Vintercykel AB: winter storage for the whole fleet {n}") for n in (1, 2)]
    async with open_board(size=size) as board:
        await board.press("m", "o")
        assert "missing market, means, authority, need, willing, amount, close" in told(board)
        await board.press("enter")
        assert "Still missing: market, means, authority, need, willing, amount, close. Say why it moves" in told(board)
        await board.press("escape")
        workspace.settings.set("gates", "strict")
        workspace.qualifying.answer((deals[0].id,), Criterion.MARKET, Answer.YES)
        await board.tick()
        await board.press("g", "space", "space", "L")
        assert board.top is board.screen
        assert board.status.startswith("missing means, authority: “Umeå Vintercykel AB: winter storage")
        assert board.status in told(board)


async def test_deals_that_all_lack_something_else_are_asked_for_a_reason_only(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deals = [add_deal(title=f"deal {number}") for number in range(2)]
    workspace.qualifying.answer_many(
        deals[0].id, {Criterion.MARKET: Answer.YES, Criterion.MEANS: Answer.YES, Criterion.AUTHORITY: Answer.YES}
    )
    async with open_board() as board:
        await board.press("space", "space", "L")
        assert "missing market (1 of 2), means (1 of 2), authority (1 of 2)" in board.text()
        await board.type("both tomorrow")
        await board.press("enter")
        assert {workspace.board.deal(deal.id).stage for deal in deals} == {Stage.PROSPECT}


async def test_a_skipping_move_asks_for_everything_it_passes(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(amount=Money(100_000, "EUR"))
    async with open_board() as board:
        await board.press("m", "o")
        assert "missing market, means, authority, need, willing, close" in board.text()
        await board.press("y", "y", "y", "y", "y")
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
        await board.press("L", "1", "full_stop")
        assert "deal 0 → prospect" in board.text()
        await board.press("y", "y", "y", "enter")
        assert workspace.board.deal(deals[0].id).stage is Stage.PROSPECT


async def test_a_no_at_the_gate_offers_the_one_who_decides(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(contact="Kari Nordmann")
    async with open_board() as board:
        await board.press("L", "y", "y", "n", "b")
        await board.type("we know the boss")
        await board.press("enter")
        assert workspace.board.deal(deal.id).stage is Stage.PROSPECT
        assert "Kari Nordmann does not decide. Who does?" in board.text()
        await board.press("escape")
        assert "we know the boss" in board.status, "leaving the list takes nothing of the move back"


async def test_an_answer_of_no_says_how_it_was_learnt(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(contact="Kari Nordmann")
    workspace.qualifying.answer(
        (deal.id,), Criterion.MEANS, Answer.NO, "meeting", workspace.board.deal(deal.id).contacts[0].contact.id
    )
    async with open_board(size=(110, 30)) as board:
        await board.press("L")
        assert "no  meeting · Kari Nordmann · today" in board.text()


async def test_an_answer_taken_back_meanwhile_is_asked_too(
    open_board: Any, add_deal: Add, make_workspace: Open, workspace: Workspace
) -> None:
    deal = add_deal()
    workspace.qualifying.answer((deal.id,), Criterion.MARKET, Answer.YES)
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await board.press("L", "y", "y")
        ola.qualifying.answer((deal.id,), Criterion.MARKET, Answer.UNKNOWN)
        await board.press("enter")
        assert workspace.board.deal(deal.id).stage is Stage.LEAD
        assert "missing market" in board.text()
        assert "■ yes" in board.text(), "what was answered stands"
        await board.press("y", "enter")
        found = workspace.board.deal(deal.id)
        assert (found.stage, found.market, found.means) == (Stage.PROSPECT, Answer.YES, Answer.YES)


async def test_an_amount_named_meanwhile_is_shown_beside_mine(
    open_board: Any, add_deal: Add, make_workspace: Open, workspace: Workspace
) -> None:
    deal = add_deal(stage=Stage.PROSPECT)
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await board.press("2", "L", "y", "y")
        await board.type("12k")
        await board.press("tab")
        await board.type("3 dec")
        ola.pipeline.edit(deal.id, {"amount": Money(900_000, "EUR")})
        await board.press("enter")
        assert "Somebody else has changed amount of “Acme: pilot” meanwhile." in board.text()
        assert f"12k  now {format_money(Money(900_000, 'EUR'))}" in board.text()
        assert workspace.board.deal(deal.id).amount == Money(900_000, "EUR")
        await board.press("enter")
        found = workspace.board.deal(deal.id)
        assert (found.stage, found.amount) == (Stage.OPPORTUNITY, Money(1_200_000, "EUR"))


async def test_what_was_given_for_a_deal_that_is_deleted_lands_on_no_other(
    open_board: Any, add_deal: Add, make_workspace: Open, workspace: Workspace
) -> None:
    other, deleted = (add_deal(title=title) for title in ("other", "deleted"))
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await board.press("L", "y", "y", "y")
        ola.pipeline.delete((deleted.id,))
        await board.press("enter")
        assert board.top is board.screen
        assert f"#{deleted.id}" in board.status
        found = workspace.board.deal(other.id)
        assert (found.stage, found.market) == (Stage.LEAD, Answer.UNKNOWN)


async def test_a_deal_that_is_moved_meanwhile_stays_there(
    open_board: Any, add_deal: Add, make_workspace: Open, workspace: Workspace
) -> None:
    deal, ola = add_deal(), make_workspace(login="ola")
    async with open_board() as board:
        await board.press("L", "y", "y", "y")
        ola.pipeline.move((deal.id,), Stage.OPPORTUNITY, because="met the board")
        await board.press("enter")
        assert "Somebody else has moved “Acme: pilot” to opportunity meanwhile." in board.status
    assert workspace.board.deal(deal.id).stage is Stage.OPPORTUNITY


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_the_gate_fits_small_terminals(
    open_board: Any, add_deal: Add, workspace: Workspace, size: tuple[int, int]
) -> None:
    deal = add_deal()
    async with open_board(size=size) as board:
        await board.press("L")
        assert "Do they fit the market?" in board.text()
        assert "y n ? answer" in board.text()
        await board.press("y", "y", "y", "b")
        await board.type("sure")
        assert "sure" in board.text()
        await board.press("enter")
        assert workspace.board.deal(deal.id).stage is Stage.PROSPECT


@pytest.mark.parametrize("keys", [("1", "L"), ("2", "L"), ("3", "w"), ("1", "x", "enter"), ("1", "w")])
async def test_every_row_of_a_gate_says_what_enter_and_esc_do_in_the_smallest_window(
    open_board: Any, add_deal: Add, keys: tuple[str, ...]
) -> None:
    for stage in (Stage.LEAD, Stage.PROSPECT, Stage.OPPORTUNITY):
        add_deal(stage=stage, contact="Kari Nordmann")
    async with open_board(size=(40, 12)) as board:
        await board.press(*keys)
        first = board.top.row
        for _ in range(20):
            assert re.search(r"Enter (move|close) .*Esc leave", board.lines()[-1])
            await board.press("tab")
            if board.top.row is first:
                break
        else:
            pytest.fail("Tab never came around")


async def test_what_a_colleague_answers_is_noticed_while_the_gate_is_open(
    open_board: Any, add_deal: Add, workspace: Workspace, ola: Workspace
) -> None:
    deal = add_deal(stage=Stage.PROSPECT, contact="Kari Nordmann")
    async with open_board() as board:
        await board.press("2", "L", "y", "tab")
        assert "missing willing, amount, close" in board.text()
        await board.type("12")
        ola.qualifying.answer((deal.id,), Criterion.WILLING, Answer.YES)
        ola.qualifying.answer((deal.id,), Criterion.NEED, Answer.NO)
        ola.pipeline.edit(deal.id, {"amount": Money(900_000, "EUR"), "competitor": "Globex"})
        await board.tick()
        assert "missing close" in board.text()
        assert "Globex" in board.text()
        await board.press("left")
        await board.type("3")
        assert board.top.row.name == "amount"
        assert re.search(r"132\s+now 9\s000 €", board.text())
        await board.press("down")
        await board.burst(*"1 dec", "enter")
        assert "Somebody else has changed amount" in board.text()
        await board.press("enter")
        found = workspace.board.deal(deal.id)
        assert (found.stage, found.need, found.amount) == (Stage.OPPORTUNITY, Answer.YES, Money(13_200, "EUR"))


async def test_a_deal_that_is_moved_or_gone_meanwhile_leaves_the_gate_as_it_was(
    open_board: Any, add_deal: Add, workspace: Workspace, ola: Workspace
) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("c", "y")
        ola.pipeline.move((deal.id,), Stage.PROSPECT, because="it is so")
        await board.tick()
        assert "missing means, authority" in board.text()
        ola.pipeline.delete((deal.id,))
        await board.tick()
        assert "missing means, authority" in board.text()
        await board.press("enter")
        assert "is in the bin" in board.status
