"""What the board, the side panel and ``list`` show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from funnelboard.domain.board import Board, Column, Sort
from funnelboard.domain.criteria import YES_OR_NO
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.seller import Seller
from funnelboard.domain.stage import Stage
from funnelboard.domain.timeline import EntryKind, TimelineEntry
from funnelboard.errors import NotFound
from funnelboard.services.deal_detail import DealDetail, describe
from funnelboard.services.session import Session
from funnelboard.store import activity, board_reader, deals, history, people, sellers, tags

__all__ = ["BoardReading", "DealDetail"]

UNTOLD = {
    *("rank", "folded", "version", "stage_since", "closed_at", "stage", "outcome", "currency"),
    *(criterion.value for criterion in YES_OR_NO),
}
"""Columns that the timeline does not tell of here: a move is told once, as a move, and an answer as an answer."""


class BoardReading:
    """Reads for the screen; nothing here writes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def load(
        self, query: Query, sort: Sort, windows: Mapping[Stage, tuple[int, int]], follow: int | None = None
    ) -> Board:
        """The board at one moment; windows are (start, size) by stage.

        Args:
            follow: A deal that must be inside the window of its column.
        """
        return board_reader.load(self._session.database, query, sort, windows, self._session.asker(), follow)

    def window(self, stage: Stage, start: int, size: int, query: Query, sort: Sort) -> Column:
        """One column, with the cards from ``start``."""
        return board_reader.window(self._session.database, stage, (start, size), query, sort, self._session.asker())

    def locate(self, deal_id: int, query: Query, sort: Sort) -> tuple[Stage, int] | None:
        """Stage and place of a deal; None when it does not match."""
        return board_reader.locate(self._session.database, deal_id, query, sort, self._session.asker())

    def deal(self, deal_id: int) -> Deal:
        """One deal, in the bin or not.

        Raises:
            NotFound: There is no such deal.
        """
        found = deals.read(self._session.database, (deal_id,))
        if not found:
            raise NotFound(f"There is no deal #{deal_id}.")
        return found[0]

    def by_ids(self, deal_ids: Sequence[int]) -> tuple[Deal, ...]:
        """Deals in the order of their ids given, in the bin or not; those that are not there are left out."""
        return tuple(deals.read(self._session.database, deal_ids))

    def deals(self, query: Query, sort: Sort = Sort.RANK, limit: int | None = None) -> tuple[Deal, ...]:
        """Deals that match, in one order; by rank, stage by stage."""
        database = self._session.database
        with database.reading():
            ids = board_reader.matching_ids(database, query, sort, self._session.asker(), limit)
            return tuple(deals.read(database, ids))

    def detail(self, deal_id: int, kind: EntryKind | None = None, limit: int = 100) -> DealDetail:
        """A deal with the newest entries of its timeline, of one kind or of all.

        Raises:
            NotFound: There is no such deal.
        """
        database = self._session.database
        with database.reading():
            deal = self.deal(deal_id)
            entries = activity.entries(database, deal_id, kind, limit)
            if kind in (None, EntryKind.CHANGE):
                entries += self._changes(deal_id, limit)
                entries.sort(key=lambda entry: entry.at, reverse=True)
            return describe(self._session, deal, tuple(entries[:limit]))

    def changed_elsewhere(self) -> bool:
        """Whether somebody else has written since this was last asked.

        Raises:
            DatabaseError: The file has been moved or replaced meanwhile.
        """
        return self._session.database.changed_elsewhere()

    def sellers(self) -> tuple[Seller, ...]:
        """Everybody who can own a deal, by name."""
        return tuple(sellers.all_sellers(self._session.database))

    def tags(self) -> tuple[str, ...]:
        """Every tag in use."""
        return tuple(tags.all_tags(self._session.database))

    def companies(self, prefix: str = "") -> tuple[str, ...]:
        """Some companies whose names begin so."""
        return tuple(people.company_names(self._session.database, prefix))

    def _changes(self, deal_id: int, limit: int) -> list[TimelineEntry]:
        """Edits of the deal's own fields, and its parking, from the log; one entry each, however many rows it has."""
        changed: dict[tuple[int, int, str], dict[str, Any]] = {}
        for change, at, seller, values in history.edits(self._session.database, deal_id, limit):
            changed[change, at, seller] = values | changed.get((change, at, seller), {})
        return [
            TimelineEntry(EntryKind.CHANGE, at, seller, *told, "change", change)
            for (change, at, seller), values in changed.items()
            if (told := _told(values))
        ]


def _told(values: dict[str, Any]) -> tuple[str, str] | None:
    """Label and text of an entry; None when there is nothing to tell."""
    if "parked_until" in values:
        if values["parked_until"] is None:
            return "back on the board", ""
        return f"parked until {values['parked_until']}", str(values.get("parked_reason", ""))
    text = ", ".join(name.removesuffix("_id").replace("_", " ") for name in values if name not in UNTOLD)
    return ("changed", text) if text else None
