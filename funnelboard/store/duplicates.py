"""What is there already when a deal is to be added."""

from __future__ import annotations

from typing import Any

from peewee import JOIN, fn

from funnelboard.domain.company import without_legal_form
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.store import merged, people
from funnelboard.store.correspondence import same_case
from funnelboard.store.database import Database
from funnelboard.store.models import CompanyRow, ContactRow, DealContactRow, DealRow
from funnelboard.store.search_text import fold


class Person(NamedTuple):
    """A contact that is known; ``company`` is the name of theirs, or empty."""

    id: int
    name: str
    company: str
    may_contact: bool


def same_deal(database: Database, title: str, company: str) -> int | None:
    """Id of the newest deal with this title and company, whatever the case; an open one before a closed one.

    Sellers leave out what kind of firm it is: “Umeå Vintercykel” is Umeå Vintercykel AB here.
    """
    companies = [company_id for company_id, _ in _called(database, company)] if company else []
    if company and not companies:
        return None
    wanted = fold(title)
    # Search texts begin with the title, folded.
    called_so = (DealRow.search_text == wanted) | (fn.SUBSTR(DealRow.search_text, 1, len(wanted) + 1) == f"{wanted}\n")
    of_company = DealRow.company.in_(companies) if company else DealRow.company.is_null()
    query = DealRow.select(DealRow.id).where(of_company, called_so, DealRow.deleted_at.is_null())
    found = database.value(query.order_by(DealRow.outcome.is_null().desc(), DealRow.id.desc()).limit(1))
    return None if found is None else int(found)


def external_deal(database: Database, source: str, external_id: str) -> int | None:
    """Id of the deal that another program calls by an id of its own, or that it was merged into, be it in the bin."""
    query = DealRow.select(DealRow.id).where(DealRow.external_source == source, DealRow.external_id == external_id)
    found = database.value(query)
    return None if found is None else merged.survivor(database, "deal", int(found)) or int(found)


def known_company(database: Database, name: str) -> str | None:
    """The name of the company that one is meant by, whatever the case: the only one where a legal form is left out."""
    called = _called(database, name)
    exact = [found for _, found in called if fold(found) == fold(name)]
    if exact:
        return exact[0]
    known = people.find_company(database, name)
    if known is not None:
        (found,) = people.companies(database, (known,)).values()
        return found.name
    return called[0][1] if len(called) == 1 and name == without_legal_form(name) else None


def known_person(database: Database, name: str, company: str, address: str) -> Person | None:
    """The contact that is meant by a name, whatever the case.

    Args:
        company: A name; of one that is not known it may be the beginning, where the person shows which is meant.
            Without it the person is meant who has no company, or the only one of that first and last name.
        address: What is said of how to reach them, if anything: it may tell them from that only one.
    """
    people_called = persons_called(database, name)
    if not company:
        without = [each for each in people_called if not each.company]
        only = people_called[0] if len(people_called) == 1 and " " in name and not address else None
        return without[0] if without else only
    known = known_company(database, company)
    if known is not None:
        return next((each for each in people_called if fold(each.company) == fold(known)), None)
    begin_so = [each for each in people_called if fold(each.company).startswith(f"{fold(company)} ")]
    return begin_so[0] if len(begin_so) == 1 else None


def persons_called(database: Database, name: str) -> list[Person]:
    """All contacts of a name, whatever the case, the oldest first; else those that such contacts were merged into."""
    query = (
        ContactRow.select(ContactRow.id, ContactRow.name, CompanyRow.name, ContactRow.may_contact)
        .join(CompanyRow, JOIN.LEFT_OUTER, on=(ContactRow.company == CompanyRow.id) & CompanyRow.deleted_at.is_null())
        .where(ContactRow.folded == fold(name), ContactRow.deleted_at.is_null())
        .order_by(ContactRow.id)
    )
    found = [Person(row_id, called, company or "", bool(may)) for row_id, called, company, may in database.rows(query)]
    return found or _merged_persons(database, name)


def _merged_persons(database: Database, name: str) -> list[Person]:
    """The contacts that others of a name were merged into."""
    row = ContactRow
    query = row.select(row.id).where(row.folded == fold(name), row.merged_into.is_null(False))
    into = {merged.find_survivor(database, "contact", found) for found in database.rows(query)}
    known = [each for row_id in into if row_id is not None and (each := people.contact(database, row_id)) is not None]
    names = people.companies(database, {each.company_id for each in known if each.company_id is not None})
    return [
        Person(each.id, each.name, names[each.company_id].name if each.company_id in names else "", each.may_contact)
        for each in sorted(known, key=lambda each: each.id)
    ]


def _called(database: Database, name: str) -> list[tuple[int, str]]:
    """Id and name of the companies that are, or before a merge were, of this name, whatever the case and legal form."""
    short = fold(without_legal_form(name))
    begin_so = people.companies_beginning(database, short)
    called = {company_id: found for company_id, found in begin_so if fold(without_legal_form(found)) == short}
    for company_id, found, other in people.merged_companies_beginning(database, short):
        if fold(without_legal_form(other)) == short:
            called.setdefault(company_id, found)
    return [*called.items()]


def same_address(database: Database, email: str) -> tuple[str, int] | None:
    """Who has an e-mail address, whatever its case, and the newest deal they take part in."""
    if not email:
        return None
    query: Any = (
        DealContactRow.select(ContactRow.name, DealRow.id)
        .join(ContactRow)
        .switch(DealContactRow)
        .join(DealRow)
        .where(
            fn.LOWER(ContactRow.email) == same_case(email),
            ContactRow.deleted_at.is_null(),
            DealContactRow.deleted_at.is_null(),
            DealRow.deleted_at.is_null(),
        )
    )
    found: tuple[str, int] | None = database.row(query.order_by(DealRow.id.desc()).limit(1))
    return found
