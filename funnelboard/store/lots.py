"""All deals, some at a time: who looks at each of them holds no more than that in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from funnelboard.store.database import Database
from funnelboard.store.models import DealRow
from funnelboard.store.prepared_query import CHUNK, PreparedQuery


def deal_lots(database: Database) -> Iterator[list[int]]:
    """The ids of all deals, in the bin or not, at most ``CHUNK`` at a time."""
    last = 0
    while ids := [deal_id for (deal_id,) in database.rows(_after(last))]:
        yield ids
        last = ids[-1]


@PreparedQuery
def _after(last: Any) -> Any:
    return DealRow.select(DealRow.id).where(DealRow.id > last).order_by(DealRow.id).limit(CHUNK)
