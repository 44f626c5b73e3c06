"""Exchange rates: what one unit of a currency is worth in the board's own, and amounts converted at them, exactly.

A rate is a decimal number of at most twelve decimals. Sums are made of fractions and rounded once, half up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from funnelboard.domain.money import EXPONENTS, Money, exponent
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import BadInput

if TYPE_CHECKING:
    from fractions import Fraction

FINEST = max(EXPONENTS.values())
"""Decimals that amounts of different currencies are compared in: no currency has more."""

MAX_COMPARED = 2**63 - 1
"""What a compared amount is at most: the largest integer that a database keeps."""

_LEAST, _MOST, _DECIMALS = Decimal("0.000000001"), Decimal(1_000_000_000), 12


class Rate(NamedTuple):
    """What one unit of a currency is worth.

    Attributes:
        currency: ISO 4217 code.
        worth: Units of ``base``.
        base: The board's currency when the rate was given; another one's rates do not count.
        day: Local date it is of.
    """

    currency: str
    worth: Decimal
    base: str
    day: date | None


def read_rate(text: str) -> tuple[str, Decimal]:
    """A typed rate, tidied, and what it means.

    Raises:
        BadInput: It is no number, or not between a thousand-millionth and a thousand million.
    """
    try:
        rate = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        rate = Decimal(0)
    if not (rate.is_finite() and _LEAST <= rate <= _MOST):
        raise BadInput(f"“{text.strip()}” is no exchange rate. Type how much one unit is worth, for example 0.086.")
    if rate != round(rate, _DECIMALS):
        raise BadInput(f"“{text.strip()}” has too many decimals. A rate has at most {_DECIMALS}.")
    return format(rate, "f"), rate


def total_in(currency: str, sums: Mapping[str, int], rates: Mapping[str, Decimal]) -> Money | None:
    """Sums in several currencies (minor units) as one in another; None when one of them has no rate into it."""
    from fractions import Fraction

    total = Fraction(0)
    for code, minor in sums.items():
        value = _worth(minor, code, currency, rates)
        if value is None:
            return None
        total += value
    return Money(_rounded(total * 10 ** exponent(currency)), currency)


def compared(minor: int, code: str, currency: str, rates: Mapping[str, Decimal]) -> int | None:
    """An amount as it compares with others: ten-thousandths of a major unit of ``currency``; None without a rate."""
    value = _worth(minor, code, currency, rates)
    return None if value is None else min(_rounded(value * 10**FINEST), MAX_COMPARED)


def _worth(minor: int, code: str, currency: str, rates: Mapping[str, Decimal]) -> Fraction | None:
    from fractions import Fraction

    rate = Decimal(1) if code == currency else rates.get(code)
    return None if rate is None else Fraction(minor, 10 ** exponent(code)) * Fraction(rate)


def _rounded(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
