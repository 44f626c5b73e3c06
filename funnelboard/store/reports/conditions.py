"""Which deals and moves a report counts; the lists behind its rows hold the same ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from peewee import SQL

from funnelboard.domain.reports.forecast import PAST, UNDATED
from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.reports.worth import Counted
from funnelboard.domain.stage import Stage
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker, parked_too
from funnelboard.store.derived_values import probability_column
from funnelboard.store.indexes import WHY_IMPORTED
from funnelboard.store.models import DealRow, ImportBatchRow, StageChangeRow

_IMPORTED = SQL(f"'{WHY_IMPORTED}'")


def asked(scope: Scope, asker: Asker) -> Any:
    """Deals that the report is about, parked or not."""
    return parked_too(scope.query, asker)


def at_work() -> Any:
    """Open deals that are not parked: what they may bring in is potential."""
    return DealRow.outcome.is_null() & DealRow.parked_until.is_null()


def parked() -> Any:
    """Open deals that are set aside."""
    return DealRow.outcome.is_null() & DealRow.parked_until.is_null(False)


def within(column: Any, scope: Scope) -> Any:
    """An instant on the scope's days."""
    begin, end = scope.instants
    return (column >= begin) & (column < end)


def closed(scope: Scope) -> Any:
    """Deals that were closed on the scope's days."""
    is_closed = DealRow.outcome.is_null(False)
    return is_closed if scope.always else is_closed & within(DealRow.closed_at, scope)


def of_asked(deal: Any, scope: Scope, asker: Asker) -> Any:
    """A column that names one of the deals that the report is about: in all of them, what is not in the bin."""
    if scope.query.everything:
        return deal.not_in(DealRow.select(DealRow.id).where(DealRow.deleted_at.is_null(False)))
    return deal.in_(DealRow.select(DealRow.id).where(asked(scope, asker)))


def really_moved(row: Any = StageChangeRow) -> Any:
    """What ``MOVED`` says of moves, in the very words by which SQLite knows its index."""
    return row.from_stage.is_null(False) & (row.why != _IMPORTED) & row.deleted_at.is_null()


def has_moved(*further: Any) -> Any:
    """Deals of which such a move is known, and one that meets further conditions."""
    return DealRow.id.in_(StageChangeRow.select(StageChangeRow.deal).where(really_moved(), *further))


def arrived(stage: Stage) -> Any:
    """Deals that somebody here has put into a stage, new or moved."""
    row = StageChangeRow
    moves = row.select(row.deal).where(row.to_stage == stage.value, row.why != WHY_IMPORTED, row.deleted_at.is_null())
    return DealRow.id.in_(moves)


def came_dated() -> Any:
    """Closed deals of which the file they were imported from says when they began."""
    batch = ImportBatchRow.select(ImportBatchRow.at).where(ImportBatchRow.id == DealRow.import_batch)
    return (
        DealRow.import_batch.is_null(False) & (DealRow.created_at < DealRow.closed_at) & (DealRow.created_at != batch)
    )


def expected_in(name: str, first: date | None, end: date | None, today: date) -> Any:
    """Open deals by their expected close: ``past``, ``undated``, or in a month or quarter from one day to another."""
    if name == UNDATED:
        return DealRow.expected_close.is_null()
    if name == PAST:
        return DealRow.expected_close < today.isoformat()
    begin = max(first or today, today)
    return (DealRow.expected_close >= begin.isoformat()) & (DealRow.expected_close < (end or today).isoformat())


def on_expected_days(scope: Scope) -> Any:
    """Open deals that are expected to close on the scope's days, or on none."""
    dated = DealRow.id.is_null(False)
    if scope.since is not None:
        dated &= DealRow.expected_close >= scope.since.isoformat()
    if scope.until is not None:
        dated &= DealRow.expected_close <= scope.until.isoformat()
    return DealRow.expected_close.is_null() | dated


def counted(database: Database, where: Any, *key: Any, weighted: Asker | None = None) -> list[Counted]:
    """Deals that meet a condition by what they have in common: how many, and their sums in each currency.

    They are added up here: SQL would sort all of them first.

    Args:
        weighted: By whose settings amounts are weighted; None where they are not.
    """
    times = SQL("0") if weighted is None else probability_column(weighted.settings.probabilities)
    query = DealRow.select(*key, DealRow.currency, DealRow.amount, times).where(where)
    return added_up(database.each_row(query))


def added_up(deals: Iterable[tuple[Any, ...]]) -> list[Counted]:
    """Deals by what they have in common, given as that, their currency, their amount, and how many times it counts."""
    sums: dict[tuple[Any, ...], list[int]] = {}
    for row in deals:
        found = sums.get(row[:-2])
        if found is None:
            found = sums[row[:-2]] = [0, 0, 0]
        found[0] += 1
        if row[-2] is not None:
            found[1] += row[-2]
            found[2] += row[-2] * row[-1]
    return [Counted(alike[:-1], alike[-1], *sums[alike]) for alike in sorted(sums, key=_nothing_first)]


def _nothing_first(key: tuple[Any, ...]) -> list[tuple[bool, Any]]:
    return [(value is not None, value) for value in key]


def only_by(rows: Iterable[Counted], *places: int) -> list[Counted]:
    """Counted deals by some of what they were counted by, each given by its place in their key."""
    sums: dict[tuple[Any, ...], list[int]] = {}
    for row in rows:
        alike = (*(row.key[place] for place in places), row.currency)
        found = sums.setdefault(alike, [0, 0, 0])
        for place, value in enumerate(row[2:]):
            found[place] += value
    return [Counted(alike[:-1], alike[-1], *sums[alike]) for alike in sorted(sums, key=_nothing_first)]
