"""A board that may not write, for now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from funnelboard.domain.deal import Deal
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace


async def test_it_says_so_until_it_may(
    open_board: Any, add_deal: Callable[..., Deal], workspace: Workspace, forbid_writing: Callable[[bool], None]
) -> None:
    deal = add_deal()
    forbid_writing(True)
    async with open_board(login="newcomer") as board:
        assert "read-only" in board.lines()[0]
        await board.press("n")
        await board.type("rang")
        await board.press("enter")
        assert "open read-only" in board.text()
        await board.tick()
        assert "read-only" in board.lines()[0]
        forbid_writing(False)
        await board.tick()
        assert "read-only" not in board.lines()[0]
        await board.press("n")
        assert board.top.edit.text == "rang"
        await board.press("enter")
        assert "read-only" not in board.text()
    (note,) = workspace.board.detail(deal.id, EntryKind.NOTE).timeline
    assert (note.text, note.seller) == ("rang", "newcomer")
