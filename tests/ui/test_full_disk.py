"""No room left on the disk while the board is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace

pytestmark = pytest.mark.sqlite("limits its file")


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


async def test_a_file_is_still_looked_at_when_there_was_no_room_for_its_deals(
    open_board: Any, workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("title,note,amount\n" + "".join(f"Deal {number},{'w' * 900},\n" for number in range(60)) + ",,5\n")
    async with open_board() as board:
        inside = board.screen.workspace
        database = inside.session.database.peewee
        pages = inside.submit(database.pragma, "page_count").result()
        await board.burst("I", *str(path), "enter")
        inside.submit(database.pragma, "max_page_count", pages).result()
        await board.press("y")
        assert "disk is full" in board.text()
        assert "60 new deals" in board.lines()[0]
        assert not path.with_name("deals-unread.csv").exists()
        inside.submit(database.pragma, "max_page_count", 100_000).result()
        await board.press("y")
        assert "imported 60 deals" in board.status
    assert path.with_name("deals-unread.csv").exists()
    assert len(workspace.board.deals(Query())) == 60
