"""What the velocity report measures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from peewee import fn

from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.reports.velocity import Cycle, Visit
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.store.activity import WHY_IMPORTED
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker
from funnelboard.store.faults import readable
from funnelboard.store.models import DealRow, ImportBatchRow, StageChangeRow
from funnelboard.store.reports.conditions import (
    asked,
    at_work,
    closed,
    has_moved,
    really_moved,
)

_outcome, _stage = cache(Outcome), cache(Stage)
"""By what is stored: of a million rows each is looked up, not made."""


def visits(database: Database, scope: Scope, asker: Asker) -> Iterator[Visit]:
    """Stays in an open stage that ended on the scope's days, by a move that somebody made here."""
    row = StageChangeRow
    window = {"partition_by": [row.deal], "order_by": [row.id]}
    query = (
        row.select(
            row.from_stage, row.at, really_moved(), fn.LAG(row.at).over(**window), fn.LAG(row.why).over(**window),
        )
        .join(DealRow)
        .where(asked(scope, asker), row.deleted_at.is_null(), has_moved())
    )  # fmt: skip
    begin, end = scope.instants
    with readable(database.path):
        for stage, until, real, since, why in database.rows(query):
            if real and stage != Stage.CLOSED and begin <= until < end:
                yield Visit(_stage(stage), None if why == WHY_IMPORTED else since, until)


def standing(database: Database, scope: Scope, asker: Asker) -> list[tuple[Stage, int]]:
    """Open deals with their stage and for how long they are there; of imported ones only where they were moved."""
    query = DealRow.select(DealRow.stage, DealRow.stage_since).where(asked(scope, asker), at_work(), _came_here())
    with readable(database.path):
        return [(_stage(stage), max(0, asker.now - since)) for stage, since in database.rows(query)]


def standing_since_import(database: Database, scope: Scope, asker: Asker) -> int:
    """How many open deals are where an import put them."""
    query = DealRow.select(fn.COUNT(DealRow.id)).where(asked(scope, asker), at_work(), ~_came_here())
    return int(database.value(query))


def _came_here() -> Any:
    """Deals that somebody has put into their stage here."""
    return DealRow.import_batch.is_null() | has_moved()


def cycles(database: Database, scope: Scope, asker: Asker) -> list[Cycle]:
    """Deals that were closed on the scope's days; ``came_dated`` is told here too, for a million of them by Python."""
    row, batch = StageChangeRow, ImportBatchRow
    put_there = (row.to_stage == Stage.OPPORTUNITY.value) & (row.why != WHY_IMPORTED) & row.deleted_at.is_null()
    active = dict(database.rows(row.select(row.deal, fn.MIN(row.at)).where(put_there).group_by(row.deal)))
    imported = dict(database.rows(batch.select(batch.id, batch.at)))
    query = DealRow.select(
        DealRow.id, DealRow.outcome, DealRow.import_batch, DealRow.created_at, DealRow.closed_at
    ).where(asked(scope, asker), closed(scope))
    with readable(database.path):
        return [
            Cycle(
                _outcome(outcome),
                active.get(deal_id),
                created if created < ended and imported.get(batch_id, created) != created else None,
                ended,
            )
            for deal_id, outcome, batch_id, created, ended in database.rows(query)
        ]
