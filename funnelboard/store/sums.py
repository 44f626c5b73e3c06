"""Sums of amounts, exact however large: SQL adds up in 64 bits, and gives up where they do not hold the sum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from peewee import fn

from funnelboard.errors import SumTooLarge
from funnelboard.store.database import Database
from funnelboard.store.prepared_query import BoundQuery
from funnelboard.store.stored import COUNTED

_LARGEST = 2**63 - 1
_HALF = 2**32


def kept(total: int) -> int:
    """A sum as it is kept."""
    return total if total <= _LARGEST else COUNTED


def added(before: int, more: int) -> int:
    """A kept sum with more added to it; what is counted stays so."""
    return COUNTED if before == COUNTED else kept(before + more)


def summed(query: Any, *terms: tuple[Any, Any]) -> Any:
    """A grouped query that selects the sum of each term too: to be prepared for :func:`with_sums`."""
    return query.select_extend(*(fn.SUM(amount * times) for amount, times in terms))


def with_sums(
    database: Database, query: Callable[[], Any], *terms: tuple[Any, Any], prepared: BoundQuery | None = None
) -> list[tuple[Any, ...]]:
    """The rows of a grouped query, with further columns: the sum of each term.

    Args:
        query: Makes it, where that has not been prepared or the sums are too large.
        terms: A column of amounts each, and an expression for how many times one counts: up to a hundred times.
        prepared: The same as :func:`summed` makes of it.
    """
    try:
        rows = database.rows(summed(query(), *terms) if prepared is None else prepared)
        # A product too large for an integer is made a float before it is added.
        if not any(isinstance(value, float) for row in rows for value in row):
            return [(*row[: -len(terms)], *(total or 0 for total in row[-len(terms) :])) for row in rows]
    except SumTooLarge:
        pass
    halves = [fn.SUM(half * times) for amount, times in terms for half in (amount / _HALF, amount.bin_and(_HALF - 1))]
    rows = database.rows(query().select_extend(*halves))
    whole = [[(high or 0) * _HALF + (low or 0) for high, low in _pairs(row[-len(halves) :])] for row in rows]
    return [(*row[: -len(halves)], *sums) for row, sums in zip(rows, whole, strict=True)]


def _pairs(row: tuple[Any, ...]) -> zip[tuple[Any, Any]]:
    return zip(row[::2], row[1::2], strict=True)
