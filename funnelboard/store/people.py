"""Companies, contacts, and the contacts' roles in deals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from peewee import fn

from funnelboard.domain.company import Company
from funnelboard.domain.contact import Contact, Role
from funnelboard.store import merged
from funnelboard.store.database import Database
from funnelboard.store.deal_rows import contact as contact
from funnelboard.store.deal_rows import contact_of
from funnelboard.store.models import CompanyRow, ContactRow, DealContactRow, DealRow
from funnelboard.store.prepared_query import PreparedQuery
from funnelboard.store.search_text import fold
from funnelboard.store.words import has

if TYPE_CHECKING:
    from funnelboard.store.change import Change

COMPANY_COLUMNS = (
    CompanyRow.id, CompanyRow.name, CompanyRow.website, CompanyRow.phone, CompanyRow.address, CompanyRow.industry,
    CompanyRow.customer_since, CompanyRow.version,
)  # fmt: skip
CONTACT_COLUMNS = (
    ContactRow.id, ContactRow.name, ContactRow.company, ContactRow.email, ContactRow.phone, ContactRow.job_title,
    ContactRow.birthday, ContactRow.may_contact, ContactRow.version, ContactRow.contact_by,
)  # fmt: skip


def companies(database: Database, ids: Iterable[int]) -> dict[int, Company]:
    """Companies by id."""
    return {row[0]: Company(*row) for row in database.rows(_companies(list(ids)))}


@PreparedQuery
def _companies(ids: list[Any]) -> Any:
    return CompanyRow.select(*COMPANY_COLUMNS).where(CompanyRow.id.in_(ids))


def company(database: Database, company_id: int) -> Company | None:
    """One company; None when there is none, or it is in the bin."""
    row = database.row(_company(company_id))
    return None if row is None else Company(*row)


@PreparedQuery
def _company(company_id: Any) -> Any:
    return CompanyRow.select(*COMPANY_COLUMNS).where(CompanyRow.id == company_id, CompanyRow.deleted_at.is_null())


def company_of(database: Database, deal_id: int) -> Company | None:
    """The company of a deal; None when there is none, or it is in the bin."""
    row = database.row(_company_of(deal_id))
    return None if row is None else Company(*row)


_NAMING = DealRow.alias()
"""Kept, since Peewee makes a class for each column that is first asked of an alias."""


def named_by(deal_id: Any) -> Any:
    """The query for the id of a deal's company."""
    return _NAMING.select(_NAMING.company).where(_NAMING.id == deal_id)


@PreparedQuery
def _company_of(deal_id: Any) -> Any:
    named = CompanyRow.id == named_by(deal_id)
    return CompanyRow.select(*COMPANY_COLUMNS).where(named, CompanyRow.deleted_at.is_null())


def company_names(database: Database, prefix: str = "", limit: int = 20) -> list[str]:
    """Names of companies that begin so, whatever the case, by name."""
    query = CompanyRow.select(CompanyRow.name).where(CompanyRow.deleted_at.is_null())
    if prefix:
        folded = fold(prefix)
        query = query.where(CompanyRow.folded >= folded, CompanyRow.folded < folded + "\U0010ffff")
    return [name for (name,) in database.rows(query.order_by(CompanyRow.folded).limit(limit))]


def find_company(database: Database, name: str) -> int | None:
    """Id of the company of this name, whatever the case: the oldest; else what one of that name was merged into."""
    called = CompanyRow.select(CompanyRow.id).where(CompanyRow.folded == fold(name)).order_by(CompanyRow.id)
    found = database.value(called.where(CompanyRow.deleted_at.is_null()).limit(1))
    return int(found) if found is not None else _merged_into(database, "company", called, CompanyRow)


def _merged_into(database: Database, entity: str, called: Any, row: Any) -> int | None:
    """What the first of some rows that were merged is a part of."""
    ids = (row_id for (row_id,) in database.rows(called.where(row.merged_into.is_null(False))))
    return merged.find_survivor(database, entity, ids)


def companies_named(database: Database, text: str) -> list[tuple[int, str]]:
    """Id and name of the companies that text can mean, whatever the case, by name.

    They are those that are called so; where there are none, what one that was called so is a part of now, those that
    begin so, or those that have it in them.
    """
    known = find_company(database, text)
    if known is not None:
        text = str(database.value(CompanyRow.select(CompanyRow.name).where(CompanyRow.id == known)))
    folded = fold(text)
    for condition in (CompanyRow.folded == folded, _begins(folded), has(CompanyRow.folded, folded)):
        found = database.rows(_kept_companies().where(condition))
        if found:
            return found
    return []


def companies_beginning(database: Database, folded: str) -> list[tuple[int, str]]:
    """Id and name of the companies whose folded names begin so, by name."""
    return database.rows(_kept_companies().where(_begins(folded)))


def merged_companies_beginning(database: Database, folded: str) -> list[tuple[int, str, str]]:
    """The companies that others were merged into whose folded names began so: id, name, and the name of the other."""
    query = CompanyRow.select(CompanyRow.id, CompanyRow.name).where(
        _begins(folded), CompanyRow.merged_into.is_null(False)
    )
    found = []
    for row_id, name in database.rows(query.order_by(CompanyRow.id)):
        into = merged.find_survivor(database, "company", (row_id,))
        known = None if into is None else company(database, into)
        if known is not None:
            found.append((known.id, known.name, name))
    return found


def _begins(folded: str) -> Any:
    return (CompanyRow.folded >= folded) & (CompanyRow.folded < folded + "\U0010ffff")


def all_companies(database: Database) -> list[tuple[int, str]]:
    """Id and name of every company, by name."""
    return database.rows(_kept_companies())


def _kept_companies() -> Any:
    kept = CompanyRow.select(CompanyRow.id, CompanyRow.name).where(CompanyRow.deleted_at.is_null())
    return kept.order_by(CompanyRow.folded, CompanyRow.id)


def find_or_add_company(change: Change, name: str) -> int:
    """Id of the company of this name, added when there is none."""
    found = find_company(change.database, name)
    return found if found is not None else change.insert("company", {"name": name, "folded": fold(name)})


def find_contact(database: Database, name: str, company_id: int | None) -> int | None:
    """Id of the contact of this name in this company (None: in no company), whatever the case.

    Where there is none it is the one that such a contact was merged into.
    """
    of_company = ContactRow.company.is_null() if company_id is None else ContactRow.company == company_id
    called = ContactRow.select(ContactRow.id).where(ContactRow.folded == fold(name), of_company).order_by(ContactRow.id)
    found = database.value(called.where(ContactRow.deleted_at.is_null()).limit(1))
    return int(found) if found is not None else _merged_into(database, "contact", called, ContactRow)


def add_contact(
    change: Change, name: str, company_id: int | None, email: str = "", phone: str = "", job_title: str = ""
) -> int:
    """A new contact's id."""
    return change.insert(
        "contact",
        {
            "name": name, "folded": fold(name), "company_id": company_id,
            "email": email, "phone": phone, "job_title": job_title,
        },
    )  # fmt: skip


def link_contact(change: Change, deal_id: int, contact_id: int, role: Role, primary: bool) -> int:
    """Put a contact on a deal, or back on it; the link's id.

    A contact taken off earlier gets its old link back, so that undoing either stays possible.
    """
    links = DealContactRow.select(DealContactRow.id).where(
        DealContactRow.deal == deal_id, DealContactRow.contact == contact_id
    )
    values = {"role": role.value, "is_primary": int(primary)}
    existing = change.database.value(links.order_by(DealContactRow.deleted_at.is_null().desc()).limit(1))
    if existing is not None:
        change.update("deal_contact", existing, {**values, "deleted_at": None})
        return int(existing)
    return change.insert("deal_contact", {"deal_id": deal_id, "contact_id": contact_id, **values})


def last_touch(database: Database, contact_id: int) -> int | None:
    """When a deal the contact takes part in was last touched, in UTC epoch microseconds."""
    found = database.value(_last_touch(contact_id))
    return None if found is None else int(found)


def _last_touch(contact_id: Any) -> Any:
    query = DealRow.select(fn.MAX(DealRow.last_touch)).join(DealContactRow, on=(DealContactRow.deal == DealRow.id))
    return query.where(
        DealContactRow.contact == contact_id, DealContactRow.deleted_at.is_null(), DealRow.deleted_at.is_null()
    )


def contacts_of_company(database: Database, company_id: int) -> list[tuple[Contact, int | None]]:
    """Who is in a company or takes part in a deal with it, by name, each with :func:`last_touch`."""
    return [(contact_of(row), touched) for *row, touched in database.rows(_of_company(company_id))]


@PreparedQuery
def _of_company(company_id: Any) -> Any:
    taking_part = (
        DealContactRow.select(DealContactRow.contact)
        .join(DealRow)
        .where(DealRow.company == company_id, DealRow.deleted_at.is_null(), DealContactRow.deleted_at.is_null())
    )
    own = ContactRow.alias()
    # Not one or the other: for that PostgreSQL goes through all contacts.
    either = own.select(own.id).where(own.company == company_id).union(taking_part)
    return (
        ContactRow.select(*CONTACT_COLUMNS, _last_touch(ContactRow.id))
        .where(ContactRow.id.in_(either), ContactRow.deleted_at.is_null())
        .order_by(ContactRow.folded, ContactRow.id)
    )


def deals_of_contact(database: Database, contact_id: int) -> list[int]:
    """Ids of the deals a contact takes part in."""
    query = DealContactRow.select(DealContactRow.deal).where(
        DealContactRow.contact == contact_id, DealContactRow.deleted_at.is_null()
    )
    return [deal_id for (deal_id,) in database.rows(query)]
