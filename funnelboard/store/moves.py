"""Moves of deals from stage to stage, as the log has them."""

from __future__ import annotations

from typing import Any

from funnelboard.domain.seller import via_agent
from funnelboard.store.agents import by_agent
from funnelboard.store.database import Database
from funnelboard.store.models import ChangeItemRow, ChangeRow, DealRow, SellerRow, StageChangeRow
from funnelboard.store.prepared_query import PreparedQuery

Place = tuple[Any, Any]
"""Stage and outcome."""


def between(database: Database, after: int, until: int) -> list[tuple[int, str, Place, Place, int, str]]:
    """What moved, and what is new, by the changes after one and up to another, the newest first.

    A deal's id and title, from where to where, when (UTC epoch microseconds) and by whom; what has been undone, and
    what is in the bin by now, is left out.
    """
    return [
        (deal_id, title, (from_stage, from_outcome), (to_stage, to_outcome), at, via_agent(name) if agent else name)
        for deal_id, title, from_stage, from_outcome, to_stage, to_outcome, at, name, agent in database.rows(
            _between(after, until)
        )
    ]


@PreparedQuery
def _between(after: Any, until: Any) -> Any:
    item, move = ChangeItemRow, StageChangeRow
    return (
        item.select(
            DealRow.id, DealRow.title, move.from_stage, move.from_outcome, move.to_stage, move.to_outcome,
            ChangeRow.at, SellerRow.name, by_agent(ChangeRow.id),
        )
        .join(ChangeRow)
        .join(SellerRow)
        .switch(item)
        .join(move, on=(move.id == item.row))
        .join(DealRow)
        .where(
            item.change > after, item.change <= until, item.entity == "stage_change", item.before.is_null(),
            move.deleted_at.is_null(), DealRow.deleted_at.is_null(),
        )
        .order_by(item.id.desc())
    )  # fmt: skip
