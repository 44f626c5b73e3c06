"""What a board has to know of changes that it does not show: its counts and sums, and that its windows still stand.

Where others write many times a second, a board that reads all it shows each time costs the server more than the
writing does. This is one statement, if the engine takes several in one and there is no filter.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from peewee import SQL, fn

from funnelboard.domain.board import Board, Column, Sort
from funnelboard.domain.deal_query import Query
from funnelboard.domain.instant import instant_on
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.store import board_figures, board_totals
from funnelboard.store.board_reader import Windows
from funnelboard.store.card_rows import count_of
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker, on_board
from funnelboard.store.indexes import SORT_KEYS
from funnelboard.store.matching import matching
from funnelboard.store.models import DealRow, FollowUpRow
from funnelboard.store.prepared_query import PreparedQuery
from funnelboard.store.promises import next_of_deal
from funnelboard.store.statement_source import PREPARED
from funnelboard.store.stored import NEVER


def read(
    database: Database, query: Query, sort: Sort, columns: Collection[Column], stages: Collection[Stage], asker: Asker
) -> Board | None:
    """The columns with their counts and sums as they are now; None where other deals stand in what is loaded of them.

    What the cards say is not looked at, nor which change is the newest.

    Args:
        columns: As they are loaded; all of them.
        stages: Where deals themselves were written to: all others stand as they did, by their rank.
    """
    shown = matching(database, query, asker)
    by_rank = shown.everything and sort is Sort.RANK
    parts = {column.stage: _Part.of(column) for column in columns if column.stage in stages or not by_rank}
    windows = Windows(database, shown, sort)
    begin = instant_on(asker.today.replace(month=1, day=1))
    asked = [("kept totals",), ("parked",), *(board_figures.won_since(begin) if shown.everything else ())]
    days = board_figures.days(asker.today)
    promised, closed, *found = database.rows_together(
        [_promised(*days), _promised_closed(*days)]
        + [PREPARED[name](*values) for name, *values in asked]
        + [windows.query(stage, part.count, part.from_end, part.size, part.offset) for stage, part in parts.items()]
    )
    figures = _Answers(database.where, dict(zip(asked, found, strict=False)))
    for part, rows in zip(parts.values(), found[len(asked) :], strict=True):
        if [deal_id for (deal_id,) in rows] != part.ids:
            return None
    if shown.everything:
        kept = board_figures.kept(figures, begin, with_won=True)
        if kept is None:
            return None
        totals = board_figures.totals_of(kept)
    else:
        totals = board_totals.read(database, shown, asker)
    counted = []
    for column in columns:
        count = count_of(totals[column.stage])
        loaded = parts.get(column.stage)
        start = count - loaded.offset - loaded.size if loaded is not None and loaded.from_end else column.start
        counted.append(column._replace(count=count, totals=totals[column.stage], start=start))
    deals, open_deals = board_figures.counts(figures)
    attention = board_figures.attention_of(open_deals, promised[0], closed[0])
    return Board(tuple(counted), 0, deals, board_figures.parked(figures), attention)


@PreparedQuery
def _promised(today: Any, tomorrow: Any) -> Any:
    """How many open deals are promised something before today, today, and later: all of it in one go."""
    due = SQL(SORT_KEYS["follow-up"][0])
    number = fn.COUNT(SQL("*"))
    numbers = (
        number.filter(due < today),
        number.filter((due >= today) & (due < tomorrow)),
        number.filter(due >= tomorrow),
    )
    named = (each.alias(f"number{place}") for place, each in enumerate(numbers))
    unfinished = DealRow.stage.in_([stage.value for stage in STAGES if stage is not Stage.CLOSED])
    return DealRow.select(*named).where(on_board(), unfinished, due < NEVER)


@PreparedQuery
def _promised_closed(today: Any, tomorrow: Any) -> Any:
    """How many closed deals are before today, and before tomorrow; of a lost one it may stand no more."""
    due = next_of_deal(DealRow.next_due, FollowUpRow.due)
    numbers = (fn.COUNT(SQL("*")).filter(due < day).alias(name) for day, name in ((today, "one"), (tomorrow, "two")))
    within = SQL(SORT_KEYS["follow-up"][0]) < tomorrow
    return DealRow.select(*numbers).where(on_board(), DealRow.stage == Stage.CLOSED.value, within)


class _Part(NamedTuple):
    """What is loaded of a column, as it is asked for: counted from the nearer end, which costs less.

    Attributes:
        count: How many deals were in the column.
        ids: What must come, or else it no longer stands; one is asked for behind the last deal, which must not come.
    """

    count: int  # type: ignore[assignment]  # a tuple could count too
    from_end: bool
    size: int
    offset: int
    ids: list[int]

    @classmethod
    def of(cls, column: Column) -> _Part:
        """What is loaded of it."""
        ids = [card.id for card in column.cards]
        after = column.count - column.start - len(ids)
        if after < column.start:
            return cls(column.count, True, len(ids), after, ids[::-1])
        return cls(column.count, False, len(ids) + (after <= 0), column.start, ids)


class _Answers(NamedTuple):
    """What has been asked already, as if it were asked now."""

    where: object
    rows: dict[tuple[Any, ...], list[Any]]

    def ask(self, name: str, *values: Any) -> list[Any]:
        """The rows of a query of that name."""
        return self.rows[name, *values]
