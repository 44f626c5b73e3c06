"""Other programs' words for stages, outcomes, lost reasons and sources mean ours."""

from __future__ import annotations

import pytest

from funnelboard.domain.deal import SOURCES
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput
from funnelboard.exchange.vendor_words import read_lost_reason, read_outcome, read_source, read_stage


@pytest.mark.parametrize(
    ("words", "stage", "outcome"),
    [
        ("Prospecting", Stage.LEAD, None),
        ("Engaging", Stage.OPPORTUNITY, None),
        ("Won", Stage.CLOSED, Outcome.WON),
        ("Lost", Stage.CLOSED, Outcome.LOST),
        ("Closed Won", Stage.CLOSED, Outcome.WON),
        ("closedlost", Stage.CLOSED, Outcome.LOST),
        ("closedwon", Stage.CLOSED, Outcome.WON),
        ("Closed", Stage.CLOSED, None),
        ("Proposal/Price Quote", Stage.OPPORTUNITY, None),
        ("Appointment scheduled", Stage.PROSPECT, None),
        ("ID. Decision Makers", Stage.OPPORTUNITY, None),
        ("", Stage.LEAD, None),
    ],
)
def test_stages(words: str, stage: Stage, outcome: Outcome | None) -> None:
    assert read_stage(words) == (stage, outcome)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.CLOSED])
def test_our_own_words_mean_themselves(stage: Stage) -> None:
    assert read_stage(stage.value) == (stage, None)


def test_an_unknown_stage_is_refused_with_what_to_write() -> None:
    with pytest.raises(BadInput, match=r"“Limbo” is not a stage .* lead, prospect, opportunity, won or lost"):
        read_stage("Limbo")


def test_outcomes_are_taken_from_a_status_only_where_it_says_one() -> None:
    assert [read_outcome(text) for text in ("won", "Closed lost", "open", "")] == [
        Outcome.WON,
        Outcome.LOST,
        None,
        None,
    ]


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
