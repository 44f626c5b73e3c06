"""What the velocity report measures."""

from __future__ import annotations

from collections.abc import Iterator

from peewee import Case, fn

from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.reports.velocity import Cycle, Visit
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.store.activity import WHY_IMPORTED
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker
from funnelboard.store.faults import readable
from funnelboard.store.models import DealRow, StageChangeRow
from funnelboard.store.reports.conditions import (
    asked,
    at_work,
    came_dated,
    closed,
    has_moved,
    really_moved,
)


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
                yield Visit(Stage(stage), None if why == WHY_IMPORTED else since, until)


def standing(database: Database, scope: Scope, asker: Asker) -> list[tuple[Stage, int]]:
    """Open deals with their stage and for how long they are there; of imported ones only where they were moved."""
    known = DealRow.import_batch.is_null() | has_moved()
    query = DealRow.select(DealRow.stage, DealRow.stage_since).where(asked(scope, asker), at_work(), known)
    with readable(database.path):
        return [(Stage(stage), max(0, asker.now - since)) for stage, since in database.rows(query)]


def cycles(database: Database, scope: Scope, asker: Asker) -> list[Cycle]:
    """Deals that were closed on the scope's days."""
    row = StageChangeRow
    first = row.select(fn.MIN(row.at)).where(
        row.deal == DealRow.id, row.to_stage == Stage.OPPORTUNITY.value, row.why != WHY_IMPORTED,
        row.deleted_at.is_null(),
    )  # fmt: skip
    created = Case(None, [(came_dated(), DealRow.created_at)], None)
    query = DealRow.select(DealRow.outcome, first, created, DealRow.closed_at).where(asked(scope, asker), closed(scope))
    with readable(database.path):
        return [Cycle(Outcome(outcome), active, began, ended) for outcome, active, began, ended in database.rows(query)]
