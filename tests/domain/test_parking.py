"""Parking: until when, why, and what cannot be parked."""

from __future__ import annotations

from datetime import date

import pytest

from funnelboard.domain.parking import ParkReason, check_parking, parse_park_date, parse_park_line
from funnelboard.domain.stage import Stage
from funnelboard.errors import BadInput

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("in 3 months", date(2027, 2, 18)),
        ("until 1 mar", date(2027, 3, 1)),
        ("1 mar", date(2027, 3, 1)),
        ("+2w", date(2026, 12, 2)),
        ("tomorrow", date(2026, 11, 19)),
        ("2027-01-07", date(2027, 1, 7)),
    ],
)
def test_until_when(typed: str, until: date) -> None:
    assert parse_park_date(typed, TODAY) == until


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Say until when"),
        ("until", "Say until when"),
        ("today", "comes back on a day after today"),
        ("yesterday", "comes back on a day after today"),
        ("2039-01-01", "more than ten years away"),
        ("when they call", "is not a date"),
    ],
)
def test_a_day_that_cannot_be(typed: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        parse_park_date(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "reason", "words"),
    [
        ("in 3 months", ParkReason.TIMING, ""),
        ("in 3 months budget", ParkReason.BUDGET, ""),
        ("budget in 3 months", ParkReason.BUDGET, ""),
        ("in 3 months: internal decision", ParkReason.INTERNAL_DECISION, ""),
        ("in 3 months decision of the board", ParkReason.INTERNAL_DECISION, "of the board"),
        ("in 3 months other: they are moving house", ParkReason.OTHER, "they are moving house"),
        ("in 3 months they are moving house", ParkReason.OTHER, "they are moving house"),
    ],
)
def test_one_line_says_when_and_why(typed: str, reason: ParkReason, words: str) -> None:
    assert parse_park_line(typed, TODAY) == (date(2027, 2, 18), reason, words)


@pytest.mark.parametrize("stage", [Stage.LEAD, Stage.PROSPECT, Stage.OPPORTUNITY])
def test_every_open_deal_can_be_parked(stage: Stage) -> None:
    check_parking(stage, "Acme: pilot", ParkReason.BUDGET, "")


def test_what_cannot_be_parked() -> None:
    with pytest.raises(BadInput, match="“Acme: pilot” is closed"):
        check_parking(Stage.CLOSED, "Acme: pilot", ParkReason.BUDGET, "")
    with pytest.raises(BadInput, match="Say in a few words"):
        check_parking(Stage.LEAD, "Acme: pilot", ParkReason.OTHER, "  ")
