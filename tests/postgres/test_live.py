"""What others write is heard of and shown, and what a board reads because of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import psycopg
import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.stage import Stage
from funnelboard.services.maintenance import create
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.services.written import Written
from funnelboard.store import postgres_connection, postgres_database, postgres_greeting
from funnelboard.ui.screens.board_readings import Others
from tests.benchmarks.conftest import fill
from tests.postgres.proxy import Proxy
from tests.postgres.server import Cluster
from tests.postgres.silent_board import SilentBoard

pytestmark = pytest.mark.postgresql

DEALS = 400

FAR, NEAR = 301, 2
"""Deals below what is loaded of their columns, and at the top."""


def fill_new(url: str) -> None:
    """A board with so many deals."""
    create(url)
    workspace = open_workspace(url)
    fill(workspace, DEALS)
    workspace.close()


@pytest.fixture
def url(cluster: Cluster) -> str:
    """A board with deals of its own."""
    return cluster.create_database(cluster.template("live", fill_new))


@pytest.fixture
def ola(url: str) -> Iterator[Workspace]:
    """Another seller."""
    workspace = open_workspace(url, login="ola")
    yield workspace
    workspace.close()


class Said(list[str]):
    """Every statement that this process sends."""


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """What is said from now on."""
    statements = Said()
    execute = psycopg.Cursor.execute

    def note(cursor: Any, query: Any, *given: Any, **options: Any) -> Any:
        statements.append(str(query))
        return execute(cursor, query, *given, **options)

    monkeypatch.setattr(psycopg.Cursor, "execute", note)
    return statements


@pytest.fixture
async def board(url: str, ola: Workspace) -> AsyncIterator[SilentBoard]:
    """A board that looks when the test has it do so, and has once."""
    board = SilentBoard(url)
    await look(board)
    yield board
    board.close()


async def look(board: SilentBoard) -> None:
    """Have the board look for what others have written, and read what it wants to."""
    board.lookout.hearing.look()
    await board.settle()


async def hear(board: SilentBoard, written: Written) -> None:
    """Have the board look until it has heard of a change, and has read what it wants to."""
    async with asyncio.timeout(20):
        while board.screen.state.change < written.change:
            await look(board)
            await asyncio.sleep(0.001)


async def test_what_is_out_of_sight_costs_two_statements(board: SilentBoard, ola: Workspace, said: Said) -> None:
    writes: list[Callable[[], Written]] = [
        lambda: ola.activity.add_note((FAR,), "rang"),
        lambda: ola.pipeline.reorder((FAR,), 1),
        lambda: ola.pipeline.delete((FAR + 1,)),
        lambda: ola.pipeline.edit(FAR + 2, {"amount": None}, ola.board.deal(FAR + 2)),
        lambda: ola.views.save("big", "amount>1000", Sort.AMOUNT),
        ola.undoing.undo,
    ]
    for write in writes:
        written = write()
        said.clear()
        await hear(board, written)
        assert len(said) <= 2, (written.summary, said)
        assert await board.wrong() == "", written.summary
        assert board.screen.viewport.status.text == f"ola {written.summary}"
    assert board.screen.state.unseen.known((), 0).keys() >= {FAR, FAR + 1, FAR + 2}


async def test_several_heard_of_at_once_cost_as_much_as_one(board: SilentBoard, ola: Workspace, said: Said) -> None:
    for deal_id in range(FAR, FAR + 20):
        written = ola.activity.add_note((deal_id,), "rang")
    said.clear()
    await hear(board, written)
    assert len(said) <= 2 * 2  # they may come in two lots
    assert await board.wrong() == ""


async def test_what_is_in_sight_is_read_again(board: SilentBoard, ola: Workspace) -> None:
    for write in (
        lambda: ola.pipeline.edit(NEAR + 1, {"title": "Another"}, ola.board.deal(NEAR + 1)),
        lambda: ola.pipeline.reorder((FAR,), -DEALS),
        lambda: ola.pipeline.create(title="New", stage=Stage.PROSPECT),
        lambda: ola.pipeline.delete((NEAR,)),
        lambda: ola.settings.set("currency", "NOK"),
        lambda: ola.people.edit_company(1, {"name": "Renamed"}),
    ):
        written = write()
        await hear(board, written)
        assert await board.wrong() == "", written.summary


async def test_the_side_panel_is_read_again_if_its_deal_was_written_to(
    board: SilentBoard, ola: Workspace, said: Said
) -> None:
    here = board.screen.state.here
    assert here.deal_id is not None
    other = next(card.id for card in here.column.cards if card.id != here.deal_id)
    for deal_id, is_read in ((other, False), (here.deal_id, True)):
        written = ola.activity.add_note((deal_id,), "rang")
        said.clear()
        await hear(board, written)
        assert (len(said) > 2) is is_read, said
        assert await board.wrong() == ""


async def test_a_filtered_board_in_another_order_is_right_too(board: SilentBoard, ola: Workspace) -> None:
    for query, sort in (
        ("", Sort.LAST_TOUCH),
        ("Service", Sort.RANK),
        ("amount>100", Sort.AMOUNT),
        ("plan 39", Sort.TITLE),
    ):
        board.screen.show_query(query, sort)
        await board.settle()
        for write in (
            lambda: ola.activity.add_note((FAR,), "rang"),
            lambda: ola.pipeline.edit(FAR, {"title": "Service plan 390", "amount": None}, ola.board.deal(FAR)),
            ola.undoing.undo,
            lambda: ola.pipeline.move((FAR + 1,), Stage.PROSPECT, because="it is so"),
            lambda: ola.pipeline.move((FAR + 1,), Stage.LEAD, because="it is so"),
        ):
            written = write()
            await hear(board, written)
            assert await board.wrong() == "", (query, sort, written.summary)


async def test_who_has_gone_down_a_column_sees_it_shift(board: SilentBoard, ola: Workspace) -> None:
    """The window near the end of a column is found from there, wherever it begins now."""
    screen = board.screen
    screen.state.jump(-1)
    screen.readings.fetch()
    await board.settle()
    place = screen.state.here.place
    assert screen.state.here.column.start > 0
    written = ola.pipeline.delete((screen.state.here.column.at(0) or ola.board.deal(1)).id and (1,))
    await hear(board, written)
    assert await board.wrong() == ""
    assert screen.state.here.place == place - 1


async def test_boards_tell_who_is_here_and_nobody_that_they_are_still(
    board: SilentBoard, ola: Workspace, said: Said
) -> None:
    async def told() -> int:
        said.clear()
        for _ in range(20):
            await look(board)
            await asyncio.sleep(0.005)
        return len(said)

    ola.presence.attend()
    assert await told() == 2
    assert board.screen.here == 2
    ola.presence.attend()
    assert await told() == 0
    ola.presence.edit((NEAR,))
    assert await told() == 2
    assert board.screen.state.edited == {NEAR}
    ola.presence.leave()
    assert await told() == 2
    assert (board.screen.here, board.screen.state.edited) == (1, frozenset())


async def test_nothing_is_sent_while_nothing_happens(
    cluster: Cluster, url: str, make_proxy: Callable[..., Proxy], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many looks as there are in a minute; that it is still open, once a minute, is left out."""
    line = make_proxy(cluster)
    board = SilentBoard(line.by_way_of(url))
    board.lookout.tick()
    await look(board)
    before = line.traffic
    for _ in range(round(60 / board.lookout.HEARING)):
        await look(board)
    assert line.traffic.since(before) == (0, 0, 0, 0)
    monkeypatch.setattr(postgres_connection, "LOOK_AGAIN", 0)
    await look(board)
    assert line.traffic.since(before).round_trips == 1
    board.close()


async def test_what_was_not_told_is_found_all_the_same(
    board: SilentBoard, ola: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_database, "CHANNEL", "elsewhere")
    written = ola.activity.add_note((FAR,), "rang")
    await look(board)
    assert board.screen.state.change < written.change
    monkeypatch.setattr(postgres_connection, "LOOK_AGAIN", 0)
    await look(board)
    assert await board.wrong() == ""
    assert board.screen.state.change == written.change


async def test_what_is_no_notification_of_ours_does_no_harm(
    board: SilentBoard, cluster: Cluster, url: str, said: Said
) -> None:
    for payload in ("", "x", "{}"):
        cluster.execute("SELECT pg_notify(%s, %s)", (postgres_greeting.CHANNEL, payload), url=url)
    for _ in range(20):
        await look(board)
        await asyncio.sleep(0.005)
    assert await board.wrong() == ""


async def test_a_board_asks_a_slow_server_less_often(
    cluster: Cluster, url: str, ola: Workspace, make_proxy: Callable[..., Proxy]
) -> None:
    line = make_proxy(cluster)
    board = SilentBoard(line.by_way_of(url))
    line.latency = 0.1
    await hear(board, ola.activity.add_note((FAR,), "rang"))
    board.lookout.listen()
    written = ola.activity.add_note((FAR,), "rang")
    async with asyncio.timeout(20):
        while board.screen.state.change < written.change:
            await asyncio.sleep(0.001)
    round_trips = 2
    assert max(board.pauses) >= board.lookout.READING[0] + board.lookout.EASE * round_trips * line.latency
    board.close()


async def test_of_a_write_that_changes_nothing_nobody_is_told(board: SilentBoard, ola: Workspace, said: Said) -> None:
    ola.pipeline.reorder((board.screen.state.here.column.cards[0].id,), -1)
    assert not any("pg_notify" in each for each in said)
    written = ola.activity.add_note((FAR,), "rang")
    said.clear()
    await hear(board, written)
    assert len(said) == 2, said


async def test_many_boards_ask_no_more_often_together_than_some(board: SilentBoard, ola: Workspace) -> None:
    boards = 4 * board.lookout.FREQUENT
    board.screen.show_others(Others(boards, frozenset()))
    board.lookout.listen()
    written = ola.activity.add_note((FAR,), "rang")
    async with asyncio.timeout(20):
        while board.screen.state.change < written.change:
            await asyncio.sleep(0.001)
    assert max(board.pauses) >= 4 * board.lookout.READING[0]


async def test_of_what_is_in_sight_only_that_is_read_which_was_touched(
    board: SilentBoard, ola: Workspace, said: Said
) -> None:
    for write in (
        lambda: ola.activity.add_note((NEAR + 1,), "rang"),
        lambda: ola.pipeline.edit(NEAR + 1, {"title": "Another"}, ola.board.deal(NEAR + 1)),
        lambda: ola.pipeline.reorder((FAR,), -DEALS),
        lambda: ola.pipeline.create(title="New", stage=Stage.PROSPECT),
        lambda: ola.pipeline.delete((NEAR + 2,)),
        lambda: ola.pipeline.move((NEAR + 3,), Stage.PROSPECT, because="it is so"),
    ):
        written = write()
        said.clear()
        await hear(board, written)
        assert len(said) == 2, (written.summary, said)
        assert await board.wrong() == "", written.summary


async def test_of_what_comes_above_what_is_in_sight_no_more_is_read(
    board: SilentBoard, ola: Workspace, said: Said
) -> None:
    for _ in range(3 * board.screen.state.rows):
        written = ola.pipeline.create(title="New")
        said.clear()
        await hear(board, written)
        assert len(said) == 2, said
        assert await board.wrong() == ""
    assert board.screen.state.here.top == 3 * board.screen.state.rows


async def test_who_writes_after_another_reads_no_more_than_what_that_one_touched(
    board: SilentBoard, ola: Workspace, said: Said
) -> None:
    """Of what was kept while a writer waited its turn, the server tells before it answers."""
    mine = board.link.workspace
    said.clear()
    with ola.session.change("edit") as change:
        change.update("deal", FAR, {"title": "Another"})
        change.summary = "renamed it"
        writing = asyncio.create_task(board.read(lambda: mine.activity.add_note((FAR + 1,), "rang")))
        async with asyncio.timeout(20):
            while sum("LOCK TABLE" in each for each in said) < 2:
                await asyncio.sleep(0.001)
    await writing
    heard = await board.read(mine.board.changed_elsewhere)
    assert heard is not None
    assert not heard.anything
    assert heard.deals == {FAR}


async def test_who_goes_on_while_something_is_read_does_not_read_all(
    board: SilentBoard, ola: Workspace, said: Said
) -> None:
    screen = board.screen
    written = ola.activity.add_note((NEAR,), "rang")
    said.clear()
    async with asyncio.timeout(20):
        while not board.link.busy or not screen.readings._windows[screen.state.active].pending:
            board.lookout.hearing.look()
            screen.state.jump(-1)
            screen.readings.fetch()
            await asyncio.sleep(0)
    await hear(board, written)
    assert await board.wrong() == ""
