"""What figures are told in: currencies side by side or at rates, shares, days."""

from __future__ import annotations

import tracemalloc
from datetime import date
from decimal import Decimal
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.rates import Rate
from funnelboard.domain.reports.measure import Measure, Spans, Spread, measure_of, per_cent
from funnelboard.domain.reports.table import Heading, Row, Table, as_text, bar_text
from funnelboard.domain.reports.worth import Counted, worth_of

MINUTE, DAY = 60_000_000, 86_400_000_000
NOK = Rate("NOK", Decimal("0.086"), "EUR", date(2026, 11, 3))
SEK = Rate("SEK", Decimal("0.09"), "EUR", date(2026, 11, 17))


def words(measure: Measure, **sums: int) -> str:
    return measure.words(sums).replace("\N{NO-BREAK SPACE}", " ")


def test_one_currency_is_told_as_it_is_whatever_the_board_has() -> None:
    measure = measure_of([{"USD": 500}, {}], "EUR", "NOK", [NOK])
    assert (measure.currency, measure.told) == ("USD", "")
    assert words(measure, USD=1_234_567) == "12 345.67 $"
    assert words(measure, USD=0) == ""
    assert measure_of([], "", "NOK", []).currency == "NOK"


def test_several_are_told_at_the_boards_rates_with_their_days() -> None:
    measure = measure_of([{"EUR": 100}, {"NOK": 100}, {"SEK": 1}], "EUR", "EUR", [NOK, SEK])
    assert words(measure, EUR=100_000, NOK=1_000_000) == "≈ 1 860 €"
    assert words(measure, EUR=100_050) == "1 000.50 €"
    assert measure.size({"NOK": 1_000}) == 86
    assert measure.told == "≈ at the board's rates of 3 Nov 2026 to 17 Nov 2026: NOK 0.086, SEK 0.09."


@pytest.mark.parametrize(
    ("board", "rates"),
    [("EUR", [NOK]), ("", [NOK, SEK]), ("DKK", [NOK, SEK])],
    ids=["one without a rate", "no currency of the board's own", "rates into an earlier currency"],
)
def test_without_a_rate_they_stand_apart(board: str, rates: list[Rate]) -> None:
    measure = measure_of([{"EUR": 100, "NOK": 100, "SEK": 100}], board, "EUR", rates)
    assert measure.currency == ""
    assert measure.total({"EUR": 100}) is None
    assert words(measure, EUR=100_000, NOK=1_000_000) == "1 000 €, 10 000 NOK"
    assert measure.size({"EUR": 100}) == 0
    assert "stand apart" in measure.told


def test_what_may_be_is_told_without_cents() -> None:
    measure = Measure("EUR")
    assert measure.words({"EUR": 12_350}, estimated=True) == "124 €"
    assert Measure("JPY").words({"JPY": 123}, estimated=True) == "123 ¥"


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(4238, 6711, "63.2"), (1, 8, "12.5"), (1, 3, "33.3"), (1, 2000, "0.1"), (0, 5, "0.0")]
)
def test_shares_have_one_decimal_rounded_half_up(part: int, whole: int, share: str) -> None:
    assert per_cent(part, whole) == Decimal(share)
    assert per_cent(0, 0) is None


def test_the_spread_of_days_is_the_median_and_the_middle_half() -> None:
    assert Spans().spread == Spread()
    assert Spans([3 * DAY]).spread == Spread(1, Decimal("3.0"), Decimal("3.0"), Decimal("3.0"))
    found = Spans([DAY, 2 * DAY, 3 * DAY, 10 * DAY, 4 * DAY])
    assert found.spread == Spread(5, Decimal("3.0"), Decimal("2.0"), Decimal("4.0"))
    assert found.spread.cells == ("5", "3.0 days", "2.0 to 4.0")
    assert found.with_others(Spans([3 * DAY])).spread.n == 6
    assert Spans([-DAY]).spread.median == 0


@given(st.lists(st.integers(0, 10_000), min_size=2))
def test_a_spread_is_what_lies_between_quarters(minutes: list[int]) -> None:
    low, middle, high = quantiles(minutes, n=4, method="inclusive")
    right = [Decimal(round(each / 144)).scaleb(-1) for each in (middle, low, high)]
    assert Spans(each * MINUTE for each in minutes).spread == Spread(len(minutes), *right)


def test_as_many_spans_as_there_are_take_no_more_memory_than_those_of_a_few() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        assert Spans(number % 1_000 * DAY + number for number in range(count)).spread.n == count
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    assert peak(40_000) < 1.1 * peak(4_000)


def test_weighted_sums_are_rounded_once() -> None:
    rows = [Counted(("a",), "EUR", 1, 99, 99 * 50), Counted(("b",), "EUR", 1, 99, 99 * 50), Counted(("c",), None, 2, 0)]
    worth = worth_of(rows)
    assert (worth.deals, worth.amount, worth.weighted) == (4, {"EUR": 198}, {"EUR": 99})


def test_bars_are_as_long_as_their_share_and_never_vanish() -> None:
    assert bar_text(50, 100, 4) == "▄▄"
    assert bar_text(90, 100, 4) == "▄▄▄▖"
    assert bar_text(1, 1_000_000, 4) == "▖"
    assert bar_text(0, 100, 4) == bar_text(5, 0, 4) == ""
    assert bar_text(45, 100, 10, in_ascii=True) == "#####"


def test_a_copied_table_falls_into_the_cells_of_a_spreadsheet() -> None:
    table = Table("Why", (Heading("reason"), Heading("lost")), (Row(("pr\tice", "2")),), (), ("Nothing else.",))
    assert as_text(table, lambda text: text.replace("\t", " ")) == "Why\nreason\tlost\npr ice\t2\nNothing else."
