"""What the board shows: cards in windows, and totals over everything that matches."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum

from funnelboard.domain.answer import Answer
from funnelboard.domain.due import DueState, due_state
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.domain.staleness import STALE_DAYS, days_since, is_stale


class Sort(StrEnum):
    """The order of the cards in every column."""

    RANK = "rank"
    AMOUNT = "amount"
    FOLLOW_UP = "follow-up"
    EXPECTED_CLOSE = "expected close"
    LAST_TOUCH = "last touch"
    IN_STAGE = "time in stage"
    TITLE = "title"
    NEWEST = "newest"
    SCORE = "score"


class Card(NamedTuple):
    """A deal as one card needs it.

    Attributes:
        amount: Minor units of ``currency``; both are None together.
        next_due: Local date of the next follow-up; ``next_time`` is its time of day, if any, ``next_kind`` its kind.
        stage_since, last_touch, closed_at: UTC epoch microseconds.
        ticked: How many of agreed, signed and settled.
        score: 0 to 100; None for a closed deal.
        stale_after: Days of silence that its stage allows by the shared settings; None for the usual.
        suggested: The stage its answers satisfy already; ``closed`` means won.
        own_probability: Whether somebody has judged its probability.
        mine: Whether the seller who looks owns it.
        lost_reason: Of a lost deal.
        said_no: Whether the next touch was promised although who it is about has said no to being contacted.
    """

    id: int
    version: int
    stage: Stage
    outcome: Outcome | None
    title: str
    amount: int | None
    currency: str | None
    contact: str
    company: str
    owner: str
    market: Answer
    means: Answer
    authority: Answer
    evaluated: int
    next_due: date | None
    next_kind: str
    stage_since: int
    last_touch: int
    closed_at: int | None
    parked_until: date | None
    open_objections: int
    tags: tuple[str, ...]
    ticked: int = 0
    score: int | None = None
    stale_after: int | None = None
    suggested: Stage | None = None
    own_probability: bool = False
    next_time: time | None = None
    mine: bool = False
    lost_reason: str = ""
    said_no: bool = False

    def due(self, today: date) -> DueState:
        """How urgent its next touch is."""
        return due_state(self.next_due, today)

    def stale_days(self, now: int, today: date) -> int | None:
        """Days without a touch when that is too many for its stage; else None."""
        limits = STALE_DAYS if self.stale_after is None else {self.stage: self.stale_after}
        if is_stale(self.stage, self.last_touch, self.next_due, self.parked_until is not None, now, today, limits):
            return days_since(self.last_touch, now)
        return None


class Total(NamedTuple):
    """Count and sum of a column's deals in one currency and outcome; currency None for deals without an amount.

    Attributes:
        amount: Minor units.
        weighted: Minor units times per cent, so that no rounding is lost: divide by 100 to show.
        this_year: Minor units won since the seller's local year began.
    """

    outcome: Outcome | None
    currency: str | None
    count: int  # type: ignore[assignment]  # a tuple could count too
    amount: int
    weighted: int
    this_year: int = 0


class Column(NamedTuple):
    """One stage of the board: totals over all its matching deals, cards of a window only.

    Attributes:
        count: Matching deals in the stage.
        start: Place of ``cards[0]`` among them.
    """

    stage: Stage
    count: int  # type: ignore[assignment]
    totals: tuple[Total, ...]
    start: int
    cards: tuple[Card, ...]

    def at(self, place: int) -> Card | None:
        """The card at a place of the whole column; None outside the window."""
        inside = place - self.start
        return self.cards[inside] if 0 <= inside < len(self.cards) else None

    def place_of(self, deal_id: int) -> int | None:
        """Where a deal stands in the whole column; None if it is not in the window."""
        for inside, card in enumerate(self.cards):
            if card.id == deal_id:
                return self.start + inside
        return None


class Attention(NamedTuple):
    """How many deals on the board want something: whatever the filter.

    Attributes:
        overdue, today: By their next follow-up.
        adrift: Open ones without a next step.
    """

    overdue: int = 0
    today: int = 0
    adrift: int = 0


class Board(NamedTuple):
    """Four columns as they were at one moment of the database.

    Attributes:
        change: Id of the newest change of the log at that moment.
        deals: All deals on the board, whatever the filter.
        parked: How many are parked, and so in no column.
    """

    columns: tuple[Column, ...]
    change: int
    deals: int
    parked: int = 0
    attention: Attention = Attention()

    def column(self, stage: Stage) -> Column:
        """The column of a stage."""
        return self.columns[stage.position]

    def find(self, deal_id: int) -> tuple[Stage, int] | None:
        """Stage and place of a deal that is in one of the windows."""
        for column in self.columns:
            place = column.place_of(deal_id)
            if place is not None:
                return column.stage, place
        return None


EMPTY_BOARD = Board(tuple(Column(stage, 0, (), 0, ()) for stage in STAGES), 0, 0)
"""What is shown before the first read has come back."""
