"""Today's agenda, worked by keys."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace
from funnelboard.ui.dispatcher import Key
from funnelboard.ui.screens.agenda import AgendaPage

Add = Callable[..., Deal]
TODAY = date(2026, 11, 18)


@pytest.fixture
def due(workspace: Workspace, add_deal: Add) -> list[Deal]:
    """Three deals: one overdue, two for today."""
    deals = [
        add_deal(title="Acme: pilot", contact="Kari Nordmann", phone="+47 900 11 222", email="kari@acme.example"),
        add_deal(title="Beta: fleet", stage=Stage.PROSPECT, contact="Per Lie"),
        add_deal(title="Gamma: audit", contact="Ane Berg"),
    ]
    for deal, days, kind, what in zip(
        deals, (-2, 0, 0), ("call", "demo", "todo"), ("about the price", "show it", "send the paper"), strict=True
    ):
        workspace.activity.add_follow_up((deal.id,), TODAY + timedelta(days=days), kind, what)
    return deals


def notes(workspace: Workspace, deal: Deal) -> list[tuple[str, str]]:
    """Kind and words of a deal's notes, newest first."""
    found = workspace.board.detail(deal.id, EntryKind.NOTE).timeline
    return [(entry.label, entry.text) for entry in found if entry.entity == "note"]


def promises(workspace: Workspace, deal: Deal) -> list[tuple[date, str, str]]:
    """What is still promised on a deal."""
    return [(one.due, one.kind, one.what) for one in workspace.board.detail(deal.id).follow_ups]


def page(board: Any) -> AgendaPage:
    assert isinstance(board.top, AgendaPage)
    return board.top


async def test_the_queue_is_worked_from_what_was_said_to_the_next_follow_up(
    open_board: Any, due: list[Deal], workspace: Workspace
) -> None:
    acme, beta, gamma = due
    async with open_board() as board:
        await board.press("A")
        assert "Agenda  1 of 3" in board.lines()[0]
        assert "+47 900 11 222" in board.text()
        await board.press("enter")
        await board.type("wants forty seats")
        assert board.remark == "call"
        await board.press("enter")
        assert board.remark == "There is no next step now."
        await board.type("fri demo for the team")
        assert "Fri 20 Nov · demo" in board.lines()[-1]
        await board.press("enter")
        assert notes(workspace, acme) == [("call", "wants forty seats")]
        assert promises(workspace, acme) == [(date(2026, 11, 20), "demo", "demo for the team")]
        assert "1 done today" in board.lines()[0]
        assert "Agenda  1 of 2" in board.lines()[0]
        assert page(board).panel.deal_id == beta.id
        await board.press("enter", "enter", "enter")
        assert promises(workspace, beta) == []
        assert notes(workspace, beta) == []
        assert board.status.startswith("did ")
        await board.press("s")
        assert board.status == ""
        assert promises(workspace, gamma) == [(TODAY, "todo", "send the paper")]
        assert "That was today." in board.text()
        assert "2 done, 4 promised" in board.text()
        assert "1 skipped" in board.text()
        await board.press("escape")
        assert board.top is board.screen
        assert board.status == "Agenda: 2 done, 4 promised today, 1 left."


async def test_keys_sent_as_fast_as_they_come_land_item_by_item(
    open_board: Any, due: list[Deal], workspace: Workspace
) -> None:
    acme, beta, gamma = due
    async with open_board() as board:
        await board.burst("A", "enter", *"one", "enter", "enter", "enter", *"two", "enter", "enter")
        assert notes(workspace, acme) == [("call", "one")]
        assert notes(workspace, beta) == [("demo", "two")]
        assert notes(workspace, gamma) == []
        await board.burst("u", "enter", *"again", "enter", "enter", "s", "escape", "n", *"board", "enter")
        assert notes(workspace, beta) == [("demo", "again")]
        assert sum(len(notes(workspace, deal)) for deal in due) == 3


async def test_everything_about_one_deal_is_one_undo(open_board: Any, due: list[Deal], workspace: Workspace) -> None:
    acme = due[0]
    async with open_board() as board:
        await board.press("A", "enter")
        await board.type("said yes")
        await board.press("enter")
        await board.type("tomorrow contract")
        await board.press("enter", "j", "u")
        assert notes(workspace, acme) == []
        assert promises(workspace, acme) == [(date(2026, 11, 16), "call", "about the price")]
        assert "Agenda  1 of 3" in board.lines()[0]
        assert page(board).panel.deal_id == acme.id


async def test_stopping_keeps_the_place_and_what_was_typed(
    open_board: Any, due: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("A", "s", "enter")
        await board.type("half a sent")
        await board.press("enter")
        await board.type("fri")
        await board.press("escape")
        assert board.status == "Kept: Enter goes on with it."
        await board.press("escape")
        assert board.top is board.screen
        await board.press("A")
        assert "Agenda  2 of 3 · 1 skipped" in board.lines()[0]
        await board.press("enter")
        assert board.top.edit.text == "half a sent"
        await board.type("ence")
        await board.press("enter")
        assert board.top.edit.text == "fri"
        assert notes(workspace, due[1]) == []
        await board.press("enter")
        assert notes(workspace, due[1]) == [("demo", "half a sentence")]
        await board.press("enter")
        assert board.top.edit.text == ""


async def test_what_was_typed_about_one_item_is_not_offered_for_another(open_board: Any, due: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("A", "enter")
        await board.type("for Acme")
        await board.press("escape", "j", "enter")
        assert board.top.edit.text == ""


async def test_what_was_typed_outlives_the_program(open_board: Any, due: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("A", "enter")
        await board.type("wants forty seats")
        await board.press("enter")
        await board.type("fri call")
    async with open_board() as board:
        await board.press("A", "enter")
        assert board.top.edit.text == "wants forty seats"
        await board.press("enter")
        assert board.top.edit.text == "fri call"


async def test_a_date_that_is_none_is_told_while_it_is_typed(
    open_board: Any, due: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("A", "enter", "enter")
        await board.type("31 feb call")
        assert "“31 feb” is a day that does not exist" in board.lines()[-1]
        await board.press("ctrl+u")
        await board.type("fri call")
        await board.press("enter")
        assert [day for day, _, _ in promises(workspace, due[0])] == [date(2026, 11, 20)]


async def test_a_deal_can_be_parked_or_objected_to_while_calling(
    open_board: Any, due: list[Deal], workspace: Workspace
) -> None:
    acme, beta, _ = due
    async with open_board() as board:
        await board.press("2", "A", "b")
        await board.type("too expensive")
        await board.press("enter")
        assert workspace.board.deal(acme.id).open_objections == 1
        assert workspace.board.deal(beta.id).open_objections == 0
        assert "? too expensive" in board.text()
        await board.press("z")
        await board.type("in 3 months budget")
        await board.press("enter")
        assert workspace.board.deal(acme.id).parked_until == date(2027, 2, 18)
        assert page(board).panel.deal_id == beta.id


@pytest.mark.parametrize(
    ("keys", "shown", "is_so"),
    [
        (["n", *"hm", "enter"], "hm", lambda deal: deal.stage is Stage.PROSPECT),
        (["c", "y", "enter"], "answered need yes", lambda deal: deal.need is Answer.YES),
        (["L", "enter", *"they asked", "enter"], "moved", lambda deal: deal.stage is Stage.OPPORTUNITY),
        (["H"], "moved “Beta: fleet” to lead", lambda deal: deal.stage is Stage.LEAD),
        (["m", "l"], "moved “Beta: fleet” to lead", lambda deal: deal.stage is Stage.LEAD),
        (["x", "p", "enter"], "lost", lambda deal: deal.outcome is Outcome.LOST),
        (["w", "y", "y", "y", *"12k", "enter"], "won", lambda deal: deal.outcome is Outcome.WON),
        (["e", "ctrl+u", *"Beta: all", "enter"], "Beta: all", lambda deal: deal.title == "Beta: all"),
        (["t", *"+hot", "enter"], "#hot", lambda deal: deal.tags == ("hot",)),
        (["f", *"fri demo", "enter"], "set a follow-up", lambda deal: deal.next_follow_up is not None),
        (["colon", *"set tags", "enter", *"+hot", "enter"], "#hot", lambda deal: deal.tags == ("hot",)),
        (["colon", *"finish", "enter", "enter", "enter"], "1 done today", lambda deal: deal.next_follow_up is None),
        (["question_mark"], "Help ", lambda _: True),
        (["J"], "“Move the deal down” is for the board", lambda _: True),
    ],
)  # fmt: skip
async def test_the_keys_of_the_board_work_on_the_deal_at_hand(
    open_board: Any, due: list[Deal], workspace: Workspace, keys: list[str], shown: str, is_so: Callable[[Deal], bool]
) -> None:
    acme, beta, gamma = due
    others = workspace.board.by_ids((acme.id, gamma.id))
    async with open_board() as board:
        await board.press("1", "A", "j")
        assert page(board).panel.deal_id == beta.id
        await board.burst(*keys)
        assert shown in board.text()
        assert is_so(workspace.board.deal(beta.id))
        assert workspace.board.by_ids((acme.id, gamma.id)) == others, "the board's own cursor is on one of them"


async def test_a_stale_deal_without_a_word_about_it_is_skipped(
    open_board: Any, add_deal: Add, workspace: Workspace, tick: Callable[..., int]
) -> None:
    deal = add_deal(title="Long silent", contact="Kari")
    tick(days=16)
    async with open_board() as board:
        await board.press("A")
        assert "GONE STALE" in board.text()
        await board.press("enter", "enter", "enter")
        assert board.status == "Nothing was written down, so it is skipped."
        await board.press("k", "enter")
        await board.type("meeting: they are still interested")
        await board.press("enter", "enter")
        assert notes(workspace, deal) == [(NoteKind.MEETING, "they are still interested")]
        assert "That was today." in board.text()


async def test_the_deal_at_hand_is_shown_on_the_board_though_a_filter_hides_it(
    open_board: Any, due: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        board.screen.show_query("acme")
        await board.settle()
        await board.burst("A", "j", "o", "n", *"hm", "enter")
        assert board.title == "Beta: fleet"
        assert notes(workspace, due[1]) == [("note", "hm")]
        await board.press("A")
        assert page(board).panel.deal_id == due[1].id


async def test_a_late_answer_about_another_deal_is_never_shown(open_board: Any, due: list[Deal]) -> None:
    _, beta, gamma = due
    async with open_board() as board:
        await board.press("A")
        services = board.screen.workspace.board
        read, shown, held = services.detail, [], threading.Event()

        def slow(deal_id: int) -> Any:
            if deal_id == beta.id:
                held.wait(5)
            return read(deal_id)

        services.detail = slow
        show = page(board).panel.show
        page(board).panel.show = lambda detail, *when: (shown.append(detail.deal.id), show(detail, *when))
        board.app.dispatcher.put(Key("j"))
        await asyncio.sleep(0)
        board.app.dispatcher.put(Key("j"))
        held.set()
        await board.settle()
        assert shown == [gamma.id]
        assert page(board).panel.deal_id == gamma.id
        assert any("Gamma: audit" in line[50:] for line in board.lines())


async def test_what_was_said_is_kept_though_somebody_else_was_faster(
    open_board: Any, due: list[Deal], workspace: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    acme = due[0]
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await board.press("A", "enter")
        await board.type("mine")
        await board.press("enter")
        (follow_up,) = ola.board.detail(acme.id).follow_ups
        ola.activity.finish_follow_up(follow_up.id, "theirs")
        board.app.lookout.tick()
        await board.settle()
        assert page_below(board).state.item.deal_id != acme.id
        await board.press("enter")
        assert "is done already" in board.status
        kept = [[("call", "mine")], [], []]
        assert [notes(workspace, deal) for deal in due] == kept
        assert workspace.board.detail(acme.id).follow_ups == ()
        await board.press("enter")
        await board.type("to be deleted")
        at = page_below(board).state.item.deal_id
        ola.pipeline.delete((at,))
        await board.press("enter", "enter")
        assert "is in the bin" in board.status
        assert [notes(workspace, deal) for deal in due] == kept


def page_below(board: Any) -> AgendaPage:
    """The agenda below what is asked."""
    below = board.app.dispatcher.modes[1]
    assert isinstance(below, AgendaPage)
    return below


async def test_what_others_do_is_shown_while_the_agenda_is_open(
    open_board: Any, due: list[Deal], add_deal: Add, make_workspace: Callable[..., Workspace]
) -> None:
    async with open_board() as board:
        await board.press("A", "j")
        ola = make_workspace(login="ola")
        ola.activity.add_follow_up((due[0].id,), TODAY - timedelta(days=9), "call", "long promised")
        ola.activity.add_note((due[1].id,), "Ola was here")
        board.app.lookout.tick()
        await board.settle()
        assert "Ola was here" in board.text()
        assert page(board).state.item.deal_id == due[1].id


async def test_deals_without_a_next_step_are_worked_like_the_agenda(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    for number in range(120):
        add_deal(title=f"deal {number:03}")
    async with open_board() as board:
        await board.press("A")
        assert "Agenda  without a next step, 1 of 100+" in board.lines()[0]
        assert "WITHOUT A NEXT STEP 100+" in board.text()
        assert page(board).state.item.title == "deal 119"
        await board.burst("enter", *"rang", "enter", *"fri call", "enter")
        assert page(board).state.item.title == "deal 118"
        assert "Agenda  without a next step, 1 of 100+" in board.lines()[0]
        await board.press("enter", "enter", "enter")
        assert board.status == "Nothing was written down, so it is skipped."
        await board.burst("enter", *"left a word", "enter", "enter")
        assert page(board).state.item.title == "deal 116"
        for _ in range(4):
            await board.press("G")
        assert "Agenda  the end · 1 skipped" in board.lines()[0]
        assert len(page(board).state.items) == 118, "all but the one that has a next step and the one that was worked"
        assert "That was today." in board.text()
        assert board.lines()[-1].split() == ["k", "go", "back", "u", "undo", "Esc", "stop"]
        assert "1 promised" in board.text()
        await board.press("escape")
        assert board.status == "Agenda: 1 promised today, nothing more due."


async def test_what_is_told_of_a_deal_without_a_next_step_is_whose_it_is(open_board: Any, add_deal: Add) -> None:
    add_deal(title="rental", company="Acme Oy")
    add_deal(title="Beta: booking", company="Beta AS")
    add_deal(title="newest")
    async with open_board() as board:
        await board.press("A")
        told = [line.partition("│")[0].split() for line in board.lines()[5:7]]
    assert told == [["–", "Beta:", "booking"], ["–", "rental", "Acme"]]


async def test_who_is_known_by_an_address_alone_is_named_once(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    address = "kari.nordmann@acme.example"
    deal = add_deal(title="rental", company="Acme Oy", contact=address, email=address)
    workspace.activity.add_follow_up((deal.id,), TODAY, "call", "the price")
    async with open_board(size=(120, 36)) as board:
        for key in ("", "A", "o", "Y"):
            await board.press(*key)
            assert board.text().count(address) == {"": 1, "A": 2, "o": 1, "Y": 1}[key], key


async def test_nothing_to_do_is_said(open_board: Any) -> None:
    async with open_board() as board:
        await board.press("A")
        assert "Nothing to do today." in board.text()
        await board.press("enter")
        assert board.status == "There is nothing to work here."
        await board.press("s", "z", "b", "o", "j", "k")
        assert "Nothing to do today." in board.text()


async def test_in_a_small_window_the_item_at_hand_is_whole_above_its_deal(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(title="Rovaniemi Adventure House: rental", company="Rovaniemi Adventure House", contact="Juhani Ek")
    workspace.activity.add_follow_up((deal.id,), TODAY, "email", "ask Juhani for an export from his rental system")
    async with open_board(size=(40, 12)) as board:
        await board.press("A")
        shown = " ".join(line.strip("│↓▌ ") for line in board.lines())
        for part in (
            "• today Rovaniemi Adventure House:",
            "rental",
            "rental system",
            "Juhani Ek",
            f"#{deal.id}",
            "Lead",
        ):
            assert part in " ".join(shown.split())
        await board.press("pagedown")
        assert "Juhani Ek" in board.text()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12), (20, 5)])
async def test_the_agenda_fits_any_terminal(open_board: Any, due: list[Deal], size: tuple[int, int]) -> None:
    async with open_board(size=size) as board:
        await board.press("A")
        assert "Acme: pilot" in board.text()
        await board.press("enter", "enter", "enter")
        assert "Beta: fleet" in board.text()
        await board.press("s", "s", "escape")
        assert board.top is board.screen


async def test_the_agenda_is_arranged_anew_when_the_terminal_changes(open_board: Any, due: list[Deal]) -> None:
    async with open_board(size=(120, 36)) as board:
        await board.press("A", "j", "j")
        await board.pilot.resize_terminal(50, 20)
        await board.settle()
        assert "Gamma: audit" in board.lines()[1]
        assert not any("Acme: pilot" in line for line in board.lines())
        await board.pilot.resize_terminal(120, 36)
        await board.settle()
        assert any("Acme: pilot" in line for line in board.lines())
        assert any(line.startswith("  ▌") and "Gamma: audit" in line for line in board.lines())


async def test_the_deal_at_hand_can_be_read_on_and_its_score_unfolded(
    open_board: Any, due: list[Deal], workspace: Workspace
) -> None:
    for number in range(40):
        workspace.activity.add_note((due[0].id,), f"remark {number}")
    async with open_board(size=(120, 24)) as board:
        await board.press("A")
        folded = board.text()
        await board.press("i")
        assert board.text() != folded
        await board.press("i")
        assert board.text() == folded
        await board.press("pagedown")
        assert board.text() != folded
        assert "remark 39" not in board.text()
        await board.press("pageup")
        assert board.text() == folded
