"""What is counted over the whole board, kept as rows or as the range of an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from funnelboard.domain.board import Attention, Total
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.store.known_queries import Asks
from funnelboard.store.stored import COUNTED, NEVER


def asked(today: date, begin: int | None) -> list[tuple[Any, ...]]:
    """What is asked for all the functions here, a name and its values each, but for the newest change.

    Args:
        begin: For :func:`kept` with what was won; None without.
    """
    numbers = [("promised", *span) for span in _spans(today)] + [("promised closed", end) for end in _ends(today)]
    won: list[tuple[Any, ...]] = []
    if begin is not None:
        day, rest = _year(begin)
        won = [("won from", day), *([("won between", *rest)] if rest else [])]
    return [("kept totals",), ("parked",), *numbers, *won]


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


def _won_since(database: Asks, begin: int) -> Counter[str] | None:
    """Sums by currency of what was won on the board since an instant, the beginning of the seller's year."""
    day, rest = _year(begin)
    won: Counter[str] = Counter()
    for currency, amount in [*database.ask("won from", day), *(database.ask("won between", *rest) if rest else [])]:
        if amount == COUNTED:
            return None
        won[currency] += amount
    return won


def _year(begin: int) -> tuple[int, tuple[int, int] | None]:
    """The first whole day of a year, and the instants between which the rest of the day is that it begins in.

    The seller's year begins within a day of UTC, and the rest of that is not kept as a sum.
    """
    day, into_it = divmod(begin, MICROSECONDS_A_DAY)
    return (day + 1, (begin, (day + 1) * MICROSECONDS_A_DAY)) if into_it else (day, None)


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
    """What is without a promise is what is left of the open deals when all promises are counted."""
    overdue, due, later = (_number(database, "promised", *span) for span in _spans(today))
    closed_overdue, closed_due = (_number(database, "promised closed", end) for end in _ends(today))
    return Attention(overdue + closed_overdue, due + closed_due - closed_overdue, open_deals - overdue - due - later)


def _spans(today: date) -> tuple[tuple[str, str], ...]:
    """What is overdue, today's and later, each from a day on and before another."""
    day, next_day = _ends(today)
    return ("", day), (day, next_day), (next_day, NEVER)


def _ends(today: date) -> tuple[str, str]:
    """Today, before which all is overdue, and tomorrow."""
    return today.isoformat(), (today + timedelta(days=1)).isoformat()


def _number(database: Asks, name: str, *values: Any) -> int:
    return int(database.ask(name, *values)[0][0] or 0)
