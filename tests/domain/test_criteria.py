"""What tells the stages apart: who may move where, and what is still missing."""

from __future__ import annotations

from datetime import date

import pytest

from funnelboard.domain.criteria import (
    ASKED_AT,
    QUESTIONS,
    Criterion,
    Gate,
    GateClosed,
    answer_to,
    gate,
    next_gate,
    suggested_stage,
)
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Outcome, Stage

YES, NO = Answer.YES, Answer.NO
LEAD = Deal(1, "Acme: pilot", Stage.LEAD, 0, 0, 0, 1)
QUALIFIED = LEAD._replace(market=YES, means=YES, authority=YES)
PROSPECT = QUALIFIED._replace(stage=Stage.PROSPECT)
EVALUATED = PROSPECT._replace(need=YES, willing=YES, amount=Money(100, "EUR"), expected_close=date(2026, 12, 12))
OPPORTUNITY = EVALUATED._replace(stage=Stage.OPPORTUNITY)
TICKED = OPPORTUNITY._replace(agreed=YES, signed=YES, settled=YES)
WON = TICKED._replace(stage=Stage.CLOSED, outcome=Outcome.WON)
LOST = OPPORTUNITY._replace(stage=Stage.CLOSED, outcome=Outcome.LOST)


@pytest.mark.parametrize(
    ("deal", "stage", "outcome", "missing"),
    [
        # A lead becomes a prospect by three yeses; interest is not asked for.
        (LEAD, Stage.PROSPECT, None, "market means authority"),
        (LEAD._replace(market=YES), Stage.PROSPECT, None, "means authority"),
        (LEAD._replace(market=YES, means=YES), Stage.PROSPECT, None, "authority"),
        (QUALIFIED._replace(willing=NO, need=NO), Stage.PROSPECT, None, ""),
        # A no is no yes.
        (QUALIFIED._replace(authority=NO), Stage.PROSPECT, None, "authority"),
        # A prospect becomes an opportunity by its evaluation; what let it in is not asked again.
        (PROSPECT, Stage.OPPORTUNITY, None, "need willing amount expected_close"),
        (PROSPECT._replace(market=NO, need=YES, willing=YES), Stage.OPPORTUNITY, None, "amount expected_close"),
        (EVALUATED, Stage.OPPORTUNITY, None, ""),
        (EVALUATED._replace(amount=Money(0, "EUR")), Stage.OPPORTUNITY, None, ""),
        # An opportunity is won by three ticks and a final amount.
        (OPPORTUNITY, Stage.CLOSED, Outcome.WON, "agreed signed settled"),
        (TICKED._replace(amount=None), Stage.CLOSED, Outcome.WON, "amount"),
        (TICKED._replace(settled=NO), Stage.CLOSED, Outcome.WON, "settled"),
        (TICKED, Stage.CLOSED, Outcome.WON, ""),
        # A stage may be skipped; what it asks is asked all the same.
        (LEAD, Stage.OPPORTUNITY, None, "market means authority need willing amount expected_close"),
        (EVALUATED._replace(stage=Stage.LEAD), Stage.OPPORTUNITY, None, ""),
        # A payment that is settled leaves nothing earlier to establish.
        (LEAD, Stage.CLOSED, Outcome.WON, "agreed signed settled amount"),
        (PROSPECT, Stage.CLOSED, Outcome.WON, "agreed signed settled amount"),
        (LOST, Stage.CLOSED, Outcome.WON, "agreed signed settled"),
        # Losing, going back, staying and being won already ask for nothing.
        (LEAD, Stage.CLOSED, Outcome.LOST, ""),
        (OPPORTUNITY, Stage.CLOSED, Outcome.LOST, ""),
        (WON, Stage.CLOSED, Outcome.LOST, ""),
        (LEAD._replace(stage=Stage.OPPORTUNITY), Stage.PROSPECT, None, ""),
        (LEAD._replace(stage=Stage.PROSPECT), Stage.LEAD, None, ""),
        (WON, Stage.LEAD, None, ""),
        (LOST, Stage.OPPORTUNITY, None, ""),
        (LEAD, Stage.LEAD, None, ""),
        (WON, Stage.CLOSED, Outcome.WON, ""),
        (WON._replace(settled=Answer.UNKNOWN), Stage.CLOSED, Outcome.WON, ""),
    ],
)
def test_what_a_move_asks_for(deal: Deal, stage: Stage, outcome: Outcome | None, missing: str) -> None:
    found = gate(deal, stage, outcome)
    assert [criterion.value for criterion in found.missing] == missing.split()
    assert found.open is not bool(missing)


def test_a_plain_no_is_told_apart_from_what_nobody_asked() -> None:
    found = gate(LEAD._replace(market=YES, authority=NO), Stage.PROSPECT)
    assert found.missing == (Criterion.MEANS, Criterion.AUTHORITY)
    assert found.refused == (Criterion.AUTHORITY,)


@pytest.mark.parametrize(
    ("deal", "suggested"),
    [
        (LEAD, None),
        (LEAD._replace(market=YES, means=YES), None),
        (QUALIFIED, Stage.PROSPECT),
        (PROSPECT, None),
        (EVALUATED, Stage.OPPORTUNITY),
        (OPPORTUNITY, None),
        (TICKED, Stage.CLOSED),
        (WON, None),
        (LOST, None),
        (QUALIFIED._replace(parked_until=date(2027, 1, 1)), None),
        (EVALUATED._replace(stage=Stage.LEAD, need=Answer.UNKNOWN), Stage.PROSPECT),
    ],
)
def test_a_promotion_is_suggested_once_the_answers_are_there(deal: Deal, suggested: Stage | None) -> None:
    assert suggested_stage(deal) is suggested


def test_the_next_gate_of_an_opportunity_is_winning() -> None:
    found = next_gate(OPPORTUNITY)
    assert found is not None
    assert (found.stage, found.outcome) == (Stage.CLOSED, Outcome.WON)
    assert next_gate(WON) is None


@pytest.mark.parametrize(
    ("deal", "criterion", "answer"),
    [
        (LEAD, Criterion.AMOUNT, Answer.UNKNOWN),
        (OPPORTUNITY, Criterion.AMOUNT, YES),
        (LEAD, Criterion.EXPECTED_CLOSE, Answer.UNKNOWN),
        (OPPORTUNITY, Criterion.EXPECTED_CLOSE, YES),
        (LEAD._replace(need=NO), Criterion.NEED, NO),
        (TICKED, Criterion.SETTLED, YES),
    ],
)
def test_how_a_criterion_stands(deal: Deal, criterion: Criterion, answer: Answer) -> None:
    assert answer_to(deal, criterion) is answer


def test_a_closed_gate_says_what_is_missing_and_what_to_do() -> None:
    found = gate(LEAD._replace(market=YES, authority=NO), Stage.PROSPECT)
    lenient, strict = GateClosed([found], strict=False), GateClosed([found], strict=True)
    missing = "missing means, authority (the answer was no): “Acme: pilot” cannot move to prospect yet."
    assert str(lenient) == f"{missing} Answer them, or say why it moves all the same."
    assert str(strict) == f"{missing} This board's gates are strict."


@pytest.mark.parametrize(("others", "told"), [(1, "(and 1 more deal)"), (3, "(and 3 more deals)")])
def test_closed_gates_of_several_deals(others: int, told: str) -> None:
    closed = Gate(1, "Acme: pilot", Stage.CLOSED, Outcome.WON, (Criterion.SIGNED,))
    assert f"“Acme: pilot” {told} cannot move to closed won yet" in str(
        GateClosed([closed] * (others + 1), strict=True)
    )


def test_every_criterion_is_asked_somewhere_and_in_words() -> None:
    asked = {criterion for criteria in ASKED_AT.values() for criterion in criteria}
    assert asked == set(Criterion) == set(QUESTIONS)
