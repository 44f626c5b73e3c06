"""How tours are written, and what is refused there."""

from __future__ import annotations

from typing import Any

import pytest

from funnelboard.sample.story import SCENARIOS
from funnelboard.sample.tour import Press, TakeBack, Type, _step, read_tour


def test_a_step_is_what_is_said_typed_and_claimed() -> None:
    step = _step({"caption": "So.", "play": ["press L ctrl+s", "type press L"], "finds": ["2 stage:lead due:today"]})
    assert step.deeds == (Press("L"), Press("ctrl+s"), Type("press L"))
    assert step.finds == ((2, "stage:lead due:today"),)
    assert (step.shows, step.hides) == ((), ())


@pytest.mark.parametrize(
    "wrong",
    [
        {"play": ["push L"]},
        {"play": ["press"]},
        {"play": ["type"]},
        {"play": ["take back everything now"]},
        {"finds": ["stage:lead"]},
        {"show": ["LEAD"]},
    ],
)
def test_a_slip_in_a_tour_is_told(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"tour|query"):
        _step({"caption": "So.", **wrong})


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_has_a_tour_that_claims_something_at_every_step(scenario: str) -> None:
    steps = read_tour(scenario).steps
    assert all(step.shows or step.finds for step in steps)
    assert all(step.deeds for step in steps[1:])
    assert steps[-1].deeds[-1] == TakeBack()
