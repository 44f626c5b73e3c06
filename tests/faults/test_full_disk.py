"""No room left: what was said to be saved is saved, the rest is said not to be, and nothing is half there."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace

pytestmark = [pytest.mark.faults, pytest.mark.sqlite("limits its file")]

Run = Callable[..., subprocess.CompletedProcess[str]]

LIMITED = """
def limit(size): resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
"""


@pytest.mark.parametrize("safe_wal", [(3, 0, 0), (99, 0, 0)], ids=["log", "journal"])
def test_what_was_acknowledged_is_there(
    safe_wal: tuple[int, ...], run: Run, make_workspace: Callable[..., Workspace], workspace: Workspace
) -> None:
    workspace.close()
    ended = run(
        f"database_module.SAFE_WAL = {safe_wal}"
        + LIMITED
        + """
workspace = open_workspace(sys.argv[1], login="kari")
limit(2_000_000)
refusals = 0
for number in range(400):
    try:
        (deal_id,) = workspace.pipeline.create(title=f"deal {number}", company=f"{number}", note="x" * 5_000).deal_ids
        say(deal_id)
    except FunnelBoardError as error:
        refusals += 1
        say(type(error).__name__, error)
        if refusals == 3: break
assert not maintenance.check(workspace), maintenance.check(workspace)
limit(resource.RLIM_INFINITY)
say(*workspace.pipeline.create(title="room again").deal_ids)
""",
        workspace.target,
    )
    assert ended.stderr == ""
    lines = ended.stdout.splitlines()
    acknowledged = [int(text) for text in lines if text.isdigit()]
    refused = [text for text in lines if not text.isdigit()]
    assert len(refused) == 3
    assert all(text.startswith("NotSaved Not saved: ") for text in refused)
    assert len(acknowledged) > 10
    again = make_workspace()
    counts = again.session.database.rows_of("SELECT (SELECT COUNT(*) FROM deal), (SELECT COUNT(*) FROM change)")
    assert counts == [(len(acknowledged), len(acknowledged))]
    assert again.board.deal(acknowledged[-1]).title == "room again"
    assert maintenance.check(again) == ()


def test_a_database_or_backup_that_does_not_fit_is_not_there(run: Run, workspace: Workspace, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    ended = run(
        LIMITED
        + """
database = open_database(Path(sys.argv[1]))
limit(50_000)
for make in (lambda: create_database(Path(sys.argv[2]), 1), lambda: database.backup(Path(sys.argv[2]))):
    try: make()
    except FunnelBoardError as error: say(error)
""",
        workspace.target,
        tmp_path / "new.db",
    )
    assert ended.stderr == ""
    made, backup = ended.stdout.splitlines()
    assert made.startswith(f"{tmp_path}/new.db cannot be made: ")
    assert backup.startswith(f"The backup {tmp_path}/new.db was not made: ")
    assert sorted(tmp_path.iterdir()) == before


def test_a_restore_that_does_not_fit_changes_nothing(
    run: Run, workspace: Workspace, tmp_path: Path, add_deal: Callable[..., object]
) -> None:
    for _ in range(30):
        add_deal(note="x" * 20_000)
    workspace.session.database.backup(tmp_path / "copy.db")
    while workspace.undoing.undo().change:
        pass
    small = tmp_path / "small.db"
    maintenance.create(str(small))
    size = small.stat().st_size
    ended = run(
        LIMITED
        + """
limit(int(sys.argv[3]))
try: restore_database(Path(sys.argv[1]), Path(sys.argv[2]), 5)
except FunnelBoardError as error: say(error)
limit(resource.RLIM_INFINITY)
workspace = open_workspace(sys.argv[1])
say(len(workspace.board.deals(Query())), len(maintenance.check(workspace)))
""",
        small,
        tmp_path / "copy.db",
        size + 50_000,
    )
    assert ended.stderr == ""
    refusal, after = ended.stdout.splitlines()
    assert refusal.startswith("Not saved: ")
    assert after == "0 0"
