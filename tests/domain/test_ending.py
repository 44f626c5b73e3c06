"""How a deal ends: what must be said, and whether we may come back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from funnelboard.domain.closing import Ending
from funnelboard.domain.deal import Answer
from funnelboard.domain.money import Money
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput

TODAY = date(2026, 11, 18)
SPRING = date(2027, 3, 1)
PRICE = {"outcome": Outcome.LOST, "lost_reason": LostReason.PRICE}


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (Stage.PROSPECT, {}),
        (Stage.CLOSED, {"outcome": Outcome.WON}),
        (Stage.CLOSED, {"outcome": Outcome.WON, "amount": Money(100, "EUR"), "closed_on": TODAY}),
        (Stage.CLOSED, PRICE),
        (Stage.CLOSED, PRICE | {"may_return": Answer.NO}),
        (Stage.CLOSED, PRICE | {"may_return": Answer.YES, "return_on": SPRING}),
        (Stage.CLOSED, PRICE | {"return_on": SPRING, "closed_on": date(2026, 11, 2)}),
    ],
)
def test_an_ending_that_says_everything(stage: Stage, said: dict[str, Any]) -> None:
    Ending(**said).check(stage, TODAY)


@pytest.mark.parametrize(
    ("stage", "said", "sentence"),
    [
        (Stage.CLOSED, {}, "A closed deal is won or lost"),
        (Stage.LEAD, {"outcome": Outcome.WON}, "Only closed deals are won or lost"),
        (Stage.CLOSED, {"outcome": Outcome.WON, "closed_on": SPRING}, "A deal closes today or has closed before"),
        (Stage.CLOSED, PRICE | {"amount": Money(1, "EUR")}, "Only a won deal has a final amount"),
        (Stage.LEAD, {"amount": Money(1, "EUR")}, "Only a won deal has a final amount"),
        (Stage.CLOSED, {"outcome": Outcome.WON, "return_on": SPRING}, "Only a lost deal is asked"),
        (Stage.LEAD, {"may_return": Answer.YES}, "Only a lost deal is asked"),
        (Stage.CLOSED, PRICE | {"may_return": Answer.YES}, "Say when we may come back"),
        (Stage.CLOSED, PRICE | {"may_return": Answer.NO, "return_on": SPRING}, "They said we may not come back"),
        (Stage.CLOSED, PRICE | {"return_on": TODAY}, "A parked deal comes back on a day after today"),
    ],
)
def test_an_ending_that_leaves_something_out(stage: Stage, said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        Ending(**said).check(stage, TODAY)


def test_a_day_to_come_back_is_a_yes() -> None:
    assert Ending(return_on=SPRING).returns is Answer.YES
    assert Ending(may_return=Answer.NO).returns is Answer.NO
    assert Ending().returns is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("said", "known", "competitor"),
    [
        ({"competitor": "Globex"}, "", "Globex"),
        ({"lost_detail": "Globex"}, "", "Globex"),
        ({}, "Initech", "Initech"),
        ({"competitor": "Globex", "lost_detail": "cheaper"}, "Initech", "Globex"),
    ],
)
def test_who_it_was_lost_to(said: dict[str, Any], known: str, competitor: str) -> None:
    lost = Ending(outcome=Outcome.LOST, lost_reason=LostReason.COMPETITOR, **said)
    assert lost.competitor_of(known) == competitor


def test_a_competitor_has_a_name() -> None:
    with pytest.raises(BadInput, match="Say which competitor"):
        Ending(outcome=Outcome.LOST, lost_reason=LostReason.COMPETITOR).competitor_of("")
    assert Ending(outcome=Outcome.LOST, lost_reason=LostReason.PRICE).competitor_of("") == ""
