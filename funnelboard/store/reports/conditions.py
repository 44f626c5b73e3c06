"""Which deals and moves a report counts; the lists behind its rows hold the same ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import fn

from funnelboard.domain.reports.forecast import PAST, UNDATED
from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.reports.worth import Counted
from funnelboard.domain.stage import Stage
from funnelboard.store.activity import WHY_IMPORTED
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker, parked_too
from funnelboard.store.derived_values import probability_column
from funnelboard.store.models import DealRow, ImportBatchRow, StageChangeRow
from funnelboard.store.sums import with_sums


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


def really_moved(row: Any = StageChangeRow) -> Any:
    """Moves that somebody made here: not how a deal began, nor what an import said of it."""
    return row.from_stage.is_null(False) & (row.why != WHY_IMPORTED) & row.deleted_at.is_null()


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

    Args:
        weighted: By whose settings amounts are weighted; None where they are not.
    """
    query = DealRow.select(*key, DealRow.currency, fn.COUNT(DealRow.id)).where(where).group_by(*key, DealRow.currency)
    terms = [(DealRow.amount, 1)]
    if weighted is not None:
        terms.append((DealRow.amount, probability_column(weighted.settings.probabilities)))
    places = len(key)
    return [Counted(tuple(row[:places]), *row[places:]) for row in with_sums(database, query, *terms)]
