"""The text that deals are found by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from peewee import JOIN

from funnelboard.store.database import Database
from funnelboard.store.models import CompanyRow, ContactRow, DealContactRow, DealRow
from funnelboard.store.prepared_query import PreparedQuery, chunks


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
    return {deal_id: _joined(found) for deal_id, found in parts.items()}


def texts_of_new(
    database: Database, deals: Sequence[Mapping[str, Any]], people: Mapping[int, Sequence[str]] = MappingProxyType({})
) -> list[str]:
    """The same of the rows of deals that are to be added.

    Args:
        people: Words of those who take part, by the places of the deals.
    """
    ids = list({row["company_id"] for row in deals if row.get("company_id") is not None})
    names = dict(each for some in chunks(ids) for each in database.rows(_companies(some)))
    return [
        _joined((row["title"], names.get(row.get("company_id")), *people.get(place, ())))
        for place, row in enumerate(deals)
    ]


def _joined(parts: Iterable[str | None]) -> str:
    return fold("\n".join(filter(None, parts)))


@PreparedQuery
def _companies(ids: list[Any]) -> Any:
    return CompanyRow.select(CompanyRow.id, CompanyRow.name).where(CompanyRow.id.in_(ids))


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
