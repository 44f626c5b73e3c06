"""The deal: one possible sale followed from first contact to its end."""

from __future__ import annotations

from datetime import date

from funnelboard.domain.answer import Answer as Answer
from funnelboard.domain.company import Company
from funnelboard.domain.contact import DealContact
from funnelboard.domain.follow_up import FollowUp
from funnelboard.domain.money import Money
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.own_fields import OwnFields
from funnelboard.domain.seller import Seller
from funnelboard.domain.sources import SOURCES as SOURCES
from funnelboard.domain.sources import source_words
from funnelboard.domain.stage import LostReason, Outcome, Stage, default_probability


class Deal(NamedTuple):
    """One deal with everything that belongs to it but its timeline.

    Attributes:
        own_probability: Per cent set for this deal alone, or None for its stage's own.
        created_at, stage_since, last_touch, closed_at: UTC epoch microseconds.
        expected_close, parked_until: Local dates.
        stage_probability: Per cent of its stage by the shared settings; None for the usual.
        market, means, authority: Qualification.
        need, willing: Evaluation, with amount and expected close.
        agreed, signed, settled: The three ticks of a deal that is won.
        may_return: Of a lost deal: whether we may come back.
        source_detail: The seller's own word for the source, as ``spring fair`` for an event.
        repeat_of: Id of the closed deal that this one goes on from.
        referred_by: Name of the company that sent it.
        score: 0 to 100, as of this morning; None when closed.
        next_follow_up: The open follow-up that is due first.
        merged_into: Id of the deal that this one, which is in the bin, was merged into.
        version: Rises with every change to the deal itself.
        own_fields: What the board keeps of it beyond these facts: names and texts.
    """

    id: int
    title: str
    stage: Stage
    created_at: int
    stage_since: int
    last_touch: int
    version: int
    outcome: Outcome | None = None
    amount: Money | None = None
    own_probability: int | None = None
    owner: Seller | None = None
    source: str = ""
    company: Company | None = None
    contacts: tuple[DealContact, ...] = ()
    tags: tuple[str, ...] = ()
    market: Answer = Answer.UNKNOWN
    means: Answer = Answer.UNKNOWN
    authority: Answer = Answer.UNKNOWN
    need: Answer = Answer.UNKNOWN
    willing: Answer = Answer.UNKNOWN
    agreed: Answer = Answer.UNKNOWN
    signed: Answer = Answer.UNKNOWN
    settled: Answer = Answer.UNKNOWN
    pain_point: str = ""
    current_supplier: str = ""
    competitor: str = ""
    decision_process: str = ""
    buyer_next_step: str = ""
    expected_close: date | None = None
    closed_at: int | None = None
    lost_reason: LostReason | None = None
    lost_detail: str = ""
    may_return: Answer = Answer.UNKNOWN
    parked_until: date | None = None
    parked_reason: str = ""
    next_follow_up: FollowUp | None = None
    open_objections: int = 0
    repeat_of: int | None = None
    referred_by: str = ""
    score: int | None = None
    stage_probability: int | None = None
    external_id: str | None = None
    external_source: str | None = None
    deleted: bool = False
    source_detail: str = ""
    own_fields: OwnFields = ()
    merged_into: int | None = None

    @property
    def origin(self) -> str:
        """The source with its detail: ``event: spring fair``."""
        return source_words(self.source, self.source_detail)

    @property
    def probability(self) -> int:
        """Per cent: the deal's own, or its stage's."""
        if self.own_probability is not None and self.stage is not Stage.CLOSED:
            return self.own_probability
        if self.stage_probability is not None and self.stage is not Stage.CLOSED:
            return self.stage_probability
        return default_probability(self.stage, self.outcome)

    @property
    def weighted_amount(self) -> Money | None:
        """Amount times probability, in minor units, rounded down."""
        if self.amount is None:
            return None
        return Money(self.amount.minor * self.probability // 100, self.amount.currency)

    @property
    def primary(self) -> DealContact | None:
        """The contact named on the card."""
        return next((c for c in self.contacts if c.primary), self.contacts[0] if self.contacts else None)
