"""Reading from a database that is not opened for it: what opening it would not change is told in half the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from funnelboard.domain.deal import Deal
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.seller import Seller
from funnelboard.domain.settings import BoardSettings
from funnelboard.services.clock import Clock, SystemClock
from funnelboard.services.identity import account
from funnelboard.store import deal_rows, settings
from funnelboard.store.glimpse import Look, Unclear, looking_at
from funnelboard.store.prepared_query import CHUNK


class Onlooker(NamedTuple):
    """A seller who only reads, and of a session as much as that takes."""

    database: Look
    seller: Seller
    clock: Clock

    @property
    def settings(self) -> BoardSettings:
        """What is shared on the board."""
        return settings.current(self.database)

    def first_deals(self, limit: int | None) -> list[Deal]:
        """The first so many deals of the unfiltered board, or all, stage by stage by rank.

        Raises:
            Unclear: They are more than are read at once.
        """
        ids = deal_rows.first_ids(self.database, CHUNK + 1 if limit is None else limit)
        if len(ids) > CHUNK:
            raise Unclear
        return deal_rows.read(self.database, ids)


@contextmanager
def looking_on(path: Path) -> Iterator[Onlooker]:
    """Inside it the seller this process belongs to can read from a database.

    Raises:
        Unclear: Opening it would change what there is to be read: the day has to begin first, or the seller is not
            known here yet by the name of their account; or it is a sample, or of an older schema.
        Exception: It cannot be read. Opening the database says why, if something is wrong with it.
    """
    login, name = account()
    clock = SystemClock()
    with looking_at(path, tidy=True) as database:
        known = [Seller(seller_id, login, called) for seller_id, called in database.ask("seller", login)]
        if not known or known[0].name != name or not database.has_begun(clock.today()):
            raise Unclear
        yield Onlooker(database, known[0], clock)
