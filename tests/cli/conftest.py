"""A home of its own for every test, and the command line as a user has it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from funnelboard import locations
from funnelboard.cli.main import run
from funnelboard.sample.private_copy import open_private_copy
from funnelboard.services.maintenance import backup


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)


Cli = Callable[..., Result]
Deal = Callable[..., int]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory that all of FunnelBoard's own files go to; the clock is in UTC."""
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "FUNNELBOARD_DB", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    return tmp_path


@pytest.fixture
def cli(home: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command as the user would, on the default database unless another is named."""

    def command(*arguments: object) -> Result:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Result(status, out, err)

    return command


@pytest.fixture(scope="session")
def sample_today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample data as a database like any other, its story having come to today."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    workspace = open_private_copy(locations.sample_database())
    backup(workspace, str(path))
    workspace.close()
    return path


@pytest.fixture
def deal(cli: Cli) -> Deal:
    """Adds a deal from a line and brings it to a stage with every answer given: ``deal(line, stage="lead")``."""
    answers = {
        "prospect": ("market=yes", "means=yes", "authority=yes"),
        "opportunity": ("need=yes", "willing=yes", "amount=12k EUR", "expected-close=+30d"),
    }

    def add(line: str = "Acme Oy: pilot @Kari Nordmann kari@acme.example", stage: str = "lead") -> int:
        number: int = cli("add", line, "--json").json["id"]
        for reached, answered in answers.items() if stage != "lead" else ():
            cli("qualify", number, *answered)
            assert cli("move", number, reached).status == 0
            if reached == stage:
                break
        return number

    return add


class Terminal:
    """A program in a terminal of its own, of 120 x 36.

    Attributes:
        seen: All that it has written.
    """

    def __init__(self, command: Sequence[str], environment: dict[str, str], folder: Path) -> None:
        self._side, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        self.process = subprocess.Popen(
            command, env=environment, cwd=folder, stdin=other, stdout=other, stderr=other, start_new_session=True
        )
        os.close(other)
        self.seen = ""

    def wait_for(self, text: str) -> None:
        """Read until the text has been shown, for half a minute at most."""
        deadline = time.monotonic() + 30
        while text not in self.seen:
            assert select.select([self._side], [], [], deadline - time.monotonic())[0], self.seen
            try:
                self.seen += os.read(self._side, 65536).decode(errors="replace")
            except OSError:
                raise AssertionError(f"it has ended: {self.seen}") from None

    def type(self, keys: str) -> None:
        """Type keys."""
        os.write(self._side, keys.encode())

    def leave(self) -> int:
        """Read what is left to be read; the exit status."""
        with contextlib.suppress(OSError):
            while data := os.read(self._side, 65536):
                self.seen += data.decode(errors="replace")
        return self.process.wait(timeout=20)

    def close(self) -> None:
        """End it if it has not ended, and take the terminal away."""
        self.process.kill()
        self.process.wait()
        os.close(self._side)


@pytest.fixture
def in_terminal() -> Iterator[Callable[..., Terminal]]:
    """Starts a command in a terminal: ``in_terminal(command, environment, folder)``; the test's end is its own."""
    with contextlib.ExitStack() as opened:

        def start(command: Sequence[str], environment: dict[str, str], folder: Path) -> Terminal:
            terminal = Terminal(command, environment, folder)
            opened.callback(terminal.close)
            return terminal

        yield start
