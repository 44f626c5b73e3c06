"""The database thread as awaitables, without a screen: only the newest of several readings is ever shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest

from funnelboard.errors import BadInput, FunnelBoardError, Unreachable
from funnelboard.services.workspace import Workspace
from funnelboard.ui.link import Latest, Link


class SlowThread:
    """A workspace whose thread does what it is asked only when it is told to, for its server is silent."""

    silence = 5.0

    def let_go(self) -> None:
        """It is gone anyway."""

    def __init__(self) -> None:
        self.asked: list[tuple[Callable[[], Any], Future[Any]]] = []

    def submit(self, function: Callable[[], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        self.asked.append((function, future))
        return future

    async def answer(self) -> None:
        """Do what was asked first, and let its answer arrive."""
        function, future = self.asked.pop(0)
        try:
            future.set_result(function())
        except FunnelBoardError as error:
            future.set_exception(error)
        for _ in range(5):
            await asyncio.sleep(0)


@pytest.fixture
def thread() -> SlowThread:
    return SlowThread()


@pytest.fixture
def broken() -> list[BaseException]:
    return []


@pytest.fixture
async def link(thread: SlowThread, broken: list[BaseException]) -> Link:
    return Link(thread, broken.append)  # type: ignore[arg-type]


def raising(error: Exception) -> Callable[[], Any]:
    """A function that raises."""

    def function() -> Any:
        raise error

    return function


async def test_a_reading_is_awaited(link: Link, thread: SlowThread) -> None:
    reading = asyncio.create_task(link.read(lambda: 7))
    await asyncio.sleep(0)
    assert link.busy
    await thread.answer()
    assert await reading == 7
    assert not link.busy


async def test_a_refusal_is_raised_where_it_is_awaited(link: Link, thread: SlowThread) -> None:
    reading = asyncio.create_task(link.read(raising(BadInput("no"))))
    await asyncio.sleep(0)
    await thread.answer()
    with pytest.raises(BadInput, match="no"):
        await reading


async def test_of_several_readings_only_the_last_is_shown(link: Link, thread: SlowThread) -> None:
    shown: list[int] = []
    latest: Latest[int] = Latest(link, shown.append, lambda error: None)
    for number in range(4):
        latest.want(lambda number=number: number)  # type: ignore[misc]
    assert len(thread.asked) == 1, "one at a time"
    await thread.answer()
    assert shown == [], "the first is superseded"
    await thread.answer()
    assert (shown, thread.asked) == ([3], [])


async def test_of_what_is_typed_in_one_burst_only_the_last_is_read(link: Link, thread: SlowThread) -> None:
    shown: list[int] = []
    latest: Latest[int] = Latest(link, shown.append, lambda error: None)
    for number in range(4):
        latest.want(lambda number=number: number, typed=True)  # type: ignore[misc]
    assert latest.pending
    await asyncio.sleep(0)
    assert len(thread.asked) == 1
    await thread.answer()
    assert (shown, thread.asked) == ([3], [])
    latest.want(lambda: 4, typed=True)
    latest.drop()
    await asyncio.sleep(0)
    assert thread.asked == []


async def test_a_reading_that_was_overtaken_is_not_shown(link: Link, thread: SlowThread) -> None:
    shown: list[int] = []
    latest: Latest[int] = Latest(link, shown.append, lambda error: None)
    latest.want(lambda: 1)
    latest.drop()
    await thread.answer()
    assert shown == []
    latest.want(lambda: 2)
    await thread.answer()
    assert shown == [2]


async def test_the_refusal_of_a_superseded_reading_is_not_told(link: Link, thread: SlowThread) -> None:
    told: list[str] = []
    latest: Latest[int] = Latest(link, lambda shown: None, lambda error: told.append(str(error)))
    latest.want(raising(BadInput("old")))
    latest.want(raising(BadInput("new")))
    await thread.answer()
    await thread.answer()
    assert told == ["new"]


async def test_a_defect_while_showing_is_told(link: Link, thread: SlowThread, broken: list[BaseException]) -> None:
    def show(_: int) -> None:
        raise RuntimeError("a defect")

    Latest(link, show, lambda error: None).want(lambda: 1)
    await thread.answer()
    assert [str(error) for error in broken] == ["a defect"]


async def test_a_write_that_takes_long_is_known_to(
    link: Link, thread: SlowThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr("funnelboard.ui.link.time.monotonic", lambda: now)
    writing = asyncio.create_task(link.write(lambda: 1))
    await asyncio.sleep(0)
    assert not link.waits
    now += 1.5
    assert link.waits
    await thread.answer()
    assert await writing == 1
    assert not link.waits


class Stopped(Exception):
    """The seller has stopped something large."""


async def test_what_is_large_and_was_stopped_says_so_though_its_server_was_let_go_of(
    link: Link, thread: SlowThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("funnelboard.ui.link.PATIENCE", 0.0)
    for begun, expected in (("10 % imported", Stopped), ("", Unreachable)):
        link.under_way, link.stopped = begun, Stopped()
        writing = asyncio.ensure_future(link.write(raising(Unreachable("It is gone."))))
        await asyncio.sleep(0)
        assert link.give_up()
        await thread.answer()
        with pytest.raises(expected):
            await writing


async def test_a_real_thread_answers_on_the_loop(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(threaded=True)
    link = Link(workspace, lambda error: None)
    assert await link.read(workspace.board.sellers) == workspace.board.sellers()
