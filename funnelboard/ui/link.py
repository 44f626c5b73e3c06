"""The database thread as awaitables; of several readings of one kind only the newest is ever shown.

It knows no screen. Everything is asked in turn on one thread; what comes back is delivered on the board's own loop.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from typing import TYPE_CHECKING, Generic, TypeVar

from funnelboard.errors import DatabaseBusy, FunnelBoardError, Unreachable

if TYPE_CHECKING:
    from funnelboard.services.workspace import Workspace

PATIENCE = 1.0
"""Seconds after which a write that is not done is worth a word."""

PAUSE, LONG_PAUSE = 0.02, 0.2
"""Seconds between two attempts at a write, on the average: behind another writer, and without a server."""

Answer = TypeVar("Answer")


class Link:
    """Asks and writes on behalf of whoever awaits it.

    Attributes:
        under_way: What a large write that has begun says of how far it is; such a one is stopped at any moment.
        stopped: What it raises then, also where the server was let go of for it.
    """

    def __init__(self, workspace: Workspace, broken: Callable[[BaseException], None]) -> None:
        """Begin; to be made on the loop that answers are delivered on.

        Args:
            broken: Told of an exception that is a defect, where nobody awaits the answer.
        """
        self.workspace = workspace
        self._broken = broken
        self._loop = asyncio.get_running_loop()
        self._context = copy_context()  # without it Textual's timers begun by an answer would not know their app
        self._unanswered = 0
        self._writing_since: list[float] = []
        self._given_up = False
        self.under_way = ""
        self.stopped = Exception()

    def beside_it(self, workspace: Workspace) -> Link:
        """The same way to another database on the same thread."""
        return Link(workspace, self._broken)

    @property
    def busy(self) -> bool:
        """Whether anything that was asked is not answered yet."""
        return self._unanswered > 0

    @property
    def waits(self) -> bool:
        """Whether a write is taking long: it is a large one, or another writer is in its way."""
        return bool(self._writing_since) and time.monotonic() - self._writing_since[0] > PATIENCE

    @property
    def silent(self) -> bool:
        """Whether a server has not answered for long."""
        return self.workspace.silence > PATIENCE

    async def read(self, function: Callable[[], Answer]) -> Answer:
        """Run a function on the database thread.

        Raises:
            FunnelBoardError: It was refused.
        """
        answer: asyncio.Future[Answer] = self._loop.create_future()
        self.ask(function, lambda done: None if answer.cancelled() else _settle(answer, done))
        return await answer

    async def write(self, function: Callable[[], Answer]) -> Answer:
        """The same for something that changes the database: tried again while another writer is in its way.

        Args:
            function: One attempt; what is asked meanwhile has its turn between two.

        Raises:
            DatabaseBusy: The seller has given up; nothing was written.
            OutcomeUnknown: They have, before it could be told whether it was.
        """
        self._writing_since.append(time.monotonic())
        self._given_up = False
        try:
            while True:
                try:
                    return await self.read(function)
                except DatabaseBusy as error:
                    begun, self.under_way = self.under_way, ""
                    if self._given_up:
                        raise self.stopped if begun and isinstance(error, Unreachable) else error from None
                    pause = LONG_PAUSE if isinstance(error, Unreachable) else PAUSE
                await asyncio.sleep(random.uniform(0.5, 1.5) * pause)
        finally:
            del self._writing_since[0]
            self.under_way = ""

    def give_up(self) -> bool:
        """Wait no more for what takes long: a large write, another writer, a server; whether there is any such."""
        self._given_up = self.waits or bool(self.under_way)
        silent = self.silent
        if silent:
            self.workspace.let_go()
        return self._given_up or silent

    @property
    def given_up(self) -> bool:
        """Whether the seller wants no more of what is being written; a large write asks on the database thread."""
        return self._given_up

    def tell(self, text: str, say: Callable[[str], None]) -> None:
        """From the database thread: say how far something large is, once it takes long."""
        self.under_way = text
        if self.waits and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(say, text, context=self._context)

    def ask(self, function: Callable[[], Answer], then: Callable[[Future[Answer]], None]) -> None:
        """Run a function on the database thread and hand its finished future on, back on the loop."""
        self._unanswered += 1

        def answered(done: Future[Answer]) -> None:
            self._unanswered -= 1
            then(done)

        self.beside(self.workspace.submit(function), answered)

    def beside(self, future: Future[Answer], then: Callable[[Future[Answer]], None]) -> None:
        """Hand on a future that is finished on any thread, back on the loop."""

        def deliver(done: Future[Answer]) -> None:
            try:
                then(done)
            except Exception as error:
                self._broken(error)

        def finished(done: Future[Answer]) -> None:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(deliver, done, context=self._context)

        future.add_done_callback(finished)


class Latest(Generic[Answer]):
    """One kind of reading of which only the newest matters: one at most is under way, the one wanted last is next.

    Attributes:
        took: Seconds from when the last one that has come back was begun.
    """

    def __init__(self, link: Link, show: Callable[[Answer], None], refused: Callable[[FunnelBoardError], None]) -> None:
        self._link = link
        self._show = show
        self._refused = refused
        self._under_way: Callable[[], Answer] | None = None
        self._wanted: Callable[[], Answer] | None = None
        self._at_rest = asyncio.Event()
        self._at_rest.set()
        self._begun = self.took = 0.0

    @property
    def pending(self) -> bool:
        """Whether a reading is still to be shown."""
        return self._wanted is not None

    def want(self, read: Callable[[], Answer], *, typed: bool = False) -> None:
        """Have this read and shown, instead of all that was wanted before.

        Args:
            typed: What is wanted changes with every letter: it is not begun before those that came with this one.
        """
        self._wanted = read
        self._at_rest.clear()
        if typed:
            asyncio.get_running_loop().call_soon(self._begin_wanted)
        else:
            self._begin_wanted()

    def drop(self) -> None:
        """Whatever is under way is no longer wanted: something newer is known."""
        self._wanted = None
        self._at_rest.set()

    async def rest(self) -> None:
        """Wait until nothing is still to be shown."""
        await self._at_rest.wait()

    def _begin_wanted(self) -> None:
        if self._wanted is not None and self._under_way is None:
            self._under_way, self._begun = self._wanted, time.monotonic()
            self._link.ask(self._wanted, self._arrived)

    def _arrived(self, done: Future[Answer]) -> None:
        read, self._under_way = self._under_way, None
        self.took = time.monotonic() - self._begun
        if self._wanted is None:
            return
        if self._wanted is not read:
            self._begin_wanted()
            return
        try:
            answer = done.result()
        except FunnelBoardError as error:
            self.drop()
            self._refused(error)
        else:
            self.drop()
            self._show(answer)


def _settle(answer: asyncio.Future[Answer], done: Future[Answer]) -> None:
    error = done.exception()
    if error is not None:
        answer.set_exception(error)
        answer.exception()  # whoever awaits it may be gone by then, of which Python would tell on the board
    else:
        answer.set_result(done.result())
