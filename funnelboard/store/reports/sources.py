"""What the sources report counts."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from peewee import SQL, fn

from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.reports.worth import Counted
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.store.activity import WHY_IMPORTED
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker
from funnelboard.store.models import AnswerRow, DealRow, FollowUpRow, NoteRow, StageChangeRow
from funnelboard.store.reports.conditions import asked, counted, within


def began(scope: Scope, asker: Asker) -> Any:
    """Deals that began on the scope's days."""
    return asked(scope, asker) & within(DealRow.created_at, scope)


def by_outcome(database: Database, scope: Scope, asker: Asker) -> list[Counted]:
    """Deals by source and outcome."""
    return counted(database, began(scope, asker), DealRow.source, DealRow.outcome, weighted=asker)


def reached(database: Database, scope: Scope, asker: Asker, stage: Stage) -> dict[str, int]:
    """How many deals of each source came to a stage or further: they are there, were there, or were won."""
    beyond = [each.value for each in STAGES[stage.position : -1]]
    row = StageChangeRow
    been = row.select(SQL("1")).where(
        row.deal == DealRow.id, row.deleted_at.is_null(), row.why != WHY_IMPORTED,
        row.from_stage.in_(beyond) | row.to_stage.in_(beyond),
    )  # fmt: skip
    there = DealRow.stage.in_(beyond) | (DealRow.outcome == Outcome.WON.value) | fn.EXISTS(been)
    query = DealRow.select(DealRow.source, fn.COUNT(DealRow.id)).where(began(scope, asker), there)
    return dict(database.rows(query.group_by(DealRow.source)))


def first_touches(database: Database, scope: Scope, asker: Asker) -> dict[str, list[int]]:
    """By source, microseconds from the beginning of each deal that was made here to the first touch after it."""
    firsts = [
        model.select(fn.MIN(at)).where(model.deal == DealRow.id, model.deleted_at.is_null(), at > DealRow.created_at)
        for model, at in ((NoteRow, NoteRow.at), (AnswerRow, AnswerRow.at), (FollowUpRow, FollowUpRow.done_at))
    ]
    query = DealRow.select(DealRow.source, DealRow.created_at, *firsts).where(
        began(scope, asker), DealRow.import_batch.is_null()
    )
    found: dict[str, list[int]] = defaultdict(list)
    for source, created, *touched in database.rows(query):
        known = [at for at in touched if at is not None]
        if known:
            found[source].append(min(known) - created)
    return found
