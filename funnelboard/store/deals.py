"""Deals, whole: read for the panel and the command line, placed in their stages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from peewee import fn

from funnelboard.domain.stage import Stage
from funnelboard.store import ranks
from funnelboard.store.database import Database
from funnelboard.store.deal_rows import read as read
from funnelboard.store.models import ChangeItemRow, DealRow
from funnelboard.store.prepared_query import PreparedQuery, chunks

if TYPE_CHECKING:
    from funnelboard.store.change import Change

ON_BOARD = DealRow.deleted_at.is_null() & DealRow.parked_until.is_null()


def live(database: Database, ids: Sequence[int]) -> Iterator[int]:
    """Those of some deals that are not in the bin, in the order of their ids given, read some at a time."""
    for chunk in chunks(ids):
        there = {deal_id for (deal_id,) in database.rows(_live(chunk))}
        yield from (deal_id for deal_id in chunk if deal_id in there)


@PreparedQuery
def _live(ids: list[Any]) -> Any:
    return DealRow.select(DealRow.id).where(DealRow.id.in_(ids), DealRow.deleted_at.is_null())


def any_open(database: Database) -> bool:
    """Whether there is any open deal, parked or not."""
    return database.row(_any_open()) is not None


@PreparedQuery
def _any_open() -> Any:
    open_stages = [stage.value for stage in Stage if stage is not Stage.CLOSED]
    return DealRow.select(DealRow.id).where(DealRow.stage.in_(open_stages)).limit(1)


def waiting_repeat(database: Database, deal_id: int) -> int | None:
    """The parked deal that comes back for a lost one, if there is one."""
    query = DealRow.select(DealRow.id).where(
        DealRow.repeat_of == deal_id, DealRow.deleted_at.is_null(), DealRow.parked_until.is_null(False)
    )
    return next((waiting for (waiting,) in database.rows(query.limit(1))), None)


def top_rank(change: Change, stage: Stage) -> str:
    """A rank for a new first place of a stage."""
    return ranks.before(change.database.value(_first_rank(stage.value)))


def ranks_below(database: Database, stage: Stage) -> Iterator[str]:
    """Ranks for new last places of a stage, in order, as many as are wanted."""
    return ranks.below(database.value(_last_rank(stage.value)))


def by_rank(database: Database, ids: Collection[int]) -> list[int]:
    """Ids of deals in the order of the board."""
    query = DealRow.select(DealRow.id).where(DealRow.id.in_(list(ids))).order_by(DealRow.stage, DealRow.rank)
    return [deal_id for (deal_id,) in database.rows(query)]


def rank_above(change: Change, stage: Stage, above: int | None, moving: int) -> str:
    """A rank for one deal just above another of a stage; last, when that is None or no longer there.

    A deal that is there already keeps its rank.
    """

    def find() -> str:
        in_stage = DealRow.stage == stage.value
        rank = change.database.value(DealRow.select(DealRow.rank).where(in_stage, DealRow.id == above))
        ahead = in_stage if rank is None else in_stage & (DealRow.rank < rank)
        shown = DealRow.select(DealRow.id, DealRow.rank).where(ahead, ON_BOARD).order_by(DealRow.rank.desc()).limit(1)
        neighbour, own_rank = change.database.row(shown) or (None, "")
        if neighbour == moving:
            return str(own_rank)
        return _rank_between(change.database.value(DealRow.select(fn.MAX(DealRow.rank)).where(ahead)), rank)

    return _short(change, stage, find)


def rank_beside(change: Change, deal_id: int, by: int, along: Collection[int]) -> str | None:
    """A rank so many places up (negative) or down the board from a deal's own; None when it is at the end already.

    Args:
        along: Deals that move along with it, and so do not count as places.
    """
    own = DealRow.alias()
    stage = change.database.value(own.select(own.stage).where(own.id == deal_id))
    up = by < 0

    def beyond(rank: str) -> Any:
        return (DealRow.stage == stage) & (DealRow.rank < rank if up else DealRow.rank > rank)

    def find() -> str | None:
        rank = change.database.value(own.select(own.rank).where(own.id == deal_id))
        near = change.database.rows(
            DealRow.select(DealRow.id, DealRow.rank)
            .where(beyond(rank), ON_BOARD)
            .order_by(DealRow.rank.desc() if up else DealRow.rank.asc())
            .limit(abs(by) + len(along))
        )
        passed = [text for other, text in near if other not in along][: abs(by)]
        if not passed or near[0][0] in along:
            return None
        edge = fn.MAX(DealRow.rank) if up else fn.MIN(DealRow.rank)
        neighbour = change.database.value(DealRow.select(edge).where(beyond(passed[-1])))
        return _rank_between(neighbour, passed[-1]) if up else _rank_between(passed[-1], neighbour)

    return _short(change, Stage(stage), find)


def _rank_between(low: str | None, high: str | None) -> str:
    if low is not None and high is not None:
        return ranks.between(low, high)
    return ranks.after(low) if high is None else ranks.before(high)


Found = TypeVar("Found", str, str | None)


def _short(change: Change, stage: Stage, find: Callable[[], Found]) -> Found:
    """What ``find`` finds, in a stage that is rebalanced first where that would be too long."""
    rank = find()
    if rank is None or len(rank) <= ranks.LONGEST:
        return rank
    rebalance(change, stage)
    return find()


def version_before(database: Database, deal_id: int, change_id: int) -> int | None:
    """The version that a deal had before a change, which wrote to it or not; None for one that is not there."""
    item = ChangeItemRow
    written = item.select(fn.COUNT(item.id)).where(item.change == change_id, item.entity == "deal", item.row == deal_id)
    row = database.row(DealRow.select(DealRow.version, written).where(DealRow.id == deal_id))
    return None if row is None else int(row[0]) - int(row[1])


def rebalance(change: Change, stage: Stage) -> None:
    """Give every deal of a stage a short rank again, in the same order.

    Ranks are set aside first, because two deals may not share one even for a moment; they are places, not words, so
    the log only notes them.
    """
    before = dict(change.database.rows(
        DealRow.select(DealRow.id, DealRow.rank).where(DealRow.stage == stage.value).order_by(DealRow.rank)
    ))  # fmt: skip
    ids = list(before)
    fresh = ranks.spread(len(ids))
    from funnelboard.store.change import PLACES

    change.note(PLACES, before, dict(zip(ids, fresh, strict=True)))
    change.database.update_rows("deal", "rank", ((f"!{deal_id}", deal_id) for deal_id in ids))
    change.database.update_rows("deal", "rank", zip(fresh, ids, strict=True))


@PreparedQuery
def _first_rank(stage: Any) -> Any:
    return DealRow.select(fn.MIN(DealRow.rank)).where(DealRow.stage == stage)


@PreparedQuery
def _last_rank(stage: Any) -> Any:
    return DealRow.select(fn.MAX(DealRow.rank)).where(DealRow.stage == stage)
