"""Saved views: a filter and an order under a name."""

from __future__ import annotations

from dataclasses import dataclass

from funnelboard.domain.board import Sort
from funnelboard.domain.deal_query import parse_query
from funnelboard.exchange.safe_text import clean
from funnelboard.services.session import Session, finished, needed_line
from funnelboard.services.written import Written
from funnelboard.store import saved_views


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named filter, as typed, and order."""

    id: int
    name: str
    query: str
    sort: Sort


class Views:
    """The seller's own saved views."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> tuple[SavedView, ...]:
        """By name."""
        rows = saved_views.of_seller(self._session.database, self._session.seller.id)
        return tuple(
            SavedView(view_id, name, query, Sort(sort) if sort in tuple(Sort) else Sort.RANK)
            for view_id, name, query, sort in rows
        )

    def save(self, name: str, query: str, sort: Sort) -> Written:
        """Keep a view; one of the same name is replaced.

        Raises:
            BadInput: It has no name, or the query cannot be understood.
        """
        text = clean(query).strip()
        parse_query(text, self._session.clock.today(), self._session.default_currency)
        with self._session.change("view") as change:
            wanted = needed_line(name, "name of the view")
            values = {"name": wanted, "query": text, "sort": sort.value}
            known = next((view.id for view in self.all() if view.name.casefold() == wanted.casefold()), None)
            if known is None:
                known = change.insert("saved_view", {**values, "seller_id": self._session.seller.id})
            else:
                change.update("saved_view", known, values)
            change.summary = f"saved the view “{wanted}”"
            return finished(change, f"the view “{wanted}” was so already", known)

    def delete(self, view_id: int) -> Written:
        """Put a view in the bin."""
        with self._session.change("view") as change:
            if any(view.id == view_id for view in self.all()):
                change.delete("saved_view", view_id)
            change.summary = "deleted a saved view"
            return finished(change, "the view is gone already", view_id)
