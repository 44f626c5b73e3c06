"""What is asked beforehand, and cannot be answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.deal_query import Query
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.store.foresight import Asked, Foresight
from tests.postgres.server import Cluster

pytestmark = pytest.mark.postgresql

WRONG = "SELECT (SELECT id FROM generate_series(1, 2) AS id) FROM seller"
"""What the server gives up at, as it does where a guess takes another number for that of the rows that are wanted."""


@pytest.fixture
def workspace(cluster: Cluster, clock: FixedClock) -> Iterator[Workspace]:
    """An empty board on a server."""
    url = cluster.create_database(cluster.template("empty", maintenance.create))
    workspace = open_workspace(url, clock=clock, login="kari")
    yield workspace
    workspace.close()


def test_a_guess_that_fails_is_nobodys_loss(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    failed: list[str] = []

    def guess_wrong(self: Foresight, sql: str, values: object) -> tuple[list[Asked], bool]:
        failed.append(sql)
        return [(WRONG, ())], False

    monkeypatch.setattr(Foresight, "guesses", guess_wrong)
    (deal_id,) = workspace.pipeline.create(title="Pilot", company="Acme", note="rang").deal_ids
    workspace.pipeline.move((deal_id,), Stage.OPPORTUNITY, because="it is so")
    workspace.activity.add_note((deal_id,), "wants a price")
    workspace.undoing.undo()
    board = workspace.board.load(Query(), Sort.RANK, dict.fromkeys(STAGES, (0, 9)))
    assert [card.title for card in board.column(Stage.OPPORTUNITY).cards] == ["Pilot"]
    assert len(failed) > 20
    assert maintenance.check(workspace) == ()
    log = [entry.summary for entry in workspace.undoing.log()]
    assert len(log) == 4
