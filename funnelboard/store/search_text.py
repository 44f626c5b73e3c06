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


def search_texts(database: Database, ids: list[int] | None = None) -> dict[int, str]:
    """The folded title, company and contacts of deals: one line each, so that no word is found across two of them."""
    deals: Any = _named() if ids is None else _named_of(ids)
    people: Any = _people() if ids is None else _people_of(ids)
    parts = {deal_id: [title, company] for deal_id, title, company in database.rows(deals)}
    for deal_id, *words in database.rows(people):
        if deal_id in parts:
            parts[deal_id].extend(words)
    return {deal_id: fold("\n".join(part for part in found if part)) for deal_id, found in parts.items()}


def _named() -> Any:
    company = DealRow.company
    return DealRow.select(DealRow.id, DealRow.title, CompanyRow.name).join(CompanyRow, JOIN.LEFT_OUTER, on=company)


def _people() -> Any:
    return (
        DealContactRow.select(DealContactRow.deal, ContactRow.name, ContactRow.email, ContactRow.phone)
        .join(ContactRow)
        .where(DealContactRow.deleted_at.is_null())
        .order_by(DealContactRow.id)
    )


@PreparedQuery
def _named_of(ids: list[Any]) -> Any:
    return _named().where(DealRow.id.in_(ids))


@PreparedQuery
def _people_of(ids: list[Any]) -> Any:
    return _people().where(DealContactRow.deal.in_(ids))
