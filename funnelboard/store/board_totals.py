"""What stands above the columns: counts and sums by currency, kept as rows so that they cost the same at any size.

Only the sums of a filtered board are counted anew, with what the filter shows or with what it does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from operator import sub
from typing import Any

from funnelboard.domain.board import Total
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.store.board_figures import kept, totals_of, year_of
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
    begin = year_of(asker.today)
    probabilities = asker.settings.probabilities

    def counted(there: Any) -> list[tuple[Any, ...]]:
        within = there if stages is STAGES else there & DealRow.stage.in_([stage.value for stage in stages])
        return count_totals(database, within, probabilities, won_since=begin)

    if shown.few is not None:
        found = added_up(_grouped(shown.few, begin), probabilities)
    elif shown.everything or shown.others is not None:
        whole = kept(database, begin, Stage.CLOSED in stages)
        if whole is None:
            found = counted(shown.all)
        else:
            found = whole if shown.everything else _without(whole, counted(shown.others))
    else:
        found = counted(shown.all)
    with readable(database.where):
        return totals_of(found, stages)


def _grouped(few: Iterable[FewDeal], begin: int) -> Iterator[tuple[Any, ...]]:
    """Few deals in groups, as they are added up."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for _, stage, outcome, currency, probability, amount, closed_at, _ in few:
        group = groups.setdefault((stage, outcome, currency, probability), [0, 0, 0])
        group[0] += 1
        if amount is not None:
            group[1] += amount
            if closed_at is not None and closed_at >= begin:
                group[2] += amount
    return ((*key, *sums) for key, sums in groups.items())


def _without(whole: Iterable[tuple[Any, ...]], others: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Totals less others."""
    less = {row[:3]: row[3:] for row in others}
    return [(*row[:3], *map(sub, row[3:], less.get(row[:3], (0, 0, 0, 0)))) for row in sorted(whole)]
