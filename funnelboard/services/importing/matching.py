"""Which deal that is here already a row of a file is about, also where the file has no ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from funnelboard.exchange.imported_deal import ImportedDeal, identity_of, ids_of_identity, is_content_id
from funnelboard.store import imports
from funnelboard.store.database import Database
from funnelboard.store.known_deals import Known, KnownDeals
from funnelboard.store.search_text import fold

T = TypeVar("T")

LOT = 1_000
"""Deals of a file that are held at once."""


def lots(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in their order, so many at a time."""
    left = iter(items)
    while lot := list(islice(left, LOT)):
        yield lot


class Matching:
    """Finds the known deals that a file's are about.

    A row without an id is about the deal that an import made of the very same row. Of the others those are taken to
    have changed of which there are as many in the file as there are deals of that identity here: one deal is never
    overwritten with another's values.
    """

    def __init__(self, deals: Iterable[ImportedDeal], known: KnownDeals, *, corrected: bool) -> None:
        """Look through a file for what has changed in it.

        Args:
            deals: The file's.
            known: Those of the same source that are here.
            corrected: The file has rejected rows put right: none of them has made a deal before.
        """
        self._known = known
        self._changed: dict[str, str] = {} if corrected or not known else self._by_identity(deals)

    def find(self, deals: Sequence[ImportedDeal]) -> dict[str, Known]:
        """The known deals by the ids of some of the file's that are about them; what is not in it is new."""
        wanted = {deal.external_id: self._changed.get(deal.external_id, deal.external_id) for deal in deals}
        found = self._known.find(wanted.values())
        return {row_id: found[of] for row_id, of in wanted.items() if of in found}

    def _by_identity(self, deals: Iterable[ImportedDeal]) -> dict[str, str]:
        """For the ids of rows that have changed, those of the deals that they are about."""
        here: dict[str, list[str]] = {}
        for lot in lots(deals):
            ids = [deal.external_id for deal in lot if deal.is_known_by_content]
            found = self._known.find(ids) if ids else {}
            for identity in {identity_of(row_id) for row_id in ids if row_id not in found}.difference(here):
                if known := [
                    each for each in self._known.ids_between(*ids_of_identity(identity)) if is_content_id(each)
                ]:
                    here[identity] = known
        there: defaultdict[str, list[str]] = defaultdict(list)
        for deal in deals if here else ():
            if deal.is_known_by_content and (identity := identity_of(deal.external_id)) in here:
                there[identity].append(deal.external_id)
        changed: dict[str, str] = {}
        for identity, ids in there.items():
            if len(ids) == len(here[identity]):
                old, new = set(here[identity]).difference(ids), set(ids).difference(here[identity])
                changed.update(zip(sorted(new), sorted(old), strict=True))
        return changed


class LikelyHere:
    """The new deals that may be here already: one of the same title and company may have been typed, or brought by
    another file; a row that has an id is none of its own file's deals."""

    def __init__(self, database: Database, source: str) -> None:
        self._database = database
        self._source = source
        self._named: set[int] = set()
        self._here: dict[tuple[str, int, bool], int] = {}

    def note(self, deal: ImportedDeal, company_id: int) -> None:
        """Take in that a new deal is at a company that was here before."""
        self._named.add(hash((fold(deal.title), company_id)))

    def look(self) -> None:
        """Look for all that were noted, before any of them is added."""
        for deal_id, title, company_id, of in imports.titles(self._database) if self._named else ():
            key = (fold(title), company_id)
            if hash(key) in self._named:
                self._here[*key, of == self._source] = deal_id

    def find(self, deal: ImportedDeal, company_id: int) -> int | None:
        """Id of the deal that a new one may be."""
        key = (fold(deal.title), company_id)
        return self._here.get((*key, False)) or (self._here.get((*key, True)) if deal.is_known_by_content else None)
