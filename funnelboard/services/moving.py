"""Moving deals through the gates of the funnel, inside one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from funnelboard.domain.closing import Ending
from funnelboard.domain.criteria import LEARNT, Criterion, GateClosed, answer_to, gate
from funnelboard.domain.dates import whole_date
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.grammar import counted
from funnelboard.domain.instant import instant_on
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.settings import Gates
from funnelboard.domain.stage import Outcome, Stage, place
from funnelboard.services.answering import AnswerValue, check_unseen, record_answers, record_details
from funnelboard.services.editing import DETAILS
from funnelboard.services.next_deal import start_next_deal
from funnelboard.services.recording import record_stage
from funnelboard.services.session import Session, line
from funnelboard.store import answers, customers, deals
from funnelboard.store.change import Change


class Mover:
    """Takes deals to one place.

    Attributes:
        come_back: Id of the parked lead that a lost deal comes back as.
    """

    def __init__(
        self, session: Session, change: Change, stage: Stage, ending: Ending, why: str = "", because: str = ""
    ) -> None:
        self._session = session
        self._change = change
        self._stage = stage
        self._ending = ending
        self._because = line(because, "reason")
        self._why = line(why, "reason")
        self._passed = False
        self.come_back: int | None = None

    def admitted(
        self,
        moved: Sequence[Deal],
        given: Mapping[Criterion, AnswerValue] | None = None,
        how: str = "",
        contact_id: int | None = None,
        details: Mapping[str, str] | None = None,
        seen: Deal | None = None,
    ) -> list[Deal]:
        """The deals with these answers and details, if the gates let all of them pass.

        Raises:
            GateClosed: Something is missing, and there is no reason to pass or the board is strict.
            BadInput: An answer that does not fit.
            Conflict: Somebody else has given one of these another value since ``seen``.
        """
        given = dict(given or {})
        if self._ending.amount is not None:
            given[Criterion.AMOUNT] = self._ending.amount
        for deal in moved:
            check_unseen(self._session, deal, given, details or {}, seen)
            record_answers(self._change, deal, given, how, contact_id)
            record_details(self._session, self._change, deal, details or {})
        if given or details:
            moved = self._session.live_deals(deal.id for deal in moved)
        gates = [found for deal in moved if not (found := gate(deal, self._stage, self._ending.outcome)).open]
        strict = self._session.settings.gates is Gates.STRICT
        if gates and (strict or not self._because):
            raise GateClosed(gates, strict=strict)
        self._passed = bool(gates)
        return list(moved)

    def move(self, deal: Deal, rank: str | None = None) -> None:
        """Take one deal there.

        Args:
            rank: Its new place in the stage; None keeps the one it has.

        Raises:
            BadInput: It was lost to a competitor nobody has named.
        """
        values = self._columns(deal)
        if rank is not None:
            values["rank"] = rank
        if self._changes_place(deal):
            values |= self._arrive(deal)
        else:
            values["closed_at"] = deal.closed_at
        self._change.update("deal", deal.id, values)
        if self._ending.outcome is Outcome.LOST:
            self._ask_back(deal)
        elif self._ending.outcome is Outcome.WON and deal.company is not None:
            self._make_customer(deal, self._closed_at())

    def summary(self, moved: Sequence[Deal]) -> str:
        """What is to be told besides the move itself."""
        told = ""
        if self._passed:
            told += f" although not all is answered: {self._because}"
        left_open = sum(deal.open_objections for deal in moved) if self._stage is Stage.CLOSED else 0
        if left_open:
            told += f", with {counted(left_open, 'open objection')}"
        if self.come_back is not None and self._ending.return_on is not None:
            told += f", to come back on {whole_date(self._ending.return_on)}"
        return told

    def _changes_place(self, deal: Deal) -> bool:
        return (deal.stage, deal.outcome) != (self._stage, self._ending.outcome)

    def _columns(self, deal: Deal) -> dict[str, object]:
        ending = self._ending
        return {
            "stage": self._stage.value,
            "outcome": ending.outcome and ending.outcome.value,
            "closed_at": self._closed_at() if ending.outcome else None,
            "lost_reason": ending.lost_reason and ending.lost_reason.value,
            "lost_detail": line(ending.lost_detail, "lost reason") if ending.lost_reason else "",
            "competitor": line(ending.competitor_of(deal.competitor), "competitor"),
            "may_return": self._may_return(deal).value,
        }

    def _may_return(self, deal: Deal) -> Answer:
        """What was said just now; else, of a deal that stays lost, what was said before."""
        if self._ending.returns is Answer.UNKNOWN and not self._changes_place(deal):
            return deal.may_return
        return self._ending.returns

    def _arrive(self, deal: Deal) -> dict[str, object]:
        """What changes with the place: a deal that moves is worked on, so it is no longer parked."""
        before, after = (deal.stage, deal.outcome), (self._stage, self._ending.outcome)
        why = self._because if self._passed else self._why or self._because
        record_stage(self._change, deal.id, before, after, why)
        values: dict[str, object] = {"stage_since": self._change.now, "parked_until": None, "parked_reason": ""}
        if Stage.CLOSED in (deal.stage, self._stage):
            # A probability somebody judged was about the open deal; its stage's own is right again.
            values["probability"] = None
        if deal.outcome is Outcome.WON and deal.company is not None:
            first_won = customers.first_won(self._change.database, deal.company.id, besides=deal.id)
            self._change.update("company", deal.company.id, {"customer_since": first_won})
        return values

    def _closed_at(self) -> int:
        """Now, or noon of the local day it closed."""
        day = self._ending.closed_on
        if day is None or day == self._session.clock.today():
            return self._change.now
        return instant_on(day, hour=12)

    def _make_customer(self, deal: Deal, since: int) -> None:
        assert deal.company is not None
        known = deal.company.customer_since
        if known is None or since < known:
            self._change.update("company", deal.company.id, {"customer_since": since})

    def _ask_back(self, deal: Deal) -> None:
        """Obey what the buyer said about coming back: a lead in waiting, or never to be suggested again.

        The lead knows what was learnt about the lost deal, since when, and from whom. One that waits already, for a
        deal whose loss is told once more, waits for the other day.
        """
        if self._ending.returns is Answer.NO:
            for link in deal.contacts:
                self._change.update("contact", link.contact.id, {"may_contact": 0})
        if self._ending.return_on is None:
            return
        reason = self._ending.lost_reason
        parked = {
            "parked_until": self._ending.return_on.isoformat(),
            "parked_reason": f"{ParkReason.TIMING.value}: {place(Stage.CLOSED, Outcome.LOST)} "
            f"over {reason.value if reason else 'nothing named'}, may come back",
        }
        self.come_back = deals.waiting_repeat(self._change.database, deal.id)
        if self.come_back is not None:
            self._change.update("deal", self.come_back, parked)
            return
        learnt = self._session.live_deal(deal.id)
        self.come_back = start_next_deal(
            self._change,
            learnt,
            {
                **{criterion.value: answer_to(learnt, criterion).value for criterion in LEARNT},
                **{name: getattr(learnt, name) for name in DETAILS},
                "source": deal.source,
                "source_detail": deal.source_detail,
                **parked,
            },
        )
        answers.copy(self._change, deal.id, self.come_back, LEARNT)
