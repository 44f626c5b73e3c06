"""The companies, sellers, tags and contacts that an import names: found, or added by the thousand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from funnelboard.domain.stage import Outcome
from funnelboard.exchange.imported_deal import ImportedDeal
from funnelboard.store import imports
from funnelboard.store.change import Change
from funnelboard.store.search_text import fold
from funnelboard.store.sellers import folded_names

_DETAILS = ("email", "phone", "job_title")


class ImportedNames:
    """Ids for the names of one import, inside its transaction; made with all the deals that will need them.

    Attributes:
        companies_added: How many companies were not known before.
    """

    def __init__(self, change: Change, deals: Sequence[ImportedDeal]) -> None:
        self._change = change
        self._add_companies(deals)
        self._add_sellers(deals)
        self._add_tags(deals)
        self._add_contacts(deals)

    def company(self, deal: ImportedDeal) -> int | None:
        """Id of the deal's company; None for none."""
        return self._company_ids[fold(deal.company)] if deal.company else None

    def known_company(self, deal: ImportedDeal) -> int | None:
        """Id of the deal's company if it was here before the import."""
        company_id = self.company(deal)
        return None if company_id in self._new_companies else company_id

    def owner(self, deal: ImportedDeal) -> int | None:
        """Id of the deal's owner; None for nobody."""
        return self._seller_ids[fold(deal.owner)] if deal.owner else None

    def contact(self, deal: ImportedDeal) -> int | None:
        """Id of the deal's contact; None for none."""
        key = self._contact_key(deal)
        return self._contact_ids[key] if key else None

    def tag(self, name: str) -> int:
        """Id of a tag."""
        return self._tag_ids[fold(name)]

    def _add_companies(self, deals: Iterable[ImportedDeal]) -> None:
        """Add companies; one is a customer since the first deal that was won with it."""
        first_won: dict[str, int] = {}
        for deal in deals:
            if deal.outcome is Outcome.WON and deal.company:
                folded, at = fold(deal.company), deal.closed(self._change.now)
                first_won[folded] = min(at, first_won.get(folded, at))
        self._company_ids = imports.company_ids(self._change.database)
        since = imports.customers_since(self._change.database) if first_won else {}
        for folded in first_won.keys() & self._company_ids.keys():
            if since[self._company_ids[folded]] is None:
                self._change.update("company", self._company_ids[folded], {"customer_since": first_won[folded]})
        names = _missing((deal.company for deal in deals), self._company_ids)
        rows = [
            {"name": name, "folded": folded, "customer_since": first_won.get(folded)} for folded, name in names.items()
        ]
        added = self._change.insert_many("company", rows)
        self._company_ids |= zip(names, added, strict=True)
        self._new_companies = frozenset(added)
        self.companies_added = len(rows)

    def _add_sellers(self, deals: Iterable[ImportedDeal]) -> None:
        self._seller_ids = imports.seller_ids(self._change.database)
        names = _missing((deal.owner for deal in deals), self._seller_ids)
        rows = [
            {"login": None, "name": name, "folded": folded_names(None, name), "last_seen": None}
            for name in names.values()
        ]
        self._seller_ids |= zip(names, self._change.insert_many("seller", rows), strict=True)

    def _add_tags(self, deals: Iterable[ImportedDeal]) -> None:
        self._tag_ids = imports.tag_ids(self._change.database)
        names = _missing((tag for deal in deals for tag in deal.tags), self._tag_ids)
        rows = [{"name": name, "folded": folded} for folded, name in names.items()]
        self._tag_ids |= zip(names, self._change.insert_many("tag", rows), strict=True)

    def _add_contacts(self, deals: Iterable[ImportedDeal]) -> None:
        """Add or complete the contacts; where several rows name one, the first that says something counts."""
        self._contact_ids: dict[tuple[str, int | None], int] = {}
        wanted: dict[tuple[str, int | None], dict[str, Any]] = {}
        for deal in deals:
            if key := self._contact_key(deal):
                contact = wanted.setdefault(key, {"name": _contact_name(deal)})
                for column in _DETAILS:
                    contact[column] = contact.get(column) or getattr(deal, column)
        if not wanted:
            return
        existing = imports.contacts(self._change.database)
        imported = imports.imported_contacts(self._change.database)
        for key in wanted.keys() & existing.keys():
            contact_id, current = existing[key]
            details = _news(wanted[key], current, imported.get(contact_id, {}))
            self._change.update("contact", contact_id, details)
            self._contact_ids[key] = contact_id
        new = [key for key in wanted if key not in existing]
        rows = [{**wanted[key], "folded": key[0], "company_id": key[1]} for key in new]
        self._contact_ids |= zip(new, self._change.insert_many("contact", rows), strict=True)

    def _contact_key(self, deal: ImportedDeal) -> tuple[str, int | None] | None:
        name = _contact_name(deal)
        return (fold(name), self.company(deal)) if name else None


def _contact_name(deal: ImportedDeal) -> str:
    """The contact's name, or what a nameless contact is reached by."""
    return deal.contact or deal.email or deal.phone


def _news(wanted: dict[str, Any], current: dict[str, Any], imported: dict[str, Any]) -> dict[str, Any]:
    """What a file says of a known contact that it did not say before, unless a seller filled it in."""
    return {
        name: wanted[name]
        for name in _DETAILS
        if wanted[name] and wanted[name] != imported.get(name) and (name in imported or not current[name])
    }


def _missing(names: Iterable[str], known: dict[str, int]) -> dict[str, str]:
    """The names not known yet by their folded form, as they were first written."""
    missing: dict[str, str] = {}
    for name in names:
        if name and (folded := fold(name)) not in known:
            missing.setdefault(folded, name)
    return missing
