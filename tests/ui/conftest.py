"""The board in a terminal that exists in memory only, driven by keys."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from funnelboard.config import Config
from funnelboard.sample.demo import open_demo
from funnelboard.sample.tour import Tour
from funnelboard.services.board_reading import BoardReading
from funnelboard.services.clock import FixedClock
from funnelboard.services.workspace import Workspace
from funnelboard.ui.app import FunnelBoardApp
from funnelboard.ui.dispatcher import Mode
from funnelboard.ui.keys import with_own_keys
from funnelboard.ui.looks.themes import make_styles
from funnelboard.ui.opening import begin_opening
from funnelboard.ui.private_parts import app as app_parts
from funnelboard.ui.private_parts import key_parser
from funnelboard.ui.screens.board import BoardScreen
from funnelboard.ui.screens.lookout import Lookout


class BoardDriver:
    """Presses keys on a running board, waits until it has nothing left to do, and reads the screen."""

    def __init__(self, app: FunnelBoardApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self._held_back = 0

    @property
    def screen(self) -> BoardScreen:
        """The board, whatever is on top of it."""
        return self.app.board

    @property
    def top(self) -> Mode:
        """What has the keys."""
        return self.app.dispatcher.top

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

    async def burst(self, *keys: str) -> None:
        """Press keys as fast as they come."""
        self.send(*keys)
        await self.settle()

    def send(self, *keys: str) -> None:
        """Press keys and wait for nothing."""
        for key in keys:
            self._send(key, key if len(key) == 1 else {"space": " "}.get(key))

    async def paste(self, text: str) -> None:
        """Paste text."""
        event = events.Paste(text)
        event.set_sender(self.app)
        self.app.post_message(event)
        await self.settle()

    async def click(self, x: int, y: int, *, times: int = 1) -> None:
        """Press and let go of the mouse at a cell."""
        for _ in range(times):
            for kind in (events.MouseDown, events.MouseUp):
                self._point(kind, x, y)
        await self.settle()

    async def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press the mouse at a cell, move it, and let go at another."""
        self._point(events.MouseDown, *start)
        self._point(events.MouseMove, *end)
        self._point(events.MouseUp, *end)
        await self.settle()

    async def wheel(self, x: int, y: int, *, up: bool = False) -> None:
        """Turn the wheel over a cell, towards oneself or up."""
        self._point(events.MouseScrollUp if up else events.MouseScrollDown, x, y)
        await self.settle()

    def _point(self, kind: type[events.MouseEvent], x: int, y: int) -> None:
        event = kind(None, x, y, 0, 0, 1, False, False, False, x, y)
        event.set_sender(self.app)
        self.app.post_message(event)

    def card(self, number: int, place: int) -> tuple[int, int]:
        """A cell of the card in sight at a place of a column; 0 is the leads."""
        geometry = self.screen.geometry
        column = geometry.columns[list(self.screen.state.columns)[number]]
        return column.x + 4, column.y + geometry.head_lines + place * geometry.step

    async def tick(self) -> None:
        """Have the board look for what happened without a key, as it does twice a second."""
        assert self.app.lookout is not None
        self.app.lookout.tick()
        await self.settle()

    async def settle(self) -> None:
        """Wait until every message is dealt with and the database thread has answered everything."""
        calm = 0
        async with asyncio.timeout(60):
            while calm < 3:
                if self.app.failure is not None:
                    raise self.app.failure
                await self.pilot._wait_for_screen()
                await asyncio.sleep(0.001)
                self.app.screen._on_timer_update()
                unanswered = self.app.link._unanswered if self.app.link is not None else 0
                busy = unanswered > self._held_back or not self.app.dispatcher.idle
                calm = 0 if busy else calm + 1

    @asynccontextmanager
    async def thread_held(self, *keys: str) -> AsyncIterator[None]:
        """Press keys while the database thread does nothing; what they asked is answered after the block."""
        assert self.app.link is not None
        let_go = threading.Event()
        self.app.link.workspace.submit(let_go.wait, 10)
        try:
            for key in keys:
                self._send(key, key if len(key) == 1 else None)
            await self.pilot._wait_for_screen()
            yield
        finally:
            let_go.set()
        await self.settle()

    @asynccontextmanager
    async def answer_held_back(self) -> AsyncIterator[None]:
        """Let the first answer to what is asked in the block arrive after it, later ones in their turn."""
        link = self.app.link
        assert link is not None
        deliver, first = link.beside, list[Any]()

        def hold_back(future: Any, then: Any) -> None:
            if first:
                deliver(future, then)
            else:
                first.append((future, then))
                self._held_back = 1

        link.beside = hold_back  # type: ignore[method-assign]
        try:
            yield
        finally:
            link.beside = deliver  # type: ignore[method-assign]
            self._held_back = 0
        assert first, "nothing was asked"
        deliver(*first[0])
        await self.settle()

    @contextmanager
    def watched(self) -> Iterator[list[str]]:
        """Everything that is to be seen on the way, as text, one painting after the other."""
        window, seen = self.app.window, list[str]()
        flush = window.flush

        def watch(cursor: tuple[int, int]) -> None:
            flush(cursor)
            seen.append(self.text())

        window.flush = watch  # type: ignore[method-assign]
        try:
            yield seen
        finally:
            window.flush = flush  # type: ignore[method-assign]

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
        """The lines of a column that is on screen, from its header down; 0 is the leads."""
        stage = list(self.screen.state.columns)[number]
        return [strip.text.rstrip() for strip in self.screen.draw(stage.value)]

    @property
    def panel(self) -> str:
        """The side panel as one text."""
        return "\n".join(strip.text for strip in self.screen.draw("panel")).replace("\xa0", " ")

    @property
    def remark(self) -> str:
        """What is said of what is asked, in the last line, without the hints at its right."""
        return self.lines()[-1].strip().partition("   ")[0]

    @property
    def status(self) -> str:
        """What was last said."""
        return self.app.viewport.status.text


@pytest.fixture(autouse=True)
def textual_parts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes the private parts of Textual away from the board, if the run is to show that it works without."""
    if request.config.getoption("--public-textual"):
        monkeypatch.setattr(app_parts, "PARTS", {})
        monkeypatch.setattr(key_parser, "PARSER_PARTS", {"gone": "as if it were"})
        for part in ("_fatal_error", "_display"):
            monkeypatch.delattr(app_parts.QuietApp, part)


@pytest.fixture
def ola(make_workspace: Callable[..., Workspace]) -> Workspace:
    """The other seller."""
    return make_workspace(login="ola")


@pytest.fixture
def forbid_writing(
    engine: str, workspace: Workspace, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[[bool], None]:
    """Has those who open the board from then on only read it, ``forbid_writing(True)``, or lets them write again."""

    def forbid_in_file(forbidden: bool) -> None:
        for module in ("sqlite_database", "opening"):
            monkeypatch.setattr(f"funnelboard.store.{module}.may_write", lambda _: not forbidden)

    def forbid_on_server(forbidden: bool) -> None:
        name, how = workspace.target.rpartition("/")[2], "on" if forbidden else "off"
        request.getfixturevalue("cluster").execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {how}')
        monkeypatch.setattr("funnelboard.store.postgres_connection.LOOK_AGAIN", 3600 if forbidden else 0)

    return forbid_on_server if engine == "postgresql" else forbid_in_file


@pytest.fixture
def told_at_once(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has a board that looks for what others have written know of all of it, however busy its server is."""
    if engine != "postgresql":
        return
    from funnelboard.store.postgres_connection import PostgresConnection

    news = PostgresConnection.news

    def after_an_answer(connection: PostgresConnection) -> Any:
        connection.again_if_lost(lambda: connection.say("SELECT 1"))  # a server tells before it answers
        return news(connection)

    monkeypatch.setattr(PostgresConnection, "news", after_an_answer)


@pytest.fixture
def open_board(
    make_workspace: Callable[..., Workspace], clock: FixedClock, told_at_once: None, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """Opens the board on the test's database, or on a demo: ``async with open_board(size=(120, 36)) as board``.

    It looks for others' changes when the test has it do so.
    """
    monkeypatch.setattr(Lookout, "TICK", 3600)
    monkeypatch.setattr(BoardReading, "is_told", False)

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (120, 36), config: Config | None = None, look: str = "dark", login: str | None = None,
        path: Path | None = None, demo: str = "", tour: Tour | None = None,
    ) -> AsyncIterator[BoardDriver]:  # fmt: skip
        open_database = partial(make_workspace, path, login=login, threaded=True)
        if demo:
            open_database = partial(open_demo, scenario=demo, clock=clock, login=login)
        opening = begin_opening(open_database, config.view if config else None)
        wanted = config or Config()
        styles = make_styles(look, ascii_only=bool(wanted.ascii))
        app = FunnelBoardApp(opening, styles, with_own_keys(wanted.keys), density=wanted.density, tour=tour)
        async with app.run_test(size=size) as pilot:
            board = BoardDriver(app, pilot)
            if tour is None or tour.seconds is None:  # one that goes on by itself never settles
                await board.settle()
            yield board
        if app.failure is not None:
            raise app.failure
        assert app.board.memory is not None
        app.board.remember()
        if demo:
            app.finish()

    return opened
