"""Another writer holds the database: the board lives, says so, and keeps what is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace


async def test_the_board_goes_about_while_a_write_waits_and_what_is_typed_comes_after_it(
    open_board: Any, add_deal: Callable[..., Deal], workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, first = add_deal(title="second"), add_deal(title="first")
    async with open_board() as board:
        other = workspace.session.database.peewee
        other.execute_sql("BEGIN IMMEDIATE")
        board.send("n", *"rang", "enter")
        async with asyncio.timeout(10):
            while not board.app.link.busy:
                await asyncio.sleep(0)
        monkeypatch.setattr("funnelboard.ui.link.PATIENCE", -1.0)
        board.app.lookout.tick()
        assert "Still waiting for the database" in board.status
        board.send("j")
        await asyncio.sleep(0)
        await board.pilot._wait_for_screen()
        assert board.title == "second", "the cursor goes about"
        board.send("n", *"sent", "enter")
        await board.pilot._wait_for_screen()
        assert board.top is board.screen, "a note waits its turn"
        other.execute_sql("ROLLBACK")
        await board.settle()
    notes = {
        deal.title: [entry.text for entry in workspace.board.detail(deal.id, EntryKind.NOTE).timeline]
        for deal in (first, second)
    }
    assert notes == {"first": ["rang"], "second": ["sent"]}
