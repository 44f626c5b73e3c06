"""Ranks: there is always room for another place, wherever it is wanted."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from funnelboard.store import ranks


def valid(rank: str) -> bool:
    return set(rank) <= set(ranks.DIGITS) and rank != "" and not rank.endswith("0")


@given(st.lists(st.floats(0, 1), max_size=60))
@example([0.0] * 60)
@example([1.0] * 60)
@example([0.5] * 60)
@example([0.01, 0.99] * 30)
def test_any_sequence_of_insertions_stays_in_order(places: list[float]) -> None:
    order: list[str] = []
    for place in places:
        at = round(place * len(order))
        if at == 0:
            new = ranks.before(order[0] if order else None)
        elif at == len(order):
            new = ranks.after(order[-1])
        else:
            new = ranks.between(order[at - 1], order[at])
        order.insert(at, new)
        assert valid(new)
    assert all(first < second for first, second in pairwise(order))


RANK = st.text(ranks.DIGITS, min_size=1, max_size=12).filter(lambda rank: not rank.endswith("0"))


@given(RANK, RANK)
@example("a", "a1")
@example("000001", "000002")
@example("zzzzzzzz", "zzzzzzzzz")
@example("i", "i0000000001")
def test_between_any_two(one: str, other: str) -> None:
    low, high = sorted((one, other))
    if low == high:
        with pytest.raises(ValueError, match="no rank between"):
            ranks.between(low, high)
        return
    middle = ranks.between(low, high)
    assert low < middle < high
    assert valid(middle)


@given(RANK)
@example("000000001")
@example("00000001")
@example("zzzzzzzz")
@example("z" * 20)
def test_before_and_after_any(rank: str) -> None:
    assert ranks.before(rank) < rank < ranks.after(rank)
    assert valid(ranks.before(rank))
    assert valid(ranks.after(rank))


def test_new_first_and_last_places_stay_short() -> None:
    first = last = ranks.MIDDLE
    for _ in range(20_000):
        first, last = ranks.before(first), ranks.after(last)
    assert len(first) == len(last) == ranks.WIDTH


@given(st.integers(0, 200), st.none() | RANK)
def test_a_spread_is_in_order_after_the_last(count: int, last: str | None) -> None:
    spread = ranks.spread(count, last)
    assert len(spread) == count
    chain = spread if last is None else [last, *spread]
    assert all(low < high for low, high in pairwise(chain))
    assert all(map(valid, spread))
