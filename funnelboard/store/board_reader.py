"""Windows, counts and sums for the board: nothing here reads more rows than are shown.

Columns and totals of the unfiltered board cost the same at any size: a window is an index range, a total one row.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from peewee import SQL, Case, Select, fn

from funnelboard.domain.board import Attention, Board, Column, Sort
from funnelboard.domain.deal_query import Query
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.store import board_figures, board_totals
from funnelboard.store.card_rows import cards, column_of, count_of
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker, on_board, where
from funnelboard.store.deal_rows import first_ids
from funnelboard.store.found import Found, found_together
from funnelboard.store.indexes import SORT_KEYS
from funnelboard.store.matching import EVERYTHING, SOON, Matching, by_number, matching
from funnelboard.store.models import DealRow
from funnelboard.store.prepared_query import PreparedQuery
from funnelboard.store.words import by_title

Window = tuple[int, int]
"""Start place and size."""


def load(
    database: Database, query: Query, sort: Sort, windows: Mapping[Stage, Window], asker: Asker, follow: int | None
) -> Board:
    """The whole board at one moment.

    Args:
        follow: A deal whose column's window is moved so that the deal is inside it.
    """
    with database.reading():
        shown = matching(database, query, asker)
        totals = board_totals.read(database, shown, asker)
        wanted = dict(windows)
        place = None if follow is None else _place(database, follow, shown, sort)
        if place is not None:
            stage, at = place
            start, size = wanted[stage]
            if not start <= at < start + size:
                wanted[stage] = (max(0, at - size // 2), size)
        queries = Windows(database, shown, sort)
        ids = {stage: _ids(queries, stage, wanted[stage], count_of(totals[stage])) for stage in STAGES}
        found = cards(database, found_together(each for _, each in ids.values()), asker.seller)
        columns = tuple(
            column_of(stage, totals[stage], start, [found[deal_id] for deal_id in each], wanted[stage][1])
            for stage, (start, each) in ids.items()
        )
        return Board(columns, *_figures(database, asker.today))


def _figures(database: Database, today: date) -> tuple[int, int, int, Attention]:
    """What a board says of all deals: its newest change, how many they are and how many parked, what wants something.

    A filter changes nothing of that, so it is counted again only after something was written.
    """
    change = board_figures.newest_change(database)
    moment = (*database.moment(), change, today)
    if database.last_figures is None or database.last_figures[0] != moment:
        deals, open_deals = board_figures.counts(database)
        attention = board_figures.attention(database, today, open_deals)
        database.last_figures = moment, (deals, board_figures.parked(database), attention)
    return change, *database.last_figures[1]


def window(database: Database, stage: Stage, wanted: Window, query: Query, sort: Sort, asker: Asker) -> Column:
    """One column; a window that begins past the end is moved back to show the last cards."""
    with database.reading():
        shown = matching(database, query, asker)
        totals = board_totals.read(database, shown, asker, (stage,))[stage]
        start, ids = _ids(Windows(database, shown, sort), stage, wanted, count_of(totals))
        found = cards(database, ids, asker.seller)
        return column_of(stage, totals, start, [found[deal_id] for deal_id in ids], wanted[1])


def locate(database: Database, deal_id: int, query: Query, sort: Sort, asker: Asker) -> tuple[Stage, int] | None:
    """Stage and place of a deal among those that match; None when it does not match."""
    with database.reading():
        return _place(database, deal_id, matching(database, query, asker), sort)


def _place(database: Database, deal_id: int, shown: Matching, sort: Sort) -> tuple[Stage, int] | None:
    row = database.row(_whole_place(sort)(deal_id) if shown.everything else _place_of(shown, sort, deal_id))
    return None if row is None else (Stage(row[0]), int(row[1]))


@cache
def _whole_place(sort: Sort) -> PreparedQuery:
    """The query of :func:`locate` for the unfiltered board."""
    return PreparedQuery(partial(_place_of, EVERYTHING, sort))


def _place_of(shown: Matching, sort: Sort, deal_id: Any) -> Any:
    keys = [key.alias(f"key{number}") for number, (key, _) in enumerate(_keys(sort))]
    own = DealRow.select(DealRow.stage, *keys).where(shown.first, DealRow.id == deal_id).alias("own")
    before = ahead(shown.all, sort, own.c.stage, *(getattr(own.c, f"key{number}") for number in range(len(keys))))
    return Select((own,), (own.c.stage, before))


def sort_values(shown: Any, sort: Sort, deal_id: Any) -> Any:
    """The query for the stage of a deal and what an order compares of it, if it is shown."""
    return DealRow.select(DealRow.stage, *(key for key, _ in _keys(sort))).where(shown, DealRow.id == deal_id)


def ahead(shown: Any, sort: Sort, stage: Any, *values: Any) -> Any:
    """How many deals of a stage come before one with these values of what the order compares."""
    ahead: Any = None
    equal: Any = None
    for (key, greatest_first), value in zip(_keys(sort), values, strict=True):
        better = key > value if greatest_first else key < value
        better = better if equal is None else equal & better
        ahead = better if ahead is None else ahead | better
        equal = key == value if equal is None else equal & (key == value)
    return DealRow.select(fn.COUNT(SQL("*"))).where(shown, DealRow.stage == stage, ahead)


def matching_ids(database: Database, query: Query, sort: Sort, asker: Asker, limit: int | None) -> Sequence[int]:
    """Ids of all deals that match: stage by stage by rank, which orders one stage only, or else in one order.

    They take eight bytes each, for there may be a million; inside :meth:`Database.reading`.
    """
    if query.everything and limit is not None:
        return _first_ids(database, sort, limit)
    shown = where(query, asker)
    asked = [DealRow.select(DealRow.id).where(shown).order_by(*_order(sort))]
    if sort is Sort.RANK and any(term.field == "text" for group in query.groups for term in group):
        by_stage = Case(DealRow.stage, [(stage.value, stage.position) for stage in STAGES])
        asked = [DealRow.select(DealRow.id).where(shown).order_by(by_stage, *_order(sort))]
    elif sort is Sort.RANK:
        # Each stage is in order in an index. SQLite holds in memory what it has to sort: of all deals that is much, of
        # those that have a word in them less than it takes to look for the word in all notes four times.
        asked = [asked[0].where(DealRow.stage == stage.value) for stage in STAGES]
    found = array("q")
    for each in asked:
        rows = database.each_row(each if limit is None else each.limit(limit - len(found)))
        found.extend(deal_id for (deal_id,) in rows)
    return found


def _first_ids(database: Database, sort: Sort, limit: int) -> list[int]:
    """The first so many of the unfiltered board: no more are read, since every stage has each order in an index."""
    if sort is Sort.RANK:
        return first_ids(database, limit)
    keys = [key for key, _ in _keys(sort)]
    stages = [DealRow.select(DealRow.id, *keys).where(on_board(), DealRow.stage == each.value) for each in STAGES]
    order = [
        SQL(f"{place} {'DESC' if greatest_first else 'ASC'}")
        for place, (_, greatest_first) in enumerate(_keys(sort), 2)
    ]
    # SQLite takes the next one from whichever stage has it, and goes no further.
    merged: Any = stages[0]
    for stage in stages[1:]:
        merged = merged.union_all(stage)
    return [row[0] for row in database.rows(merged.order_by(*order).limit(limit))]


def _ids(windows: Windows, stage: Stage, wanted: Window, count: int) -> tuple[int, Found]:
    """The window's real start and its ids; counted from the nearer end of the column."""
    start, size = wanted
    start = max(0, min(start, count - size))
    size = min(size, count - start)
    if size <= 0:
        return 0, Found()
    from_end = start + size > count - start
    offset = count - start - size if from_end else start
    ids = windows.read(stage, count, from_end, size, offset)
    return start, Found(ids[::-1], ids.queries) if from_end else ids


class Windows:
    """The windows of what is shown in one order; what many columns ask is compiled once."""

    def __init__(self, database: Database, shown: Matching, sort: Sort) -> None:
        self._database, self._shown, self._sort = database, shown, sort
        self._of_many: dict[bool, PreparedQuery] = {}

    def read(self, stage: Stage, count: int, from_end: bool, size: int, offset: int) -> Found:
        """Ids in a stage in which so many are shown, counted from one end."""
        query = self.query(stage, count, from_end, size, offset)
        return Found((deal_id for (deal_id,) in self._database.rows(query)), (query,))

    def query(self, stage: Stage, count: int, from_end: bool, size: int, offset: int) -> Any:
        """The query for them."""
        numbers = self._shown.numbers(self._database, stage, count, offset + size)
        if numbers is not None and self._is_dense(stage, count, offset + size):
            return _window_of_dense(self._sort, from_end)(numbers, stage.value, size, offset)
        if numbers is not None:
            return _window_of_few(self._sort, from_end)(numbers, size, offset)
        if self._shown.everything:
            return _whole_window(self._sort, from_end)(stage.value, size, offset)
        if from_end not in self._of_many:
            self._of_many[from_end] = PreparedQuery(
                partial(window_of, self._shown.first, self._sort, from_end), by_value=True
            )
        return self._of_many[from_end](stage.value, size, offset)

    def _is_dense(self, stage: Stage, count: int, wanted: int) -> bool:
        """Whether so many of few deals are sooner met with, one after the other, than all few are put in order."""
        if self._shown.few is None or self._shown.parked_too or count <= SOON * wanted:
            return False
        whole: int = sum(row[3] for row in self._database.ask("kept totals") if row[0] == stage.value)
        return wanted * whole < SOON * count**2


def window_of(shown: Any, sort: Sort, from_end: bool, stage: Any, size: Any, offset: Any) -> Any:
    """The query for the ids of a window, counted from the first or the last deal of a stage that is shown."""
    return _window((DealRow.stage == stage) & shown, sort, from_end, size, offset)


@cache
def _whole_window(sort: Sort, from_end: bool) -> PreparedQuery:
    """The window query of the unfiltered board."""
    return PreparedQuery(partial(window_of, on_board(), sort, from_end))


@cache
def _window_of_few(sort: Sort, from_end: bool) -> PreparedQuery:
    """The window query of deals whose numbers are known: they are put in order, where others are found in it."""
    return PreparedQuery(
        lambda numbers, size, offset: _window(by_number(numbers), sort, from_end, size, offset), by_value=True
    )


@cache
def _window_of_dense(sort: Sort, from_end: bool) -> PreparedQuery:
    """The same, found in the order of their column."""

    def window_of_dense(numbers: Any, stage: Any, size: Any, offset: Any) -> Any:
        return window_of(on_board() & by_number(numbers), sort, from_end, stage, size, offset)

    return PreparedQuery(window_of_dense, by_value=True)


def _window(shown: Any, sort: Sort, from_end: bool, size: Any, offset: Any) -> Any:
    return DealRow.select(DealRow.id).where(shown).order_by(*_order(sort, from_end)).limit(size).offset(offset)


def _keys(sort: Sort) -> tuple[tuple[Any, bool], ...]:
    """What an order compares, and whether the greatest comes first."""
    if sort is Sort.RANK:
        return ((DealRow.rank, False),)
    greatest_first = sort in (Sort.AMOUNT, Sort.LAST_TOUCH, Sort.SCORE, Sort.NEWEST)
    keys = (by_title(),) if sort is Sort.TITLE else map(SQL, SORT_KEYS[sort.value])
    return tuple((key, greatest_first) for key in (*keys, DealRow.id))


def _order(sort: Sort, from_end: bool = False) -> list[Any]:
    return [key.desc() if greatest_first != from_end else key.asc() for key, greatest_first in _keys(sort)]
