"""A disk without room: nothing that was kept is lost, the rest is said not to be saved, and with room it goes on."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.store.schema import SCHEMA

pytestmark = pytest.mark.faults

Funnelboard = Callable[..., subprocess.CompletedProcess[str]]

LONG = "w" * 6_000


@pytest.fixture
def full(path: Path, small_disk: Any) -> Path:
    """The directory of the small disk, with the database ``funnel.db`` in it."""
    shutil.copy(path, small_disk.path)
    return Path(small_disk.path)


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a command that was refused."""
    assert (done.returncode, done.stdout) == (1, ""), done
    (said,) = done.stderr.splitlines()
    return said


@pytest.mark.sqlite("has its file on a small disk")
@pytest.mark.parametrize("home_too", [False, True])
def test_a_board_says_so_and_keeps_what_is_typed_until_there_is_room(
    full: Path, small_disk: Any, second_start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, home_too: bool
) -> None:
    path = full / "funnel.db"
    if home_too:
        monkeypatch.setenv("HOME", str(full))
    terminal = second_start(path)
    terminal.type("1gnkept-before\r")
    terminal.read_until("wrote a note")
    small_disk.fill()
    for key, text in (("n", f"note-kept {LONG}"), ("a", f"deal-kept {LONG[:400]}")):
        terminal.type(f"1g{key}")
        terminal.wait_until(lambda: not terminal.on_board)
        terminal.type(f"{text}\r")
        terminal.wait_until(lambda: terminal.on_board and "Not saved: the disk is full." in terminal.lines[-2])
        assert "nothing is saved" in terminal.lines[0]
    before = terminal.cursor
    terminal.type("j")
    terminal.wait_until(lambda: terminal.cursor != before)
    small_disk.make_room()
    for key, said in (("n", "wrote a note"), ("a", "added")):
        terminal.type(f"1g{key}\r")
        terminal.wait_until(lambda said=said: terminal.on_board and said in terminal.lines[-2])
    assert "nothing is saved" not in terminal.lines[0]
    terminal.type("\x11")
    assert terminal.status() == 0
    second_start(path, "kept-before", "note-kept", "deal-kept")


def test_no_text_goes_without_a_word_where_it_cannot_be_kept(
    board: str, small_disk: Any, second_start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(small_disk.path))
    terminal = second_start(board)
    small_disk.fill()
    terminal.type("1gnhalf-a-thought")
    terminal.read_until("half-a-thought")
    terminal.type("\x1b")
    terminal.read_until("kept only as long as the board is open: no space left on device.")
    terminal.type("q")
    terminal.read_until("Leave all the same")
    terminal.type("n")
    terminal.wait_until(lambda: terminal.on_board)
    small_disk.make_room()
    terminal.type("q")
    assert terminal.status() == 0
    terminal = second_start(board)
    terminal.type("1gn")
    terminal.read_until("note › half-a-thought")


def rows(number: int) -> str:
    """A CSV file of so many deals."""
    lines = (f"Deal {each},Company {each},{'x' * 200}\n" for each in range(number))
    return "title,company,note\n" + "".join(lines)


@pytest.mark.sqlite("has its file on a small disk")
def test_an_import_is_all_there_or_not_at_all(
    path: Path, full: Path, small_disk: Any, tmp_path: Path, funnelboard: Funnelboard, second_start: Callable[..., Any]
) -> None:
    there = full / "funnel.db"
    leads = tmp_path / "leads.csv"
    leads.write_text(rows(4_000))
    assert "the disk is full" in refused(funnelboard("import", leads, on=there))
    small_disk.fill()
    assert refused(funnelboard("list", on=there)) == (
        f"{there} cannot be opened: the disk is full. Make room, then open it again."
    )
    small_disk.make_room()
    assert funnelboard("list", on=there).stdout == funnelboard("list", on=path).stdout
    leads.write_text(rows(40))
    assert funnelboard("import", leads, on=there).returncode == 0
    second_start(there)


@pytest.mark.sqlite("has its file on a small disk")
def test_a_backup_that_does_not_fit_is_not_there(
    path: Path, full: Path, small_disk: Any, funnelboard: Funnelboard, second_start: Callable[..., Any]
) -> None:
    small_disk.fill(left=100_000)
    before = sorted(each.name for each in full.iterdir())
    said = refused(funnelboard("backup", full / "copy.db"))
    assert said == f"The backup {full / 'copy.db'} was not made: the disk is full. Make room, then do it again."
    assert sorted(each.name for each in full.iterdir()) == before
    small_disk.make_room()
    assert funnelboard("backup", full / "copy.db").returncode == 0
    second_start(full / "copy.db")


@pytest.mark.sqlite("has its file on a small disk")
@pytest.mark.parametrize("left", [0, 20_000, 100_000])
def test_a_new_database_that_does_not_fit_is_not_there(small_disk: Any, left: int, funnelboard: Funnelboard) -> None:
    small_disk.fill(left=left)
    before = sorted(each.name for each in small_disk.path.iterdir())
    place = small_disk.path / "new.db"
    said = refused(funnelboard("init", on=place))
    assert said == f"{place} cannot be made: the disk is full. Make room, then do it again."
    assert sorted(each.name for each in small_disk.path.iterdir()) == before


@pytest.mark.sqlite("has its file on a small disk")
def test_a_restore_that_does_not_fit_changes_nothing(
    path: Path, full: Path, small_disk: Any, tmp_path: Path, funnelboard: Funnelboard, second_start: Callable[..., Any]
) -> None:
    there = full / "funnel.db"
    large = tmp_path / "large.csv"
    large.write_text(rows(6_000))
    assert funnelboard("import", large).returncode == 0
    assert funnelboard("backup", tmp_path / "large.db").returncode == 0
    assert "full" in refused(funnelboard("restore", tmp_path / "large.db", on=there))
    small_disk.fill()
    assert "full" in refused(funnelboard("restore", tmp_path / "large.db", on=there))
    small_disk.make_room()
    assert funnelboard("list", on=there).stdout.count("deal") == 4
    second_start(there)


@pytest.mark.sqlite("has its file on a small disk")
@pytest.mark.parametrize("backup_fits", [False, True])
def test_a_database_that_there_is_no_room_to_bring_up_stays_as_it_is(
    older_database: Path,
    small_disk: Any,
    funnelboard: Funnelboard,
    second_start: Callable[..., Any],
    backup_fits: bool,
) -> None:
    there = small_disk.path / "older.db"
    shutil.copy(older_database, there)
    small_disk.fill(left=100_000 + backup_fits * older_database.stat().st_size)
    said = refused(funnelboard("list", on=there))
    assert "full" in said or "No space left" in said
    assert int.from_bytes(there.read_bytes()[60:64], "big") < SCHEMA, "that of the last step there was room for"
    small_disk.make_room()
    assert funnelboard("list", on=there).returncode == 0
    second_start(there)
