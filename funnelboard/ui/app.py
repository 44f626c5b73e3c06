"""The Textual application: keys enter here and go to the dispatcher; an orderly end whatever happens."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.console import Console
from textual import events
from textual.app import ComposeResult
from textual.geometry import Size

from funnelboard.config import Config, Density
from funnelboard.errors import FunnelBoardError
from funnelboard.services.clock import SystemClock
from funnelboard.ui.board import Action, AtHand
from funnelboard.ui.commands import ASKING, Command
from funnelboard.ui.desk import Desk
from funnelboard.ui.dispatcher import Dispatcher, Key, Left, Paste
from funnelboard.ui.drawing.card_words import Moment
from funnelboard.ui.first_sight import Seen
from funnelboard.ui.keys import with_own_keys
from funnelboard.ui.link import Link
from funnelboard.ui.looks.styles import Styles
from funnelboard.ui.looks.themes import choose_styles
from funnelboard.ui.mouse import Mouse
from funnelboard.ui.opening import Opening, begin_opening
from funnelboard.ui.painting import Window
from funnelboard.ui.private_parts.app import QuietApp, take_terminal_again
from funnelboard.ui.private_parts.driver import outlive_terminal
from funnelboard.ui.private_parts.key_parser import keep_escapes
from funnelboard.ui.screens.board import BoardScreen
from funnelboard.ui.screens.board_readings import BoardReadings
from funnelboard.ui.screens.lookout import Lookout
from funnelboard.ui.screens.pointer import Pointer
from funnelboard.ui.terminal import erases_in_colour, terminal_is_gone
from funnelboard.ui.viewport import Viewport

if TYPE_CHECKING:
    from funnelboard.sample.tour import Tour
    from funnelboard.services.workspace import Workspace

SIGNALS = (signal.SIGHUP, signal.SIGTERM)

FIRST_PAINT_PATIENCE = 0.5
"""Seconds the first painting waits for the database."""

OPENING_PATIENCE = 1.0
"""Seconds after which a database that is not open yet is worth a word."""

TERMINAL_TICK = 1
"""Seconds between two looks whether the terminal is still there: Textual goes on reading from one that is gone."""


class FunnelBoardApp(QuietApp, inherit_bindings=False):
    """One window. Whatever is typed or pointed at goes to the dispatcher, in the order it came.

    Attributes:
        failure: Why the database could not be opened, or the defect that ended the program.
        signalled: Signals that came before it could end in order.
    """

    TITLE = "FunnelBoard"
    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { overflow: hidden; }"

    def __init__(
        self,
        opening: Future[Opening],
        styles: Styles,
        commands: Sequence[Command],
        *,
        density: Density = Density.AUTO,
        tour: Tour | None = None,
        seen: Seen | None = None,
        erases: bool = False,
    ) -> None:
        """Not running yet.

        Args:
            seen: What the terminal shows already.
            erases: Whether the terminal leaves the ground in what it erases.
        """
        super().__init__(ansi_color=True)
        # The look has the colours that the terminal has; Rich, which takes some terminals for less, is to leave them.
        self.console = Console(color_system="truecolor", file=self.console.file, force_terminal=True)
        clock = SystemClock()
        self.failure: BaseException | None = None
        self.signalled: list[int] = []
        self.window = Window(erases=erases)
        if seen is not None:
            self.taken = seen.terminal
            self.window.begin_with(seen.sight)
        self.viewport = Viewport(self.window, styles)
        moment = Moment(clock.now(), clock.today())
        self.board = BoardScreen(self.viewport, commands, moment, self.converse, self.exit, density)
        self.dispatcher = Dispatcher(
            self.board,
            always={"ctrl+q": self.exit},
            refused=self._refused,
            broken=self._broken,
            settled=self._settled,
            stop=self._stop,
        )
        if seen is None:
            self.viewport.follow(self.dispatcher.modes)
        self.dispatcher.hold()  # until the database is open
        self.link: Link | None = None
        self._opening = opening
        self.lookout: Lookout | None = None
        self._opens_late = False
        self._mouse = Mouse(self.viewport.key_at, self.CLICK_CHAIN_TIME_THRESHOLD)
        self._tour = tour
        self._guided: asyncio.Task[None] | None = None
        self._typed = self.dispatcher.put

    def compose(self) -> ComposeResult:
        """The one widget there is."""
        yield self.window

    def on_mount(self) -> None:
        """Show the database; wait a little for it, so that no empty board flashes by. Have signals end in order."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._broken_by_itself)
        for number in SIGNALS:
            loop.add_signal_handler(number, self._end_by_signal, number)
        loop.add_signal_handler(signal.SIGCONT, self._go_on)
        for early in self.signalled:
            self._end_by_signal(early)
        if not self.is_headless:
            self.set_interval(TERMINAL_TICK, self._look_for_terminal, name="terminal")
        try:
            self._opening.exception(FIRST_PAINT_PATIENCE)
        except TimeoutError:
            opened = partial(loop.call_soon_threadsafe, self._opened, context=copy_context())
            self._opening.add_done_callback(lambda _: None if loop.is_closed() else opened())
            self.set_timer(OPENING_PATIENCE, self._opening_is_late, name="opening")
        else:
            self._opened()
        self.call_after_refresh(_keep_what_stands)

    async def on_event(self, event: events.Event) -> None:
        """Give what is typed, pasted and pointed at to the dispatcher; all else is Textual's."""
        if isinstance(event, events.Key):
            self._typed(Key(event.key, event.character))
        elif isinstance(event, events.Paste):
            self._typed(Paste(event.text))
        elif isinstance(event, events.MouseEvent):
            for meant in self._mouse.meant(event):
                self._typed(meant)
        else:
            await super().on_event(event)
            if isinstance(event, events.Resize) and not self.window.has_size(*event.size):
                self.viewport.resize(event.size.width, event.size.height)

    def converse(self, action: Action, command: str, about: AtHand | None = None) -> None:
        """Begin a conversation under a command's id, about what a page has at hand or the board."""
        assert self.link is not None
        assert self.board.memory is not None
        desk = Desk(
            board=self.board,
            dispatcher=self.dispatcher,
            viewport=self.viewport,
            link=self.link,
            memory=self.board.memory,
            command=command,
            leave=self.exit,
            leave_for=self.exit,
            copy=self.copy_to_clipboard,
            about=about,
        )
        self.dispatcher.converse(self._whole(action, desk), asks=command in ASKING)

    def exit(self, result: str | None = None, return_code: int = 0, message: Any = None) -> None:
        """End in order; what was typed after this is nobody's, and nothing more is painted."""
        asyncio.get_running_loop().remove_signal_handler(signal.SIGCONT)
        self.dispatcher.close()
        self.viewport.follow(())
        super().exit(result, return_code, message)

    def finish(self) -> None:
        """Write down where the seller was, and let go of the database."""
        self.board.remember()
        if self._opening.done() and self._opening.exception() is None:
            workspace = self._opening.result().workspace
            workspace.submit(workspace.presence.leave)
            workspace.close()

    def shows(self) -> bool:
        """Whether the terminal does not show what has been composed."""
        return self.window.show()

    def _opened(self) -> None:
        error = self._opening.exception()
        if error is not None:
            self.failure = error
            self.exit(return_code=1)
            return
        if self._opens_late:
            self.viewport.say("")
        self.viewport.follow(self.dispatcher.modes)
        opening = self._opening.result()
        self.link = Link(opening.workspace, self._broken)
        readings = BoardReadings(self.board, self.link)
        self.board.state.settings = opening.settings
        self.board.point = Pointer(self.board).point
        self.viewport.settle = opening.memory.drafts.settle
        self.board.begin(readings, opening.board, opening.memory)
        self.dispatcher.release()
        self.lookout = Lookout(self.board, readings, self.set_timer)
        self.set_interval(self.lookout.TICK, self.lookout.tick, name="tick")
        self.lookout.listen()
        self.set_timer(self.lookout.DAMAGE_AFTER, self.lookout.look_for_damage, name="damage")
        if self._tour is not None and opening.workspace.private_copy:
            self._guide(self._tour)

    def _guide(self, tour: Tour) -> None:
        """Show the seller around: what is typed goes through the tour until it is over."""
        from funnelboard.ui.screens.tour import Guide

        def over(done: asyncio.Task[None]) -> None:
            self._typed = self.dispatcher.put
            if not done.cancelled() and (error := done.exception()) is not None:
                self._broken(error)

        guide = Guide(tour, self.board, self.dispatcher)
        self._typed = guide.take
        self._guided = asyncio.get_running_loop().create_task(guide.show())
        self._guided.add_done_callback(over)

    def _opening_is_late(self) -> None:
        if self.link is None:
            self._opens_late = True
            self.viewport.follow(self.dispatcher.modes)
            self.viewport.say(
                "Not open yet: another writer may be holding the database. Still trying; Esc leaves.", whole=True
            )

    def _stop(self) -> bool:
        """Stop waiting for another writer; for one that lets nothing be opened, by leaving."""
        if self.link is not None:
            return self.link.give_up()
        if self._opens_late:
            self.exit()
        return self._opens_late

    async def _whole(self, action: Action, desk: Desk) -> None:
        try:
            await self.board.readings.rest()
            desk.look()
            await action(desk)
            desk.done()
        finally:
            self.board.touch("panel")  # it says whether there is a draft

    def _settled(self) -> None:
        """Paint; a conversation that is going on may ask the next thing first, so that nothing flashes by between."""
        if self.dispatcher.idle:
            self.viewport.paint()
        else:
            self.viewport.paint_soon()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, FunnelBoardError):
            self.viewport.refuse(error)
        elif isinstance(error, Left) and str(error):
            self.viewport.say(str(error))

    def _broken(self, error: BaseException) -> None:
        self.failure = error
        self.exit(return_code=1)

    def _broken_by_itself(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """A defect in what the loop calls of its own, such as a painting that was put off."""
        error = context.get("exception")
        if error is None:
            loop.default_exception_handler(context)
        else:
            self._broken(error)

    def _look_for_terminal(self) -> None:
        if terminal_is_gone():
            self._end_by_signal(signal.SIGHUP)
        else:
            self._look_for_size(Size(*shutil.get_terminal_size()))

    def _look_for_size(self, size: Size) -> None:
        """Have the window's size be followed where that was missed on a busy machine.

        The signal that tells it can be lost among many, and the timer by which Textual hands it on is passed over for
        good when it is late by more than its own time.
        """
        if size != (self.viewport.width, self.viewport.height):
            self.post_message(events.Resize(size, size))
        elif size != self.window.size:
            self.screen.post_message(events.Resize(size, size))

    def _go_on(self) -> None:
        """Whatever stopped the program is over; a terminal that hangs up says so too, right after that."""
        if not terminal_is_gone():
            take_terminal_again(self)

    def _end_by_signal(self, number: int) -> None:
        self.board.remember()
        self.exit(return_code=128 + number)


def _keep_what_stands() -> None:
    """Collect garbage again from now on, but never look for it among what the board is made of."""
    gc.freeze()
    gc.enable()


def run_board(
    open_database: Callable[[], Workspace],
    *,
    config: Config,
    locked: bool = False,
    tour: Tour | None = None,
    seen: Seen | None = None,
) -> int | str:
    """Run the board until the seller leaves it.

    Args:
        open_database: Opens it with a thread of its own; called on another thread.
        locked: Run as a locked seat.
        tour: What is shown of it at first, if it is a demo.
        seen: What the terminal shows already.

    Returns:
        The exit status: 0, or 128 and the number of the signal that ended it; or what it was left for.

    Raises:
        FunnelBoardError: The database cannot be opened, or the settings cannot be obeyed.
        Exception: A defect; the terminal is as it was before.
    """
    opening = begin_opening(open_database, config.view)
    styles = choose_styles(
        config.theme, os.environ, sys.stdout.encoding or "ascii", ascii_only=config.ascii, links=not locked
    )
    commands = with_own_keys(config.keys, locked=locked)
    erases = erases_in_colour(os.environ)
    app = FunnelBoardApp(opening, styles, commands, density=config.density, tour=tour, seen=seen, erases=erases)
    for number in SIGNALS:
        # Until it is mounted: Textual has put the terminal into its modes by then.
        signal.signal(number, lambda number, _: app.signalled.append(number))
    keep_escapes()
    outlive_terminal()
    try:
        result = app.run()
    finally:
        app.finish()
    if app.failure is not None:
        raise app.failure
    return result or app.return_code or 0
