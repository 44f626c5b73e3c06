"""The server: a page with a terminal, and for each that is open a tab."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import WSCloseCode, WSMsgType, web
from aiohttp.http_exceptions import HttpProcessingError

from funnelboard.errors import FunnelBoardError, reason
from funnelboard.log import log_exception
from funnelboard.web.door import Door, require_origin
from funnelboard.web.tab import PATIENCE, Tab

HEARTBEAT = 15.0
"""Seconds between two looks whether a browser that says nothing is still there."""

LONGEST_MESSAGE = 1024 * 1024
"""Bytes that a page may send at once; that is what a paste is."""

REQUEST_PATIENCE = 30.0
"""Seconds that a connection may say nothing."""

RELOADING = 2.0
"""Seconds that a new tab waits for one that was closed to end."""

_OWN = Path(str(files("funnelboard.web"))) / "page"
_TERMINAL = Path(str(files("textual_serve"))) / "static"

FILES: Mapping[str, Path] = {
    "": _OWN / "board.html",
    "board.css": _OWN / "board.css",
    "board.js": _OWN / "board.js",
    "terminal.css": _TERMINAL / "css/xterm.css",
    "terminal.js": _TERMINAL / "js/textual.js",
    "upright.ttf": _TERMINAL / "fonts/RobotoMono-VariableFont_wght.ttf",
    "slanted.ttf": _TERMINAL / "fonts/RobotoMono-Italic-VariableFont_wght.ttf",
}
"""All that can be fetched, by its name below the door's place."""


@dataclass(frozen=True, slots=True)
class Program:
    """What a tab runs.

    Attributes:
        command: It and its arguments, as they are: no shell reads them.
        environment: All that it knows of where it is.
        forgetful: Whether each tab has a home directory of its own, which goes with it: nothing of the account's is
            shown there, and nothing is remembered from one visitor to the next.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    forgetful: bool = False


class Server:
    """Boards in a browser, as many at once as are allowed."""

    def __init__(self, door: Door, program: Program, most_tabs: int) -> None:
        self._door = door
        self._program = program
        self._most = most_tabs
        self._pages: set[web.WebSocketResponse] = set()
        self._ending: set[asyncio.Task[None]] = set()

    def application(self) -> web.Application:
        """What answers requests."""
        application = web.Application(middlewares=[self._door.admit])
        application.on_response_prepare.append(self._door.harden)
        application.on_shutdown.append(self._close_pages)
        application.router.add_get(f"{self._door.place}keys", self._tab)
        application.router.add_get(f"{self._door.place}{{name:.*}}", _file)
        return application

    async def _tab(self, request: web.Request) -> web.WebSocketResponse:
        """Run the program for as long as the page is open, and have the page open for as long as the program runs."""
        require_origin(request)
        page = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LONGEST_MESSAGE)
        await page.prepare(request)
        if self._ending:  # whoever loads the page anew is to find what they were typing, and room
            await asyncio.wait(self._ending, timeout=RELOADING)
        if len(self._pages) >= self._most:
            few = "one tab" if self._most == 1 else f"{self._most} tabs"
            said = f"No more than {few} can be open at once. Close another one."
            await _close(page, WSCloseCode.TRY_AGAIN_LATER, said)
            return page
        self._pages.add(page)
        try:
            with TemporaryDirectory() if self._program.forgetful else nullcontext() as home:
                environment = {**self._program.environment, **({"HOME": home} if home else {})}
                tab = await Tab.open(self._program.command, environment, *_first_size(request))
                await self._run(tab, page)
        finally:
            self._pages.discard(page)
        return page

    async def _run(self, tab: Tab, page: web.WebSocketResponse) -> None:
        """Have a tab and its page go on together, until one of them ends."""
        showing = asyncio.create_task(_show(tab, page))
        try:
            with suppress(ConnectionError):
                await _obey(page, tab)
        finally:
            showing.cancel()
            await asyncio.wait([showing])
            ending = asyncio.create_task(tab.end())
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
            await ending

    async def _close_pages(self, _application: web.Application) -> None:
        stopped = (_close(page, WSCloseCode.GOING_AWAY, "The server has been stopped.") for page in self._pages)
        await asyncio.gather(*stopped)


def _first_size(request: web.Request) -> tuple[int, int]:
    """The size of the page in cells, as it says; that of an old terminal, if it does not."""
    try:
        return int(request.query["width"]), int(request.query["height"])
    except (KeyError, ValueError):
        return 80, 24


async def _show(tab: Tab, page: web.WebSocketResponse) -> None:
    """Have the page show what the program sends, to its end."""
    with suppress(ConnectionError):
        while data := await tab.read():
            await page.send_bytes(data)
    left = await tab.status() == 0
    said = "You have left the board." if left else "The board has ended; above is what it said."
    await _close(page, WSCloseCode.OK, said)


async def _obey(page: web.WebSocketResponse, tab: Tab) -> None:
    """Have the program take what is typed on the page, until that is closed; it is closed on what no page sends."""
    async for message in page:
        match _read(message.data) if message.type is WSMsgType.TEXT else None:
            case ["stdin", str(typed)]:
                await tab.write(typed.encode(errors="replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                tab.resize(width, height)
            case ["ping", str(sent)]:
                await page.send_json(["pong", sent])
            case ["focus" | "blur"]:
                pass
            case _:
                await _close(page, WSCloseCode.POLICY_VIOLATION, "That was not sent by the page of the board.")


def _read(text: str) -> object:
    """A message, taken apart; None if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


async def _close(page: web.WebSocketResponse, code: WSCloseCode, sentence: str) -> None:
    """Close a page that is still open; it shows the sentence."""
    await page.close(code=code, message=sentence.encode())


async def _file(request: web.Request) -> web.FileResponse:
    """One of ``FILES``.

    Raises:
        HTTPNotFound: There is no such file.
    """
    path = FILES.get(request.match_info["name"])
    if path is None:
        raise web.HTTPNotFound(text="There is nothing here.")
    return web.FileResponse(path)


class _ToLog(logging.Handler):
    """Keeps what goes wrong out of the terminal, and in the log."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log a defect with its traceback; what is no request is none: anybody can send that, with secrets in it."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not isinstance(error, HttpProcessingError):
            with suppress(OSError, FunnelBoardError):
                log_exception(error)


async def serve(
    program: Program, *, host: str, port: int, origin: str | None, most_tabs: int, ready: Callable[[str], None]
) -> None:
    """Serve boards until SIGINT, SIGTERM or SIGHUP; then end all of them in order.

    Args:
        program: What each tab runs.
        host, port: Where to listen; port 0 is any that is free.
        origin: As :class:`funnelboard.web.door.Door` has it.
        most_tabs: How many can be open at once.
        ready: Told the address that lets somebody in, once there is somebody who listens.

    Raises:
        FunnelBoardError: It cannot listen there.
    """
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise FunnelBoardError(
            f"Nothing can listen on port {port} of {host}: {reason(error).lower()}. --port names another one."
        ) from error
    logging.getLogger().addHandler(_ToLog())
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    door = Door(host, listening.getsockname()[1], origin)
    runner = web.AppRunner(
        Server(door, program, most_tabs).application(),
        access_log=None,
        keepalive_timeout=REQUEST_PATIENCE,
        shutdown_timeout=2 * PATIENCE,
    )
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        ready(door.entrance)
        await stopped.wait()
    finally:
        await runner.cleanup()
