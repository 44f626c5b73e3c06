"""A board whose server is gone says so, shows what was last known, and loses nothing that is typed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from funnelboard.services.workspace import Workspace
from funnelboard.store import postgres_connection
from funnelboard.ui import link
from funnelboard.ui.screens import lookout
from tests.postgres.proxy import Proxy
from tests.postgres.server import Cluster
from tests.ui.conftest import BoardDriver

pytestmark = pytest.mark.postgresql

NOTES = "SELECT text FROM note ORDER BY id"
WAITING = "The server does not answer: still trying to save. Esc stops that; what was typed is kept."


@pytest.fixture
def place(line: Proxy, direct: str) -> Callable[..., str]:
    """Where the boards of a test are: behind the line; and where that says nothing, beside it."""
    return lambda path=None: direct if path is not None else line.by_way_of(direct)


@pytest.fixture
def ola(make_workspace: Callable[..., Workspace]) -> Workspace:
    """The other seller, whom nothing keeps from working."""
    return make_workspace(Path("beside"), login="ola")


@pytest.fixture
def board_at_work(open_board: Callable[..., Any], ola: Workspace, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A board that is as impatient as a test, with a lead on it."""
    monkeypatch.setattr(postgres_connection, "BRIEF", 0.05)
    monkeypatch.setattr(lookout, "SILENCE", 0.1)
    monkeypatch.setattr(link, "PATIENCE", 0.1)
    ola.pipeline.create(title="Acme")

    @asynccontextmanager
    async def opened() -> AsyncIterator[BoardDriver]:
        async with open_board() as board:
            await board.tick()
            yield board

    return opened


async def until(board: BoardDriver, happened: Callable[[], bool]) -> None:
    """Let the board look for what happens by itself, until it has happened."""
    for _ in range(600):
        if happened():
            return
        assert board.app.lookout is not None
        board.app.lookout.tick()
        await board.pilot.pause(0.05)
    raise AssertionError(f"it does not happen; the board says: {board.text()}")


def says(board: BoardDriver, words: str) -> Callable[[], bool]:
    return lambda: words in board.text().replace("\n", " ")


async def test_it_shows_what_was_last_known(board_at_work: Any, cluster: Cluster, ola: Workspace, line: Proxy) -> None:
    async with board_at_work() as board:
        line.refuse()
        line.cut()
        await until(board, says(board, "no answer"))
        assert board.status == lookout.CUT_OFF
        board.screen.readings.reload()
        await board.press("enter", "escape")
        assert "Acme" in board.panel
        await board.press("l", "h")
        assert board.title == "Acme"
        ola.pipeline.create(title="Bakery")
        line.accept()
        await until(board, lambda: "no answer" not in board.text())
        assert board.status == "The server answers again."
        await until(board, says(board, "Bakery"))


async def test_a_line_that_falls_silent_is_noticed(board_at_work: Any, ola: Workspace, line: Proxy) -> None:
    async with board_at_work() as board:
        line.freeze()
        board.screen.readings.reload()
        await until(board, says(board, "no answer"))
        assert board.status == lookout.CUT_OFF
        line.thaw()
        await until(board, lambda: "no answer" not in board.text())
        assert "Acme" in board.text()


async def test_what_is_typed_is_saved_once_when_the_server_is_back(
    board_at_work: Any, cluster: Cluster, direct: str, line: Proxy
) -> None:
    async with board_at_work() as board:
        await board.press("n")
        await board.type("called")
        cluster.kill()
        board.send("enter")
        await until(board, says(board, WAITING))
        cluster.start()
        await until(board, lambda: "u undoes it" in board.text())
        await board.settle()
        assert cluster.execute(NOTES, url=direct) == [("called",)]


async def give_up_note(board: Any, *break_line: Callable[[], object]) -> None:
    """Type a note, have it kept when the server is out of reach, and wait no more for that."""
    await board.press("n")
    await board.type("called")
    for break_it in break_line:
        break_it()
    board.send("enter")
    await until(board, says(board, WAITING))
    board.send("escape")
    await until(board, says(board, "Not saved: the server could not be reached."))


async def test_who_gives_up_keeps_what_was_typed(
    board_at_work: Any, cluster: Cluster, direct: str, line: Proxy
) -> None:
    async with board_at_work() as board:
        await give_up_note(board, line.refuse, line.cut)
        line.accept()
        await until(board, lambda: "no answer" not in board.text())
        await board.press("n")
        assert "called" in board.text()
        await board.press("enter")
        assert cluster.execute(NOTES, url=direct) == [("called",)]


async def test_who_gives_up_need_not_wait_for_an_answer(
    board_at_work: Any, cluster: Cluster, direct: str, line: Proxy
) -> None:
    async with board_at_work() as board:
        await give_up_note(board, line.freeze)
        line.thaw()
        await until(board, lambda: "no answer" not in board.text())
        assert cluster.execute(NOTES, url=direct) == []


async def test_an_answer_that_is_lost_is_looked_up(
    board_at_work: Any, cluster: Cluster, direct: str, line: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with board_at_work() as board:
        await board.press("n")
        await board.type("called")
        lose_answer(monkeypatch, lambda: (line.refuse(), line.cut()))
        board.send("enter")
        await until(board, says(board, WAITING))
        assert cluster.execute(NOTES, url=direct) == [("called",)]
        line.accept()
        await until(board, lambda: "u undoes it" in board.text())
        await board.settle()
        assert cluster.execute(NOTES, url=direct) == [("called",)]


async def test_who_does_not_wait_for_it_is_told_that_it_is_not_known(
    board_at_work: Any, cluster: Cluster, direct: str, line: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with board_at_work() as board:
        await board.press("n")
        await board.type("called")
        lose_answer(monkeypatch, lambda: (line.refuse(), line.cut()))
        board.send("enter")
        await until(board, says(board, WAITING))
        board.send("escape")
        await until(board, says(board, "It is not known whether this was saved"))
        line.accept()
        await until(board, lambda: "no answer" not in board.text())
        assert "called" in board.panel


async def test_it_can_be_left_while_nothing_is_answered(board_at_work: Any, line: Proxy) -> None:
    async with board_at_work() as board:
        line.freeze()
        board.screen.readings.reload()
        await until(board, says(board, "no answer"))
        board.app.finish()


def lose_answer(monkeypatch: pytest.MonkeyPatch, lose: Callable[[], object]) -> None:
    """Have the next COMMIT be done, and its answer not come."""
    execute, left = psycopg.ClientCursor.execute, [lose]

    def said(cursor: Any, query: Any, *values: Any, **options: Any) -> Any:
        answer = execute(cursor, query, *values, **options)
        if left and "; COMMIT" in str(query):
            left.pop()()
            raise psycopg.OperationalError("the answer is lost")
        return answer

    monkeypatch.setattr(psycopg.ClientCursor, "execute", said)
