"""What agents have written in a seller's name: it stays the seller's own, and the log tells that they did it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import SQL, fn

from funnelboard.store.database import Database
from funnelboard.store.models import ChangeItemRow
from funnelboard.store.prepared_query import PreparedQuery, chunks


def by_agent(change_id: Any) -> Any:
    """An expression: whether an agent made the change of an id."""
    from funnelboard.store.change import AGENT

    noted = ChangeItemRow.alias()
    return fn.EXISTS(noted.select(SQL("1")).where(noted.entity == AGENT, noted.row == change_id))


def rows_by_agents(database: Database, deal_ids: Sequence[int]) -> set[tuple[str, int]]:
    """Table and id of all that agents have added to some deals."""
    if database.value(_any()) is None:
        return set()
    return {(entity, row_id) for chunk in chunks(deal_ids) for entity, row_id in database.rows(_added(chunk))}


@PreparedQuery
def _any() -> Any:
    from funnelboard.store.change import AGENT

    return ChangeItemRow.select(SQL("1")).where(ChangeItemRow.entity == AGENT, ChangeItemRow.row > 0).limit(1)


@PreparedQuery
def _added(deal_ids: list[Any]) -> Any:
    item = ChangeItemRow
    return item.select(item.entity, item.row).where(
        item.deal.in_(deal_ids), item.before.is_null(), by_agent(item.change)
    )
