"""Ids for the companies, sellers, tags, contacts and own fields that an exported table names: found, or added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from funnelboard.domain.own_fields import key_of
from funnelboard.domain.stage import Outcome
from funnelboard.domain.whole_deal import TakingPart, WholeDeal
from funnelboard.store import imports, own_fields
from funnelboard.store.change import Change
from funnelboard.store.search_text import fold
from funnelboard.store.sellers import folded_names


class TableNames:
    """The ids of one import, inside its transaction; made with all the deals that will need them.

    Attributes:
        companies_added: How many companies were not known before.
    """

    def __init__(self, change: Change, deals: Sequence[WholeDeal]) -> None:
        self._change = change
        self._companies = imports.company_ids(change.database)
        self._sellers = imports.seller_ids(change.database)
        self._tags = imports.tag_ids(change.database)
        self.companies_added = self._add_companies(deals)
        self._add("seller", self._sellers, (name for deal in deals for name in _sellers_of(deal)), _seller)
        self._add("tag", self._tags, (tag for deal in deals for tag in deal.tags), _named)
        self._fields = own_fields.ensure(change, (name for deal in deals for name, _ in deal.fields))
        self._contacts: dict[TakingPart, int] = {}
        self._add_contacts(contact for deal in deals for contact in deal.contacts)

    def company(self, name: str) -> int | None:
        """Id of a company; None for none."""
        return self._companies[fold(name)] if name else None

    def seller(self, name: str) -> int | None:
        """Id of a seller; None for nobody."""
        return self._sellers[fold(name)] if name else None

    def tag(self, name: str) -> int:
        """Id of a tag."""
        return self._tags[fold(name)]

    def field(self, name: str) -> int:
        """Id of an own field."""
        return self._fields[key_of(name)]

    def contact(self, contact: TakingPart) -> int:
        """Id of a contact, whatever their part in the deal."""
        return self._contacts[_person(contact)]

    def _add(
        self, entity: str, known: dict[str, int], names: Iterable[str], row: Callable[[str], dict[str, Any]]
    ) -> None:
        missing: dict[str, str] = {}
        for name in names:
            if name and (folded := fold(name)) not in known:
                missing.setdefault(folded, name)
        ids = self._change.insert_many(entity, [row(name) for name in missing.values()])
        known.update(zip(missing, ids, strict=True))

    def _add_companies(self, deals: Sequence[WholeDeal]) -> int:
        """Add companies with what the table says of them, and say since when those that are here are customers."""
        said: dict[str, dict[str, Any]] = {}
        for deal in deals:
            for name in (deal.referred_by, *(contact.company for contact in deal.contacts)):
                if name:
                    said.setdefault(fold(name), _named(name))
            if deal.company:
                row = said.setdefault(fold(deal.company), _named(deal.company))
                row |= {
                    "website": deal.company_website,
                    "phone": deal.company_phone,
                    "address": deal.company_address,
                    "industry": deal.company_industry,
                }
                since = deal.customer_since or (deal.closed_at if deal.outcome is Outcome.WON else None)
                row["customer_since"] = min(filter(None, (since, row.get("customer_since"))), default=None)
        customers = imports.customers_since(self._change.database)
        for folded in said.keys() & self._companies.keys():
            company_id, since = self._companies[folded], said[folded].get("customer_since")
            if since and customers.get(company_id) is None:
                self._change.update("company", company_id, {"customer_since": since})
        new = {folded: row for folded, row in said.items() if folded not in self._companies}
        ids = self._change.insert_many("company", [_COMPANY | row for row in new.values()])
        self._companies |= zip(new, ids, strict=True)
        return len(new)

    def _add_contacts(self, contacts: Iterable[TakingPart]) -> None:
        """Add contacts; those that are here stay as they are, but for a no to being contacted."""
        here = imports.contacts(self._change.database)
        new: dict[TakingPart, None] = {}
        for contact in map(_person, contacts):
            if contact in self._contacts or contact in new:
                continue
            contact_id, known = here.get((fold(contact.name), self.company(contact.company)), (0, {}))
            if contact_id and (not contact.email or not known["email"] or contact.email == known["email"]):
                self._contacts[contact] = contact_id
                if not contact.may_contact:
                    self._change.update("contact", contact_id, {"may_contact": 0})
            else:
                new[contact] = None
        ids = self._change.insert_many("contact", [self._contact_row(contact) for contact in new])
        self._contacts |= zip(new, ids, strict=True)

    def _contact_row(self, contact: TakingPart) -> dict[str, Any]:
        return {
            "name": contact.name,
            "folded": fold(contact.name),
            "company_id": self.company(contact.company),
            "email": contact.email,
            "phone": contact.phone,
            "job_title": contact.job_title,
            "birthday": contact.birthday and contact.birthday.isoformat(),
            "may_contact": int(contact.may_contact),
            "contact_by": ", ".join(contact.contact_by),
        }


_COMPANY = {"website": "", "phone": "", "address": "", "industry": "", "customer_since": None}


def _named(name: str) -> dict[str, Any]:
    return {"name": name, "folded": fold(name)}


def _seller(name: str) -> dict[str, Any]:
    return {"login": None, "name": name, "folded": folded_names(None, name), "last_seen": None}


def _person(contact: TakingPart) -> TakingPart:
    """Who a contact is, without the part they take in one deal."""
    defaults = TakingPart._field_defaults
    return contact._replace(role=defaults["role"], decides=defaults["decides"])


def _sellers_of(deal: WholeDeal) -> Iterator[str]:
    yield deal.owner
    for belonging in (deal.answers, deal.notes, deal.follow_ups, deal.objections, deal.moves):
        yield from (each.seller for each in belonging)
