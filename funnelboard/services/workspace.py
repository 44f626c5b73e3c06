"""One seller at one open database: the services, and the thread they run on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from funnelboard.errors import DatabaseBusy, FunnelBoardError
from funnelboard.services.board_reading import BoardReading
from funnelboard.services.session import Expected, Session
from funnelboard.services.written import Written

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor
    from datetime import date

    from funnelboard.domain.deal_query import Query
    from funnelboard.domain.seller import Seller
    from funnelboard.services.activity import Activity
    from funnelboard.services.agenda import AgendaReading
    from funnelboard.services.correspondence import Correspondence
    from funnelboard.services.customers import Customers
    from funnelboard.services.duplicates import Duplicates
    from funnelboard.services.merging import Merging
    from funnelboard.services.objections import Objections
    from funnelboard.services.parking import Parking
    from funnelboard.services.people import People
    from funnelboard.services.pipeline import Pipeline
    from funnelboard.services.presence import Presence
    from funnelboard.services.qualifying import Qualifying
    from funnelboard.services.rates import ExchangeRates
    from funnelboard.services.reporting import Reporting
    from funnelboard.services.settings import SharedSettings
    from funnelboard.services.sight import Sight
    from funnelboard.services.undoing import Undoing
    from funnelboard.services.views import Views

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPT = 0.1
"""Seconds that one attempt at a write waits for another writer, on a thread that reads wait for too."""

FOREVER = float("inf")

LEAVING = 2.0
"""Seconds that a server has for what is under way when the seller leaves."""


class Workspace:
    """Everything the board and the command line do goes through here.

    A service is imported when it is first asked for: the first sight of the board needs one of them.

    Attributes:
        target: The database's path, as shown.
        name: Its file name.
        identity: What personal state about this database is kept under.
        private_copy: It is a copy that goes away at the end.
        day_first: Whether 3/12, as this seller types it, is the third of December.
    """

    day_first = True

    def __init__(
        self, session: Session, thread: ThreadPoolExecutor | None, on_close: Callable[[], None] | None
    ) -> None:
        self.session = session
        self.clock = session.clock
        self.target = str(session.database.where)
        self.name = session.database.name
        self.identity = self.target
        self.private_copy = on_close is not None
        self.board = BoardReading(session)
        self._thread = thread
        self._in_vain = 0
        self._on_close = on_close
        self._closed = False

    @property
    def seller(self) -> Seller:
        """Whose doing the changes are."""
        return self.session.seller

    @property
    def read_only(self) -> bool:
        """Nothing can be written, for now."""
        return self.session.database.read_only

    @property
    def address(self) -> str:
        """What opens the database for a process that has neither our environment nor the files in our home.

        Raises:
            DatabaseError: That would have a password in it.
        """
        return self.session.database.address

    @property
    def silence(self) -> float:
        """Seconds for which a server has not answered, or could not be reached; from any thread."""
        return self.session.database.silence

    def let_go(self) -> None:
        """Wait no more for a server that does not answer; from any thread."""
        self.session.database.let_go()

    @cached_property
    def pipeline(self) -> Pipeline:
        """What a seller does with deals."""
        from funnelboard.services.pipeline import Pipeline

        return Pipeline(self.session)

    @cached_property
    def activity(self) -> Activity:
        """Notes and follow-ups."""
        from funnelboard.services.activity import Activity

        return Activity(self.session)

    @cached_property
    def correspondence(self) -> Correspondence:
        """E-mail messages."""
        from funnelboard.services.correspondence import Correspondence

        return Correspondence(self.session)

    @cached_property
    def people(self) -> People:
        """Contacts and companies."""
        from funnelboard.services.people import People

        return People(self.session)

    @cached_property
    def undoing(self) -> Undoing:
        """Undo, redo and the log."""
        from funnelboard.services.undoing import Undoing

        return Undoing(self.session)

    @cached_property
    def views(self) -> Views:
        """Saved views."""
        from funnelboard.services.views import Views

        return Views(self.session)

    @cached_property
    def qualifying(self) -> Qualifying:
        """The questions of the stages."""
        from funnelboard.services.qualifying import Qualifying

        return Qualifying(self.session)

    @cached_property
    def parking(self) -> Parking:
        """Setting deals aside, and waking them."""
        from funnelboard.services.parking import Parking

        return Parking(self.session)

    @cached_property
    def objections(self) -> Objections:
        """What speaks against a deal."""
        from funnelboard.services.objections import Objections

        return Objections(self.session)

    @cached_property
    def agenda(self) -> AgendaReading:
        """What is to be done today."""
        from funnelboard.services.agenda import AgendaReading

        return AgendaReading(self.session)

    @cached_property
    def customers(self) -> Customers:
        """Repeat deals, lifetime values, references."""
        from funnelboard.services.customers import Customers

        return Customers(self.session)

    @cached_property
    def duplicates(self) -> Duplicates:
        """What is probably there twice."""
        from funnelboard.services.duplicates import Duplicates

        return Duplicates(self.session)

    @cached_property
    def merging(self) -> Merging:
        """Making one of two."""
        from funnelboard.services.merging import Merging

        return Merging(self.session)

    @cached_property
    def settings(self) -> SharedSettings:
        """What everybody on the database shares."""
        from funnelboard.services.settings import SharedSettings

        return SharedSettings(self.session)

    @cached_property
    def rates(self) -> ExchangeRates:
        """What other currencies are worth in the board's."""
        from funnelboard.services.rates import ExchangeRates

        return ExchangeRates(self.session)

    @cached_property
    def reporting(self) -> Reporting:
        """What a sales meeting asks for."""
        from funnelboard.services.reporting import Reporting

        return Reporting(self.session)

    @cached_property
    def presence(self) -> Presence:
        """Who has the database open on a board."""
        from funnelboard.services.presence import Presence

        return Presence(self.session)

    @property
    def default_currency(self) -> str:
        """ISO 4217 code for amounts typed without one."""
        return self.session.default_currency

    def beside(self, session: Session) -> Workspace:
        """The services of another database that lives on the same thread, and that whoever opened it closes."""
        workspace = Workspace(session, self._thread, None)
        workspace.day_first, workspace._closed = self.day_first, True
        return workspace

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a service's method on the database thread, after everything submitted before.

        Without a thread of its own (the command line) it runs here and now.
        """
        if self._thread is not None:
            return self._thread.submit(function, *args, **kwargs)

        from concurrent.futures import Future

        future: Future[T] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except FunnelBoardError as error:
            future.set_exception(error)
        return future

    def attempt(self, deed: Callable[[], T], sight: Sight) -> T:
        """Do a write that is meant for what the seller saw, unless another writer is long in its way.

        Raises:
            DatabaseBusy: One is; nothing keeps the thread from other things before it is tried again.
            OutcomeUnknown: The server was gone before it told whether it is kept, and the seller has given up.
        """
        database = self.session.database
        # Where writers queue, one that always leaves before its turn is never served.
        patience = max(ATTEMPT, min(ATTEMPT * 2 ** min(self._in_vain, 9), database.longest_turn))
        try:
            with self.session.seeing(sight), database.waiting(patience, FOREVER):
                answer = deed()
        except DatabaseBusy:
            self._in_vain += 1
            raise
        self._in_vain = 0
        return answer

    def looking_on(self) -> AbstractContextManager[None]:
        """Inside it what is written is looked at as soon as it is kept."""
        return self.session.database.looking_on()

    @contextmanager
    def expecting(self, version: int, deal_ids: tuple[int, ...] | None) -> Iterator[None]:
        """Inside it what would write to a deal that has another version is refused.

        Args:
            deal_ids: The deal, where it was named; None for the one that is written to.
        """
        self.session.expected = Expected(version, deal_ids)
        try:
            yield
        finally:
            self.session.expected = None

    @contextmanager
    def by_agent(self) -> Iterator[None]:
        """Inside it an agent writes in the seller's name: the changes are the seller's own, and the log tells both."""
        self.session.agent = True
        try:
            yield
        finally:
            self.session.agent = False

    def day(self, text: str) -> date:
        """A local date as the seller types it.

        Raises:
            BadInput: It is not one.
        """
        from funnelboard.domain.dates import parse_date

        return parse_date(text, self.clock.today(), day_first=self.day_first)

    def past_day(self, text: str, *, any_year: bool = False) -> date:
        """The same for one that has been: ``mon`` is the last one. Of any year only where it is the end of a range.

        Raises:
            BadInput: It is not one.
        """
        from funnelboard.domain.dates import parse_past_date

        return parse_past_date(text, self.clock.today(), day_first=self.day_first, any_year=any_year)

    def query(self, text: str) -> Query:
        """What a text in the board's language asks for.

        Raises:
            BadInput: It is none.
            NotFound: It names a seller or an own field that is not there.
        """
        from funnelboard.domain.deal_query import parse_query

        query = parse_query(text, self.clock.today(), self.default_currency, day_first=self.day_first)
        self.board.require_sellers(query)
        self.board.require_own_fields(query)
        return query

    def obey_hooks(self, events: Collection[str]) -> None:
        """Have the seller's own commands for some events run from now on, after whatever is written is kept."""
        from funnelboard.services.hooks import Hooks

        self.session.kept = Hooks(self.session, events).tell

    def rehearsing(self) -> AbstractContextManager[None]:
        """Inside it everything can be written and read, and none of it is kept."""
        return self.session.database.rehearsing()

    def begin_day(self) -> Written:
        """Wake what is due and bring every score up to date, unless somebody has done it today already.

        Raises:
            DatabaseError: It cannot be done just now.
        """
        from funnelboard.services.parking import begin_day

        with self.session.database.waiting(0):
            return begin_day(self.session)

    def look_for_damage(self) -> Future[str | None]:
        """What is wrong with the file, as a sentence, or None.

        All of it is read, so this has a thread and a connection of its own: no key waits for it.
        """
        from concurrent.futures import Future

        future: Future[str | None] = Future()

        def look() -> None:
            try:
                future.set_result(self.session.database.look_over())
            except Exception as error:
                future.set_exception(error)

        threading.Thread(target=look, name="damage", daemon=True).start()
        return future

    def close(self) -> None:
        """Finish what was submitted, and let go of the database; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        if self._thread is None:
            self.session.database.close()
        else:
            closing = self._thread.submit(self.session.database.close)
            with suppress(TimeoutError):
                closing.result(LEAVING)
            self.session.database.let_go()
            closing.result()
            self._thread.shutdown()
        if self._on_close is not None:
            self._on_close()
