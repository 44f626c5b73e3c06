"""Recording a tour without a terminal: what one would have been sent, and when, as an asciinema file (version 2).

Nothing in it depends on how fast this machine is, whose it is or what time it is: a second of the recording is one of
a clock that only the recording moves on, and what is written is how each picture differs from the one before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from funnelboard.domain.instant import instant_on
from funnelboard.sample.demo import open_demo
from funnelboard.sample.private_copy import ME
from funnelboard.sample.tour import read_tour
from funnelboard.services.clock import FixedClock
from funnelboard.ui.app import FunnelBoardApp
from funnelboard.ui.keys import with_own_keys
from funnelboard.ui.looks.colours import ALL
from funnelboard.ui.looks.themes import make_styles
from funnelboard.ui.opening import begin_opening
from funnelboard.ui.screens.tour import Guide

if TYPE_CHECKING:
    from textual.pilot import Pilot

SECONDS = 5.0
"""How long each step is to be looked at, if nothing is said."""

HOUR = 9
"""Of the day, at which every recording begins."""

_ENTER = "\x1b[?1049h\x1b[?25l"
_LEAVE = "\x1b[m\x1b[?25h\x1b[?1049l"


class Recording:
    """One tour, once it has been played.

    Attributes:
        steps: How many there are.
        elapsed: Seconds that it takes.
    """

    def __init__(
        self, scenario: str, size: tuple[int, int], today: date, seconds: float | None = None, look: str = "dark"
    ) -> None:
        """Prepare it.

        Args:
            size: Columns and lines.
            today: The day that the demo has come to.
            seconds: How long each step is to be looked at.
            look: One of ``LOOK_NAMES``.
        """
        self.elapsed = 0.0
        self._tour = read_tour(scenario)
        self.steps = len(self._tour.steps)
        self._size = size
        self._seconds = seconds or SECONDS
        self._began = instant_on(today, HOUR)
        self._clock = FixedClock(self._began, today)
        self._styles = make_styles(look, ALL)
        self._events: list[tuple[float, str, str]] = []

    def text(self) -> Iterator[str]:
        """The lines of the file; the tour is played when the first is asked for.

        Raises:
            FunnelBoardError: The demo cannot be opened.
        """
        self._play()
        width, height = self._size
        head = {"version": 2, "width": width, "height": height, "title": "FunnelBoard", "env": {"TERM": "xterm-direct"}}
        for line in (head, *self._events):
            yield json.dumps(line, ensure_ascii=False) + "\n"

    def _play(self) -> None:
        opening = begin_opening(partial(open_demo, scenario=self._tour.scenario, clock=self._clock, login=ME))
        if (error := opening.exception()) is not None:
            raise error
        app = FunnelBoardApp(opening, self._styles, with_own_keys({}))
        try:
            app.run(headless=True, size=self._size, auto_pilot=partial(self._show, app))
        finally:
            app.finish()
        if app.failure is not None:
            raise app.failure

    async def _show(self, app: FunnelBoardApp, pilot: Pilot[Any]) -> None:
        """Show every step, and go."""
        while app.window.size != self._size:
            await pilot.pause()
        guide = Guide(self._tour, app.board, app.dispatcher)
        await app.board.rest()
        self._write("o", _ENTER)
        app.viewport.show_below(guide.lines)
        for step in self._tour.steps:
            self._write("m", step.caption)
            await guide.show_next(partial(self._wait, app))
            await self._wait(app, self._seconds)
        self._write("o", _LEAVE)
        app.exit()

    async def _wait(self, app: FunnelBoardApp, seconds: float) -> None:
        """Write what is to be seen now, and let the time pass that it is looked at."""
        app.viewport.paint()
        if changed := app.window.changed():
            self._write("o", changed)
        self.elapsed += seconds
        self._clock.instant = self._began + round(self.elapsed * 1_000_000)

    def _write(self, code: str, data: str) -> None:
        self._events.append((round(self.elapsed, 2), code, data))
