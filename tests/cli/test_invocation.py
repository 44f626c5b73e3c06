"""What is recognised without click must be what click would have understood."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from funnelboard.cli import start_board
from funnelboard.cli.invocation import COMMANDS, READ_ONLY, PlainBoard, plain_board
from funnelboard.cli.main import run
from funnelboard.cli.root_command import root_command, run_command

Started = tuple[str | None, ...]
"""The database of a board that was started, and how it was."""

PLAIN = [
    ([], None),
    (["sample.db"], "sample.db"),
    (["./list"], "./list"),
    (["postgresql://sales/funnel"], "postgresql://sales/funnel"),
    (["a name with blanks.db"], "a name with blanks.db"),
    (["--db", "x.db"], "x.db"),
    (["--db", "list"], "list"),
    (["--db", "-x.db"], "-x.db"),
]
NOT_PLAIN = [
    ["list"],
    ["--help"],
    ["-h"],
    ["--version"],
    [""],
    ["--db"],
    ["--db", ""],
    ["--db=x.db"],
    ["--db", "x.db", "list"],
    ["--locked"],
    ["--locked", "x.db"],
    ["board", "x.db"],
    ["x.db", "y.db"],
    ["--", "x.db"],
]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Started]:
    """The boards that were started."""
    boards: list[Started] = []

    def start(database: str | None, *, locked: bool = False, read_only: bool = False) -> int:
        boards.append((database, *["locked"] * locked, *["read-only"] * read_only))
        return 0

    monkeypatch.setattr(start_board, "start_board", start)
    return boards


@pytest.mark.parametrize(("arguments", "database"), PLAIN)
def test_plain_boards_are_what_click_reads(arguments: list[str], database: str | None, started: list[Started]) -> None:
    assert plain_board(arguments) == PlainBoard(database)
    assert run_command(arguments) == 0
    assert started == [(database,)]


@pytest.mark.parametrize("arguments", NOT_PLAIN)
def test_anything_else_is_left_to_click(arguments: list[str]) -> None:
    assert plain_board(arguments) is None


@pytest.mark.parametrize(
    ("arguments", "board"),
    [
        (["--db=x.db"], ("x.db",)),
        (["board", "x.db"], ("x.db",)),
        (["board"], (None,)),
        (["--db", "x.db", "board"], ("x.db",)),
        (["./-x.db"], ("./-x.db",)),
        (["--read-only"], (None, "read-only")),
        (["--read-only", "x.db"], ("x.db", "read-only")),
        (["x.db", "--read-only"], ("x.db", "read-only")),
        (["--db", "x.db", "--read-only"], ("x.db", "read-only")),
    ],
)
def test_other_ways_to_the_board(arguments: list[str], board: Started, started: list[Started]) -> None:
    assert run_command(arguments) == 0
    assert started == [board]


@pytest.mark.parametrize(
    "arguments",
    [["--locked", "x.db"], ["x.db", "--locked"], ["--locked", "--db", "x.db"], ["--db", "x.db", "--locked"]],
)
def test_a_locked_seat(arguments: list[str], started: list[Started]) -> None:
    assert run(arguments) == 0
    assert started == [("x.db", "locked")]
    assert run([*arguments, READ_ONLY]) == run([READ_ONLY, *arguments]) == 0
    assert started[1:] == [("x.db", "locked", "read-only")] * 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["--locked"],
        ["--locked", "--read-only"],
        ["--locked", ""],
        ["--locked", "--db", ""],
        ["--locked", "x.db", "list"],
        ["--locked", "list", "--db", "x.db"],
        ["list", "--locked"],
        ["--locked", "list"],
        ["--locked", "--help"],
        ["--locked", "--version"],
        ["--db", "x.db", "--locked", "y.db"],
        ["demo", "--locked"],
    ],
)
def test_a_locked_seat_takes_a_database_and_nothing_else(
    arguments: list[str], started: list[Started], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert (started, *capsys.readouterr()) == (
        [],
        "",
        "A locked seat is started with “funnelboard --locked [--read-only] DATABASE”, and nothing else on the line.\n",
    )


def test_what_is_said_after_two_dashes_locks_nothing(
    started: list[Started], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["list", "--", "--locked"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [["x.db", "y.db"], ["--db", "x.db", "y.db"], ["--unknown"], ["x.db", "--nothing"], ["list", "-x"]],
)
def test_wrong_usage_starts_nothing(
    arguments: list[str], started: list[Started], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, started) == ("", [])
    assert "Usage: funnelboard" in err
    assert "Error: " in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--db", "x.db", "lst"], "“lst” is no command; did you mean list?"),
        (["lst", "stage:lead"], "“lst” is no command; did you mean list?"),
        (["Ad", "Acme"], "“Ad” is no command; did you mean add?"),
        (["folow-up", "1", "fri"], "did you mean follow-up?"),
        (["zzzzzz", "1"], "“zzzzzz” is no command."),
        (["--json", "list"], "Options come after the command: funnelboard list --json"),
        (["list", "--lmit", "3"], "Did you mean '--limit'?"),
    ],
)
def test_a_slip_names_what_was_probably_meant(
    arguments: list[str], sentence: str, started: list[Started], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, started) == ("", [])
    assert sentence in err


def test_a_database_option_without_a_database(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["--db"]) == 2
    assert "Option '--db' requires an argument." in capsys.readouterr().err


def test_every_command_is_where_the_table_says() -> None:
    for name, place in COMMANDS.items():
        module, _, attribute = place.partition(":")
        assert getattr(import_module(module), attribute).name == name


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["-h"]) == 0
    shown = capsys.readouterr().out
    for name in COMMANDS:
        assert f"\n  {name}" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"Usage: funnelboard {name} " in shown
    assert ("--db DATABASE" in shown) is (name != "demo")
    assert ("--json" in shown) is (name not in ("board", "demo", "serve", "mcp"))


async def _served_nobody(*_: object, **__: object) -> None:
    """A server that was stopped at once."""


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_of_the_help_works(
    name: str, home: Path, sample_today: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    boards: list[Any] = []
    monkeypatch.setattr(start_board, "start_board", lambda *_, **__: boards.append(1) or 0)
    monkeypatch.setattr(start_board, "show_board", lambda *_, **__: boards.append(1) or 0)
    if name == "serve":
        monkeypatch.setattr("funnelboard.web.server.serve", _served_nobody)
    monkeypatch.chdir(home)
    if name != "backup":
        shutil.copyfile(sample_today, "monday.db")
    if name == "mcp":  # from a terminal, by somebody who ends it at once
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(), isatty=lambda: True))
    if name == "import":
        Path("deals.csv").write_text("Deal name,Value\nPilot,5000\n")
    Path("deals.jsonl").write_text('{"title": "Pilot"}\n')
    Path("message.eml").write_text("From: eero@kuopionsatula.example\nSubject: Pilot\n\nYes.\n")
    Path("people.csv").write_text("Name,Email\nKari Nordmann,kari@acme.example\n")
    if name == "restore":
        assert run(["--db", "monday.db", "export", "--output", "everything.jsonl"]) == 0
        capfd.readouterr()
    Path("rates.csv").write_text("currency,rate\nNOK,0.0861\n")
    assert run([name, "--help"]) == 0
    shown = capfd.readouterr().out
    examples = [line.strip() for line in shown.partition("For example:\n")[2].splitlines()]
    assert examples
    for example in examples:
        program, command, *arguments = shlex.split(example)
        assert (program, command) == ("funnelboard", name)
        shutil.copyfile(sample_today, "deals.db")
        if "|" in arguments:
            arguments = arguments[: arguments.index("|")]
        if "<" in arguments:
            arguments, (_, piped) = arguments[:-2], arguments[-2:]
            monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(Path(piped).read_bytes()), isatty=bool))
        alone = name in ("board", "copy", "demo", "init") or "--demo" in arguments
        database = [] if alone else ["--db", "deals.db"]
        assert run([*database, command, *arguments]) == 0, (example, capfd.readouterr().err)
        assert capfd.readouterr() != ("", "") or boards


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    from funnelboard import __version__

    assert run_command(["--version"]) == 0
    assert capsys.readouterr().out == f"funnelboard {__version__}\n"


def test_default_command_is_the_board() -> None:
    assert root_command.default_cmd_name == "board"


@pytest.mark.parametrize(
    ("code", "unwanted"),
    [
        ("from funnelboard.cli.main import run; run(['list', '--help'])", "textual peewee rich"),
        ("from funnelboard.cli.main import run; run(['--version'])", "textual peewee rich"),
        ("import funnelboard.cli.main, funnelboard.cli.start_board", "click textual peewee rich"),
        (
            "import funnelboard.cli.main, funnelboard.cli.start_board, funnelboard.ui.first_sight",
            "click textual peewee rich.style rich.segment dataclasses inspect threading shutil tempfile json logging",
        ),
    ],
)
def test_nothing_is_imported_that_is_not_needed(code: str, unwanted: str) -> None:
    check = f"import sys; {code}; print([m for m in {unwanted.split()} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"
