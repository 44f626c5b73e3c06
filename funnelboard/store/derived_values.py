"""What derived columns and rows should be, from the rows they follow from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import add
from typing import Any

from peewee import SQL, Case, fn

from funnelboard.domain.stage import Outcome, Stage, default_probability
from funnelboard.domain.staleness import MICROSECONDS_A_DAY
from funnelboard.store import settings
from funnelboard.store.database import Database
from funnelboard.store.models import AnswerRow, DealRow, FollowUpRow, NoteRow, ObjectionRow, StageChangeRow
from funnelboard.store.prepared_query import PreparedQuery
from funnelboard.store.promises import in_order, is_open, stands
from funnelboard.store.sums import with_sums
from funnelboard.store.words import greatest

_DECIDED = {outcome.value: default_probability(Stage.CLOSED, outcome) for outcome in Outcome}


def probability_of(row: Mapping[str, Any], by_stage: Mapping[Stage, int]) -> int:
    """Per cent for a deal's row: its own while it is open, or its stage's by the shared settings.

    Whatever somebody else has written into the row, as :func:`probability_column` has it.
    """
    own, outcome = row.get("probability"), row.get("outcome")
    if outcome in _DECIDED:
        return _DECIDED[outcome]
    return int(own) if own is not None else by_stage.get(row["stage"], 0)


def probability_column(by_stage: Mapping[Stage, int]) -> Any:
    """:func:`probability_of` as an expression on the deal table."""
    usual = Case(DealRow.stage, [(stage.value, per_cent) for stage, per_cent in by_stage.items()], 0)
    closed = [(DealRow.outcome == outcome, per_cent) for outcome, per_cent in _DECIDED.items()]
    return Case(None, closed, fn.COALESCE(DealRow.probability, usual))


def count_totals(
    database: Database, where: Any, by_stage: Mapping[Stage, int], *, won_since: int | None = None
) -> list[tuple[Any, ...]]:
    """Stage, outcome, currency, count, amount and weighted amount of the deals that meet a condition.

    Grouped by the bare columns, which an index has in that order: sorting 40,000 deals would take longer than
    matching them. Weighted amounts are made of the sums by probability.

    Args:
        won_since: Give the amount of what was won from an instant on after all these.
    """
    key = (DealRow.stage, DealRow.outcome, DealRow.currency, DealRow.probability)
    query = DealRow.select(*key, fn.COUNT(SQL("*"))).where(where).group_by(*key)
    terms: list[tuple[Any, Any]] = [(DealRow.amount, 1)]
    if won_since is not None:
        terms.append((DealRow.amount, Case(None, [(DealRow.closed_at >= won_since, 1)], 0)))
    return added_up(with_sums(database, lambda: query, *terms), by_stage)


def added_up(groups: Iterable[Sequence[Any]], by_stage: Mapping[Stage, int]) -> list[tuple[Any, ...]]:
    """Stage, outcome, currency, count, amount and weighted amount of groups of deals.

    Args:
        groups: Stage, outcome, currency and probability of one each, how many deals it has, their amount, and what of
            that is to come after all these if it was won.
    """
    totals: dict[tuple[str, str, str], list[int]] = {}
    for stage, outcome, currency, probability, count, amount, *since in groups:
        row = {"stage": stage, "outcome": outcome, "probability": probability}
        weighted = amount * probability_of(row, by_stage)
        won = [each if outcome == Outcome.WON.value else 0 for each in since]
        total = totals.setdefault((stage, outcome or "", currency or ""), [0, 0, 0, *(0 for _ in since)])
        total[:] = map(add, total, (count, amount, weighted, *won))
    return [(*key, *total) for key, total in sorted(totals.items())]


def miscompared(database: Database, ids: list[int] | None = None) -> list[tuple[int, int | None]]:
    """Deals whose amount does not compare as the board's rates say, with what it should compare as."""
    shared = settings.current(database)
    found = database.each_row(_prices()) if ids is None else database.rows(_prices_of(ids))
    right = (
        (deal_id, stored, None if minor is None else shared.compared(minor, currency))
        for deal_id, stored, minor, currency in found
    )
    return [(deal_id, value) for deal_id, stored, value in right if value != stored]


@PreparedQuery
def _prices() -> Any:
    return DealRow.select(DealRow.id, DealRow.compared, DealRow.amount, DealRow.currency)


@PreparedQuery
def _prices_of(ids: list[Any]) -> Any:
    return (
        DealRow.select(DealRow.id, DealRow.compared, DealRow.amount, DealRow.currency)
        .where(DealRow.id.in_(ids))
        .order_by(DealRow.id)
    )


_WON_DAY = DealRow.closed_at / MICROSECONDS_A_DAY


def won_days() -> Any:
    """The days of UTC from 1970 on, and the currencies, in which something was won, as a query of their deals."""
    return won_deals().group_by(_WON_DAY, DealRow.currency)


def won_deals() -> Any:
    """The day and the currency of each of those deals, as a query."""
    return DealRow.select(_WON_DAY, DealRow.currency).where(
        DealRow.deleted_at.is_null(), DealRow.parked_until.is_null(), DealRow.outcome == Outcome.WON.value,
        DealRow.currency.is_null(False), DealRow.closed_at >= 0,
    )  # fmt: skip


def activity_values(*, void: bool = False) -> dict[Any, Any]:
    """What next due, last touch and open objections of a deal should be, as subqueries on its activity.

    Args:
        void: Whether what was promised before a deal was lost counts, as it once did.
    """

    def of(model: Any, *where: Any) -> Any:
        return (model.deal == DealRow.id, model.deleted_at.is_null(), *where)

    follow_up, note, move, objection, answer = (
        model.alias() for model in (FollowUpRow, NoteRow, StageChangeRow, ObjectionRow, AnswerRow)
    )
    promised = (follow_up.deal == DealRow.id, is_open(follow_up), *(() if void else (stands(follow_up),)))
    touches = (
        note.select(fn.MAX(note.at)).where(*of(note)),
        follow_up.select(fn.MAX(follow_up.done_at)).where(*of(follow_up)),
        move.select(fn.MAX(move.at)).where(*of(move)),
        answer.select(fn.MAX(answer.at)).where(*of(answer)),
        objection.select(fn.MAX(fn.COALESCE(objection.resolved_at, objection.raised_at))).where(*of(objection)),
    )
    return {
        DealRow.next_due: follow_up.select(fn.MIN(follow_up.due)).where(*promised),
        DealRow.next_time: follow_up.select(follow_up.time).where(*promised).order_by(*in_order(follow_up)).limit(1),
        DealRow.last_touch: greatest(DealRow.created_at, *(fn.COALESCE(touch, 0) for touch in touches)),
        DealRow.open_objections: objection.select(fn.COUNT(objection.id)).where(
            *of(objection, objection.resolved_at.is_null())
        ),
    }
