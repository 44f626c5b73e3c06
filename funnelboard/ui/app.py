"""The Textual application: one board screen, and an orderly end whatever happens."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from funnelboard.config import Config
from funnelboard.services.clock import SystemClock
from funnelboard.ui.commands import Command
from funnelboard.ui.keys import with_own_keys
from funnelboard.ui.look import Look
from funnelboard.ui.opening import Opening, begin_opening
from funnelboard.ui.screens.board import BoardScreen
from funnelboard.ui.themes import choose_look, textual_theme
from funnelboard.ui.widgets.card import Moment

if TYPE_CHECKING:
    from funnelboard.services.workspace import Workspace

SIGNALS = (signal.SIGHUP, signal.SIGTERM)


class FunnelBoardApp(App[None], inherit_bindings=False):
    """The board and nothing else; help, forms and the palette are pushed on top of it.

    Attributes:
        look: For what is pushed on top of the board.
        failure: Why the database could not be opened, or the defect that ended the program.
        locked: Whether this is a locked seat: no commands that write files or leave the board for a shell.
    """

    CSS_PATH = "app.tcss"
    TITLE = "FunnelBoard"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "leave", priority=True, show=False)]

    def __init__(
        self, opening: Future[Opening], look: Look, commands: Sequence[Command], *, locked: bool = False
    ) -> None:
        super().__init__(ansi_color=look.name == "plain")
        clock = SystemClock()
        self.look = look
        self.failure: BaseException | None = None
        self.locked = locked
        self._opening = opening
        self._board = BoardScreen(opening, commands, look, Moment(clock.now(), clock.today()))
        self.register_theme(textual_theme(look))
        self.theme = look.theme

    def get_default_screen(self) -> Screen[None]:
        """The board itself, so that nothing has to be shown before it."""
        return self._board

    def on_mount(self) -> None:
        """Have signals end the program in order."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self._end_by_signal, number)
        self.call_after_refresh(_keep_what_stands)

    @on(BoardScreen.NotOpened)
    def database_was_not_opened(self, message: BoardScreen.NotOpened) -> None:
        """Leave with the reason."""
        self.failure = message.error
        self.exit(return_code=1)

    def action_leave(self) -> None:
        """Leave from anywhere, forms and help included."""
        self.exit()

    def finish(self) -> None:
        """Write down where the seller was, and let go of the database."""
        self._board.remember()
        if self._opening.done() and self._opening.exception() is None:
            self._opening.result().workspace.close()

    def _end_by_signal(self, number: int) -> None:
        self._board.remember()
        self.exit(return_code=128 + number)

    def _fatal_error(self) -> None:
        """End with what Textual would print; whoever ran the app says it in a sentence and logs the rest."""
        self.failure = sys.exc_info()[1] or self._exception
        self._close_messages_no_wait()


def _keep_what_stands() -> None:
    """Collect garbage again from now on, but never look for it among what the board is made of."""
    gc.freeze()
    gc.enable()


def run_board(open_database: Callable[[], Workspace], *, config: Config, locked: bool = False) -> int:
    """Run the board until the seller leaves it.

    Args:
        open_database: Opens it with a thread of its own; called on another thread.
        locked: Run as a locked seat.

    Returns:
        The exit status: 0, or 128 and the number of the signal that ended it.

    Raises:
        FunnelBoardError: The database cannot be opened, or the settings cannot be obeyed.
        Exception: A defect; the terminal is as it was before.
    """
    opening = begin_opening(open_database, config.view)
    look = choose_look(config.theme, os.environ, sys.stdout.encoding or "ascii", ascii_only=bool(config.ascii))
    app = FunnelBoardApp(opening, look, with_own_keys(config.keys), locked=locked)
    try:
        app.run()
    finally:
        app.finish()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
