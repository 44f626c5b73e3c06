"""Who is known by an e-mail address, what is going on with them, and which messages were kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from peewee import JOIN, fn

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.store import merged
from funnelboard.store.change import Change
from funnelboard.store.database import Database
from funnelboard.store.models import CompanyRow, ContactRow, DealContactRow, DealRow, NoteRow
from funnelboard.store.prepared_query import chunks
from funnelboard.store.words import ends_with


class Correspondent(NamedTuple):
    """A contact who has an address, and a deal they take part in; None for who takes part in none.

    Attributes:
        email: The address that they have or had, as :func:`same_case` has it.
        touched: When the deal was last touched, in UTC epoch microseconds.
    """

    contact_id: int
    name: str
    email: str
    deal_id: int | None
    open: bool
    touched: int


def same_case(email: str) -> str:
    """An address as it is compared: in small letters, as far as SQLite makes them."""
    return email.strip().encode("utf-8", "replace").lower().decode()


def correspondents(database: Database, emails: Collection[str]) -> list[Correspondent]:
    """The contacts of some addresses, each as often as they take part in a deal that is not in the bin.

    Args:
        emails: As :func:`same_case` has them.
    """
    addresses = _addresses_of_contacts(database, sorted({email for email in emails if email}))
    taking_part = (DealContactRow.contact == ContactRow.id) & DealContactRow.deleted_at.is_null()
    there = (DealRow.id == DealContactRow.deal) & DealRow.deleted_at.is_null()
    found: list[Correspondent] = []
    for ids in chunks(sorted(addresses)):
        query: Any = (
            ContactRow.select(ContactRow.id, ContactRow.name, DealRow.id, DealRow.outcome.is_null(), DealRow.last_touch)
            .join(DealContactRow, JOIN.LEFT_OUTER, on=taking_part)
            .join(DealRow, JOIN.LEFT_OUTER, on=there)
            .where(ContactRow.id.in_(ids))
            .order_by(ContactRow.id)
        )
        found += [
            Correspondent(contact, name, addresses[contact], deal, bool(is_open), touched or 0)
            for contact, name, deal, is_open, touched in database.rows(query)
        ]
    return found


def _addresses_of_contacts(database: Database, emails: list[str]) -> dict[int, str]:
    """Which contacts have one of some addresses, or had it before they were merged into another one, by id."""
    address = fn.LOWER(fn.TRIM(ContactRow.email))
    known: dict[int, str] = {}
    before: dict[int, str] = {}
    for some in chunks(emails):
        query = ContactRow.select(ContactRow.id, address, ContactRow.deleted_at).where(
            address.in_(some),
            ContactRow.deleted_at.is_null() | ContactRow.merged_into.is_null(False),
        )
        for contact, email, deleted in database.rows(query):
            if deleted is None:
                known[contact] = email
            elif (into := merged.find_survivor(database, "contact", (contact,))) is not None:
                before[into] = email
    return before | known


def only_company_at(database: Database, domain: str) -> str | None:
    """The company of everybody known with an address at a domain; None where it is none, or several."""
    ending = f"@{same_case(domain)}"
    query = (
        ContactRow.select(CompanyRow.name)
        .join(CompanyRow)
        .where(
            ends_with(fn.LOWER(fn.TRIM(ContactRow.email)), ending),
            ContactRow.deleted_at.is_null(),
            CompanyRow.deleted_at.is_null(),
        )
        .distinct()
        .limit(2)
    )
    names = [name for (name,) in database.rows(query)]
    return names[0] if len(names) == 1 else None


def note_of_message(database: Database, message_id: str) -> tuple[int, int] | None:
    """The note that a message was kept as, and its deal; None where there is none, or it is in the bin."""
    query = NoteRow.select(NoteRow.id, NoteRow.deal).where(
        NoteRow.message_id == message_id, NoteRow.deleted_at.is_null()
    )
    found: tuple[int, int] | None = database.row(query)
    return found


def forget_message(change: Change, message_id: str) -> None:
    """Let notes in the bin no longer stand for a message that is kept anew: two of them could not be brought back."""
    query = NoteRow.select(NoteRow.id).where(NoteRow.message_id == message_id, NoteRow.deleted_at.is_null(False))
    for (note_id,) in change.database.rows(query):
        change.update("note", note_id, {"message_id": None})
