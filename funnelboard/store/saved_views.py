"""Saved views of one seller."""

from __future__ import annotations

from funnelboard.store.database import Database
from funnelboard.store.models import SavedViewRow


def of_seller(database: Database, seller_id: int) -> list[tuple[int, str, str, str]]:
    """Id, name, query text and sort of each, by name."""
    row = SavedViewRow
    query = row.select(row.id, row.name, row.query, row.sort).where(row.seller == seller_id, row.deleted_at.is_null())
    return database.rows(query.order_by(row.name))
