"""How the program ends, whatever happens: a status, at most one sentence, never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import peewee
import pytest

import funnelboard
from funnelboard import log
from funnelboard.cli import start_board
from funnelboard.errors import FunnelBoardError
from funnelboard.store.database import SAVED

Cli = Callable[..., Any]
PROGRAM = [sys.executable, "-m", "funnelboard"]


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """The environment of a program run for itself."""
    source = Path(funnelboard.__file__).resolve().parents[1]
    return {
        **os.environ,
        "HOME": str(home),
        "PYTHONPATH": str(source),
        "PYTHONUNBUFFERED": "",
        "TERM": "xterm-256color",
    }


@pytest.fixture
def board_raises(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Lets the board end with an error."""

    def arrange(error: BaseException) -> None:
        def start(database: str | None, *, locked: bool = False, read_only: bool = False) -> int:
            raise error

        monkeypatch.setattr(start_board, "start_board", start)

    return arrange


@pytest.mark.parametrize("arguments", [[], ["x.db"], ["--locked", "x.db"]])
def test_refused(cli: Cli, board_raises: Callable[[BaseException], None], arguments: list[str]) -> None:
    board_raises(FunnelBoardError("No such thing. Do this."))
    result = cli(*arguments)
    assert (result.status, result.out, result.err) == (1, "", "No such thing. Do this.\n")


@pytest.mark.parametrize("arguments", [[], ["--locked", "x.db"]])
def test_interrupted(cli: Cli, board_raises: Callable[[BaseException], None], arguments: list[str]) -> None:
    board_raises(KeyboardInterrupt())
    result = cli(*arguments)
    assert (result.status, result.out, result.err) == (130, "", "")


@pytest.mark.parametrize("arguments", [[], ["--locked", "x.db"]])
def test_unexpected(cli: Cli, board_raises: Callable[[BaseException], None], arguments: list[str], home: Path) -> None:
    board_raises(RuntimeError("boom"))
    result = cli(*arguments)
    assert (result.status, result.out) == (log.EXIT_UNEXPECTED, "")
    assert result.err.count("\n") == 1
    written = next(home.rglob("funnelboard.log"))
    assert str(written) in result.err
    assert "RuntimeError: boom" in written.read_text()


def test_a_board_without_a_terminal_is_refused(environment: dict[str, str]) -> None:
    result = subprocess.run(PROGRAM, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("The board needs a terminal. In a script use")


@pytest.mark.parametrize("name", ["lst", "no/such.db"])
def test_a_database_that_is_not_there_is_refused(environment: dict[str, str], home: Path, name: str) -> None:
    result = subprocess.run(
        [*PROGRAM, name], env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=home
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert f"“funnelboard init {name}” makes one" in result.stderr
    assert not (home / name).exists()


def test_a_shell_is_told_how_to_complete(environment: dict[str, str]) -> None:
    environment["_FUNNELBOARD_COMPLETE"] = "bash_source"
    script = subprocess.run(PROGRAM, env=environment, capture_output=True, text=True)
    assert (script.returncode, script.stderr) == (0, "")
    assert "complete" in script.stdout
    environment |= {"_FUNNELBOARD_COMPLETE": "bash_complete", "COMP_WORDS": "funnelboard fol", "COMP_CWORD": "1"}
    answer = subprocess.run(PROGRAM, env=environment, capture_output=True, text=True)
    assert "follow-up" in answer.stdout


def test_a_reader_that_goes_away_is_no_error(environment: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run([*PROGRAM, "info"], env=environment, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (result.returncode, result.stderr) == (141, b"")


@pytest.mark.parametrize("arguments", [["info"], ["info", "--json"], ["list", "--csv"]])
def test_a_full_disk_under_the_output_is_said(environment: dict[str, str], arguments: list[str]) -> None:
    with open("/dev/full", "w") as full:
        result = subprocess.run([*PROGRAM, *arguments], env=environment, stdout=full, stderr=subprocess.PIPE, text=True)
    assert result.returncode == 1
    told = json.loads(result.stderr)["error"]["message"] if "--json" in arguments else result.stderr.rstrip("\n")
    assert told == "The output could not be written: No space left on device."


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_do_no_harm(environment: dict[str, str], closed: str) -> None:
    command = f'"{sys.executable}" -m funnelboard list --json {closed}'
    result = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True)
    assert result.returncode == 0
    assert "Traceback" not in result.stderr


def test_control_c_ends_a_command_quietly(environment: dict[str, str]) -> None:
    waiting = subprocess.Popen(
        [*PROGRAM, "note", "1", "-"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert waiting.stdin is not None
    _wait_until_reading(waiting.pid)
    waiting.send_signal(signal.SIGINT)
    out, err = waiting.communicate(timeout=20)
    assert (waiting.returncode, out, err) == (130, b"", b"")


@pytest.mark.sqlite("a server's is in tests/postgres/test_lost_connection.py")
def test_control_c_while_it_is_being_saved_comes_too_late(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = peewee.Database.commit

    def too_late(database: peewee.Database) -> None:
        commit(database)
        raise KeyboardInterrupt

    cli("add", "Acme")
    monkeypatch.setattr(peewee.Database, "commit", too_late)
    result = cli("add", "Bakery")
    assert (result.status, result.out, result.err) == (130, "", f"{SAVED}\n")
    assert [deal["title"] for deal in cli("list", "--json").json] == ["Bakery", "Acme"]


def _wait_until_reading(process: int) -> None:
    """Until the process sleeps in a read from its standard input."""
    while not Path(f"/proc/{process}/wchan").read_text().endswith("pipe_read"):
        assert Path(f"/proc/{process}/stat").exists()


def test_without_utf_8_and_in_any_locale(environment: dict[str, str]) -> None:
    environment |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    added = subprocess.run([*PROGRAM, "add", "Ærlig: pilot 5k€"], env=environment, capture_output=True)
    assert (added.returncode, added.stdout.isascii(), added.stderr.isascii()) == (0, True, True)
    listed = subprocess.run([*PROGRAM, "list", "--json"], env=environment, capture_output=True)
    assert listed.stdout.isascii()


@pytest.mark.parametrize("setting", ["colour = 1", "theme = [", 'default_currency = "XXX"'])
def test_bad_settings_are_one_sentence(environment: dict[str, str], home: Path, setting: str) -> None:
    settings = home / ".config" / "funnelboard" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(setting)
    for arguments in (["list"], ["info"], ["log"]):
        result = subprocess.run([*PROGRAM, *arguments], env=environment, capture_output=True, text=True)
        assert (result.returncode, result.stdout) == (1, "")
        assert str(settings) in result.stderr
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("answer", ["n\r", "\r", "\x04"])
def test_the_board_asks_before_it_makes_a_database(
    in_terminal: Callable[..., Any], environment: dict[str, str], home: Path, answer: str
) -> None:
    terminal = in_terminal([*PROGRAM, "new.db"], environment, home)
    terminal.read_until("There is no database “new.db”. Make a new database there? [y/N]")
    terminal.type(answer)
    assert terminal.status() == 1
    assert "“funnelboard init new.db” makes one" in terminal.output.decode()
    assert not (home / "new.db").exists()


def test_the_board_makes_a_database_when_told_to(
    in_terminal: Callable[..., Any], environment: dict[str, str], home: Path
) -> None:
    terminal = in_terminal([*PROGRAM, "new.db"], environment, home)
    terminal.read_until("[y/N]")
    terminal.type("y\r")
    terminal.read_until("Add the first lead")
    terminal.type("q")
    assert terminal.status() == 0
    assert (home / "new.db").is_file()


def test_the_board_refuses_what_is_no_database(
    in_terminal: Callable[..., Any], environment: dict[str, str], home: Path
) -> None:
    (home / "letter.txt").write_text("Dear Kari")
    terminal = in_terminal([*PROGRAM, "letter.txt"], environment, home)
    assert terminal.status() == 1
    assert "is not a FunnelBoard database. It was left as it is." in " ".join(terminal.output.decode().split())
    assert (home / "letter.txt").read_text() == "Dear Kari"
