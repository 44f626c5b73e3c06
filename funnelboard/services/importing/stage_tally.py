"""How many of a file's deals are in each place of the funnel, and what they are worth."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from funnelboard.domain.money import Money
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.exchange.imported_deal import ImportedDeal

_PLACES = (*(stage.value for stage in Stage if stage is not Stage.CLOSED), *(outcome.value for outcome in Outcome))


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many of a file's deals are in one place of the funnel, and what they are worth in each currency."""

    count: int
    amounts: tuple[Money, ...]


class StageTally:
    """Counts deals one by one."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._sums: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, deal: ImportedDeal) -> None:
        """Count a deal."""
        name = (deal.outcome or deal.stage).value
        self._counts[name] += 1
        if deal.amount is not None and deal.currency is not None:
            self._sums[name][deal.currency] += deal.amount

    def counts(self) -> Mapping[str, StageCount]:
        """What was counted, under ``lead``, ``prospect``, ``opportunity``, ``won`` and ``lost``."""
        return {
            name: StageCount(
                self._counts[name],
                tuple(Money(minor, currency) for currency, minor in sorted(self._sums[name].items())),
            )
            for name in _PLACES
        }
