"""Today's queue: what to do next, one deal after another."""

from __future__ import annotations

from funnelboard.domain.agenda import Agenda, DaySum
from funnelboard.domain.instant import instant_on
from funnelboard.services.agenda_items import AgendaItems
from funnelboard.services.session import Session
from funnelboard.store import day_sums, sellers


class AgendaReading(AgendaItems):
    """Reads the agenda of an open database; working it goes through the other services."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def today(self, owner: str | None = "me", days: int = 0, adrift: int = 0) -> Agenda:
        """The items, whether there are more of them without a next step, and what the seller has got done today.

        Args:
            owner, days, adrift: As for :meth:`items`.

        Raises:
            NotFound: There is no such seller.
        """
        seller, database = self._seller(owner), self._session.database
        midnight = instant_on(self._session.clock.today())

        def read() -> Agenda:
            items, more = self._read(seller, days, adrift)
            return Agenda(
                items,
                more,
                DaySum(
                    done=day_sums.done_since(database, midnight, seller),
                    promised=day_sums.promised_since(database, midnight, seller),
                    **day_sums.moves_since(database, midnight, seller),
                ),
            )

        return database.look(read, "agenda", seller, days, adrift, midnight)

    def _named(self, owner: str) -> int:
        found = sellers.find(self._session.database, owner)
        if found is None:
            raise sellers.unknown(self._session.database, owner)
        return found.id
