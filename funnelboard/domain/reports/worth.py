"""How many deals, and what they are worth: what every report counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.reports.measure import Sums, add_up

Key = TypeVar("Key")


class Counted(NamedTuple):
    """Deals of one currency that have something in common.

    Attributes:
        key: What they have in common.
        currency: None for those without an amount.
        amount: The sum in minor units.
        weighted: Minor units times per cent, so that no rounding is lost.
    """

    key: tuple[str | int | None, ...]
    currency: str | None
    deals: int
    amount: int
    weighted: int = 0


@dataclass(frozen=True, slots=True)
class Worth:
    """Deals with their amounts.

    Attributes:
        weighted: Amounts times probability, rounded down once in each currency.
    """

    deals: int = 0
    amount: Sums = field(default_factory=dict)
    weighted: Sums = field(default_factory=dict)


NOTHING = Worth()


def worth_of(rows: Iterable[Counted]) -> Worth:
    """All rows together, each currency by itself."""
    found = list(rows)
    with_amount = [row for row in found if row.currency is not None]
    weighted = add_up({row.currency: row.weighted} for row in with_amount if row.currency)
    return Worth(
        sum(row.deals for row in found),
        add_up({row.currency: row.amount} for row in with_amount if row.currency),
        {code: hundredths // 100 for code, hundredths in weighted.items()},
    )


def worth_by(rows: Iterable[Counted], key: Callable[[Counted], Key]) -> dict[Key, Worth]:
    """What the rows are worth by what they have in common."""
    grouped: dict[Key, list[Counted]] = {}
    for row in rows:
        grouped.setdefault(key(row), []).append(row)
    return {each: worth_of(found) for each, found in grouped.items()}
