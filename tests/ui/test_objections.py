"""Objections: raised in a line, answered from a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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


async def test_an_empty_list_says_what_to_press(open_board: Any, add_deal: Add) -> None:
    add_deal()
    async with open_board() as board:
        await board.press("B")
        assert "No objections. b raises one." in board.text()
        await board.press("b")
        assert board.screen.prompt is not None


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
