"""The deals behind one row of a report: the ones it counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from peewee import SQL, fn

from funnelboard.domain.calendar_days import add_months
from funnelboard.domain.reports.activity import active_days
from funnelboard.domain.reports.forecast import PAST, UNDATED, first_day
from funnelboard.domain.reports.scope import Key, Pick, Scope
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker
from funnelboard.store.indexes import WHY_IMPORTED
from funnelboard.store.models import DealRow, FollowUpRow, NoteRow, StageChangeRow
from funnelboard.store.reports.activity import due, finished, noted
from funnelboard.store.reports.conditions import (
    arrived,
    asked,
    at_work,
    came_dated,
    closed,
    expected_in,
    has_moved,
    on_expected_days,
    within,
)
from funnelboard.store.reports.losses import lost, lost_from, size
from funnelboard.store.reports.sellers import owned
from funnelboard.store.reports.sources import began

Finder = Callable[[Scope, Asker, tuple[Key, ...]], Any]


def deal_ids(database: Database, pick: Pick, scope: Scope, asker: Asker, limit: int) -> tuple[list[int], int]:
    """Ids of some of the deals, the last one closed or moved first, and how many there are."""
    where = asked(scope, asker) & FINDERS[pick.kind](scope, asker, pick.keys)
    order = fn.COALESCE(DealRow.closed_at, DealRow.stage_since).desc()
    query = DealRow.select(DealRow.id).where(where).order_by(order, DealRow.id.desc()).limit(limit)
    count = int(database.value(DealRow.select(fn.COUNT(DealRow.id)).where(where)))
    return [deal_id for (deal_id,) in database.rows(query)], count


def _place(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    stage, outcome = keys
    if outcome is None:
        return (DealRow.stage == stage) & at_work()
    return (DealRow.outcome == outcome) & closed(scope)


def _left(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    return has_moved(within(StageChangeRow.at, scope), StageChangeRow.from_stage == keys[0])


def _moved(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    row = StageChangeRow
    columns: tuple[Any, ...] = (row.from_stage, row.from_outcome, row.to_stage, row.to_outcome)
    same = [column.is_null() if key is None else column == key for column, key in zip(columns, keys, strict=True)]
    return has_moved(within(row.at, scope), *same)


def _visited(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    """Left it on these days after somebody here had put the deal there: that was the move just before."""
    row, before = StageChangeRow, StageChangeRow.alias()
    last = (
        before.select(before.why)
        .where(before.deal == row.deal, before.id < row.id, before.deleted_at.is_null())
        .order_by(before.id.desc())
        .limit(1)
    )
    return has_moved(within(row.at, scope), row.from_stage == keys[0], fn.COALESCE(last, WHY_IMPORTED) != WHY_IMPORTED)


def _span(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    """Won in a month or quarter, or open and expected to close in it; or in one of the lines without a month."""
    name = str(keys[0])
    may_come = at_work() & on_expected_days(scope)
    if name in (PAST, UNDATED):
        return may_come & expected_in(name, None, None, asker.today)
    quarter = "Q" in name
    first = date(int(name[:4]), int(name[-1]) * 3 - 2, 1) if quarter else first_day(name)
    end = add_months(first, 3 if quarter else 1) if first.year < date.max.year else date.max
    won = (DealRow.outcome == Outcome.WON.value) & within(
        DealRow.closed_at, Scope(since=first, until=end - timedelta(days=1))
    )
    return (won & closed(scope)) | (may_come & expected_in(name, first, end, asker.today))


def _been(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    """Closed deals that were ever in a stage, which they have left by a move made here."""
    return DealRow.outcome.is_null(False) & has_moved(StageChangeRow.from_stage == keys[0])


def _cycle(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    return _by_history(scope, asker, keys) | _by_file(scope, asker, keys)


def _by_history(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    return closed(scope) & (DealRow.outcome == keys[0]) & arrived(Stage.OPPORTUNITY)


def _by_file(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    return closed(scope) & (DealRow.outcome == keys[0]) & ~arrived(Stage.OPPORTUNITY) & came_dated()


def _standing(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    return (DealRow.stage == keys[0]) & at_work() & (DealRow.import_batch.is_null() | has_moved())


def _reason(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    reason, detail = keys
    found = lost(scope, asker) & (DealRow.lost_reason == reason)
    if detail is not None:
        return found & (DealRow.lost_detail == detail)
    own = [choice.detail for choice in asker.settings.lost_reasons if choice.detail and choice.reason == reason]
    return found & DealRow.lost_detail.not_in(own) if own else found


def _lost_from(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    return lost(scope, asker) & (lost_from() == keys[0])


def _lost_by(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    return lost(scope, asker) & _same(DealRow.owner, keys[0])


def _lost_source(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    return lost(scope, asker) & _same(DealRow.source, keys[0])


def _lost_size(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    return lost(scope, asker) & _same(size(asker), keys[0])


def _source(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    return began(scope, asker) & (DealRow.source == keys[0])


def _owner(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    return owned(scope, asker) & _same(DealRow.owner, keys[0])


def _week(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    """Of anybody, or of the seller who is named behind the Monday."""
    monday, *seller = keys
    days, first = active_days(scope, asker.today), date.fromisoformat(str(monday))
    since, until = days.since or first, days.until or first
    return _touched(Scope(since=max(since, first), until=min(until, first + timedelta(days=6))), *seller)


def _busy(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    return _touched(active_days(scope, asker.today), keys[0])


def _touched(days: Scope, seller: Key = None) -> Any:
    """Deals with a note or a finished follow-up on these days, by one seller or by anybody."""
    notes = NoteRow.select(SQL("1")).where(NoteRow.deal == DealRow.id, noted(days))
    promises = FollowUpRow.select(SQL("1")).where(FollowUpRow.deal == DealRow.id, finished(days))
    if seller is not None:
        notes, promises = notes.where(NoteRow.seller == seller), promises.where(FollowUpRow.seller == seller)
    return fn.EXISTS(notes) | fn.EXISTS(promises)


def _promised(scope: Scope, asker: Asker, keys: tuple[Key, ...]) -> Any:
    row = FollowUpRow
    promises = row.select(SQL("1")).where(row.deal == DealRow.id, row.seller == keys[0])
    return fn.EXISTS(promises.where(due(active_days(scope, asker.today), asker)))


def _same(column: Any, key: Key) -> Any:
    return column.is_null() if key is None else column == key


FINDERS: dict[str, Finder] = {
    "place": _place,
    "left": _left,
    "moved": _moved,
    "visited": _visited,
    "span": _span,
    "been": _been,
    "cycle": _cycle,
    "cycle-history": _by_history,
    "cycle-imported": _by_file,
    "standing": _standing,
    "reason": _reason,
    "lost-from": _lost_from,
    "lost-by": _lost_by,
    "lost-source": _lost_source,
    "lost-size": _lost_size,
    "source": _source,
    "owner": _owner,
    "week": _week,
    "busy": _busy,
    "busy-week": _week,
    "promised": _promised,
}
"""How the deals of each kind of pick are found."""
