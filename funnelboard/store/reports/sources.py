"""What the sources report counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from peewee import Case, fn

from funnelboard.domain.reports.measure import Spans
from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.reports.worth import Counted
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker
from funnelboard.store.indexes import WHY_IMPORTED
from funnelboard.store.models import AnswerRow, DealRow, FollowUpRow, NoteRow, StageChangeRow
from funnelboard.store.reports.conditions import asked, counted, within
from funnelboard.store.words import greatest


def began(scope: Scope, asker: Asker) -> Any:
    """Deals that began on the scope's days."""
    return asked(scope, asker) & within(DealRow.created_at, scope)


def by_reach(database: Database, scope: Scope, asker: Asker) -> list[Counted]:
    """Deals by source, outcome, and the position of the furthest open stage they came to: they are there, were there,
    or were won."""
    row, later, earlier = StageChangeRow, Stage.OPPORTUNITY, Stage.PROSPECT
    steps = [
        ((row.from_stage == stage.value) | (row.to_stage == stage.value), stage.position) for stage in (later, earlier)
    ]
    been = row.select(fn.MAX(Case(None, steps, 0))).where(
        row.deal == DealRow.id, row.deleted_at.is_null(), row.why != WHY_IMPORTED
    )
    there = (DealRow.stage == later.value) | (DealRow.outcome == Outcome.WON.value)
    otherwise = greatest(fn.COALESCE(been, 0), Case(None, [(DealRow.stage == earlier.value, earlier.position)], 0))
    furthest = Case(None, [(there, later.position)], otherwise)
    return counted(database, began(scope, asker), DealRow.source, DealRow.outcome, furthest, weighted=asker)


def reached(deals: Iterable[Counted], stage: Stage) -> dict[str, int]:
    """How many deals of each source came to a stage or further, as :func:`by_reach` has them."""
    found: dict[str, int] = defaultdict(int)
    for (source, _, furthest), _, count, *_ in deals:
        found[str(source)] += count * (int(furthest or 0) >= stage.position)
    return found


def first_touches(database: Database, scope: Scope, asker: Asker) -> dict[str, Spans]:
    """By source, how long it took from the beginning of each deal that was made here to the first touch after it."""
    firsts = [
        model.select(fn.MIN(at)).where(model.deal == DealRow.id, model.deleted_at.is_null(), at > DealRow.created_at)
        for model, at in ((NoteRow, NoteRow.at), (AnswerRow, AnswerRow.at), (FollowUpRow, FollowUpRow.done_at))
    ]
    query = DealRow.select(DealRow.source, DealRow.created_at, *firsts).where(
        began(scope, asker), DealRow.import_batch.is_null()
    )
    found: dict[str, Spans] = defaultdict(Spans)
    for source, created, *touched in database.each_row(query):
        known = [at for at in touched if at is not None]
        if known:
            found[source].add(min(known) - created)
    return found
