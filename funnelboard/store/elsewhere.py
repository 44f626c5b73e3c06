"""What comes of what others have written, for a board that knows which deals they have touched.

Where others write many times a second, a board that reads all it shows each time costs the server more than the
writing does. This reads the counts and sums, which deals stand where these were touched, and of those that are shown
only the touched and the new ones.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from peewee import SQL, fn

from funnelboard.domain.board import Board, Column, Sort
from funnelboard.domain.deal_query import Query
from funnelboard.domain.elsewhere import Elsewhere
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.store import board_figures, board_totals
from funnelboard.store.board_reader import Window, Windows
from funnelboard.store.card_rows import cards_of, count_of
from funnelboard.store.database import Database
from funnelboard.store.deal_filter import Asker, on_board
from funnelboard.store.found import FOUND
from funnelboard.store.indexes import SORT_KEYS
from funnelboard.store.matching import Matching, matching
from funnelboard.store.models import DealRow, FollowUpRow
from funnelboard.store.prepared_query import PreparedQuery
from funnelboard.store.promises import next_of_deal
from funnelboard.store.stored import NEVER


def read(
    database: Database,
    written: Elsewhere,
    query: Query,
    sort: Sort,
    board: Board,
    windows: Mapping[Stage, Window],
    asker: Asker,
) -> Board | None:
    """The board as it is then; None where that cannot be known without reading all of it.

    Args:
        written: All that was since ``board`` was read.
        board: As it is loaded.
        windows: What is wanted of the columns in which others may stand now.
    """
    shown = matching(database, query, asker)
    by_rank = shown.everything and sort is Sort.RANK
    # By rank all stand as they did where no deal itself was written to.
    parts = {
        column.stage: _Part.of(column.count, windows[column.stage])
        for column in board.columns
        if column.stage in written.stages or not by_rank
    }
    there = {card.id: card for column in board.columns for card in column.cards}
    answers = _ask(database, shown, sort, parts, written.deals & there.keys(), there.keys() - written.deals, asker)
    kept = (
        board_figures.kept(answers.figures, board_figures.year_of(asker.today), with_won=True)
        if shown.everything
        else None
    )
    totals = board_totals.read(database, shown, asker) if kept is None else board_figures.totals_of(kept)
    there |= cards_of(database, *answers.cards, asker.seller)
    columns = []
    for column in board.columns:
        part, count = parts.get(column.stage), count_of(totals[column.stage])
        ids = [card.id for card in column.cards] if part is None else part.in_order(answers.standing[column.stage])
        start = column.start if part is None else part.start(count, len(ids))
        if not _can_be_all(start, len(ids), count):
            return None
        found = tuple(there[deal_id] for deal_id in ids)
        columns.append(Column(column.stage, count, totals[column.stage], start, found))
    deals, open_deals = board_figures.counts(answers.figures)
    attention = board_figures.attention_of(open_deals, *answers.promised)
    return Board(tuple(columns), written.change, deals, board_figures.parked(answers.figures), attention)


def _can_be_all(start: int, loaded: int, count: int) -> bool:
    """Whether so many deals can be what is loaded of a column from there on."""
    return start >= 0 and start + loaded <= count and (loaded > 0 or not count)


class _Answers(NamedTuple):
    """What was found.

    Attributes:
        promised: How much is promised of open deals, and of closed ones.
        figures: What else is counted over the whole board.
        standing: Which deals stand in the parts of the board that were looked at.
        cards: Tags and cards of these and of others that were touched, as rows.
    """

    promised: tuple[tuple[int, int, int], tuple[int, int]]
    figures: _Figures
    standing: dict[Stage, list[int]]
    cards: tuple[list[Any], list[Any]]


def _ask(
    database: Database,
    shown: Matching,
    sort: Sort,
    parts: Mapping[Stage, _Part],
    touched: Collection[int],
    known: Collection[int],
    asker: Asker,
) -> _Answers:
    """Ask all of it at once, and the same of every column: a part that is not wanted has no deals."""
    windows, days = Windows(database, shown, sort), board_figures.days(asker.today)
    won = board_figures.won_since(board_figures.year_of(asker.today)) if shown.everything else ()
    figures = [("kept totals",), ("parked",), *won]
    wanted = {stage: parts.get(stage, _NONE) for stage in STAGES}
    standing = [
        windows.query(stage, part.count, part.from_end, part.size, part.offset) for stage, part in wanted.items()
    ]
    asked = [_promised(*days), _promised_closed(*days), ("tags", FOUND), ("cards", FOUND), *figures]
    rows, ids = database.rows_together(asked, standing, sorted(touched), sorted(known))
    ((promised,), (closed,), tagged, found, *counted) = rows
    told = _Figures(database.where, dict(zip(figures, counted, strict=True)))
    return _Answers((promised, closed), told, dict(zip(STAGES, ids, strict=True)), (tagged, found))


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
    """A window as it is asked for: counted from the nearer end, which costs less.

    Attributes:
        count: How many deals were in the column; there may be more by now.
    """

    count: int  # type: ignore[assignment]  # a tuple could count too
    from_end: bool
    size: int
    offset: int

    @classmethod
    def of(cls, count: int, window: Window) -> _Part:
        """A window of a column with so many deals."""
        start, size = window
        after = max(0, count - start - size)
        return cls(count, True, min(size, count - start), after) if after < start else cls(count, False, size, start)

    def start(self, count: int, found: int) -> int:
        """Where it begins, of so many deals by now, of which so many were found."""
        return count - self.offset - found if self.from_end else self.offset

    def in_order(self, ids: list[int]) -> list[int]:
        """The deals that were found, from the first to the last."""
        return ids[::-1] if self.from_end else ids


_NONE = _Part(0, False, 0, 0)
"""What is wanted of a column in which nothing has changed."""


class _Figures(NamedTuple):
    """What was asked, as if it were asked now."""

    where: object
    rows: dict[tuple[Any, ...], list[Any]]

    def ask(self, name: str, *values: Any) -> list[Any]:
        """The rows of a query of that name."""
        return self.rows[name, *values]
