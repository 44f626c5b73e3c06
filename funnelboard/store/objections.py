"""Objections of deals, one by one and counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import fn

from funnelboard.domain.objection import Objection
from funnelboard.store.database import Database
from funnelboard.store.models import DealRow, ObjectionRow, SellerRow
from funnelboard.store.prepared_query import PreparedQuery, chunks


def one(database: Database, objection_id: int) -> Objection | None:
    """One objection; None when there is none, or it is in the bin."""
    row = database.row(_select().where(ObjectionRow.id == objection_id))
    return None if row is None else Objection(*row)


def of_deals(database: Database, deal_ids: Sequence[int]) -> tuple[Objection, ...]:
    """The objections of deals, the open ones first, then the newest."""
    found = [Objection(*row) for chunk in chunks(deal_ids) for row in database.rows(_of_deals(chunk))]
    return tuple(sorted(found, key=lambda each: (each.resolved_at is not None, -each.raised_at)))


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


@PreparedQuery
def _of_deals(deal_ids: list[Any]) -> Any:
    return _select().where(ObjectionRow.deal.in_(deal_ids))


def _select() -> Any:
    row = ObjectionRow
    return (
        row.select(
            row.id, row.deal, row.text, row.raised_at, SellerRow.name, row.resolved_at, row.answer, row.version
        )
        .join(SellerRow)
        .where(row.deleted_at.is_null())
    )  # fmt: skip
