"""When a deal has gone too long without a touch."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from funnelboard.domain.stage import Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY, days_since, is_stale

NOW = 1_800_000_000_000_000
TODAY = date(2027, 1, 15)


def days_ago(days: int) -> int:
    return NOW - days * MICROSECONDS_A_DAY


@pytest.mark.parametrize(("ago", "days"), [(0, 0), (MICROSECONDS_A_DAY - 1, 0), (MICROSECONDS_A_DAY, 1), (-5, 0)])
def test_whole_days_are_counted(ago: int, days: int) -> None:
    assert days_since(NOW - ago, NOW) == days


@pytest.mark.parametrize(("stage", "limit"), [(Stage.LEAD, 14), (Stage.PROSPECT, 10), (Stage.OPPORTUNITY, 7)])
def test_each_stage_has_its_patience(stage: Stage, limit: int) -> None:
    assert not is_stale(stage, days_ago(limit + 1) + 1, None, False, NOW, TODAY)
    assert is_stale(stage, days_ago(limit + 1), None, False, NOW, TODAY)


def test_a_closed_deal_is_never_stale() -> None:
    assert not is_stale(Stage.CLOSED, days_ago(1000), None, False, NOW, TODAY)


def test_a_promise_that_still_holds_suspends_it() -> None:
    old = days_ago(100)
    assert not is_stale(Stage.LEAD, old, TODAY, False, NOW, TODAY)
    assert not is_stale(Stage.LEAD, old, TODAY + timedelta(days=90), False, NOW, TODAY)
    assert is_stale(Stage.LEAD, old, TODAY - timedelta(days=1), False, NOW, TODAY)


def test_being_parked_suspends_it() -> None:
    assert not is_stale(Stage.LEAD, days_ago(100), None, True, NOW, TODAY)
