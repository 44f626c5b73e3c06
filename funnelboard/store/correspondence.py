"""Who is known by an e-mail address, what is going on with them, and which messages were kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from peewee import JOIN, fn

from funnelboard.store import merged
from funnelboard.store.change import Change
from funnelboard.store.database import Database
from funnelboard.store.models import CompanyRow, ContactRow, DealContactRow, DealRow, NoteRow

_AT_ONCE = 500
"""Addresses that one statement names."""


class Correspondent(NamedTuple):
    """A contact who has an address, and a deal they take part in; None for who takes part in none.

    Attributes:
        email: Their address, as :func:`same_case` has it.
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
    """The contacts that have some addresses, each as often as they take part in a deal that is not in the bin.

    An address of somebody who was merged into another is that one's, where nobody else has it.

    Args:
        emails: As :func:`same_case` has them.
    """
    wanted = sorted({email for email in emails if email})
    found: list[Correspondent] = []
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        known = database.rows(_taking_part().where(_ADDRESS.in_(some)))
        found += [_correspondent(row, row[2]) for row in known]
        earlier = _earlier_addresses(database, [email for email in some if email not in {row[2] for row in known}])
        found += [
            _correspondent(row, email)
            for contact_id, email in earlier
            for row in database.rows(_taking_part().where(ContactRow.id == contact_id))
        ]
    return found


_ADDRESS = fn.LOWER(fn.TRIM(ContactRow.email))


def _taking_part() -> Any:
    """Every contact with each deal they take part in."""
    link = (DealContactRow.contact == ContactRow.id) & DealContactRow.deleted_at.is_null()
    there = (DealRow.id == DealContactRow.deal) & DealRow.deleted_at.is_null()
    return (
        ContactRow.select(
            ContactRow.id, ContactRow.name, _ADDRESS, DealRow.id, DealRow.outcome.is_null(), DealRow.last_touch
        )
        .join(DealContactRow, JOIN.LEFT_OUTER, on=link)
        .join(DealRow, JOIN.LEFT_OUTER, on=there)
        .where(ContactRow.deleted_at.is_null())
        .order_by(ContactRow.id)
    )


def _correspondent(row: tuple[Any, ...], email: str) -> Correspondent:
    contact, name, _, deal, is_open, touched = row
    return Correspondent(contact, name, email, deal, bool(is_open), touched or 0)


def _earlier_addresses(database: Database, emails: list[str]) -> list[tuple[int, str]]:
    """Whom contacts that had some addresses were merged into, each with the address."""
    had = ContactRow.select(ContactRow.id, _ADDRESS).where(_ADDRESS.in_(emails), ContactRow.merged_into.is_null(False))
    rows = database.rows(had.order_by(ContactRow.id)) if emails else []
    into = ((merged.find_survivor(database, "contact", (row_id,)), email) for row_id, email in rows)
    return list(dict.fromkeys((contact_id, email) for contact_id, email in into if contact_id is not None))


def only_company_at(database: Database, domain: str) -> str | None:
    """The company of everybody known with an address at a domain; None where it is none, or several."""
    ending = f"@{same_case(domain)}"
    query = (
        ContactRow.select(CompanyRow.name)
        .join(CompanyRow)
        .where(
            fn.SUBSTR(fn.LOWER(fn.TRIM(ContactRow.email)), -len(ending)) == ending,
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
    query = NoteRow.select(NoteRow.id).where(NoteRow.message_id == message_id)
    for (note_id,) in change.database.rows(query):
        change.update("note", note_id, {"message_id": None})
