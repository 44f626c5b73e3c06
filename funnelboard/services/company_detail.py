"""One company, with everything that is shown of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from funnelboard.domain.company_detail import CompanyDetail, gather_contacts
from funnelboard.errors import BadInput, NotFound
from funnelboard.services import timeline
from funnelboard.services.session import Session, needed_line
from funnelboard.store import customers, deal_rows, deals, merged, objections, people
from funnelboard.store.search_text import fold

NAMED = 5
"""How many companies a refusal names."""

ALIKE = 0.6
"""How much of two names must agree, of 1, for one to be offered when the other was typed."""


def describe(session: Session, company_id: int, limit: int) -> CompanyDetail:
    """A company with its deals, people and newest entries.

    Raises:
        NotFound: There is no such company.
    """
    database = session.database
    with database.reading():
        customer = customers.read(database, company_id)
        if customer is None:
            raise NotFound(f"There is no company #{company_id}.")
        ids = customers.deal_ids(database, company_id)
        found = tuple(deals.read(database, ids))
        entries = timeline.read(database, ids, limit + 1)
        return CompanyDetail(
            customer=customer,
            deals=found,
            contacts=gather_contacts(found, people.contacts_of_company(database, company_id)),
            timeline=entries[:limit],
            more=len(entries) > limit,
            follow_ups=deal_rows.standing_follow_ups(database, ids),
            objections=tuple(each for each in objections.of_deals(database, ids) if each.resolved_at is None),
            referred=tuple(deals.read(database, customers.referred_ids(database, company_id))),
        )


def find(session: Session, typed: str) -> int:
    """Id of the company that is meant: by its name, the beginning or a part of it, or its number (``#3``).

    Raises:
        BadInput: Several can be meant.
        NotFound: None can.
    """
    name = needed_line(typed, "company's name")
    numbered = re.fullmatch("#([0-9]{1,18})", name)
    if numbered:
        company_id = merged.survivor(session.database, "company", int(numbered[1])) or int(numbered[1])
        if people.company(session.database, company_id):
            return company_id
    found = people.companies_named(session.database, name)
    if len(found) == 1:
        return found[0][0]
    if found:
        raise BadInput(_ambiguous(name, found))
    raise NotFound(_unknown(name, [known for _, known in people.all_companies(session.database)]))


def _ambiguous(name: str, found: list[tuple[int, str]]) -> str:
    """What to type when several companies can be meant; their numbers, where all are called so."""
    if fold(found[0][1]) == fold(name):
        numbers = _either([f"'#{company_id}'" for company_id, _ in found[:NAMED]])
        return f"{len(found)} companies are called “{name}”. Type the number of one: {numbers}."
    shown = [f"“{known}”" for _, known in found[:NAMED]]
    left = len(found) - len(shown)
    meant = f"{', '.join(shown)} or {left:,} more" if left else _either(shown)
    return f"“{name}” could be {meant}. Type more of the name."


def _unknown(name: str, names: Iterable[str]) -> str:
    """What to type when no company can be meant."""
    near = [f"“{known}”" for known in _nearest(name, names)]
    if near:
        return f"No company is called “{name}”. Type {_either(near)}, or a part of the name."
    return f"No company is called “{name}”. Type a part of the name as its deals show it."


def _nearest(name: str, names: Iterable[str]) -> list[str]:
    """The names that begin most like what was typed, if any does."""
    from difflib import SequenceMatcher

    typed = fold(name)
    matcher = SequenceMatcher(b=typed)
    alike: list[tuple[float, str]] = []
    for known in names:
        matcher.set_seq1(fold(known)[: len(typed)])
        if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
            alike.append((matcher.ratio(), known))
    alike.sort(key=lambda each: -each[0])
    return [known for _, known in alike[:NAMED]]


def _either(words: list[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} or {last}" if before else last
