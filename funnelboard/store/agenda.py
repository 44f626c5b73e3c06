"""What the agenda asks: promises by day, what wakes, whose birthday it is, what went stale. Each is an index range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.store.known_queries import Asks
from funnelboard.store.stored import day_of, time_of


class Promise(NamedTuple):
    """An open follow-up."""

    id: int
    deal_id: int
    due: date
    kind: str
    what: str
    time: time | None


def promises(database: Asks, until: date, owner: int | None) -> list[Promise]:
    """Open follow-ups due by a local date on deals that are on the board; on lost ones, those promised since.

    Args:
        owner: A seller's id, for what is on their deals and what they promised on others'; None for everybody's.
    """
    return [
        Promise(found, deal_id, day, kind, what, time_of(at))
        for found, deal_id, due, kind, what, at in _ask(database, "promises", owner, until.isoformat())
        if (day := day_of(due)) is not None
    ]


def waking(database: Asks, until: date, owner: int | None = None) -> list[int]:
    """Ids of parked deals that come back by a local date, the first to come back at the front."""
    return [deal_id for (deal_id,) in _ask(database, "waking", owner, until.isoformat())]


def celebrating(database: Asks, days: Iterable[str], owner: int | None) -> dict[int, int]:
    """Contacts who may be contacted and have their birthday on such a day (``11-27``), each with a deal of theirs.

    The deal is the newest one that is not lost with a no to coming back.
    """
    return dict(_ask(database, "celebrating", owner, list(days)))


def went_stale(
    database: Asks, now: int, today: date, stale_days: Mapping[Stage, int], within: int, owner: int | None
) -> list[int]:
    """Ids of deals that have been stale for at most so many days; ``now`` in UTC epoch microseconds."""
    spans = [
        now - days * MICROSECONDS_A_DAY
        for stage in STAGES[:-1]
        for days in (stale_days[stage] + 1 + within, stale_days[stage] + 1)
    ]
    return [deal_id for (deal_id,) in _ask(database, "went stale", owner, today.isoformat(), *spans)]


def adrift(database: Asks, owner: int | None, limit: int, after: int) -> list[int]:
    """Ids of open deals without a next step, nearest to closing first, then by score: so many after the first ones.

    Args:
        owner: A seller's id, for their deals and nobody's; None for everybody's.
    """
    ids: list[int] = []
    for stage in reversed(STAGES[:-1]):
        found = _ask(database, "adrift", owner, stage.value, limit + after - len(ids))
        ids += [deal_id for (deal_id,) in found]
    return ids[after:]


def count_adrift(database: Asks, owner: int | None) -> int:
    """How many open deals have no next step: those of a seller and nobody's, or everybody's."""
    return int(_ask(database, "count adrift", owner)[0][0] or 0)


def has_deals(database: Asks, seller: int) -> bool:
    """Whether any open deal on the board is a seller's, or nobody's."""
    return bool(database.ask("any to work", seller) or database.ask("any to take"))


def _ask(database: Asks, name: str, owner: int | None, *values: Any) -> list[Any]:
    """What is asked of everybody's deals, or of one seller's."""
    return database.ask(name, *values) if owner is None else database.ask(f"{name} of", *values, owner)
