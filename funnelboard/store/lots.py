"""All rows of a kind, some at a time: who looks at each of them holds no more than that in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from funnelboard.store.agenda_queries import waking
from funnelboard.store.database import Database
from funnelboard.store.models import ContactRow, DealRow
from funnelboard.store.prepared_query import CHUNK, PreparedQuery


def deal_lots(database: Database) -> Iterator[list[int]]:
    """The ids of all deals, in the bin or not, at most ``CHUNK`` at a time."""
    return _lots(database, _deals_after)


def contact_lots(database: Database) -> Iterator[list[int]]:
    """The ids of all contacts that are not in the bin, at most ``CHUNK`` at a time."""
    return _lots(database, _contacts_after)


def waking_lots(database: Database, until: date) -> Iterator[list[int]]:
    """The ids of parked deals that come back by a date, at most ``CHUNK`` at a time, the first to come back first.

    They are to be woken before more are asked for.
    """
    while ids := [deal_id for (deal_id,) in database.rows(_waking(until.isoformat(), CHUNK))]:
        yield ids


def _lots(database: Database, after: PreparedQuery) -> Iterator[list[int]]:
    last = 0
    while ids := [row_id for (row_id,) in database.rows(after(last))]:
        yield ids
        last = ids[-1]


@PreparedQuery
def _deals_after(last: Any) -> Any:
    return DealRow.select(DealRow.id).where(DealRow.id > last).order_by(DealRow.id).limit(CHUNK)


@PreparedQuery
def _waking(until: Any, most: Any) -> Any:
    return waking(until).limit(most)


@PreparedQuery
def _contacts_after(last: Any) -> Any:
    row = ContactRow
    return row.select(row.id).where(row.id > last, row.deleted_at.is_null()).order_by(row.id).limit(CHUNK)
