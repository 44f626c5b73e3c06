"""No room left on the disk while the board is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from funnelboard.domain.deal import Deal
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace


async def test_it_is_said_until_a_write_works_and_the_text_is_kept(
    open_board: Any, add_deal: Callable[..., Deal], workspace: Workspace
) -> None:
    deal = add_deal()
    async with open_board() as board:
        inside = board.screen.workspace
        database = inside.session.database.peewee

        def room(pages: int) -> None:
            inside.submit(database.pragma, "max_page_count", pages).result()

        room(inside.submit(database.pragma, "page_count").result())
        text = "w" * 9_000
        await board.press("n")
        await board.paste(text)
        await board.press("enter")
        assert "nothing is saved" in board.lines()[0]
        assert "disk is full" in board.text()
        room(100_000)
        await board.press("n")
        assert board.top.edit.text == text
        await board.press("enter")
        assert "nothing is saved" not in board.lines()[0]
    (note,) = workspace.board.detail(deal.id, EntryKind.NOTE).timeline
    assert note.text == text
