"""What earlier imports brought, and names looked up by the thousand, for an import to compare its rows with."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from funnelboard.store import history, merged
from funnelboard.store.database import Database
from funnelboard.store.models import (
    ChangeItemRow,
    ChangeRow,
    CompanyRow,
    ContactRow,
    DealRow,
    SellerRow,
    TagRow,
)
from funnelboard.store.prepared_query import PreparedQuery, chunks
from funnelboard.store.search_text import fold

KIND = "import"
"""The kind of an import in the change log."""

_PAGE = 5_000
"""Deals that are read at once where all of them are looked at."""


def ids_by_key(database: Database, sources: Iterable[str]) -> dict[tuple[str, str], int]:
    """Every deal, in the bin or not, by the source and the id in it that it has from there; those of the source ""
    are the database's own, by their numbers."""
    found: dict[tuple[str, str], int] = {}
    for source in sources:
        if source:
            query = DealRow.select(DealRow.external_id, DealRow.id).where(DealRow.external_source == source)
        else:
            query = DealRow.select(DealRow.id, DealRow.id)
        found |= {(source, str(key)): deal_id for key, deal_id in database.rows(query)}
    return found


def titles(database: Database) -> Iterator[tuple[int, str, int, str | None]]:
    """Every deal of a company, newest last: id, title, company, and the external source; a page at a time."""
    last = 0
    while page := database.rows(_titles(last)):
        yield from page
        last = page[-1][0]


@PreparedQuery
def _titles(last: Any) -> Any:
    row = DealRow
    query = row.select(row.id, row.title, row.company, row.external_source)
    wanted = (row.id > last) & row.company.is_null(False) & row.deleted_at.is_null()
    return query.where(wanted).order_by(row.id).limit(_PAGE)


def company_ids(database: Database) -> dict[str, int]:
    """Companies by folded name: their names now and, where no other has it, those of companies that were merged into
    them, and the name they were imported under."""
    query = CompanyRow.select(CompanyRow.id, CompanyRow.folded).where(CompanyRow.deleted_at.is_null())
    return _with_earlier_names(database, "company", database.rows(query.order_by(CompanyRow.id)))


def seller_ids(database: Database) -> dict[str, int]:
    """Sellers by folded login, name, and the name they were imported under."""
    query = SellerRow.select(SellerRow.id, SellerRow.name, SellerRow.login).where(SellerRow.deleted_at.is_null())
    rows = database.rows(query.order_by(SellerRow.login.is_null(), SellerRow.id))
    named = [(seller_id, fold(text)) for seller_id, name, login in rows for text in (login, name) if text]
    return _with_earlier_names(database, "seller", named)


def tag_ids(database: Database) -> dict[str, int]:
    """Every tag by folded name."""
    return {folded: tag_id for tag_id, folded in database.rows(TagRow.select(TagRow.id, TagRow.folded))}


def customers_since(database: Database) -> dict[int, int | None]:
    """For each company since when (UTC epoch microseconds) it is a customer, or None."""
    return dict(database.rows(CompanyRow.select(CompanyRow.id, CompanyRow.customer_since)))


def contacts(database: Database) -> dict[tuple[str, int | None], tuple[int, dict[str, Any]]]:
    """Contacts by folded name and company: their ids, and what an import can say of them."""
    columns = (ContactRow.email, ContactRow.phone, ContactRow.job_title, ContactRow.birthday)
    query = ContactRow.select(ContactRow.folded, ContactRow.company, ContactRow.id, *columns)
    rows = database.rows(query.where(ContactRow.deleted_at.is_null()).order_by(ContactRow.id.desc()))
    names = [column.column_name for column in columns]
    return {(folded, company): (row_id, dict(zip(names, rest, strict=True))) for folded, company, row_id, *rest in rows}


def company_names(database: Database) -> list[tuple[int, str]]:
    """Every company's id and name."""
    query = CompanyRow.select(CompanyRow.id, CompanyRow.name).where(CompanyRow.deleted_at.is_null())
    return database.rows(query.order_by(CompanyRow.id))


def contact_names(database: Database) -> list[tuple[int, str, int | None, str]]:
    """Every contact's id, name, company and address, the oldest first."""
    query = ContactRow.select(ContactRow.id, ContactRow.name, ContactRow.company, ContactRow.email)
    return database.rows(query.where(ContactRow.deleted_at.is_null()).order_by(ContactRow.id))


def imported_contacts(database: Database, contact_ids: Collection[int]) -> dict[int, dict[str, set[Any]]]:
    """What imports last wrote into some contacts, or into those that were merged into them: values by column, by id."""
    if not contact_ids:
        return {}
    into = merged.survivors(database, "contact")
    parts = [part for part, whole in into.items() if whole in contact_ids]
    written: dict[int, dict[str, Any]] = defaultdict(dict)
    for ids in chunks([*contact_ids, *parts]):
        for row_id, _, after in _imported_rows(database, "contact", ChangeItemRow.row.in_(ids)):
            written[row_id].update(after)
    found: dict[int, dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for row_id, values in written.items():
        for name, value in values.items():
            found[into.get(row_id, row_id)][name].add(value)
    return found


def merged_contacts(database: Database) -> dict[tuple[str, int | None], int]:
    """By folded name and company of contacts that were merged: whom they are a part of now."""
    row = ContactRow
    into, companies = merged.survivors(database, "contact"), merged.survivors(database, "company")
    alive = (
        {row_id for (row_id,) in database.rows(row.select(row.id).where(row.deleted_at.is_null()))} if into else set()
    )
    query = row.select(row.id, row.folded, row.company).where(row.merged_into.is_null(False)).order_by(row.id)
    found: dict[tuple[str, int | None], int] = {}
    for row_id, folded, company in database.rows(query):
        if into[row_id] in alive:
            found.setdefault((folded, companies.get(company, company)), into[row_id])
    return found


def _with_earlier_names(database: Database, entity: str, named: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Ids by folded name; by the names of companies that were merged into them, and those they were imported under."""
    ids: dict[str, int] = {}
    alive = set()
    for row_id, folded in named:
        ids.setdefault(folded, row_id)
        alive.add(row_id)
    into: dict[int, int] = {}
    if entity == "company":
        into = merged.survivors(database, entity)
        others = CompanyRow.select(CompanyRow.id, CompanyRow.folded).where(CompanyRow.merged_into.is_null(False))
        for row_id, folded in database.rows(others.order_by(CompanyRow.id)) if into else ():
            if into[row_id] in alive:
                ids.setdefault(folded, into[row_id])
    for row_id, new, after in _imported_rows(database, entity):
        known = into.get(row_id, row_id)
        if new and known in alive:
            ids.setdefault(fold(after["name"]), known)
    return ids


def _imported_rows(database: Database, entity: str, *which: Any) -> Iterator[tuple[int, bool, dict[str, Any]]]:
    """What standing imports wrote to one table, or to some of its rows: (row id, whether it was new, columns), oldest
    first."""
    item = ChangeItemRow
    query = item.select(item.row, item.before.is_null(), item.after, item.change).where(item.entity == entity, *which)
    standing = standing_imports(database)
    for row_id, new, after, change in database.rows(query.order_by(item.id)):
        if change in standing:
            yield row_id, bool(new), json.loads(after)


def standing_imports(database: Database) -> frozenset[int]:
    """Ids of the imports that have not been undone."""
    query = ChangeRow.select(ChangeRow.id).where(ChangeRow.kind == KIND, ~history.undone(ChangeRow))
    return frozenset(each for (each,) in database.rows(query))


def import_ids(database: Database) -> frozenset[int]:
    """Ids of all imports."""
    return frozenset(each for (each,) in database.rows(ChangeRow.select(ChangeRow.id).where(ChangeRow.kind == KIND)))
