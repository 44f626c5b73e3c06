"""Reports as JSON.

Amounts are exact decimal numbers in major units of the report's ``currency``, at the board's rates where it has
``rates``; null where currencies stand apart, which ``amounts`` tells by currency in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from funnelboard.domain.money import Money
from funnelboard.domain.reports.activity import Activity, Done, Kept
from funnelboard.domain.reports.forecast import Forecast, Span
from funnelboard.domain.reports.funnel import Funnel
from funnelboard.domain.reports.losses import Losses, Tally
from funnelboard.domain.reports.measure import Measure, Spread, Sums
from funnelboard.domain.reports.sellers import Sellers
from funnelboard.domain.reports.sources import Sources
from funnelboard.domain.reports.table import Report
from funnelboard.domain.reports.velocity import Velocity
from funnelboard.domain.reports.worth import Worth
from funnelboard.domain.stage import place


def report_to_json(report: Report) -> dict[str, object]:
    """A report as a JSON object: what it is about, then its figures."""
    figures = report.figures
    measure: Measure | None = getattr(figures, "measure", None)
    about = {
        "report": report.name,
        "query": report.scope.text or None,
        "since": report.scope.since and report.scope.since.isoformat(),
        "until": report.scope.until and report.scope.until.isoformat(),
    }
    return {**about, **({} if measure is None else _measure(measure)), **_WRITERS[type(figures)](figures)}


def _measure(measure: Measure) -> dict[str, object]:
    return {
        "currency": measure.currency or None,
        "rates": dict(sorted(measure.rates.items())),
        "rates_of": sorted({day.isoformat() for day in measure.days}),
    }


def _funnel(funnel: Funnel) -> dict[str, object]:
    measure = funnel.measure
    return {
        "stages": [
            {
                "stage": each.stage,
                "outcome": each.outcome,
                **_worth(each.worth, measure),
                **_weighted(each.worth, measure),
            }
            for each in funnel.stages
        ],
        "win_rate": funnel.win_rate,
        "parked": {**_worth(funnel.parked, measure), **_weighted(funnel.parked, measure)},
        "conversions": [
            {
                "stage": each.stage,
                "left": each.left,
                "went_on": each.on,
                "skipped": each.skipped,
                "lost": each.lost,
                "went_back": each.back,
                "rate": each.rate,
            }
            for each in funnel.conversions
        ],
        "moves": [
            {"from": place(*each.origin), "to": place(*each.target), "count": each.count} for each in funnel.moves
        ],
        "without_history": funnel.unmoved,
    }


def _forecast(forecast: Forecast) -> dict[str, object]:
    measure = forecast.measure
    return {
        "months": [{"month": span.name, **_span(span, measure)} for span in forecast.months],
        "quarters": [{"quarter": span.name, **_span(span, measure)} for span in forecast.quarters],
        "past": _span(forecast.past, measure),
        "undated": _span(forecast.undated, measure),
        "history": [
            {
                "stage": each.stage,
                "won": each.won,
                "closed": each.closed,
                "open": each.open.deals,
                "amount": _amount(each.open.amount, measure),
                "expected": None if each.expected is None else _amount(each.expected, measure),
            }
            for each in forecast.history
        ],
        "without_history": forecast.unknown,
    }


def _span(span: Span, measure: Measure) -> dict[str, object]:
    return {
        "won": _amount(span.won.amount, measure),
        "open": _amount(span.open.amount, measure),
        "weighted": _amount(span.open.weighted, measure),
        "expected": None if span.expected is None else _amount(span.expected, measure),
        "won_deals": span.won.deals,
        "open_deals": span.open.deals,
        "won_amounts": _apart(span.won.amount),
        "open_amounts": _apart(span.open.amount),
    }


def _velocity(velocity: Velocity) -> dict[str, object]:
    return {
        "cycle_days": {
            each.outcome.value: {
                **_spread(each.every),
                "by_history": _spread(each.history),
                "imported": _spread(each.imported),
                "unknown": each.unknown,
            }
            for each in velocity.cycles
        },
        "in_stage_days": {stage.value: _spread(spread) for stage, spread in velocity.stages},
        "began_with_import": velocity.unknown,
        "open_in_stage_days": {stage.value: _spread(spread) for stage, spread in velocity.standing},
        "open_since_import": velocity.imported,
    }


def _losses(losses: Losses) -> dict[str, object]:
    measure = losses.measure

    def tallied(name: str, tallies: Iterable[Tally]) -> list[dict[str, object]]:
        return [
            {
                name: each.label,
                **_worth(each.lost, measure),
                **({} if each.won is None else {"won": each.won, "lost_share": each.lost_share}),
            }
            for each in tallies
        ]

    return {
        "lost": _worth(losses.lost, measure),
        "reasons": tallied("reason", losses.reasons),
        "stages": tallied("stage", losses.stages),
        "sellers": tallied("seller", losses.sellers),
        "sources": tallied("source", losses.sources),
        "sizes": tallied("size", losses.sizes),
        "objections": [{"deal": each.deal_id, "title": each.title, "text": each.text} for each in losses.in_the_way],
        "open_objections": losses.objections,
        "may_return": [
            {
                "deal": each.deal_id,
                "title": each.title,
                "who": each.who or None,
                "reason": each.reason,
                "when": each.day and each.day.isoformat(),
            }
            for each in losses.returns
        ],
        "said_yes": losses.may_return,
        "said_no": losses.may_not,
    }


def _sources(sources: Sources) -> dict[str, object]:
    measure = sources.measure
    return {
        "sources": [
            {
                "source": line.source or None,
                "deals": line.deals,
                "prospects": line.prospects,
                "opportunities": line.opportunities,
                "won": line.won.deals,
                "lost": line.lost,
                "open": line.open.deals,
                "won_share": line.won_share,
                "amount": _amount(line.won.amount, measure),
                "amounts": _apart(line.won.amount),
                "potential": _amount(line.open.amount, measure),
                "weighted": _amount(line.open.weighted, measure),
                "first_touch_days": _spread(line.touch),
            }
            for line in sources.lines
        ]
    }


def _sellers(sellers: Sellers) -> dict[str, object]:
    measure = sellers.measure
    return {
        "sellers": [
            {
                "seller": line.seller or None,
                "open": line.open.deals,
                "won": line.won.deals,
                "lost": line.lost.deals,
                "amount": _amount(line.won.amount, measure),
                "amounts": _apart(line.won.amount),
                "win_rate": line.win_rate,
                "potential": _amount(line.open.amount, measure),
                "weighted": _amount(line.open.weighted, measure),
            }
            for line in sellers.lines
        ]
    }


def _activity(activity: Activity) -> dict[str, object]:
    return {
        "since": activity.since.isoformat(),
        "until": activity.until.isoformat(),
        "weeks": [
            {
                "week": day.isoformat(),
                **_done(done),
                "sellers": [
                    {"seller": name, **_done(theirs)} for week, _, name, theirs in activity.seller_weeks if week == day
                ],
            }
            for day, done in activity.weeks
        ],
        "sellers": [
            {"seller": name, **_done(done), "promises": _kept(kept)} for _, name, done, kept in activity.sellers
        ],
        "promises": _kept(activity.kept),
    }


def _done(done: Done) -> dict[str, int]:
    return {"calls": done.calls, "mails": done.mails, "meetings": done.meetings, "other": done.other}


def _kept(kept: Kept) -> dict[str, object]:
    counts = {"in_time": kept.in_time, "late": kept.late, "overdue": kept.overdue, "dropped": kept.dropped}
    return {"due": kept.due, **counts, "share": kept.share}


def _worth(worth: Worth, measure: Measure) -> dict[str, object]:
    return {"deals": worth.deals, "amount": _amount(worth.amount, measure), "amounts": _apart(worth.amount)}


def _weighted(worth: Worth, measure: Measure) -> dict[str, object]:
    return {"weighted": _amount(worth.weighted, measure)}


def _amount(sums: Sums, measure: Measure) -> Decimal | None:
    total = measure.total(sums)
    return None if total is None else total.major


def _apart(sums: Sums) -> dict[str, Decimal]:
    return {code: Money(minor, code).major for code, minor in sorted(sums.items())}


def _spread(spread: Spread) -> dict[str, object]:
    return {"median": spread.median, "n": spread.n, "low": spread.low, "high": spread.high}


_WRITERS: Mapping[type, Callable[[Any], dict[str, object]]] = {
    Funnel: _funnel,
    Forecast: _forecast,
    Velocity: _velocity,
    Losses: _losses,
    Sources: _sources,
    Sellers: _sellers,
    Activity: _activity,
}
