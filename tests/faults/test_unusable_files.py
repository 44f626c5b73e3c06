"""Files that are no database of ours: every command says so in one sentence, and leaves each byte as it is."""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from funnelboard.cli.main import run
from funnelboard.store.beside import JOURNAL_MAGIC
from funnelboard.store.schema import SCHEMA

pytestmark = [pytest.mark.faults, pytest.mark.sqlite("about files")]


def foreign(_: bytes, path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE deal (id INTEGER, title TEXT)")


def newer(sound: bytes, path: Path) -> None:
    path.write_bytes(sound[:60] + (SCHEMA + 1).to_bytes(4, "big") + sound[64:])


DAMAGED = "is damaged"

FILES: dict[str, tuple[Callable[[bytes, Path], object], str]] = {
    "empty": (lambda _, path: path.touch(), "is empty, not a FunnelBoard database"),
    "text": (lambda _, path: path.write_text("title,amount\n" * 99), "is not a FunnelBoard database"),
    "picture": (lambda _, path: path.write_bytes(b"\x89PNG\r\n\x1a\n" * 99), "is not a FunnelBoard database"),
    "another program's": (foreign, "is a database of another program"),
    "newer": (newer, "was written by a newer FunnelBoard"),
    "the first bytes": (lambda sound, path: path.write_bytes(sound[:60]), "is not a FunnelBoard database"),
    "the first page": (lambda sound, path: path.write_bytes(sound[:4096]), DAMAGED),
    "half a page": (lambda sound, path: path.write_bytes(sound[:2000]), DAMAGED),
    "zeros": (lambda sound, path: path.write_bytes(bytes(len(sound))), "is not a FunnelBoard database"),
    "zeros after the header": (lambda sound, path: path.write_bytes(sound[:100] + bytes(len(sound) - 100)), DAMAGED),
}

COMMANDS = (
    "list",
    "check",
    "info",
    "note 1 rang",
    "log",
    "backup {}/copy.db",
    "import {}/x.csv",
)

RESTORE = "restore {}/sound.db"


@pytest.fixture
def unusable(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, str]:
    """Such a file, and what is said about it; ``sound.db`` and ``x.csv`` stand beside it."""
    make, said = FILES[request.param]
    path.rename(tmp_path / "sound.db")
    (tmp_path / "x.csv").write_text("title\nAcme\n")
    make((tmp_path / "sound.db").read_bytes(), path)
    return path, said


def everything_in(directory: Path) -> dict[str, bytes]:
    """Every file with its content."""
    return {each.name: each.read_bytes() for each in directory.iterdir()}


@pytest.mark.parametrize("unusable", FILES, indirect=True)
def test_every_command_refuses_it_and_leaves_it_as_it_is(
    unusable: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, words = unusable
    before = everything_in(tmp_path)
    for command in COMMANDS if words == DAMAGED else (*COMMANDS, RESTORE):
        name, *arguments = command.format(tmp_path).split()
        assert run([name, "--db", str(path), *arguments]) == 1, command
        told = capsys.readouterr()
        assert told.out == "", command
        (sentence,) = told.err.splitlines()
        assert words in sentence
        assert str(path) in sentence
        assert everything_in(tmp_path) == before, command


@pytest.mark.parametrize("unusable", [name for name, (_, words) in FILES.items() if words == DAMAGED], indirect=True)
def test_a_backup_is_put_in_the_place_of_one_that_is_damaged(
    unusable: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, _ = unusable
    size = path.stat().st_size
    assert run(["restore", "--db", str(path), str(tmp_path / "sound.db")]) == 0
    (kept,) = tmp_path.glob("*before-restore*")
    assert kept.stat().st_size >= size, "all that was there"
    assert run(["check", "--db", str(path)]) == 0
    capsys.readouterr()
    assert run(["list", "--db", str(path)]) == 0
    assert capsys.readouterr().out.count("deal") == 4


@pytest.mark.parametrize("unusable", FILES, indirect=True)
def test_it_is_no_backup_to_put_back(
    unusable: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, words = unusable
    assert run(["restore", "--db", str(tmp_path / "sound.db"), str(path)]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert words in sentence
    assert sorted(each.name for each in tmp_path.glob("*before-restore*")) == []
    assert run(["list", "--db", str(tmp_path / "sound.db")]) == 0
    assert capsys.readouterr().out.count("deal") == 4


@pytest.mark.parametrize("unusable", ["the first page"], indirect=True)
def test_the_command_that_is_named_for_damage_can_be_run(
    unusable: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path, _ = unusable
    run(["list", "--db", str(path)])
    told = capsys.readouterr().err
    named = told.partition("Run: funnelboard ")[2].partition(",")[0].split()
    assert run(named) == 1
    assert capsys.readouterr().err == told


BESIDE: dict[str, Callable[[Path], object]] = {
    "a pipe": lambda place: os.mkfifo(place),
    "a link": lambda place: place.symlink_to(place.with_name("own.txt")),
    "a directory": lambda place: place.mkdir(),
}
"""What SQLite would wait for, follow, or stumble over."""


@pytest.mark.parametrize("mode", ["wal", "delete"])
@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
@pytest.mark.parametrize("planted", BESIDE)
def test_something_is_in_the_place_of_a_file_of_sqlites(
    planted: str, ending: str, mode: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA journal_mode = {mode}")
    own, place = path.with_name("own.txt"), path.with_name(path.name + ending)
    own.write_text("mine")
    BESIDE[planted](place)
    for command in (["list"], ["note", "1", "rang"]):
        assert run([command[0], "--db", str(path), *command[1:]]) == 1
        assert capsys.readouterr().err == f"{path} cannot be opened: {place} is no ordinary file. Remove it.\n"
    assert (own.read_text(), os.path.lexists(place)) == ("mine", True)


def test_a_journal_that_has_another_file_removed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own, journal = path.with_name("own.txt"), path.with_name(f"{path.name}-journal")
    own.write_text("mine")
    name, size = bytes(own), path.stat().st_size
    header = JOURNAL_MAGIC + struct.pack(">5I", 0, 0, size // 4096, 512, 4096)
    journal.write_bytes(
        header.ljust(512, b"\0")
        + struct.pack(">I", 2**30 // 4096 + 1)
        + name
        + struct.pack(">II", len(name), sum(name))
        + JOURNAL_MAGIC
    )
    assert run(["list", "--db", str(path)]) == 1
    assert f"{journal} would have other files removed" in capsys.readouterr().err
    assert own.read_text() == "mine"
    journal.unlink()
    assert run(["list", "--db", str(path)]) == 0
