"""A home of its own for every test, and the command line as a user has it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Sequence
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
def cli(
    home: Path, engine: str, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Cli:  # fmt: skip
    """Runs a command as the user would, on the default database unless another is named; or on one on a server."""
    if engine != "sqlite":
        monkeypatch.setenv("FUNNELBOARD_DB", request.getfixturevalue("place")())

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


@pytest.fixture
def in_terminal(start_in_terminal: Callable[..., Any]) -> Callable[..., Any]:
    """Starts a command in a terminal, with this environment alone: ``in_terminal(command, environment, folder)``."""

    def start(command: Sequence[str], environment: dict[str, str], folder: Path) -> Any:
        variables = [f"{name}={value}" for name, value in environment.items()]
        return start_in_terminal(["/usr/bin/env", "-i", f"--chdir={folder}", *variables, *command])

    return start


class Stream(io.TextIOWrapper):
    """A standard output of any encoding, a terminal or not."""

    def __init__(self, encoding: str, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def text(self) -> str:
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


@pytest.fixture
def stdout(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Stream]:
    """Puts another standard output in place: ``stdout(encoding="utf-8", terminal=False, columns=80)``."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    def replace(encoding: str = "utf-8", *, terminal: bool = False, columns: int = 80) -> Stream:
        stream = Stream(encoding, terminal=terminal)
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setenv("COLUMNS", str(columns))
        return stream

    return replace
