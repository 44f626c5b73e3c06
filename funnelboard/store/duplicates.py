"""What is there already when a deal is to be added."""

from __future__ import annotations

from typing import Any

from peewee import fn

from funnelboard.store import people
from funnelboard.store.database import Database
from funnelboard.store.derived import fold
from funnelboard.store.models import ContactRow, DealContactRow, DealRow


def same_deal(database: Database, title: str, company: str) -> int | None:
    """Id of the newest deal with this title and company, whatever the case; an open one before a closed one."""
    company_id = people.find_company(database, company) if company else None
    if company and company_id is None:
        return None
    wanted = fold(title)
    # Search texts begin with the title, folded.
    called_so = (DealRow.search_text == wanted) | (fn.INSTR(DealRow.search_text, f"{wanted}\n") == 1)
    of_company = DealRow.company.is_null() if company_id is None else DealRow.company == company_id
    query = DealRow.select(DealRow.id).where(of_company, called_so, DealRow.deleted_at.is_null())
    found = database.value(query.order_by(DealRow.outcome.is_null().desc(), DealRow.id.desc()).limit(1))
    return None if found is None else int(found)


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
            fn.LOWER(ContactRow.email) == email.lower(),
            ContactRow.deleted_at.is_null(),
            DealContactRow.deleted_at.is_null(),
            DealRow.deleted_at.is_null(),
        )
    )
    found: tuple[str, int] | None = database.row(query.order_by(DealRow.id.desc()).limit(1))
    return found
