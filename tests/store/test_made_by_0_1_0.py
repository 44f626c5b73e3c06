"""A database that FunnelBoard 0.1.0 made, as ``data/make_0_1_0.py`` tells, opens with all that is in it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import peewee
import pytest
import time_machine

from funnelboard.cli.main import run
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace
from funnelboard.store.schema import SCHEMA

SHOWN = Path(__file__).parent / "data" / "shown_by_0_1_0.json.gz"

KARI = ("kari", "Kari Bråten")


def rows_of(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but for SQLite's own and the versions of the schema."""
    file = peewee.SqliteDatabase(f"file:{path}?mode=ro", uri=True)
    try:
        tables = set(file.get_tables()) - {"sqlite_sequence", "schema_version"}
        found = {}
        for table in tables:
            cursor = file.execute_sql(f'SELECT * FROM "{table}" ORDER BY 1, 2')
            found[table] = [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor]
        return found
    finally:
        file.close()


def same(before: Any, after: Any) -> Any:
    """Of what is there now, what was there before: newer columns, keys and settings left out."""
    if isinstance(before, dict) and isinstance(after, dict):
        return {key: same(before[key], after[key]) for key in before if key in after}
    if isinstance(before, list) and isinstance(after, list):
        names = {old["name"] for old in before if isinstance(old, dict) and "name" in old}
        after = [new for new in after if not names or new["name"] in names]
    if isinstance(before, list) and len(before) == len(after):
        return [same(old, new) for old, new in zip(before, after, strict=True)]
    return after


def without_wording(shown: Any) -> Any:
    """An answer without the sentences that are the program's own, and that a newer one may put better."""
    if isinstance(shown, list):
        return [without_wording(each) for each in shown]
    if not isinstance(shown, dict):
        return shown
    left = {key: without_wording(value) for key, value in shown.items() if key not in ("help", "reason")}
    for entry in left.get("timeline", ()):
        if entry["entity"] == "stage_change":
            del entry["label"], entry["text"]
    if "timeline" in left:
        left["timeline"].sort(key=lambda entry: (entry["entity"], entry["id"]))
    return left


def test_every_row_is_there_and_sound(
    older_database: Path, tmp_path: Path, make_workspace: Callable[..., Workspace]
) -> None:
    before = rows_of(older_database)
    assert all(before.values()), "every table has something in it"
    opened = make_workspace(older_database)
    assert opened.session.database.peewee.pragma("user_version") == SCHEMA
    assert maintenance.check(opened) == ()
    after = rows_of(older_database)
    assert same(before, after) == before


@time_machine.travel("2026-11-18 09:30 +0000", tick=False)
def test_everything_is_shown_as_it_was(
    older_database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("funnelboard.services.opening.account", lambda: KARI)
    asked = json.loads(gzip.decompress(SHOWN.read_bytes()))
    assert len(asked) > 20
    for each in asked:
        name, *arguments = each["command"]
        before = without_wording(each["shown"])
        assert run([name, "--db", str(older_database), *arguments]) == 0
        after = without_wording(json.loads(capsys.readouterr().out))
        assert same(before, after) == before, each["command"]


def test_every_change_can_be_undone_by_its_seller(
    older_database: Path, make_workspace: Callable[..., Workspace], add_deal: Callable[..., Any]
) -> None:
    sellers = {login: make_workspace(older_database, login) for login in ("kari", "söder", "aino", "þóra")}
    kari = sellers["kari"]
    assert kari.undoing.undo().summary == "undid: saved the view “Mine, åpne”"
    assert kari.undoing.redo().change
    names = {each.session.seller.name: each for each in sellers.values()}
    for change in kari.undoing.log(limit=None):
        if not change.undone and change.undoes is None and change.kind not in ("undo", "redo"):
            assert names[change.seller].undoing.undo(change.id).change, change
    assert maintenance.check(kari) == ()
    assert kari.session.database.rows_of("SELECT COUNT(*) FROM deal WHERE deleted_at IS NULL") == [(0,)]


def test_the_backup_made_before_is_the_database_as_it_was(
    older_database: Path, make_workspace: Callable[..., Workspace]
) -> None:
    before = rows_of(older_database)
    make_workspace(older_database)
    (backup,) = older_database.parent.glob(f"{older_database.name}.before-schema-*")
    assert rows_of(backup) == before
    assert maintenance.check(make_workspace(backup)) == ()
