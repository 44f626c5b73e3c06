"""What the velocity report measures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from peewee import fn

from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.reports.velocity import Cycle, Visit
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker
from funnelboard.store.indexes import WHY_IMPORTED
from funnelboard.store.models import DealRow, ImportBatchRow, StageChangeRow
from funnelboard.store.reports.conditions import (
    asked,
    at_work,
    closed,
    has_moved,
    of_asked,
)
from funnelboard.store.stored import readable
from funnelboard.store.words import likely

_outcome, _stage = cache(Outcome), cache(Stage)
"""By what is stored: of a million rows each is looked up, not made."""


def visits(database: Database, scope: Scope, asker: Asker) -> Iterator[Visit]:
    """Stays in an open stage that ended on the scope's days, by a move that somebody made here."""
    row = StageChangeRow
    # As they happened: one after the other in their table, where an index of the deals' would lead all over it.
    about = likely(of_asked(row.deal, scope, asker)) & row.deleted_at.is_null()
    query = row.select(row.deal, row.from_stage, row.at, row.why == WHY_IMPORTED).where(about).order_by(row.id)
    begin, end = scope.instants
    before: dict[int, int] = {}
    with readable(database.where):
        for deal_id, stage, at, imported in database.each_row(query):
            if stage is not None and not imported and stage != Stage.CLOSED and begin <= at < end:
                yield Visit(_stage(stage), before.get(deal_id), at)
            if imported:
                before.pop(deal_id, None)
            else:
                before[deal_id] = at


def standing(database: Database, scope: Scope, asker: Asker) -> Iterator[tuple[Stage, int]]:
    """Open deals with their stage and for how long they are there; of imported ones only where they were moved."""
    query = DealRow.select(DealRow.stage, DealRow.stage_since).where(asked(scope, asker), at_work(), _came_here())
    with readable(database.where):
        for stage, since in database.each_row(query):
            yield _stage(stage), max(0, asker.now - since)


def standing_since_import(database: Database, scope: Scope, asker: Asker) -> int:
    """How many open deals are where an import put them."""
    query = DealRow.select(fn.COUNT(DealRow.id)).where(asked(scope, asker), at_work(), ~_came_here())
    return int(database.value(query))


def _came_here() -> Any:
    """Deals that somebody has put into their stage here."""
    return DealRow.import_batch.is_null() | has_moved()


def cycles(database: Database, scope: Scope, asker: Asker) -> Iterator[Cycle]:
    """Deals that were closed on the scope's days; ``came_dated`` is told here too, for a million of them by Python."""
    row, batch = StageChangeRow, ImportBatchRow
    put_there = (row.to_stage == Stage.OPPORTUNITY.value) & (row.why != WHY_IMPORTED) & row.deleted_at.is_null()
    active: dict[int, int] = {}
    for deal_id, at in database.each_row(row.select(row.deal, row.at).where(put_there)):
        active[deal_id] = min(at, active.get(deal_id, at))
    imported = dict(database.rows(batch.select(batch.id, batch.at)))
    query = DealRow.select(
        DealRow.id, DealRow.outcome, DealRow.import_batch, DealRow.created_at, DealRow.closed_at
    ).where(asked(scope, asker), closed(scope))
    with readable(database.where):
        for deal_id, outcome, batch_id, created, ended in database.each_row(query):
            dated = created < ended and imported.get(batch_id, created) != created
            yield Cycle(_outcome(outcome), active.get(deal_id), created if dated else None, ended)
