"""The text that deals are found by."""

from __future__ import annotations

from typing import Any

from peewee import JOIN

from funnelboard.store.database import Database
from funnelboard.store.models import CompanyRow, ContactRow, DealContactRow, DealRow
from funnelboard.store.prepared_query import PreparedQuery


def fold(text: str) -> str:
    """Text as search compares it: SQLite's own ``lower`` knows ASCII only."""
    return text.casefold()


def search_texts(database: Database, ids: list[int]) -> dict[int, str]:
    """The folded title, company and contacts of some deals, at most ``CHUNK``: one line each, so that no word is found
    across two of them."""
    parts = {deal_id: [title, company] for deal_id, title, company in database.rows(_titles(ids))}
    for deal_id, *words in database.rows(_people(ids)):
        if deal_id in parts:
            parts[deal_id].extend(words)
    return {deal_id: fold("\n".join(part for part in found if part)) for deal_id, found in parts.items()}


@PreparedQuery
def _titles(ids: list[Any]) -> Any:
    deals = DealRow.select(DealRow.id, DealRow.title, CompanyRow.name)
    return deals.join(CompanyRow, JOIN.LEFT_OUTER, on=DealRow.company).where(DealRow.id.in_(ids))


@PreparedQuery
def _people(ids: list[Any]) -> Any:
    return (
        DealContactRow.select(DealContactRow.deal, ContactRow.name, ContactRow.email, ContactRow.phone)
        .join(ContactRow)
        .where(DealContactRow.deal.in_(ids), DealContactRow.deleted_at.is_null())
        .order_by(DealContactRow.id)
    )
