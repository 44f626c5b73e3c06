"""What calendars and address books get: promises and contacts, with when each was last changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peewee import JOIN, fn

from funnelboard.domain.contact import Contact
from funnelboard.domain.follow_up import FollowUp
from funnelboard.store.activity import FOLLOW_UP_COLUMNS
from funnelboard.store.database import Database
from funnelboard.store.deal_rows import contact_of
from funnelboard.store.models import (
    ChangeItemRow,
    ChangeRow,
    CompanyRow,
    ContactRow,
    DealContactRow,
    DealRow,
    FollowUpRow,
    SellerRow,
)
from funnelboard.store.people import CONTACT_COLUMNS
from funnelboard.store.prepared_query import PreparedQuery
from funnelboard.store.promises import OPEN, STANDING
from funnelboard.store.stored import day_of, time_of


def operation_of_beginning(database: Database) -> str:
    """The operation id of the first change in the log, which no other database has; "" where nothing was changed."""
    return database.value(ChangeRow.select(ChangeRow.operation).order_by(ChangeRow.id).limit(1)) or ""


def promises(database: Database, deal_ids: Sequence[int], since: int) -> Iterator[tuple[FollowUp, int, bool]]:
    """The follow-ups of some deals that stand, and those that were done, dropped, deleted or made void of late.

    Args:
        deal_ids: At most ``CHUNK``.
        since: UTC epoch microseconds.

    Yields:
        The follow-up, when it was last changed, and whether it stands no more.
    """
    for *row, void, changed_at in database.rows(_promises(list(deal_ids), since, since, since, since)):
        row_id, deal, due, kind, what, seller, done, dropped, result, version, at = row
        if (day := day_of(due)) is not None:
            follow_up = FollowUp(
                row_id, deal, day, kind, what, seller, done, dropped, result, version, time_of(at)
            )  # fmt: skip
            yield follow_up, changed_at or 0, bool(void)


@PreparedQuery
def _promises(deal_ids: list[Any], done: Any, dropped: Any, deleted: Any, closed: Any) -> Any:
    row = FollowUpRow
    stands = OPEN & STANDING
    of_late = (row.done_at >= done) | (row.dropped_at >= dropped) | (row.deleted_at >= deleted)
    void = (OPEN & ~STANDING) & (DealRow.closed_at >= closed)
    return (
        row.select(*FOLLOW_UP_COLUMNS, ~stands, _changed_at("follow_up", row.id))
        .join(SellerRow)
        .switch(row)
        .join(DealRow)
        .where(row.deal.in_(deal_ids), stands | of_late | void)
        .order_by(row.id)
    )


def contacts_of(database: Database, deal_ids: Sequence[int]) -> list[int]:
    """The ids of the contacts who take part in some deals, at most ``CHUNK``; one can be there more than once."""
    return [contact_id for (contact_id,) in database.rows(_contacts_of(list(deal_ids)))]


@PreparedQuery
def _contacts_of(deal_ids: list[Any]) -> Any:
    row = DealContactRow
    return row.select(row.contact).where(row.deal.in_(deal_ids), row.deleted_at.is_null()).order_by(row.id)


def contacts(database: Database, ids: Iterable[int]) -> list[tuple[Contact, str, int]]:
    """Contacts, at most ``CHUNK``, each with the name of its company ("" for none) and when it was last changed."""
    return [
        (contact_of(row), company or "", changed_at or 0)
        for *row, company, changed_at in database.rows(_contacts(list(ids)))
    ]


@PreparedQuery
def _contacts(ids: list[Any]) -> Any:
    return (
        ContactRow.select(*CONTACT_COLUMNS, CompanyRow.name, _changed_at("contact", ContactRow.id))
        .join(CompanyRow, JOIN.LEFT_OUTER)
        .where(ContactRow.id.in_(ids), ContactRow.deleted_at.is_null())
        .order_by(ContactRow.id)
    )


def _changed_at(entity: str, row_id: Any) -> Any:
    """When a row was last written, as a subquery."""
    item, change = ChangeItemRow.alias(), ChangeRow.alias()
    return (
        item.select(fn.MAX(change.at))
        .join(change, on=(change.id == item.change))
        .where(item.entity == entity, item.row == row_id)
    )
