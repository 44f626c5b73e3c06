"""What must be said when a deal is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from funnelboard.domain.dates import whole_date
from funnelboard.domain.deal import Answer
from funnelboard.domain.money import Money
from funnelboard.domain.parking import check_until
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput


class EndingFields(TypedDict, total=False):
    """The fields of :class:`Ending`, as keywords of a move."""

    outcome: Outcome | None
    lost_reason: LostReason | None
    lost_detail: str
    competitor: str
    may_return: Answer
    return_on: date | None
    amount: Money | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a deal ended; nothing at all for a move to an open stage.

    Attributes:
        lost_detail: The words that belong to the reason.
        competitor: Who got it, of a deal lost to a competitor.
        may_return: What the buyer said about coming back.
        return_on: Local date to come back on; it says yes to ``may_return`` by itself.
        amount: The final amount of a won deal; None keeps what it has.
        closed_on: Local date, today or earlier; None is now.
    """

    outcome: Outcome | None = None
    lost_reason: LostReason | None = None
    lost_detail: str = ""
    competitor: str = ""
    may_return: Answer = Answer.UNKNOWN
    return_on: date | None = None
    amount: Money | None = None
    closed_on: date | None = None

    def check(self, stage: Stage, today: date) -> None:
        """Refuse an ending that leaves out what belongs to it, or says what does not.

        Raises:
            BadInput: As :func:`check_ending`; a day in the future; coming back without a day, on one that is past, to
                a deal that was not lost, or after a no.
        """
        check_ending(stage, self.outcome, self.lost_reason, self.lost_detail)
        if self.closed_on is not None and self.closed_on > today:
            raise BadInput(
                f"A deal closes today or has closed before, not on {whole_date(self.closed_on)}. Name another day."
            )
        if self.amount is not None and self.outcome is not Outcome.WON:
            raise BadInput("Only a won deal has a final amount. Edit the amount instead.")
        asked_back = self.return_on is not None or self.may_return is not Answer.UNKNOWN
        if asked_back and self.outcome is not Outcome.LOST:
            raise BadInput("Only a lost deal is asked whether we may come back. Park an open one instead.")
        if self.may_return is Answer.NO and self.return_on is not None:
            raise BadInput("They said we may not come back, so there is no day for it. Leave the day out.")
        if self.may_return is Answer.YES and self.return_on is None:
            raise BadInput("Say when we may come back, for example in 6 months.")
        if self.return_on is not None:
            check_until(self.return_on, today)

    @property
    def returns(self) -> Answer:
        """What was said about coming back; a day for it is a yes."""
        return Answer.YES if self.return_on is not None else self.may_return

    def competitor_of(self, known: str) -> str:
        """Who the deal was lost to: named now, in the words of the reason, or known already.

        Raises:
            BadInput: It was lost to a competitor nobody has named.
        """
        if self.lost_reason is not LostReason.COMPETITOR:
            return self.competitor or known
        named = self.competitor.strip() or self.lost_detail.strip() or known
        if not named:
            raise BadInput("Say which competitor it was lost to; “unknown” will do.")
        return named


def check_ending(stage: Stage, outcome: Outcome | None, reason: LostReason | None, detail: str) -> None:
    """Refuse an ending that does not say how it ended.

    Raises:
        BadInput: Closed without an outcome, an outcome or a reason where none belongs, lost without a reason, or
            ``other`` without words.
    """
    if stage is not Stage.CLOSED:
        if outcome is not None or reason is not None:
            raise BadInput(f"Only closed deals are won or lost, not deals in {stage.value}.")
        return
    if outcome is None:
        raise BadInput("A closed deal is won or lost. Say which.")
    if outcome is Outcome.WON and reason is not None:
        raise BadInput("A won deal has no lost reason.")
    if outcome is Outcome.LOST and reason is None:
        raise BadInput(f"Say why the deal was lost: {', '.join(LostReason)}.")
    if reason is LostReason.OTHER and not detail.strip():
        raise BadInput("Say in a few words why the deal was lost, when the reason is “other”.")
