"""What stands above the columns: counts and sums by currency, kept as rows so that they cost the same at any size.

Only the sums of a filtered board are counted anew, with what the filter shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from peewee import fn

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
    database: Database, query: Query, asker: Asker, stages: Iterable[Stage] = STAGES
) -> dict[Stage, tuple[Total, ...]]:
    """The totals of stages over all deals that a query shows."""
    if query.everything:
        found = database.rows(_kept_totals())
    else:
        found = count_totals(database, where(query, asker), asker.settings.probabilities)
    totals: dict[Stage, list[Total]] = {stage: [] for stage in stages}
    this_year = _won_this_year(database, query, asker) if Stage.CLOSED in totals else {}
    with readable(database.path):
        for name, outcome, currency, count, amount, weighted in found:
            stage = Stage(name)
            if count and stage in totals:
                known = Outcome(outcome) if outcome else None
                won = this_year.get(currency, 0) if known is Outcome.WON else 0
                totals[stage].append(Total(known, currency or None, count, amount, weighted, won))
    return {stage: tuple(sorted(each, key=lambda total: -total.count)) for stage, each in totals.items()}


def _won_this_year(database: Database, query: Query, asker: Asker) -> dict[str, int]:
    """Sums by currency of what was won since the seller's year began."""
    begin = instant_on(asker.today.replace(month=1, day=1))
    if not query.everything:
        return _won_since(database, where(query, asker), begin)
    day, late = divmod(begin, MICROSECONDS_A_DAY)
    if not late:
        return dict(database.rows(_won_from(day)))
    # Their year begins within a day of UTC; the rest of that day is not kept as a sum.
    won = Counter(dict(database.rows(_won_from(day + 1))))
    won.update(_won_since(database, on_board(), begin, (day + 1) * MICROSECONDS_A_DAY))
    return won


def _won_since(database: Database, shown: Any, since: int, until: int | None = None) -> dict[str, int]:
    query = DealRow.select(DealRow.currency, fn.SUM(DealRow.amount)).where(
        shown,
        DealRow.outcome == Outcome.WON.value,
        DealRow.closed_at >= since,
        DealRow.currency.is_null(False),
    )
    if until is not None:
        query = query.where(DealRow.closed_at < until)
    return dict(database.rows(query.group_by(DealRow.currency)))


@PreparedQuery
def _won_from(day: Any) -> Any:
    row = WonDayRow
    return row.select(row.currency, fn.SUM(row.amount)).where(row.day >= day).group_by(row.currency)


@PreparedQuery
def _kept_totals() -> Any:
    row = BoardTotalRow
    return row.select(row.stage, row.outcome, row.currency, row.count, row.amount, row.weighted)


def all_deals(database: Database) -> int:
    """How many deals are on the board."""
    return sum(count for _, _, _, count, _, _ in database.rows(_kept_totals()))


def open_deals(database: Database) -> int:
    """How many of them are neither won nor lost."""
    return sum(count for _, outcome, _, count, _, _ in database.rows(_kept_totals()) if not outcome)
