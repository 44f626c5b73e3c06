"""What is counted over the whole board, kept as rows or as the range of an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from funnelboard.domain.board import Attention, Total
from funnelboard.domain.instant import instant_on
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.store.known_queries import Asks
from funnelboard.store.stored import COUNTED, NEVER


def kept(database: Asks, begin: int, with_won: bool) -> list[tuple[Any, ...]] | None:
    """The totals of the whole board as they are kept, as ``count_totals`` has them; None where one is too large."""
    rows = database.ask("kept totals")
    won = _won_since(database, begin) if with_won else Counter[str]()
    if won is None or any(COUNTED in sums for *_, amount, weighted in rows for sums in [(amount, weighted)]):
        return None
    return [(*row, won.get(row[2], 0) if row[1] == Outcome.WON else 0) for row in rows]


def totals_of(found: Iterable[Any], stages: Collection[Stage] = STAGES) -> dict[Stage, tuple[Total, ...]]:
    """The totals of stages, of the rows that they are counted or kept as."""
    totals: dict[Stage, list[Total]] = {stage: [] for stage in stages}
    for name, outcome, currency, count, *sums in found:
        stage = Stage(name)
        if count and stage in totals:
            totals[stage].append(Total(Outcome(outcome) if outcome else None, currency or None, count, *sums))
    return {stage: tuple(sorted(each, key=lambda total: -total.count)) for stage, each in totals.items()}


def year_of(today: date) -> int:
    """When the seller's year began, UTC epoch microseconds: of closed deals is told what was won since."""
    return instant_on(today.replace(month=1, day=1))


def won_since(begin: int) -> list[tuple[Any, ...]]:
    """What is asked for what was won since an instant, a name and its values each."""
    day, into_it = divmod(begin, MICROSECONDS_A_DAY)
    # Their year begins within a day of UTC; the rest of that day is not kept as a sum.
    rest = [("won between", begin, (day + 1) * MICROSECONDS_A_DAY)] if into_it else []
    return [("won from", day + bool(into_it)), *rest]


def _won_since(database: Asks, begin: int) -> Counter[str] | None:
    """Sums by currency of what was won on the board since an instant, the beginning of the seller's year."""
    won: Counter[str] = Counter()
    for currency, amount in [row for name, *values in won_since(begin) for row in database.ask(name, *values)]:
        if amount == COUNTED:
            return None
        won[currency] += amount
    return won


def counts(database: Asks) -> tuple[int, int]:
    """How many deals are on the board, and how many of them are neither won nor lost."""
    kept = database.ask("kept totals")
    return sum(row[3] for row in kept), sum(row[3] for row in kept if not row[1])


def parked(database: Asks) -> int:
    """How many deals are parked."""
    return _number(database, "parked")


def newest_change(database: Asks) -> int:
    """Id of the newest change of the log; 0 when there is none."""
    return _number(database, "newest change")


def attention(database: Asks, today: date, open_deals: int) -> Attention:
    """What wants something of so many open deals."""
    day, next_day = days(today)
    spans = (("", day), (day, next_day), (next_day, NEVER))
    overdue, due, later = (_number(database, "promised", *span) for span in spans)
    closed_overdue, closed_due = (_number(database, "promised closed", end) for end in (day, next_day))
    return attention_of(open_deals, (overdue, due, later), (closed_overdue, closed_due))


def attention_of(open_deals: int, promised: tuple[int, int, int], closed: tuple[int, int]) -> Attention:
    """What is without a promise is what is left of the open deals when all promises are counted.

    Args:
        promised: How many open deals are promised something before today, today, and later.
        closed: How many closed ones are before today, and before tomorrow.
    """
    overdue, due, later = promised
    closed_overdue, closed_due = closed
    return Attention(overdue + closed_overdue, due + closed_due - closed_overdue, open_deals - overdue - due - later)


def days(today: date) -> tuple[str, str]:
    """Today, before which all is overdue, and tomorrow."""
    return today.isoformat(), (today + timedelta(days=1)).isoformat()


def _number(database: Asks, name: str, *values: Any) -> int:
    return int(database.ask(name, *values)[0][0] or 0)
