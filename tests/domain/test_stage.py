"""The funnel's stages: their order, what they are worth, and what a place is called."""

from __future__ import annotations

import pytest

from funnelboard.domain.stage import STAGES, Outcome, Stage, default_probability, place


def test_the_funnel_runs_from_lead_to_closed() -> None:
    assert [stage.value for stage in STAGES] == ["lead", "prospect", "opportunity", "closed"]
    assert [stage.position for stage in STAGES] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("stage", "by", "expected"),
    [
        (Stage.LEAD, 1, Stage.PROSPECT),
        (Stage.LEAD, 3, Stage.CLOSED),
        (Stage.LEAD, 4, None),
        (Stage.LEAD, -1, None),
        (Stage.PROSPECT, 0, Stage.PROSPECT),
        (Stage.CLOSED, -2, Stage.PROSPECT),
        (Stage.CLOSED, 1, None),
    ],
)
def test_a_step_ends_at_either_end(stage: Stage, by: int, expected: Stage | None) -> None:
    assert stage.step(by) is expected


@pytest.mark.parametrize(
    ("stage", "outcome", "per_cent"),
    [
        (Stage.LEAD, None, 5),
        (Stage.PROSPECT, None, 20),
        (Stage.OPPORTUNITY, None, 50),
        (Stage.CLOSED, Outcome.WON, 100),
        (Stage.CLOSED, Outcome.LOST, 0),
    ],
)
def test_the_probability_nobody_judged(stage: Stage, outcome: Outcome | None, per_cent: int) -> None:
    assert default_probability(stage, outcome) == per_cent


def test_a_place_in_words() -> None:
    assert place(Stage.PROSPECT, None) == "prospect"
    assert place(Stage.CLOSED, Outcome.LOST) == "closed lost"
