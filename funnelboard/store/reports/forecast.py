"""What the forecast counts."""

from __future__ import annotations

from functools import cache

from peewee import Case, fn

from funnelboard.domain.instant import local_moment
from funnelboard.domain.reports.forecast import PAST, UNDATED, month_name
from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.reports.worth import Counted
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker
from funnelboard.store.models import DealRow, StageChangeRow
from funnelboard.store.reports.conditions import (
    added_up,
    asked,
    at_work,
    closed,
    counted,
    has_moved,
    on_expected_days,
    really_moved,
)
from funnelboard.store.stored import day_of

QUARTER_HOUR = 900_000_000
"""Microseconds: local days begin at one, wherever that is."""


def won_by_month(database: Database, scope: Scope, asker: Asker) -> list[Counted]:
    """Won deals by the local month they were closed in, which is found by quarter hours: many have one together."""
    won = asked(scope, asker) & closed(scope) & (DealRow.outcome == Outcome.WON.value)
    query = DealRow.select(DealRow.closed_at / QUARTER_HOUR, DealRow.currency, DealRow.amount).where(won)
    month = cache(lambda quarter: month_name(local_moment(quarter * QUARTER_HOUR).date()))
    return added_up((month(quarter), currency, amount, 0) for quarter, currency, amount in database.each_row(query))


def open_by_month(database: Database, scope: Scope, asker: Asker) -> list[Counted]:
    """Open deals by the month of their expected close, ``past`` or ``undated``, and by stage."""
    day = asker.today.isoformat()
    name = Case(
        None,
        [(DealRow.expected_close.is_null(), UNDATED), (DealRow.expected_close < day, PAST)],
        fn.SUBSTR(DealRow.expected_close, 1, 7),
    )
    may_come = asked(scope, asker) & at_work() & on_expected_days(scope)
    found = counted(database, may_come, name, DealRow.stage, weighted=asker)
    # What somebody else has written there may be no day at all.
    return [row if _is_line(str(row.key[0])) else row._replace(key=(UNDATED, row.key[1])) for row in found]


def _is_line(name: str) -> bool:
    return name in (PAST, UNDATED) or day_of(f"{name}-01") is not None


def outcomes_by_stage(database: Database, scope: Scope, asker: Asker) -> dict[Stage, tuple[int, int]]:
    """Of each open stage, how many deals that ever left it were won and how many are closed: those that are now."""
    row = StageChangeRow
    query = (
        row.select(row.from_stage, DealRow.outcome, fn.COUNT(row.deal.distinct()))
        .join(DealRow)
        .where(
            asked(scope, asker), DealRow.outcome.is_null(False), really_moved(), row.from_stage != Stage.CLOSED.value
        )
        .group_by(row.from_stage, DealRow.outcome)
    )
    found: dict[Stage, tuple[int, int]] = {}
    for stage, outcome, count in database.rows(query):
        won, every = found.get(Stage(stage), (0, 0))
        found[Stage(stage)] = won + count * (outcome == Outcome.WON), every + count
    return found


def without_history(database: Database, scope: Scope, asker: Asker) -> int:
    """How many closed deals came with an import, and nobody has moved them."""
    imported = asked(scope, asker) & DealRow.outcome.is_null(False) & DealRow.import_batch.is_null(False)
    return int(database.value(DealRow.select(fn.COUNT(DealRow.id)).where(imported, ~has_moved())))
