"""An operation that is gone through without being written, to tell what would come of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from funnelboard.store.change import Change, Values
from funnelboard.store.database import Database
from funnelboard.store.new_deals import Parts

_FIRST = -(2**60)


class Rehearsal(Change):
    """Reads what is there, inside :meth:`Database.reading`, and locks nobody out; its new rows have ids below zero."""

    def __init__(self, database: Database, seller: int, now: int) -> None:
        super().__init__(database, "rehearse", seller, now, None, None)
        self._next = _FIRST

    def insert_many(self, entity: str, rows: Sequence[Values]) -> list[int]:
        """Ids for rows that are not added, each above those before."""
        first, self._next = self._next, self._next + len(rows)
        return list(range(first, self._next))

    def insert_deals(self, deals: Sequence[Values], parts: Parts) -> list[int]:
        """The same for deals; nobody asks for the ids of what goes with them."""
        return self.insert_many("deal", deals)

    def filling(self, entity: str, rows: int) -> AbstractContextManager[None]:
        """No row is."""
        return nullcontext()

    def update(self, entity: str, row_id: int, values: Values) -> bool:
        """Whether a row has other values, as one of its own has; raises as :meth:`Change.update`."""
        if row_id < 0:
            return True
        current = self.current(entity, row_id, (*values, "version"))
        return any(current[name] != value for name, value in values.items())

    def enter(self) -> None:
        """There is no log."""

    def finish(self) -> None:
        """Nothing follows from what was not written."""
