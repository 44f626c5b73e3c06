"""The deals that a query shows, looked up once for all that a board asks about them at one moment.

A filtered board takes half a dozen questions: counts and sums, a window of every column, the place of the cursor. To
answer one of them all text is looked through, which grows with the deals. So where few deals match they are asked for
by number from then on, and so are those that notes and own fields tell of. Where many match, what wants the first of
them in an order soon has enough, if it asks deal by deal; only what counts looks through all titles again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from peewee import Select, fn

from funnelboard.domain.deal_query import Query
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import Stage
from funnelboard.store import words
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker, on_board, tells_of, told_of, where
from funnelboard.store.models import DealRow
from funnelboard.store.prepared_query import PreparedQuery

FEW = 1_000
"""Deals that are asked for by number; of more than that a window of a column is soon full."""

SOON = 10
"""A window is filled in the order of its column where so many times as many deals match as are wanted for it."""


class FewDeal(NamedTuple):
    """One of few deals, with what it adds to the totals; all of it is in the index that words are looked for in."""

    id: int
    stage: str
    outcome: str | None
    currency: str | None
    probability: int | None
    amount: int | None
    closed_at: int | None


class Matching(NamedTuple):
    """The deals that a query shows.

    Attributes:
        all: The condition for them, for a question that looks at all of them.
        first: The same, for a question that wants the first of them in an order.
        few: The deals themselves, where they are few.
    """

    all: Any
    first: Any
    few: Sequence[FewDeal] | None = None

    @property
    def everything(self) -> bool:
        """Whether that is all that is on the board."""
        return self is EVERYTHING

    def numbers(self, database: Database, stage: Stage, count: int, wanted: int) -> str | None:
        """The ids of those in a stage as a JSON array, where they are few, be all together many.

        Args:
            count: How many there are.
            wanted: How many have to be found, from one end of the column.
        """
        if self.few is not None:
            return json.dumps([deal.id for deal in self.few if deal.stage == stage.value])
        if self.everything or count > SOON * wanted:
            return None
        found = DealRow.select(DealRow.id).where(DealRow.stage == stage.value, self.all)
        return json.dumps([deal_id for (deal_id,) in database.rows(found)])


EVERYTHING = Matching(on_board(), on_board())


def matching(database: Database, query: Query, asker: Asker) -> Matching:
    """What a query shows, for questions inside the same read.

    Raises:
        BadInput: The text was no query.
    """
    if query.everything:
        return EVERYTHING
    told = _Told(database)
    wanted = where(query, replace(asker, told=told.at_once))
    columns = [getattr(DealRow, name) for name in FewDeal._fields]
    found = database.rows(DealRow.select(*columns).where(wanted).limit(FEW + 1))
    if len(found) > FEW:
        return Matching(wanted, where(query, replace(asker, told=told.deal_by_deal)))
    few = [FewDeal(*row) for row in found]
    chosen = by_number(json.dumps([deal.id for deal in few]))
    return Matching(chosen, chosen, few)


def by_number(numbers: Any) -> Any:
    """The condition for the deals whose ids are in a JSON array."""
    return words.among(DealRow.id, numbers)


class _Told:
    """Conditions for the deals that notes and own fields tell of; every text is looked up once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: dict[str, tuple[str, int]] = {}

    def at_once(self, text: str) -> Any:
        """For a question that looks at all deals."""
        numbers, count = self._told(text)
        return by_number(numbers) if count else None

    def deal_by_deal(self, text: str) -> Any:
        """For a question that looks at some of them, which would have to take in all numbers first."""
        numbers, count = self._told(text)
        return tells_of(text) if count > FEW else by_number(numbers) if count else None

    def _told(self, text: str) -> tuple[str, int]:
        if text not in self._found:
            self._found[text] = self._database.row(_told_of(text))
        return self._found[text]


@PreparedQuery
def _told_of(text: Any) -> Any:
    """The ids as a JSON array, and how many they are."""
    told = told_of(text).alias("told")
    return Select((told,), (words.number_list(told.c.deal_id), fn.COUNT(told.c.deal_id)))
