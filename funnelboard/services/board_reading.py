"""What the board, the side panel and ``list`` show."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from funnelboard.domain.board import Board, Column, Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.elsewhere import ANYTHING, Elsewhere
from funnelboard.domain.grammar import in_quotes, nearest
from funnelboard.domain.own_fields import PREFIX, key_of, typed_name
from funnelboard.domain.query_fields import Range
from funnelboard.domain.seller import Seller
from funnelboard.domain.stage import Stage
from funnelboard.errors import NotFound
from funnelboard.services.session import Session
from funnelboard.services.sight import Sight
from funnelboard.store import board_reader, deals, history, own_fields, people, scores, sellers, tags
from funnelboard.store.board_figures import newest_change
from funnelboard.store.prepared_query import chunks
from funnelboard.store.progress import Progress, unwatched

if TYPE_CHECKING:
    from funnelboard.domain.timeline import EntryKind
    from funnelboard.services.deal_detail import DealDetail
    from funnelboard.services.news import News

T = TypeVar("T")


class BoardReading:
    """Reads for the screen; nothing here writes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._day: tuple[str, int] | None = None
        self._loaded: tuple[int, str | None] = (0, None)

    def look(self, read: Callable[[], T], what: str, *about: object) -> T:
        """What a function reads here, all of it at one moment; it may be done again.

        Args:
            what: What that is.
            about: Values that it asks for.
        """
        return self._session.database.look(read, what, *about)

    def load(
        self, query: Query, sort: Sort, windows: Mapping[Stage, tuple[int, int]], follow: int | None = None
    ) -> Board:
        """The board at one moment; windows are (start, size) by stage.

        Args:
            follow: A deal that must be inside the window of its column.
        """
        database = self._session.database
        with database.reading():
            self._day = scores.day(database)
            board = board_reader.load(database, query, sort, windows, self._session.asker(), follow)
            self._loaded = board.change, history.newest_operation(database)
        return board

    def require_sellers(self, query: Query) -> None:
        """Refuse to ask for the deals of somebody nobody here is called.

        Raises:
            NotFound: There is no such seller.
        """
        wanted: set[str] = set()
        for term in (term for group in query.groups for term in group if term.field == "owner"):
            if not isinstance(term.value, Range):
                wanted.update((term.value,) if isinstance(term.value, str) else term.value)
        wanted -= {"me", "none"}
        if wanted:
            there = [
                sellers.folded_names(each.login, each.name) for each in sellers.all_sellers(self._session.database)
            ]
            for name in sorted(wanted):
                if not any(name in folded for folded in there):
                    raise sellers.unknown(self._session.database, name)

    def require_own_fields(self, query: Query) -> None:
        """Refuse to ask for an own field that no deal has.

        Raises:
            NotFound: There is none of that name.
        """
        wanted = {term.name for group in query.groups for term in group if term.name}
        if not wanted:
            return
        known = {key_of(name): name for name in self.own_fields()}
        for name in sorted(wanted - known.keys()):
            near = nearest(name, tuple(known))
            typed = PREFIX + typed_name(known[near]) if near else ""
            others = ", ".join(PREFIX + typed_name(other) for other in known.values())
            told = f"; did you mean {typed}?" if near else f". There are {others}." if known else ": no deal has any."
            raise NotFound(f"There is no own field {in_quotes(name)}{told}")

    def window(self, stage: Stage, start: int, size: int, query: Query, sort: Sort) -> Column:
        """One column, with the cards from ``start``."""
        database, asker = self._session.database, self._session.asker()
        read = partial(board_reader.window, database, stage, (start, size), query, sort, asker)
        return database.look(read, "window", stage.value, start, size)

    def locate(self, deal_id: int, query: Query, sort: Sort) -> tuple[Stage, int] | None:
        """Stage and place of a deal; None when it does not match."""
        return board_reader.locate(self._session.database, deal_id, query, sort, self._session.asker())

    def deal(self, deal_id: int) -> Deal:
        """One deal, in the bin or not.

        Raises:
            NotFound: There is no such deal.
        """
        found = self.by_ids((deal_id,))
        if not found:
            raise NotFound(f"There is no deal #{deal_id}.")
        return found[0]

    def require_live(self, deal_id: int) -> None:
        """Refuse to show what is in the bin.

        Raises:
            DealGone: There is no such deal, it has been deleted, or is a part of another one.
        """
        self._session.live_deal(deal_id)

    def by_ids(self, deal_ids: Sequence[int]) -> tuple[Deal, ...]:
        """Deals in the order of their ids given, in the bin or not; those that are not there are left out."""
        database = self._session.database
        return tuple(database.look(lambda: deals.read(database, deal_ids), "deals", *deal_ids))

    def live(self, deal_ids: Sequence[int]) -> Sequence[int]:
        """Those of some deals that are not in the bin: eight bytes each, for there may be a million."""
        return array("q", deals.live(self._session.database, deal_ids))

    def deals(self, query: Query, sort: Sort = Sort.RANK, limit: int | None = None) -> tuple[Deal, ...]:
        """Deals that match, in one order; by rank, stage by stage."""
        return tuple(self.each_deal(query, sort, limit))

    def found(self, query: Query, sort: Sort, limit: int) -> tuple[tuple[Deal, ...], int]:
        """The first deals that match, and how many do."""
        database = self._session.database
        with database.reading():
            ids = board_reader.matching_ids(database, query, sort, self._session.asker(), None)
            return tuple(deals.read(database, ids[:limit])), len(ids)

    def each_deal(self, query: Query, sort: Sort = Sort.RANK, limit: int | None = None) -> Iterator[Deal]:
        """The same, read some at a time: what has been deleted until its turn comes is left out.

        Nothing is held open meanwhile, since whoever looks at the first may take hours to ask for the last.
        """
        for lot in self.each_lot(query, sort, limit):
            yield from lot

    def each_lot(
        self, query: Query, sort: Sort = Sort.RANK, limit: int | None = None, progress: Progress = unwatched
    ) -> Iterator[list[Deal]]:
        """The same, at most ``CHUNK`` at a time, for who reads something else about all of them too.

        Args:
            progress: Told of how many deals nothing more is asked, and of all.
        """
        database = self._session.database
        with database.reading():
            matching = board_reader.matching_ids(database, query, sort, self._session.asker(), limit)
        done = 0
        for ids in chunks(matching):
            with database.reading():
                found = deals.read(database, ids)
            yield [deal for deal in found if not deal.deleted]
            done += len(ids)
            progress(done, len(matching))

    def detail(self, deal_id: int, kind: EntryKind | None = None, limit: int = 100) -> DealDetail:
        """A deal with the newest entries of its timeline, of one kind or of all.

        Raises:
            NotFound: There is no such deal.
        """
        from funnelboard.services import timeline
        from funnelboard.services.deal_detail import describe

        database = self._session.database

        def read() -> DealDetail:
            deal = self.deal(deal_id)
            return describe(self._session, deal, timeline.read(database, (deal_id,), limit, kind))

        return database.look(read, "detail", deal_id)

    @property
    def is_told(self) -> bool:
        """Whether it is told of what others write, so that looking for it costs nothing."""
        return self._session.database.is_told

    def changed_elsewhere(self) -> Elsewhere | None:
        """What somebody else has written since this was last asked; anything, if this seller may write again.

        Raises:
            DatabaseError: The file has been moved or replaced meanwhile.
        """
        regained = self._session.regain()
        elsewhere = self._session.database.changed_elsewhere()
        return ANYTHING if regained else elsewhere

    def after(
        self, written: Elsewhere, query: Query, sort: Sort, board: Board, windows: Mapping[Stage, tuple[int, int]]
    ) -> Board | None:
        """The board as it is after others have written; of the cards only those are read that they touched.

        Args:
            written: All of that since ``board`` was read.
            board: As it is loaded.
            windows: What is wanted of columns in which others may stand now, (start, size) by stage.

        Returns:
            None where all of it has to be read.
        """
        from funnelboard.store import elsewhere  # a board in a file never asks

        return elsewhere.read(self._session.database, written, query, sort, board, windows, self._session.asker())

    def moved_on(self, change: int) -> bool:
        """Whether what was loaded last, as of a change, is old: that is not the newest, or a day has begun since.

        In a backup that was put in the place of all another change can have its number.
        """
        database = self._session.database
        if newest_change(database) != change or scores.day(database) != self._day:
            return True
        number, operation = self._loaded
        if number != change or history.operation(database, change) == operation:
            return False
        self._loaded = 0, None
        return True

    def require_unchanged(self, deal_ids: Sequence[int], matters: Collection[str], sight: Sight) -> None:
        """Refuse to go on with deals of which others have changed what matters since they were seen.

        Raises:
            Conflict, DealGone: As ``Session.targets``.
        """
        self._session.overtaken(deal_ids, matters, sight)

    def news(self, change: int, last: int | None = None) -> News:
        """What others have written after a change; up to another one, if that is given."""
        from funnelboard.services import news

        return news.read(self._session, change, last)

    def sellers(self) -> tuple[Seller, ...]:
        """Everybody who can own a deal, by name."""
        return tuple(sellers.all_sellers(self._session.database))

    def tags(self) -> tuple[str, ...]:
        """Every tag in use."""
        return tuple(tags.all_tags(self._session.database))

    def own_fields(self) -> tuple[str, ...]:
        """The names of the own fields in which some deal has a text."""
        return tuple(own_fields.names(self._session.database))

    def companies(self, prefix: str = "") -> tuple[str, ...]:
        """Some companies whose names begin so."""
        return tuple(people.company_names(self._session.database, prefix))
