"""What earlier imports brought, and names looked up by the thousand, for an import to compare its rows with."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from funnelboard.store import history, merged
from funnelboard.store.database import Database
from funnelboard.store.models import (
    ChangeItemRow,
    ChangeRow,
    CompanyRow,
    ContactRow,
    DealFieldRow,
    DealRow,
    SellerRow,
    TagRow,
)
from funnelboard.store.prepared_query import chunks
from funnelboard.store.search_text import fold

KIND = "import"
"""The kind of an import in the change log."""

_COMPARED = (
    DealRow.title, DealRow.stage, DealRow.outcome, DealRow.amount, DealRow.currency, DealRow.probability,
    DealRow.owner, DealRow.source, DealRow.source_detail, DealRow.company, DealRow.expected_close, DealRow.lost_reason,
    DealRow.lost_detail,
    DealRow.created_at, DealRow.closed_at, DealRow.deleted_at,
)  # fmt: skip
_OWN = "deal_field"
_CHILDREN = ("note", "follow_up", "deal_tag", "deal_contact")


@dataclass(slots=True)
class Known:
    """A deal that an earlier import brought.

    Attributes:
        id: The deal's id.
        current: Its columns as they are now.
        imported: The same columns as imports last wrote them; what sellers changed since is not in it.
        children: What imports put on it: (entity, the row's columns).
        own_fields: The texts of its own fields as imports last wrote them, by the fields' ids; "" for none.
        revive: It is in the bin because its import was undone, not because somebody deleted it.
        merged: It is a part of another deal, which the file has another row for or none.
    """

    id: int
    current: dict[str, Any]
    imported: dict[str, Any] = field(default_factory=dict)
    children: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    own_fields: dict[int, str] = field(default_factory=dict)
    revive: bool = False
    merged: bool = False

    @property
    def binned(self) -> bool:
        """Whether somebody has put it in the bin."""
        return self.current["deleted_at"] is not None and not self.revive


def known_deals(database: Database, source: str) -> dict[str, Known]:
    """Every deal of an external source by its id there, with what imports that stand have written to it."""
    row = DealRow
    query = row.select(row.external_id, row.id, row.merged_into, *_COMPARED).where(row.external_source == source)
    names = [column.column_name for column in _COMPARED]
    known = {
        external_id: Known(deal_id, dict(zip(names, values, strict=True)), merged=into is not None)
        for external_id, deal_id, into, *values in database.rows(query)
    }
    if not known:
        return known
    by_id = {each.id: each for each in known.values()}
    by_part = by_id | {part: by_id[heir] for part, heir in _heirs(database).items() if heir in by_id}
    items = (
        ChangeItemRow.select(
            ChangeItemRow.entity, ChangeItemRow.deal, ChangeItemRow.row, ChangeItemRow.before, ChangeItemRow.after
        )
        .join(DealRow, on=(DealRow.id == ChangeItemRow.deal))
        .where(
            (DealRow.external_source == source) | DealRow.merged_into.is_null(False),
            ChangeItemRow.change.in_(_standing_imports(database)),
            ChangeItemRow.entity.in_(("deal", _OWN, *_CHILDREN)),
        )
        .order_by(ChangeItemRow.id)
    )
    renamed = {f"{entity}_id": merged.survivors(database, entity) for entity in ("company", "contact")}
    field_of = _own_fields_of_rows(database, source)
    texts: dict[int, str] = {}
    for entity, deal_id, row_id, before, after in database.rows(items):
        if deal_id not in by_part:
            continue
        values = json.loads(after)
        values |= {name: into.get(values[name], values[name]) for name, into in renamed.items() if name in values}
        if entity == "deal":
            by_part[deal_id].imported.update(values)
        elif entity == _OWN:
            texts[row_id] = values.get("text", texts.get(row_id, ""))
            was_emptied = values.get("deleted_at") is not None
            if row_id in field_of:
                by_part[deal_id].own_fields[field_of[row_id]] = "" if was_emptied else texts[row_id]
        elif before is None:
            by_part[deal_id].children.append((entity, values))
    _mark_undone(database, source, by_id)
    return known


def _own_fields_of_rows(database: Database, source: str) -> dict[int, int]:
    """For each text in an own field of the source's deals and of merged ones, by its id, that of the field."""
    row = DealFieldRow
    query = row.select(row.id, row.own_field).join(DealRow)
    return dict(database.rows(query.where((DealRow.external_source == source) | DealRow.merged_into.is_null(False))))


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


def _heirs(database: Database) -> dict[int, int]:
    """For each merged deal that has given away where it came from, the deal that has it now."""
    row = DealRow
    into = dict(database.rows(row.select(row.id, row.merged_into).where(row.merged_into.is_null(False))))
    if not into:
        return {}
    keeping = {row_id for (row_id,) in database.rows(row.select(row.id).where(row.external_id.is_null(False)))}
    return {part: merged.last(into, part, keeping) for part in into.keys() - keeping}


def deals_of(database: Database, company_ids: Iterable[int]) -> list[tuple[int, str, int, str | None]]:
    """The deals of companies, newest last: id, folded title, company, and the external source."""
    found: list[tuple[int, str, int, str | None]] = []
    for ids in chunks(sorted(company_ids)):
        query = DealRow.select(DealRow.id, DealRow.title, DealRow.company, DealRow.external_source).where(
            DealRow.company.in_(ids), DealRow.deleted_at.is_null()
        )
        found += ((row_id, fold(title), company, source) for row_id, title, company, source in database.rows(query))
    return found


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


def imported_contacts(database: Database) -> dict[int, dict[str, set[Any]]]:
    """What imports last wrote into each contact, or into one that was merged into it: values by column, by its id."""
    written: dict[int, dict[str, Any]] = defaultdict(dict)
    for row_id, _, after in _imported_rows(database, "contact"):
        written[row_id].update(after)
    into = merged.survivors(database, "contact")
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


def _imported_rows(database: Database, entity: str) -> list[tuple[int, bool, dict[str, Any]]]:
    """What standing imports wrote to one table: (row id, whether it was new, columns), oldest first."""
    query = ChangeItemRow.select(ChangeItemRow.row, ChangeItemRow.before.is_null(), ChangeItemRow.after).where(
        ChangeItemRow.entity == entity, ChangeItemRow.change.in_(_standing_imports(database))
    )
    return [
        (row_id, bool(new), json.loads(after)) for row_id, new, after in database.rows(query.order_by(ChangeItemRow.id))
    ]


def _standing_imports(database: Database) -> list[int]:
    """Ids of the imports that have not been undone."""
    return [change_id for change_id in _imports(database) if not history.read(database, change_id=change_id)[0].undone]


def _imports(database: Database) -> list[int]:
    return [row[0] for row in database.rows(ChangeRow.select(ChangeRow.id).where(ChangeRow.kind == KIND))]


def _mark_undone(database: Database, source: str, by_id: dict[int, Known]) -> None:
    """Tell the deals that went to the bin with an import that was undone from those that somebody deleted."""
    query = (
        ChangeItemRow.select(ChangeItemRow.row, ChangeItemRow.after, ChangeItemRow.change)
        .join(DealRow, on=(DealRow.id == ChangeItemRow.row))
        .where(ChangeItemRow.entity == "deal", DealRow.external_source == source, DealRow.deleted_at.is_null(False))
        .order_by(ChangeItemRow.id)
    )
    binned_by = {row_id: by for row_id, after, by in database.rows(query) if "deleted_at" in json.loads(after)}
    if not binned_by:
        return
    undoes = dict(
        database.rows(ChangeRow.select(ChangeRow.id, ChangeRow.undoes).where(ChangeRow.undoes.is_null(False)))
    )
    every_import = set(_imports(database))
    for deal_id, change_id in binned_by.items():
        while change_id in undoes:
            change_id = undoes[change_id]
        by_id[deal_id].revive = change_id in every_import
