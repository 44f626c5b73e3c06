"""When a deal has gone too long without a touch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from funnelboard.domain.stage import Stage

STALE_DAYS: dict[Stage, int] = {Stage.LEAD: 14, Stage.PROSPECT: 10, Stage.OPPORTUNITY: 7}
"""Days without a touch after which an open deal is stale, by default."""

MICROSECONDS_A_DAY = 86_400_000_000


def days_since(instant: int, now: int) -> int:
    """Whole days from one UTC instant to another, both in epoch microseconds; never negative."""
    return max(0, (now - instant) // MICROSECONDS_A_DAY)


def is_stale(
    stage: Stage,
    last_touch: int,
    next_due: date | None,
    parked: bool,
    now: int,
    today: date,
    limits: Mapping[Stage, int] = STALE_DAYS,
) -> bool:
    """Whether nobody has touched an open deal for too long for its stage.

    A follow-up due today or later, or being parked, suspends it.

    Args:
        last_touch, now: UTC epoch microseconds.
        next_due: Local date of the next follow-up.
        limits: Days by stage, as the shared settings have them.
    """
    limit = limits.get(stage)
    if limit is None or parked or (next_due is not None and next_due >= today):
        return False
    return days_since(last_touch, now) > limit
