"""One seller of the soak, a process of its own: ``python seller.py DATABASE LOGIN PAUSE``.

It does this and that with the newest deals, everybody's, until its standard input ends, and pauses between two writes
for PAUSE seconds on average. It tells of each write once it has come back, as a line of JSON: the change, the seconds
it took, and what must then be in the database as [table, row, column, value]; or the name of the refusal. What a server
could not be told it tells it again, as a board does.
"""

from __future__ import annotations

import json
import os
import random
import select
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from funnelboard.domain.money import Money
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.errors import BadInput, Conflict, NotFound, Unreachable
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.services.written import Written

EXPECTED = (BadInput, Conflict, NotFound)
"""What may be refused: there is nothing to finish, another seller was first, or has deleted it."""

PATIENCE = 20.0
"""Seconds to wait for another writer, so that a slow disk is no failure; how long it was is measured."""

NEWEST = 20
"""So many deals are fought over."""

Facts = list[tuple[str, int, str, Any]]
Deed = Callable[["Seller", int, str], tuple[Written, Facts]]


class Seller:
    """What one seller does. Every deed takes a deal and words that nobody else says."""

    def __init__(self, workspace: Workspace, pick: random.Random) -> None:
        self.workspace = workspace
        self.pick = pick
        self.newest = 1

    def create(self, _: int, words: str) -> tuple[Written, Facts]:
        known = {"company": self.pick.choice(["Acme", "Bolt", ""]), "contact": self.pick.choice(["Kari", ""])}
        amount = Money(self.pick.randrange(10**6), self.pick.choice(["EUR", "NOK"]))
        written = self.workspace.pipeline.create(title=words, amount=amount, note=words, **known)
        self.newest = written.deal_ids[0]
        return written, [("deal", self.newest, "title", words), ("deal", self.newest, "amount", amount.minor)]

    def note(self, deal: int, words: str) -> tuple[Written, Facts]:
        written = self.workspace.activity.add_note((deal,), words)
        assert written.row_id is not None
        return written, [("note", written.row_id, "text", words)]

    def promise(self, deal: int, words: str) -> tuple[Written, Facts]:
        due = self.workspace.clock.today() + timedelta(days=self.pick.randrange(-3, 9))
        written = self.workspace.activity.add_follow_up((deal,), due, "call", words, confirmed=True)
        assert written.row_id is not None
        return written, [("follow_up", written.row_id, "what", words)]

    def keep_promise(self, deal: int, words: str) -> tuple[Written, Facts]:
        promised = self.workspace.activity.next_follow_up(deal)
        written = self.workspace.activity.finish_next((deal,), words)
        return written, [("follow_up", promised.id, "result", words)] if promised and written.row_id else []

    def object(self, deal: int, words: str) -> tuple[Written, Facts]:
        written = self.workspace.objections.raise_objection((deal,), words)
        assert written.row_id is not None
        return written, [("objection", written.row_id, "text", words)]

    def rename(self, deal: int, words: str) -> tuple[Written, Facts]:
        seen = self.workspace.board.deal(deal)
        written = self.workspace.pipeline.edit(deal, {"title": words, "tags": (words[:4],)}, seen)
        return written, [("deal", deal, "title", words)]

    def value(self, deal: int, _: str) -> tuple[Written, Facts]:
        seen = self.workspace.board.deal(deal)
        amount = Money(self.pick.randrange(10**6), "EUR")
        written = self.workspace.pipeline.edit(deal, {"amount": amount}, seen)
        return written, [("deal", deal, "amount", amount.minor)]

    def move(self, deal: int, words: str) -> tuple[Written, Facts]:
        stage = self.pick.choice(list(Stage))
        ending: Any = {"outcome": Outcome.WON} if stage is Stage.CLOSED else {}
        written = self.workspace.pipeline.move((deal,), stage, because=words, **ending)
        return written, [("deal", deal, "stage", stage.value)]

    def reorder(self, deal: int, _: str) -> tuple[Written, Facts]:
        return self.workspace.pipeline.reorder((deal,), self.pick.choice([-1, 1])), []

    def park(self, deal: int, _: str) -> tuple[Written, Facts]:
        until = self.workspace.clock.today() + timedelta(days=self.pick.randrange(1, 40))
        written = self.workspace.parking.park((deal,), until, ParkReason.TIMING)
        return written, [("deal", deal, "parked_until", until.isoformat())]

    def wake(self, deal: int, _: str) -> tuple[Written, Facts]:
        return self.workspace.parking.wake((deal,)), [("deal", deal, "parked_until", None)]

    def delete(self, deal: int, _: str) -> tuple[Written, Facts]:
        return self.workspace.pipeline.delete((deal,)), []

    def undo(self, *_: object) -> tuple[Written, Facts]:
        return self.workspace.undoing.undo(), []

    def redo(self, *_: object) -> tuple[Written, Facts]:
        return self.workspace.undoing.redo(), []


DEEDS: dict[Deed, int] = {
    Seller.create: 3, Seller.note: 6, Seller.promise: 3, Seller.keep_promise: 2, Seller.object: 1, Seller.rename: 4,
    Seller.value: 4, Seller.move: 5, Seller.reorder: 3, Seller.park: 1, Seller.wake: 1, Seller.delete: 1,
    Seller.undo: 4, Seller.redo: 2,
}  # fmt: skip
"""How often which."""


def patiently(attempt: Callable[[], tuple[Written, Facts]]) -> tuple[Written, Facts]:
    """Do something once a server can be reached."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except Unreachable:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def main() -> None:
    """Be at work."""
    database, login, pause = sys.argv[1], sys.argv[2], float(sys.argv[3])
    seller = Seller(open_workspace(database, login=login, patience=PATIENCE), random.Random())
    number = 0
    while not select.select([sys.stdin], [], [], random.expovariate(1 / pause) if pause else 0)[0]:
        number += 1
        (deed,) = seller.pick.choices(list(DEEDS), DEEDS.values())
        deal = max(1, seller.newest - seller.pick.randrange(NEWEST))
        began = time.perf_counter()
        try:
            written, facts = patiently(partial(deed, seller, deal, f"{login} {os.getpid()} {number}"))
        except EXPECTED as error:
            print(json.dumps({"refused": type(error).__name__}), flush=True)
        else:
            told = {"change": written.change, "seconds": time.perf_counter() - began, "facts": facts}
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
