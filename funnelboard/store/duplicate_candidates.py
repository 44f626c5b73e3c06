"""All that is compared to find likely duplicates, of every record that is not in the bin: few queries, few columns."""

from __future__ import annotations

from collections import defaultdict

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.store.database import Database
from funnelboard.store.models import CompanyRow, ContactRow, DealContactRow, DealRow


class DealTraits(NamedTuple):
    """What a deal is known again by; instants are UTC epoch microseconds."""

    id: int
    title: str
    company_id: int | None
    stage: str
    outcome: str | None
    created_at: int
    closed_at: int | None
    repeat_of: int | None
    external_source: str | None
    external_id: str | None
    amount: int | None
    currency: str | None


class CompanyTraits(NamedTuple):
    """What a company is known again by."""

    id: int
    name: str
    website: str
    phone: str


class ContactTraits(NamedTuple):
    """What a contact is known again by."""

    id: int
    name: str
    company_id: int | None
    email: str
    phone: str


def deals(database: Database) -> list[DealTraits]:
    """Every deal, the oldest first."""
    row = DealRow
    query = row.select(
        row.id, row.title, row.company, row.stage, row.outcome, row.created_at, row.closed_at, row.repeat_of,
        row.external_source, row.external_id, row.amount, row.currency,
    )  # fmt: skip
    return [DealTraits(*each) for each in database.rows(query.where(row.deleted_at.is_null()).order_by(row.id))]


def companies(database: Database) -> list[CompanyTraits]:
    """Every company, the oldest first."""
    row = CompanyRow
    query = row.select(row.id, row.name, row.website, row.phone).where(row.deleted_at.is_null())
    return [CompanyTraits(*each) for each in database.rows(query.order_by(row.id))]


def contacts(database: Database) -> list[ContactTraits]:
    """Every contact, the oldest first."""
    row = ContactRow
    query = row.select(row.id, row.name, row.company, row.email, row.phone).where(row.deleted_at.is_null())
    return [ContactTraits(*each) for each in database.rows(query.order_by(row.id))]


def people_of_deals(database: Database) -> dict[int, list[int]]:
    """The contacts of every deal that has any."""
    found: dict[int, list[int]] = defaultdict(list)
    query = DealContactRow.select(DealContactRow.deal, DealContactRow.contact)
    for deal_id, contact_id in database.rows(query.where(DealContactRow.deleted_at.is_null())):
        found[deal_id].append(contact_id)
    return found
