"""What the board shows and where the cursor is, as plain data: no terminal, no database.

A column holds a window of its cards; places count over the whole column. The cursor is a deal, not a row: when cards
come and go around it, it stays on its deal and the column scrolls along.
"""

from __future__ import annotations

from collections.abc import Mapping

from funnelboard.domain.board import EMPTY_BOARD, Attention, Board, Card, Column, Sort
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.ui.unseen import UnseenDeals

AHEAD = 2
"""Pages kept loaded above and below what is in sight."""


class ColumnState:
    """One column: its window, what part of it is in sight, and its own cursor.

    Attributes:
        column: The window, as last read.
        top: Place of the first card in sight.
        place: The cursor's place; 0 in an empty column.
        deal_id: The deal at the cursor, or None in an empty column.
        wanted: A place outside the window that the cursor goes to once it is loaded.
    """

    __slots__ = ("column", "deal_id", "place", "top", "wanted")

    def __init__(self, stage: Stage) -> None:
        self.column: Column = EMPTY_BOARD.column(stage)
        self.top = 0
        self.place = 0
        self.deal_id: int | None = None
        self.wanted: int | None = None

    @property
    def card(self) -> Card | None:
        """The card at the cursor, if it is loaded."""
        return self.column.at(self.place)

    def visible(self, rows: int) -> list[Card | None]:
        """The cards in sight from the top; None for a place that is not loaded yet."""
        end = min(self.top + rows, self.column.count)
        return [self.column.at(place) for place in range(self.top, end)]

    def go(self, place: int, rows: int) -> bool:
        """Put the cursor at a place, or remember to, if that place is not loaded; whether it went there."""
        if self.column.count == 0:
            self.place, self.top, self.deal_id, self.wanted = 0, 0, None, None
            return False
        place = max(0, min(place, self.column.count - 1))
        card = self.column.at(place)
        if card is None:
            self.wanted = place
            return False
        self.wanted = None
        self.place, self.deal_id = place, card.id
        self.keep_in_sight(rows)
        return True

    def keep_in_sight(self, rows: int) -> None:
        """Scroll no further than needed for the cursor to be in sight, and never past the end."""
        last_top = max(0, self.column.count - rows)
        self.top = min(max(self.top, self.place - rows + 1), self.place, last_top)

    def rewind(self) -> None:
        """Forget where it was scrolled to."""
        self.top = self.place = 0
        self.deal_id = self.wanted = None

    def scroll(self, by: int, rows: int) -> None:
        """Show other cards without moving the cursor."""
        self.top = max(0, min(self.top + by, self.column.count - rows))

    def replace(self, column: Column, rows: int) -> None:
        """Show another reading of the column; the cursor stays on its deal, else near its place."""
        before = self.place
        self.column = column
        place = column.place_of(self.deal_id) if self.deal_id is not None else None
        if place is None:
            place = before if self.wanted is None else self.wanted
        else:
            self.top += place - before
        if self.wanted is not None and column.at(self.wanted) is not None:
            place = self.wanted
        self.top = max(0, self.top)
        if not self.go(place, rows) and column.cards:
            nearest = column.start if place < column.start else column.start + len(column.cards) - 1
            wanted, self.wanted = self.wanted, None
            self.go(nearest, rows)
            self.wanted = wanted

    def needs(self, rows: int) -> bool:
        """Whether the window should be read again before the cursor comes to its edge."""
        end = self.column.start + len(self.column.cards)
        near_start = self.column.start > 0 and self.top - self.column.start < rows
        near_end = end < self.column.count and end - (self.top + rows) < rows
        return self.wanted is not None or near_start or near_end

    def window(self, rows: int, ahead: int = AHEAD, more: int = 0) -> tuple[int, int]:
        """Start and size of the window to read: what is in sight (or wanted), some pages around it and more cards."""
        first = self.top if self.wanted is None else max(0, self.wanted - rows + 1)
        start = max(0, first - ahead * rows - more)
        return start, first + rows * (ahead + 1) + more - start


class BoardState:
    """All that a board screen remembers between two keys.

    Attributes:
        active: The stage with the cursor.
        rows: Whole cards that fit in a column.
        query_text: The filter, as typed.
        marks: Ids of marked deals.
        deals: How many deals there are, whatever the filter.
        parked: How many more are parked.
        attention: How many want something.
        settings: What everybody on the database shares, as last read.
        home: The deal the cursor was on before there was a filter.
        change: Id of the newest change of the log that is shown.
        unseen: What others have changed and the seller has not looked at since.
        edited: Deals that others have open to change them.
        is_past: Whether it is the board as it was, which nobody can do anything to.
    """

    is_past = False

    def __init__(self) -> None:
        self.columns: dict[Stage, ColumnState] = {stage: ColumnState(stage) for stage in STAGES}
        self.active = Stage.LEAD
        self.rows = 10
        self.query_text = ""
        self.sort = Sort.RANK
        self.marks: set[int] = set()
        self.deals = 0
        self.parked = 0
        self.attention = Attention()
        self.settings = BoardSettings()
        self.home: int | None = None
        self.change = 0
        self.unseen = UnseenDeals()
        self.edited: frozenset[int] = frozenset()
        self.loaded = False

    @property
    def here(self) -> ColumnState:
        """The column with the cursor."""
        return self.columns[self.active]

    @property
    def card(self) -> Card | None:
        """The card at the cursor."""
        return self.here.card

    @property
    def board(self) -> Board:
        """The board as it is loaded."""
        columns = tuple(state.column for state in self.columns.values())
        return Board(columns, self.change, self.deals, self.parked, self.attention)

    @property
    def is_new(self) -> bool:
        """Whether there is no deal yet."""
        return self.loaded and not (self.deals or self.parked or self.query_text)

    @property
    def matching(self) -> int:
        """How many deals match the filter."""
        return sum(state.column.count for state in self.columns.values())

    @property
    def targets(self) -> tuple[int, ...]:
        """The deals an action is for: all marked, else the one at the cursor."""
        if self.marks:
            return tuple(sorted(self.marks))
        return (self.here.deal_id,) if self.here.deal_id is not None else ()

    def step(self, by: int) -> bool:
        """Move the cursor up or down its column; whether it is where it was sent."""
        state = self.here
        origin = state.place if state.wanted is None else state.wanted
        return state.go(origin + by, self.rows)

    def jump(self, place: int) -> bool:
        """Put the cursor at a place of its column; -1 is the last."""
        state = self.here
        return state.go(state.column.count - 1 if place < 0 else place, self.rows)

    def step_column(self, by: int) -> bool:
        """Go to a neighbouring column, to the card at the same height; False at either end."""
        stage = self.active.step(by)
        if stage is None:
            return False
        self.go_column(stage)
        return True

    def go_column(self, stage: Stage) -> None:
        """Go to a column, to the card at the same height on screen."""
        height = self.here.place - self.here.top
        self.active = stage
        state = self.here
        if state.column.count:
            last = min(state.top + self.rows, state.column.count) - 1
            state.go(min(state.top + height, last), self.rows)

    def select(self, deal_id: int) -> bool:
        """Put the cursor on a loaded deal, wherever it is."""
        for stage, state in self.columns.items():
            place = state.column.place_of(deal_id)
            if place is not None:
                self.active = stage
                return state.go(place, self.rows)
        return False

    def resize(self, rows: int) -> None:
        """Take in how many cards now fit."""
        self.rows = rows
        for state in self.columns.values():
            if state.column.count:
                state.keep_in_sight(rows)

    def windows(self, ahead: int = AHEAD, more: int = 0) -> Mapping[Stage, tuple[int, int]]:
        """What to read of every column, with so many pages and more cards around what is in sight."""
        return {stage: state.window(self.rows, ahead, more) for stage, state in self.columns.items()}

    def seek(self, query_text: str) -> int | None:
        """Take in another filter; the deal to follow: the one at hand, or, without a filter, the one before it."""
        here = self.here.deal_id
        follow = here
        if not query_text:
            follow, self.home = (self.home if self.home is not None else here), None
        elif not self.query_text:
            self.home = here
        self.query_text = query_text
        return follow

    def show(self, board: Board, follow: int | None = None, *, fresh: bool = False) -> None:
        """Take in a new reading of the whole board; the cursor goes to ``follow`` if it is there.

        The first time it goes to a column that has a deal, if there is one.

        Args:
            fresh: Show every column from its top; a deal that is not there any more gives way to the nearest.
        """
        before, is_first = self.here, not self.loaded
        places = {card.id: place for place, card in enumerate(before.column.cards, before.column.start)}
        at = before.place
        for stage, state in self.columns.items():
            if fresh:
                state.rewind()
            state.replace(board.column(stage), self.rows)
        self.deals, self.parked, self.attention = board.deals, board.parked, board.attention
        self.change, self.loaded = board.change, True
        found = follow is not None and self.select(follow)
        if (fresh or is_first) and not found:
            self._go_near(places, at)

    def _go_near(self, places: Mapping[int, int], at: int) -> None:
        """Go to the card that was nearest to a place, or to the nearest column that has one."""
        near = [card.id for card in self.here.column.cards if card.id in places]
        if near:
            self.select(min(near, key=lambda deal_id: abs(places[deal_id] - at)))
        elif not self.here.column.count:
            full = [stage for stage, state in self.columns.items() if state.column.count]
            position = self.active.position
            self.active = min(full, key=lambda stage: abs(stage.position - position), default=self.active)

    def show_column(self, column: Column) -> None:
        """Take in a new reading of one column."""
        self.columns[column.stage].replace(column, self.rows)

    def toggle_mark(self) -> None:
        """Mark the deal at the cursor, or take its mark away."""
        deal_id = self.here.deal_id
        if deal_id is not None:
            self.marks.symmetric_difference_update((deal_id,))
