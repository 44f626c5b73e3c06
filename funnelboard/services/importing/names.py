"""The companies, sellers, tags, own fields and contacts that an import names: found, or added by the thousand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
    """Ids for the names of one import, inside its transaction; made with all the deals that will need them.

    Attributes:
        companies_added: How many companies were not known before.
        own_fields: Ids of the board's own fields by their names as they are compared.
    """

    def __init__(self, change: Change, deals: Sequence[ImportedDeal], columns: Iterable[str] = ()) -> None:
        """Find and add them.

        Args:
            columns: Names of own fields as ``key_of`` compares them, in the order in which they are to be added.
        """
        self._change = change
        self._add_companies(deals)
        self._add_sellers(deals)
        self._add_tags(deals)
        self._add_own_fields(deals, columns)
        people = (person for deal in deals for person in deal.people)
        self._contacts = ImportedContacts(change, people, self._company_of)

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
        company_id = self.company(deal)
        return None if company_id in self._new_companies else company_id

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
        named = (deal.company for deal in deals)
        self._new_companies = add_companies(self._change, self._company_ids, named, first_won)
        self.companies_added = len(self._new_companies)

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

    def _add_own_fields(self, deals: Iterable[ImportedDeal], columns: Iterable[str]) -> None:
        names = {key_of(name): name for deal in deals for name, _ in deal.fields}
        ordered = (key for key in dict.fromkeys((*columns, *names)) if key in names)
        self.own_fields = own_fields.ensure(self._change, [names[key] for key in ordered])


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
