"""What others do while the seller looks on: a quiet line tells, and their cards are marked until they are looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.config import Config
from funnelboard.domain.deal import Deal
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace
from funnelboard.ui.unseen import MOST, UnseenDeals
from tests.conftest import TODAY

Add = Callable[..., Deal]
Tick = Callable[..., int]


@pytest.fixture
def deals(add_deal: Add) -> list[Deal]:
    """Sixty leads, the last one at the top."""
    return [add_deal(title=f"deal {number:02}") for number in range(60)]


def signs(board: Any, title: str) -> str:
    """What stands at the edge of a lead's card."""
    column = board.column(0)
    at = next(number for number, line in enumerate(column) if title in line)
    return "".join(line[1:2] for line in column[at : at + 3])


async def test_a_line_says_who_did_what_and_the_card_is_marked_until_it_is_looked_at(
    open_board: Any, deals: list[Deal], ola: Workspace
) -> None:
    async with open_board() as board:
        ola.pipeline.set_tags((deals[57].id,), ("expo",))
        await board.tick()
        assert board.status == "ola tagged “deal 57” +expo"
        assert signs(board, "deal 57") == "▎Δ▎"
        assert signs(board, "deal 58") == "▎▎▎"
        await board.press("j")
        assert board.status == ""
        assert signs(board, "deal 57") == "▎Δ▎", "the cursor is not there yet"
        await board.press("j")
        assert signs(board, "deal 57") == "▌▌▌"
        await board.press("k")
        assert signs(board, "deal 57") == "▎▎▎"


async def test_what_an_agent_does_in_the_sellers_name_is_told_and_undone_as_their_own(
    open_board: Any, deals: list[Deal], make_workspace: Callable[..., Workspace]
) -> None:
    mine = make_workspace()
    async with open_board() as board:
        with mine.by_agent():
            mine.pipeline.set_tags((deals[57].id,), ("expo",))
        await board.tick()
        assert board.status == "kari via agent tagged “deal 57” +expo"
        assert signs(board, "deal 57") == "▎Δ▎"
        await board.press("u")
        assert board.status.startswith("undid: tagged “deal 57” +expo")
    assert mine.board.deal(deals[57].id).tags == ()


async def test_several_changes_are_one_line_and_what_is_out_of_sight_is_marked_when_it_comes(
    open_board: Any, deals: list[Deal], ola: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    asa = make_workspace(login="[b]\x1bÅsa")
    async with open_board() as board:
        for number in (0, 30):
            ola.activity.add_note((deals[number].id,), "rang")
        await board.tick()
        assert board.status == "ola changed 2 deals"
        asa.pipeline.edit(deals[0].id, {"title": "deal 0x"})
        ola.activity.add_note((deals[58].id,), "rang")
        await board.tick()
        assert "[b]␛Åsa and ola changed 2 deals" in board.text()
        assert signs(board, "deal 58")[1] == "Δ"
        await board.press("G")
        assert "deal 0x" in (board.title or "")
        await board.press("k")
        assert signs(board, "deal 0x") == "▎▎▎"
        ola.pipeline.delete([deal.id for deal in deals[5:8]])
        await board.tick()
        assert board.status == "ola deleted 3 deals"


async def test_news_waits_for_what_the_seller_did_and_takes_no_key(
    open_board: Any, deals: list[Deal], ola: Workspace, workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.burst("t", *"hot", "enter")
        ola.activity.add_note((deals[3].id,), "rang")
        await board.tick()
        assert board.status == "tagged “deal 59” +hot"
        await board.burst("n", *"so")
        ola.activity.add_note((deals[4].id,), "rang")
        await board.tick()
        assert board.top.edit.text == "so"
        await board.press("enter")
        assert board.status == "wrote a note on “deal 59”"
        await board.press("j")
        assert board.status == "ola wrote a note on “deal 04”"
        await board.press("j")
        assert board.status == ""


async def test_what_a_write_brings_to_light_is_told_after_what_was_written(
    open_board: Any, deals: list[Deal], ola: Workspace
) -> None:
    async with open_board() as board:
        ola.activity.add_note((deals[58].id,), "rang")
        await board.burst("t", *"hot", "enter")
        assert board.status == "tagged “deal 59” +hot"
        assert signs(board, "deal 58") == "▎Δ▎"
        await board.press("G")
        assert board.status == "ola wrote a note on “deal 58”"


async def test_what_happens_by_itself_is_nobodys_doing_and_ones_own_elsewhere_no_news(
    open_board: Any, deals: list[Deal], ola: Workspace, workspace: Workspace, tick: Tick
) -> None:
    ola.parking.park((deals[3].id,), date(2026, 11, 19), ParkReason.TIMING)
    async with open_board() as board:
        workspace.activity.add_note((deals[58].id,), "rang")
        await board.tick()
        assert board.status == ""
        assert signs(board, "deal 58") == "▎▎▎"
        tick(days=1)
        ola.begin_day()
        await board.tick()
        assert board.status == "“deal 03” came back from being parked", "and it is not ola who did it"


def test_marks_of_news_have_a_bound() -> None:
    unseen = UnseenDeals()
    unseen.hear(dict.fromkeys(range(2 * MOST), "changed"), 1, 2, 1)
    assert len(unseen) == MOST
    assert 2 * MOST - 1 in unseen
    assert 0 not in unseen


async def test_a_change_in_sight_sends_little_and_one_out_of_sight_the_line_alone(
    open_board: Any, deals: list[Deal], ola: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_board() as board:
        sent: list[tuple[int, str]] = []
        monkeypatch.setattr(board.app.window, "refresh", lambda *regions, **_: sent.append((0, "all")))
        monkeypatch.setattr(
            board.app.window,
            "_send",
            lambda pieces: bool(sent.extend((y, "".join(text for text, _ in piece)) for _, y, piece in pieces)) or True,
        )
        ola.activity.add_note((deals[30].id,), "far")
        await board.tick()
        assert [y for y, _ in sent] == [34]
        sent.clear()
        ola.pipeline.edit(deals[58].id, {"title": "seen"})
        await board.tick()
        assert sum(len(text) for _, text in sent) < 80, sent
        sent.clear()
        await board.tick()
        assert sent == []


async def test_in_ascii_and_on_two_lines(open_board: Any, deals: list[Deal], ola: Workspace) -> None:
    async with open_board(size=(80, 24), config=Config(ascii=True)) as board:
        ola.pipeline.edit(deals[58].id, {"title": "seen"})
        await board.tick()
        assert signs(board, "seen")[:2] == "|&"


async def test_a_deal_that_somebody_has_open_is_marked_on_other_boards(
    open_board: Any, deals: list[Deal], ola: Workspace, tick: Tick
) -> None:
    async with open_board() as board:
        ola.presence.attend()
        ola.presence.edit((deals[58].id,))
        await board.tick()
        assert signs(board, "deal 58") == "▎✎▎"
        assert board.status == "", "that is no change"
        ola.activity.add_note((deals[58].id,), "rang")
        await board.tick()
        assert signs(board, "deal 58") == "▎✎Δ"
        ola.presence.edit(())
        await board.tick()
        assert signs(board, "deal 58") == "▎Δ▎"
        ola.presence.edit((deals[58].id,))
        ola.presence.leave()
        await board.tick()
        assert signs(board, "deal 58") == "▎Δ▎"


@pytest.mark.parametrize("end", ["enter", "escape", "killed"])
async def test_a_form_says_that_its_deal_is_open_for_as_long_as_it_is(
    open_board: Any, deals: list[Deal], ola: Workspace, tick: Tick, end: str
) -> None:
    async with open_board() as board:
        await board.press("e")
        assert ola.presence.edited() == {deals[59].id}
        assert board.screen.workspace.presence.edited() == frozenset(), "not to oneself"
        if end == "killed":
            tick(seconds=149)
            assert ola.presence.edited() == {deals[59].id}
            tick(seconds=1)
        else:
            await board.press(end)
        assert ola.presence.edited() == frozenset()


async def test_an_open_board_that_stays_open_keeps_its_deal_marked(
    open_board: Any, deals: list[Deal], ola: Workspace, tick: Tick
) -> None:
    async with open_board() as board:
        await board.press("e")
        for _ in range(4):
            tick(seconds=60)
            await board.tick()
        assert ola.presence.edited() == {deals[59].id}


@pytest.mark.sqlite("a server tells nobody that a board stays open; tests/postgres/test_live.py counts what it says")
async def test_an_idle_board_writes_once_a_minute(
    open_board: Any, deals: list[Deal], ola: Workspace, tick: Tick
) -> None:
    async with open_board() as board:
        await board.tick()
        await board.press("e")
        ola.board.changed_elsewhere()
        for _ in range(59):
            tick(seconds=1)
            await board.tick()
        assert not ola.board.changed_elsewhere()
        tick(seconds=1)
        await board.tick()
        assert ola.board.changed_elsewhere()


async def test_the_agenda_tells_the_news_too(
    open_board: Any, add_deal: Add, workspace: Workspace, ola: Workspace
) -> None:
    deal = add_deal(stage=Stage.PROSPECT)
    workspace.activity.add_follow_up((deal.id,), TODAY, "call", "")
    async with open_board() as board:
        await board.press("A")
        ola.activity.add_note((deal.id,), "rang")
        await board.tick()
        assert "ola wrote a note on “Acme: pilot”" in board.text()
