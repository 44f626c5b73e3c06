"""Several writers on one server: one at a time, in order, and nobody waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import peewee
import psycopg
import pytest

from funnelboard.errors import DatabaseBusy, DatabaseError
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.opening import open_workspace
from funnelboard.services.sight import Sight
from funnelboard.services.workspace import Workspace
from tests.postgres.server import Cluster, wait_until

pytestmark = pytest.mark.postgresql

Open = Callable[..., Workspace]

WAITING = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@pytest.fixture
def url(cluster: Cluster) -> str:
    """An empty board."""
    return cluster.create_database(cluster.template("empty", maintenance.create))


@pytest.fixture
def open_one(url: str, clock: FixedClock) -> Iterator[Open]:
    """Opens it, as often as one likes; ``open_one(patience=0.2)``."""
    opened: list[Workspace] = []

    def one(**options: Any) -> Workspace:
        opened.append(open_workspace(url, clock=clock, login="kari", **options))
        return opened[-1]

    yield one
    for workspace in opened:
        workspace.close()


@pytest.fixture
def foreign(url: str) -> Iterator[psycopg.Connection[Any]]:
    """Somebody else's connection, in a transaction of its own."""
    with psycopg.connect(url) as connection:
        yield connection
        connection.rollback()


def in_background(act: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """Something on a thread of its own, and what it gave or raised."""
    came_of_it: list[Any] = []

    def run() -> None:
        try:
            came_of_it.append(act())
        except Exception as error:
            came_of_it.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread, came_of_it


def test_no_change_appears_behind_one_that_was_seen(open_one: Open, url: str, cluster: Cluster) -> None:
    def write() -> None:
        workspace = open_workspace(url, login="kari")
        for number in range(15):
            workspace.pipeline.create(title=f"Deal {number}")
        workspace.close()

    writers = [in_background(write) for _ in range(3)]
    newest, seen = 0, set[int]()
    with psycopg.connect(url, autocommit=True) as looking:
        while any(thread.is_alive() for thread, _ in writers) or newest < 45:
            found = {row[0] for row in looking.execute("SELECT id FROM change").fetchall()}
            assert all(each > newest for each in found - seen)
            seen |= found
            newest = max(seen, default=0)
            assert not [each for _, came in writers for each in came if each is not None]
    assert seen == set(range(1, 46))


def test_ids_are_given_in_the_order_of_the_commits_though_the_second_began_before_the_first_was_over(
    open_one: Open, url: str, cluster: Cluster
) -> None:
    first, second = open_one(), open_one()
    with first.session.change("edit") as change:
        change.insert("tag", {"name": "a", "folded": "a"})
        change.summary = "first"
        thread, came = in_background(lambda: open_workspace(url, login="kari").pipeline.create(title="second").change)
        wait_until(lambda: bool(cluster.execute(WAITING, url=url)), "the second waits for the first")
    thread.join(10)
    assert came == [2]
    assert [entry.summary for entry in second.undoing.log()][-1] == "first"


def test_a_failed_statement_takes_its_transaction_along_and_nothing_else(open_one: Open) -> None:
    workspace = open_one()
    database = workspace.session.database
    with pytest.raises(peewee.IntegrityError, match="unique"), database.writing():
        database.insert_rows("setting", ("name", "value", "version"), [("b", "", 1), ("a", "", 1), ("a", "", 1)])
    assert database.rows_of("SELECT name FROM setting") == []
    assert workspace.pipeline.create(title="next").deal_ids == (1,)


@pytest.mark.parametrize("mode", ["ACCESS EXCLUSIVE", "SHARE"])
def test_who_holds_the_tables_for_long_is_waited_for_and_told_of(
    mode: str, open_one: Open, foreign: psycopg.Connection[Any]
) -> None:
    workspace = open_one(patience=0.2)
    for table in ("board_day", "deal"):
        foreign.execute(f"LOCK TABLE {table} IN {mode} MODE")
        with pytest.raises(DatabaseBusy, match="another writer is holding the database"):
            workspace.pipeline.create(title="not now")
        foreign.rollback()
        assert workspace.pipeline.create(title=f"past {table}").deal_ids
    assert [row[0] for row in workspace.session.database.rows_of("SELECT title FROM deal ORDER BY id")] == [
        "past board_day", "past deal",
    ]  # fmt: skip


def test_a_writer_goes_on_as_soon_as_the_tables_are_free(
    open_one: Open, url: str, cluster: Cluster, foreign: psycopg.Connection[Any]
) -> None:
    foreign.execute("LOCK TABLE deal IN ACCESS EXCLUSIVE MODE")
    thread, came = in_background(lambda: open_workspace(url, login="kari").pipeline.create(title="waited").deal_ids)
    wait_until(lambda: bool(cluster.execute(WAITING, url=url)), "the writer waits")
    foreign.rollback()
    thread.join(10)
    assert came == [(1,)]


def test_of_two_in_each_others_way_ours_is_told_to_try_again_or_wins(
    open_one: Open, url: str, cluster: Cluster, foreign: psycopg.Connection[Any]
) -> None:
    """Somebody else's program locks a deal first and what we lock first afterwards."""
    workspace = open_one()
    workspace.pipeline.create(title="contested")
    foreign.execute("UPDATE deal SET amount = amount WHERE id = 1")
    thread, came = in_background(
        lambda: open_workspace(url, login="kari", patience=10).pipeline.edit(1, {"title": "ours"})
    )
    wait_until(lambda: bool(cluster.execute(WAITING, url=url)), "ours waits for the deal")
    try:
        foreign.execute("LOCK TABLE board_day IN EXCLUSIVE MODE")
        theirs: Any = None
    except psycopg.errors.DeadlockDetected as error:
        theirs = error
    foreign.rollback()
    thread.join(20)
    (outcome,) = came
    assert theirs is not None or isinstance(outcome, DatabaseBusy), outcome
    title = workspace.board.deal(1).title
    assert title == ("contested" if isinstance(outcome, DatabaseBusy) else "ours")
    workspace.pipeline.edit(1, {"title": "in the end"})


def test_what_takes_the_server_too_long_is_given_up_with_a_sentence(open_one: Open) -> None:
    database = open_one().session.database
    assert database.rows_of("SHOW statement_timeout") == [("2min",)]
    database.rows_of("SET statement_timeout = 50")
    with pytest.raises(DatabaseError, match=r"The server gave up: it took too long\. Try again"):
        database.rows_of("SELECT pg_sleep(5)")
    assert database.rows_of("SELECT 1") == [(1,)]


def test_who_reads_waits_for_nobody(open_one: Open) -> None:
    writing, reading = open_one(), open_one()
    writing.pipeline.create(title="there")
    with writing.session.change("edit") as change:
        change.update("deal", 1, {"title": "half way"})
        change.summary = "edited"
        assert reading.board.deal(1).title == "there"
    assert reading.board.deal(1).title == "half way"


def test_tables_locked_against_readers_are_told_of(open_one: Open, foreign: psycopg.Connection[Any]) -> None:
    workspace = open_one()
    workspace.pipeline.create(title="there")
    database = workspace.session.database
    assert database.rows_of("SHOW lock_timeout") == [("5s",)]
    database.rows_of("SET lock_timeout = 100")
    foreign.execute("LOCK TABLE deal IN ACCESS EXCLUSIVE MODE")
    with pytest.raises(DatabaseBusy):
        workspace.board.deal(1)
    foreign.rollback()
    assert workspace.board.deal(1).title == "there"


def test_a_board_that_was_not_served_waits_longer_for_its_turn(
    open_one: Open, foreign: psycopg.Connection[Any]
) -> None:
    board = open_one()
    waited: list[float] = []

    def add() -> None:
        waited.append(board.session.database.patience)
        board.pipeline.create(title="Acme: pilot")

    foreign.execute("LOCK TABLE board_day IN SHARE ROW EXCLUSIVE MODE")
    for _ in range(3):
        with pytest.raises(DatabaseBusy):
            board.attempt(add, Sight(0))
    foreign.rollback()
    board.attempt(add, Sight(0))
    board.attempt(add, Sight(0))
    assert waited == [0.1, 0.2, 0.4, 0.8, 0.1]
