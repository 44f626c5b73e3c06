"""What the losses report counts."""

from __future__ import annotations

from typing import Any

from peewee import JOIN, Case, fn

from funnelboard.domain.deal import Answer
from funnelboard.domain.rates import FINEST
from funnelboard.domain.reports.losses import SIZES, InTheWay, MayReturn
from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.reports.worth import Counted
from funnelboard.domain.stage import Outcome
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker, whole_amount
from funnelboard.store.models import (
    CompanyRow,
    ContactRow,
    DealContactRow,
    DealRow,
    ObjectionRow,
    StageChangeRow,
)
from funnelboard.store.reports.conditions import asked, closed, counted, really_moved
from funnelboard.store.stored import day_of

_LISTED = 50
"""How many objections and deals that may come back are told; the rest is counted."""


def lost(scope: Scope, asker: Asker) -> Any:
    """Deals that were lost on the scope's days."""
    return asked(scope, asker) & closed(scope) & (DealRow.outcome == Outcome.LOST.value)


def lost_from() -> Any:
    """The stage that a lost deal was lost from, by the move that did it; empty where an import brought it lost."""
    row = StageChangeRow.alias()
    moves = row.select(row.from_stage).where(
        row.deal == DealRow.id, row.to_outcome == Outcome.LOST.value, really_moved(row)
    )
    return fn.COALESCE(moves.order_by(row.id.desc()).limit(1), "")


def size(asker: Asker) -> Any:
    """Which of ``SIZES`` an amount has, from 0 on; NULL for none, or for one that compares with no other."""
    amount = DealRow.compared if asker.settings.rates else whole_amount()
    steps = [(amount >= begin * 10**FINEST, place) for place, begin in reversed(list(enumerate(SIZES)))]
    return Case(None, steps, None)


def in_the_way(scope: Scope, asker: Asker) -> Any:
    """Objections that were open when their deal was lost, as a condition on both."""
    unsolved = ObjectionRow.resolved_at.is_null() | (ObjectionRow.resolved_at > DealRow.closed_at)
    return (
        lost(scope, asker)
        & ObjectionRow.deleted_at.is_null()
        & unsolved
        & (ObjectionRow.raised_at <= DealRow.closed_at)
    )


def lost_deals(database: Database, scope: Scope, asker: Asker) -> list[Counted]:
    """Lost deals by reason, the words that belong to it, and the stage they were lost from."""
    return counted(database, lost(scope, asker), DealRow.lost_reason, DealRow.lost_detail, lost_from())


def closed_deals(database: Database, scope: Scope, asker: Asker) -> list[Counted]:
    """Closed deals by owner, source, size and outcome."""
    ended = asked(scope, asker) & closed(scope)
    return counted(database, ended, DealRow.owner, DealRow.source, size(asker), DealRow.outcome)


def objections(database: Database, scope: Scope, asker: Asker) -> tuple[tuple[InTheWay, ...], int]:
    """The newest objections that were open when their deal was lost, and how many there are."""
    query = ObjectionRow.select(DealRow.id, DealRow.title, ObjectionRow.text).join(DealRow)
    query = query.where(in_the_way(scope, asker)).order_by(DealRow.closed_at.desc(), ObjectionRow.id)
    # From the objections to their deals: there are fewer of them than of deals that were lost.
    count = ObjectionRow.select(fn.COUNT(ObjectionRow.id)).join(DealRow, JOIN.CROSS)
    count = count.where(ObjectionRow.deal == DealRow.id, in_the_way(scope, asker))
    found = tuple(InTheWay(*row) for row in database.rows(query.limit(_LISTED)))
    return found, int(database.value(count))


def returns(database: Database, scope: Scope, asker: Asker) -> tuple[tuple[MayReturn, ...], dict[str, int]]:
    """Lost deals whose buyer said yes to coming back, the next one first; and how many there are of each answer."""
    later = DealRow.alias()
    day = (
        later.select(fn.MIN(later.parked_until))
        .where(later.repeat_of == DealRow.id, later.deleted_at.is_null(), later.parked_until.is_null(False))
        .limit(1)
    )
    primary = (
        (DealContactRow.deal == DealRow.id) & (DealContactRow.is_primary == 1) & DealContactRow.deleted_at.is_null()
    )
    query = (
        DealRow.select(
            DealRow.id, DealRow.title, ContactRow.name, CompanyRow.name, DealRow.lost_reason, day.alias("day")
        )
        .join(CompanyRow, JOIN.LEFT_OUTER, on=DealRow.company)
        .switch(DealRow)
        .join(DealContactRow, JOIN.LEFT_OUTER, on=primary)
        .join(ContactRow, JOIN.LEFT_OUTER)
        .where(lost(scope, asker), DealRow.may_return == Answer.YES.value)
        .order_by(fn.COALESCE(day, "9999"), DealRow.closed_at.desc(), DealRow.id)
        .limit(_LISTED)
    )
    found = tuple(
        MayReturn(deal_id, title, contact or company or "", reason or "", day_of(until))
        for deal_id, title, contact, company, reason, until in database.rows(query)
    )
    answers = DealRow.select(DealRow.may_return, fn.COUNT(DealRow.id)).where(lost(scope, asker))
    return found, dict(database.rows(answers.group_by(DealRow.may_return)))
