"""kill -9 at any moment: what was acknowledged is there, and nothing is half done."""

from __future__ import annotations

import random
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.stage import Stage
from funnelboard.private_folder import PREFIX
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace
from funnelboard.store.opening import open_database
from funnelboard.store.restoring import restore_database
from funnelboard.store.schema import SCHEMA

pytestmark = pytest.mark.faults

Run = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., subprocess.Popen[str]]

BUSY = """
workspace = open_workspace(sys.argv[1], login="kari")
while True:
    (deal_id,) = workspace.pipeline.create(title="a", company="Acme", contact="Kari", note="rang").deal_ids
    say("create", deal_id)
    workspace.pipeline.move((deal_id,), Stage.PROSPECT, because="it is so")
    say("move", deal_id)
    if deal_id % 3 == 0:
        workspace.undoing.undo()
        say("undo", deal_id)
"""


@pytest.mark.parametrize(
    "safe_wal",
    [
        pytest.param((3, 0, 0), id="log"),
        pytest.param((99, 0, 0), id="journal", marks=pytest.mark.sqlite("about its journal")),
    ],
)
def test_in_the_middle_of_writing(
    safe_wal: tuple[int, ...], start: Start, make_workspace: Callable[..., Workspace], place: Callable[..., str]
) -> None:
    pick = random.Random(1)
    make_workspace().close()
    acknowledged: dict[int, str] = {}
    for _ in range(3):
        process = start(f"database_module.SAFE_WAL = {safe_wal}\n" + BUSY, place())
        assert process.stdout is not None
        for _ in range(pick.randrange(10, 40)):
            deed, deal_id = process.stdout.readline().split()
            acknowledged[int(deal_id)] = deed
        process.kill()
        for line in process.stdout.read().splitlines(keepends=True):
            if line.endswith("\n"):
                deed, deal_id = line.split()
                acknowledged[int(deal_id)] = deed
    workspace = make_workspace()
    assert maintenance.check(workspace) == ()
    deals = {deal.id: deal for deal in workspace.board.deals(Query())}
    for deal_id, deed in acknowledged.items():
        assert deal_id in deals
        if deed == "move":
            # The last one may have been taken back without our hearing of it.
            assert deals[deal_id].stage is Stage.PROSPECT or (deal_id % 3 == 0 and deal_id + 1 not in acknowledged)
        if deed == "undo":
            assert deals[deal_id].stage is Stage.LEAD
    assert len(deals) <= len(acknowledged) + 3, "at most one unheard of for each process"


def test_in_the_middle_of_one_change(run: Run, workspace: Workspace, add_deal: Callable[..., Deal]) -> None:
    deals = [add_deal().id for _ in range(3)]
    ended = run(
        """
from funnelboard.store.change import Change
workspace = open_workspace(sys.argv[1], login="kari")
Change.finish = die
workspace.pipeline.move((1, 2, 3), Stage.PROSPECT, because="it is so")
""",
        workspace.target,
    )
    assert ended.returncode == -signal.SIGKILL
    assert {workspace.board.deal(deal_id).stage for deal_id in deals} == {Stage.LEAD}
    assert maintenance.check(workspace) == ()
    assert workspace.pipeline.move(deals, Stage.PROSPECT, because="it is so").change


def half_made(directory: Path) -> list[Path]:
    return list(directory.glob(f"{PREFIX}*"))


@pytest.mark.sqlite("copies the file")
@pytest.mark.parametrize("moment", ["__init__", "connected", "check", "finish"])
def test_in_the_middle_of_a_backup(moment: str, run: Run, workspace: Workspace, tmp_path: Path) -> None:
    ended = run(
        f"from funnelboard.store.copying import UnfinishedFile\ndone = UnfinishedFile.{moment}\n"
        f"UnfinishedFile.{moment} = lambda *arguments: die(done(*arguments))\n"
        "open_database(Path(sys.argv[1])).backup(Path(sys.argv[2]))",
        workspace.target,
        tmp_path / "copy.db",
    )
    assert ended.returncode == -signal.SIGKILL
    assert (tmp_path / "copy.db").exists() is (moment == "finish"), "whole or not at all"
    assert len(half_made(tmp_path)) == 1
    workspace.session.database.backup(tmp_path / "another.db")
    assert half_made(tmp_path) == []
    assert workspace.pipeline.create(title="a").change


@pytest.mark.sqlite("makes a file")
def test_in_the_middle_of_making_a_database(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "funnel.db"
    ended = run("schema.set_version = die\ncreate_database(Path(sys.argv[1]), 1)", path)
    assert ended.returncode == -signal.SIGKILL
    assert not path.exists()
    assert len(half_made(tmp_path)) == 1
    maintenance.create(str(path))
    assert half_made(tmp_path) == []


@pytest.mark.sqlite("puts a file back")
def test_in_the_middle_of_keeping_what_a_restore_overwrites(run: Run, workspace: Workspace, tmp_path: Path) -> None:
    workspace.session.database.backup(tmp_path / "copy.db")
    arguments = workspace.target, tmp_path / "copy.db"
    workspace.close()
    ended = run("database_module.copy_into = die\nrestore_database(*map(Path, sys.argv[1:]), 5)", *arguments)
    assert ended.returncode == -signal.SIGKILL
    assert len(half_made(tmp_path)) == 1
    restore_database(*map(Path, arguments), 5)
    assert half_made(tmp_path) == []


@pytest.mark.sqlite("copies the file")
def test_what_another_process_is_making_is_left_to_it(start: Start, workspace: Workspace, tmp_path: Path) -> None:
    making = start(
        "def wait(*_): say('making'); sys.stdin.readline()\n"
        "database_module.copy_into = wait\n"
        "open_database(Path(sys.argv[1])).backup(Path(sys.argv[2]), damaged_too=True)",
        workspace.target,
        tmp_path / "theirs.db",
    )
    assert making.stdout is not None
    assert making.stdout.readline() == "making\n"
    workspace.session.database.backup(tmp_path / "ours.db")
    assert len(half_made(tmp_path)) == 1
    making.communicate("\n")
    assert making.returncode == 0
    assert half_made(tmp_path) == []


@pytest.mark.sqlite("puts a file back")
def test_in_the_middle_of_a_restore(
    run: Run, workspace: Workspace, add_deal: Callable[..., Deal], tmp_path: Path
) -> None:
    for _ in range(30):
        add_deal(note="x" * 5_000)
    copy = tmp_path / "copy.db"
    workspace.session.database.backup(copy)
    add_deal(title="later")
    workspace.close()
    ended = run(
        """
from funnelboard.store import restoring
def page_by_page(source, target, patience, progress):
    def perhaps(status, remaining, total):
        if remaining < total // 2: die()
    source.connection().backup(target.connection(), pages=1, progress=perhaps)
restoring.copy_over = page_by_page
restore_database(Path(sys.argv[1]), Path(sys.argv[2]), 5)
""",
        workspace.target,
        copy,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    database = open_database(Path(workspace.target))
    assert database.rows_of("SELECT title FROM deal ORDER BY id DESC LIMIT 1") == [("later",)]
    assert database.rows_of("PRAGMA integrity_check") == [("ok",)]
    database.close()
    restore_database(Path(workspace.target), copy, 6)


MIGRATE = """
def step(database):
    migrator = playhouse.migrate.SchemaMigrator.from_database(database)
    playhouse.migrate.migrate(migrator.drop_not_null("company", "website"))
    say("ran")
    if len(sys.argv) > 2: die()
database = open_database(Path(sys.argv[1]))
say("ready")
sys.stdin.readline()
migrations.migrate(database, {schema.SCHEMA + 1: step}, schema.SCHEMA + 1)
say("now", database.peewee.pragma("user_version"))
"""


@pytest.mark.sqlite("no schema is older on a server")
def test_in_the_middle_of_a_migration(
    start: Start, workspace: Workspace, add_deal: Callable[..., Deal], make_workspace: Callable[..., Workspace]
) -> None:
    add_deal(company="Acme", contact="Kari")
    schema = workspace.session.database.rows_of("SELECT sql FROM sqlite_master")
    workspace.close()
    process = start(MIGRATE, workspace.target, "die")
    assert process.communicate("\n")[0].splitlines() == ["ready", "ran"]
    assert process.returncode == -signal.SIGKILL
    again = make_workspace()
    assert again.session.database.rows_of("SELECT sql FROM sqlite_master") == schema
    assert again.session.database.peewee.pragma("user_version") == SCHEMA
    assert maintenance.check(again) == ()


@pytest.mark.sqlite("no schema is older on a server")
def test_of_two_that_migrate_at_once_one_does_the_work(
    start: Start, workspace: Workspace, add_deal: Callable[..., Deal], go_together: Callable[..., list[tuple[str, str]]]
) -> None:
    add_deal(company="Acme", contact="Kari")
    workspace.close()
    processes = [start(MIGRATE, workspace.target) for _ in range(2)]
    told = sorted(said.splitlines() for said, _ in go_together(processes))
    assert told == [[f"now {SCHEMA + 1}"], ["ran", f"now {SCHEMA + 1}"]]
