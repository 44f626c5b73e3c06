"""What is asked again is planned once on a connection, and whatever becomes of that connection it is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest

from funnelboard.services.maintenance import create
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.store import postgres_greeting
from tests.benchmarks.conftest import fill
from tests.postgres.server import Cluster
from tests.postgres.watching import PostgresWatch

pytestmark = pytest.mark.postgresql


@pytest.fixture
def url(cluster: Cluster) -> str:
    """A board."""
    return cluster.create_database(cluster.template("empty", create))


@pytest.fixture
def open_one(url: str) -> Iterator[Callable[[], Workspace]]:
    """Opens the board."""
    opened: list[Workspace] = []

    def begin() -> Workspace:
        opened.append(open_workspace(url, login="kari"))
        return opened[-1]

    yield begin
    for each in opened:
        each.close()


def planned(workspace: Workspace) -> set[str]:
    """What the server keeps for the connection, as SQL."""
    return {sql for (sql,) in workspace.session.database.rows_of("SELECT statement FROM pg_prepared_statements")}


def test_what_is_asked_another_time_is_planned_for_all_that_come(open_one: Callable[[], Workspace]) -> None:
    workspace = open_one()
    deal = workspace.pipeline.create(title="Pilot").deal_ids[0]
    workspace.board.deal(deal)
    assert workspace.board.deal(deal).title == "Pilot"
    before = planned(workspace)
    assert any('FROM "deal"' in each for each in before)
    workspace.board.deal(deal)
    assert planned(workspace) == before


def test_on_a_new_connection_it_is_planned_anew(open_one: Callable[[], Workspace], cluster: Cluster, url: str) -> None:
    workspace = open_one()
    deal = workspace.pipeline.create(title="Pilot").deal_ids[0]
    for _ in range(2):
        workspace.board.deal(deal)
    cluster.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'funnelboard'", url=url
    )
    assert workspace.board.deal(deal).title == "Pilot"
    assert planned(workspace)


def test_what_could_not_be_planned_is_the_next_time(
    open_one: Callable[[], Workspace], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_greeting, "_LOCK", 50)
    workspace = open_one()
    deal = workspace.pipeline.create(title="Pilot").deal_ids[0]
    workspace.board.deal(deal)
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE deal IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(Exception, match="another writer"):
            workspace.board.deal(deal)
    assert workspace.board.deal(deal).title == "Pilot"
    assert planned(workspace)


def test_behind_a_pooler_nothing_is_planned_that_another_session_would_not_know(
    open_one: Callable[[], Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pooler tells a number of its own as that of the server's session."""
    monkeypatch.setattr(postgres_greeting, "_HELLO", postgres_greeting._HELLO.replace("pg_backend_pid()", "0"))
    workspace = open_one()
    deal = workspace.pipeline.create(title="Pilot").deal_ids[0]
    for _ in range(3):
        assert workspace.board.deal(deal).title == "Pilot"
    assert planned(workspace) == set()


def test_that_a_first_import_is_one_entry_of_the_log_is_not_believed_for_long(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = PostgresWatch(monkeypatch)
    workspace = open_workspace(url, login="kari")
    fill(workspace, 2_100)
    for deal in range(1, 41):
        workspace.pipeline.edit(deal, {"title": f"Deal {deal}"}, workspace.board.deal(deal))
    watch.forget()
    workspace.board.detail(1)
    assert max(each.steps for each in watch.statements) < 1_000
    workspace.close()
