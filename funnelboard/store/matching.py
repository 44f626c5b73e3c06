"""The deals that a query shows, looked up once for all that a board asks about them at one moment.

A filtered board takes half a dozen questions: counts and sums, a window of every column, the place of the cursor. To
answer one of them all text is looked through, which grows with the deals. So where few deals match they are asked for
by number from then on, and so are those that few notes and own fields tell of. Where many match, what wants the first
of them in an order soon has enough, if it asks deal by deal; only what counts looks through everything again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from peewee import SQL, Select, fn

from funnelboard.domain.deal_query import Query
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker, on_board, tells_of, told_of, where
from funnelboard.store.models import DealRow
from funnelboard.store.prepared_query import PreparedQuery

FEW = 1000
"""Deals that are asked for by number; of more than that a window of a column is soon full."""


@dataclass(frozen=True, slots=True)
class Matching:
    """The deals that a query shows.

    Attributes:
        all: The condition for them, for a question that looks at all of them.
        first: The same, for a question that wants the first of them in an order.
        few: Their ids by stage, as JSON arrays, where they are few.
    """

    all: Any
    first: Any
    few: Mapping[Stage, str] | None = None

    @property
    def everything(self) -> bool:
        """Whether that is all that is on the board."""
        return self is EVERYTHING

    def numbers(self, database: Database, stage: Stage, count: int) -> str | None:
        """The ids of those in a stage as a JSON array, where they are few, be all together many.

        Args:
            count: How many there are.
        """
        if self.few is not None:
            return self.few[stage]
        if self.everything or count > FEW:
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
    found = database.rows(DealRow.select(DealRow.id, DealRow.stage).where(wanted).limit(FEW + 1))
    if len(found) > FEW:
        return Matching(wanted, where(query, replace(asker, told=told.deal_by_deal)))
    chosen = by_number(json.dumps([deal_id for deal_id, _ in found]))
    by_stage = {stage: json.dumps([deal_id for deal_id, name in found if name == stage]) for stage in STAGES}
    return Matching(chosen, chosen, by_stage)


def by_number(numbers: Any) -> Any:
    """The condition for the deals whose ids are in a JSON array."""
    return DealRow.id.in_(Select((fn.json_each(numbers),), (SQL("value"),)))


class _Told:
    """Conditions for the deals that notes and own fields tell of; every text is looked up once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._numbers: dict[str, list[int]] = {}

    def at_once(self, text: str) -> Any:
        """For a question that looks at all deals."""
        return self._deals(text, lambda text: DealRow.id.in_(told_of(text)))

    def deal_by_deal(self, text: str) -> Any:
        """For a question that looks at some of them."""
        return self._deals(text, tells_of)

    def _deals(self, text: str, many: Callable[[str], Any]) -> Any:
        if text not in self._numbers:
            self._numbers[text] = [deal_id for (deal_id,) in self._database.rows(_told_of(text, FEW + 1))]
        numbers = self._numbers[text]
        if len(numbers) > FEW:
            return many(text)
        return by_number(json.dumps(numbers)) if numbers else None


@PreparedQuery
def _told_of(text: Any, limit: Any) -> Any:
    return told_of(text).limit(limit)
