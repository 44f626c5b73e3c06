"""Whether everything in a database file is ours."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import peewee
import pytest

from funnelboard.cli.main import run
from funnelboard.domain.deal import Deal
from funnelboard.errors import DatabaseError
from funnelboard.services.workspace import Workspace
from funnelboard.store import schema
from funnelboard.store.opening import open_database
from funnelboard.store.restoring import restore_database
from funnelboard.store.sqlite_database import SqliteDatabase

pytestmark = pytest.mark.sqlite("about the schema of a file")

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i"

FOREIGN = {
    "a trigger “quiet” that FunnelBoard did not make": (
        "CREATE TRIGGER quiet AFTER INSERT ON note BEGIN DELETE FROM note WHERE id = new.id; END",
    ),
    "a trigger “abort” that FunnelBoard did not make": (
        "CREATE TRIGGER abort BEFORE INSERT ON seller BEGIN SELECT RAISE(ABORT, 'no'); END",
    ),
    "a view “endless” that FunnelBoard did not make": (f"CREATE VIEW endless AS {ENDLESS} FROM n",),
    "a view “setting” that FunnelBoard did not make": (
        "DROP TABLE setting",
        f"CREATE VIEW setting AS {ENDLESS} AS id, 'sample' AS name, i AS value FROM n",
    ),
    "a table “more” that FunnelBoard did not make": ("CREATE TABLE more (a)",),
    "a table “fast” that FunnelBoard did not make": ("CREATE VIRTUAL TABLE fast USING fts5(a)",),
    "an index “slow” that FunnelBoard did not make": ("CREATE INDEX slow ON note (hex(zeroblob(9)))",),
    "another index “deal_closed” than FunnelBoard makes": (
        "DROP INDEX deal_closed",
        "CREATE INDEX deal_closed ON deal (title)",
    ),
    "another table “note” than FunnelBoard makes": (
        "ALTER TABLE note ADD COLUMN more TEXT GENERATED ALWAYS AS (hex(text)) VIRTUAL",
    ),
    "another table “rate” than FunnelBoard makes": ("ALTER TABLE rate RENAME COLUMN per_unit TO per_unti",),
    "no table “presence”": ("DROP TABLE presence",),
    "no index “deal_tag_once”": ("DROP INDEX deal_tag_once",),
    "not all of the table “deal”": ('DROP INDEX "deal_board follow-up"', "ALTER TABLE deal DROP COLUMN next_time"),
}
"""What is said, by what somebody else has done to the file."""


@pytest.fixture
def copy(workspace: Workspace, add_deal: Callable[..., Deal], tmp_path: Path) -> Path:
    """A database with a deal, in rollback-journal mode."""
    add_deal(title="mine", note="rang")
    workspace.session.database.backup(tmp_path / "copy.db")
    return tmp_path / "copy.db"


def tamper(path: Path, *statements: str) -> None:
    with closing(peewee.SqliteDatabase(str(path))) as database:
        for statement in statements:
            database.execute_sql(statement)


def test_a_new_database_is_known_at_once(database: SqliteDatabase) -> None:
    assert schema.digest(database.rows_of(schema.OBJECTS)) in schema.AS_MADE


@pytest.mark.parametrize("words", FOREIGN)
def test_what_is_not_ours_is_named_and_the_file_untouched(words: str, copy: Path, capsys: Any) -> None:
    tamper(copy, *FOREIGN[words])
    before = copy.read_bytes()
    for command in ("list", "check", "check --json", "info", "today", "add x", "show 1", "backup new.db", "log"):
        capsys.readouterr()
        assert run(["--db", str(copy), *command.split()]) == 1
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.count("\n") == 1
        assert f"{copy} has been tampered with: it has " in shown.err
        assert words in shown.err
    assert copy.read_bytes() == before
    assert sorted(each.name for each in copy.parent.glob("*copy*")) == ["copy.db"]


def test_a_tampered_backup_is_not_put_back(workspace: Workspace, copy: Path) -> None:
    tamper(copy, "CREATE VIEW endless AS SELECT 1")
    with pytest.raises(DatabaseError, match="a view “endless”"):
        restore_database(Path(workspace.target), copy, 5)


def test_a_backup_mends_a_tampered_database(workspace: Workspace, copy: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.db"
    workspace.session.database.backup(bad)
    tamper(bad, *next(iter(FOREIGN.values())))
    kept = restore_database(bad, copy, 5)
    opened = open_database(bad)
    assert opened.rows_of("SELECT title FROM deal") == [("mine",)]
    opened.close()
    with pytest.raises(DatabaseError, match="a trigger “quiet”"):
        open_database(kept)


def test_a_trigger_put_in_while_it_is_open(workspace: Workspace, add_deal: Callable[..., Deal]) -> None:
    add_deal()
    tamper(Path(workspace.target), *next(iter(FOREIGN.values())))
    with pytest.raises(DatabaseError, match="a trigger “quiet”"):
        workspace.activity.add_note((1,), "rang")
    with pytest.raises(DatabaseError, match="a trigger “quiet”"):
        workspace.board.changed_elsewhere()
    assert workspace.session.database.rows_of("SELECT COUNT(*) FROM note") == [(0,)]
    tamper(Path(workspace.target), "DROP TRIGGER quiet")
    workspace.activity.add_note((1,), "rang")
    assert workspace.session.database.rows_of("SELECT text FROM note") == [("rang",)]


def test_an_older_schema_with_a_trigger_is_not_brought_up(copy: Path) -> None:
    tamper(copy, "DROP TABLE editing", "PRAGMA user_version = 4",
           "CREATE TRIGGER quiet AFTER INSERT ON schema_version BEGIN DELETE FROM note; END")  # fmt: skip
    before = copy.read_bytes()
    with pytest.raises(DatabaseError, match="a trigger “quiet”"):
        open_database(copy)
    assert copy.read_bytes() == before
    assert list(copy.parent.glob("*before-schema*")) == []


@pytest.mark.parametrize(
    ("version", "words"), [(0, "is no finished FunnelBoard database"), (1, "it says that its schema is 1, which it is")]
)
def test_a_version_that_it_has_not(version: int, words: str, copy: Path) -> None:
    tamper(copy, f"PRAGMA user_version = {version}")
    before = copy.read_bytes()
    with pytest.raises(DatabaseError, match=words):
        open_database(copy)
    assert copy.read_bytes() == before
    assert list(copy.parent.glob("*before-schema*")) == []


def test_a_name_that_is_no_text(copy: Path) -> None:
    no_text = "CAST(x'ff' AS TEXT)"
    tamper(copy, "PRAGMA writable_schema = 1",
           f"INSERT INTO sqlite_schema VALUES ({no_text}, {no_text}, {no_text}, 3, {no_text})")  # fmt: skip
    with pytest.raises(DatabaseError, match="holds what no FunnelBoard has written"):
        open_database(copy)


def test_statistics_are_no_harm(copy: Path) -> None:
    tamper(copy, "ANALYZE")
    open_database(copy).close()
