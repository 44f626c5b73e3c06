"""Backups of a board on a server: made and put back by PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from funnelboard.cli.main import run
from funnelboard.domain.deal_query import Query
from funnelboard.errors import DatabaseBusy, DatabaseError, NotSaved
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.exporting import Export, Format
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.store import postgres_dump
from tests.postgres.server import GUARDED, Cluster, wait_until

pytestmark = pytest.mark.postgresql

Dump = Callable[[Workspace], dict[str, list[Any]]]
TABLES = "SELECT COUNT(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"


@pytest.fixture
def url(cluster: Cluster, full_database: Path) -> str:
    """A board with rows in every table."""

    def fill(url: str) -> None:
        assert run(["copy", str(full_database), url]) == 0

    return cluster.create_database(cluster.template("full", fill))


@pytest.fixture
def workspace(url: str, clock: FixedClock) -> Iterator[Workspace]:
    """It, open as the seller “kari”."""
    with closing(open_workspace(url, clock=clock, login="kari")) as opened:
        yield opened


def test_there_and_back(
    url: str, workspace: Workspace, clock: FixedClock, dump: Dump, tmp_path: Path, cluster: Cluster
) -> None:
    backup, before = tmp_path / "monday.dump", dump(workspace)
    assert maintenance.backup(workspace, str(backup)) == backup
    assert (backup.stat().st_mode & 0o777, os.listdir(tmp_path)) == (0o600, ["monday.dump"])
    with pytest.raises(NotSaved, match="exists already"):
        maintenance.backup(workspace, str(backup))
    workspace.activity.add_note((1,), "lost")
    after = dump(workspace)
    workspace.session.database.changed_elsewhere()  # as after every opening
    assert not workspace.session.database.changed_elsewhere()
    kept = maintenance.restore(url, str(backup), clock)
    assert kept is not None
    assert kept.name.startswith("monday.dump.before-restore.")
    wait_until(workspace.session.database.changed_elsewhere, "a board that is open has noticed")
    assert dump(workspace) == before
    maintenance.restore(url, str(kept), clock)
    assert dump(workspace) == after
    (deal_id,) = workspace.pipeline.create(title="Next").deal_ids
    assert deal_id == 9
    empty = cluster.create_database()
    assert maintenance.restore(empty, str(backup), clock) is None
    with closing(open_workspace(empty, clock=clock, login="kari")) as restored:
        assert dump(restored) == before


def test_how_far_they_are(url: str, workspace: Workspace, clock: FixedClock, tmp_path: Path) -> None:
    backup = tmp_path / "monday.dump"
    for doing in (
        lambda tell: maintenance.backup(workspace, str(backup), tell),
        lambda tell: maintenance.restore(url, str(backup), clock, tell),
    ):
        told: list[float] = []
        doing(lambda done, total, told=told: told.append(done / total))
        assert told == sorted(told)
        assert (len(told) > 3, told[0] < told[-1], told[-1]) == (True, True, 1), told


def test_of_a_large_table_the_rows_count(
    url: str, workspace: Workspace, tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[str]()
    ((deals, notes),) = cluster.execute("SELECT pg_table_size('deal'), pg_table_size('note')", url=url)

    class Connection:
        """One on which somebody sees a backup at the last of all rows."""

        info = workspace.session.database.peewee.connection().info

        def execute(self, statement: str, parameters: tuple[str, ...] = ()) -> Any:
            asked.extend(parameters)
            found = [(1_000,)] if parameters else cluster.execute(statement, url=url)
            return SimpleNamespace(fetchall=lambda: found, fetchone=lambda: found[0])

    told: list[int] = []
    tables = postgres_dump._Tables(Connection(), lambda done, _total: told.append(done))
    for table in ("public.deal", "x.note"):
        tables.hear(f'pg_dump: dumping contents of table "{table}"')
        tables.hear("")
    assert told == [deals, deals + notes]
    assert asked == ['"deal"', '"note"']


@pytest.mark.parametrize(("program", "command"), [("pg_dump", "backup"), ("pg_restore", "restore")])
def test_stopped_meanwhile(
    program: str, command: str, url: str, workspace: Workspace, dump: Dump, clock: FixedClock, tmp_path: Path
) -> None:
    before, backup, programs = dump(workspace)["deal"], tmp_path / "monday.dump", tmp_path / "bin"
    maintenance.backup(workspace, str(backup))
    programs.mkdir()
    (programs / program).write_text(
        f'#!/bin/sh\ncase "$*" in *--verbose*) ;; *) exec {shutil.which(program)} "$@" ;; esac\n'
        f"echo half\necho $$ > {tmp_path}/started\nwhile echo going on >&2; do sleep 0.05; done\n"
    )
    (programs / program).chmod(0o755)
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    name = tmp_path / "tuesday.dump" if command == "backup" else backup
    process = subprocess.Popen(
        (sys.executable, "-m", "funnelboard", "--db", url, command, str(name)), env=environment, stderr=subprocess.PIPE
    )
    wait_until((tmp_path / "started").exists, "the program runs")
    wait_until(lambda: (tmp_path / "started").read_text(), "and has told its number")
    process.send_signal(signal.SIGINT)
    said = process.communicate()[1]
    assert (process.returncode, b"Traceback" in said) == (130, False)
    wait_until(lambda: not Path("/proc", (tmp_path / "started").read_text().strip()).exists(), "it is ended, too")
    kept = {file for file in os.listdir(tmp_path) if not file.startswith("monday.dump.before-restore.")}
    assert kept == {"bin", "monday.dump", "started"}
    assert dump(workspace)["deal"] == before


def test_an_export_of_everything(
    url: str, workspace: Workspace, clock: FixedClock, dump: Dump, tmp_path: Path, cluster: Cluster
) -> None:
    everything, empty = tmp_path / "everything.jsonl", cluster.create_database()
    Export(workspace, Format.JSON, Query(())).write(str(everything))
    assert maintenance.restore(empty, str(everything), clock) is None
    with closing(open_workspace(empty, clock=clock, login="kari")) as restored:
        assert dump(restored) == dump(workspace)
    with pytest.raises(DatabaseError, match="has a board already"):
        maintenance.restore(url, str(everything), clock)
    broken = cluster.create_database()
    everything.write_bytes(everything.read_bytes().replace(b"expo", b"expp", 1))
    assert run(["--db", broken, "restore", str(everything)]) == 1
    assert cluster.execute(TABLES, url=broken) == [(0,)]


def test_what_is_no_backup_of_a_board(
    url: str, workspace: Workspace, full_database: Path, clock: FixedClock, dump: Dump, tmp_path: Path, cluster: Cluster
) -> None:
    before, other, foreign = dump(workspace), cluster.create_database(), tmp_path / "foreign.dump"
    cluster.execute("CREATE TABLE invoice (id bigint)", url=other)
    os.system(f"pg_dump --format=custom --file={foreign} --dbname={other}")
    spoilt, cut, backup = tmp_path / "spoilt.dump", tmp_path / "cut.dump", tmp_path / "backup.dump"
    maintenance.backup(workspace, str(backup))
    cut.write_bytes(backup.read_bytes()[:-2000])
    cluster.execute("CREATE VIEW seen AS SELECT 1", url=url)
    os.system(f"pg_dump --format=custom --file={spoilt} --dbname={url}")
    cluster.execute("DROP VIEW seen", url=url)
    for source, said in (
        (foreign, "is no backup of a board on a server"),
        (spoilt, "it has a view “seen”"),
        (cut, "is no whole backup of a board on a server, and nothing was changed"),
        (full_database, f"funnelboard copy {full_database} {url}"),
    ):
        with pytest.raises((DatabaseError, NotSaved), match=said):
            maintenance.restore(url, str(source), clock)
        assert dump(workspace) == before
    with pytest.raises(DatabaseError, match="is a database of another program"):
        maintenance.restore(other, str(backup), clock)
    assert cluster.execute(TABLES, url=other) == [(1,)]
    with workspace.session.database.reading():
        dump(workspace)
        with pytest.raises(DatabaseBusy, match="is holding the database"):
            maintenance.restore(url, str(backup), clock)
    assert dump(workspace) == before
    path = tmp_path / "file.db"
    shutil.copy(full_database, path)
    with pytest.raises(DatabaseError, match="say which with --db"):
        maintenance.restore(str(path), str(backup), clock)


@pytest.fixture
def guarded(cluster: Cluster) -> Iterator[str]:
    """An empty database whose owner is asked for a password, and is no administrator."""
    cluster.create_role("boss", "not for others")
    yield cluster.create_database(owner="boss")
    cluster.drop_databases()
    cluster.execute(f"DROP ROLE boss, {GUARDED}")


def test_the_password_is_told_to_nobody(
    guarded: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    url = guarded
    programs, real = tmp_path / "bin", {name: shutil.which(name) for name in ("pg_dump", "pg_restore")}
    programs.mkdir()
    for name, found in real.items():
        program = programs / name
        program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/seen\nexec {found} "$@"\n')
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    passwords = home / ".pgpass"
    passwords.write_text("127.0.0.1:*:*:boss:not for others\n")
    passwords.chmod(0o600)
    backup = str(tmp_path / "backup.dump")
    assert [run(["--db", url, *what]) for what in (["init"], ["backup", backup], ["restore", backup])] == [0, 0, 0]
    seen = (tmp_path / "seen").read_text()
    assert url in seen
    assert "not for others" not in seen
    passwords.unlink()
    assert run(["--db", url, "backup", str(tmp_path / "other.dump")]) == 1
    assert not (tmp_path / "other.dump").exists()


def test_without_the_programs(
    url: str, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    backup = tmp_path / "backup.dump"
    maintenance.backup(workspace, str(backup))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotSaved, match="pg_dump is not installed here") as refused:
        maintenance.backup(workspace, str(tmp_path / "other.dump"))
    assert f"funnelboard copy {url} FILE.db" in str(refused.value)
    with pytest.raises(NotSaved, match=f"run: pg_restore --clean --if-exists --single-transaction --dbname={url}"):
        maintenance.restore(url, str(backup), clock)
    assert os.listdir(tmp_path) == ["backup.dump"]
