"""One deal, with everything that is shown of it."""

from __future__ import annotations

from funnelboard.domain.criteria import Gate, next_gate, suggested_stage
from funnelboard.domain.customer import Customer
from funnelboard.domain.deal import Deal
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.given_answer import GivenAnswer
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.objection import Objection
from funnelboard.domain.score import Score, explain
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import Stage
from funnelboard.domain.staleness import days_since, is_stale
from funnelboard.domain.timeline import TimelineEntry
from funnelboard.services.session import Session
from funnelboard.store import activity, answers, customers, deal_rows, objections, scores


class DealDetail(NamedTuple):
    """One deal with its timeline, newest first, and its open follow-ups, the one due first at the front.

    Attributes:
        score: Every rule's points; None for a closed deal.
        gate: What its next stage still asks for, winning being what an opportunity is for; None when closed.
        suggested: The stage its answers satisfy already; ``closed`` means won.
        stale_days: Days without a touch when that is too many; else None.
        objections: The open ones first.
        answers: The one that stands for each question that was asked.
        checklist: What the preset has for its stage, and whether it was done.
        customer: What its company has bought; None without a company.
    """

    deal: Deal
    timeline: tuple[TimelineEntry, ...]
    follow_ups: tuple[FollowUp, ...]
    score: Score | None = None
    gate: Gate | None = None
    suggested: Stage | None = None
    stale_days: int | None = None
    objections: tuple[Objection, ...] = ()
    answers: tuple[GivenAnswer, ...] = ()
    checklist: tuple[tuple[str, bool], ...] = ()
    customer: Customer | None = None

    def to_json(self) -> dict[str, object]:
        """All of it as a JSON object."""
        from funnelboard.exchange.deal_json import detail_to_json

        return detail_to_json(
            self.deal,
            self.timeline,
            self.follow_ups,
            score=self.score,
            gate=self.gate,
            answers=self.answers,
            checklist=self.checklist,
            objections=self.objections,
            customer=self.customer,
        )


def describe(session: Session, deal: Deal, timeline: tuple[TimelineEntry, ...]) -> DealDetail:
    """A deal with what follows from it; to be called inside one read."""
    database, shared = session.database, session.settings
    return DealDetail(
        deal=deal,
        timeline=timeline,
        follow_ups=deal_rows.standing_follow_ups(database, (deal.id,)),
        score=_score(session, deal, shared),
        gate=next_gate(deal),
        suggested=suggested_stage(deal),
        stale_days=_stale_days(session, deal, shared),
        objections=objections.of_deals(database, (deal.id,)),
        answers=answers.latest(database, deal.id),
        checklist=_checklist(session, deal, shared),
        customer=customers.of_deal(database, deal.id) if deal.company else None,
    )


def _score(session: Session, deal: Deal, shared: BoardSettings) -> Score | None:
    known = scores.day(session.database)
    if deal.outcome is not None or known is None:
        return None
    return explain(scores.facts(session.database, deal.id, known[1]), known[1], shared.score_rules)


def _stale_days(session: Session, deal: Deal, shared: BoardSettings) -> int | None:
    due = deal.next_follow_up.due if deal.next_follow_up else None
    now, today, limits = session.clock.now(), session.clock.today(), shared.stale_days
    stale = is_stale(deal.stage, deal.last_touch, due, deal.parked_until is not None, now, today, limits)
    return days_since(deal.last_touch, now) if stale else None


def _checklist(session: Session, deal: Deal, shared: BoardSettings) -> tuple[tuple[str, bool], ...]:
    wanted = shared.preset.checklists.get(deal.stage, ())
    if not wanted:
        return ()
    done = activity.kinds_done(session.database, deal.id)
    return tuple((item.text, item.kind.value in done) for item in wanted)
