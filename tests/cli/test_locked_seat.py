"""A locked seat, started for real: the board, and no way to anything else."""

from __future__ import annotations

import re
import shutil
import subprocess
import sysconfig
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import funnelboard
from funnelboard import locations

SCRIPT = "import sys\nfrom funnelboard.cli.main import main\nsys.exit(main())\n"
"""What an installer makes of an entry point."""

HOSTILE = {
    "PYTHONINSPECT": "1",
    "PYTHONBREAKPOINT": "hostile.told",
    "PYTHONSTARTUP": "/nowhere/startup.py",
    "PYTHONWARNINGS": "error",
    "TEXTUAL_DRIVER": "hostile:Driver",
    "TEXTUAL_PRESS": "q",
    "TEXTUAL_LOG": "textual.log",
    "TEXTUAL_SCREENSHOT": "1",
    "_FUNNELBOARD_COMPLETE": "bash_source",
    "FUNNELBOARD_DB": "other.db",
    "COLUMNS": "5000",
    "LINES": "5000",
    "LD_PRELOAD": "/nowhere/hostile.so",
    "EDITOR": "sh",
    "PAGER": "sh",
    "BROWSER": "sh",
    "XDG_CONFIG_HOME": "/nowhere",
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation of its own, as on a shared machine: the directory of its programs."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    source = Path(funnelboard.__file__).resolve().parents[1]
    places = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", places))
    (packages / "funnelboard.pth").write_text(f"{source}\n{sysconfig.get_path('purelib')}\n")
    script = folder / "bin" / "funnelboard"
    script.write_text(f"#!{folder / 'bin' / 'python'}\n{SCRIPT}")
    script.chmod(0o755)
    return script.parent


@pytest.fixture
def database(home: Path, empty_database: Path) -> Path:
    """A database without deals."""
    return Path(shutil.copyfile(empty_database, home / "team.db"))


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """What a session over SSH has."""
    return {"HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}


@pytest.fixture
def hostile(home: Path, environment: dict[str, str]) -> dict[str, str]:
    """An environment that says all that it should not; whatever it names as code leaves a file when it is run."""
    own = home / "own"
    own.mkdir()
    for name in ("hostile", "textual", "rich", "peewee", "platformdirs", "tomllib"):
        (own / f"{name}.py").write_text(f"open({str(home / 'run')!r}, 'a').write(__name__)\n")
    return {**environment, **HOSTILE, "PYTHONPATH": str(own)}


@pytest.fixture
def unseen(home: Path) -> Iterator[None]:
    """Nothing of the hostile environment was run or written to, when all is over."""
    yield
    assert not {each.name for each in home.iterdir()} & {"run", "textual.log", "other.db"}


def forced(installed: Path, database: Path) -> list[str]:
    """What sshd has the account's shell run by the line that README gives."""
    readme = Path(__file__).parents[2] / "README.md"
    (line,) = re.findall("^ *ForceCommand (.*)$", readme.read_text(), re.MULTILINE)
    said = line.replace("/opt/funnelboard/bin", str(installed)).replace("/srv/sales/team.db", str(database))
    return ["/bin/sh", "-c", said]


def plain(installed: Path, database: Path) -> list[str]:
    """The same, as anybody would type it."""
    return [str(installed / "funnelboard"), "--locked", str(database)]


@pytest.mark.parametrize("command", [forced, plain])
@pytest.mark.usefixtures("unseen")
def test_nothing_of_the_environment_is_obeyed(
    in_terminal: Callable[..., Any],
    command: Callable[[Path, Path], list[str]],
    installed: Path,
    database: Path,
    hostile: dict[str, str],
    home: Path,
) -> None:
    if command is forced:  # whoever types the command runs these before its first line
        for name in ("sitecustomize", "usercustomize", "funnelboard"):
            shutil.copy(home / "own" / "hostile.py", home / "own" / f"{name}.py")
    seat = in_terminal(command(installed, database), hostile, home)
    seat.read_until("Add the first lead")
    assert max(int(column) for column in re.findall(r"\x1b\[\d+;(\d+)H", seat.output.decode())) <= 120
    seat.type("qprint(6 * 7)\r")
    assert seat.status() == 0
    assert ">>>" not in seat.output.decode()
    assert "42" not in re.sub(r"\x1b\[[0-9;]*m", "", seat.output.decode())


def test_no_key_leaves_the_board_for_anything_else(
    in_terminal: Callable[..., Any], installed: Path, database: Path, environment: dict[str, str], home: Path
) -> None:
    seat = in_terminal(plain(installed, database), environment, home)
    seat.read_until("Add the first lead")
    seat.type("\x1a\x1c\x03IP")  # suspend, quit, interrupt; import, play
    seat.type("aAcme: pilot\r")
    seat.read_until("added “Acme: pilot” to lead")
    seat.type("q")
    assert seat.status() == 0


def test_no_hook_is_run_from_it(
    in_terminal: Callable[..., Any],
    installed: Path,
    database: Path,
    environment: dict[str, str],
    home: Path,
    hooks: Any,
) -> None:
    hooks.set("deal-added")
    seat = in_terminal(plain(installed, database), environment, home)
    seat.read_until("Add the first lead")
    seat.type("aAcme: pilot\rq")
    assert seat.status() == 0
    assert not locations.hook_queue().exists()
    unlocked = in_terminal([str(installed / "funnelboard"), str(database)], environment, home)
    unlocked.read_until("Acme")
    unlocked.type("aBeta: pilot\rq")
    assert unlocked.status() == 0
    assert [each["deals"][0]["title"] for each in hooks.told()] == ["Beta: pilot"]


def test_a_filter_too_long_to_look_for_ends_no_seat_now_or_later(
    in_terminal: Callable[..., Any], installed: Path, database: Path, environment: dict[str, str], home: Path
) -> None:
    words = " ".join("abcdefghijklmnop"[number % 16] for number in range(496))
    for _ in range(2):
        seat = in_terminal(plain(installed, database), environment, home)
        seat.read_until("Add the first lead")
        seat.type(f"/\x1b[200~{words}\x1b[201~")
        seat.read_until("characters; 500 fit")
        seat.type("\r\x1b\x1bq")
        assert seat.status() == 0


def test_a_seat_that_only_reads_changes_nothing(
    in_terminal: Callable[..., Any], cli: Any, installed: Path, database: Path, environment: dict[str, str], home: Path
) -> None:
    assert cli("add", "Acme: pilot", "--db", str(database)).status == 0
    seat = in_terminal([str(installed / "funnelboard"), "--locked", "--read-only", str(database)], environment, home)
    seat.read_until("read-only")
    assert cli("add", "Beta: pilot", "--db", str(database)).status == 0
    seat.read_until("Beta")  # what others write is seen
    before = cli("log", "--db", str(database), "--json").out
    seat.type("aGamma: pilot\r")
    seat.read_until("Not saved: this board was opened to look at")
    seat.type("\x11")
    assert seat.status() == 0
    assert cli("log", "--db", str(database), "--json").out == before


@pytest.mark.parametrize("name", ["", "missing.db"])
def test_no_database_is_made_or_guessed(
    in_terminal: Callable[..., Any], installed: Path, environment: dict[str, str], home: Path, name: str
) -> None:
    seat = in_terminal([str(installed / "funnelboard"), "--locked", name], environment, home)
    assert seat.status() == (1 if name else 2)
    assert ("a locked seat makes none" if name else "A locked seat is started with") in seat.output.decode()
    assert not list(home.rglob("*.db"))


def test_without_a_terminal_it_says_so(installed: Path, database: Path, environment: dict[str, str]) -> None:
    """As ``ssh host COMMAND`` has it: the command is not looked at."""
    environment["SSH_ORIGINAL_COMMAND"] = "list"
    ended = subprocess.run(forced(installed, database), env=environment, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("The board needs a terminal.")
