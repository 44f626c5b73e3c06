"""What stands above the columns: counts and sums by currency, kept as rows so that they cost the same at any size.

Only the sums of a filtered board are counted anew, with what the filter shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from peewee import Case, fn

from funnelboard.domain.board import Total
from funnelboard.domain.deal_query import Query
from funnelboard.domain.instant import instant_on
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker, on_board, where
from funnelboard.store.derived import count_totals
from funnelboard.store.faults import readable
from funnelboard.store.models import BoardTotalRow, DealRow, WonDayRow
from funnelboard.store.prepared_query import PreparedQuery


def read(
    database: Database, query: Query, asker: Asker, stages: Collection[Stage] = STAGES
) -> dict[Stage, tuple[Total, ...]]:
    """The totals of stages over all deals that a query shows."""
    begin = instant_on(asker.today.replace(month=1, day=1))
    if query.everything:
        won = _won_since(database, begin) if Stage.CLOSED in stages else {}
        found = [(*row, won.get(row[2], 0) if row[1] == Outcome.WON else 0) for row in database.rows(_kept_totals())]
    else:
        late = (DealRow.outcome == Outcome.WON.value) & (DealRow.closed_at >= begin)
        counted = (where(query, asker), asker.settings.probabilities, Case(None, [(late, DealRow.amount)], 0))
        found = count_totals(database, *counted)
    totals: dict[Stage, list[Total]] = {stage: [] for stage in stages}
    with readable(database.path):
        for name, outcome, currency, count, *sums in found:
            stage = Stage(name)
            if count and stage in totals:
                totals[stage].append(Total(Outcome(outcome) if outcome else None, currency or None, count, *sums))
    return {stage: tuple(sorted(each, key=lambda total: -total.count)) for stage, each in totals.items()}


def _won_since(database: Database, begin: int) -> dict[str, int]:
    """Sums by currency of what was won on the board since an instant, the beginning of the seller's year."""
    day, into_it = divmod(begin, MICROSECONDS_A_DAY)
    if not into_it:
        return dict(database.rows(_won_from(day)))
    # Their year begins within a day of UTC; the rest of that day is not kept as a sum.
    won = Counter(dict(database.rows(_won_from(day + 1))))
    won.update(dict(database.rows(_won_between(begin, (day + 1) * MICROSECONDS_A_DAY))))
    return won


@PreparedQuery
def _won_between(since: Any, until: Any) -> Any:
    won = (DealRow.outcome == Outcome.WON.value) & DealRow.currency.is_null(False)
    query = DealRow.select(DealRow.currency, fn.SUM(DealRow.amount)).where(
        on_board(), won, DealRow.closed_at >= since, DealRow.closed_at < until
    )
    return query.group_by(DealRow.currency)


@PreparedQuery
def _won_from(day: Any) -> Any:
    row = WonDayRow
    return row.select(row.currency, fn.SUM(row.amount)).where(row.day >= day).group_by(row.currency)


@PreparedQuery
def _kept_totals() -> Any:
    row = BoardTotalRow
    return row.select(row.stage, row.outcome, row.currency, row.count, row.amount, row.weighted)


def counts(database: Database) -> tuple[int, int]:
    """How many deals are on the board, and how many of them are neither won nor lost."""
    kept = database.rows(_kept_totals())
    return sum(row[3] for row in kept), sum(row[3] for row in kept if not row[1])
