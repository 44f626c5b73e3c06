"""Boards without a screen: all that a board is and does, but that nothing is drawn and no key is pressed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import zip_longest
from typing import Any, TypeVar, cast

from funnelboard.config import Density
from funnelboard.domain.board import Board
from funnelboard.services.clock import SystemClock
from funnelboard.services.opening import open_workspace
from funnelboard.ui.drawing.card_words import Moment
from funnelboard.ui.keys import with_own_keys
from funnelboard.ui.link import Link
from funnelboard.ui.looks.themes import make_styles
from funnelboard.ui.opening import begin_opening
from funnelboard.ui.painting import Window
from funnelboard.ui.screens.board import BoardScreen
from funnelboard.ui.screens.board_readings import BoardReadings, Reading
from funnelboard.ui.screens.lookout import Lookout
from funnelboard.ui.viewport import Viewport

WIDTH, HEIGHT, FOOT = 120, 36, 2

Answer = TypeVar("Answer")


class SilentScreen(BoardScreen):
    """The board, of which nobody sees anything: a viewport without modes draws none.

    Attributes:
        shown: The newest change of the log that it has shown, with when it did (monotonic), reading by reading.
    """

    def __init__(self) -> None:
        clock, viewport = SystemClock(), Viewport(cast(Window, None), make_styles("dark"))
        moment = Moment(clock.now(), clock.today())
        super().__init__(viewport, with_own_keys({}), moment, self._never, self._never, Density.AUTO)
        self.shown: list[tuple[int, float]] = []

    def show_reading(self, reading: Reading) -> None:
        """Show it, and note when."""
        super().show_reading(reading)
        self.shown.append((self.state.change, time.monotonic()))

    def _never(self, *_: Any) -> None:
        raise AssertionError("no key is pressed")


class SilentBoard:
    """An open board; to be made on a running loop.

    Attributes:
        screen: What would be seen.
        link: Its way to the database.
        pauses: The seconds after which it wanted to do something again, one after the other.
    """

    def __init__(self, target: str, **options: Any) -> None:
        opening = begin_opening(partial(open_workspace, target, threaded=True, **options)).result()
        self.screen = SilentScreen()
        self.link = Link(opening.workspace, self._broken)
        self.failures: list[BaseException] = []
        readings = BoardReadings(self.screen, self.link)
        self.screen.state.settings = opening.settings
        self.screen.begin(readings, opening.board, opening.memory)
        self.screen.places(WIDTH, HEIGHT, FOOT)
        self.pauses: list[float] = []
        self._timers: set[asyncio.TimerHandle] = set()
        self.lookout = Lookout(self.screen, readings, self._later)

    def begin(self) -> None:
        """Look for others' changes from now on, as a board does by itself."""
        self.lookout.listen()
        self._tick()

    async def read(self, function: Callable[[], Answer]) -> Answer:
        """Run a function on the board's database thread."""
        return await self.link.read(function)

    async def settle(self) -> None:
        """Wait until all that it has asked is answered and shown."""
        while self.link.busy:
            await asyncio.sleep(0.002)
        if self.failures:
            raise self.failures[0]

    async def wrong(self) -> str:
        """In what it differs from the database, read anew; empty if it is right."""
        await self.settle()
        state, readings = self.screen.state, self.screen.readings
        windows = {stage: (shown.column.start, len(shown.column.cards)) for stage, shown in state.columns.items()}
        services = readings.workspace.board
        now: Board = await self.read(partial(services.load, readings.query(), state.sort, windows))
        return "; ".join(_differences(state.board, now))

    def quiet(self) -> None:
        """Do nothing more by itself."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def close(self) -> None:
        """Leave."""
        self.quiet()
        workspace = self.link.workspace
        workspace.submit(workspace.presence.leave)
        workspace.close()

    def _tick(self) -> None:
        self.lookout.tick()
        self._later(self.lookout.TICK, self._tick)

    def _later(self, seconds: float, function: Callable[[], None]) -> None:
        def due() -> None:
            self._timers.discard(timer)
            function()

        self.pauses.append(seconds)
        timer = asyncio.get_running_loop().call_later(seconds, due)
        self._timers.add(timer)

    def _broken(self, error: BaseException) -> None:
        self.failures.append(error)


def _differences(shown: Board, there: Board) -> Iterator[str]:
    """In what two boards differ."""
    for mine, right in zip(shown.columns, there.columns, strict=True):
        if mine._replace(cards=()) != right._replace(cards=()):
            yield f"{mine.stage} {mine._replace(cards=())} and not {right._replace(cards=())}"
        for card, other in zip_longest(mine.cards, right.cards):
            if card != other:
                yield f"{card} and not {other}"
    if shown[1:] != there[1:]:
        yield f"{shown[1:]} and not {there[1:]}"
