"""How far something is that takes long, shown on a terminal and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.cli import progress

Cli = Callable[..., Any]

COMMANDS = {
    ("import", "{home}/deals.csv"): "Importing",
    ("check",): "Checking",
    ("backup", "{home}/copy.db"): "Copying",
    ("export", "--output", "{home}/all.csv"): "Exporting",
    ("export", "--output", "{home}/all.jsonl", "--format", "json"): "Exporting",
    ("undo",): "Undoing",
    ("redo",): "Doing again",
    ("copy", "{board}", "{home}/other.db"): "Copying",
    ("restore", "{home}/all.jsonl", "--db", "{home}/third.db"): "Restoring",
    ("restore", "{home}/all.jsonl"): "Restoring",
    ("restore", "{home}/copy.db"): "Restoring",
}
"""Commands that take long where there is much, and what they say meanwhile."""

OVER_A_FILE = ("restore", "{home}/all.jsonl")
"""On a server lines are restored into an empty database alone."""


class AtOnce:
    """A timer that does not wait."""

    def __init__(self, seconds: float, function: Callable[[], None]) -> None:
        assert seconds == progress.SOON
        self.function = function

    def start(self) -> None:
        self.function()

    def cancel(self) -> None:
        """It is over already."""


@pytest.fixture
def deals(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of them, and a terminal to watch."""
    (home / "deals.csv").write_text("title,company\nPilot,Nordlys AS\nRollout,Acme Oy\n")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "Timer", AtOnce)


@pytest.fixture
def commands(cli: Cli, engine: str, home: Path) -> dict[tuple[str, ...], str]:
    """The same, of a board of this test."""
    board = cli("info", "--json").json["database"]
    return {
        tuple(word.format(home=home, board=board) for word in command): doing
        for command, doing in COMMANDS.items()
        if engine == "sqlite" or command != OVER_A_FILE
    }


@pytest.mark.usefixtures("deals")
def test_on_a_terminal_it_shows_how_far_it_is(
    cli: Cli, engine: str, commands: dict[tuple[str, ...], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    for command, doing in commands.items():
        result = cli(*command)
        assert result.status == 0
        assert ("Opening" in result.err) is (command[0] != "restore")
        assert doing in result.err
        by_the_servers_own_program = engine == "postgresql" and command[0] == "backup"
        assert "100%" in result.err or by_the_servers_own_program, command
    assert "Checking" not in cli("check", "--json").err


@pytest.mark.usefixtures("deals")
def test_nowhere_else(cli: Cli, commands: dict[tuple[str, ...], str], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = list[object]()
    monkeypatch.setattr(progress._Bar, "show", shown.append)
    for command, doing in commands.items():
        result = cli(*command)
        assert result.status == 0
        assert doing not in result.err
    assert shown == []


def test_what_is_over_soon_shows_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress.progress_bar("Undoing") as advance:
        advance(1, 2)
    assert capsys.readouterr().err == ""


def test_what_takes_a_while_shows_where_it_has_come_to(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    bar = progress._Bar("Undoing")
    bar.advance(1, 4)
    bar.show()
    bar.hide()
    assert "25%" in capsys.readouterr().err
    bar.show()
    assert capsys.readouterr().err == "", "it was over before it was to be shown"
