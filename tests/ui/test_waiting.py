"""Another writer holds the database: the board lives, reads, says so, keeps what is typed; Esc stops the waiting."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]

HOLD = """
import sys, time
from funnelboard.services.opening import open_workspace
database = open_workspace(sys.argv[1]).session.database
with database.writing():
    database.rows_of("SELECT 0")
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def notes_of(workspace: Workspace, deal: Deal) -> list[str]:
    return [entry.text for entry in workspace.board.detail(deal.id, EntryKind.NOTE).timeline]


class HeldUp:
    """Another writer, who holds the database when told to; a write that waits says so at once."""

    def __init__(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        self._database = workspace.session.database
        self._writing = ExitStack()
        self._monkeypatch = monkeypatch

    def hold(self) -> None:
        self._writing.enter_context(self._database.writing())
        self._database.rows_of("SELECT 0")
        self._monkeypatch.setattr("funnelboard.ui.link.PATIENCE", 0.2)

    def let_go(self) -> None:
        self._writing.close()


@pytest.fixture
def held_up(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> HeldUp:
    return HeldUp(workspace, monkeypatch)


async def until(happened: Callable[[], bool], board: Any) -> None:
    """Have the board go on until something has happened."""
    async with asyncio.timeout(60):
        while not happened():
            board.app.lookout.tick()
            await board.pilot._wait_for_screen()
            await asyncio.sleep(0.01)


async def test_the_board_goes_about_while_a_write_waits_and_what_is_typed_comes_after_it(
    open_board: Any, add_deal: Add, workspace: Workspace, held_up: HeldUp
) -> None:
    second, first = add_deal(title="second", note="of the second"), add_deal(title="first")
    async with open_board() as board:
        held_up.hold()
        board.send("n", *"rang", "enter")
        await until(lambda: "still trying to save" in board.status, board)
        board.send("j")
        await until(lambda: "of the second" in board.panel, board)
        assert board.title == "second", "the cursor goes about, and what it is on is read"
        board.send("n", *"sent", "enter")
        await until(lambda: True, board)
        assert board.top is board.screen, "a note waits its turn"
        held_up.let_go()
        await board.settle()
    assert (notes_of(workspace, first), notes_of(workspace, second)) == (["rang"], ["sent", "of the second"])


async def test_esc_stops_the_waiting_and_gives_the_text_back(
    open_board: Any, add_deal: Add, workspace: Workspace, held_up: HeldUp
) -> None:
    deal = add_deal()
    async with open_board() as board:
        held_up.hold()
        board.send("n", *"rang", "enter")
        await until(lambda: "still trying to save" in board.status, board)
        await board.press("escape")
        assert board.status == (
            "Not saved: another writer was holding the database. What was typed is kept for the next time."
        )
        board.send("D")
        await until(lambda: "still trying to save" in board.status, board)
        await board.press("escape")
        assert board.status == "Not saved: another writer was holding the database."
        held_up.let_go()
        assert notes_of(workspace, deal) == []
        await board.press("n")
        assert board.top.edit.text == "rang"
        await board.press("enter")
        assert notes_of(workspace, deal) == ["rang"]
        assert not workspace.board.deal(deal.id).deleted


async def test_what_was_typed_for_what_is_not_saved_lands_nowhere_else(
    open_board: Any, add_deal: Add, workspace: Workspace, held_up: HeldUp
) -> None:
    deal = add_deal()
    async with open_board() as board:
        held_up.hold()
        board.send("a", *"Nordlys", "enter")
        await until(lambda: "still trying to save" in board.status, board)
        await board.burst("n", *"for the new one", "enter", "escape")
        held_up.let_go()
        assert board.status == (
            "Not saved: another writer was holding the database. What was typed is kept for the next time. "
            "The keys after it were not obeyed."
        )
        assert notes_of(workspace, deal) == []
        await board.press("a")
        assert board.top.edit.text == "Nordlys"


async def test_an_import_waits_too_and_its_page_is_there_again(
    open_board: Any, workspace: Workspace, held_up: HeldUp, tmp_path: Path
) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("title,Cake\nPilot,12\n")
    async with open_board() as board:
        await board.burst("I", *str(path), "enter")
        held_up.hold()
        board.send("j", "j", "enter", *"amou", "enter", "y")
        await until(lambda: "still trying to save" in board.status, board)
        await board.press("escape")
        # On a server its turn comes after the first word of how far it is.
        stopped = "Stopped: nothing was imported.", "Not saved: another writer was holding the database."
        assert board.status.startswith(stopped)
        assert "1 new deal" in board.lines()[0]
        assert "Cake → amount" in " ".join(board.text().split())
        held_up.let_go()
        await board.press("y")
        assert board.status == "imported 1 deal from “deals.csv”"
    (deal,) = workspace.board.deals(Query())
    assert deal.amount is not None


@pytest.mark.faults
async def test_another_process_holds_the_lock_for_long(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    second, first = add_deal(title="second", note="of the second"), add_deal(title="first")
    async with open_board() as board:
        with subprocess.Popen(
            [sys.executable, "-c", HOLD, workspace.target, "8"], stdout=subprocess.PIPE, text=True
        ) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            board.send("n", *"rang", "enter")
            await until(lambda: "still trying to save" in board.status, board)
            board.send("j")
            await until(lambda: "of the second" in board.panel, board)
            assert holder.poll() is None, "all that while it is held"
            await until(lambda: board.app.dispatcher.idle, board)
            assert holder.wait(30) == 0
        assert board.status == "wrote a note on “first”"
    assert notes_of(workspace, first) == ["rang"]
    assert notes_of(workspace, second) == ["of the second"]
