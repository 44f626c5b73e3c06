"""Who is here: the sellers that have the database open on a board now."""

from __future__ import annotations

import uuid
from contextlib import suppress

from funnelboard.domain.seller import SellerHere
from funnelboard.errors import FunnelBoardError
from funnelboard.services.session import Session
from funnelboard.store import presence

REFRESH = 60_000_000
"""Microseconds after which an open board says again that it is."""

AGAIN = 3_000_000
"""The same for one of which others do not know yet, because another writer was in its way."""

LOST = 150_000_000
"""Microseconds after which a board that says nothing has ended without a word; it may miss one time."""


MOST_OPEN = 50
"""Deals that one board says it has open; more can be marked for one form."""


class Presence:
    """One open board among others.

    What cannot be written down is left for the next time: nobody waits for it, and nobody is told.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._token = uuid.uuid4().hex
        self._since = session.clock.now()
        self._written = False

    @property
    def is_told(self) -> bool:
        """Whether others know of it."""
        return self._written

    @property
    def _me(self) -> SellerHere:
        return SellerHere(self._session.seller, self._since)

    def attend(self) -> tuple[SellerHere, ...]:
        """Say that this board is open; as :meth:`here`."""
        database, now = self._session.database, self._session.clock.now()
        with suppress(FunnelBoardError), database.waiting(0):
            self._session.require_seller()
            presence.see(database, self._me, self._token, now, now - LOST, new=not self._written)
            self._written = True
        return self.here()

    def edit(self, deal_ids: tuple[int, ...]) -> None:
        """Say that these deals are open on this board to be changed, and no others."""
        database, now = self._session.database, self._session.clock.now()
        with suppress(FunnelBoardError), database.waiting(0):
            self._session.require_seller()
            presence.open_deals(database, self._token, deal_ids[:MOST_OPEN], now)
            self._written = True

    def edited(self) -> frozenset[int]:
        """The deals that are open on other boards to be changed."""
        return presence.edited(self._session.database, self._token, self._session.clock.now() - LOST)

    def leave(self) -> None:
        """Say that this board ends."""
        database = self._session.database
        if self._written:
            with suppress(FunnelBoardError), database.waiting(0):
                presence.forget(database, self._token)
                self._written = False

    def here(self) -> tuple[SellerHere, ...]:
        """Everybody who is here, this seller too, in the order they came."""
        lost = self._session.clock.now() - LOST
        others = presence.others(self._session.database, self._session.seller.id, lost)
        return tuple(sorted((self._me, *others), key=lambda one: one.since))
