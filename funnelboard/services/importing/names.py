"""The companies, sellers, tags, own fields and contacts that an import names: found, or added by the thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from funnelboard.domain.own_fields import key_of
from funnelboard.domain.stage import Outcome
from funnelboard.exchange.imported_deal import ImportedDeal
from funnelboard.exchange.imported_person import ImportedPerson
from funnelboard.services.importing.alike import Alike, alike_companies, alike_people
from funnelboard.services.importing.contacts import ImportedContacts
from funnelboard.store import imports, own_fields
from funnelboard.store.change import Change
from funnelboard.store.search_text import fold
from funnelboard.store.sellers import folded_names


class ImportedNames:
    """Ids for the names of one import, inside its transaction: all are noted first, and then added together.

    Attributes:
        companies_added: How many companies were not known before.
        own_fields: Ids of the board's own fields by their names as they are compared.
    """

    def __init__(self, change: Change) -> None:
        self.companies_added = 0
        self.own_fields: dict[str, int] = {}
        self._change = change
        self._company_ids = imports.company_ids(change.database)
        self._seller_ids = imports.seller_ids(change.database)
        self._tag_ids = imports.tag_ids(change.database)
        self._companies: dict[str, str] = {}
        self._sellers: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._fields: dict[str, str] = {}
        self._won: dict[str, int] = {}
        self._people: dict[ImportedPerson, None] = {}

    def note(self, deal: ImportedDeal) -> None:
        """Take in the names of a deal that is to be written."""
        if deal.company:
            folded = fold(deal.company)
            if folded not in self._company_ids:
                self._companies.setdefault(folded, deal.company)
            if deal.outcome is Outcome.WON:
                at = deal.closed(self._change.now)
                self._won[folded] = min(at, self._won.get(folded, at))
        if deal.owner and (folded := fold(deal.owner)) not in self._seller_ids:
            self._sellers.setdefault(folded, deal.owner)
        for tag in deal.tags:
            if (folded := fold(tag)) not in self._tag_ids:
                self._tags.setdefault(folded, tag)
        for name, _ in deal.fields:
            self._fields[key_of(name)] = name
        self._people |= dict.fromkeys(deal.people)

    def add(self, columns: Iterable[str]) -> None:
        """Add what was noted and is not known.

        Args:
            columns: Names of own fields as ``key_of`` compares them, in the order in which they are to be added.
        """
        self._add_companies()
        self._add("seller", self._sellers, self._seller_ids, _seller)
        self._add("tag", self._tags, self._tag_ids, _tag)
        ordered = (key for key in dict.fromkeys((*columns, *self._fields)) if key in self._fields)
        self.own_fields = own_fields.ensure(self._change, [self._fields[key] for key in ordered])
        self._contacts = ImportedContacts(self._change, self._people, self._company_of)

    def alike(self) -> list[Alike]:
        """What the import brings under a name like one that is there."""
        database = self._change.database
        return [
            *alike_companies(database, self._new_companies),
            *alike_people(database, self._contacts.added),
        ]

    def company(self, deal: ImportedDeal) -> int | None:
        """Id of the deal's company; None for none."""
        return self._company_of(deal)

    def _company_of(self, named: ImportedDeal | ImportedPerson) -> int | None:
        return self._company_ids[fold(named.company)] if named.company else None

    def known_company(self, deal: ImportedDeal) -> int | None:
        """Id of the deal's company if it was here before the import."""
        folded = fold(deal.company)
        return None if folded in self._companies else self._company_ids.get(folded)

    def owner(self, deal: ImportedDeal) -> int | None:
        """Id of the deal's owner; None for nobody."""
        return self._seller_ids[fold(deal.owner)] if deal.owner else None

    def contacts(self, deal: ImportedDeal) -> list[int]:
        """Ids of the deal's contacts, the first one first."""
        return list(dict.fromkeys(map(self._contacts.id, deal.people)))

    def tag(self, name: str) -> int:
        """Id of a tag."""
        return self._tag_ids[fold(name)]

    def own_field(self, name: str) -> int:
        """Id of an own field."""
        return self.own_fields[key_of(name)]

    def _add_companies(self) -> None:
        """Add companies; one is a customer since the first deal that was won with it."""
        since = imports.customers_since(self._change.database) if self._won else {}
        for folded in self._won.keys() & self._company_ids.keys():
            if since[self._company_ids[folded]] is None:
                self._change.update("company", self._company_ids[folded], {"customer_since": self._won[folded]})
        self._new_companies = add_companies(self._change, self._company_ids, self._companies.values(), self._won)
        self.companies_added = len(self._new_companies)

    def _add(
        self, entity: str, new: Mapping[str, str], known: dict[str, int], row: Callable[[str, str], dict[str, Any]]
    ) -> None:
        rows = [row(folded, name) for folded, name in new.items()]
        known |= zip(new, self._change.insert_many(entity, rows), strict=True)


def _seller(_folded: str, name: str) -> dict[str, Any]:
    return {"login": None, "name": name, "folded": folded_names(None, name), "last_seen": None}


def _tag(folded: str, name: str) -> dict[str, Any]:
    return {"name": name, "folded": folded}


def add_companies(
    change: Change, known: dict[str, int], names: Iterable[str], customers: Mapping[str, int]
) -> dict[int, str]:
    """Add the companies that are not known.

    Args:
        change: The import's.
        known: Ids by folded name; the new ones are put in.
        names: As the file has them; "" for none.
        customers: Since when those of a folded name are customers.

    Returns:
        The names of the new ones by their ids.
    """
    missing = _missing(names, known)
    rows = [
        {"name": name, "folded": folded, "customer_since": customers.get(folded)} for folded, name in missing.items()
    ]
    added = change.insert_many("company", rows)
    known |= zip(missing, added, strict=True)
    return dict(zip(added, missing.values(), strict=True))


def _missing(names: Iterable[str], known: dict[str, int]) -> dict[str, str]:
    """The names not known yet by their folded form, as they were first written."""
    missing: dict[str, str] = {}
    for name in names:
        if name and (folded := fold(name)) not in known:
            missing.setdefault(folded, name)
    return missing
