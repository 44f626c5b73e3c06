"""A step through the past costs what was written meanwhile, however many deals there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.deal_query import Query
from funnelboard.domain.stage import STAGES
from funnelboard.services.replay import Replay, Stride
from funnelboard.services.workspace import Workspace
from funnelboard.store import ranks
from funnelboard.store.database import Database

GRAIN = 100
"""Instructions of SQLite's machine between two counts."""

STEPS = [(stride, by) for stride in (Stride.CHANGE, Stride.DAY) for by in (-1, -1, 1)]


class Cost:
    """What was asked of a database: statements, and the work of reading and writing rows for them."""

    def __init__(self) -> None:
        self.statements = self.instructions = 0

    def tick(self) -> int:
        self.instructions += GRAIN
        return 0

    def tell(self, _: str) -> None:
        self.statements += 1


@contextmanager
def counted(database: Database) -> Iterator[Cost]:
    cost, connection = Cost(), database.peewee.connection()
    connection.set_progress_handler(cost.tick, GRAIN)
    connection.set_trace_callback(cost.tell)
    try:
        yield cost
    finally:
        connection.set_progress_handler(None, 0)
        connection.set_trace_callback(None)


def fill(workspace: Workspace, count: int, tick: Callable[..., int]) -> None:
    """So many deals, of which some were touched on each of the last days."""
    places, now = ranks.spread(count), workspace.clock.now()
    with workspace.session.change("import") as change:
        stages = [STAGES[number % 3].value for number in range(count)]
        deals = [
            {"title": f"Deal {number}", "stage": stage, "rank": places[number], "created_at": now, "stage_since": now}
            for number, stage in enumerate(stages)
        ]
        change.insert_many("deal", deals)
        change.summary = "imported"
    for first in range(1, 11, 2):
        tick(days=1)
        workspace.pipeline.move((first,), STAGES[2], because="they asked")
        workspace.activity.add_note((first + 1,), "rang")


def page(workspace: Workspace, start: int) -> None:
    workspace.board.load(Query(), Sort.RANK, {stage: (start, 30) for stage in STAGES})


def steps(workspace: Workspace) -> Sequence[tuple[Cost, Cost]]:
    """What each step costs, and what it costs to show the board after it."""
    found = []
    with closing(Replay(workspace)) as past:
        database = past.workspace.session.database
        for stride, by in STEPS:
            with counted(database) as going:
                assert past.step(stride, by)
            with counted(database) as showing:
                page(past.workspace, 60)
            found.append((going, showing))
    return found


@pytest.mark.scale
def test_a_step_takes_no_more_than_a_page_at_forty_thousand_deals(
    make_workspace: Callable[..., Workspace], tmp_path: Path, tick: Callable[..., int]
) -> None:
    costs = []
    for count in (400, 40_000):
        workspace = make_workspace(tmp_path / f"{count}.db")
        fill(workspace, count, tick)
        costs.append(steps(workspace))
    with counted(workspace.session.database) as paging:
        page(workspace, 60)
    for few, many in zip(*costs, strict=True):
        assert many[0].instructions <= paging.instructions
        for one, other in zip(few, many, strict=True):
            assert other.statements == one.statements
            assert other.instructions <= one.instructions + 10 * GRAIN
