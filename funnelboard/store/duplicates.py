"""What is there already when a deal is to be added."""

from __future__ import annotations

from typing import Any

from peewee import fn

from funnelboard.domain.company import without_legal_form
from funnelboard.store import people
from funnelboard.store.database import Database
from funnelboard.store.derived import fold
from funnelboard.store.models import ContactRow, DealContactRow, DealRow


def same_deal(database: Database, title: str, company: str) -> int | None:
    """Id of the newest deal with this title and company, whatever the case; an open one before a closed one.

    Sellers leave out what kind of firm it is: “Umeå Vintercykel” is Umeå Vintercykel AB here.
    """
    companies = _called(database, company) if company else []
    if company and not companies:
        return None
    wanted = fold(title)
    # Search texts begin with the title, folded.
    called_so = (DealRow.search_text == wanted) | (fn.INSTR(DealRow.search_text, f"{wanted}\n") == 1)
    of_company = DealRow.company.in_(companies) if company else DealRow.company.is_null()
    query = DealRow.select(DealRow.id).where(of_company, called_so, DealRow.deleted_at.is_null())
    found = database.value(query.order_by(DealRow.outcome.is_null().desc(), DealRow.id.desc()).limit(1))
    return None if found is None else int(found)


def _called(database: Database, name: str) -> list[int]:
    """Ids of the companies of this name, whatever the case and the legal form."""
    short = fold(without_legal_form(name))
    begin_so = people.companies_beginning(database, short)
    return [company_id for company_id, found in begin_so if fold(without_legal_form(found)) == short]


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
            fn.LOWER(ContactRow.email) == fn.LOWER(email),
            ContactRow.deleted_at.is_null(),
            DealContactRow.deleted_at.is_null(),
            DealRow.deleted_at.is_null(),
        )
    )
    found: tuple[str, int] | None = database.row(query.order_by(DealRow.id.desc()).limit(1))
    return found
