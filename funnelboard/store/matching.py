"""The deals that a query shows, looked up once for all that a board asks about them at one moment.

A filtered board takes half a dozen questions: counts and sums, a window of every column, the place of the cursor. To
answer one of them all text is looked through, which grows with the deals. So where few deals match they are asked for
by number from then on, and so are those that notes and own fields tell of; and while a word is typed, each letter is
looked for among those that the letters before it left. Where many match, what wants the first of them in an order soon
has enough, if it asks deal by deal; only what counts looks through all titles again. Where most match, it counts the
others, which are to be taken from what is kept of the whole board.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from peewee import SQL, Select, fn

from funnelboard.domain.deal_query import Query, Term
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import Stage
from funnelboard.store import words
from funnelboard.store.board_figures import counts, newest_change
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker, asks_for_parked, on_board, tells_of, told_of, where
from funnelboard.store.models import DealRow
from funnelboard.store.prepared_query import PreparedQuery

FEW = 1_000
"""Deals that are asked for by number; of more than that a window of a column is soon full."""

SOON = 10
"""A window is filled in the order of its column where so many times as many deals match as are wanted for it."""

SAMPLE = 200
"""Deals, the newest ones, by which it is guessed whether most of all have a text."""

_BY_THE_CLOCK = {"is", "in-stage"}
"""Fields that a deal can come to match as time goes by."""


class FewDeal(NamedTuple):
    """One of few deals, with what it adds to the totals; all of it is in the index that words are looked for in."""

    id: int
    stage: str
    outcome: str | None
    currency: str | None
    probability: int | None
    amount: int | None
    closed_at: int | None
    search_text: str


class Matching(NamedTuple):
    """The deals that a query shows.

    Attributes:
        all: The condition for them, for a question that looks at all of them.
        first: The same, for a question that wants the first of them in an order.
        few: The deals themselves, where they are few.
        others: The condition for all others on the board, where those are likely to be fewer.
        parked_too: Whether some may be parked, so that they are in no order of the board.
    """

    all: Any
    first: Any
    few: Sequence[FewDeal] | None = None
    others: Any = None
    parked_too: bool = False

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
        name = stage.value
        if self.few is not None:
            return _numbers(deal for deal in self.few if deal.stage == name)
        if self.everything or count > SOON * wanted:
            return None
        found = DealRow.select(DealRow.id).where(DealRow.stage == name, self.all)
        return json.dumps([deal_id for (deal_id,) in database.rows(found)])


EVERYTHING = Matching(on_board(), on_board())


class LastFound(NamedTuple):
    """What a query has shown, among which the next letter of a word is looked for.

    Attributes:
        moment: What the database was then; nothing of this holds at another.
        few: The deals, where they are few.
        untold: Texts that are in no note and no own field.
    """

    moment: tuple[int, ...]
    query: Query
    asker: Asker
    few: Sequence[FewDeal] | None
    untold: frozenset[str]

    def includes(self, query: Query, asker: Asker) -> bool:
        """Whether there is no deal that another query shows and this one did not."""
        if len(query.groups) != 1 or len(self.query.groups) != 1 or asker.differs(self.asker):
            return False
        (terms,), (before,) = query.groups, self.query.groups
        by_the_clock = any(term.field in _BY_THE_CLOCK for term in terms)
        return len(terms) >= len(before) and not by_the_clock and all(map(_is_within, terms, before))


def _is_within(term: Term, before: Term) -> bool:
    texts = term.field == before.field == "text" and isinstance(term.value, str) and isinstance(before.value, str)
    return term == before or (texts and not term.negated and not before.negated and before.value in term.value)


def matching(database: Database, query: Query, asker: Asker) -> Matching:
    """What a query shows, for questions inside the same read.

    Raises:
        BadInput: The text was no query.
    """
    if query.everything:
        return EVERYTHING
    moment = (*database.moment(), newest_change(database))
    before: LastFound | None = database.last_found
    if before is not None and before.moment != moment:
        before = None
    told = _Told(database, before.untold if before else ())
    if before and before.few is not None and before.includes(query, asker):
        shown = _among(database, before.few, query, before.query, asker, told)
    else:
        shown = _looked_up(database, query, asker, told)
    database.last_found = LastFound(moment, query, asker, shown.few, frozenset(told.nowhere))
    return shown._replace(parked_too=asks_for_parked(query))


def _among(
    database: Database, few: Sequence[FewDeal], query: Query, before: Query, asker: Asker, told: _Told
) -> Matching:
    """What a query shows of the few deals that one before it has shown."""
    (terms,), (known,) = query.groups, before.groups
    texts = [term.value for term in terms if term not in known and isinstance(term.value, str)]
    if len(terms) == len(known) and all(map(told.is_nowhere, texts)):
        for text in texts:
            few = [deal for deal in few if text in deal.search_text]
        return _of_few(few)
    left = where(query, replace(asker, told=told.one_by_one)) & by_number(_numbers(few))
    return _of_few([FewDeal._make(row) for row in database.rows(_few(left))])


def _looked_up(database: Database, query: Query, asker: Asker, told: _Told) -> Matching:
    at_once = replace(asker, told=told.at_once)
    wanted, others = where(query, at_once), _fewer_others(database, query)
    if others is None:
        found = database.rows(_few(wanted).limit(FEW + 1))
        if len(found) <= FEW:
            return _of_few([FewDeal._make(row) for row in found])
    first = where(query, replace(asker, told=told.deal_by_deal))
    return Matching(wanted, first, None, None if others is None else where(others, at_once))


def _few(wanted: Any) -> Any:
    return DealRow.select(*(getattr(DealRow, name) for name in FewDeal._fields)).where(wanted)


def _of_few(few: Sequence[FewDeal]) -> Matching:
    chosen = by_number(_numbers(few))
    return Matching(chosen, chosen, few)


def _numbers(few: Iterable[FewDeal]) -> str:
    return json.dumps([deal.id for deal in few])


def _fewer_others(database: Database, query: Query) -> Query | None:
    """What asks for all others than a query that is a single text, where most of many deals seem to match."""
    if len(query.groups) != 1 or len(query.groups[0]) != 1:
        return None
    ((term,),) = query.groups
    if term.field != "text" or not isinstance(term.value, str) or counts(database)[0] <= FEW:
        return None
    have, looked_at = database.row(_sample(term.value))
    match = looked_at - have if term.negated else have
    return Query(((term._replace(negated=not term.negated),),)) if 2 * match > max(looked_at, SAMPLE) else None


def by_number(numbers: Any) -> Any:
    """The condition for the deals whose ids are in a JSON array."""
    return words.among(DealRow.id, numbers)


class _Told:
    """Conditions for the deals that notes and own fields tell of; every text is looked up once.

    Attributes:
        nowhere: Texts that none of them has.
    """

    def __init__(self, database: Database, nowhere: Collection[str] = ()) -> None:
        self.nowhere = set(nowhere)
        self._database = database
        self._found: dict[str, tuple[str, int]] = {}

    def is_nowhere(self, text: str) -> bool:
        """Whether it is known that none of them has a text."""
        return any(part in text for part in self.nowhere)

    def at_once(self, text: str) -> Any:
        """For a question that looks at all deals."""
        numbers, count = self._told(text)
        return by_number(numbers) if count else None

    def deal_by_deal(self, text: str) -> Any:
        """For a question that looks at some of them, which would have to take in all numbers first."""
        numbers, count = self._told(text)
        return tells_of(text) if count > FEW else by_number(numbers) if count else None

    def one_by_one(self, text: str) -> Any:
        """For a question that looks at few of them, for which not all notes are looked through."""
        return None if self.is_nowhere(text) else tells_of(text)

    def _told(self, text: str) -> tuple[str, int]:
        if text not in self._found:
            self._found[text] = ("[]", 0) if self.is_nowhere(text) else self._database.row(_told_of(text))
            if not self._found[text][1]:
                self.nowhere.add(text)
        return self._found[text]


@PreparedQuery
def _told_of(text: Any) -> Any:
    """The ids as a JSON array, and how many they are."""
    told = told_of(text).alias("told")
    return Select((told,), (words.number_list(told.c.deal_id), fn.COUNT(told.c.deal_id)))


@PreparedQuery
def _sample(text: Any) -> Any:
    """How many of the newest deals have a text in their titles, and how many deals these are."""
    newest = DealRow.select(DealRow.search_text).order_by(DealRow.id.desc()).limit(SAMPLE).alias("newest")
    have = fn.COUNT(SQL("*")).filter(words.has(newest.c.search_text, text))
    return Select((newest,), (have, fn.COUNT(SQL("*"))))
