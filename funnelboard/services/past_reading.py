"""Reads of the board as it was: as of the present one, but for scores, which are as of the day that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from funnelboard.domain.board import Board, Column, Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.elsewhere import Elsewhere
from funnelboard.domain.stage import Stage
from funnelboard.services.board_reading import BoardReading
from funnelboard.services.news import NO_NEWS, News
from funnelboard.services.session import Session
from funnelboard.store import scores
from funnelboard.store.past import Past

T = TypeVar("T")


class PastReading(BoardReading):
    """Reads for a screen that shows the past; nobody writes there, so there is no news."""

    def __init__(self, session: Session, past: Past) -> None:
        super().__init__(session)
        self._past = past

    def look(self, read: Callable[[], T], what: str, *about: object) -> T:
        """What a function reads of the past: nobody writes there, so it is one moment already."""
        return read()

    def load(
        self, query: Query, sort: Sort, windows: Mapping[Stage, tuple[int, int]], follow: int | None = None
    ) -> Board:
        """The board as it was; windows as the present board has them."""
        self._settle(query, sort)
        board = super().load(query, sort, windows, follow)
        return board._replace(columns=tuple(map(self._scored, board.columns)))

    def window(self, stage: Stage, start: int, size: int, query: Query, sort: Sort) -> Column:
        """One column as it was."""
        self._settle(query, sort)
        return self._scored(super().window(stage, start, size, query, sort))

    def each_deal(self, query: Query, sort: Sort = Sort.RANK, limit: int | None = None) -> Iterator[Deal]:
        """The deals that matched then."""
        self._past.settle_scores()
        return super().each_deal(query, sort, limit)

    def changed_elsewhere(self) -> Elsewhere | None:
        """The past is never changed."""
        return None

    def moved_on(self, change: int) -> bool:
        """Nor is what was read of it ever old."""
        return False

    def news(self, change: int, last: int | None = None) -> News:
        """There is none."""
        return NO_NEWS

    def _settle(self, query: Query, sort: Sort) -> None:
        """Score every deal, where that decides which are shown, or in which order."""
        if sort is Sort.SCORE or any(term.field == "score" for group in query.groups for term in group):
            self._past.settle_scores()

    def _scored(self, column: Column) -> Column:
        """A column whose cards have the scores of that day."""
        ids = [card.id for card in column.cards]
        self._past.settle_scores(ids)
        found = scores.of_deals(self._session.database, ids)
        return column._replace(cards=tuple(card._replace(score=found.get(card.id)) for card in column.cards))
