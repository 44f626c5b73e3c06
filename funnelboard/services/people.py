"""Contacts in their roles, and companies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from funnelboard.domain.contact import Role
from funnelboard.domain.deal import Deal
from funnelboard.errors import BadInput, NotFound
from funnelboard.services.done import Done
from funnelboard.services.editing import remove_contact
from funnelboard.services.session import Session, finished, line, needed_line, quoted
from funnelboard.store import people
from funnelboard.store.change import Change
from funnelboard.store.derived import fold

CONTACT_FIELDS = ("name", "email", "phone", "job_title", "birthday", "may_contact")
COMPANY_FIELDS = ("name", "website", "phone", "address", "industry")


class People:
    """Who is on the other side of a deal."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_contact(
        self, deal_id: int, name: str, role: Role = Role.OTHER, email: str = "", phone: str = "", job_title: str = ""
    ) -> Done:
        """Put a contact on a deal: the known one of that name in the deal's company, or a new one."""
        with self._session.change("contact") as change:
            deal = self._session.live_deal(deal_id)
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
            first = not deal.contacts or (deal.primary is not None and deal.primary.contact.id == contact_id)
            link_id = people.link_contact(change, deal_id, contact_id, role, primary=first)
            change.summary = f"added {wanted} as {role.value} on {quoted([deal])}"
            return finished(change, f"{wanted} is on {quoted([deal])} already", link_id)

    def edit_contact(self, contact_id: int, changes: Mapping[str, object]) -> Done:
        """Change a contact wherever it takes part; fields are :data:`CONTACT_FIELDS`."""
        with self._session.change("contact") as change:
            _check_kept(change, "contact", contact_id)
            if change.update("contact", contact_id, _columns(changes, CONTACT_FIELDS, "contact")):
                change.deals.update(people.deals_of_contact(change.database, contact_id))
            change.summary = f"changed {_listed(changes)} of a contact"
            return finished(change, "the contact was so already", contact_id)

    def edit_company(self, company_id: int, changes: Mapping[str, object]) -> Done:
        """Change a company; fields are :data:`COMPANY_FIELDS`."""
        with self._session.change("company") as change:
            _check_kept(change, "company", company_id)
            change.update("company", company_id, _columns(changes, COMPANY_FIELDS, "company"))
            change.summary = f"changed {_listed(changes)} of a company"
            return finished(change, "the company was so already", company_id)

    def set_role(self, deal_contact_id: int, role: Role) -> Done:
        """Say what a contact is in the purchase."""
        with self._session.change("contact") as change:
            _check_kept(change, "deal_contact", deal_contact_id)
            change.update("deal_contact", deal_contact_id, {"role": role.value})
            change.summary = f"made a contact {role.value}"
            return finished(change, f"the contact was {role.value} already", deal_contact_id)

    def make_primary(self, deal_id: int, deal_contact_id: int) -> Done:
        """Name this contact on the card."""
        with self._session.change("contact") as change:
            deal = self._session.live_deal(deal_id)
            _check_linked(deal, deal_contact_id)
            for link in deal.contacts:
                change.update("deal_contact", link.id, {"is_primary": int(link.id == deal_contact_id)})
            change.summary = f"changed the first contact of {quoted([deal])}"
            return finished(change, "that contact is the first already", deal_contact_id)

    def remove_contact(self, deal_id: int, deal_contact_id: int) -> Done:
        """Take a contact off a deal; the contact itself stays."""
        with self._session.change("contact") as change:
            deal = self._session.live_deal(deal_id)
            _check_linked(deal, deal_contact_id)
            remove_contact(change, deal, deal_contact_id)
            change.summary = f"took a contact off {quoted([deal])}"
            return finished(change, "", deal_contact_id)


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
        elif name == "may_contact":
            values[name] = int(bool(value))
        elif name == "name":
            values[name] = needed_line(str(value), "name")
            values["folded"] = fold(str(values[name]))
        else:
            values[name] = line(str(value or ""), name.replace("_", " "))
    return values


def _listed(changes: Mapping[str, object]) -> str:
    return ", ".join(name.replace("_", " ") for name in changes)
