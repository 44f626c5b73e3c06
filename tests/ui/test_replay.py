"""The board as it was, gone through with keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.criteria import QUALIFICATION
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace

BACK = "less_than_sign"


@pytest.fixture
def history(workspace: Workspace, add_deal: Callable[..., Deal], tick: Callable[..., int]) -> Deal:
    """A deal that came on Wednesday 18 November, moved and got a note on Friday, and another name on Monday."""
    deal = add_deal(title="Ærlig Øl: pilot")
    tick(days=2)
    workspace.pipeline.move((deal.id,), Stage.PROSPECT, because="they asked")
    tick()
    workspace.activity.add_note((deal.id,), "rang about the price", NoteKind.CALL)
    tick(days=3)
    workspace.pipeline.edit(deal.id, {"title": "Ærlig Øl: rollout"})
    tick()
    return workspace.board.deal(deal.id)


async def test_it_steps_by_day_week_and_change(open_board: Any, history: Deal) -> None:
    async with open_board() as board:
        assert "rollout" in board.text()
        await board.press("2", BACK)
        assert "AS IT WAS Sun 22 Nov 2026 23:59" in board.lines()[0]
        assert "pilot" in board.text()
        assert "rang about" in board.text()
        await board.press("h", "h", "h")
        assert "Thu 19 Nov" in board.lines()[0]
        assert "LEAD 1" in board.text()
        assert "rang about" not in board.text()
        await board.press("w", "l")
        assert "rollout" in board.text()
        await board.press("l")
        assert board.status == "This is the board as it is now."
        await board.press("c", "h")
        assert "wrote a note (call)" in board.status
        assert "pilot" in board.text()
        await board.press("h", "h", "h", "h", "h")
        assert board.status == "Nothing was written before this."
        assert "Ærlig" not in board.text()
        await board.press("l")
        assert "Ærlig Øl" in board.text()
        await board.press("escape")
        assert "AS IT WAS" not in board.text()
        assert "rollout" in board.text()


async def test_keys_in_one_burst_go_where_they_would_one_by_one(open_board: Any, history: Deal) -> None:
    async with open_board() as board:
        await board.burst("2", BACK, "h", "h", "h", "h", "l", "l")
        assert "Fri 20 Nov" in board.lines()[0]
        await board.burst("escape", "n", *"rang", "enter")
        assert "AS IT WAS" not in board.text()
        assert "rang" in board.panel


async def test_nothing_can_be_written_there(
    open_board: Any, history: Deal, workspace: Workspace, dump: Callable[..., Any]
) -> None:
    async with open_board() as board:
        before = dump(workspace)
        await board.press(BACK)
        for key in ("n", "a", "e", "D", "x", "L", "J", "u", "space", "z", "S", "I", "v", "A", "Y", "full_stop", "o"):
            await board.press(key)
            assert "is for today" in board.status, key
        await board.press("enter", "e")
        assert "is for today" in board.status
        await board.press("escape", "q")
        assert "AS IT WAS" not in board.text()
    assert dump(workspace) == before


async def test_nothing_that_it_says_asks_for_a_key_that_writes(
    open_board: Any, history: Deal, workspace: Workspace, tick: Callable[..., int]
) -> None:
    for criterion in QUALIFICATION:
        workspace.qualifying.answer((history.id,), criterion, Answer.YES)
    tick(days=1)
    workspace.settings.set("preset", "startup")
    for stage in (Stage.OPPORTUNITY, Stage.PROSPECT):
        workspace.pipeline.move((history.id,), stage, because="they asked")
    tick(days=1)
    async with open_board() as board:
        await board.press("2")
        assert "a adds a deal" in " ".join(" ".join(board.column(0)).split())
        assert "n writes a note" in board.panel
        assert "nothing yet: f adds one" in board.panel
        await board.press(BACK)
        past = board.app.dispatcher.top
        parts = (*past.geometry.columns, "panel")

        def text() -> str:
            return " ".join(" ".join(strip.text for part in parts for strip in past.draw(part)).split())

        assert "Nothing was in investor." in text()
        assert "Nothing was closed." in text()
        assert not re.search(r"\b(a adds|L on|L moves|w closes|n writes|f adds)\b", text())
        await board.press("m")
        assert "pitch → due diligence" in board.text()
        await board.press("escape", "enter")
        assert "note" not in board.lines()[-1]
        await board.press("escape", *"hhhhhhhh")
        assert "There was no deal yet." in text()
        assert "are parked" not in text()


async def test_what_moved_since_monday_is_a_list_that_opens(open_board: Any, history: Deal) -> None:
    async with open_board(size=(80, 24)) as board:
        await board.press(BACK, "m")
        assert "Moved since Mon 16 Nov" in board.text()
        assert "lead → prospect" in board.text()
        assert "new → lead" in board.text()
        await board.press("enter")
        assert board.app.dispatcher.top.state.here.deal_id == history.id
        await board.press("t", *"monday", "enter")
        assert "Mon 23 Nov" in board.lines()[0]
        await board.press("m")
        assert "Nothing had moved since" in board.status


async def test_it_is_filtered_and_sorted_as_today(
    open_board: Any, history: Deal, add_deal: Callable[..., Deal], tick: Callable[..., int]
) -> None:
    add_deal(title="Other")
    tick(days=1)
    async with open_board(size=(40, 12)) as board:
        await board.press(BACK, "slash", *"pilot", "enter")
        assert board.app.dispatcher.top.state.matching == 0
        await board.press("w", "h", "d", "l")
        await board.press("escape")
        assert "AS IT WAS" in board.text()
        assert board.app.dispatcher.top.state.query_text == ""


async def test_another_seller_goes_on_meanwhile(
    open_board: Any, history: Deal, ola: Workspace, tick: Callable[..., int]
) -> None:
    async with open_board() as board:
        await board.press(BACK)
        tick(minutes=1)
        ola.pipeline.edit(history.id, {"title": "Ærlig Øl: renewal"})
        await board.tick()
        assert "pilot" in board.text()
        await board.press("l", "l")
        assert "rollout" in board.text()
        await board.press("escape")
        assert "renewal" in board.text()


async def test_a_board_without_a_past(open_board: Any) -> None:
    async with open_board() as board:
        await board.press(BACK)
        assert "AS IT WAS Tue 17 Nov" in board.lines()[0]
        await board.press("h")
        assert board.status == "Nothing was written before this."


async def test_a_day_to_come_is_today(open_board: Any, history: Deal) -> None:
    async with open_board() as board:
        await board.press(BACK, "t", *"tomorrow", "enter")
        assert "rollout" in board.text()
        await board.press("t", *"soon", "enter")
        assert "is not a date" in board.text()
        await board.press("escape", "escape")
        assert "AS IT WAS" not in board.text()
