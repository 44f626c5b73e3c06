"""Bringing a database with data in it to a newer schema, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import peewee
import pytest
from playhouse.migrate import SchemaMigrator
from playhouse.migrate import migrate as run_operations

from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Stage
from funnelboard.errors import DatabaseError
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace
from funnelboard.store import migrations
from funnelboard.store import schema as schema_module
from funnelboard.store.opening import open_database
from funnelboard.store.restoring import restore_database
from funnelboard.store.sqlite_database import SqliteDatabase

pytestmark = pytest.mark.sqlite("no schema is older on a server")

Dump = Callable[[Workspace], dict[str, list[Any]]]

NEWEST = schema_module.SCHEMA + 1


def rebuild_company(database: peewee.SqliteDatabase) -> None:
    """SQLite can only do this by making the table anew; contacts and deals point to its rows."""
    migrator = SchemaMigrator.from_database(database)
    run_operations(migrator.drop_not_null("company", "website"))


def nothing_new(database: peewee.SqliteDatabase) -> None:
    database.execute_sql("UPDATE company SET website = website")


def rebuild_and_fail(database: peewee.SqliteDatabase) -> None:
    rebuild_company(database)
    database.execute_sql("INSERT INTO no_such_table VALUES (1)")


def orphan(database: peewee.SqliteDatabase) -> None:
    database.execute_sql("DELETE FROM company")


def schema(
    database: SqliteDatabase, objects: str = "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"
) -> list[Any]:
    return database.rows_of(objects)


def backups(database: SqliteDatabase) -> list[Path]:
    return sorted(database.path.parent.glob("*.before-schema-*"))


@pytest.fixture(autouse=True)
def some_data(add_deal: Callable[..., Deal]) -> None:
    for number in range(5):
        add_deal(title=f"Deal {number}", company=f"Acme {number % 2}", contact="Kari", note="rang", tags=("expo",))


def test_child_rows_survive_a_rebuilt_table(workspace: Workspace, database: SqliteDatabase, dump: Dump) -> None:
    before = dump(workspace)
    migrations.migrate(database, {NEWEST: rebuild_company}, NEWEST)
    after = dump(workspace)
    assert after.pop("schema_version")[-1][0] == NEWEST
    before.pop("schema_version")
    assert after == before
    assert database.peewee.pragma("user_version") == NEWEST
    assert database.peewee.pragma("foreign_keys") == 1
    assert (
        "NULL" not in next(column for column in schema(database) if column[1] == "company")[2].split("website")[1][:12]
    )


def test_the_backup_is_the_database_before(
    workspace: Workspace, database: SqliteDatabase, dump: Dump, make_workspace: Callable[..., Workspace]
) -> None:
    before, stood = dump(workspace), schema(database)
    migrations.migrate(database, {NEWEST: rebuild_company}, NEWEST)
    (backup,) = backups(database)
    kept = make_workspace(backup)
    assert dump(kept) == before
    assert schema(kept.session.database) == stood


@pytest.mark.parametrize(
    ("step", "reason"),
    [(rebuild_and_fail, "no such table: no_such_table"), (orphan, "would lose what they point to")],
    ids=["fails", "orphans"],
)
def test_a_step_that_fails_leaves_the_old_schema_whole(
    step: migrations.Step, reason: str, workspace: Workspace, database: SqliteDatabase, dump: Dump
) -> None:
    before, stood = dump(workspace), schema(database)
    with pytest.raises(DatabaseError, match=f"could not be brought to schema {NEWEST}: .*{reason}") as refused:
        migrations.migrate(database, {NEWEST: step}, NEWEST)
    assert backups(database) == [], "of what stands as it was, each new try would leave one more"
    assert "Put a backup back: funnelboard restore FILE" in str(refused.value)
    assert ".." not in str(refused.value)
    assert dump(workspace) == before
    assert schema(database) == stood
    assert database.peewee.pragma("user_version") == schema_module.SCHEMA
    assert database.peewee.pragma("foreign_keys") == 1


def test_an_interrupted_step_leaves_the_old_schema_whole(
    workspace: Workspace, database: SqliteDatabase, dump: Dump
) -> None:
    def interrupted(peewee_database: peewee.SqliteDatabase) -> None:
        rebuild_company(peewee_database)
        raise KeyboardInterrupt

    before, stood = dump(workspace), schema(database)
    with pytest.raises(KeyboardInterrupt):
        migrations.migrate(database, {NEWEST: interrupted}, NEWEST)
    assert (dump(workspace), schema(database)) == (before, stood)
    assert backups(database) == []
    assert database.peewee.pragma("foreign_keys") == 1
    migrations.migrate(database, {NEWEST: rebuild_company}, NEWEST)
    assert database.peewee.pragma("user_version") == NEWEST


def test_the_steps_before_a_failing_one_stand(database: SqliteDatabase) -> None:
    steps = {NEWEST: rebuild_company, NEWEST + 1: rebuild_and_fail}
    with pytest.raises(DatabaseError, match=f"could not be brought to schema {NEWEST + 1}"):
        migrations.migrate(database, steps, NEWEST + 1)
    assert database.peewee.pragma("user_version") == NEWEST
    assert len(backups(database)) == 1


def test_without_a_backup_nothing_is_begun(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch, workspace: Workspace
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("funnelboard.store.sqlite_database.copy_into", full)
    stood = schema(database)
    with pytest.raises(DatabaseError, match="the disk is full"):
        migrations.migrate(database, {NEWEST: rebuild_company}, NEWEST)
    assert schema(database) == stood


def test_of_two_at_once_one_does_the_work(
    workspace: Workspace,
    database: SqliteDatabase,
    another: Callable[..., SqliteDatabase],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs: list[object] = []
    first = another()

    def step(peewee_database: peewee.SqliteDatabase) -> None:
        runs.append(peewee_database)
        rebuild_company(peewee_database)

    writing = database.writing

    def after_the_other() -> Any:
        migrations.migrate(first, {NEWEST: step}, NEWEST)
        return writing()

    monkeypatch.setattr(database, "writing", after_the_other)
    migrations.migrate(database, {NEWEST: step}, NEWEST)
    assert runs == [first.peewee]
    assert len(backups(database)) == 1
    assert database.peewee.pragma("user_version") == NEWEST
    assert database.rows_of("SELECT version FROM schema_version") == [(schema_module.SCHEMA,), (NEWEST,)]


def test_opening_an_older_database_brings_it_up_to_date(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old.db"
    workspace.session.database.backup(old)
    monkeypatch.setattr(schema_module, "SCHEMA", NEWEST)
    monkeypatch.setattr(schema_module, "AS_MADE", frozenset())
    monkeypatch.setattr(migrations, "migrate", partial(migrations.migrate, steps={NEWEST: nothing_new}, newest=NEWEST))
    opened = open_database(old)
    assert opened.peewee.pragma("user_version") == NEWEST
    opened.close()
    assert len(list(tmp_path.glob("old.db.before-schema-*"))) == 1
    open_database(old).close()
    assert len(list(tmp_path.glob("old.db.before-schema-*"))) == 1


def test_restoring_an_older_backup_brings_what_it_holds_up_to_date(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dump: Dump
) -> None:
    old, held = tmp_path / "old.db", dump(workspace)
    workspace.session.database.backup(old)
    content = old.read_bytes()
    workspace.pipeline.create(title="later")
    monkeypatch.setattr(schema_module, "SCHEMA", NEWEST)
    monkeypatch.setattr(schema_module, "AS_MADE", frozenset())
    monkeypatch.setattr(migrations, "migrate", partial(migrations.migrate, steps={NEWEST: nothing_new}, newest=NEWEST))
    restore_database(Path(workspace.target), old, 5)
    assert old.read_bytes() == content, "the backup itself stays as it is"
    assert workspace.session.database.peewee.pragma("user_version") == NEWEST
    assert {name: rows for name, rows in dump(workspace).items() if name != "schema_version"} == {
        name: rows for name, rows in held.items() if name != "schema_version"
    }


SCHEMA_5 = (
    'DROP INDEX "deal_won"',
    'DROP INDEX "deal_board_total"',
    'CREATE INDEX "deal_board_total" ON "deal" ("stage", "outcome", "currency") '
    "WHERE deleted_at IS NULL AND parked_until IS NULL",
    *(f'DROP INDEX "{name}"' for name in ("deal_board title", "deal_board newest", "deal_bin", "deal_merged")),
    *(f'DROP INDEX "{name}"' for name in ("deal_import_batch_id", "stage_change_moved", "note_message_in_bin")),
    'CREATE INDEX "deal_import_batch_id" ON "deal" ("import_batch_id")',
    "UPDATE schema_version SET version = 5",
    "PRAGMA user_version = 5",
)
SCHEMA_4 = (
    *SCHEMA_5,
    'DROP TABLE "deal_field"',
    'DROP TABLE "own_field"',
    'DROP TABLE "editing"',
    'DROP INDEX "note_message"',
    'ALTER TABLE "note" DROP COLUMN "message_id"',
    *(f'ALTER TABLE "{table}" DROP COLUMN "merged_into"' for table in ("deal", "company", "contact")),
    # A deal that is open, as schema 4 had it.
    "INSERT INTO presence VALUES ('a:1', 1, 4000000000000000, 4000000000000000)",
    "UPDATE schema_version SET version = 4",
    "PRAGMA user_version = 4",
)
SCHEMA_3 = (*SCHEMA_4, 'DROP TABLE "presence"', "UPDATE schema_version SET version = 3", "PRAGMA user_version = 3")
SCHEMA_2 = (
    *SCHEMA_3,
    'DROP INDEX "deal_board follow-up"',
    'ALTER TABLE "deal" DROP COLUMN "source_detail"',
    'ALTER TABLE "deal" DROP COLUMN "next_time"',
    'ALTER TABLE "follow_up" DROP COLUMN "time"',
    'CREATE INDEX "deal_board follow-up" ON "deal" ("stage", COALESCE("next_due", \'9999-12-31\'), "id") '
    "WHERE deleted_at IS NULL AND parked_until IS NULL",
    "UPDATE schema_version SET version = 2",
    "PRAGMA user_version = 2",
)
SCHEMA_1 = (
    *SCHEMA_2,
    'DROP INDEX "deal_closed"',
    'DROP INDEX "deal_adrift"',
    'DROP INDEX "deal_board amount"',
    'DROP TABLE "won_day"',
    'ALTER TABLE "deal" DROP COLUMN "compared"',
    'ALTER TABLE "rate" DROP COLUMN "base"',
    'ALTER TABLE "rate" DROP COLUMN "day"',
    'CREATE INDEX "deal_board amount" ON "deal" ("stage", COALESCE("amount", -1), "id") '
    "WHERE deleted_at IS NULL AND parked_until IS NULL",
    "UPDATE schema_version SET version = 1",
    "PRAGMA user_version = 1",
)
"""What makes of a database the one that an older schema would have held."""


@pytest.mark.parametrize("older", [SCHEMA_1, SCHEMA_2, SCHEMA_3, SCHEMA_4, SCHEMA_5])
@pytest.mark.parametrize("currency", ["EUR", ""])
def test_a_database_of_an_older_schema_is_brought_up_with_everything_in_it(
    currency: str, older: tuple[str, ...], workspace: Workspace, add_deal: Callable[..., Deal], tmp_path: Path,
    dump: Dump, make_workspace: Callable[..., Workspace],
) -> None:  # fmt: skip
    workspace.rates.set("NOK", "0.086")
    for money in (Money(100_00, "NOK"), Money(7, "EUR"), Money(5, "JPY")):
        add_deal(stage=Stage.CLOSED, amount=money)
    if not currency:
        workspace.settings.set("currency", "")
    old = tmp_path / "old.db"
    workspace.session.database.backup(old)
    raw = peewee.SqliteDatabase(str(old))
    for statement in older:
        raw.execute_sql(statement)
    raw.close()
    opened = make_workspace(old)
    assert schema_module.digest(schema(opened.session.database, schema_module.OBJECTS)) in schema_module.AS_MADE
    assert maintenance.check(opened) == ()
    before, after = dump(workspace), dump(opened)
    if not currency and older is SCHEMA_1:
        assert [row[5] for row in after.pop("rate")] == [""], "into no currency at all"
        before.pop("rate")
    assert [before.pop("schema_version"), after.pop("schema_version")] != [[], []]
    assert after == before
