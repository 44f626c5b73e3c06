"""The server as a client starts it: a process that speaks the protocol and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client

from funnelboard.agent import server
from funnelboard.cli.main import run

FIRST = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}


@pytest.fixture
def database(home: Path, empty_database: Path) -> Path:
    """A database with one deal."""
    path = Path(shutil.copyfile(empty_database, home / "team.db"))
    assert run(["--db", str(path), "add", "Acme: pilot"]) == 0
    return path


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    """The server, and its first answer."""
    started = subprocess.Popen(
        [sys.executable, "-m", "funnelboard", "mcp", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert started.stdin is not None
    assert started.stdout is not None
    started.stdin.write(json.dumps(FIRST).encode() + b"\n")
    started.stdin.flush()
    assert json.loads(started.stdout.readline())["result"]["serverInfo"]["name"] == "funnelboard"
    return started


async def test_a_clients_session(database: Path, home: Path, hooks: Any, capfd: pytest.CaptureFixture[str]) -> None:
    hooks.set("note-added")
    started = StdioServerParameters(
        command=sys.executable,
        args=["-m", "funnelboard", "mcp", "--db", str(database), "--write"],
        env={"HOME": str(home)},
        cwd=Path(__file__).parents[2],
    )
    async with stdio_client(started) as streams, ClientSession(*streams) as session:
        about = await session.initialize()
        assert "people wrote" in (about.instructions or "")
        done = await session.call_tool("note", {"deal": 1, "text": "rang"})
        assert not done.is_error
    (told,) = hooks.told()
    assert told["change"]["seller"].endswith(" via agent")
    capfd.readouterr()
    assert run(["--db", str(database), "undo"]) == 0
    assert "Undid: wrote a note on “Acme: pilot”." in capfd.readouterr().err
    assert run(["--db", str(database), "export", "--format", "json", "--output", str(home / "all.json")]) == 0
    assert run(["restore", str(home / "all.json"), "--db", str(home / "copy.db")]) == 0
    capfd.readouterr()
    assert run(["--db", str(home / "copy.db"), "log"]) == 0
    assert " via agent" in capfd.readouterr().out


def test_it_ends_when_its_input_does_and_has_only_looked(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    started = start("--db", database)
    out, err = started.communicate(timeout=20)
    assert (started.returncode, out, err) == (0, b"", b"")
    capsys.readouterr()
    assert run(["--db", str(database), "log", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_it_is_told_to(database: Path, told: signal.Signals) -> None:
    started = start("--db", database, "--write")
    assert database.with_name("team.db-wal").exists()
    os.kill(started.pid, told)
    assert started.wait(timeout=20) == 128 + told
    assert started.communicate() == (b"", b"")
    assert not database.with_name("team.db-wal").exists()


def test_it_ends_without_a_word_when_nobody_reads(
    database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def written_for_nobody(*_: Any, **__: Any) -> None:
        raise ExceptionGroup("of the protocol's tasks", [BrokenPipeError()])

    capsys.readouterr()
    monkeypatch.setattr(server, "_serve", written_for_nobody)
    assert run(["mcp", "--db", str(database)]) == 141
    assert capsys.readouterr() == ("", "")


def test_without_the_package_one_sentence_says_how_to_get_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("funnelboard.agent")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp.server.lowlevel.server", None)
    assert run(["mcp"]) == 1
    sentence = "What speaks to agents is not installed: pip install 'funnelboard[mcp]' brings it.\n"
    assert capsys.readouterr() == ("", sentence)


def test_without_standard_input_nobody_can_ask(
    database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    capsys.readouterr()
    monkeypatch.setattr(sys, "stdin", None)
    assert run(["mcp", "--db", str(database)]) == 1
    assert capsys.readouterr().err.startswith("Standard input is closed")


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["mcp", "--write", "--read-only"], 2, "It cannot write and only look."),
        (["mcp", "--db", "nowhere.db"], 1, "There is no database at"),
        (["mcp", "--locked", "--db", "team.db"], 2, "A locked seat is started with"),
        (["--locked", "mcp", "team.db"], 2, "A locked seat is started with"),
    ],
)
def test_it_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, sentence: str, home: Path
) -> None:
    assert run(arguments) == status
    out, err = capsys.readouterr()
    assert (out, sentence in err) == ("", True)
    assert list(home.rglob("*.db")) == []
