"""A deal with all that belongs to it, free of the database it is in: people, companies and sellers by their names."""

from __future__ import annotations

from datetime import date
from datetime import time as Time

from funnelboard.domain.contact import Role
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer
from funnelboard.domain.money import Money
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import LostReason, Outcome, Stage


class TakingPart(NamedTuple):
    """A contact as it takes part in the deal; the company is their own, which may be another than the deal's."""

    name: str
    company: str = ""
    role: Role = Role.OTHER
    decides: bool = False
    email: str = ""
    phone: str = ""
    job_title: str = ""
    birthday: date | None = None
    may_contact: bool = True
    contact_by: tuple[str, ...] = ()


class Told(NamedTuple):
    """A note; ``at`` is UTC epoch microseconds, as all instants here."""

    at: int
    kind: NoteKind
    seller: str
    text: str


class Promised(NamedTuple):
    """A follow-up, open, done or dropped."""

    due: date
    time: Time | None
    kind: str
    what: str
    seller: str
    made_at: int
    done_at: int | None = None
    dropped_at: int | None = None
    result: str = ""


class Objected(NamedTuple):
    """An objection, open until it is resolved."""

    raised_at: int
    seller: str
    text: str
    resolved_at: int | None = None
    answer: str = ""


class Answered(NamedTuple):
    """An answer as it was given, by whom if anybody said so."""

    at: int
    criterion: Criterion
    answer: Answer
    seller: str
    contact: str = ""
    how: str = ""


class Moved(NamedTuple):
    """A move; from no stage for the first one."""

    at: int
    from_stage: Stage | None
    from_outcome: Outcome | None
    to_stage: Stage
    to_outcome: Outcome | None
    seller: str
    why: str = ""


class WholeDeal(NamedTuple):
    """One deal.

    Attributes:
        id: As in the database it is from; None for one that has never been in any.
        created_at, stage_since, customer_since, closed_at: UTC epoch microseconds; None where nobody says.
        probability: Per cent set for it alone, or None.
        owner, seller: A login, or a name that belongs to no login; "" for nobody.
        contacts: The one named on the card first.
        repeat_of: Id, in the database it is from, of the deal that it goes on from.
        answers, notes, follow_ups, objections, moves: In the order they were kept.
        fields: Names and texts of its own fields.
    """

    id: int | None
    title: str
    stage: Stage
    created_at: int | None
    stage_since: int | None
    outcome: Outcome | None = None
    amount: Money | None = None
    probability: int | None = None
    owner: str = ""
    source: str = ""
    source_detail: str = ""
    company: str = ""
    company_website: str = ""
    company_phone: str = ""
    company_address: str = ""
    company_industry: str = ""
    customer_since: int | None = None
    contacts: tuple[TakingPart, ...] = ()
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
    repeat_of: int | None = None
    referred_by: str = ""
    external_id: str = ""
    external_source: str = ""
    answers: tuple[Answered, ...] = ()
    notes: tuple[Told, ...] = ()
    follow_ups: tuple[Promised, ...] = ()
    objections: tuple[Objected, ...] = ()
    moves: tuple[Moved, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
