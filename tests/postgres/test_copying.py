"""Whole boards taken from a file to a server, from there to another one, and back."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from funnelboard.cli.main import run
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Stage
from funnelboard.errors import DatabaseError
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.store import new_board
from funnelboard.store.opening import open_database
from funnelboard.store.target import parse_target
from tests.postgres.server import Cluster, wait_until

pytestmark = pytest.mark.postgresql

Dump = Callable[[Workspace], dict[str, list[Any]]]
Open = Callable[..., Workspace]

TABLES = "SELECT COUNT(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"


@pytest.fixture
def board(full_database: Path, tmp_path: Path) -> Path:
    """A file with rows in every table, and numbers given to rows that are gone."""
    path = tmp_path / "board.db"
    shutil.copy(full_database, path)
    change(path, "UPDATE sqlite_sequence SET seq = 40 WHERE name = 'deal'")
    return path


@pytest.fixture
def opened(clock: FixedClock) -> Iterator[Open]:
    """Opens a board by path or URL, as the seller “kari”."""
    workspaces: list[Workspace] = []

    def open_board(target: object, **options: Any) -> Workspace:
        workspaces.append(open_workspace(str(target), clock=clock, login="kari", **options))
        return workspaces[-1]

    yield open_board
    for workspace in workspaces:
        workspace.close()


def change(path: Path, *statements: str) -> None:
    """Write into a file what no FunnelBoard would."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def rows(target: object) -> dict[str, list[tuple[Any, ...]]]:
    """All rows by table, read by themselves, and the last ids."""
    with closing(open_database(parse_target(str(target)), read_only=True)) as database:
        found = {
            name: database.rows_of(f'SELECT * FROM "{name}" ORDER BY 1, 2')
            for name in new_board.HELD
        }  # fmt: skip
        with database.contents(Path(os.environ["HOME"])) as held:
            return {**found, "last ids": sorted(held.last_ids.items())}


def copy(source: object, target: object) -> None:
    """Copy a board by the command, which has to do it."""
    assert run(["copy", str(source), str(target)]) == 0


def work(workspace: Workspace) -> int:
    """What sellers do; the number of the new deal."""
    workspace.undoing.undo()
    workspace.pipeline.move((4,), Stage.OPPORTUNITY, because="it is so")
    (deal_id,) = workspace.pipeline.create(
        title="Straße, Ünïcode", company="Acme", amount=Money(1_00, "NOK"), tags=("expo", "new")
    ).deal_ids
    workspace.activity.add_note((1,), "as “before”, with\na line")
    workspace.pipeline.delete((7,))
    workspace.undoing.undo()
    workspace.undoing.redo()
    return deal_id


def told(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Rows without what is drawn by lot, and without the blanks in what is logged."""
    logged = [(*each[:-2], *(text and json.loads(text) for text in each[-2:])) for each in found["change_item"]]
    return {**found, "change_item": logged, "change": [(number, *rest) for number, _, *rest in found["change"]]}


def test_there_worked_on_and_back(board: Path, cluster: Cluster, opened: Open, tmp_path: Path) -> None:
    before, url = rows(board), cluster.create_database()
    copy(board, url)
    assert rows(url) == before == rows(board)
    made = [work(opened(each)) for each in (board, url)]
    assert made == [41, 41]
    worked = rows(url)
    assert told(worked) == told(rows(board)) != told(before)
    back, other = tmp_path / "back.db", cluster.create_database()
    copy(url, back)
    copy(url, other)
    assert rows(back) == rows(other) == worked
    assert work(opened(back)) == work(opened(other)) == 42
    assert maintenance.check(opened(back)) == maintenance.check(opened(url)) == ()


def test_the_indexes_are_those_of_a_new_board(board: Path, cluster: Cluster) -> None:
    copied, made = cluster.create_database(), cluster.create_database()
    copy(board, copied)
    maintenance.create(made)
    there = (
        "SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL "
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1, 2"
    )
    found = cluster.execute(there, url=copied)
    assert found == cluster.execute(there, url=made)
    assert len(found) > 100
    assert ("deal", 8) in [
        (name, round(count))
        for name, count in cluster.execute("SELECT relname, reltuples FROM pg_class", url=copied)
    ]  # fmt: skip


def test_what_is_written_meanwhile_is_not_in_it(board: Path, cluster: Cluster, opened: Open, tmp_path: Path) -> None:
    first, second = cluster.create_database(), cluster.create_database()
    for source, target in ((board, first), (first, second), (first, tmp_path / "last.db")):
        before, writer, reader = rows(source), opened(source), opened(source, read_only=True)

        def write(done: int, total: int, writer: Workspace = writer, seen: list[int] = []) -> None:  # noqa: B006
            seen.append(done)
            if len(seen) % 30 == 1 or done == total:
                writer.activity.add_note((1,), f"meanwhile {done}")

        maintenance.copy(reader, str(target), write)
        assert rows(target) == before != rows(source)


def test_a_target_that_is_taken(board: Path, cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    taken, foreign = cluster.create_database(), cluster.create_database()
    copy(board, taken)
    cluster.execute("CREATE TABLE invoice (id bigint)", url=foreign)
    before = rows(taken)
    for url, said in ((taken, "has a board already"), (foreign, "has something else in it")):
        assert run(["copy", str(board), url]) == 1
        assert said in capsys.readouterr().err
    assert rows(taken) == before
    assert cluster.execute(TABLES, url=foreign) == [(1,)]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE note SET text = 'a' || char(0) || 'b' WHERE id = 3", "row 3 of note cannot be kept there, for “text”"),
        ("UPDATE note SET text = CAST(X'61EDA08062' AS TEXT) WHERE id = 3", "A text in row 3 of note of"),
        ("UPDATE change_item SET after = 'no object' WHERE id = 2", "row 2 of change_item cannot be kept there"),
        ("UPDATE deal SET probability = 500 WHERE id = 4", "row 4 of deal cannot be kept there, for the server says"),
        ("UPDATE note SET deal_id = 99 WHERE id = 3", "Key (deal_id)=(99) is not present"),
    ],
)
def test_what_a_server_does_not_keep(
    board: Path, cluster: Cluster, statement: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(board, statement)
    before, url = board.read_bytes(), cluster.create_database()
    assert run(["copy", str(board), url]) == 1
    assert said in capsys.readouterr().err
    assert cluster.execute(TABLES, url=url) == [(0,)]
    assert board.read_bytes() == before


def test_of_two_at_once_one_wins(board: Path, cluster: Cluster) -> None:
    url = cluster.create_database()
    command = [sys.executable, "-m", "funnelboard", "copy", str(board), url]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(each.communicate()[1] for each in both)
    assert sorted(each.returncode for each in both) == [0, 1]
    assert said[0].startswith("Copied")
    assert "has a board already" in said[1] or "another writer is holding" in said[1]
    assert rows(url) == rows(board)


KILLED = """
import os, signal, sys
from funnelboard.services import maintenance, opening
from funnelboard.store import contents, new_board, postgres_board
new_board.READ_AT_ONCE = postgres_board.READ_AT_ONCE = 20
source, target, at = sys.argv[1], sys.argv[2], int(sys.argv[3])
told = 0
def progress(done, total):
    global told
    told += 1
    if told == at: os.kill(os.getpid(), signal.SIGKILL)
maintenance.copy(opening.open_workspace(source, read_only=True), target, progress)
print(told)
"""


def test_killed_half_way(board: Path, cluster: Cluster, tmp_path: Path) -> None:
    def start(source: object, target: object, at: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", KILLED, str(source), str(target), str(at)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    url, before = cluster.create_database(), rows(board)
    often = int(start(board, cluster.create_database(), 0).stdout)
    for at in (1, often // 2, often):
        assert start(board, url, at).returncode == -signal.SIGKILL
        wait_until(lambda: cluster.execute(TABLES, url=url) == [(0,)], "the server has noticed")
    assert rows(board) == before
    copy(board, url)
    assert rows(url) == before
    file = tmp_path / "new.db"
    often = int(start(url, tmp_path / "whole.db", 0).stdout)
    for at in (often // 2, often):
        assert start(url, file, at).returncode == -signal.SIGKILL
        assert not file.exists()
    copy(url, file)
    assert rows(file) == before == rows(url)


def test_a_copy_that_is_not_the_same_is_not_kept(
    board: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, opened: Open
) -> None:
    url, complete = cluster.create_database(), new_board.copy_board.__globals__["_Digest"].taken_of

    def lose_one(self: Any, found: Iterator[Any]) -> Iterator[Any]:
        for row in complete(self, found):
            if "rang" not in row:
                yield row

    monkeypatch.setattr("funnelboard.store.new_board._Digest.taken_of", lose_one)
    with pytest.raises(DatabaseError, match="The table note is not the same in the copy"):
        maintenance.copy(opened(board, read_only=True), url)
    assert cluster.execute(TABLES, url=url) == [(0,)]


def test_a_sample_to_keep_on_a_server(cluster: Cluster, clock: FixedClock) -> None:
    from funnelboard.sample.demo import open_demo

    url = cluster.create_database()
    with closing(open_demo(keep=url, threaded=False, clock=clock)) as workspace:
        assert workspace.target == url
        assert workspace.board.deal(1)
