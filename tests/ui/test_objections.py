"""Objections: raised in a line, answered from a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]


async def test_an_objection_is_raised_answered_reopened_and_deleted(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal(title="Acme: pilot")
    async with open_board() as board:
        await board.press("b")
        await board.type("too expensive")
        await board.press("enter")
        assert "?1" in "\n".join(board.column(0))
        assert "? too expensive" in board.text()
        await board.press("B")
        assert "too expensive" in board.text()
        await board.press("enter")
        await board.type("ten per cent off")
        await board.press("enter")
        (objection,) = workspace.objections.of_deal(deal.id)
        assert (objection.answer, workspace.board.deal(deal.id).open_objections) == ("ten per cent off", 0)
        await board.press("B")
        assert "→ ten per cent off" in board.text()
        await board.press("o")
        assert workspace.board.deal(deal.id).open_objections == 1
        await board.press("B", "e")
        await board.type(" for a pilot")
        await board.press("enter")
        assert workspace.objections.of_deal(deal.id)[0].text == "too expensive for a pilot"
        await board.press("B", "D")
        assert workspace.objections.of_deal(deal.id) == ()
        await board.press("u")
        assert workspace.objections.of_deal(deal.id)[0].text == "too expensive for a pilot"


async def test_an_answer_that_is_empty_changes_nothing(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal()
    workspace.objections.raise_objection((deal.id,), "too early")
    async with open_board() as board:
        await board.press("B", "r", "enter")
        assert workspace.board.deal(deal.id).open_objections == 1


async def test_an_empty_list_says_what_to_press(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("B")
        assert "No objections. b raises one." in board.text()
        await board.press("b")
        await board.burst(*"too early", "enter")
        (objection,) = workspace.objections.of_deal(deal.id)
        assert objection.text == "too early"


async def test_the_same_objection_is_raised_on_all_marked_deals(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deals = [add_deal(title=title) for title in ("one", "two")]
    async with open_board() as board:
        await board.press("space", "space", "b")
        assert "2 deals" in board.text()
        await board.type("no budget this year")
        await board.press("enter")
        assert [workspace.board.deal(deal.id).open_objections for deal in deals] == [1, 1]


async def test_it_can_be_typed_as_fast_as_it_comes_and_taken_up_again_after_esc(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.burst("b", *"too ex", "escape")
        assert board.status == "Kept: b goes on with it."
        await board.burst("b", *"pensive", "enter")
        assert [one.text for one in workspace.objections.of_deal(deal.id)] == ["too expensive"]


async def test_the_draft_of_an_answer_belongs_to_its_objection(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    for text in ("too early", "too dear"):
        workspace.objections.raise_objection((deal.id,), text)
    async with open_board() as board:
        await board.burst("B", "r", *"half of an ans", "escape")
        await board.press("B", "j", "r")
        assert board.top.edit.text == ""
        assert "too dear" in board.lines()[-1]
        await board.press("escape", "B", "r")
        assert board.top.edit.text == "half of an ans"
        assert "too early" in board.lines()[-1]


async def test_what_is_answered_is_not_answered_twice(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal()
    workspace.objections.raise_objection((deal.id,), "too early")
    (objection,) = workspace.objections.of_deal(deal.id)
    workspace.objections.resolve(objection.id, "next year then")
    async with open_board() as board:
        await board.press("B", "enter")
        assert board.status == "It is resolved already; o takes it up again."


async def test_another_seller_who_answers_first_is_not_overwritten(
    open_board: Any, add_deal: Add, workspace: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    deal = add_deal()
    workspace.objections.raise_objection((deal.id,), "too early")
    ola = make_workspace(login="ola")
    async with open_board() as board:
        await board.burst("B", "r", *"mine")
        ola.objections.resolve(workspace.objections.of_deal(deal.id)[0].id, "theirs")
        await board.press("enter")
        assert "is resolved already: ola resolved an objection on “Acme: pilot”: theirs" in board.status
        assert workspace.objections.of_deal(deal.id)[0].answer == "theirs"


async def test_the_same_objection_again_on_another_deal(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deals = [add_deal(title=title) for title in ("one", "two")]
    async with open_board() as board:
        await board.burst("b", *"too early", "enter", "j", "full_stop")
        assert [workspace.board.deal(deal.id).open_objections for deal in deals] == [1, 1]


async def test_between_the_list_and_the_line_the_board_does_not_flash_by(
    open_board: Any, add_deal: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_deal()
    async with open_board() as board:
        await board.press("B")
        painted: list[object] = []
        flush = board.app.window.flush
        monkeypatch.setattr(board.app.window, "flush", lambda cursor: (painted.append(board.top), flush(cursor)))
        await board.press("b")
        assert board.top in painted
        assert board.screen not in painted
