"""A line between a client and a server that is slow, falls silent or breaks when it is told to, and counts."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple


class Traffic(NamedTuple):
    """What has gone over a line.

    Attributes:
        connections: How often a client connected.
        round_trips: How often one spoke first or after the server had; what it says in one go counts once.
        sent: Bytes from clients.
        received: Bytes from the server.
    """

    connections: int = 0
    round_trips: int = 0
    sent: int = 0
    received: int = 0

    def since(self, before: Traffic) -> Traffic:
        """What has gone over it since an earlier moment."""
        return Traffic(*(now - then for now, then in zip(self, before, strict=True)))


class Proxy:
    """Listens on a port of 127.0.0.1 and passes on what comes to another one; works in a thread of its own.

    A line that is frozen still acknowledges, as TCP, what it holds back: only a client's own patience can tell.

    Attributes:
        port: Where it listens.
        target: The port it passes on to; another one is for those who connect from then on.
        latency: Seconds that an answer takes longer than without; half of them each way.
    """

    def __init__(self, target: int, latency: float = 0.0) -> None:
        self.target = target
        self.latency = latency
        self._counts = dict.fromkeys(Traffic._fields, 0)
        self._ends: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._thread.start()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self.port = 0
        self.accept()

    @property
    def traffic(self) -> Traffic:
        """What has gone over it."""
        return Traffic(**self._counts)

    def by_way_of(self, url: str) -> str:
        """A URL of the server's that leads over this line."""
        assert f":{self.target}/" in url
        return url.replace(f":{self.target}/", f":{self.port}/")

    def cut(self) -> None:
        """Break every connection there is, with a reset; new ones are taken."""
        self._do(self._cut())

    def refuse(self) -> None:
        """Take no new connection: nobody listens."""
        self._do(self._refuse())

    def accept(self) -> None:
        """Take connections again."""
        self._do(self._listen())

    def freeze(self) -> None:
        """Pass nothing on, not even that somebody has connected or left, and lose nothing."""
        self._do(self._flow(False))

    def thaw(self) -> None:
        """Pass on what was held back, and go on."""
        self._do(self._flow(True))

    def close(self) -> None:
        """Be gone."""
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(10)

    async def _listen(self) -> None:
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def _refuse(self) -> None:
        self._listener.close()

    async def _cut(self) -> None:
        for end in self._ends:
            with contextlib.suppress(OSError):  # it has just gone by itself
                end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            end.transport.abort()

    async def _flow(self, on: bool) -> None:
        (self._flowing.set if on else self._flowing.clear)()

    async def _close(self) -> None:
        self._listener.close()
        await self._cut()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Be the line of one client until one of the two has left."""
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        self._counts["connections"] += 1
        ends = {writer}
        self._ends.add(writer)
        try:
            await self._flowing.wait()
            server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self.target)
            ends.add(server_writer)
            self._ends.add(server_writer)
            turn = _Turn(self._counts)
            await asyncio.gather(
                self._pass_on(reader, server_writer, turn.client_said),
                self._pass_on(server_reader, writer, turn.server_said),
            )
        except ConnectionError:  # the server takes none; or the client is no longer there
            pass
        finally:
            for end in ends:
                end.close()
            self._ends -= ends
            self._serving.discard(task)

    async def _pass_on(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, said: Callable[[int], None]
    ) -> None:
        """Pass on one direction until it ends, and that it has."""
        held: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivery = asyncio.create_task(self._deliver(held, sink))
        try:
            data = b"-"
            while data:
                try:
                    data = await source.read(65536)
                except ConnectionError:
                    data = b""
                said(len(data))
                held.put_nowait((self._loop.time() + self.latency / 2, data))
            await delivery
        finally:
            delivery.cancel()

    async def _deliver(self, held: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter) -> None:
        data = b"-"
        while data:
            due, data = await held.get()
            await asyncio.sleep(max(0.0, due - self._loop.time()))
            await self._flowing.wait()
            sink.write(data)
            with contextlib.suppress(ConnectionError):
                await sink.drain()
        sink.close()


class _Turn:
    """Counts what is said on one connection."""

    def __init__(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._servers = True

    def client_said(self, size: int) -> None:
        self._counts["sent"] += size
        self._counts["round_trips"] += self._servers and size > 0
        self._servers = False

    def server_said(self, size: int) -> None:
        self._counts["received"] += size
        self._servers = True
