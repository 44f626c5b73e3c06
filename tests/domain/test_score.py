"""The score: what each rule gives and takes, and that the explanation adds up to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.deal import SOURCES
from funnelboard.domain.score import (
    ENGAGED_DAYS,
    SOURCE_SHARES,
    WEIGHTS,
    Facts,
    Rules,
    engaged_since,
    explain,
    total,
)
from funnelboard.domain.staleness import MICROSECONDS_A_DAY

NOW = 1_800_000_000_000_000
NOTHING = Facts(last_touch=NOW)
EVERYTHING = Facts(3, 0, 4, 0, "referral", 4, True, True, True, NOW)


def silent(days: int) -> Facts:
    return EVERYTHING._replace(last_touch=NOW - days * MICROSECONDS_A_DAY)


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        (NOTHING, 0),
        (EVERYTHING, 100),
        (NOTHING._replace(qualified=1), 10),
        (NOTHING._replace(qualified=3), 30),
        (NOTHING._replace(qualified=2, unqualified=1), 10),
        (NOTHING._replace(evaluated=1), 7),
        (NOTHING._replace(evaluated=4), 28),
        (NOTHING._replace(source="referral"), 12),
        (NOTHING._replace(source="bought list"), 0),
        (NOTHING._replace(source="our own fair"), 4),
        (NOTHING._replace(touches=1), 3),
        (NOTHING._replace(touches=4), 14),
        (NOTHING._replace(touches=40), 14),
        (NOTHING._replace(email=True), 4),
        (NOTHING._replace(email=True, phone=True), 8),
        (NOTHING._replace(decision_maker=True), 8),
        (silent(14), 100),
        (silent(15), 99),
        (silent(34), 80),
        (silent(900), 80),
        (NOTHING._replace(unqualified=3), 0),
        (NOTHING._replace(unqualified=3, evaluated=4), 0),
    ],
)
def test_what_the_rules_give_by_default(facts: Facts, points: int) -> None:
    assert total(facts, NOW) == points


def test_the_defaults_add_up_to_a_hundred() -> None:
    assert sum(points for rule, points in WEIGHTS.items() if rule != "silence") == 100


def test_every_source_has_a_share() -> None:
    assert set(SOURCE_SHARES) == set(SOURCES)


def test_every_point_is_explained() -> None:
    found = explain(silent(20)._replace(qualified=1, unqualified=1, touches=1, phone=False), NOW)
    assert [(each.rule, each.points, each.most, each.reason) for each in found.points] == [
        ("qualification", 0, 30, "1 of 3 answered yes, 1 no"),
        ("evaluation", 28, 28, "4 of 4 answered yes"),
        ("source", 12, 12, "referral"),
        ("engagement", 3, 14, "1 touch in 28 days"),
        ("contact-details", 4, 8, "e-mail"),
        ("decision-maker", 8, 8, "the one who decides is known"),
        ("silence", -6, 20, "last touch 20 days ago"),
    ]
    assert found.total == 49


def test_shared_settings_change_what_it_weighs() -> None:
    rules = Rules({**WEIGHTS, "qualification": 90, "silence": 0}, {**SOURCE_SHARES, "our own fair": 100})
    assert total(NOTHING._replace(qualified=1), NOW, rules) == 30
    assert total(NOTHING._replace(source="our own fair"), NOW, rules) == 12
    assert total(silent(900), NOW, rules) == 100


def test_engagement_is_counted_over_four_weeks() -> None:
    assert NOW - engaged_since(NOW) == ENGAGED_DAYS * MICROSECONDS_A_DAY


@given(
    st.builds(
        Facts,
        qualified=st.integers(0, 3),
        unqualified=st.integers(0, 3),
        evaluated=st.integers(0, 4),
        unevaluated=st.integers(0, 2),
        source=st.sampled_from(("", "our own fair", *SOURCES)),
        touches=st.integers(0, 50),
        email=st.booleans(),
        phone=st.booleans(),
        decision_maker=st.booleans(),
        last_touch=st.integers(0, NOW * 2),
    )
)
def test_the_explanation_adds_up(facts: Facts) -> None:
    explained = explain(facts, NOW)
    assert explained.total == total(facts, NOW) == max(0, min(100, sum(each.points for each in explained.points)))
