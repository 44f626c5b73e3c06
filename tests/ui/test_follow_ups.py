"""Follow-ups: promised in a line, finished with what came of it, listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.money import Money
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import NotSaved
from funnelboard.services.workspace import Workspace

TODAY = date(2026, 11, 18)

Add = Callable[..., Deal]


def open_ones(workspace: Workspace, deal: Deal) -> list[tuple[date, str, str]]:
    """Day, kind and words of a deal's open follow-ups."""
    return sorted((one.due, one.kind, one.what) for one in workspace.board.detail(deal.id).follow_ups)


@pytest.fixture
def acme(workspace: Workspace, add_deal: Add) -> Deal:
    """A deal with two promises, the later one made first."""
    deal = add_deal(title="Acme: pilot")
    workspace.activity.add_follow_up((deal.id,), date(2026, 11, 27), "demo", "show the pilot")
    workspace.activity.add_follow_up((deal.id,), date(2026, 11, 16), "call", "call about the scope")
    return deal


async def test_a_follow_up_is_understood_while_it_is_typed(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("f")
        await board.type("fri call about price")
        assert board.remark == "Fri 20 Nov · call · call about price"
        await board.press("enter")
        assert open_ones(workspace, deal) == [(date(2026, 11, 20), "call", "call about price")]
        assert "○ Fri call" in board.text()


async def test_it_is_typed_as_fast_as_it_comes_for_all_marked_deals_and_again(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deals = [add_deal(title=title) for title in ("one", "two", "three")]
    async with open_board() as board:
        await board.burst("space", "space", "f", *"fri call", "enter", "full_stop")
        assert [len(open_ones(workspace, deal)) for deal in deals] == [1, 1, 1]


async def test_a_promise_half_typed_comes_back_on_its_deal_only(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    other, deal = add_deal(title="other"), add_deal(title="Acme: pilot")
    async with open_board() as board:
        await board.burst("f", *"fri ca", "escape")
        assert board.status == "Kept: f goes on with it."
        await board.press("j", "f")
        assert board.top.edit.text == ""
        await board.burst("escape", "k", "f", *"ll", "enter")
        assert open_ones(workspace, deal) == [(date(2026, 11, 20), "call", "call")]
        assert open_ones(workspace, other) == []


async def test_a_time_of_day_is_told_kept_and_shown(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(title="Acme: pilot")
    async with open_board() as board:
        await board.press("f")
        await board.type("fryday 10:30 call")
        assert "did you mean friday?" in board.lines()[-1]
        await board.press("enter")
        assert open_ones(workspace, deal) == []
        await board.press("ctrl+u")
        await board.type("fri 10:30 call")
        assert board.remark == "Fri 20 Nov 10:30 · call · call"
        await board.press("enter")
        assert workspace.activity.next_follow_up(deal.id).time == time(10, 30)  # type: ignore[union-attr]
        assert "NEXT  ○ Fri 20 Nov 10:30  call" in board.text()
        await board.press("F", "e")
        assert board.top.edit.text == "20 Nov 2026 10:30 call"
        await board.press("escape", "escape")
        workspace.activity.add_follow_up((deal.id,), TODAY, "call", "", time(15))
        await board.press("A")
        assert "• 15:00" in board.text()
        await board.press("escape", "Y")
        assert "Fri 20 Nov 10:30" in board.text()


async def test_a_finished_follow_up_has_what_came_of_it(open_board: Any, acme: Deal, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("d")
        assert "what came of it?" in board.text()
        assert board.remark == "call about the scope, Mon 16 Nov"
        await board.type("wants it")
        await board.press("enter")
        assert open_ones(workspace, acme) == [(date(2026, 11, 27), "demo", "show the pilot")]
        assert "wants it" in str(workspace.board.detail(acme.id).timeline)
        assert board.remark == "still promised: demo: show the pilot, Fri 27 Nov"
        await board.press("enter")
        assert board.top is board.screen
        assert "no next step" not in board.status
        await board.press("d", "enter")
        assert board.remark == "There is no next step now."
        await board.press("enter")
        assert open_ones(workspace, acme) == []
        assert board.status == "did “show the pilot” on “Acme: pilot”. There is no next step now."


async def test_the_next_promise_is_asked_for_at_once(open_board: Any, acme: Deal, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.burst("d", "enter", "enter", "d", *"liked it", "enter", *"fri contract", "enter")
        assert open_ones(workspace, acme) == [(date(2026, 11, 20), "contract", "contract")]
        assert board.top is board.screen
        await board.press("u")
        assert open_ones(workspace, acme) == []
        await board.press("u")
        assert open_ones(workspace, acme) == [(date(2026, 11, 27), "demo", "show the pilot")]


async def test_esc_leaves_it_without_a_next_one_and_what_was_typed_is_kept_for_f(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    workspace.activity.add_follow_up((deal.id,), TODAY, "call", "call")
    async with open_board() as board:
        await board.press("d", "enter")
        assert "what next? ›" in board.text()
        await board.press("escape")
        assert open_ones(workspace, deal) == []
        assert board.status.startswith("did “call” on")
        workspace.activity.add_follow_up((deal.id,), TODAY, "call", "call")
        await board.tick()
        await board.burst("d", "enter", *"fri dem", "escape")
        assert board.status == "Kept: f goes on with it."
        await board.burst("f", "o", "enter")
        assert open_ones(workspace, deal) == [(date(2026, 11, 20), "demo", "demo")]


@pytest.mark.parametrize("end", ["escape", "refusal", "restart"])
async def test_a_next_one_half_typed_is_never_lost(
    open_board: Any, acme: Deal, add_deal: Add, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    other = add_deal(title="other")
    workspace.activity.finish_next((acme.id,))
    async with open_board() as board:
        await board.burst("j", "d", "enter", *"fri call about price")
        assert "what next? ›" in board.text()
        if end == "escape":
            await board.press("escape")
        elif end == "refusal":
            with monkeypatch.context() as full:

                def refuse(*_: object, **__: object) -> None:
                    raise NotSaved("The disk is full.")

                full.setattr(board.screen.workspace.activity, "add_follow_up", refuse)
                await board.press("enter")
            assert board.status == "The disk is full."
        if end != "restart":
            assert board.top is board.screen
            assert open_ones(workspace, acme) == []
            await board.press("f")
            assert board.top.edit.text == "fri call about price"
    async with open_board() as board:
        assert board.status == "A follow-up on “Acme: pilot” is kept: f on it goes on."
        await board.press("g", "f")
        assert board.top.edit.text == ""
        await board.press("escape", "j", "f")
        assert board.top.edit.text == "fri call about price"
        await board.press("enter")
    assert open_ones(workspace, acme) == [(date(2026, 11, 20), "call", "call about price")]
    assert open_ones(workspace, other) == []


async def test_a_closed_deal_is_not_asked_for_a_next_one(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(stage=Stage.CLOSED)
    workspace.activity.add_follow_up((deal.id,), TODAY, "call", "call")
    async with open_board() as board:
        await board.press("4", "d", "enter")
        assert open_ones(workspace, deal) == []
        assert board.top is board.screen


async def test_of_several_deals_only_those_left_without_one_get_the_next(
    open_board: Any, acme: Deal, add_deal: Add, workspace: Workspace
) -> None:
    other, none = add_deal(title="other"), add_deal(title="none")
    workspace.activity.add_follow_up((other.id,), TODAY, "call", "call")
    async with open_board() as board:
        await board.press("space", "space", "d")
        assert board.remark == "the next follow-up of 1 deal"
        await board.press("escape", "escape", "g", "j", "space", "space", "d")
        assert board.remark == "the next follow-up of 2 deals"
        await board.burst(*"talked", "enter")
        assert "what next on other? ›" in board.text()
        await board.burst(*"+2w call", "enter")
        assert open_ones(workspace, other) == [(date(2026, 12, 2), "call", "call")]
        assert open_ones(workspace, acme) == [(date(2026, 11, 27), "demo", "show the pilot")]
        assert open_ones(workspace, none) == []


async def test_where_nothing_is_promised_nothing_is_finished(open_board: Any, add_deal: Add) -> None:
    add_deal()
    async with open_board() as board:
        await board.press("d")
        assert board.status == "There is no open follow-up here. f adds one."


async def test_it_is_the_follow_up_that_was_shown_that_is_finished_and_no_other(
    open_board: Any, acme: Deal, workspace: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    ola = make_workspace(login="ola")
    first: FollowUp = min(workspace.board.detail(acme.id).follow_ups, key=lambda one: one.due)
    async with open_board() as board:
        await board.burst("d", *"wants it")
        ola.activity.finish_next((acme.id,), "theirs")
        await board.press("enter")
        did = "ola did “call about the scope” on “Acme: pilot”"
        assert board.status == f"Follow-up #{first.id} is done already: {did}."
        assert open_ones(workspace, acme) == [(date(2026, 11, 27), "demo", "show the pilot")]


async def test_finishing_is_done_again_on_the_next_deal(
    open_board: Any, acme: Deal, add_deal: Add, workspace: Workspace
) -> None:
    other = add_deal(title="other")
    for _ in range(2):
        workspace.activity.add_follow_up((other.id,), TODAY, "call", "call")
    async with open_board() as board:
        await board.burst("d", *"no answer", "enter", "enter", "j", "full_stop")
        assert [len(open_ones(workspace, deal)) for deal in (acme, other)] == [1, 1]
        assert "no answer" in str(workspace.board.detail(acme.id).timeline)


# -- the list ----------------------------------------------------------------------


async def test_the_open_ones_are_listed_by_date_with_how_urgent_they_are(open_board: Any, acme: Deal) -> None:
    async with open_board(size=(80, 24)) as board:
        await board.press("F")
        assert [line.rstrip() for line in board.lines()[-3:-1]] == [
            "▌ 1  ! Mon 16 Nov, 2 d overdue  call about the scope",
            "  2  ○ Fri 27 Nov  demo: show the pilot",
        ]


async def test_one_of_the_list_is_finished_dropped_or_joined_by_another(
    open_board: Any, acme: Deal, workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.burst("F", "j", "d", *"liked it", "enter", "enter")
        assert open_ones(workspace, acme) == [(date(2026, 11, 16), "call", "call about the scope")]
        await board.burst("F", "f", *"fri email", "enter")
        assert len(open_ones(workspace, acme)) == 2
        await board.burst("F", "x")
        assert open_ones(workspace, acme) == [(date(2026, 11, 20), "email", "email")]
        await board.press("u")
        assert len(open_ones(workspace, acme)) == 2


async def test_an_empty_list_says_how_to_add_one_and_does(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("F")
        assert "No open follow-ups. f adds one." in board.text()
        await board.burst("f", *"fri call", "enter")
        assert len(open_ones(workspace, deal)) == 1


async def test_editing_one_keeps_its_kind_as_long_as_the_words_say_it(
    open_board: Any, acme: Deal, workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.burst("F", "j", "e")
        assert board.top.edit.text == "27 Nov 2026 demo: show the pilot"
        await board.burst(*" twice", "enter")
        assert open_ones(workspace, acme)[1] == (date(2026, 11, 27), "demo", "demo: show the pilot twice")
        await board.burst("F", "e", "ctrl+u", *"fri email the scope", "enter")
        assert open_ones(workspace, acme)[0] == (date(2026, 11, 20), "email", "email the scope")


async def test_a_deal_that_came_back_keeps_that_kind_when_its_day_is_changed(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    workspace.activity.add_follow_up((deal.id,), TODAY, "come back", "parked until today (budget)")
    async with open_board() as board:
        await board.burst("F", "e", "home", *["delete"] * 11, *"2026-11-20", "enter")
        ((due, kind, what),) = open_ones(workspace, deal)
        assert (due, kind) == (date(2026, 11, 20), "come back")
        assert "(budget)" in what


async def test_a_follow_up_finished_meanwhile_is_not_edited(
    open_board: Any, acme: Deal, workspace: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    ola = make_workspace(login="ola")
    first: FollowUp = min(workspace.board.detail(acme.id).follow_ups, key=lambda one: one.due)
    async with open_board() as board:
        await board.burst("F", "e", *" again")
        ola.activity.finish_follow_up(first.id)
        await board.press("enter")
        did = "ola did “call about the scope” on “Acme: pilot”"
        kept = "What was typed is kept: f and ↑ bring it back."
        assert board.status == f"Follow-up #{first.id} is done already: {did}. {kept}"
        assert open_ones(workspace, acme) == [(date(2026, 11, 27), "demo", "show the pilot")]


async def test_a_promise_to_somebody_who_said_no_is_asked_about(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(contact="Per Lie")
    workspace.people.edit_contact(deal.contacts[0].contact.id, {"may_contact": False})
    async with open_board() as board:
        await board.burst("f", *"today call about price", "enter")
        assert "Per Lie has said no to being contacted; keep it?" in board.text()
        await board.press("n")
        assert board.status == "Not kept: f goes on with it."
        assert open_ones(workspace, deal) == []
        await board.press("f", "enter", "y")
        assert open_ones(workspace, deal) == [(TODAY, "call", "call about price")]
        assert "Per Lie has said no" in board.text()
        assert "•⊘ today call" in "".join(board.column(0))
        await board.press("A")
        assert "has said no" in board.text()
        await board.burst("enter", "enter", *"fri call again", "enter", "y")
        assert open_ones(workspace, deal) == [(date(2026, 11, 20), "call", "call again")]


async def test_a_new_deal_with_somebody_who_said_no_is_asked_about_and_marked(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(company="Acme Oy", contact="Per Lie")
    workspace.people.edit_contact(deal.contacts[0].contact.id, {"may_contact": False})
    async with open_board() as board:
        await board.burst("a", *"acme: new @Per lie !today call", "enter")
        assert "Per Lie has said no to being contacted; keep it?" in board.text()
        await board.press("n")
        assert board.status == "Not kept: a goes on with it."
        await board.press("a", "enter", "y")
        assert board.title == "acme: new"
        assert "•⊘ today call" in "".join(board.column(0))
        assert "Per Lie has said no" in board.panel


async def test_a_promise_on_a_closed_deal_is_on_its_card(
    open_board: Any, add_deal: Add, workspace: Workspace, tick: Callable[..., int]
) -> None:
    lost = add_deal(title="Beta", stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
    add_deal(title="Acme", stage=Stage.CLOSED, amount=Money(4_950_000, "SEK"))
    tick()
    async with open_board(size=(170, 44)) as board:
        assert "won 18 Nov" in "".join(board.column(3))
        await board.burst("4", "f", *"fri call", "enter")
        assert "won  ○ Fri call" in "".join(board.column(3))
        assert "d step done" in board.lines()[-1]
        await board.burst("j", "f", *"today proposal", "enter")
        assert "lost  • today proposal" in "".join(board.column(3))
        assert "1 today" in board.lines()[0]
        await board.press("6")
        assert board.title == "Beta"
        await board.press("6", "d", "enter", "escape")
        assert "lost 18 Nov · price" in "".join(board.column(3))
        assert open_ones(workspace, lost) == []
    async with open_board(size=(80, 24)) as board:
        assert "★ ○ 2d  49.5k SEK" in "".join(board.column(3))
