"""Rows of one file that have the same id: which say the same, and what tells the others apart."""

from __future__ import annotations

import heapq
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from funnelboard.domain.own_fields import OwnFields
from funnelboard.exchange.imported_deal import ImportedDeal, fitted
from funnelboard.exchange.spool import Spool

_LOTS = 256
"""Parts of the ids that are compared with each other only."""

_TOGETHER = 20_000
"""About how many deals are held at once to be told apart."""


class SeenIds:
    """The ids of a file's rows, of each eight bytes: 8 MB for a million rows."""

    def __init__(self) -> None:
        self._lots = [array("q") for _ in range(_LOTS)]

    def add(self, row_id: str) -> None:
        """Take in the id of one more row."""
        digest = hash(row_id)
        self._lots[digest % _LOTS].append(digest)

    @property
    def any_again(self) -> bool:
        """Whether any has come more than once."""
        return any(len(set(lot)) < len(lot) for lot in self._lots)


def told_apart(deals: Sequence[ImportedDeal]) -> Spool[ImportedDeal]:
    """The deals, each with an id of its own that does not depend on the order of the rows.

    Rows of one id that say the same are one deal, whatever they have in own fields; others are deals of their own.
    Without ids, each row is one.
    """
    lots = [Spool(made=ImportedDeal._make) for _ in range(len(deals) // _TOGETHER + 1)]
    for deal in deals:
        lots[hash(deal.external_id) % len(lots)].append(deal)
    apart = [Spool(sorted(_apart(lot), key=_line), ImportedDeal._make) for lot in lots]
    return Spool(heapq.merge(*apart, key=_line), ImportedDeal._make)


_line = attrgetter("line")


def _apart(deals: Iterable[ImportedDeal]) -> Iterator[ImportedDeal]:
    rows_of: dict[str, list[ImportedDeal]] = defaultdict(list)
    for deal in deals:
        rows_of[deal.external_id].append(deal)
    for rows in rows_of.values():
        yield from _tell_apart(rows) if len(rows) > 1 else rows


def _tell_apart(rows: Sequence[ImportedDeal]) -> Iterator[ImportedDeal]:
    if rows[0].is_known_by_content:
        for number, deal in enumerate(sorted(rows, key=lambda deal: deal.fields), start=1):
            yield deal if number == 1 else deal._replace(external_id=f"{deal.external_id}-{number}")
        return
    same: dict[ImportedDeal, list[ImportedDeal]] = defaultdict(list)
    for deal in rows:
        same[deal._replace(line=0, fields=())].append(deal)
    taken: Counter[str] = Counter()
    for said, (first, *repeats) in sorted(same.items(), key=lambda each: (each[0].identity, repr(each[0]))):
        row_id = f"{said.external_id} {said.identity}" if taken else said.external_id
        taken[row_id] += 1
        if taken[row_id] > 1:
            row_id = f"{row_id}-{taken[row_id]}"
        fields = _joined([first, *repeats]) if repeats else first.fields
        yield first._replace(external_id=row_id, repeats=len(repeats), fields=fields)


def _joined(rows: Sequence[ImportedDeal]) -> OwnFields:
    """The own fields of rows that are one deal: each text once, in an order that is not the rows'."""
    names = list(dict.fromkeys(name for deal in rows for name, _ in deal.fields))
    said = sorted({each for deal in rows for each in deal.fields}, key=lambda each: (names.index(each[0]), each[1]))
    return fitted(said)
