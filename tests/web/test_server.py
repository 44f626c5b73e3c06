"""The server itself: where it listens, and what it does about what goes wrong."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import suppress

import aiohttp
import pytest

from funnelboard import locations
from funnelboard.errors import FunnelBoardError
from funnelboard.web.server import Program, serve


async def test_what_goes_wrong_is_in_the_log_and_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    addresses: asyncio.Queue[str] = asyncio.Queue()
    program = Program(("/nowhere/program",), {})
    options = {"host": "127.0.0.1", "port": 0, "origin": None, "most_tabs": 1, "ready": addresses.put_nowait}
    serving = asyncio.create_task(serve(program, **options))  # type: ignore[arg-type]
    address = await addresses.get()
    origin, _, token = address.partition("/?token=")
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as visitor:
        async with visitor.get(address) as answer:
            place = answer.headers["Refresh"].partition("url=")[2]
        for _ in range(2):
            async with visitor.ws_connect(f"{origin}{place}keys", headers={"Origin": origin}) as line:
                assert (await line.receive()).type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSE)
        async with visitor.get(f"{origin}{place}") as answer:
            assert answer.status == 200
        for target, header in (
            (f"/?token={token}", "Content-Length: -5"),
            (f"http://x:9999999/?token={token}", "X: y"),
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", int(origin.rpartition(":")[2]))
            writer.write(f"GET {target} HTTP/1.1\r\n{header}\r\n\r\n".encode())
            assert (await reader.read()).startswith(b"HTTP/1.0 400 ")
            writer.close()
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    logged = locations.log_file().read_text()
    assert "FileNotFoundError: [Errno 2] No such file or directory: '/nowhere/program'" in logged
    assert logged.count("Traceback") == 2
    assert token not in logged
    assert capfd.readouterr() == ("", "")


async def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            FunnelBoardError, match=f"Nothing can listen on port {port} of 127.0.0.1: address already in"
        ):
            await serve(Program((), {}), host="127.0.0.1", port=port, origin=None, most_tabs=1, ready=print)
