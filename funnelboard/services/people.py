"""Contacts in their roles, and companies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from funnelboard.domain.company import Company
from funnelboard.domain.contact import CHANNELS, Contact, Role
from funnelboard.domain.deal import Deal
from funnelboard.errors import BadInput, NotFound
from funnelboard.services.editing import remove_contact
from funnelboard.services.session import Session, finished, line, needed_line, quoted
from funnelboard.services.sight import NOTHING
from funnelboard.services.written import Written
from funnelboard.store import people
from funnelboard.store.change import Change
from funnelboard.store.search_text import fold

CONTACT_FIELDS = ("name", "email", "phone", "job_title", "birthday", "may_contact", "contact_by")
COMPANY_FIELDS = ("name", "website", "phone", "address", "industry")


@dataclass(frozen=True, slots=True)
class ContactDetail:
    """A contact with the ids of the deals they take part in.

    Attributes:
        last_touch: When one of those deals was last touched, in UTC epoch microseconds.
    """

    contact: Contact
    company: Company | None
    deal_ids: tuple[int, ...]
    last_touch: int | None


class People:
    """Who is on the other side of a deal."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def contact(self, contact_id: int) -> ContactDetail:
        """One contact, whole.

        Raises:
            NotFound: There is none, or it is in the bin.
        """
        database = self._session.database
        found = people.contact(database, contact_id)
        if found is None:
            raise NotFound(f"There is no contact #{contact_id}.")
        company = people.companies(database, (found.company_id,)).get(found.company_id) if found.company_id else None
        deal_ids = tuple(people.deals_of_contact(database, contact_id))
        return ContactDetail(found, company, deal_ids, people.last_touch(database, contact_id))

    def add_contact(
        self,
        deal_id: int,
        name: str,
        role: Role = Role.OTHER,
        email: str = "",
        phone: str = "",
        job_title: str = "",
        decides: bool = False,
        **more: object,
    ) -> Written:
        """Put a contact on a deal: the known one of that name in the deal's company, or a new one.

        Args:
            decides: Whether this is the one who decides; nobody else on the deal is, then.
            more: Further fields of :data:`CONTACT_FIELDS`.
        """
        with self._session.change("contact") as change:
            deal = self._session.target(change, deal_id, NOTHING)
            wanted = needed_line(name, "contact's name")
            company_id = deal.company.id if deal.company else None
            details = {
                "email": line(email, "e-mail"),
                "phone": line(phone, "phone"),
                "job_title": line(job_title, "title"),
            }
            contact_id = people.find_contact(change.database, wanted, company_id)
            if contact_id is None:
                contact_id = people.add_contact(change, wanted, company_id, **details)
            else:
                change.update("contact", contact_id, {name: value for name, value in details.items() if value})
            change.update("contact", contact_id, _columns(more, CONTACT_FIELDS, "contact"))
            first = not deal.contacts or (deal.primary is not None and deal.primary.contact.id == contact_id)
            link_id = people.link_contact(change, deal_id, contact_id, role, primary=first)
            if decides:
                _mark(change, self._session.live_deal(deal_id), link_id)
            change.summary = f"added {wanted} as {role.value} on {quoted([deal])}"
            return finished(change, f"{wanted} is on {quoted([deal])} already", link_id)

    def edit_contact(self, contact_id: int, changes: Mapping[str, object]) -> Written:
        """Change a contact wherever it takes part; fields are :data:`CONTACT_FIELDS`."""
        with self._session.change("contact") as change:
            _check_kept(change, "contact", contact_id)
            if change.update("contact", contact_id, _columns(changes, CONTACT_FIELDS, "contact")):
                change.deals.update(people.deals_of_contact(change.database, contact_id))
            change.summary = f"changed {_listed(changes)} of a contact"
            return finished(change, "the contact was so already", contact_id)

    def change_contact(self, deal_id: int, deal_contact_id: int, changes: Mapping[str, object]) -> Written:
        """Change a contact and what they are on a deal, as one change.

        Args:
            changes: Fields of :data:`CONTACT_FIELDS`, and ``role`` and ``decides``.

        Raises:
            NotFound: That contact is not on the deal.
        """
        with self._session.change("contact") as change:
            deal = self._session.live_deal(deal_id)
            link = next((link for link in deal.contacts if link.id == deal_contact_id), None)
            if link is None:
                raise NotFound(f"That contact is not on “{deal.title}” any more.")
            own = {name: value for name, value in changes.items() if name not in ("role", "decides")}
            values = _columns(own, CONTACT_FIELDS, "contact")
            typed = {name: value for name, value in values.items() if name != "folded"}
            self._session.require_unchanged(link.contact.name, "contact", link.contact.id, typed)
            role = {"role": Role(str(changes["role"])).value} if "role" in changes else {}
            self._session.require_unchanged(f"the role of {link.contact.name}", "deal_contact", link.id, role)
            if own and change.update("contact", link.contact.id, values):
                change.deals.update(people.deals_of_contact(change.database, link.contact.id))
            change.update("deal_contact", link.id, role)
            if changes.get("decides"):
                _mark(change, deal, link.id)
            elif "decides" in changes:
                change.update("deal_contact", link.id, {"decides": 0})
            change.summary = f"changed {_listed(changes)} of {link.contact.name} on {quoted([deal])}"
            return finished(change, f"{link.contact.name} was so already", link.id)

    def edit_company(self, company_id: int, changes: Mapping[str, object]) -> Written:
        """Change a company; fields are :data:`COMPANY_FIELDS`."""
        with self._session.change("company") as change:
            _check_kept(change, "company", company_id)
            change.update("company", company_id, _columns(changes, COMPANY_FIELDS, "company"))
            change.summary = f"changed {_listed(changes)} of a company"
            return finished(change, "the company was so already", company_id)

    def set_role(self, deal_contact_id: int, role: Role) -> Written:
        """Say what a contact is in the purchase."""
        with self._session.change("contact") as change:
            _check_kept(change, "deal_contact", deal_contact_id)
            change.update("deal_contact", deal_contact_id, {"role": role.value})
            change.summary = f"made a contact {role.value}"
            return finished(change, f"the contact was {role.value} already", deal_contact_id)

    def set_decides(self, deal_id: int, deal_contact_id: int) -> Written:
        """Mark the one who decides; nobody else on the deal is any more."""
        with self._session.change("contact") as change:
            deal = self._session.target(change, deal_id, {"deal_contact"})
            _check_linked(deal, deal_contact_id)
            _mark(change, deal, deal_contact_id)
            change.summary = f"marked who decides on {quoted([deal])}"
            return finished(change, "that contact is the one who decides already", deal_contact_id)

    def make_primary(self, deal_id: int, deal_contact_id: int) -> Written:
        """Name this contact on the card."""
        with self._session.change("contact") as change:
            deal = self._session.target(change, deal_id, {"deal_contact"})
            _check_linked(deal, deal_contact_id)
            for link in deal.contacts:
                change.update("deal_contact", link.id, {"is_primary": int(link.id == deal_contact_id)})
            change.summary = f"changed the first contact of {quoted([deal])}"
            return finished(change, "that contact is the first already", deal_contact_id)

    def remove_contact(self, deal_id: int, deal_contact_id: int) -> Written:
        """Take a contact off a deal; the contact itself stays."""
        with self._session.change("contact") as change:
            deal = self._session.target(change, deal_id, {"deal_contact"})
            _check_linked(deal, deal_contact_id)
            remove_contact(change, deal, deal_contact_id)
            change.summary = f"took a contact off {quoted([deal])}"
            return finished(change, "", deal_contact_id)


def _mark(change: Change, deal: Deal, link_id: int) -> None:
    """Make this contact the one who decides, and nobody else."""
    for link in deal.contacts:
        change.update("deal_contact", link.id, {"decides": int(link.id == link_id)})


def _check_kept(change: Change, entity: str, row_id: int) -> None:
    if change.current(entity, row_id, ("deleted_at",))["deleted_at"] is not None:
        raise NotFound(f"There is no {entity.replace('_', ' ')} #{row_id} any more.")


def _check_linked(deal: Deal, link_id: int) -> None:
    if all(link.id != link_id for link in deal.contacts):
        raise NotFound(f"{quoted([deal])} has no such contact. Look at it again.")


def _columns(changes: Mapping[str, object], allowed: tuple[str, ...], noun: str) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, value in changes.items():
        if name not in allowed:
            raise BadInput(f"A {noun} has no field “{name}”. It has: {', '.join(allowed)}.")
        if name == "birthday":
            values[name] = value.isoformat() if isinstance(value, date) else None
        elif name == "contact_by":
            values[name] = ", ".join(_channels(str(value or "")))
        elif name == "may_contact":
            values[name] = int(bool(value))
        elif name == "name":
            values[name] = needed_line(str(value), "name")
            values["folded"] = fold(str(values[name]))
        else:
            values[name] = line(str(value or ""), name.replace("_", " "))
    return values


def _channels(text: str) -> list[str]:
    """What may be used to contact somebody, of a list separated by commas; nothing for no word about it."""
    chosen = [part.strip().casefold() for part in text.split(",") if part.strip()]
    for channel in chosen:
        if channel not in CHANNELS:
            raise BadInput(f"“{channel}” is no way to contact somebody. Choose of: {', '.join(CHANNELS)}.")
    return [channel for channel in CHANNELS if channel in chosen]


def _listed(changes: Mapping[str, object]) -> str:
    return ", ".join(name.replace("_", " ") for name in changes)
