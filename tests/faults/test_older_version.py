"""A database that the version before made: opened by eight at once, and killed while it is brought up to date."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace
from funnelboard.store.migrations import STEPS
from funnelboard.store.schema import SCHEMA

pytestmark = [pytest.mark.faults, pytest.mark.sqlite("no schema is older on a server")]

Run = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., subprocess.Popen[str]]


def dump_of(path: Path) -> list[str]:
    """A whole file as statements, its schema and its rows."""
    with closing(sqlite3.connect(path)) as file:
        return [*file.iterdump(), f"schema {file.execute('PRAGMA user_version').fetchone()[0]}"]


def backups_of(path: Path) -> list[Path]:
    """What was made before it was brought up."""
    return sorted(path.parent.glob(f"{path.name}.before-schema-*"))


OPEN = """
say("ready")
sys.stdin.readline()
workspace = open_workspace(sys.argv[1], login=sys.argv[2])
say(workspace.pipeline.create(title=f"by {sys.argv[2]}").deal_ids[0])
"""


def test_of_eight_that_open_it_at_once_one_brings_it_up(
    older_database: Path,
    start: Start,
    make_workspace: Callable[..., Workspace],
    go_together: Callable[..., list[tuple[str, str]]],
) -> None:
    before = dump_of(older_database)
    processes = [start(OPEN, older_database, f"seller{number}") for number in range(8)]
    told = go_together(processes)
    assert [error for _, error in told] == [""] * 8
    assert sorted(int(text) for text, _ in told) == list(range(16, 24)), "each has added a deal, none twice"
    opened = make_workspace(older_database)
    versions = opened.session.database.rows_of("SELECT version FROM schema_version ORDER BY version")
    assert versions == [(version,) for version in range(1, SCHEMA + 1)]
    assert maintenance.check(opened) == ()
    (backup,) = backups_of(older_database)
    assert dump_of(backup) == before


DIES = """
version, at_end = int(sys.argv[2]), sys.argv[3] == "after"
step = migrations.STEPS[version]
def dies(database):
    if at_end: step(database)
    die()
migrations.STEPS[version] = dies
open_workspace(sys.argv[1], login="kari")
"""


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("version", STEPS)
def test_killed_in_the_middle_of_a_step(
    older_database: Path, run: Run, make_workspace: Callable[..., Workspace], version: int, moment: str
) -> None:
    before = dump_of(older_database)
    assert run(DIES, older_database, version, moment).returncode == -signal.SIGKILL
    assert dump_of(older_database)[-1] == f"schema {version - 1}", "the last whole step"
    if version == min(STEPS):
        assert dump_of(older_database) == before
    assert dump_of(backups_of(older_database)[0]) == before
    again = make_workspace(older_database)
    assert again.session.database.peewee.pragma("user_version") == SCHEMA
    assert maintenance.check(again) == ()
    assert again.pipeline.create(title="after").change


def test_killed_in_the_middle_of_its_backup(
    older_database: Path, run: Run, make_workspace: Callable[..., Workspace]
) -> None:
    before = dump_of(older_database)
    ended = run(
        "from funnelboard.store.copying import UnfinishedFile\nUnfinishedFile.check = die\nopen_workspace(sys.argv[1])",
        older_database,
    )
    assert ended.returncode == -signal.SIGKILL
    assert dump_of(older_database) == before
    assert backups_of(older_database) == []
    assert maintenance.check(make_workspace(older_database)) == ()
    assert len(backups_of(older_database)) == 1


DIES_AT_EACH = """
import shutil
from itertools import count
run = peewee.SqliteDatabase.execute_sql

def open_and_die(path, at):
    statements = count()
    def perhaps(*arguments, **more):
        if next(statements) == at: die()
        return run(*arguments, **more)
    peewee.SqliteDatabase.execute_sql = perhaps
    open_workspace(path, login="kari").close()

for at in count():
    path = f"{sys.argv[1]}.{at}"
    shutil.copy(sys.argv[1], path)
    child = os.fork()
    if child == 0:
        open_and_die(path, at)
        os._exit(0)
    killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    workspace = open_workspace(path, login="kari")
    version = workspace.session.database.peewee.pragma("user_version")
    logged = sum(change.id <= int(sys.argv[2]) for change in workspace.undoing.log(limit=None))
    say(killed, version, logged, *maintenance.check(workspace))
    workspace.close()
    if not killed: break
"""


def test_killed_at_each_of_its_statements(older_database: Path, run: Run) -> None:
    with closing(sqlite3.connect(older_database)) as file:
        (logged,) = file.execute("SELECT COUNT(*) FROM change").fetchone()
    ended = run(DIES_AT_EACH, older_database, logged)
    assert ended.stderr == ""
    *killed, whole = ended.stdout.splitlines()
    assert len(killed) > 50
    assert set(killed) == {f"-9 {SCHEMA} {logged}"}, "what there was stands, and the next opening brings it up"
    assert whole == f"0 {SCHEMA} {logged}"
