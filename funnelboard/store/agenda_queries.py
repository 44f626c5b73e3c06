"""What :mod:`funnelboard.store.agenda` asks of the database, to be kept as SQL. Each is an index range.

Those of one seller take the seller's id last.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from peewee import SQL, fn

from funnelboard.domain.stage import STAGES
from funnelboard.store.deal_filter import on_board
from funnelboard.store.indexes import BIRTHDAY, SORT_KEYS
from funnelboard.store.models import ContactRow, DealContactRow, DealRow, FollowUpRow
from funnelboard.store.promises import OPEN, STANDING, in_order
from funnelboard.store.words import likely


def promises(until: Any, owner: Any = None) -> Any:
    """Open follow-ups due by a day; a seller's are those on their deals and those they promised on others'."""
    row = FollowUpRow
    query = (
        row.select(row.id, row.deal, row.due, row.kind, row.what, row.time)
        .join(DealRow)
        .where(row.due <= until, OPEN, on_board(), STANDING)
        .order_by(*in_order(row))
    )
    return query if owner is None else query.where((DealRow.owner == owner) | (row.seller == owner))


def waking(until: Any, owner: Any = None) -> Any:
    """Parked deals that come back by a day."""
    query = DealRow.select(DealRow.id).where(
        DealRow.deleted_at.is_null(), DealRow.parked_until.is_null(False), DealRow.parked_until <= until
    )
    return _of(query.order_by(DealRow.parked_until, DealRow.id), owner)


def celebrating(days: list[Any], owner: Any = None) -> Any:
    """Contacts whose birthday is on such a day of a year, each with a deal."""
    query = (
        DealContactRow.select(ContactRow.id, fn.MAX(DealRow.id))
        .join(ContactRow)
        .switch(DealContactRow)
        .join(DealRow)
        .where(
            SQL(BIRTHDAY).in_(days),
            ContactRow.birthday.is_null(False),
            ContactRow.may_contact == 1,
            ContactRow.deleted_at.is_null(),
            DealContactRow.deleted_at.is_null(),
            DealRow.deleted_at.is_null(),
            DealRow.may_return != "no",
        )
        .group_by(ContactRow.id)
    )
    return _of(query, owner)


def went_stale(today: Any, *spans_and_owner: Any) -> Any:
    """Deals that were last touched within a span of their stage: for each open stage after when, and until when."""
    open_stages = STAGES[:-1]
    spans = [
        (DealRow.stage == stage.value)
        & (DealRow.last_touch <= spans_and_owner[2 * number + 1])
        & (DealRow.last_touch > spans_and_owner[2 * number])
        for number, stage in enumerate(open_stages)
    ]
    promised = DealRow.next_due.is_null(False) & (DealRow.next_due >= today)
    query = DealRow.select(DealRow.id).where(on_board(), reduce(or_, spans), ~promised)
    return _of(query, *spans_and_owner[2 * len(open_stages) :])


def adrift(stage: Any, limit: Any, owner: Any = None) -> Any:
    """The first deals of an open stage without a next step; a seller's are theirs and nobody's."""
    query = (
        DealRow.select(DealRow.id)
        .where(on_board(), DealRow.next_due.is_null(), DealRow.stage == stage)
        .order_by(*(SQL(key).desc() for key in SORT_KEYS["score"]), DealRow.id.desc())
        .limit(limit)
    )
    return query if owner is None else query.where(_theirs_or_nobodys(owner))


def count_adrift(owner: Any = None) -> Any:
    """How many open deals have no next step."""
    open_stages = [stage.value for stage in STAGES[:-1]]
    query = DealRow.select(fn.COUNT(DealRow.id)).where(
        on_board(), DealRow.next_due.is_null(), DealRow.stage.in_(open_stages)
    )
    return query if owner is None else query.where(_theirs_or_nobodys(owner))


def any_to_work(owner: Any) -> Any:
    """The newest open deal on the board that is a seller's."""
    return _newest_open(DealRow.owner == owner)


def any_to_take() -> Any:
    """The newest open deal on the board that is nobody's."""
    return _newest_open(DealRow.owner.is_null())


def _newest_open(whose: Any) -> Any:
    # In no order PostgreSQL goes through the table, where those of years gone by may come first.
    return (
        DealRow.select(DealRow.id)
        .where(on_board(), DealRow.outcome.is_null(), whose)
        .order_by(DealRow.id.desc())
        .limit(1)
    )


def _theirs_or_nobodys(owner: Any) -> Any:
    return (DealRow.owner == owner) | DealRow.owner.is_null()


def _of(query: Any, owner: Any = None) -> Any:
    """Deals of a seller, looked for among those of some days: SQLite would rather go through all that they ever had."""
    return query if owner is None else query.where(likely(DealRow.owner == owner))
