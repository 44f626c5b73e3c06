"""A server in this process, and a browser's way of asking it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from funnelboard.web.door import Door
from funnelboard.web.server import Program, Server


@dataclass
class Served:
    """A server that is listening, and somebody who has been let in.

    Attributes:
        origin: What a browser calls the server.
        visitor: Somebody who keeps cookies.
    """

    door: Door
    origin: str
    visitor: aiohttp.ClientSession

    @property
    def board(self) -> str:
        """The address of the page."""
        return self.origin + self.door.place

    async def enter(self) -> None:
        """Come in by the address that was printed."""
        async with self.visitor.get(self.door.entrance) as answer:
            assert answer.status == 200

    async def open(self, size: str = "?width=80&height=24", **headers: str) -> aiohttp.ClientWebSocketResponse:
        """Open a tab as the page does."""
        return await self.visitor.ws_connect(f"{self.board}keys{size}", headers={"Origin": self.origin, **headers})


@pytest.fixture
async def serve() -> AsyncIterator[Callable[..., Awaitable[Served]]]:
    """Serves a program, or a shell's command: ``await serve("cat", tabs=2, forgetful=True)``."""
    ends: list[Callable[[], Awaitable[Any]]] = []

    async def start(
        program: Program | str = "cat", *, tabs: int = 4, origin: str | None = None, forgetful: bool = False
    ) -> Served:
        if isinstance(program, str):
            program = Program(("/bin/sh", "-c", program), {"PATH": "/usr/bin:/bin"}, forgetful)
        bound = socket.create_server(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        door = Door("127.0.0.1", port, origin)
        runner = web.AppRunner(Server(door, program, tabs).application(), access_log=None)
        await runner.setup()
        ends.append(runner.cleanup)
        await web.SockSite(runner, bound).start()
        visitor = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        ends.append(visitor.close)
        return Served(door, f"http://127.0.0.1:{port}", visitor)

    yield start
    for end in reversed(ends):
        await end()
