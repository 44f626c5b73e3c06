"""Names that an import brings, and that may be those of companies and people who are there already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.exchange.likeness import AlikeCompanies, people_alike
from funnelboard.store import imports
from funnelboard.store.database import Database

_MOST_COMPARED = 60
"""People of one company that are compared each with each."""


class Named(NamedTuple):
    """A company or person of this name.

    Attributes:
        id: Of its row; that of one which a dry run brings is of no use to anybody.
    """

    id: int
    name: str


class Alike(NamedTuple):
    """A new name, and one like it.

    Attributes:
        kind: ``company`` or ``contact``.
        new: What the import brings.
        other: What it may be: one that was here, or another that the import brings.
        here: Whether that one was here before.
        why: What makes them alike.
    """

    kind: str
    new: Named
    other: Named
    here: bool
    why: str


def alike_companies(database: Database, new: Mapping[int, str]) -> Iterator[Alike]:
    """New companies with a name like that of another, each two once.

    Args:
        database: Where the new ones may be already; a dry run brings them nowhere.
        new: Their names by their ids.
    """
    if not new:
        return
    index = AlikeCompanies[int]()
    for company_id, name in new.items():
        index.add(name, company_id)
    for company_id, name in {**dict(imports.company_names(database)), **new}.items():
        here = company_id not in new
        for like, why in index.like(name):
            if here or like < company_id:
                first, other = (like, company_id) if here else (company_id, like)
                yield Alike("company", Named(first, new[first]), Named(other, name if here else new[other]), here, why)


def alike_people(database: Database, new: Mapping[int, tuple[str, int | None, str]]) -> Iterator[Alike]:
    """New contacts with a name like that of another at their company, or with another's address, each two once.

    Args:
        database: Where the new ones may be already.
        new: Their names, companies and addresses by their ids.
    """
    if not new:
        return
    known = (row for row in imports.contact_names(database) if row[0] not in new)
    rows = [*known, *((each, *rest) for each, rest in new.items())]
    groups = {
        group: list[Named]()
        for contact_id, _, company_id, email in rows
        if contact_id in new
        for group in _groups_of(company_id, email)
    }
    for contact_id, name, company_id, email in rows:
        for group in _groups_of(company_id, email):
            if group in groups:
                groups[group].append(Named(contact_id, name))
    told = set()
    for (kind, _), people in groups.items():
        for older, newer in combinations(people, 2) if len(people) <= _MOST_COMPARED else ():
            if newer.id not in new or (newer.id, older.id) in told:
                continue
            if why := people_alike(newer.name, older.name) or ("the same address" if kind == "address" else None):
                told.add((newer.id, older.id))
                yield Alike("contact", newer, older, older.id not in new, why)


def _groups_of(company_id: int | None, email: str) -> Iterator[tuple[str, object]]:
    """What somebody may have in common with others who may be the same."""
    if company_id is not None:
        yield "company", company_id
    if email:
        yield "address", email.casefold()
