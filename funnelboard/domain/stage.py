"""The four stages of the funnel and the two ways a deal can end."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    """Where a deal stands, in the order it is meant to move."""

    LEAD = "lead"
    PROSPECT = "prospect"
    OPPORTUNITY = "opportunity"
    CLOSED = "closed"

    @property
    def position(self) -> int:
        """0 for lead to 3 for closed."""
        return STAGES.index(self)

    def step(self, by: int) -> Stage | None:
        """The stage ``by`` places on (or back, if negative); None past either end."""
        position = self.position + by
        return STAGES[position] if 0 <= position < len(STAGES) else None


class Outcome(StrEnum):
    """How a closed deal ended. A deal that is not closed has none."""

    WON = "won"
    LOST = "lost"


class LostReason(StrEnum):
    """Why a deal was lost; ``other`` comes with words."""

    PRICE = "price"
    BUDGET = "budget"
    TIMING = "timing"
    COMPETITOR = "competitor"
    NO_NEED = "no need"
    NO_AUTHORITY = "no authority"
    NO_DECISION = "no decision"
    OTHER = "other"


STAGES: tuple[Stage, ...] = tuple(Stage)

STAGE_PROBABILITY: dict[Stage, int] = {Stage.LEAD: 5, Stage.PROSPECT: 20, Stage.OPPORTUNITY: 50}
"""Per cent, by default, of an open deal."""


def default_probability(
    stage: Stage, outcome: Outcome | None, by_stage: Mapping[Stage, int] = STAGE_PROBABILITY
) -> int:
    """The probability (per cent) of a deal nobody has judged otherwise: by its stage, or 100 won and 0 lost."""
    if stage is Stage.CLOSED:
        return 100 if outcome is Outcome.WON else 0
    return by_stage[stage]


def place(stage: Stage, outcome: Outcome | None) -> str:
    """Where a deal is, in words: ``prospect``, or ``closed won``."""
    return f"{stage.value} {outcome.value}" if outcome else stage.value
