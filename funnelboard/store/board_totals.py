"""What stands above the columns: counts and sums by currency, kept as rows so that they cost the same at any size.

Only the sums of a filtered board are counted anew, with what the filter shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from funnelboard.domain.board import Total
from funnelboard.domain.instant import instant_on
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker, on_board
from funnelboard.store.derived_values import added_up, count_totals
from funnelboard.store.faults import readable
from funnelboard.store.matching import FewDeal, Matching
from funnelboard.store.models import BoardTotalRow, DealRow, WonDayRow
from funnelboard.store.prepared_query import PreparedQuery
from funnelboard.store.sums import COUNTED


def read(
    database: Database, shown: Matching, asker: Asker, stages: Collection[Stage] = STAGES
) -> dict[Stage, tuple[Total, ...]]:
    """The totals of stages over all deals that are shown."""
    begin = instant_on(asker.today.replace(month=1, day=1))
    probabilities = asker.settings.probabilities
    kept = _kept(database, begin, Stage.CLOSED in stages) if shown.everything else None
    if kept is not None:
        found = kept
    elif shown.few is not None:
        found = added_up((_alone(deal, begin) for deal in shown.few), probabilities)
    else:
        there = shown.all if stages is STAGES else shown.all & DealRow.stage.in_([stage.value for stage in stages])
        found = count_totals(database, there, probabilities, won_since=begin)
    totals: dict[Stage, list[Total]] = {stage: [] for stage in stages}
    with readable(database.path):
        for name, outcome, currency, count, *sums in found:
            stage = Stage(name)
            if count and stage in totals:
                totals[stage].append(Total(Outcome(outcome) if outcome else None, currency or None, count, *sums))
    return {stage: tuple(sorted(each, key=lambda total: -total.count)) for stage, each in totals.items()}


def _alone(deal: FewDeal, begin: int) -> tuple[Any, ...]:
    """A deal as a group of its own."""
    amount = deal.amount or 0
    late = amount if deal.closed_at is not None and deal.closed_at >= begin else 0
    return deal.stage, deal.outcome, deal.currency, deal.probability, 1, amount, late


def _kept(database: Database, begin: int, with_won: bool) -> list[tuple[Any, ...]] | None:
    """The totals of the whole board as they are kept, as ``count_totals`` has them; None where one is too large."""
    rows = database.rows(_kept_totals())
    won = _won_since(database, begin) if with_won else Counter[str]()
    if won is None or any(COUNTED in sums for *_, amount, weighted in rows for sums in [(amount, weighted)]):
        return None
    return [(*row, won.get(row[2], 0) if row[1] == Outcome.WON else 0) for row in rows]


def _won_since(database: Database, begin: int) -> Counter[str] | None:
    """Sums by currency of what was won on the board since an instant, the beginning of the seller's year."""
    day, into_it = divmod(begin, MICROSECONDS_A_DAY)
    # Their year begins within a day of UTC; the rest of that day is not kept as a sum.
    rest = database.rows(_won_between(begin, (day + 1) * MICROSECONDS_A_DAY)) if into_it else []
    won: Counter[str] = Counter()
    for currency, amount in [*database.rows(_won_from(day + bool(into_it))), *rest]:
        if amount == COUNTED:
            return None
        won[currency] += amount
    return won


@PreparedQuery
def _won_between(since: Any, until: Any) -> Any:
    won = (DealRow.outcome == Outcome.WON.value) & DealRow.currency.is_null(False)
    return DealRow.select(DealRow.currency, DealRow.amount).where(
        on_board(), won, DealRow.closed_at >= since, DealRow.closed_at < until
    )


@PreparedQuery
def _won_from(day: Any) -> Any:
    row = WonDayRow
    return row.select(row.currency, row.amount).where(row.day >= day)


@PreparedQuery
def _kept_totals() -> Any:
    row = BoardTotalRow
    return row.select(row.stage, row.outcome, row.currency, row.count, row.amount, row.weighted)


def counts(database: Database) -> tuple[int, int]:
    """How many deals are on the board, and how many of them are neither won nor lost."""
    kept = database.rows(_kept_totals())
    return sum(row[3] for row in kept), sum(row[3] for row in kept if not row[1])
