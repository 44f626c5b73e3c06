"""How a deal comes into being, whoever or whatever brings it: with everything that is known of it, in one change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from funnelboard.domain.contact import Role
from funnelboard.domain.follow_up_line import FollowUpLine
from funnelboard.domain.money import Money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.settings import Gates
from funnelboard.domain.stage import Stage
from funnelboard.errors import BadInput
from funnelboard.services.doubts import check_contacting, check_namesakes, check_new, check_reach
from funnelboard.services.editing import DealEditor
from funnelboard.services.recording import add_follow_up, add_note, record_stage
from funnelboard.services.session import Session, line, needed_line, paragraphs
from funnelboard.store import deals, duplicates, people
from funnelboard.store.change import Change


@dataclass(frozen=True, slots=True)
class NewDeal:
    """What is known of a deal that is to be made; texts that say nothing are empty.

    Attributes:
        company, contact: Names, as :meth:`~funnelboard.services.pipeline.Pipeline.create` takes them.
        contact_id: Whose it is, where that is known; then nothing else is said of the contact.
        owner: A login or name, ``me``, or None for nobody.
        referred_by: Name of the company that sent it.
        more: Further fields of :data:`funnelboard.services.editing.EDITABLE`.
        external: Where it comes from and its id there, both clean; no other deal has the same.
        confirmed: Whether it is meant even if it is there already, or the follow-up's buyer has said no.
    """

    title: str
    stage: Stage = Stage.LEAD
    company: str = ""
    contact: str = ""
    contact_id: int | None = None
    email: str = ""
    phone: str = ""
    amount: Money | None = None
    source: str = ""
    tags: tuple[str, ...] = ()
    owner: str | None = "me"
    follow_up: FollowUpLine | None = None
    expected_close: date | None = None
    note: str = ""
    referred_by: str = ""
    more: Mapping[str, object] = field(default_factory=dict)
    external: tuple[str, str] | None = None
    confirmed: bool = True

    @property
    def external_words(self) -> str:
        """What it is called where it comes from."""
        return ": ".join(self.external) if self.external else ""


def make_deal(session: Session, change: Change, new: NewDeal) -> tuple[int, str]:
    """Make a deal at the top of an open stage.

    Returns:
        Its id, and who was meant by the contact, to be told where that was not said.

    Raises:
        BadInput: No title, a value that cannot be, or, where gates are strict, not a lead.
        Unconfirmed: It is not confirmed, and should be.
    """
    if new.stage is Stage.CLOSED:
        raise BadInput("A new deal cannot be closed at once. Add it, then move it to closed as won or lost.")
    if new.stage is not Stage.LEAD and session.settings.gates is Gates.STRICT:
        raise BadInput("This board's gates are strict: a new deal is a lead. Add it as one, answer, then move it.")
    if not new.confirmed:
        check_new(change.database, new.title, new.company, new.email)
    values = {
        "title": needed_line(new.title, "title"),
        "stage": new.stage.value,
        "rank": deals.top_rank(change, new.stage),
        "created_at": change.now,
        "stage_since": change.now,
    }
    if new.external is not None:
        values |= dict(zip(("external_source", "external_id"), new.external, strict=True))
    deal_id = change.insert("deal", values)
    record_stage(change, deal_id, None, (new.stage, None))
    company, contact, told = _link_buyer(change, deal_id, new)
    wanted = {
        "company": company, "email": new.email, "phone": new.phone, "contact": contact, "amount": new.amount,
        "source": new.source, "owner": new.owner, "expected_close": new.expected_close, "tags": new.tags,
        "referred_by": new.referred_by, **new.more,
    }  # fmt: skip
    DealEditor(session, change).apply(
        session.live_deal(deal_id), {name: value for name, value in wanted.items() if value not in (None, "", ())}
    )
    if new.follow_up is not None:
        promised = new.follow_up
        if not new.confirmed:
            check_contacting([session.live_deal(deal_id)], promised.kind)
            check_namesakes(change.database, contact, promised.kind)
        add_follow_up(change, deal_id, promised.due, promised.kind, promised.what, promised.time)
    if new.note.strip():
        add_note(change, deal_id, NoteKind.NOTE, paragraphs(new.note, "note"))
    return deal_id, told


def _link_buyer(change: Change, deal_id: int, new: NewDeal) -> tuple[str, str, str]:
    """Give a new deal the contact that is known by what was said of the buyer.

    Returns:
        The company as it is known; the name of the contact that has still to be found or made, if any; and who was
        meant, to be told where that was not said.
    """
    company, contact = line(new.company, "company"), line(new.contact, "contact")
    address = new.email or new.phone
    if new.contact_id is not None:
        people.link_contact(change, deal_id, new.contact_id, Role.OTHER, primary=True)
        return company, "", ""
    person = duplicates.known_person(change.database, contact, company, address) if contact else None
    if person is None:
        known = duplicates.known_company(change.database, company) if company else None
        return known or company, contact or address, ""
    if not new.confirmed:
        check_reach(change.database, person.id, new.email, new.phone)
    people.link_contact(change, deal_id, person.id, Role.OTHER, primary=True)
    is_said = person.company.casefold() == company.casefold()
    return person.company, "", "" if is_said else f", with {person.name} of {person.company}"
