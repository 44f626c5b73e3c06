"""Funnel, forecast, velocity, losses, sources, sellers and activity of a few rows, counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from funnelboard.domain.deal_query import Query
from funnelboard.domain.reports import activity, forecast, funnel, losses, sellers, sources, velocity
from funnelboard.domain.reports.activity import Promise, Touch
from funnelboard.domain.reports.forecast import PAST, UNDATED
from funnelboard.domain.reports.funnel import Funnel, Moves
from funnelboard.domain.reports.measure import Measure, Spans
from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.reports.table import Table
from funnelboard.domain.reports.velocity import Cycle, Visit
from funnelboard.domain.reports.worth import NOTHING, Counted
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.errors import BadInput

DAY = 86_400_000_000
EUR = Measure("EUR")
LEAD, PROSPECT, OPPORTUNITY = ((stage, None) for stage in (Stage.LEAD, Stage.PROSPECT, Stage.OPPORTUNITY))
WON, LOST = ((Stage.CLOSED, outcome) for outcome in Outcome)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells) for row in table.rows]


def test_the_funnel_counts_every_departure_as_it_happened() -> None:
    moves = (
        Moves(LEAD, PROSPECT, 6),
        Moves(LEAD, OPPORTUNITY, 2),
        Moves(LEAD, LOST, 2),
        Moves(PROSPECT, OPPORTUNITY, 3),
        Moves(PROSPECT, LEAD, 1),
        Moves(OPPORTUNITY, WON, 2),
        Moves(OPPORTUNITY, LOST, 1),
        Moves(LOST, LEAD, 1),
        Moves(LOST, WON, 1),
    )
    rows = [
        Counted(("lead", None), "EUR", 2, 10_000, 50_000),
        Counted(("lead", None), None, 1, 0),
        Counted(("closed", "won"), "EUR", 3, 500_00),
        Counted(("closed", "lost"), None, 1, 0),
    ]
    found = Funnel(funnel.standings(rows), NOTHING, moves, 4, EUR)
    lead, prospect, opportunity = found.conversions
    assert (lead.left, lead.on, lead.skipped, lead.lost, lead.back, lead.rate) == (10, 8, 2, 2, 0, Decimal("80.0"))
    assert (prospect.left, prospect.on, prospect.back, prospect.rate) == (4, 3, 1, Decimal("75.0"))
    assert (opportunity.on, opportunity.skipped, opportunity.lost) == (2, 0, 1)
    assert [(each.origin, each.target) for each in found.returns] == [(PROSPECT, LEAD), (LOST, LEAD), (LOST, WON)]
    assert found.win_rate == Decimal("75.0")
    standing, conversion, returns = funnel.tables(found)
    assert cells(standing)[0] == ("lead", "3", "100 €", "5 €", "", "")
    assert cells(standing)[3] == ("won", "3", "", "", "500 €", "")
    assert cells(conversion)[0] == ("lead", "10", "8", "80.0 %", "2", "2", "0")
    assert "4 deals from an import have not moved since" in conversion.notes[-1]
    assert cells(returns)[1] == ("lost", "lead", "1")


def test_an_empty_funnel_has_no_rates() -> None:
    found = Funnel(funnel.standings([]), NOTHING, (), 0, EUR)
    assert found.win_rate is None
    assert [each.rate for each in found.conversions] == [None, None, None]
    assert len(funnel.tables(found)) == 2


def test_the_forecast_keeps_won_and_open_apart_and_fills_months_in_between() -> None:
    won = [Counted(("2026-10",), "EUR", 2, 30_000)]
    may_come = [
        Counted(("2027-01", "prospect"), "EUR", 1, 10_000, 200_000),
        Counted(("2027-01", "opportunity"), "EUR", 1, 20_000, 1_000_000),
        Counted((PAST, "lead"), "EUR", 1, 5_000, 25_000),
        Counted((UNDATED, "lead"), None, 3, 0),
    ]
    history = {Stage.PROSPECT: (1, 4), Stage.OPPORTUNITY: (2, 4)}
    found = forecast.forecast(won, may_come, history, 7, EUR)
    assert [span.name for span in found.months] == ["2026-10", "2026-11", "2026-12", "2027-01"]
    assert [span.name for span in found.quarters] == ["2026-Q4", "2027-Q1"]
    january = found.months[-1]
    assert (january.won.amount, january.open.amount, january.open.weighted) == ({}, {"EUR": 30_000}, {"EUR": 12_000})
    assert january.expected == {"EUR": 10_000 // 4 + 20_000 // 2}
    assert found.past.expected is None
    assert (found.undated.open.deals, found.undated.expected) == (3, {})
    assert found.history[1].rate == Fraction(1, 4)
    assert found.history[0].rate is found.history[0].expected is None
    months, _, told = forecast.tables(found)
    assert cells(months)[0] == ("Oct 2026", "2", "300 €", "0", "", "", "")
    assert cells(months)[3] == ("Jan 2027", "0", "", "2", "300 €", "120 €", "125 €")
    assert cells(months)[4][0] == "past their date"
    assert cells(told)[0][1] == "not known"
    assert cells(told)[2] == ("opportunity", "50.0 %", "4", "1", "200 €", "100 €", "100 €")


def test_a_slip_of_a_century_does_not_fill_a_century() -> None:
    rows = [Counted((name, "lead"), "EUR", 1, 100, 0) for name in ("2026-12", "2126-12")]
    assert len(forecast.forecast([], rows, {}, 0, EUR).months) == 2
    assert forecast.forecast([], [], {}, 0, EUR).months == ()


def test_velocity_counts_every_visit_and_imports_apart() -> None:
    visits = [
        Visit(Stage.LEAD, 0, 2 * DAY),
        Visit(Stage.LEAD, 10 * DAY, 14 * DAY),
        Visit(Stage.PROSPECT, None, 5 * DAY),
    ]
    cycles = [
        Cycle(Outcome.WON, 0, None, 10 * DAY),
        Cycle(Outcome.WON, None, 0, 20 * DAY),
        Cycle(Outcome.WON, None, None, DAY),
        Cycle(Outcome.LOST, 5 * DAY, 0, 4 * DAY),
    ]
    found = velocity.velocity(visits, [(Stage.LEAD, 3 * DAY)], 2, cycles)
    assert [spread.n for _, spread in found.stages] == [2, 0, 0]
    assert found.stages[0][1].median == Decimal("3.0")
    assert found.unknown == 1
    won, lost = found.cycles
    assert (won.every.n, won.every.median, won.history.median, won.imported.median) == (2, 15, 10, 20)
    assert won.unknown == 1
    assert (lost.every.n, lost.every.median) == (1, 0)
    cycle, stages, now = velocity.tables(found)
    assert [row.cells[:2] for row in cycle.rows] == [
        ("won, all", "2"), ("won, by history", "1"), ("won, imported", "1"), ("lost, by history", "1"),
    ]  # fmt: skip
    assert "1 more that began with an import is not in it." in stages.notes
    assert now.rows[0].cells == ("lead", "1", "3.0 days", "3.0 to 3.0")
    assert now.notes == ("2 more are where an import put them, nobody knows since when.",)


def test_losses_are_told_by_what_they_have_in_common() -> None:
    rows = [
        Counted((1, "lost"), "EUR", 2, 1_000), Counted((1, "won"), "EUR", 3, 1_000),
        Counted((None, "lost"), None, 4, 0), Counted((2, "won"), None, 1, 0),
    ]  # fmt: skip
    found = losses.tallies(rows, {1: "kari", 2: "ola", None: "nobody"}, "lost-by")
    assert [(each.label, each.lost.deals, each.won, each.lost_share) for each in found] == [
        ("nobody", 4, 0, 100), ("kari", 2, 3, 40), ("ola", 0, 1, 0),
    ]  # fmt: skip
    sizes = losses.size_tallies([Counted((4, "lost"), "EUR", 1, 1), Counted((0, "won"), "EUR", 1, 1)])
    assert [each.label for each in sizes] == ["below 1k", "100k and more"]


def test_sources_and_sellers_are_sorted_by_what_matters() -> None:
    rows = [
        Counted(("referral", "won"), "EUR", 1, 5_000), Counted(("referral", None), "EUR", 1, 100, 500),
        Counted(("", "lost"), None, 3, 0),
    ]  # fmt: skip
    reached = {Stage.PROSPECT: {"referral": 2}, Stage.OPPORTUNITY: {"referral": 1}}
    found = sources.sources(rows, reached, {"referral": Spans([DAY])}, EUR)
    assert [(line.name, line.deals, line.prospects, line.lost) for line in found.lines] == [
        ("not known", 3, 0, 3), ("referral", 2, 2, 0),
    ]  # fmt: skip
    assert (found.lines[1].won_share, found.lines[1].touch.median) == (50, 1)
    people = sellers.sellers(
        [Counted((1, "won"), "EUR", 1, 100), Counted((1, "lost"), None, 1, 0), Counted((2, "won"), "EUR", 1, 900)],
        {1: "kari", 2: "ola"},
        EUR,
    )
    assert [(line.name, line.win_rate) for line in people.lines] == [("ola", 100), ("kari", 50)]


def test_what_was_noted_and_finished_at_once_is_one_touch() -> None:
    at = int(datetime(2026, 11, 11, 12, tzinfo=UTC).timestamp()) * 1_000_000
    days = activity.active_days(Scope(since=date(2026, 11, 4)), date(2026, 11, 18))
    promises = [
        Promise(1, date(2026, 11, 11), date(2026, 11, 11), False),
        Promise(1, date(2026, 11, 11), date(2026, 11, 12), False),
        Promise(1, date(2026, 11, 11), None, False),
        Promise(1, date(2026, 11, 11), None, True),
    ]
    found = activity.activity(
        [Touch(at, 5, 1, "call"), Touch(at, 6, 2, "demo")],
        [Touch(at, 5, 1, "call"), Touch(at + 1, 5, 1, "email"), Touch(at, 5, 2, "todo")],
        promises,
        {1: "kari", 2: "ola"},
        lambda instant: datetime.fromtimestamp(instant / 1_000_000, UTC).date(),
        days,
    )
    assert [day for day, _ in found.weeks] == [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)]
    assert found.weeks[1][1].counts == (1, 1, 1, 1)
    assert [(name, done.counts) for _, name, done, _ in found.sellers] == [
        ("kari", (1, 1, 0, 0)),
        ("ola", (0, 0, 1, 1)),
    ]
    assert [(day, name, done.counts) for day, _, name, done in found.seller_weeks] == [
        (date(2026, 11, 9), "kari", (1, 1, 0, 0)),
        (date(2026, 11, 9), "ola", (0, 0, 1, 1)),
    ]
    both = activity.tables(found)[-1]
    assert (both.title, cells(both)[1]) == ("By week and seller", ("9 Nov 2026", "ola", "0", "0", "1", "1", "2"))
    assert (found.kept.in_time, found.kept.late, found.kept.overdue, found.kept.dropped) == (1, 1, 1, 1)
    assert found.kept.share == Decimal("33.3")


def test_a_quarter_of_a_year_is_told_where_no_days_are_asked_for() -> None:
    days = activity.active_days(Scope(), date(2026, 11, 18))
    assert (days.since, days.until) == (date(2026, 8, 24), date(2026, 11, 18))


def test_centuries_without_a_touch_are_not_told_week_by_week() -> None:
    days = activity.active_days(Scope(since=date(1900, 1, 1), until=date(2199, 1, 1)), date(2026, 11, 18))
    touches = [Touch(day, 1, 1, "call") for day in (0, 14)]

    def day_of(instant: int) -> date:
        return date(2026, 11, 2 + instant)

    assert len(activity.activity(touches, [], [], {}, day_of, days).weeks) == 3
    assert len(activity.activity([], [], [], {}, day_of, days).weeks) == 1


def test_a_scope_says_what_it_is_about() -> None:
    assert Scope().words == "all deals"
    assert Scope(Query(), "owner:me", date(2026, 1, 1), date(2026, 3, 31)).words == (
        "owner:me, 1 Jan 2026 to 31 Mar 2026"
    )
    assert Scope(until=date(2026, 3, 31)).words == "until 31 Mar 2026"
    with pytest.raises(BadInput, match="before they begin"):
        Scope(since=date(2026, 2, 1), until=date(2026, 1, 1)).check()
