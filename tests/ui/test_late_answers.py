"""What the database answers late: what was overtaken meanwhile is never shown, not even for a moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Stage
from funnelboard.errors import BadInput
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]

TODAY = date(2026, 11, 18)


@pytest.fixture
def deals(workspace: Workspace, add_deal: Add) -> list[Deal]:
    """Three leads, the last one at the top, each with a note that only its panel shows and a call for today."""
    made = [add_deal(title=title) for title in ("Acme: pilot", "Beta: fleet", "Gamma: audit")]
    for deal in made:
        workspace.activity.add_note((deal.id,), deal.title[:4] * 2)
        workspace.activity.add_follow_up((deal.id,), TODAY, "call", "call")
    return made


async def test_the_panel_shows_the_deal_that_was_come_back_to(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        assert "GammGamm" in board.panel
        with board.watched() as seen:
            async with board.thread_held("j", "k"):
                assert board.title == "Gamma: audit"
        assert "GammGamm" in board.panel
        assert not any("BetaBeta" in picture for picture in seen)


async def test_the_panel_skips_the_deals_that_were_gone_past(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        with board.watched() as seen:
            async with board.thread_held("j", "j"):
                assert board.title == "Acme: pilot"
        assert "AcmeAcme" in board.panel
        assert not any("BetaBeta" in picture for picture in seen)


async def test_the_panel_of_an_empty_column_stays_empty(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        async with board.thread_held("j", "3"):
            assert board.title is None
        assert not any(word in board.panel for word in ("BetaBeta", "GammGamm"))


async def test_the_agenda_shows_the_deal_of_the_item_at_hand(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("A")
        assert "AcmeAcme" in board.text()
        with board.watched() as seen:
            async with board.thread_held("j", "j", "k", "k"):
                pass
        assert "AcmeAcme" in board.text()
        assert not any("BetaBeta" in picture or "GammGamm" in picture for picture in seen)
        async with board.thread_held("j"):
            await board.pilot.resize_terminal(100, 30)
            assert "AcmeAcme" not in board.text(), "its item is no longer at hand"
        assert "BetaBeta" in board.text()


async def test_a_reading_from_before_a_write_is_not_shown_after_it(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.burst("a", *"Delta: trial")
        async with board.answer_held_back():
            board.screen.readings.reload()
            await board.press("enter")
            assert board.title == "Delta: trial"
        assert board.title == "Delta: trial"
        assert "Delta" in "".join(board.column(0))
        assert board.status.startswith("added “Delta: trial”")


async def test_a_filter_that_was_typed_on_is_not_shown_when_its_reading_arrives(
    open_board: Any, deals: list[Deal]
) -> None:
    async with open_board() as board:
        await board.press("slash")
        with board.watched() as seen:
            async with board.answer_held_back():
                await board.type("acm")
                await board.press("backspace", "backspace", "backspace", *"beta")
        assert board.title == "Beta: fleet"
        assert not any("LEAD 1" in picture and "Acme" in picture for picture in seen)


async def test_a_filter_typed_in_one_burst_is_looked_for_once(
    open_board: Any, deals: list[Deal], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_board() as board:
        await board.press("slash")
        services, asked = board.screen.workspace.board, []
        load = services.load
        monkeypatch.setattr(services, "load", lambda query, *given: asked.append(query) or load(query, *given))
        await board.type("beta")
        assert board.title == "Beta: fleet"
        assert [term.value for query in asked for (term,) in query.groups] == ["beta"]


async def test_what_a_superseded_reading_was_refused_with_is_not_said(
    open_board: Any, deals: list[Deal], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_board() as board:
        services = board.screen.workspace.board
        load, refusals = services.load, [BadInput("The board cannot be read.")]

        def refuse_the_first(*given: Any) -> Any:
            if refusals:
                raise refusals.pop()
            return load(*given)

        monkeypatch.setattr(services, "load", refuse_the_first)
        with board.watched() as seen:
            async with board.thread_held():
                board.screen.readings.reload()
                board.screen.show_query("beta")
        assert board.title == "Beta: fleet"
        assert not any("cannot be read" in picture for picture in seen)


async def test_the_count_of_an_older_filter_is_not_left_standing(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.press("slash")
        async with board.thread_held("a", "c", "m", "backspace", "backspace", "backspace", "b", "e"):
            pass
        assert "1 deal matches" in board.lines()[-1]
        assert "Beta" in board.text()
        assert "Acme" not in board.text()


async def test_a_key_pressed_while_a_filter_is_read_acts_on_what_it_finds(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        async with board.thread_held("slash", *"acme", "enter", "m", "p"):
            pass
        assert [workspace.board.deal(deal.id).stage for deal in deals] == [Stage.LEAD] * 3
        assert board.title == "Acme: pilot"


async def test_a_key_pressed_before_the_end_of_a_long_column_is_read_acts_there(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deals = [add_deal(title=f"deal {number:02}") for number in range(90)]
    async with open_board() as board:
        async with board.thread_held("G", "n", *"last", "enter"):
            pass
        assert "last" in str(workspace.board.detail(deals[0].id).timeline)
        assert board.title == "deal 00"


async def test_a_key_pressed_before_a_filter_is_gone_acts_on_the_board_without_it(
    open_board: Any, deals: list[Deal]
) -> None:
    async with open_board() as board:
        await board.burst("slash", *"gamma", "enter", "escape")  # from the panel of the one that matches
        async with board.thread_held("escape", "j"):
            pass
        assert board.title == "Beta: fleet"
        await board.burst("slash", *"acme")
        async with board.thread_held("escape", "j"):
            pass
        assert board.title == "Acme: pilot", "one below where the prompt was opened"
