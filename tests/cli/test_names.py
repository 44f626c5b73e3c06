"""Names that are no files: each is refused in a sentence, and nothing is waited for."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]

WAYS: dict[str, tuple[str, ...]] = {
    "--db": ("--db", "{}", "list"),
    "board": ("{}",),
    "environment": ("list",),
    "settings": ("list",),
    "init": ("init", "{}"),
    "import": ("import", "{}"),
    "rejects": ("import", "deals.csv", "--rejects", "{}"),
    "rates": ("rates", "{}"),
    "backup": ("backup", "{}"),
    "restore": ("restore", "{}"),
    "restore into": ("--db", "{}", "restore", "copy.db"),
    "demo": ("demo", "--keep", "{}"),
}
"""How a name can come in."""


def pipe(path: Path) -> None:
    os.mkfifo(path)


def bound_socket(path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as made:
        made.bind(path.name)


def loop(path: Path) -> None:
    path.symlink_to(path)


KINDS: dict[str, tuple[str, Callable[[Path], None] | None]] = {
    "pipe": ("a", pipe),
    "socket": ("a", bound_socket),
    "device": ("/dev/zero", None),
    "directory": ("a", Path.mkdir),
    "loop": ("a", loop),
    "long": ("n" * 300, None),
    "nul": ("a\0b", None),
    "url": ("sqlite://[::1", None),
    "url of a nul": ("sqlite:///a%00b", None),
    "nobody's home": ("~nobody-of-this-name/a.db", None),
    "below a file": ("deals.csv/a.db", None),
}


@pytest.fixture
def in_time() -> Iterator[None]:
    """Whatever hangs is interrupted."""

    def stop(*_: object) -> None:
        raise AssertionError("it waits for ever")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize("way", [way if way == "--db" else pytest.param(way, marks=pytest.mark.faults) for way in WAYS])
@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_is_no_file(
    way: str, kind: str, cli: Cli, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deals.csv").write_text("title,stage\nAcme,lead\nNordlys,nowhere,to,go\n")
    cli("init")
    cli("backup", "copy.db")
    name, make = KINDS[kind]
    if make is not None:
        make(tmp_path / name)
    if "\0" in name and way in ("environment", "import", "rejects"):
        pytest.skip("no shell hands it over")
    if way == "environment":
        monkeypatch.setenv("FUNNELBOARD_DB", name)
    if way == "settings":
        settings = home / ".config/funnelboard/config.toml"
        settings.parent.mkdir(parents=True)
        given = name if name.startswith(("/", "~", "sqlite")) else str(tmp_path / name)
        settings.write_text("database = {}\n".format(repr(given).replace("'", '"').replace("\\x00", "\\u0000")))
    there = sorted(tmp_path.rglob("*"))
    answer = cli(*(word.format(name) for word in WAYS[way]))
    assert answer.status in (1, 2)
    assert answer.out == ""
    sentences = [line for line in answer.err.splitlines() if not line.startswith(("Usage: ", "Try ", "Columns: "))]
    assert len([line for line in sentences if line]) == 1, answer.err
    assert "unexpected" not in answer.err
    assert sorted(tmp_path.rglob("*")) == there


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize("kind", ["pipe", "socket", "directory", "loop"])
def test_settings_that_are_no_file(kind: str, cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = home / ".config/funnelboard/config.toml"
    path.parent.mkdir(parents=True)
    monkeypatch.chdir(path.parent)
    make = KINDS[kind][1]
    assert make is not None
    make(path)
    answer = cli("list")
    assert (answer.status, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert answer.err.startswith(f"The settings in {path} cannot be read: ")


@pytest.mark.usefixtures("in_time")
@pytest.mark.skipif(os.getuid() == 0, reason="root may search any directory")
@pytest.mark.parametrize("way", WAYS)
def test_a_directory_that_may_not_be_searched(
    way: str, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "closed").mkdir(mode=0o000)
    monkeypatch.setenv("FUNNELBOARD_DB", "closed/a.db")
    answer = cli(*(word.format("closed/a.db") for word in WAYS[way]))
    assert answer.status == 1
    assert "unexpected" not in answer.err
