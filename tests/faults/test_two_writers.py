"""Several processes at one database."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.errors import DatabaseBusy, DatabaseError
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace

pytestmark = pytest.mark.faults

Start = Callable[..., subprocess.Popen[str]]
Hold = Callable[..., Callable[..., None]]

WORK = """
login, changes = sys.argv[2], int(sys.argv[3])
workspace = open_workspace(sys.argv[1], login=login, patience=60)
say("ready")
sys.stdin.readline()
done = 0
while done < changes:
    (own,) = workspace.pipeline.create(title=login, company="Acme", contact="Kari", tags=("expo",)).deal_ids
    workspace.activity.add_note((1, own), f"from {login}")
    workspace.pipeline.move((own,), Stage.PROSPECT, because="it is so")
    workspace.pipeline.reorder((own,), 1)
    workspace.pipeline.edit(own, {"title": f"{login} {done}"})
    workspace.undoing.undo()
    done += 6
say("done", len(workspace.undoing.log(seller="me", limit=None)))
"""


@pytest.mark.parametrize(
    ("safe_wal", "changes"),
    [
        pytest.param((3, 0, 0), 300, id="log"),
        pytest.param((99, 0, 0), 60, id="journal", marks=pytest.mark.sqlite("about its journal")),
    ],
)
def test_nothing_is_lost_between_two(
    safe_wal: tuple[int, ...], changes: int, start: Start, workspace: Workspace, add_deal: Callable[..., Deal],
    make_workspace: Callable[..., Workspace], go_together: Callable[..., list[tuple[str, str]]],
) -> None:  # fmt: skip
    add_deal(title="everybody's")
    workspace.close()
    sellers = ("ola", "per")
    source = f"database_module.SAFE_WAL = {safe_wal}\n" + WORK
    processes = [start(source, workspace.target, login, changes) for login in sellers]
    ends = go_together(processes)
    assert [error for _, error in ends] == ["", ""]
    logged = [int(told.split()[-1]) for told, _ in ends]
    again = make_workspace()
    assert maintenance.check(again) == ()
    assert len(again.undoing.log(limit=None)) == sum(logged) + 1
    deals = again.board.deals(Query())
    for login, count in zip(sellers, logged, strict=True):
        own = [deal for deal in deals if deal.title == login]
        assert len(own) == changes // 6
        # Only moving down the lone or lowest deal of a stage changes nothing.
        assert changes - changes // 6 <= count <= changes
    notes = again.session.database.rows_of("SELECT COUNT(*) FROM note WHERE deal_id = 1")
    assert notes == [(2 * changes // 6,)]
    assert again.board.companies() == ("Acme",)


def test_another_process_holds_the_lock(
    hold: Hold, make_workspace: Callable[..., Workspace], add_deal: Callable[..., Deal]
) -> None:
    add_deal(title="before")
    workspace = make_workspace(patience=0.02)
    release = hold(workspace.target)
    with pytest.raises(DatabaseBusy, match="Not saved yet: another writer is holding the database"):
        workspace.pipeline.create(title="during")
    assert [deal.title for deal in workspace.board.deals(Query())] == ["before"], "reading goes on"
    release()
    workspace.pipeline.create(title="during")
    assert workspace.board.changed_elsewhere()
    assert [deal.title for deal in workspace.board.deals(Query())] == ["during", "before"]


def test_a_holder_that_is_killed_holds_nothing(hold: Hold, make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(patience=5)
    hold(workspace.target)(killed=True)
    workspace.pipeline.create(title="after")
    assert workspace.session.database.rows_of("SELECT COUNT(*) FROM setting") == [(0,)]
    assert maintenance.check(workspace) == ()


@pytest.mark.sqlite("about its log")
def test_many_open_a_new_database_at_once(start: Start, empty_database: Path, tmp_path: Path) -> None:
    path = tmp_path / "funnel.db"
    path.write_bytes(empty_database.read_bytes())
    opening = """
database_module.SAFE_WAL = (3, 0, 0)
sys.stdin.readline()
workspace = open_workspace(sys.argv[1], login=sys.argv[2])
workspace.pipeline.create(title=sys.argv[2])
say(workspace.session.database.journal_mode, workspace.session.database.peewee.pragma("synchronous"))
"""
    processes = [start(opening, path, f"seller{number}") for number in range(4)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate() for process in processes] == [("wal 2\n", "")] * 4


@pytest.mark.sqlite("moves the file")
def test_the_file_is_moved_and_put_back(workspace: Workspace, add_deal: Callable[..., Deal], tmp_path: Path) -> None:
    add_deal(title="before")
    path, away = Path(workspace.target), tmp_path / "away.db"
    path.rename(away)
    for act in (workspace.board.changed_elsewhere, lambda: workspace.pipeline.create(title="lost")):
        with pytest.raises(DatabaseError, match="was moved or replaced while it was open"):
            act()
    away.rename(path)
    assert add_deal(title="after").id == 2
    assert maintenance.check(workspace) == ()
