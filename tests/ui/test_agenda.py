"""Today's agenda, worked by keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import Stage
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace
from funnelboard.ui.screens.agenda import AgendaScreen

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


def page(board: Any) -> AgendaScreen:
    screen = board.app.screen
    assert isinstance(screen, AgendaScreen)
    return screen


async def test_the_queue_is_worked_from_note_to_result_to_the_next_follow_up(
    open_board: Any, due: list[Deal], workspace: Workspace
) -> None:
    acme, beta, gamma = due
    async with open_board() as board:
        await board.press("A")
        assert "Agenda · 1 of 3" in board.lines()[0]
        assert "+47 900 11 222" in board.text()
        await board.press("enter")
        await board.type("wants forty seats")
        assert board.lines()[-1].strip() == "call"
        await board.press("enter")
        await board.type("will decide on Monday")
        await board.press("enter")
        await board.type("fri demo for the team")
        assert "Fri 20 Nov · demo" in board.lines()[-1]
        await board.press("enter")
        assert notes(workspace, acme) == [("call", "wants forty seats")]
        assert promises(workspace, acme) == [(date(2026, 11, 20), "demo", "demo for the team")]
        assert "1 done today" in board.lines()[0]
        assert "Agenda · 1 of 2" in board.lines()[0]
        assert page(board).panel.deal_id == beta.id
        await board.press("enter", "enter", "enter", "enter")
        assert promises(workspace, beta) == []
        assert notes(workspace, beta) == []
        await board.press("s")
        assert promises(workspace, gamma) == [(TODAY, "todo", "send the paper")]
        assert "That was today." in board.text()
        assert "2 worked through" in board.text()
        assert "1 skipped" in board.text()
        await board.press("escape")
        assert board.status.startswith("Agenda: 2 done today, 1 left.")


async def test_everything_about_one_deal_is_one_undo(open_board: Any, due: list[Deal], workspace: Workspace) -> None:
    acme = due[0]
    async with open_board() as board:
        await board.press("A", "enter")
        await board.type("said yes")
        await board.press("enter", "enter")
        await board.type("tomorrow contract")
        await board.press("enter", "u")
        assert notes(workspace, acme) == []
        assert promises(workspace, acme) == [(date(2026, 11, 16), "call", "about the price")]
        assert page(board).state.item is not None
        assert page(board).panel.deal_id == acme.id


async def test_stopping_keeps_the_place_and_what_was_typed(
    open_board: Any, due: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("A", "s", "enter")
        await board.type("half a sent")
        await board.press("escape", "escape")
        assert board.app.screen is board.screen
        await board.press("A")
        assert "Agenda · 2 of 3 · 1 skipped" in board.lines()[0]
        await board.press("enter")
        assert page(board).prompt is not None
        assert page(board).prompt.edit.text == "half a sent"
        assert notes(workspace, due[1]) == []


async def test_what_was_typed_outlives_the_program(open_board: Any, due: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("A", "enter")
        await board.type("wants forty seats")
        await board.press("enter")
        await board.type("will decide")
    async with open_board() as board:
        assert board.status.startswith("Draft of a note on “Acme: pilot”")
        await board.press("n")
        assert board.screen.prompt.edit.text == "wants forty seats\nwill decide"


async def test_a_date_that_is_none_is_told_and_can_be_mended(
    open_board: Any, due: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("A", "enter", "enter", "enter")
        await board.type("31 feb call")
        await board.press("enter")
        assert len(promises(workspace, due[0])) == 1


async def test_a_deal_can_be_parked_or_objected_to_while_calling(
    open_board: Any, due: list[Deal], workspace: Workspace
) -> None:
    acme, beta, _ = due
    async with open_board() as board:
        await board.press("A", "b")
        await board.type("too expensive")
        await board.press("enter")
        assert workspace.board.deal(acme.id).open_objections == 1
        assert "? too expensive" in board.text()
        await board.press("z")
        await board.type("in 3 months budget")
        await board.press("enter")
        assert workspace.board.deal(acme.id).parked_until == date(2027, 2, 18)
        assert page(board).panel.deal_id == beta.id


async def test_a_stale_deal_without_a_word_about_it_is_skipped(
    open_board: Any, add_deal: Add, workspace: Workspace, tick: Callable[..., int]
) -> None:
    deal = add_deal(title="Long silent", contact="Kari")
    tick(days=16)
    async with open_board() as board:
        await board.press("A")
        assert "GONE STALE" in board.text()
        await board.press("enter", "enter", "enter")
        assert board.app.screen.status.text == "Nothing was written down, so it is skipped."
        await board.press("k", "enter")
        await board.type("meeting: they are still interested")
        await board.press("enter", "enter")
        assert notes(workspace, deal) == [(NoteKind.MEETING, "they are still interested")]
        assert "That was today." in board.text()


async def test_the_deal_at_hand_is_shown_on_the_board(open_board: Any, due: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("A", "j", "o")
        assert board.title == "Beta: fleet"
        await board.press("A")
        assert page(board).panel.deal_id == due[1].id


async def test_nothing_to_do_is_said(open_board: Any, add_deal: Add) -> None:
    add_deal(title="Quiet")
    async with open_board() as board:
        await board.press("A", "enter", "s", "u")
        assert "Nothing to do today." in board.text()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12), (20, 5)])
async def test_the_agenda_fits_any_terminal(open_board: Any, due: list[Deal], size: tuple[int, int]) -> None:
    async with open_board(size=size) as board:
        await board.press("A")
        assert "Acme: pilot" in board.text()
        await board.press("enter", "enter", "enter", "enter")
        assert "Beta: fleet" in board.text()
        await board.press("s", "s", "escape")
        assert board.app.screen is board.screen
