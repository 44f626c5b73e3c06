"""What the funnel report counts."""

from __future__ import annotations

from typing import Any

from peewee import fn

from funnelboard.domain.board import Total
from funnelboard.domain.reports.funnel import Moves
from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.reports.worth import Counted
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.store import board_totals
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker
from funnelboard.store.matching import EVERYTHING
from funnelboard.store.models import DealRow, StageChangeRow
from funnelboard.store.reports.conditions import (
    asked,
    at_work,
    closed,
    counted,
    has_moved,
    of_asked,
    parked,
    really_moved,
    within,
)
from funnelboard.store.stored import readable


def places(database: Database, scope: Scope, asker: Asker) -> list[Counted]:
    """Deals by stage and outcome: open ones as they stand, closed ones of the scope's days."""
    if scope.always and scope.query.everything:
        # These are kept, so they cost the same at any size.
        kept = board_totals.read(database, EVERYTHING, asker)
        return [_of_total(stage, total) for stage, totals in kept.items() for total in totals]
    live = asked(scope, asker)
    key = (DealRow.stage, DealRow.outcome)
    found = counted(database, live & at_work(), *key, weighted=asker)
    return [*found, *counted(database, live & closed(scope), *key, weighted=asker)]


def _of_total(stage: Stage, total: Total) -> Counted:
    key = (stage.value, total.outcome and total.outcome.value)
    return Counted(key, total.currency, total.count, total.amount, total.weighted)


def set_aside(database: Database, scope: Scope, asker: Asker) -> list[Counted]:
    """Open deals that are parked."""
    return counted(database, asked(scope, asker) & parked(), weighted=asker)


def moves(database: Database, scope: Scope, asker: Asker) -> tuple[Moves, ...]:
    """How often deals went from one place to another on the scope's days."""
    row = StageChangeRow
    key = (row.from_stage, row.from_outcome, row.to_stage, row.to_outcome)
    about = of_asked(row.deal, scope, asker)
    query = row.select(*key, fn.COUNT(row.id)).where(really_moved(), about).group_by(*key)
    if not scope.always:
        query = query.where(within(row.at, scope))
    with readable(database.where):
        found = [
            Moves(_place(stage, outcome), _place(to_stage, to_outcome), count)
            for stage, outcome, to_stage, to_outcome, count in database.rows(query)
        ]
    return tuple(sorted(found, key=lambda each: (_order(each.origin), _order(each.target))))


def unmoved(database: Database, scope: Scope, asker: Asker, *, any_moved: bool) -> int:
    """How many deals an import brought that nobody has moved since; looked for only where any was moved at all."""
    imported = asked(scope, asker) & DealRow.import_batch.is_null(False)
    query = DealRow.select(fn.COUNT(DealRow.id)).where(imported & ~has_moved() if any_moved else imported)
    return int(database.value(query))


def _place(stage: Any, outcome: Any) -> tuple[Stage, Outcome | None]:
    return Stage(stage), Outcome(outcome) if outcome else None


def _order(place: tuple[Stage, Outcome | None]) -> tuple[int, str]:
    return place[0].position, place[1] or ""
