"""What the agenda asks: promises by day, what wakes, whose birthday it is, what went stale. Each is an index range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from peewee import SQL, fn

from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import on_board
from funnelboard.store.history import AUTOMATIC
from funnelboard.store.indexes import BIRTHDAY, SORT_KEYS
from funnelboard.store.models import (
    ChangeItemRow,
    ChangeRow,
    ContactRow,
    DealContactRow,
    DealRow,
    FollowUpRow,
    StageChangeRow,
)
from funnelboard.store.promises import OPEN, STANDING, in_order
from funnelboard.store.stored import day_of, time_of
from funnelboard.store.words import likely


class Promise(NamedTuple):
    """An open follow-up."""

    id: int
    deal_id: int
    due: date
    kind: str
    what: str
    time: time | None


def promises(database: Database, until: date, owner: int | None) -> list[Promise]:
    """Open follow-ups due by a local date on deals that are on the board; on lost ones, those promised since.

    Args:
        owner: A seller's id, for what is on their deals and what they promised on others'; None for everybody's.
    """
    row = FollowUpRow
    query = (
        row.select(row.id, row.deal, row.due, row.kind, row.what, row.time)
        .join(DealRow)
        .where(
            row.due <= until.isoformat(),
            OPEN,
            on_board(),
            STANDING,
        )
        .order_by(*in_order(row))
    )
    if owner is not None:
        query = query.where((DealRow.owner == owner) | (row.seller == owner))
    return [
        Promise(found, deal_id, day, kind, what, time_of(at))
        for found, deal_id, due, kind, what, at in database.rows(query)
        if (day := day_of(due)) is not None
    ]


def waking(database: Database, until: date, owner: int | None = None) -> list[int]:
    """Ids of parked deals that come back by a local date, the first to come back at the front."""
    query = DealRow.select(DealRow.id).where(
        DealRow.deleted_at.is_null(), DealRow.parked_until.is_null(False), DealRow.parked_until <= until.isoformat()
    )
    return _ids(database, query.order_by(DealRow.parked_until, DealRow.id), owner)


def celebrating(database: Database, days: Iterable[str], owner: int | None) -> dict[int, int]:
    """Contacts who may be contacted and have their birthday on such a day (``11-27``), each with a deal of theirs.

    The deal is the newest one that is not lost with a no to coming back.
    """
    query = (
        DealContactRow.select(ContactRow.id, fn.MAX(DealRow.id))
        .join(ContactRow)
        .switch(DealContactRow)
        .join(DealRow)
        .where(
            SQL(BIRTHDAY).in_(list(days)),
            ContactRow.birthday.is_null(False),
            ContactRow.may_contact == 1,
            ContactRow.deleted_at.is_null(),
            DealContactRow.deleted_at.is_null(),
            DealRow.deleted_at.is_null(),
            DealRow.may_return != "no",
        )
        .group_by(ContactRow.id)
    )
    if owner is not None:
        query = query.where(_owned_by(owner))
    return dict(database.rows(query))


def went_stale(
    database: Database, now: int, today: date, stale_days: Mapping[Stage, int], within: int, owner: int | None
) -> list[int]:
    """Ids of deals that have been stale for at most so many days; ``now`` in UTC epoch microseconds."""
    spans = [
        (DealRow.stage == stage.value)
        & (DealRow.last_touch <= now - (days + 1) * MICROSECONDS_A_DAY)
        & (DealRow.last_touch > now - (days + 1 + within) * MICROSECONDS_A_DAY)
        for stage, days in stale_days.items()
    ]
    promised = DealRow.next_due.is_null(False) & (DealRow.next_due >= today.isoformat())
    query = DealRow.select(DealRow.id).where(on_board(), reduce(or_, spans), ~promised)
    return _ids(database, query, owner)


def adrift(database: Database, owner: int | None, limit: int, after: int) -> list[int]:
    """Ids of open deals without a next step, nearest to closing first, then by score: so many after the first ones.

    Args:
        owner: A seller's id, for their deals and nobody's; None for everybody's.
    """
    ids: list[int] = []
    for stage in reversed(STAGES[:-1]):
        query = (
            DealRow.select(DealRow.id)
            .where(on_board(), DealRow.next_due.is_null(), DealRow.stage == stage.value)
            .order_by(*(SQL(key).desc() for key in SORT_KEYS["score"]), DealRow.id.desc())
            .limit(limit + after - len(ids))
        )
        if owner is not None:
            query = query.where((DealRow.owner == owner) | DealRow.owner.is_null())
        ids += [deal_id for (deal_id,) in database.rows(query)]
    return ids[after:]


def count_adrift(database: Database, owner: int | None) -> int:
    """How many open deals have no next step: those of a seller and nobody's, or everybody's."""
    open_stages = [stage.value for stage in STAGES[:-1]]
    query = DealRow.select(fn.COUNT(DealRow.id)).where(
        on_board(), DealRow.next_due.is_null(), DealRow.stage.in_(open_stages)
    )
    if owner is not None:
        query = query.where((DealRow.owner == owner) | DealRow.owner.is_null())
    return int(database.value(query) or 0)


def has_deals(database: Database, seller: int) -> bool:
    """Whether any open deal on the board is a seller's, or nobody's."""
    for whose in (DealRow.owner == seller, DealRow.owner.is_null()):
        query = DealRow.select(DealRow.id).where(on_board(), DealRow.outcome.is_null(), whose)
        # The newest first: in no order PostgreSQL goes through the table, where those of years gone by may come first.
        if database.row(query.order_by(DealRow.id.desc()).limit(1)) is not None:
            return True
    return False


def done_since(database: Database, since: int, seller: int | None) -> int:
    """How many follow-ups have been finished since an instant (UTC epoch microseconds), of one seller or of all.

    A seller's are those on their deals and those they promised on others'.
    """
    query = FollowUpRow.select(fn.COUNT(FollowUpRow.id)).where(
        FollowUpRow.done_at.is_null(False), FollowUpRow.done_at >= since, FollowUpRow.deleted_at.is_null()
    )
    if seller is not None:
        query = query.join(DealRow).where((DealRow.owner == seller) | (FollowUpRow.seller == seller))
    return int(database.value(query))


def moves_since(database: Database, since: int, seller: int | None) -> dict[str, int]:
    """How often deals have been ``moved``, ``won`` and ``lost`` since an instant, by one seller or by all."""
    row = StageChangeRow
    query = (
        row.select(row.to_outcome, fn.COUNT(row.id))
        .where(row.id.in_(_written_since(database, "stage_change", since, seller)), row.from_stage.is_null(False))
        .where(row.at >= since, row.deleted_at.is_null())
        .group_by(row.to_outcome)
    )
    return {outcome or "moved": count for outcome, count in database.rows(query) if outcome in (None, *Outcome)}


def promised_since(database: Database, since: int, seller: int | None) -> int:
    """How many follow-ups have been set since an instant, by one seller or by all."""
    row = FollowUpRow
    query = row.select(fn.COUNT(row.id)).where(
        row.id.in_(_written_since(database, "follow_up", since, seller)),
        row.created_at >= since,
        row.deleted_at.is_null(),
    )
    return int(database.value(query))


def _written_since(database: Database, entity: str, since: int, seller: int | None) -> Any:
    """Ids of the rows of a table that a seller has written since an instant; an import and what wakes is nobody's."""
    own = ChangeRow.seller == seller if seller is not None else ChangeRow.id > 0
    before = ChangeRow.select(ChangeRow.id).where(own, ChangeRow.at < since).order_by(ChangeRow.id.desc()).limit(1)
    # Asked by itself: of a number that it is told PostgreSQL knows that only few are greater.
    last = database.value(before) or 0
    return (
        ChangeItemRow.select(ChangeItemRow.row)
        .join(ChangeRow)
        .where(
            own,
            ChangeRow.id > last,
            ChangeRow.kind.not_in(("import", *AUTOMATIC)),
            ChangeItemRow.entity == entity,
        )
    )


def _ids(database: Database, query: Any, owner: int | None) -> list[int]:
    if owner is not None:
        query = query.where(_owned_by(owner))
    return [deal_id for (deal_id,) in database.rows(query)]


def _owned_by(owner: int) -> Any:
    """Deals of a seller, looked for among those of some days: SQLite would rather go through all that they ever had."""
    return likely(DealRow.owner == owner)
