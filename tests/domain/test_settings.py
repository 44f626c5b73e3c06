"""The shared settings: how each is typed, what is refused, and what follows from them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from funnelboard.domain.deal import SOURCES, Deal
from funnelboard.domain.presets import PRESETS
from funnelboard.domain.score import Facts, total
from funnelboard.domain.settings import SETTINGS, BoardSettings, Gates, LostChoice, Setting, read_settings, tidy
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY, is_stale
from funnelboard.errors import BadInput

NOW = 1_800_000_000_000_000
TODAY = date(2027, 1, 15)


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("gates", "Strict ", "strict"),
        ("preset", "CONSULTING", "consulting"),
        ("currency", "nok", "NOK"),
        ("stale.lead", " 021", "21"),
        ("STALE.LEAD", "1", "1"),
        ("probability.opportunity", "60 %", "60"),
        ("score.silence", "0", "0"),
        ("score.contact_details", "5", "5"),
        ("lost-reasons", "price, Moved abroad", "price, Moved abroad, other"),
        ("lost-reasons", "Other, PRICE,price", "other, price"),
        ("sources", "Referral, our  fair = 60, radio", "referral=100, our fair=60, radio=40"),
        ("rate.nok", "0,0860", "0.0860"),
        ("rate.USD", "1", "1"),
    ],
)
def test_a_value_is_tidied(name: str, typed: str, stored: str) -> None:
    assert tidy(name, typed) == stored
    assert tidy(name, stored) == stored


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("gates", "closed", "gates: “closed” is none of lenient, strict."),
        ("preset", "shop", "preset: “shop” is none of general, startup, consulting, agency."),
        ("currency", "EURO", "currency: “EURO” is no currency code."),
        ("stale.lead", "0", "stale.lead: “0” is not a whole number of days from 1 to 3650."),
        ("stale.lead", "two", "stale.lead: “two” is not a whole number of days"),
        ("stale.lead", "-3", "stale.lead: “-3” is not a whole number of days"),
        ("stale.lead", "٣", "stale.lead: “٣” is not a whole number of days"),
        ("probability.lead", "101", "probability.lead: “101” is not a whole number of per cent from 0 to 100."),
        ("stale.lead", "3651", "stale.lead: “3651” is not a whole number of days from 1 to 3650."),
        ("score.source", "101", "score.source: “101” is not a whole number of points from 0 to 100."),
        ("score.source", "1000", "score.source: “1000” is not a whole number of points from 0 to 100."),
        ("lost-reasons", " , ", "lost-reasons: The list is empty."),
        ("sources", "=50", "sources: “=50” names no source."),
        ("sources", "fair=101", "sources: “101” is not a whole number of per cent from 0 to 100."),
        ("sources", "fair=many", "sources: “many” is not a whole number of per cent"),
        ("sources", "x" * 41, "is too long. A name has at most 40 characters."),
        ("rate.NOK", "free", "rate.NOK: “free” is no exchange rate."),
        ("rate.NOK", "0", "rate.NOK: “0” is no exchange rate."),
        ("rate.NOK", "nan", "rate.NOK: “nan” is no exchange rate."),
        ("rate.KRONE", "1", "“KRONE” is no currency code."),
        ("colour", "blue", "There is no setting “colour”. There are: gates, preset,"),
        ("stale.closed", "3", "There is no setting “stale.closed”; did you mean stale.lead?"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_a_sentence(name: str, typed: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        tidy(name, typed)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("each", [each for each in SETTINGS if each.default], ids=lambda each: each.name)
def test_every_default_can_be_typed_and_has_a_reason(each: Setting) -> None:
    assert tidy(each.name, each.default) == each.default
    assert each.help
    assert each.reason


def test_nothing_set_is_the_plan() -> None:
    usual = read_settings({})
    assert usual == BoardSettings()
    assert usual.gates is Gates.LENIENT
    assert usual.stale_days == {Stage.LEAD: 14, Stage.PROSPECT: 10, Stage.OPPORTUNITY: 7}
    assert usual.probabilities == {Stage.LEAD: 5, Stage.PROSPECT: 20, Stage.OPPORTUNITY: 50}
    assert [choice.label for choice in usual.lost_reasons] == [reason.value for reason in LostReason]
    assert usual.sources == SOURCES


def test_what_is_set_is_read() -> None:
    found = read_settings(
        {
            "gates": "strict", "preset": "startup", "stale.prospect": "3", "probability.lead": "8",
            "score.source": "20", "rate.NOK": "0.086", "lost-reasons": "price, moved abroad, other",
        }
    )  # fmt: skip
    assert found.gates is Gates.STRICT
    assert found.stale_days[Stage.PROSPECT] == 3
    assert found.stale_days[Stage.LEAD] == 14
    assert found.probabilities[Stage.LEAD] == 8
    assert found.weights["source"] == 20
    assert found.rates == {"NOK": Decimal("0.086")}
    assert found.sources == PRESETS["startup"].sources
    assert found.lost_reasons[1] == LostChoice("moved abroad", LostReason.OTHER, "moved abroad")


def test_what_cannot_be_read_counts_as_not_set() -> None:
    assert read_settings({"stale.lead": "soon", "sample": "2026-11-18", "rate.XXX": "1"}) == BoardSettings()


def test_own_sources_replace_the_presets() -> None:
    found = read_settings({"sources": "fair=100, radio=0"})
    assert found.sources == ("fair", "radio")
    assert found.score_rules.shares["fair"] == 100
    assert found.score_rules.shares["referral"] == 100


def test_staleness_follows_them() -> None:
    silent = NOW - 5 * MICROSECONDS_A_DAY
    limits = read_settings({"stale.lead": "4"}).stale_days
    assert is_stale(Stage.LEAD, silent, None, False, NOW, TODAY, limits)
    assert not is_stale(Stage.LEAD, silent, None, False, NOW, TODAY)
    assert not is_stale(Stage.CLOSED, 0, None, False, NOW, TODAY, limits)


def test_a_probability_follows_them_unless_somebody_judged() -> None:
    deal = Deal(1, "Acme: pilot", Stage.LEAD, 0, 0, 0, 1, stage_probability=40)
    assert deal.probability == 40
    assert deal._replace(own_probability=70).probability == 70
    assert deal._replace(stage=Stage.CLOSED, outcome=Outcome.WON, own_probability=70).probability == 100
    assert deal._replace(stage=Stage.CLOSED, outcome=Outcome.LOST).probability == 0
    assert deal._replace(stage_probability=None).probability == 5


def test_score_rules_are_complete() -> None:
    assert total(Facts(3, 0, 4, 0, "referral", 4, True, True, True, NOW), NOW, BoardSettings().score_rules) == 100
