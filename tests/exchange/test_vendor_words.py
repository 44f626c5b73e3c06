"""Other programs' words for outcomes, yes and no, lost reasons and sources mean ours."""

from __future__ import annotations

import pytest

from funnelboard.domain.deal import SOURCES
from funnelboard.domain.stage import LostReason, Outcome
from funnelboard.exchange.vendor_words import read_flag, read_lost_reason, read_source, read_status


def test_how_a_deal_ended_is_taken_from_a_status_only_where_it_says_so() -> None:
    said = {"won": Outcome.WON, "Closed lost": Outcome.LOST, "Open": "open", "Proposal": None, "": None}
    assert {text: read_status(text) for text in said} == said


def test_yes_and_no() -> None:
    said = {"TRUE": True, "1": True, "sí": True, "0": False, "Nein": False, "": None, "2": None}
    assert {text: read_flag(text) for text in said} == said


@pytest.mark.parametrize(
    ("words", "detail", "expected"),
    [
        ("Lost to Competitor", "", (LostReason.COMPETITOR, "")),
        ("no-need", "had one", (LostReason.NO_NEED, "had one")),
        ("", "", (LostReason.OTHER, "not given on import")),
        ("n/a", "", (LostReason.OTHER, "not given on import")),
        ("moved away", "to Oslo", (LostReason.OTHER, "moved away; to Oslo")),
    ],
)
def test_lost_reasons(words: str, detail: str, expected: tuple[LostReason, str]) -> None:
    assert read_lost_reason(words, detail) == expected


@pytest.mark.parametrize("reason", list(LostReason))
def test_our_own_lost_reasons_mean_themselves(reason: LostReason) -> None:
    assert read_lost_reason(reason.value, "words") == (reason, "words")


def test_sources() -> None:
    assert [read_source(source) for source in SOURCES] == [(source, "") for source in SOURCES]
    said = {
        "Trade Show": ("event", "Trade Show"),
        "event: spring fair": ("event", "spring fair"),
        "Form": ("website form", ""),
        "LinkedIn": ("social", "LinkedIn"),
        "Carrier pigeon": ("Carrier pigeon", ""),
    }
    assert {text: read_source(text) for text in said} == said
