"""What takes long because there is much of it says how far it is; the cursor goes about meanwhile, and Esc stops it."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.deal_query import Query
from funnelboard.services.importing.csv_import import plan_import, run_import
from funnelboard.services.workspace import Workspace
from funnelboard.store import history, whole_deals
from funnelboard.store.change import Change


@pytest.fixture
def imported(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Twenty deals that came in one file; whatever takes any time says how far it is."""
    path = tmp_path / "deals.csv"
    path.write_text("title,contact\n" + "".join(f"Deal {n},Kari\n" for n in range(20)))
    run_import(workspace, plan_import(path))
    monkeypatch.setattr("funnelboard.ui.link.PATIENCE", 0.0)
    monkeypatch.setattr(history, "LOT", 10)
    return workspace


class Held:
    """A function that comes so far and no further until it is let go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        self._go_on = threading.Event()
        function = getattr(owner, name)

        def hold(*args: Any, **kwargs: Any) -> Any:
            assert self._go_on.wait(10)
            return function(*args, **kwargs)

        monkeypatch.setattr(owner, name, hold)

    def let_go(self) -> None:
        self._go_on.set()


async def until_said(text: str, board: Any) -> None:
    """Have the board go on until it says something."""
    async with asyncio.timeout(20):
        while text not in board.status:
            board.app.lookout.tick()
            await board.pilot._wait_for_screen()


async def give_up(board: Any) -> None:
    """Press Esc, and have the board take it in."""
    board.send("escape")
    async with asyncio.timeout(20):
        while not board.app.lookout._readings.link.given_up:
            await board.pilot._wait_for_screen()


def count(workspace: Workspace) -> int:
    return len(workspace.board.deals(Query()))


async def test_a_large_undo(
    open_board: Callable[..., Any], imported: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_board() as board:
        before = board.title
        held = Held(monkeypatch, Change, "settle")
        board.send("u")
        await until_said("% undone: ", board)
        assert re.fullmatch(r"\d+ % undone: \d+ of 6\d rows. Esc stops it.", board.status)
        board.send("j")
        await board.pilot._wait_for_screen()
        assert board.title != before, "the cursor goes about"
        held.let_go()
        await board.settle()
        assert board.status == "undid: imported 20 deals from “deals.csv”"
        assert count(imported) == 0


async def test_esc_stops_a_large_undo_and_nothing_of_it_is_left(
    open_board: Callable[..., Any], imported: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_board() as board:
        held = Held(monkeypatch, Change, "settle")
        board.send("u")
        await until_said("% undone: ", board)
        await give_up(board)
        held.let_go()
        await board.settle()
        assert board.status == "Stopped: nothing was undone."
        assert count(imported) == 20
        await board.press("u", "ctrl+r")
        assert board.status == "did again: imported 20 deals from “deals.csv”"
        assert count(imported) == 20


@pytest.mark.parametrize("stopped", [False, True])
async def test_a_large_export(
    open_board: Callable[..., Any],
    imported: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    stopped: bool,
) -> None:
    path = tmp_path / "all.csv"
    async with open_board() as board:
        before = board.title
        held = Held(monkeypatch, whole_deals, "read")
        board.send("E", "c", *str(path), "enter")
        await until_said("Exporting", board)
        board.send("j")
        await (give_up(board) if stopped else board.pilot._wait_for_screen())
        held.let_go()
        await board.settle()
        assert board.title != before, "the cursor goes about"
        assert board.status == ("Stopped: nothing was exported." if stopped else f"exported 20 deals to {path}")
        assert path.exists() is not stopped
        assert [*tmp_path.glob("*all*")] == ([] if stopped else [path])
