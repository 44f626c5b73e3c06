"""The board in a terminal that exists in memory only, driven by keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from funnelboard.config import Config
from funnelboard.services.workspace import Workspace
from funnelboard.ui.app import FunnelBoardApp
from funnelboard.ui.keys import with_own_keys
from funnelboard.ui.opening import begin_opening
from funnelboard.ui.screens.board import BoardScreen
from funnelboard.ui.themes import make_look


class BoardDriver:
    """Presses keys on a running board, waits until it has nothing left to do, and reads the screen."""

    def __init__(self, app: FunnelBoardApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> BoardScreen:
        """The board screen, whatever is on top of it."""
        board = self.app.screen_stack[0]
        assert isinstance(board, BoardScreen)
        return board

    @property
    def title(self) -> str | None:
        """The title of the deal at the cursor."""
        card = self.screen.state.card
        return card.title if card else None

    async def press(self, *keys: str) -> None:
        """Press keys, by Textual's names, each once the board has dealt with the one before."""
        for key in keys:
            self._send(key, key if len(key) == 1 else {"space": " "}.get(key))
            await self.settle()

    async def type(self, text: str) -> None:
        """Type text, as fast as it comes."""
        for character in text:
            self._send(_character_to_key(character), character)
        await self.settle()

    async def settle(self) -> None:
        """Wait until every message is dealt with and the database thread has answered everything."""
        calm = 0
        async with asyncio.timeout(10):
            while calm < 3:
                await self.pilot._wait_for_screen()
                await asyncio.sleep(0.001)
                self.app.screen._on_timer_update()
                busy = self.screen.is_open and self.screen.link.busy
                calm = 0 if busy else calm + 1

    def _send(self, key: str, character: str | None) -> None:
        event = events.Key(key, character)
        event.set_sender(self.app)
        self.app.post_message(event)

    def lines(self) -> list[str]:
        """The screen as text."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines())

    def column(self, number: int) -> list[str]:
        """The lines of a column, from its header down; 0 is the leads."""
        canvas = list(self.screen.view.columns.values())[number]
        return [canvas.render_line(y).text.rstrip() for y in range(canvas.size.height)]

    @property
    def status(self) -> str:
        """What the board last said."""
        return self.screen.status.text


@pytest.fixture
def open_board(make_workspace: Callable[..., Workspace]) -> Callable[..., Any]:
    """Opens the board on the test's database: ``async with open_board(size=(120, 36)) as board``."""

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (120, 36), config: Config | None = None, look: str = "dark", login: str | None = None
    ) -> AsyncIterator[BoardDriver]:
        opening = begin_opening(lambda: make_workspace(login=login, threaded=True))
        commands = with_own_keys((config or Config()).keys)
        app = FunnelBoardApp(opening, make_look(look), commands)
        async with app.run_test(size=size) as pilot:
            board = BoardDriver(app, pilot)
            await board.settle()
            yield board
        app.screen_stack.clear()
        board_memory = app._board.memory
        assert board_memory is not None
        app._board.remember()

    return opened
