"""What stands above the columns: counts and sums by currency, kept as rows so that they cost the same at any size.

Only the sums of a filtered board are counted anew, with what the filter shows.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from funnelboard.domain.board import Total
from funnelboard.domain.instant import instant_on
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.store.board_figures import kept, totals_of
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker
from funnelboard.store.derived_values import added_up, count_totals
from funnelboard.store.matching import FewDeal, Matching
from funnelboard.store.models import DealRow
from funnelboard.store.stored import readable


def read(
    database: Database, shown: Matching, asker: Asker, stages: Collection[Stage] = STAGES
) -> dict[Stage, tuple[Total, ...]]:
    """The totals of stages over all deals that are shown."""
    begin = instant_on(asker.today.replace(month=1, day=1))
    probabilities = asker.settings.probabilities
    found = kept(database, begin, Stage.CLOSED in stages) if shown.everything else None
    if found is None and shown.few is not None:
        found = added_up((_alone(deal, begin) for deal in shown.few), probabilities)
    elif found is None:
        there = shown.all if stages is STAGES else shown.all & DealRow.stage.in_([stage.value for stage in stages])
        found = count_totals(database, there, probabilities, won_since=begin)
    with readable(database.where):
        return totals_of(found, stages)


def _alone(deal: FewDeal, begin: int) -> tuple[Any, ...]:
    """A deal as a group of its own."""
    amount = deal.amount or 0
    late = amount if deal.closed_at is not None and deal.closed_at >= begin else 0
    return deal.stage, deal.outcome, deal.currency, deal.probability, 1, amount, late
