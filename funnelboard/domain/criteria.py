"""The questions that tell the stages apart, and what the next stage still asks for.

A lead that fits the market, has the means and has the authority is a prospect; a prospect whose need is confirmed, who
is willing to go on talking, and for whom amount and expected close date are known is an opportunity; an opportunity
that has agreed, signed and settled the payment is won. Sellers tell the stages apart by these answers and by nothing
else: interest is not among them.

Only forward moves ask. One that skips a stage asks for what that stage asks too; winning asks for its own criteria
alone, from wherever it happens, because a settled payment leaves nothing earlier to establish.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from funnelboard.domain.answer import Answer
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import Outcome, Stage, place
from funnelboard.errors import FunnelBoardError

if TYPE_CHECKING:
    from funnelboard.domain.deal import Deal


class Criterion(StrEnum):
    """One thing that has to be established about a deal; the value is its column and its word in queries."""

    MARKET = "market"
    MEANS = "means"
    AUTHORITY = "authority"
    NEED = "need"
    WILLING = "willing"
    AMOUNT = "amount"
    EXPECTED_CLOSE = "expected_close"
    AGREED = "agreed"
    SIGNED = "signed"
    SETTLED = "settled"

    @property
    def label(self) -> str:
        """How it is called where there is little room."""
        return "close" if self is Criterion.EXPECTED_CLOSE else self.value


class AskedHow(StrEnum):
    """How an answer was learnt."""

    CALL = "call"
    MEETING = "meeting"
    FORM = "form"
    EMAIL = "email"


QUESTIONS: dict[Criterion, str] = {
    Criterion.MARKET: "Do they fit the market?",
    Criterion.MEANS: "Do they have the means?",
    Criterion.AUTHORITY: "Does the contact have the authority to decide?",
    Criterion.NEED: "Is the need confirmed?",
    Criterion.WILLING: "Are they willing to go on talking?",
    Criterion.AMOUNT: "What is it worth?",
    Criterion.EXPECTED_CLOSE: "When will it close?",
    Criterion.AGREED: "Have they agreed?",
    Criterion.SIGNED: "Is the contract signed?",
    Criterion.SETTLED: "Is the payment settled?",
}
"""How each is asked, where no preset says otherwise."""

QUALIFICATION = (Criterion.MARKET, Criterion.MEANS, Criterion.AUTHORITY)
EVALUATION = (Criterion.NEED, Criterion.WILLING, Criterion.AMOUNT, Criterion.EXPECTED_CLOSE)
TICKS = (Criterion.AGREED, Criterion.SIGNED, Criterion.SETTLED)
CLOSING = (*TICKS, Criterion.AMOUNT)

ASKED_AT: dict[Stage, tuple[Criterion, ...]] = {
    Stage.LEAD: QUALIFICATION,
    Stage.PROSPECT: EVALUATION,
    Stage.OPPORTUNITY: CLOSING,
    Stage.CLOSED: (),
}
"""What is asked while a deal is in a stage: what its next stage needs."""

LEARNT = (*QUALIFICATION, Criterion.NEED, Criterion.WILLING)
"""What an answer says of the buyer, whichever deal it was given about."""

YES_OR_NO = (*QUALIFICATION, Criterion.NEED, Criterion.WILLING, *TICKS)
"""The criteria that are answered yes or no; the others are met by having a value."""


class Gate(NamedTuple):
    """What stands between a deal and a stage.

    Attributes:
        deal_id, title: The deal's.
        stage, outcome: Where it is to go.
        missing: Criteria not met, in the order they are asked.
        refused: Those among them answered with a plain no.
    """

    deal_id: int
    title: str
    stage: Stage
    outcome: Outcome | None
    missing: tuple[Criterion, ...] = ()
    refused: tuple[Criterion, ...] = ()

    @property
    def open(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


class GateClosed(FunnelBoardError):
    """A deal was to move forward with something still missing. Nothing was moved.

    Attributes:
        refusal: What is missing, without the ways to go on.
        gates: The gates that are not open.
        strict: Whether this board lets nothing pass; otherwise a reason does.
    """

    def __init__(self, gates: Sequence[Gate], *, strict: bool) -> None:
        way_on = "This board's gates are strict." if strict else "Answer them, or say why it moves all the same."
        self.refusal = _refusal(gates)
        super().__init__(f"{self.refusal} {way_on}")
        self.gates = tuple(gates)
        self.strict = strict
        self.missing = tuple(dict.fromkeys(criterion.value for gate in gates for criterion in gate.missing))


def answer_to(deal: Deal, criterion: Criterion) -> Answer:
    """How a criterion stands for a deal; an amount or a date that is known counts as yes."""
    if criterion is Criterion.AMOUNT:
        return Answer.YES if deal.amount is not None else Answer.UNKNOWN
    if criterion is Criterion.EXPECTED_CLOSE:
        return Answer.YES if deal.expected_close is not None else Answer.UNKNOWN
    answer: Answer = getattr(deal, criterion.value)
    return answer


def gate(deal: Deal, stage: Stage, outcome: Outcome | None = None) -> Gate:
    """What is missing for a deal to move to a stage; ``outcome`` says how it ends when that is ``closed``."""
    wanted = _wanted(deal, stage, outcome)
    answers = {criterion: answer_to(deal, criterion) for criterion in wanted}
    return Gate(
        deal.id,
        deal.title,
        stage,
        outcome,
        tuple(criterion for criterion, answer in answers.items() if answer is not Answer.YES),
        tuple(criterion for criterion, answer in answers.items() if answer is Answer.NO),
    )


def next_gate(deal: Deal) -> Gate | None:
    """What a deal's next stage still asks for, winning being what an opportunity is for; None for a closed deal."""
    following = deal.stage.step(1)
    if following is None:
        return None
    return gate(deal, following, Outcome.WON if following is Stage.CLOSED else None)


def suggested_stage(deal: Deal) -> Stage | None:
    """The next stage, when an open deal's answers satisfy it already; ``closed`` then means won."""
    found = next_gate(deal)
    return found.stage if found is not None and found.open and deal.parked_until is None else None


def _wanted(deal: Deal, stage: Stage, outcome: Outcome | None) -> tuple[Criterion, ...]:
    if outcome is not None:
        return CLOSING if outcome is Outcome.WON and deal.outcome is not Outcome.WON else ()
    return tuple(
        criterion
        for passed in Stage
        if deal.stage.position <= passed.position < stage.position
        for criterion in ASKED_AT[passed]
    )


def _refusal(gates: Sequence[Gate]) -> str:
    """missing means, authority (the answer was no): “Acme: pilot” cannot move to prospect yet."""
    first = gates[0]
    told = ", ".join(
        f"{criterion.label}{' (the answer was no)' if criterion in first.refused else ''}"
        for criterion in first.missing
    )
    others = f" (and {len(gates) - 1} more deals)" if len(gates) > 2 else " (and 1 more deal)" if gates[1:] else ""
    where = place(first.stage, first.outcome)
    return f"missing {told}: “{first.title}”{others} cannot move to {where} yet."
