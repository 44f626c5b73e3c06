"""What the activity report counts."""

from __future__ import annotations

from typing import Any

from peewee import SQL, fn

from funnelboard.domain.instant import local_moment
from funnelboard.domain.reports.activity import Promise, Touch
from funnelboard.domain.reports.scope import Scope
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker
from funnelboard.store.imports import KIND
from funnelboard.store.models import ChangeItemRow, ChangeRow, DealRow, FollowUpRow, NoteRow
from funnelboard.store.promises import OPEN, STANDING
from funnelboard.store.reports.conditions import asked, within
from funnelboard.store.stored import day_of


def noted(scope: Scope) -> Any:
    """Notes that were written on the scope's days, and not by an import."""
    brought = (
        ChangeItemRow.select(SQL("1"))
        .join(ChangeRow)
        .where(ChangeItemRow.entity == "note", ChangeItemRow.row == NoteRow.id, ChangeRow.kind == KIND)
    )
    return NoteRow.deleted_at.is_null() & within(NoteRow.at, scope) & ~fn.EXISTS(brought)


def finished(scope: Scope) -> Any:
    """Follow-ups that were done on the scope's days."""
    return FollowUpRow.deleted_at.is_null() & FollowUpRow.done_at.is_null(False) & within(FollowUpRow.done_at, scope)


def due(scope: Scope, asker: Asker) -> Any:
    """Follow-ups that were due on the scope's days; open ones where their day is over and they still stand."""
    last = asker.today if scope.until is None else min(scope.until, asker.today)
    over = (FollowUpRow.due < asker.today.isoformat()) & STANDING
    days = FollowUpRow.due <= last.isoformat()
    if scope.since is not None:
        days &= FollowUpRow.due >= scope.since.isoformat()
    return FollowUpRow.deleted_at.is_null() & days & (~OPEN | over)


def notes(database: Database, scope: Scope, asker: Asker) -> list[Touch]:
    """What notes say was done."""
    row = NoteRow
    query = row.select(row.at, row.deal, row.seller, row.kind).join(DealRow).where(asked(scope, asker), noted(scope))
    return [Touch(*found) for found in database.rows(query)]


def done(database: Database, scope: Scope, asker: Asker) -> list[Touch]:
    """Finished follow-ups."""
    row = FollowUpRow
    query = row.select(row.done_at, row.deal, row.seller, row.kind).join(DealRow)
    return [Touch(*found) for found in database.rows(query.where(asked(scope, asker), finished(scope)))]


def promises(database: Database, scope: Scope, asker: Asker) -> list[Promise]:
    """What was promised for these days."""
    row = FollowUpRow
    query = row.select(row.seller, row.due, row.done_at, row.dropped_at).join(DealRow)
    return [
        Promise(seller, day, None if at is None else local_moment(at).date(), dropped is not None)
        for seller, text, at, dropped in database.rows(query.where(asked(scope, asker), due(scope, asker)))
        if (day := day_of(text)) is not None
    ]
