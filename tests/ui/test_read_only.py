"""A board that may not write, for now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace
from funnelboard.store import opening, sqlite_database


async def test_it_says_so_until_it_may(
    open_board: Any, add_deal: Callable[..., Deal], workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal = add_deal()
    allowed: list[Path] = []
    for module in (sqlite_database, opening):
        monkeypatch.setattr(module, "may_write", lambda _: bool(allowed))
    async with open_board(login="newcomer") as board:
        assert "read-only" in board.lines()[0]
        await board.press("n")
        await board.type("rang")
        await board.press("enter")
        assert "open read-only" in board.text()
        await board.tick()
        assert "read-only" in board.lines()[0]
        allowed.append(Path(workspace.target))
        await board.tick()
        assert "read-only" not in board.lines()[0]
        await board.press("n")
        assert board.top.edit.text == "rang"
        await board.press("enter")
        assert "read-only" not in board.text()
    (note,) = workspace.board.detail(deal.id, EntryKind.NOTE).timeline
    assert (note.text, note.seller) == ("rang", "newcomer")
