"""E-mail messages kept where they belong: as notes on the deals of those who wrote them, or got them."""

from __future__ import annotations

from dataclasses import dataclass

from funnelboard.domain.deal import Deal
from funnelboard.domain.grammar import listed
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import place
from funnelboard.errors import BadInput, NotFound
from funnelboard.exchange.mail import Address, MailMessage
from funnelboard.exchange.mail_note import company_domain, note_text, title_of
from funnelboard.exchange.safe_text import LONGEST_TEXT
from funnelboard.services.new_deal import NewDeal, make_deal
from funnelboard.services.recording import add_note
from funnelboard.services.session import Session, finished, line, quoted
from funnelboard.services.sight import NOTHING
from funnelboard.services.written import Written
from funnelboard.store import correspondence, people
from funnelboard.store.change import Change
from funnelboard.store.correspondence import Correspondent, same_case

_NAMED_DEALS = 5


@dataclass(frozen=True, slots=True)
class MailPlan:
    """What would become of a message.

    Attributes:
        kept_as: The note it has been kept as already, and its deal; then nothing is to be done.
        deal: Where it belongs; None where a lead begins with it.
        contact_id: Of a lead: who it is from, if they are known.
        heading: From or to whom it is, for the note.
        received: It was written to the seller, not by them.
        others: Other open deals of its addresses, the one that would come next in front.
        remarks: What should be known about it, a sentence each.
    """

    kept_as: tuple[int, int] | None = None
    deal: Deal | None = None
    contact_id: int | None = None
    heading: str = ""
    received: bool = True
    others: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()


class Correspondence:
    """What was written to buyers, and by them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, message: MailMessage, *, deal_id: int | None = None, lead: bool = False) -> tuple[Written, MailPlan]:
        """Keep a message as a note, once; a lead that begins with it is of the source “inbound”.

        Args:
            deal_id: The deal it belongs to, where that is known better than by its addresses.
            lead: Whether somebody who has no deal becomes a lead.

        Raises:
            NotFound: None of its addresses is a contact's with a deal, and no lead is to begin.
            DealGone: The deal is not there, or in the bin.
        """
        with self._session.change("email") as change:
            plan = self.plan(message, deal_id=deal_id, lead=lead)
            if plan.kept_as is not None:
                note_id, of = plan.kept_as
                return Written(f"this message is on #{of} already", (of,), 0, note_id), plan
            begun = plan.deal is None
            deal = plan.deal if plan.deal is not None else self._begin(change, message, plan)
            if not begun:
                self._session.target(change, deal.id, NOTHING)
            text, _ = note_text(message, plan.heading)
            correspondence.forget_message(change, message.id)
            note_id = add_note(change, deal.id, NoteKind.EMAIL, text, self._at(message), message.id)
            kept = f"kept a message {plan.heading}"
            change.summary = f"{kept}: added {quoted([deal])} to lead" if begun else f"{kept} on {quoted([deal])}"
            return finished(change, "", note_id), plan

    def plan(self, message: MailMessage, *, deal_id: int | None = None, lead: bool = False) -> MailPlan:
        """What :meth:`keep` would do, and refuse, without doing it."""
        database = self._session.database
        kept_as = correspondence.note_of_message(database, message.id)
        if kept_as is not None:
            return MailPlan(kept_as=kept_as)
        places = _places(message)
        known = correspondence.correspondents(database, places)
        known.sort(key=lambda each: (each.deal_id is None, not each.open, places[each.email], -each.touched))
        with_deals = [each for each in known if each.deal_id is not None]
        deal = None
        if deal_id is not None:
            deal = self._session.live_deal(deal_id)
        elif with_deals:
            deal = self._session.live_deal(with_deals[0].deal_id or 0)
        elif not lead:
            raise NotFound(_unknown(message, known))
        elif not message.senders:
            raise BadInput("The message does not say from whom it is. Keep it with --deal N on a deal.")
        others = _other_open_deals(with_deals) if deal_id is None else ()
        remarks = [*_about_deal(deal, with_deals, others, chosen=deal_id is not None), *self._about_text(message)]
        senders = {same_case(each.email) for each in message.senders}
        from_known = next((each for each in known if each.email in senders), None)
        to_known = next((each for each in known if each.email not in senders), None)
        return MailPlan(
            deal=deal,
            contact_id=from_known.contact_id if from_known is not None else None,
            heading=_heading(message, from_known, to_known),
            received=from_known is not None or to_known is None,
            others=others,
            remarks=tuple(remarks),
        )

    def _begin(self, change: Change, message: MailMessage, plan: MailPlan) -> Deal:
        """A lead of who wrote a message."""
        sender = message.senders[0]
        contact_id, company = plan.contact_id, ""
        if contact_id is None:
            domain = company_domain(sender)
            if domain:
                company = correspondence.only_company_at(change.database, domain) or domain
            company_id = people.find_or_add_company(change, line(company, "company")) if company else None
            # Never somebody else of the same name: anybody can write under any name.
            contact_id = people.add_contact(change, sender.shown, company_id, line(sender.email, "e-mail address"))
        elif (of := people.contact(change.database, contact_id)) is not None and of.company_id:
            company = people.companies(change.database, (of.company_id,))[of.company_id].name
        new = NewDeal(title=title_of(message), company=company, contact_id=contact_id, source="inbound")
        made, _ = make_deal(self._session, change, new)
        return self._session.live_deal(made)

    def _at(self, message: MailMessage) -> int:
        """When it was written, as far as that can be."""
        now = self._session.clock.now()
        return now if message.at is None else min(message.at, now)

    def _about_text(self, message: MailMessage) -> list[str]:
        _, left_out = note_text(message, "")
        told = []
        if left_out:
            told.append(f"Only its beginning was kept: a note has at most {LONGEST_TEXT:,} characters.")
        if message.at is None:
            told.append("It does not say when it was sent: it is kept as of now.")
        elif message.at > self._session.clock.now():
            told.append("Its date is still to come: it is kept as of now.")
        return told


def _places(message: MailMessage) -> dict[str, int]:
    """Its addresses as they are compared, by where they stand: in From before To and Cc."""
    found: dict[str, int] = {}
    for place_of, addresses in enumerate((message.senders, message.recipients)):
        for each in addresses:
            found.setdefault(same_case(each.email), place_of)
    return found


def _other_open_deals(with_deals: list[Correspondent]) -> tuple[int, ...]:
    """The open deals of its addresses, but for the first."""
    open_ones = dict.fromkeys(each.deal_id for each in with_deals if each.open and each.deal_id is not None)
    return tuple(open_ones)[1:]


def _about_deal(
    deal: Deal | None, with_deals: list[Correspondent], others: tuple[int, ...], *, chosen: bool
) -> list[str]:
    """Why it is kept where it is kept, if that is not plain."""
    if deal is None or chosen:
        return []
    if others:
        numbers = [f"#{deal_id}" for deal_id in others[:_NAMED_DEALS]]
        more = [f"{len(others) - _NAMED_DEALS:,} more"] if len(others) > _NAMED_DEALS else []
        return [f"Of several open deals #{deal.id} was touched last; --deal chooses another: {listed(numbers + more)}."]
    if deal.outcome is not None:
        where = place(deal.stage, deal.outcome)
        return [f"{with_deals[0].name} has no open deal; of the closed ones #{deal.id}, {where}, was touched last."]
    return []


def _heading(message: MailMessage, from_known: Correspondent | None, to_known: Correspondent | None) -> str:
    """From or to whom it is: a contact by their name alone, anybody else with the address they wrote from."""
    if from_known is not None:
        return f"from {from_known.name}"
    sender = message.senders[0] if message.senders else Address("", "")
    shown = f"{sender.name} <{sender.email}>" if sender.name and sender.email else sender.email or "nobody"
    return f"to {to_known.name}, from {shown}" if to_known is not None else f"from {shown}"


def _unknown(message: MailMessage, known: list[Correspondent]) -> str:
    writer = (message.senders or message.recipients)[0]
    if known:
        fact = f"{known[0].name} ({known[0].email}) is on no deal"
    else:
        others = len({same_case(each.email) for each in (*message.senders, *message.recipients)}) - 1
        fact = f"No contact has the address {writer.email}{' or another of this message' if others else ''}"
    return f"{fact}. Keep it with --deal N on a deal, or with --lead as a new lead."
