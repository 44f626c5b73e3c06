"""``import``, ``backup`` and ``restore`` killed at any moment: all is there or nothing, and it can be done again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [
    pytest.mark.faults,
    pytest.mark.sqlite("copies files; a server's is tests/postgres/test_killed_commands.py"),
]

Run = Callable[..., subprocess.CompletedProcess[str]]

DIES_AT_EACH = """
import inspect, shutil
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from itertools import count
from funnelboard.cli.main import run

def obey(folder, command):
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        return run([word.format(folder) for word in command])

def die_at(call):
    calls = count()
    def seen(frame, event, function):
        if event == "c_call":
            owner = getattr(function, "__self__", None)
            module = owner.__name__ if inspect.ismodule(owner) else type(owner).__module__
            if ("sqlite3" in module or module == "posix") and next(calls) == call: die()
    sys.setprofile(seen)

def counts(path):
    workspace = open_workspace(path)
    found = [len(workspace.board.deals(Query())), len(workspace.undoing.log(limit=None)), *maintenance.check(workspace)]
    workspace.close()
    return found

template, step, *command = sys.argv[1:]
obey(shutil.copytree(template, template + "-warm"), command)  # what it imports is there from now on
for call in count(0, int(step)):
    folder = shutil.copytree(template, f"{template}-{call}")
    child = os.fork()
    if child == 0:
        die_at(call)
        obey(folder, command)
        os._exit(0)
    killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    copy = Path(folder, "copy.db")
    say(killed, counts(f"{folder}/funnel.db"), counts(str(copy)) if copy.exists() else "", sep="|")
    if not killed: break
    obey(folder, command)
    obey(folder, ["backup", "--db", "{}/funnel.db", "{}/last.db"])
    halves = [name for name in os.listdir(folder) if name.startswith(".")]
    assert not halves, halves
    say("again", counts(f"{folder}/funnel.db"), counts(str(copy)) if copy.exists() else "", sep="|")
"""

FEW, MANY = "[4, 4]", "[13, 5]"
"""Deals and changes: the database's own, and those with what is imported."""


@pytest.fixture
def folder(path: Path, tmp_path: Path) -> Path:
    """A directory with a database and a file to import."""
    inside = tmp_path / "inside"
    inside.mkdir()
    path.rename(inside / "funnel.db")
    (inside / "leads.csv").write_text(
        "title,company,tags\n" + "".join(f"Deal {n},Company {n},expo\n" for n in range(9))
    )
    return inside


@pytest.fixture
def dies(folder: Path, run: Run) -> Callable[..., tuple[set[str], set[str], str]]:
    """Kills a command at every few calls of SQLite or the system: what stood then, after another try, and at the end.

    Each is the database and ``copy.db`` beside it.
    """

    def at_each(step: int, *command: str) -> tuple[set[str], set[str], str]:
        ended = run(DIES_AT_EACH, folder, step, *command)
        assert ended.stderr == ""
        told = [line.split("|", 1) for line in ended.stdout.splitlines()]
        half_way, again = ({found for how, found in told if how == wanted} for wanted in ("-9", "again"))
        assert len(told) > 40
        return half_way, again, told[-1][1]

    return at_each


def test_an_import(dies: Callable[..., Any]) -> None:
    half_way, again, whole = dies(10, "import", "--db", "{}/funnel.db", "{}/leads.csv")
    assert whole == f"{MANY}|"
    assert half_way <= {f"{FEW}|", f"{MANY}|"}
    assert again == {whole}


def test_a_backup(dies: Callable[..., Any]) -> None:
    half_way, again, whole = dies(4, "backup", "--db", "{}/funnel.db", "{}/copy.db")
    assert whole == f"{FEW}|{FEW}"
    assert half_way <= {f"{FEW}|", f"{FEW}|{FEW}"}
    assert again == {whole}


def test_a_restore(folder: Path, dies: Callable[..., Any], funnelboard: Callable[..., Any]) -> None:
    shutil.copy(folder / "funnel.db", folder / "copy.db")
    assert funnelboard("import", folder / "leads.csv", on=folder / "copy.db").returncode == 0
    half_way, again, whole = dies(3, "restore", "--db", "{}/funnel.db", "{}/copy.db")
    assert whole == f"{MANY}|{MANY}"
    assert half_way <= {f"{FEW}|{MANY}", whole}
    assert again == {whole}
