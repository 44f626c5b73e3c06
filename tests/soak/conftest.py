"""Sellers that can be killed, and what they were told."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from funnelboard.services.clock import FixedClock
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from tests.postgres.roles import drop
from tests.soak.site import LOGINS, Server, Site

CUT, LEAVE = "\x15", "\x11"
"""What ctrl+u sends, so that no earlier draft is gone on with; and ctrl+q."""


EDGE = "│"

PROMPT = "›"
"""Stands before what is typed."""

PAUSE = 3.0
"""Seconds without a key after which a board obeys again, whatever it has refused."""

ASIDE = ("Another writer holds the database", "The server ", "The board ")
"""How it begins what a board says though nothing was asked: who is in its way, or that its server is gone and back."""

ANSWERS = {"n": "wrote a note", "a": "added", "f": "set a follow-up"}
"""How it begins what a board says when it has kept what the key asked for."""


class ServiceSeller:
    """A process that uses the services, started again whenever it is killed.

    Attributes:
        kills: How often it was killed.
        told: What it has told of every write, in order; half a line is not told.
    """

    def __init__(self, login: str, database: str, folder: Path) -> None:
        self.login = login
        self.kills = 0
        self.told: list[dict[str, Any]] = []
        self._database = database
        self._log = folder / f"{login}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, pause: float) -> None:
        """Have it work, with a pause of so many seconds on average."""
        command = [sys.executable, str(Path(__file__).with_name("seller.py")), self._database, self.login, str(pause)]
        pipe = subprocess.PIPE
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stdin=pipe, stdout=log, stderr=pipe)

    def kill(self) -> None:
        """End it wherever it is."""
        assert self._process is not None
        self._process.kill()
        self.kills += 1
        self._end(-signal.SIGKILL)

    def stop(self) -> None:
        """Let it finish the write it is at, and end."""
        if self._process is not None:
            self._end(0)

    def _end(self, status: int) -> None:
        assert self._process is not None
        _, errors = self._process.communicate()
        assert (errors.decode(), self._process.returncode) == ("", status)
        self._process = None
        whole, _, _ = self._log.read_text().rpartition("\n")
        self.told += map(json.loads, whole.splitlines())


class BoardSeller:
    """A board in a terminal that keys are typed on.

    Attributes:
        kills: How often it was killed.
        told: All words the board said it had kept.
        refused: What else it said.
    """

    def __init__(self, login: str, database: str, home: Path, open_terminal: Callable[..., Any]) -> None:
        self.login = login
        self.kills = 0
        self.told: list[str] = []
        self.refused: list[str] = []
        self._typed = 0
        self._home = home
        self._open = lambda: open_terminal(database, login, HOME=str(home))

    def start(self) -> None:
        """Open it, and wait until it can be typed on."""
        self.terminal = self._open()
        self.terminal.wait_until(self._ready)

    def type(self, pick: random.Random) -> str:
        """Go somewhere and type some words that Enter would keep; the words, or nothing if the board refuses."""
        self._go("1" + pick.choice(["jk", "kj", "jjk", "gj", "Gk"]))
        opening = pick.choice(list(ANSWERS))
        self.terminal.type(opening)
        self.terminal.wait_until(lambda: PROMPT in self._status or self._said)
        if PROMPT not in self._status:
            self.refused.append(self._said)
            return ""
        self._typed += 1
        words = f"{self.login}-{self._typed}x"
        self._answer = ANSWERS[opening]
        self.terminal.type(CUT + ("fri call " if opening == "f" else "") + words)
        self.terminal.wait_until(lambda: words in self._status)
        return words

    def keep(self, words: str) -> None:
        """Press Enter, and see what the board says, however long it has to wait for the others."""
        self.terminal.type("\r")
        self.terminal.wait_until(lambda: self._ready() and self._said)
        if self._answer in self._said:
            self.told.append(words)
        else:
            self.refused.append(self._said)

    def kill(self) -> None:
        """End it wherever it is."""
        os.kill(self.terminal.pid, signal.SIGKILL)
        assert self.terminal.status() == -signal.SIGKILL
        self.kills += 1

    def stop(self) -> None:
        """Leave the board."""
        self.terminal.type(LEAVE)
        assert self.terminal.status() == 0

    def drafts(self) -> str:
        """Everything it has kept of what was typed."""
        return "".join(path.read_text() for path in self._home.rglob("draft-*.json"))

    def _go(self, keys: str) -> None:
        """Type keys that only go somewhere; again after a pause, if they came too soon after a key that was refused."""
        typed_at = -PAUSE

        def there() -> bool:
            nonlocal typed_at
            if time.monotonic() - typed_at > PAUSE:
                typed_at = time.monotonic()
                self.terminal.type(keys)
            return self._ready() and not self._said

        self.terminal.wait_until(there)

    def _ready(self) -> bool:
        return self.terminal.lines[-1].endswith("? help") and PROMPT not in self._status

    @property
    def _status(self) -> str:
        """What stands between the board, whose side panel has an edge, and the hints; a long sentence has two lines."""
        below = takewhile(lambda line: EDGE not in line, reversed(self.terminal.lines[:-1]))
        return " ".join(line.strip() for line in reversed([*below])).strip()

    @property
    def _said(self) -> str:
        """What it says of what was typed: that it is kept, or a sentence; not what others do, nor that it waits."""
        kept = self._status.startswith(tuple(ANSWERS.values()))
        refused = self._status.endswith(".") and not self._status.startswith(ASIDE)
        return self._status if (kept or refused) and PROMPT not in self._status else ""


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, make_workspace: Callable[..., Workspace], clock: FixedClock) -> Iterator[Site]:
    """A board with nine deals; each of the sellers' accounts may use it."""
    opened: list[Workspace] = []

    def open_url(url: str, login: str) -> Workspace:
        opened.append(open_workspace(url, clock=clock, login=login))
        return opened[-1]

    cluster = request.getfixturevalue("cluster") if request.param == "postgresql" else None
    made = Site(lambda login: make_workspace(login=login)) if cluster is None else Server(cluster, LOGINS, open_url)
    for _ in range(9):
        made.workspace.pipeline.create(title="Acme: pilot")
    yield made
    for workspace in opened:
        workspace.close()
    if cluster is not None:
        drop(cluster, *LOGINS)


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Callable[..., list[ServiceSeller]]]:
    """Makes sellers that use the services: ``crew(site, *logins)``; none is left at the end of the test."""
    made: list[ServiceSeller] = []

    def make(site: Site, *logins: str) -> list[ServiceSeller]:
        made.extend(ServiceSeller(login, site.database(login), tmp_path) for login in logins)
        return made

    yield make
    for seller in made:
        seller.stop()


@pytest.fixture
def boards(tmp_path: Path, open_terminal: Callable[..., Any]) -> Callable[..., list[BoardSeller]]:
    """Opens boards, each with a home directory of its own: ``boards(site, *logins)``."""

    def make(site: Site, *logins: str) -> list[BoardSeller]:
        homes = {login: tmp_path / f"home-{login}" for login in logins}
        opened = [BoardSeller(login, site.database(login), home, open_terminal) for login, home in homes.items()]
        for board in opened:
            board.start()
        return opened

    return make
