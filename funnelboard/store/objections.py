"""Objections of deals, one by one and counted."""

from __future__ import annotations

from typing import Any

from peewee import fn

from funnelboard.domain.objection import Objection
from funnelboard.store.database import Database
from funnelboard.store.models import DealRow, ObjectionRow, SellerRow
from funnelboard.store.prepared import Prepared


def one(database: Database, objection_id: int) -> Objection | None:
    """One objection; None when there is none, or it is in the bin."""
    row = database.row(_select().where(ObjectionRow.id == objection_id))
    return None if row is None else Objection(*row)


def of_deal(database: Database, deal_id: int) -> tuple[Objection, ...]:
    """A deal's objections, the open ones first, then the newest."""
    return tuple(Objection(*row) for row in database.rows(_of_deal(deal_id)))


def by_outcome(database: Database) -> dict[str, tuple[int, int]]:
    """How many were raised and how many of them resolved, on ``open``, ``won`` and ``lost`` deals."""
    outcome = fn.COALESCE(DealRow.outcome, "open")
    query = (
        ObjectionRow.select(outcome, fn.COUNT(ObjectionRow.id), fn.COUNT(ObjectionRow.resolved_at))
        .join(DealRow)
        .where(ObjectionRow.deleted_at.is_null(), DealRow.deleted_at.is_null())
        .group_by(outcome)
    )
    return {name: (raised, resolved) for name, raised, resolved in database.rows(query)}


@Prepared
def _of_deal(deal_id: Any) -> Any:
    return (
        _select()
        .where(ObjectionRow.deal == deal_id)
        .order_by(ObjectionRow.resolved_at.is_null().desc(), ObjectionRow.raised_at.desc())
    )


def _select() -> Any:
    row = ObjectionRow
    return (
        row.select(
            row.id, row.deal, row.text, row.raised_at, SellerRow.name, row.resolved_at, row.answer, row.version
        )
        .join(SellerRow)
        .where(row.deleted_at.is_null())
    )  # fmt: skip
