"""What was won month by month, what may come by month of expected close, and what the seller's own history says.

What was won is tangible, what is open is potential: they stand side by side and are never added together. Deals that
are past their expected close date, or have none, are in no month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from funnelboard.domain.calendar_days import MONTHS
from funnelboard.domain.presets import GENERAL, Preset
from funnelboard.domain.reports.measure import Measure, Sums, add_up, per_cent_words
from funnelboard.domain.reports.scope import Pick
from funnelboard.domain.reports.table import Heading, Row, Table
from funnelboard.domain.reports.worth import NOTHING, Counted, Worth, worth_by, worth_of
from funnelboard.domain.stage import STAGES, Stage

PAST, UNDATED = "past", "undated"
"""In the place of a month: of open deals past their date, and of those without one."""


@dataclass(frozen=True, slots=True)
class StageHistory:
    """What became of all deals that were ever in a stage, moved there or away from it by somebody, and are closed now.

    Attributes:
        open: Those that stand there now.
    """

    stage: Stage
    won: int
    closed: int
    open: Worth

    @property
    def rate(self) -> Fraction | None:
        """Which share of them was won; None where none is closed."""
        return Fraction(self.won, self.closed) if self.closed else None

    @property
    def expected(self) -> Sums | None:
        """What the open ones bring in if they go the same way, each currency by itself."""
        return None if self.rate is None else _shared(self.open.amount, self.rate)


@dataclass(frozen=True, slots=True)
class Span:
    """A month, a quarter, or one of the open deals' two lines without a month.

    Attributes:
        name: ``2026-12``, ``2026-Q4``, or ``past`` and ``undated``.
        won: What was won in it.
        open: What is expected to close in it.
        expected: What history says of that; None where it says nothing of one of the stages.
    """

    name: str
    won: Worth
    open: Worth
    expected: Sums | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Months in order, then the lines without one.

    Attributes:
        unknown: Closed deals that an import brought and nobody moved: no history, so they say nothing of stages.
    """

    months: tuple[Span, ...]
    quarters: tuple[Span, ...]
    past: Span
    undated: Span
    history: tuple[StageHistory, ...]
    unknown: int
    measure: Measure


def forecast(
    won: Iterable[Counted],
    open_deals: Iterable[Counted],
    history: Mapping[Stage, tuple[int, int]],
    unknown: int,
    measure: Measure,
) -> Forecast:
    """Put a forecast together.

    Args:
        won: By the month it was won in.
        open_deals: By the month of their expected close, ``past`` or ``undated``, and by stage.
        history: Of each open stage how many deals that were in it were won, and how many are closed.
    """
    won, open_deals = list(won), list(open_deals)
    stages = worth_by(open_deals, lambda row: row.key[1])
    told = tuple(
        StageHistory(stage, *history.get(stage, (0, 0)), stages.get(stage.value, NOTHING)) for stage in STAGES[:-1]
    )
    rates = {each.stage.value: each.rate for each in told}

    def span(name: str, months: Iterable[str]) -> Span:
        of = set(months)
        may_come = [row for row in open_deals if row.key[0] in of]
        return Span(
            name, worth_of(row for row in won if row.key[0] in of), worth_of(may_come), _expected(may_come, rates)
        )

    found = {str(row.key[0]) for row in (*won, *open_deals)} - {PAST, UNDATED}
    months = _every_month(found)
    quarters: dict[str, list[str]] = {}
    for month in months:
        quarters.setdefault(quarter_of(month), []).append(month)
    return Forecast(
        tuple(span(month, (month,)) for month in months),
        tuple(span(quarter, of) for quarter, of in quarters.items()),
        span(PAST, (PAST,)),
        span(UNDATED, (UNDATED,)),
        told,
        unknown,
        measure,
    )


def month_name(day: date) -> str:
    """``2026-12``."""
    return f"{day.year:04}-{day.month:02}"


def quarter_of(month: str) -> str:
    """``2026-Q4`` for ``2026-12``."""
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"


def first_day(month: str) -> date:
    """Of ``2026-12``."""
    return date(int(month[:4]), int(month[5:]), 1)


def month_words(month: str) -> str:
    """``Dec 2026``."""
    return f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"


def _every_month(found: Iterable[str]) -> list[str]:
    """From the first to the last one, those in which nothing happens too, unless that would be decades of them."""
    months = sorted(found)
    if not months:
        return []
    first, last = (int(each[:4]) * 12 + int(each[5:]) - 1 for each in (months[0], months[-1]))
    if last - first > _MOST_MONTHS:
        return months
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]


_MOST_MONTHS = 120
"""A slip of the keyboard may date a deal a century ahead."""


def _expected(rows: Iterable[Counted], rates: Mapping[str, Fraction | None]) -> Sums | None:
    shares = []
    for stage, worth in worth_by(rows, lambda row: str(row.key[1])).items():
        rate = rates[stage]
        if any(worth.amount.values()):
            if rate is None:
                return None
            shares.append(_shared(worth.amount, rate))
    return add_up(shares)


def _shared(sums: Sums, rate: Fraction) -> Sums:
    return {code: int(minor * rate) for code, minor in sums.items()}


def tables(forecast: Forecast, preset: Preset = GENERAL) -> tuple[Table, ...]:
    """Months, quarters, and what history says; in the words of a preset."""
    spans = [
        *((each, month_words(each.name)) for each in forecast.months),
        (forecast.past, "past their date"),
        (forecast.undated, "without a date"),
    ]
    quarters = [(each, each.name.replace("-", " ")) for each in forecast.quarters]
    return (
        _span_table("Month by month", "month", spans, forecast, preset),
        _span_table("Quarter by quarter", "quarter", quarters, forecast, preset),
        _history_table(forecast, preset),
    )


def _span_table(title: str, name: str, spans: Iterable[tuple[Span, str]], forecast: Forecast, preset: Preset) -> Table:
    measure = forecast.measure
    rows = tuple(
        Row(
            (
                words,
                f"{span.won.deals:,}",
                measure.words(span.won.amount),
                f"{span.open.deals:,}",
                measure.words(span.open.amount),
                measure.words(span.open.weighted, estimated=True),
                "" if span.expected is None else measure.words(span.expected, estimated=True),
            ),
            Pick("span", (span.name,)),
            (measure.size(span.won.amount), measure.size(span.open.weighted)),
        )
        for span, words in spans
    )
    headings = (
        Heading(name),
        Heading(preset.won, right=True, spare=True),
        Heading("tangible", right=True),
        Heading("open", right=True, spare=True),
        Heading("potential", right=True, spare=True),
        Heading("weighted", right=True),
        Heading("by history", right=True, spare=True),
    )
    return Table(title, headings, rows, ("tangible", "weighted"))


def _history_table(forecast: Forecast, preset: Preset) -> Table:
    measure = forecast.measure
    rows = tuple(
        Row(
            (
                preset.place(each.stage),
                per_cent_words(each.won, each.closed) or "not known",
                f"{each.closed:,}",
                f"{each.open.deals:,}",
                measure.words(each.open.amount),
                measure.words(each.open.weighted, estimated=True),
                "" if each.expected is None else measure.words(each.expected, estimated=True),
            ),
            Pick("been", (each.stage.value,)),
        )
        for each in forecast.history
    )
    headings = (
        Heading("from"),
        Heading(preset.won, right=True),
        Heading("of closed", right=True),
        Heading("open", right=True, spare=True),
        Heading("potential", right=True, spare=True),
        Heading("weighted", right=True, spare=True),
        Heading("by history", right=True),
    )
    notes = [f"{preset.won.capitalize()} of the closed deals that were ever in the stage, times what stands there now."]
    if forecast.unknown:
        notes.append(
            f"{forecast.unknown:,} closed deals came with an import and have no history, so they are not in it."
        )
    return Table("What your own history says", headings, rows, (), tuple(notes))
