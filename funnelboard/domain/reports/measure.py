"""What figures are told in: one currency or several, per cent, days."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import accumulate

from funnelboard.domain.dates import whole_date
from funnelboard.domain.money import Money, exponent, format_money
from funnelboard.domain.rates import Rate, total_in

_MINUTES_A_DAY, _MICROSECONDS_A_MINUTE = 1_440, 60_000_000

Sums = Mapping[str, int]
"""Minor units by currency: amounts in different currencies are never added silently."""


def add_up(many: Iterable[Sums]) -> dict[str, int]:
    """Sums, each currency by itself."""
    total: dict[str, int] = {}
    for sums in many:
        for currency, minor in sums.items():
            total[currency] = total.get(currency, 0) + minor
    return total


@dataclass(frozen=True, slots=True)
class Measure:
    """How all amounts of a report are told.

    Attributes:
        currency: What they are told in; empty where there is no rate for one of several, so that they stand apart.
        rates: Units of ``currency`` for one of each other currency that occurs; none where only one does.
        days: The local days that these rates are of.
    """

    currency: str
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    days: tuple[date, ...] = ()

    def total(self, sums: Sums) -> Money | None:
        """Sums as one amount; None where they stand apart."""
        return total_in(self.currency, sums, self.rates) if self.currency else None

    def words(self, sums: Sums, *, estimated: bool = False) -> str:
        """Sums in words: ``12 000 €``, ``≈ 12 000 €`` at rates, or ``12 000 €, 5 000 $`` apart; empty for nothing.

        Args:
            estimated: Whether they are what may be, so that cents would promise too much.
        """
        if not any(sums.values()):
            return ""
        total = self.total(sums)
        if total is None:
            found = (Money(minor, code) for code, minor in sorted(sums.items()) if minor)
            return ", ".join(format_money(_whole(each) if estimated else each) for each in found)
        at_rates = bool(set(sums) - {self.currency})
        shown = format_money(_whole(total) if estimated or at_rates else total)
        return f"≈ {shown}" if at_rates else shown

    def size(self, sums: Sums) -> int:
        """How long a bar for them is, in minor units; 0 where nothing can be compared."""
        total = self.total(sums)
        return 0 if total is None else total.minor

    @property
    def told(self) -> str:
        """The sentence about the rates, or about currencies that stand apart; empty where there is one currency."""
        if not self.currency:
            return "Amounts in several currencies stand apart: the board has no rate for all of them."
        if not self.rates:
            return ""
        codes = ", ".join(f"{code} {rate:f}" for code, rate in sorted(self.rates.items()))
        days = sorted(set(self.days))
        of = f" of {whole_date(days[0])}" if days else ""
        until = f" to {whole_date(days[-1])}" if len(days) > 1 else ""
        return f"≈ at the board's rates{of}{until}: {codes}."


def _whole(money: Money) -> Money:
    """The amount in whole major units, rounded half up: what is about so much has no cents."""
    unit = 10 ** exponent(money.currency)
    return Money((2 * money.minor + unit) // (2 * unit) * unit, money.currency)


def measure_of(every: Iterable[Sums], board_currency: str, otherwise: str, rates: Sequence[Rate]) -> Measure:
    """How to tell all these sums.

    Args:
        board_currency: The board's own, into which it has rates; empty for none.
        otherwise: What amounts are in where there are none.
        rates: The board's rates that count.
    """
    found = {code for sums in every for code, minor in sums.items() if minor}
    if len(found) < 2:
        return Measure(next(iter(found), board_currency or otherwise))
    known = {rate.currency: rate for rate in rates if rate.base == board_currency}
    others = found - {board_currency}
    if not board_currency or not others <= known.keys():
        return Measure("")
    used = [known[code] for code in sorted(others)]
    return Measure(
        board_currency, {rate.currency: rate.worth for rate in used}, tuple(rate.day for rate in used if rate.day)
    )


def per_cent(part: int, whole: int) -> Decimal | None:
    """A share in per cent with one decimal, rounded half up; None of nothing."""
    return Decimal((2000 * part + whole) // (2 * whole)).scaleb(-1) if whole else None


def per_cent_words(part: int, whole: int) -> str:
    """``63.2 %``; empty of nothing."""
    share = per_cent(part, whole)
    return "" if share is None else f"{share} %"


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in days with one decimal: half of all lie between ``low`` and ``high``.

    Attributes:
        n: How many it rests on; the others are None where it is 0.
    """

    n: int = 0
    median: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def cells(self) -> tuple[str, str, str]:
        """How many, the median, and between what half of them lie."""
        if self.median is None:
            return "0", "", ""
        middle = f"{self.median} days" if self.median else "< 0.1 days"
        return f"{self.n:,}", middle, f"{self.low} to {self.high}"


class Spans:
    """Spans of time, counted by the minute: of a million, few are another than all the others."""

    def __init__(self, spans: Iterable[int] = ()) -> None:
        """Count some, in microseconds."""
        self._minutes = Counter(map(_minute, spans))

    def add(self, span: int) -> None:
        """Count one more, in microseconds."""
        self._minutes[_minute(span)] += 1

    def with_others(self, others: Spans) -> Spans:
        """These and others."""
        both = Spans()
        both._minutes = self._minutes + others._minutes
        return both

    @property
    def spread(self) -> Spread:
        """Their spread."""
        if not self._minutes:
            return Spread()
        lengths = sorted(self._minutes)
        upto = [*accumulate(self._minutes[length] for length in lengths)]

        def at(quarter: int) -> Decimal:
            # Between the two that it lies between, as near to one of them.
            place, beyond = divmod((upto[-1] - 1) * quarter, 4)
            below, above = (lengths[bisect_right(upto, min(each, upto[-1] - 1))] for each in (place, place + 1))
            return _days((below * (4 - beyond) + above * beyond) / 4)

        return Spread(upto[-1], at(2), at(1), at(3))


def _minute(span: int) -> int:
    return round(span / _MICROSECONDS_A_MINUTE)


def _days(minutes: float) -> Decimal:
    return Decimal(max(0, round(minutes * 10 / _MINUTES_A_DAY))).scaleb(-1)
