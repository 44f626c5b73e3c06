"""A tab and the program in it: what goes between them, and how both end."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import pyte
import pytest

from funnelboard.cli.serving import program_of
from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace

Serve = Callable[..., Awaitable[Any]]

PATIENCE = 20.0


class Screen:
    """What a page shows."""

    def __init__(self, line: aiohttp.ClientWebSocketResponse, columns: int = 80, lines: int = 24) -> None:
        self.line = line
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def text(self) -> str:
        """Its lines."""
        return "\n".join(self._screen.display)

    async def until(self, words: str) -> None:
        """Read until they are on it."""
        async with asyncio.timeout(PATIENCE):
            while words not in self.text:
                message = await self.line.receive()
                assert message.type is aiohttp.WSMsgType.BINARY, (message, self.text)
                self._stream.feed(message.data)

    async def why_closed(self) -> tuple[int | None, str]:
        """Read to the end: with which code it was closed, and the sentence that says why."""
        async with asyncio.timeout(PATIENCE):
            while (message := await self.line.receive()).type is aiohttp.WSMsgType.BINARY:
                self._stream.feed(message.data)
        return self.line.close_code, str(message.extra or "")

    async def type(self, keys: str) -> None:
        """Send keys as the page does."""
        await self.line.send_json(["stdin", keys])


async def test_the_board_is_drawn_takes_keys_and_keeps_what_was_typed_when_its_tab_is_closed(
    serve: Serve,
    home: Path,
    make_workspace: Callable[..., Workspace],
    add_deal: Callable[..., Any],
    kept: Callable[[Workspace], str],
) -> None:
    workspace = make_workspace(home / "te am's “new” $(x).db")
    add_deal(workspace, title="Acme: pilot")
    served = await serve(program_of(workspace.target, "full", os.environ))
    await served.enter()
    async with await served.open() as line:
        screen = Screen(line)
        await screen.type("aBeta: pilot\r")  # before there is a board
        await screen.until("added “Beta: pilot” to lead")
        assert "te am's “new” $(x).db" in screen.text
        await screen.type("t+expo\r")
        await screen.until("+expo · u undoes it")
        await screen.type("nhalf a sen")
        await screen.until("half a sen")
    async with await served.open() as line:  # its draft is there as soon as the closed one has ended
        screen = Screen(line)
        await screen.until("is kept")
        assert "half a sen" in kept(workspace)
        await screen.type("n\r")
        await screen.until("wrote a note")
        await screen.type("q")
        assert await screen.why_closed() == (1000, "You have left the board.")
    assert [note.text for note in workspace.board.detail(2, EntryKind.NOTE).timeline] == ["half a sen"]


async def test_a_window_has_the_size_of_its_page(serve: Serve) -> None:
    served = await serve("trap 'stty size' WINCH; stty size; while :; do read line; done")
    await served.enter()
    async with await served.open() as line:
        screen = Screen(line)
        await screen.until("24 80")
        for width, height, found in ((100, 30, "30 100"), (0, -1, "1 1"), (10**9, 10**9, "500 1000")):
            await line.send_json(["resize", {"width": width, "height": height}])
            await screen.type("\n")
            await screen.until(f"{found} ")


@pytest.mark.parametrize(
    "sent",
    [
        *("", "x", "[", "[" * 100_000, "{}", "[]", "null", '["stdin"]', '["stdin", 5]', '["run", "sh"]', b"\x00\xff"),
        *('["resize", {}]', '["resize", {"width": "9", "height": 9}]', '["resize", {"width": 1e3, "height": NaN}]'),
    ],
)
async def test_what_no_page_sends_closes_the_tab(serve: Serve, sent: str | bytes) -> None:
    served = await serve("cat")
    await served.enter()
    async with await served.open() as line:
        await (line.send_bytes(sent) if isinstance(sent, bytes) else line.send_str(sent))
        assert await Screen(line).why_closed() == (1008, "That was not sent by the page of the board.")


async def test_a_message_that_is_too_long_closes_the_tab(serve: Serve) -> None:
    served = await serve("cat")
    await served.enter()
    async with await served.open() as line:
        with suppress(ConnectionError):
            await line.send_json(["stdin", "a" * 2_000_000])
        assert (await Screen(line).why_closed())[0] in (1009, 1006)
    async with await served.open() as line:
        await line.send_str(json.dumps(["stdin", "\ud800 é\n"]))  # half of a character is none
        await Screen(line).until("? é")


async def test_there_is_room_for_so_many_tabs_and_for_another_when_one_is_closed(serve: Serve) -> None:
    served = await serve("echo here; cat", tabs=2)
    await served.enter()
    async with await served.open() as one, await served.open() as two:
        for line in (one, two):
            await Screen(line).until("here")
        async with await served.open() as three:
            assert await Screen(three).why_closed() == (
                1013,
                "No more than 2 tabs can be open at once. Close another one.",
            )
        await one.close()
        async with asyncio.timeout(PATIENCE):
            while True:
                async with await served.open() as three:
                    with suppress(AssertionError):
                        await Screen(three).until("here")
                        break


async def test_a_program_that_does_not_end_is_killed(serve: Serve, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funnelboard.web.tab.PATIENCE", 0.1)
    pids = home / "pids"
    served = await serve(f"trap '' HUP; echo $$ > {pids}; echo here; exec sleep 600")
    await served.enter()
    async with await served.open() as line:
        await Screen(line).until("here")
    async with asyncio.timeout(PATIENCE):
        while _runs(int(pids.read_text())):
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("size", "found"),
    [("?width=131&height=36", "36 131"), ("?width=9&height=x", "24 80"), (f"?width=-5&height={10**9}", "500 1")],
)
async def test_it_begins_in_a_window_of_the_size_that_the_page_says(serve: Serve, size: str, found: str) -> None:
    served = await serve("stty size | tr ' ' '\\n'; cat")
    await served.enter()
    async with await served.open(size) as line:
        screen = Screen(line)
        await screen.until(found.split()[1])
        assert screen.text.split()[:2] == found.split()


async def test_what_a_program_says_at_its_end_is_shown(serve: Serve) -> None:
    served = await serve("echo There is no database.; exit 1")
    await served.enter()
    async with await served.open() as line:
        screen = Screen(line)
        assert await screen.why_closed() == (1000, "The board has ended; above is what it said.")
        assert "There is no database." in screen.text


async def test_those_who_only_look_leave_nothing_behind(serve: Serve) -> None:
    served = await serve("echo $HOME; mkdir $HOME/x; cat", forgetful=True)
    await served.enter()
    homes = []
    for _ in range(2):
        async with await served.open() as line:
            screen = Screen(line)
            await screen.until("/")
            homes.append(Path(screen.text.split()[0]))
    assert len(set(homes)) == 2
    async with asyncio.timeout(PATIENCE):
        while any(home.exists() for home in homes):
            await asyncio.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
