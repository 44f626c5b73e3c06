"""A whole board copied from one file to another."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from funnelboard.errors import DatabaseError
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace
from funnelboard.store import new_board
from funnelboard.store.everything import NewFile

pytestmark = pytest.mark.sqlite("copies files; tests/postgres copies to and from a server")

Open = Callable[..., Workspace]
Dump = Callable[[Workspace], dict[str, list[Any]]]


@pytest.fixture
def board(full_database: Path, tmp_path: Path) -> Path:
    """A file with rows in every table, and numbers given to rows that are gone."""
    path = tmp_path / "board.db"
    shutil.copy(full_database, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE sqlite_sequence SET seq = 40 WHERE name = 'deal'")
        connection.commit()
    return path


def test_a_copy_is_the_same_and_goes_on_alike(
    board: Path, make_workspace: Open, dump: Dump, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new_board, "READ_AT_ONCE", 10)
    told: list[tuple[int, int]] = []
    path = tmp_path / "copy.db"
    with closing(make_workspace(board, read_only=True)) as reader:
        copied = maintenance.copy(reader, str(path), lambda done, total: told.append((done, total)))
        assert copied.target == str(path)
        assert dict(copied.rows) == {name: len(rows) for name, rows in dump(reader).items()}
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    first, second = make_workspace(board), make_workspace(path)
    assert dump(first) == dump(second)
    assert maintenance.check(second) == ()
    for workspace in (first, second):
        assert workspace.pipeline.create(title="Next").deal_ids == (41,)
        workspace.undoing.undo()
        workspace.undoing.undo()
    assert dump(first)["deal"] == dump(second)["deal"]


def test_a_target_that_is_there(board: Path, make_workspace: Open, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_text("mine")
    reader = make_workspace(board, read_only=True)
    for target, said in ((other, "exists already"), (board, "exists already"), (tmp_path / "no/x.db", "no directory")):
        with pytest.raises(DatabaseError, match=said):
            maintenance.copy(reader, str(target))
    assert other.read_text() == "mine"


def test_a_text_that_is_none(board: Path, make_workspace: Open, tmp_path: Path) -> None:
    with closing(sqlite3.connect(board)) as connection:
        connection.execute("UPDATE contact SET job_title = CAST(X'61EDA080' AS TEXT) WHERE id = 2")
        connection.commit()
    with pytest.raises(DatabaseError, match=r"A text in row 2 of contact of .*board.db is none: correct it first"):
        maintenance.copy(make_workspace(board, read_only=True), str(tmp_path / "copy.db"))
    assert not (tmp_path / "copy.db").exists()


def test_a_copy_that_is_not_the_same(
    board: Path, make_workspace: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = NewFile.fill

    def lose_one(self: NewFile, table: str, rows: Iterable[Sequence[Any]]) -> None:
        filled(self, table, list(rows)[:-1])

    monkeypatch.setattr(NewFile, "fill", lose_one)
    with pytest.raises(DatabaseError, match="The table seller is not the same in the copy"):
        maintenance.copy(make_workspace(board, read_only=True), str(tmp_path / "copy.db"))
    assert not (tmp_path / "copy.db").exists()


def test_an_older_file_is_brought_up_to_date_first(older_database: Path, make_workspace: Open) -> None:
    before = older_database.read_bytes()
    with pytest.raises(DatabaseError, match="Open it once, to bring it up to date"):
        make_workspace(older_database, read_only=True)
    assert older_database.read_bytes() == before
