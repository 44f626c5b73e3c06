"""Asking the questions that tell the stages apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from funnelboard.domain.criteria import ASKED_AT, YES_OR_NO, Criterion, Gate, answer_to, gate
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.errors import BadInput
from funnelboard.services.answering import AnswerValue, check_unseen, record_answers, record_details
from funnelboard.services.session import Session, finished, quoted
from funnelboard.services.sight import NOTHING
from funnelboard.services.written import Written


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion as the board's preset asks it, and how it stands."""

    criterion: Criterion
    text: str
    answer: Answer


class Qualifying:
    """Qualification, evaluation and the ticks of closing."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def answer(
        self,
        deal_ids: Iterable[int],
        criterion: Criterion,
        answer: Answer,
        how: str = "",
        contact_id: int | None = None,
    ) -> Written:
        """Answer one yes-or-no question about deals.

        Args:
            how: One of ``AskedHow``, or empty.
            contact_id: Who answered; must be on the deal.

        Raises:
            BadInput: The criterion is met by a value, or something else does not fit.
        """
        if criterion not in YES_OR_NO:
            raise BadInput(f"“{criterion.value.replace('_', ' ')}” is not answered with yes or no. Set its value.")
        with self._session.change("qualify") as change:
            asked = self._session.targets(change, deal_ids, {criterion.value})
            for deal in asked:
                record_answers(change, deal, {criterion: answer}, how, contact_id)
            change.summary = f"answered {criterion.value} {answer.value} on {quoted(asked)}"
            if criterion is Criterion.AUTHORITY and answer is Answer.NO:
                change.summary += "; look for the one who decides"
            return finished(change, f"{quoted(asked)} had that answer already")

    def answer_many(
        self,
        deal_id: int,
        answers: Mapping[Criterion, AnswerValue],
        how: str = "",
        contact_id: int | None = None,
        details: Mapping[str, str] | None = None,
        seen: Deal | None = None,
    ) -> Written:
        """Answer several questions about a deal at once, with what else was learnt.

        Args:
            answers: Yes, no or unknown; for amount and expected close the value, or None to forget it.
            details: Texts by name, of :data:`funnelboard.services.editing.DETAILS`.
            seen: The deal as the seller saw it.

        Raises:
            Conflict: Somebody else has given one of these another value since ``seen``; nothing is stored.
        """
        with self._session.change("qualify") as change:
            deal = self._session.target(change, deal_id, NOTHING)
            check_unseen(self._session, deal, answers, details or {}, seen)
            told = record_answers(change, deal, answers, how, contact_id)
            told += record_details(self._session, change, deal, details or {})
            change.summary = f"answered {', '.join(told)} on {quoted([deal])}"
            return finished(change, f"{quoted([deal])} had these answers already")

    def set_detail(self, deal_id: int, name: str, text: str) -> Written:
        """Note the pain point, the supplier of today, a competitor, how they decide, or the buyer's next step."""
        return self.answer_many(deal_id, {}, details={name: text})

    def gate(self, deal_id: int, stage: Stage, outcome: Outcome | None = None) -> Gate:
        """What is missing for a deal to move to a stage."""
        return gate(self._session.live_deal(deal_id), stage, outcome)

    def questions(self, deal_id: int) -> tuple[Question, ...]:
        """What is asked in a deal's stage, in the words of the board's preset."""
        deal = self._session.live_deal(deal_id)
        preset = self._session.settings.preset
        return tuple(
            Question(criterion, preset.question(criterion), answer_to(deal, criterion))
            for criterion in ASKED_AT[deal.stage]
        )
