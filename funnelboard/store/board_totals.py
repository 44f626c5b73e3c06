"""What stands above the columns: counts and sums by currency, kept as rows so that they cost the same at any size.

Only the sums of a filtered board are counted anew, with what the filter shows.
"""

from __future__ import annotations

from collections.abc import Collection

from peewee import Case

from funnelboard.domain.board import Total
from funnelboard.domain.deal_query import Query
from funnelboard.domain.instant import instant_on
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.store.board_figures import kept, totals_of
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker, where
from funnelboard.store.derived_values import count_totals
from funnelboard.store.models import DealRow
from funnelboard.store.stored import readable


def read(
    database: Database, query: Query, asker: Asker, stages: Collection[Stage] = STAGES
) -> dict[Stage, tuple[Total, ...]]:
    """The totals of stages over all deals that a query shows."""
    begin = instant_on(asker.today.replace(month=1, day=1))
    found = kept(database, begin, Stage.CLOSED in stages) if query.everything else None
    if found is None:
        late = (DealRow.outcome == Outcome.WON.value) & (DealRow.closed_at >= begin)
        found = count_totals(database, where(query, asker), asker.settings.probabilities, Case(None, [(late, 1)], 0))
    with readable(database.path):
        return totals_of(found, stages)
