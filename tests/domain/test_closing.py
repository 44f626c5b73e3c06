"""What must be said when a deal is closed."""

from __future__ import annotations

import pytest

from funnelboard.domain.closing import check_ending
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput


@pytest.mark.parametrize("stage", [Stage.LEAD, Stage.PROSPECT, Stage.OPPORTUNITY])
def test_an_open_stage_needs_nothing(stage: Stage) -> None:
    check_ending(stage, None, None, "")


@pytest.mark.parametrize("reason", [reason for reason in LostReason if reason is not LostReason.OTHER])
def test_lost_with_a_reason_needs_no_words(reason: LostReason) -> None:
    check_ending(Stage.CLOSED, Outcome.LOST, reason, "")


def test_other_with_words() -> None:
    check_ending(Stage.CLOSED, Outcome.LOST, LostReason.OTHER, "their building burned down")


def test_won() -> None:
    check_ending(Stage.CLOSED, Outcome.WON, None, "")


@pytest.mark.parametrize(
    ("stage", "outcome", "reason", "detail", "sentence"),
    [
        (Stage.LEAD, Outcome.WON, None, "", "Only closed deals are won or lost, not deals in lead."),
        (Stage.PROSPECT, None, LostReason.PRICE, "", "Only closed deals are won or lost, not deals in prospect."),
        (Stage.CLOSED, None, None, "", "A closed deal is won or lost. Say which."),
        (Stage.CLOSED, None, LostReason.PRICE, "", "A closed deal is won or lost. Say which."),
        (Stage.CLOSED, Outcome.WON, LostReason.PRICE, "", "A won deal has no lost reason."),
        (Stage.CLOSED, Outcome.LOST, LostReason.OTHER, " \t", "Say in a few words why the deal was lost"),
    ],
)
def test_an_ending_that_does_not_say_how(
    stage: Stage, outcome: Outcome | None, reason: LostReason | None, detail: str, sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        check_ending(stage, outcome, reason, detail)
    assert str(refused.value).startswith(sentence)


def test_a_lost_deal_without_a_reason_is_told_all_of_them() -> None:
    with pytest.raises(BadInput) as refused:
        check_ending(Stage.CLOSED, Outcome.LOST, None, "")
    assert all(reason.value in str(refused.value) for reason in LostReason)
