"""What has got done since an instant, to be told beside the agenda."""

from __future__ import annotations

from typing import Any

from peewee import fn

from funnelboard.domain.stage import Outcome
from funnelboard.store.database import Database
from funnelboard.store.history import AUTOMATIC
from funnelboard.store.models import ChangeItemRow, ChangeRow, DealRow, FollowUpRow, StageChangeRow


def done_since(database: Database, since: int, seller: int | None) -> int:
    """How many follow-ups have been finished since an instant (UTC epoch microseconds), of one seller or of all.

    A seller's are those on their deals and those they promised on others'.
    """
    query = FollowUpRow.select(fn.COUNT(FollowUpRow.id)).where(
        FollowUpRow.done_at.is_null(False), FollowUpRow.done_at >= since, FollowUpRow.deleted_at.is_null()
    )
    if seller is not None:
        query = query.join(DealRow).where((DealRow.owner == seller) | (FollowUpRow.seller == seller))
    return int(database.value(query))


def moves_since(database: Database, since: int, seller: int | None) -> dict[str, int]:
    """How often deals have been ``moved``, ``won`` and ``lost`` since an instant, by one seller or by all."""
    row = StageChangeRow
    query = (
        row.select(row.to_outcome, fn.COUNT(row.id))
        .where(row.id.in_(_written_since(database, "stage_change", since, seller)), row.from_stage.is_null(False))
        .where(row.at >= since, row.deleted_at.is_null())
        .group_by(row.to_outcome)
    )
    return {outcome or "moved": count for outcome, count in database.rows(query) if outcome in (None, *Outcome)}


def promised_since(database: Database, since: int, seller: int | None) -> int:
    """How many follow-ups have been set since an instant, by one seller or by all."""
    row = FollowUpRow
    query = row.select(fn.COUNT(row.id)).where(
        row.id.in_(_written_since(database, "follow_up", since, seller)),
        row.created_at >= since,
        row.deleted_at.is_null(),
    )
    return int(database.value(query))


def _written_since(database: Database, entity: str, since: int, seller: int | None) -> Any:
    """Ids of the rows of a table that a seller has written since an instant; an import and what wakes is nobody's."""
    own = ChangeRow.seller == seller if seller is not None else ChangeRow.id > 0
    before = ChangeRow.select(ChangeRow.id).where(own, ChangeRow.at < since).order_by(ChangeRow.id.desc()).limit(1)
    # Asked by itself: of a number that it is told PostgreSQL knows that only few are greater.
    last = database.value(before) or 0
    return (
        ChangeItemRow.select(ChangeItemRow.row)
        .join(ChangeRow)
        .where(
            own,
            ChangeRow.id > last,
            ChangeRow.kind.not_in(("import", *AUTOMATIC)),
            ChangeItemRow.entity == entity,
        )
    )
