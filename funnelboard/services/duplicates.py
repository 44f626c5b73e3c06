"""Finding what is probably there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator

from funnelboard.domain.board import Sort
from funnelboard.domain.deal_query import Query
from funnelboard.domain.duplicate import Duplicate, Named, Record
from funnelboard.domain.grammar import counted
from funnelboard.domain.money import Money, format_money
from funnelboard.domain.stage import Outcome, Stage, place
from funnelboard.services.likely_duplicates import Pairs, alike_companies, alike_contacts, alike_deals, deal_weight
from funnelboard.services.session import Session
from funnelboard.store import board_reader, duplicate_candidates
from funnelboard.store.database import Database
from funnelboard.store.duplicate_candidates import DealTraits


class Duplicates:
    """Reads only; :class:`~funnelboard.services.merging.Merging` makes one of two."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, query: Query | None = None) -> tuple[Duplicate, ...]:
        """All likely duplicates: deals, then companies, then contacts; of each the likeliest first.

        Args:
            query: Of two deals it must show one, of two companies or contacts one that a deal it shows is with.

        Raises:
            BadInput: The query cannot be understood.
        """
        database = self._session.database
        with database.reading():
            shown = None
            if query is not None and not query.everything:
                shown = frozenset(board_reader.matching_ids(database, query, Sort.RANK, self._session.asker(), None))
            known = _Known(database)
        return tuple(known.duplicates(shown))


class _Known:
    """Everything that is compared, by id, and in words."""

    def __init__(self, database: Database) -> None:
        self._deals = {each.id: each for each in duplicate_candidates.deals(database)}
        self._companies = {each.id: each for each in duplicate_candidates.companies(database)}
        self._contacts = {each.id: each for each in duplicate_candidates.contacts(database)}
        self._people = duplicate_candidates.people_of_deals(database)
        self._of_company = Counter(deal.company_id for deal in self._deals.values())
        self._of_contact = Counter(
            contact_id for deal_id in self._deals for contact_id in self._people.get(deal_id, ())
        )

    def duplicates(self, shown: Collection[int] | None) -> Iterator[Duplicate]:
        """All likely ones, or those of some deals."""
        companies = alike_companies([*self._companies.values()])
        company_of = companies.names()
        contacts = alike_contacts([*self._contacts.values()], company_of)
        names = {company.id: company.name for company in self._companies.values()}
        deals = alike_deals([*self._deals.values()], self._people, names, company_of, contacts.names())
        with_companies = with_contacts = None
        if shown is not None:
            with_companies = {self._deals[deal_id].company_id for deal_id in shown}
            with_contacts = {contact_id for deal_id in shown for contact_id in self._people.get(deal_id, ())}

        yield from _told(Record.DEAL, deals, self._weight, self._deal, shown)
        yield from _told(
            Record.COMPANY, companies, lambda row_id: (self._of_company[row_id], -row_id), self._company, with_companies
        )
        yield from _told(
            Record.CONTACT, contacts, lambda row_id: (self._of_contact[row_id], -row_id), self._contact, with_contacts
        )

    def _weight(self, deal_id: int) -> tuple[int, ...]:
        return deal_weight(*_stands(self._deals[deal_id]), deal_id)

    def _deal(self, deal_id: int) -> Named:
        found = self._deals[deal_id]
        where = place(*_stands(found))
        amount = format_money(Money(found.amount, found.currency)) if found.amount and found.currency else ""
        return _named(deal_id, found.title, self._company_name(found.company_id), where, amount)

    def _company(self, company_id: int) -> Named:
        found = self._companies[company_id]
        deals = counted(self._of_company[company_id], "deal")
        return _named(company_id, found.name, deals, found.website, found.phone)

    def _contact(self, contact_id: int) -> Named:
        found = self._contacts[contact_id]
        return _named(contact_id, found.name, self._company_name(found.company_id), found.email, found.phone)

    def _company_name(self, company_id: int | None) -> str:
        return self._companies[company_id].name if company_id in self._companies else ""


def _stands(deal: DealTraits) -> tuple[Stage, Outcome | None]:
    return Stage(deal.stage), Outcome(deal.outcome) if deal.outcome else None


def _told(
    record: Record,
    pairs: Pairs,
    weight: Callable[[int], tuple[int, ...]],
    named: Callable[[int], Named],
    wanted: Collection[int | None] | None,
) -> Iterator[Duplicate]:
    for keep, other, why in pairs.ranked(weight):
        if wanted is None or keep in wanted or other in wanted:
            yield Duplicate(record, named(keep), named(other), why)


def _named(record_id: int, name: str, *facts: str) -> Named:
    return Named(record_id, name, tuple(fact for fact in facts if fact))
