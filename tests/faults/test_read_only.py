"""A database that this account may read but not write."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.errors import NotSaved
from funnelboard.services.workspace import Workspace
from funnelboard.store import sqlite_database as database_module

pytestmark = [
    pytest.mark.faults,
    pytest.mark.sqlite("about files and directories; tests/postgres has roles that may only read"),
]

Run = Callable[..., subprocess.CompletedProcess[str]]

LOOK_AND_WRITE = """
try:
    workspace = open_workspace(sys.argv[1])
    say("read only" if workspace.read_only else "writable")
    say(*[deal.title for deal in workspace.board.deals(Query())])
    say(len(maintenance.check(workspace)), "problems")
    workspace.pipeline.create(title="new")
except FunnelBoardError as error:
    say(error)
else:
    say("written")
"""


@pytest.fixture
def backup(workspace: Workspace, add_deal: Callable[..., Deal], shared: Path) -> Path:
    """A database with one deal, in rollback-journal mode."""
    add_deal(title="kept")
    path = shared / "funnel.db"
    workspace.session.database.backup(path)
    path.chmod(0o666)
    return path


@pytest.fixture
def in_log_mode(backup: Path, run: Run) -> Path:
    """The same after somebody has used it."""
    run("database_module.SAFE_WAL = (3, 0, 0); open_workspace(sys.argv[1]).close()", backup)
    assert backup.read_bytes()[18] == 2
    return backup


def test_a_file_that_may_not_be_written(in_log_mode: Path, run: Run) -> None:
    in_log_mode.chmod(0o444)
    before = in_log_mode.read_bytes()
    shown = run(LOOK_AND_WRITE, in_log_mode, nobody=True)
    assert shown.stderr == ""
    assert shown.stdout.splitlines() == [
        "read only", "kept", "0 problems",
        f"Not saved: {in_log_mode} is open read-only. Ask its owner for write access.",
    ]  # fmt: skip
    assert in_log_mode.read_bytes() == before


def test_a_backup_in_a_directory_that_may_not_be_written(backup: Path, run: Run) -> None:
    before = backup.read_bytes()
    backup.parent.chmod(0o555)
    shown = run(LOOK_AND_WRITE, backup, nobody=True)
    assert shown.stderr == ""
    assert shown.stdout.splitlines()[:3] == ["read only", "kept", "0 problems"]
    assert "is open read-only" in shown.stdout
    assert backup.read_bytes() == before


def test_a_used_database_in_a_directory_that_may_not_be_written(in_log_mode: Path, run: Run) -> None:
    before = in_log_mode.read_bytes()
    in_log_mode.parent.chmod(0o555)
    shown = run(LOOK_AND_WRITE, in_log_mode, nobody=True)
    assert shown.stderr == ""
    assert shown.stdout.startswith(f"{in_log_mode} cannot be opened: ")
    assert "its directory may not be written. Ask for write access to the directory, or open a backup." in shown.stdout
    assert in_log_mode.read_bytes() == before


def test_a_file_that_may_not_be_read(backup: Path, run: Run) -> None:
    backup.chmod(0)
    shown = run(LOOK_AND_WRITE, backup, nobody=True)
    assert shown.stdout == f"{backup} cannot be read: Permission denied. Ask its owner for access.\n"


def test_nothing_can_be_made_in_a_directory_that_may_not_be_written(backup: Path, run: Run) -> None:
    backup.parent.chmod(0o555)
    shown = run(
        """
for make in (lambda: create_database(Path(sys.argv[1]), 1), lambda: open_database(Path(sys.argv[2])).backup(
        Path(sys.argv[1]))):
    try: make()
    except FunnelBoardError as error: say(error)
""",
        backup.with_name("new.db"),
        backup,
        nobody=True,
    )
    new = backup.with_name("new.db")
    assert shown.stdout.splitlines() == [
        f"{new} cannot be made: Permission denied. Check the disk and the directory, then do it again.",
        f"The backup {new} was not made: Permission denied. Check the disk and the directory, then do it again.",
    ]
    assert [each.name for each in backup.parent.iterdir()] == ["funnel.db"]


def test_permission_taken_away_while_it_is_open(
    workspace: Workspace, add_deal: Callable[..., Deal], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.session.database.peewee.pragma("query_only", 1)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(database_module, "may_write", lambda _: False)
        with pytest.raises(NotSaved, match="is read-only for you"):
            add_deal()
    assert add_deal().id == 1, "it is opened again once it may be written"


def test_a_board_on_a_disk_that_may_not_be_written_and_then_may(
    workspace: Workspace, add_deal: Callable[..., Deal], small_disk: Any, open_terminal: Callable[..., Any],
    second_start: Callable[..., Any],
) -> None:  # fmt: skip
    add_deal(title="there-already")
    path = small_disk.path / "funnel.db"
    workspace.session.database.backup(path)
    small_disk.remount("ro")
    before = path.read_bytes()
    terminal = open_terminal(str(path))
    terminal.wait_until(lambda: "read-only" in terminal.lines[0] and "there-already" in str(terminal.lines))
    terminal.type("ntyped-meanwhile\r")
    # Where a line of the sentence ends depends on the name of the file.
    terminal.wait_until(lambda: terminal.on_board and "is open read-only" in " ".join(map(str.strip, terminal.lines)))
    assert path.read_bytes() == before
    small_disk.remount("rw")
    terminal.wait_until(lambda: "read-only" not in terminal.lines[0])
    terminal.type("n\r")
    terminal.wait_until(lambda: terminal.on_board and "wrote a note" in terminal.lines[-2])
    terminal.type("\x11")
    assert terminal.status() == 0
    second_start(path, "there-already", "typed-meanwhile")


def test_the_commands_on_a_disk_that_may_not_be_written(
    workspace: Workspace, add_deal: Callable[..., Deal], small_disk: Any,
    funnelboard: Callable[..., subprocess.CompletedProcess[str]],
) -> None:  # fmt: skip
    add_deal(title="there-already")
    path = small_disk.path / "funnel.db"
    workspace.session.database.backup(path)
    small_disk.remount("ro")
    assert "there-already" in funnelboard("list", on=path).stdout
    assert funnelboard("check", on=path).returncode == 0
    for name, *arguments in (("note", 1, "rang"), ("add", "Acme"), ("undo",), ("backup", path.with_name("copy.db"))):
        done = funnelboard(name, *arguments, on=path)
        assert (done.returncode, done.stdout) == (1, ""), name
        assert "read-only" in done.stderr.lower(), done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert [each.name for each in small_disk.path.iterdir()] == ["funnel.db"]
