"""Which companies, contacts and deals are probably one, by what is known of them.

Nothing is compared with everything: only what shares an address, a company, a buyer or most of a name. So the time it
takes grows with the number of records alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeVar
from urllib.parse import urlsplit

from funnelboard.domain.stage import Outcome, Stage
from funnelboard.exchange.folding import plain_words
from funnelboard.exchange.imported_deal import is_content_id
from funnelboard.exchange.likeness import (
    AlikeCompanies,
    company_key,
    people_alike,
    person_key,
    titles_alike,
)
from funnelboard.store.duplicate_candidates import CompanyTraits, ContactTraits, DealTraits

T = TypeVar("T")

MOST_ALIKE = 60
"""Records that share something and are compared with each other: what more of them share tells nothing."""

_A_DAY = 86_400_000_000
_CLOSE_TOGETHER = 7 * _A_DAY
"""Two deals that ended within so many microseconds of each other can be one."""
_PHONE_DIGITS = 8
"""The last digits of a phone number, which are the same with and without the country in front."""
_FOR_EVERYBODY = frozenset(
    (
        *("admin", "booking", "contact", "firmapost", "hei", "hej", "hello", "info", "kontakt", "kundeservice"),
        *("mail", "office", "order", "post", "sales", "salg", "support", "team"),
    )
)
"""What stands before the @ of an address that is not one person's."""
_DIGITS = re.compile(r"[0-9]+")


class Pairs:
    """Pairs of records that are probably one, with why."""

    def __init__(self) -> None:
        self._why: dict[tuple[int, int], list[str]] = {}

    def add(self, one: int, other: int, why: str) -> None:
        """Take in what makes it probable that two are one; nothing is taken in twice."""
        found = self._why.setdefault((min(one, other), max(one, other)), [])
        if why not in found:
            found.append(why)

    def __contains__(self, pair: tuple[int, int]) -> bool:
        return (min(pair), max(pair)) in self._why

    def names(self) -> Mapping[int, int]:
        """One record for all that are probably the same, by each of them; those without a like are not in it."""
        found: dict[int, int] = {}

        def root(record: int) -> int:
            while found.setdefault(record, record) != record:
                found[record] = record = found[found[record]]
            return record

        for one, other in self._why:
            found[root(other)] = root(one)
        return {record: root(record) for record in list(found)}

    def ranked(self, weight: Callable[[int], tuple[int, ...]]) -> list[tuple[int, int, tuple[str, ...]]]:
        """Each pair with why, the better one first; those with the most reasons and then the newest first.

        Two that are both paired with a better one are not paired with each other: what is to be done is said once.

        Args:
            weight: The greater, the better a record is to keep.
        """
        partners: dict[int, set[int]] = defaultdict(set)
        for one, other in self._why:
            partners[one].add(other)
            partners[other].add(one)
        better = {
            record: {each for each in others if weight(each) > weight(record)} for record, others in partners.items()
        }
        pairs = []
        for pair, why in self._why.items():
            if not better[pair[0]] & better[pair[1]]:
                keep, other = sorted(pair, key=weight, reverse=True)
                pairs.append((keep, other, tuple(why)))
        pairs.sort(key=lambda pair: (-len(pair[2]), -max(pair[:2])))
        return pairs


def alike_companies(companies: Sequence[CompanyTraits]) -> Pairs:
    """Companies of one name but for its legal form or a slip of the pen, one website or one phone number."""
    pairs = Pairs()
    known: AlikeCompanies[int] = AlikeCompanies()
    for company in companies:
        for like, why in known.like(company.name):
            pairs.add(company.id, like, why)
        known.add(company.name, company.id)
    for one, other in _sharing(companies, lambda company: _host(company.website)):
        pairs.add(one.id, other.id, f"the same website, {_host(one.website)}")
    for one, other in _sharing(companies, lambda company: _number(company.phone)):
        pairs.add(one.id, other.id, f"the same phone number, {one.phone}")
    return pairs


def alike_contacts(contacts: Sequence[ContactTraits], company_of: Mapping[int, int]) -> Pairs:
    """Contacts of one e-mail address; or of names that are alike and one phone number or one company.

    Args:
        company_of: One company for all that are probably the same, as :meth:`Pairs.names` has it.
    """
    pairs = Pairs()

    def employer(contact: ContactTraits) -> int | None:
        return None if contact.company_id is None else company_of.get(contact.company_id, contact.company_id)

    for one, other in _sharing(contacts, lambda contact: contact.email.strip().casefold()):
        address = one.email.strip()
        if address.partition("@")[0].casefold() not in _FOR_EVERYBODY or people_alike(one.name, other.name):
            pairs.add(one.id, other.id, f"the same address, {address}")
    for one, other in _sharing(contacts, lambda contact: _number(contact.phone)):
        if people_alike(one.name, other.name):
            pairs.add(one.id, other.id, f"the same phone number, {one.phone}")
    for one, other in _sharing(contacts, employer):
        if why := people_alike(one.name, other.name):
            pairs.add(one.id, other.id, f"{why}, at the same company")
    for one, other in _sharing(contacts, lambda contact: _full_name(contact.name), most=3):
        if None in (one.company_id, other.company_id):
            pairs.add(one.id, other.id, "the same name, and no other company")
    return pairs


def alike_deals(
    deals: Sequence[DealTraits],
    people: Mapping[int, Collection[int]],
    company_names: Mapping[int, str],
    company_of: Mapping[int, int],
    contact_of: Mapping[int, int],
) -> Pairs:
    """Deals that run at one time: of one company and of titles that are alike; or with one buyer, where one of both is
    a lead without a company.

    Args:
        people: The contacts of each deal.
        company_of, contact_of: One for all that are probably the same, as :meth:`Pairs.names` has it.
    """
    pairs = Pairs()
    buyers = {
        deal_id: frozenset(contact_of.get(each, each) for each in contact_ids)
        for deal_id, contact_ids in people.items()
    }
    nobody: frozenset[int] = frozenset()

    def share_a_buyer(one: DealTraits, other: DealTraits) -> bool:
        return not buyers.get(one.id, nobody).isdisjoint(buyers.get(other.id, nobody))

    def found(one: DealTraits, other: DealTraits, *why: str) -> None:
        for each in (*why, *(["the same buyer"] if share_a_buyer(one, other) else [])):
            pairs.add(one.id, other.id, each)

    for company_id, group in _groups(deals, lambda deal: _of(deal.company_id, company_of)).items():
        for one, other, why in _alike_titles(group, company_names) if len(group) > 1 else ():
            if not _may_be_one(one, other):
                continue
            if company_id is not None:
                same = one.company_id == other.company_id
                found(one, other, why, "the same company" if same else "companies that are called alike")
            elif share_a_buyer(one, other) or not (one.id in buyers and other.id in buyers):
                found(one, other, why)
    meeting: dict[int, list[DealTraits]] = defaultdict(list)
    for deal in deals:
        for buyer in buyers.get(deal.id, ()) if deal.outcome is None else ():
            meeting[buyer].append(deal)
    for with_buyer in meeting.values():
        for one, other in combinations(with_buyer, 2) if len(with_buyer) <= MOST_ALIKE else ():
            if _is_bare_lead(one) or _is_bare_lead(other):
                found(one, other)
    return pairs


def deal_weight(stage: Stage, outcome: Outcome | None, deal_id: int) -> tuple[int, ...]:
    """What has come furthest is kept; of two, the older one."""
    return -1 if outcome is Outcome.LOST else stage.position, -deal_id


def _alike_titles(
    deals: Sequence[DealTraits], company_names: Mapping[int, str]
) -> Iterator[tuple[DealTraits, DealTraits, str]]:
    """Deals of one company whose titles are alike but for its name in them; those with other numbers are not."""
    called: dict[tuple[str, ...], dict[str, list[DealTraits]]] = defaultdict(lambda: defaultdict(list))
    for deal in deals:
        title = _without_company(deal.title, company_names.get(deal.company_id or 0, ""))
        key = person_key(title)
        called[tuple(_DIGITS.findall(key))][key].append(deal)
    for by_title in called.values():
        for same in by_title.values():
            for one, other in combinations(same, 2) if len(same) <= MOST_ALIKE else ():
                yield one, other, "the same title"
        for one_title, other_title in combinations(by_title, 2) if len(by_title) <= MOST_ALIKE else ():
            if titles_alike(one_title, other_title):
                for one in by_title[one_title]:
                    for other in by_title[other_title]:
                        yield one, other, "titles spelled almost the same"


def _may_be_one(one: DealTraits, other: DealTraits) -> bool:
    """Whether two deals of one name can be one sale: they have run at one time, and neither goes on from the other.

    Two that one program gave two ids are two there, unless it has them from the same day with the same amount.
    """
    if one.id == other.repeat_of or other.id == one.repeat_of:
        return False
    if one.external_source is not None and one.external_source == other.external_source:
        ids = (one.external_id or "", other.external_id or "")
        own = not any(map(is_content_id, ids))
        alike = (one.amount, one.currency) == (other.amount, other.currency)
        if own and not (alike and abs(one.created_at - other.created_at) < _A_DAY):
            return False
    if one.closed_at is not None and other.closed_at is not None:
        return one.outcome == other.outcome and abs(one.closed_at - other.closed_at) <= _CLOSE_TOGETHER
    closed, running = (one, other) if one.closed_at is not None else (other, one)
    return closed.closed_at is None or closed.closed_at >= running.created_at


def _is_bare_lead(deal: DealTraits) -> bool:
    return deal.company_id is None and deal.stage == Stage.LEAD


def _without_company(title: str, company: str) -> str:
    """A title without the company's name in front, if anything is left of it then."""
    words = plain_words(title)
    for named in (plain_words(company), company_key(company).split()):
        if named and words[: len(named)] == named:
            return " ".join(words[len(named) :]) or title
    return " ".join(words) or title


def _full_name(name: str) -> str:
    """A name that is more than a first name; else nothing."""
    key = person_key(name)
    return key if " " in key else ""


def _host(website: str) -> str:
    """Where a website is, without what all have: ``acme.fi`` of ``https://www.acme.fi/contact``."""
    text = website.strip().casefold()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if "." in host else ""


def _number(phone: str) -> str:
    """The digits by which a phone number is known; nothing where there are too few."""
    digits = "".join(_DIGITS.findall(phone))
    return digits[-_PHONE_DIGITS:] if len(digits) >= _PHONE_DIGITS - 1 else ""


def _of(record: int | None, names: Mapping[int, int]) -> int | None:
    return None if record is None else names.get(record, record)


def _groups(records: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    found: dict[Hashable, list[T]] = defaultdict(list)
    for record in records:
        found[key(record)].append(record)
    return found


def _sharing(records: Iterable[T], key: Callable[[T], Hashable], most: int = MOST_ALIKE) -> Iterator[tuple[T, T]]:
    """Pairs of those for which the key is the same and says something."""
    for shared, group in _groups(records, key).items():
        if shared and len(group) <= most:
            yield from combinations(group, 2)
