"""Some of a hundred boards, in a process of their own: ``python -m tests.postgres.crowd URL NAME BOARDS RATE SECONDS``.

It says ``ready`` when all are open, and begins when it is told so: any board, as if its seller did it, writes this or
that to any deal, RATE times a second all together. When it is over it says so, and takes the id of the newest change
there is; once every board has shown that, it tells as JSON what has been.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import resource
import sys
import time
from functools import partial
from typing import Any

from funnelboard.errors import DatabaseBusy
from tests.postgres.silent_board import SilentBoard
from tests.soak.seller import DEEDS, EXPECTED, Seller

PATIENCE = 60.0
"""Seconds in which every board has to show what is there."""

COMING = 8.0
"""Seconds in which they come: nobody opens a board at the same moment as a hundred others."""

TURN = 0.0005
"""Seconds after which another thread has its turn: boards that are alone in their processes need not wait for it."""


class Crowd:
    """The boards.

    Attributes:
        writes: The change, when it was kept (monotonic), and the seconds until then and until the board shows it.
        refused: By the name of the refusal.
    """

    def __init__(self, url: str, name: str, boards: int) -> None:
        self.pick = random.Random()
        self.boards = [SilentBoard(url, login=f"{name}{number}") for number in range(boards)]
        self.sellers = [Seller(board.link.workspace, self.pick) for board in self.boards]
        self.writes: list[tuple[int, float, float, float]] = []
        self.refused: list[str] = []
        self._number = 0

    async def come(self) -> None:
        """Have everybody know that they are here."""
        for board in self.boards:
            presence = board.link.workspace.presence
            while not presence.is_told:
                await board.read(presence.attend)

    async def begin(self, deals: int) -> None:
        """Have one after the other look for what others write, and write for the first time: that is not counted."""
        for number, board in enumerate(self.boards):
            await asyncio.sleep(COMING / len(self.boards))
            board.begin()
            await self._write(number, deals)
        self.writes.clear()

    async def work(self, rate: float, seconds: float, deals: int) -> None:
        """Write."""
        end = time.monotonic() + seconds
        writing = set()
        # Neither at the beginning nor at the end do all write at the same moment.
        while time.monotonic() + (pause := self.pick.expovariate(rate)) < end:
            await asyncio.sleep(pause)
            writing.add(asyncio.create_task(self._write(self.pick.randrange(len(self.boards)), deals)))
        await asyncio.gather(*writing)

    async def _write(self, number: int, deals: int) -> None:
        """One write of a board, which then shows what it has done, as every board does."""
        board, seller = self.boards[number], self.sellers[number]
        (deed,) = self.pick.choices(list(DEEDS), DEEDS.values())
        self._number += 1
        words, deal = f"{board.link.workspace.seller.name} {self._number}", self.pick.randrange(1, deals)
        reader, cursor, kept = board.screen.reader(), board.screen.state.here.deal_id, 0.0

        def write() -> Any:
            nonlocal kept
            written, _ = deed(seller, deal, words)
            kept = time.monotonic()
            return written, reader(None)

        began = time.monotonic()
        try:
            written, reading = await board.link.write(write)
        except (*EXPECTED, DatabaseBusy) as error:
            self.refused.append(type(error).__name__)
        else:
            self.writes.append((written.change, kept, kept - began, time.monotonic() - began))
            board.screen.show_written(written, reading, cursor)

    async def end(self, newest: int) -> list[str]:
        """In what they differ from the database, once they have shown the newest change; what they have not, too."""
        late = time.monotonic() + PATIENCE
        while any(board.screen.state.change < newest for board in self.boards) and time.monotonic() < late:
            await asyncio.sleep(0.05)
        return [wrong for board in self.boards if (wrong := await board.wrong())]


async def main(url: str, name: str, boards: str, rate: str, seconds: str) -> None:
    """Be there."""
    crowd = Crowd(url, name, int(boards))
    hear = partial(asyncio.to_thread, sys.stdin.readline)
    deals = crowd.boards[0].screen.state.deals
    gc.freeze()  # as every board does once it stands
    sys.setswitchinterval(TURN)
    await crowd.come()
    print("ready", flush=True)
    await hear()
    await crowd.begin(deals)
    before = resource.getrusage(resource.RUSAGE_SELF)
    await crowd.work(float(rate), float(seconds), deals)
    after = resource.getrusage(resource.RUSAGE_SELF)
    print("over", flush=True)
    wrong = await crowd.end(int(await hear()))
    told = {
        "wrong": wrong,
        "writes": crowd.writes,
        "refused": crowd.refused,
        "shown": [board.screen.shown for board in crowd.boards],
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    }
    print(json.dumps(told), flush=True)
    for board in crowd.boards:
        board.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
