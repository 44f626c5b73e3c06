"""Values that somebody else has written into the file: shown as they can be, told by ``check``, and never a crash."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import peewee
import pytest

from funnelboard.cli.main import run
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace
from funnelboard.store.models import TABLES

pytestmark = [
    pytest.mark.faults,
    pytest.mark.sqlite("writes past the rules of a file; tests/postgres has what a server may hold"),
]

NUMBERS = ("9223372036854775807", "-9223372036854775808")
NUL, BYTES, NO_DAY = "'a' || char(0) || 'b'", "CAST(x'61ff62' AS TEXT)", "'2026-02-31'"
MARKS = "replace(hex(zeroblob(30000)), '0', char(769))"
"""60,000 combining marks."""
OF_DEALS = f"CASE name WHEN 'deal' THEN {NUMBERS[0]} ELSE seq END"

COMMANDS = {
    "list": ("list --json", "today", "check"),
    "deal": ("list", "list --csv", "show 1", "show 2 --json"),
    "note": ("show 1",),
    "company": ("company Acme", "list"),
    "contact": ("contact 1", "show 1"),
    "deal_contact": ("contact 1",),
    "answer": ("show 1",),
    "objection": ("show 1",),
    "follow_up": ("show 1", "list"),
    "stage_change": ("show 2", "company Acme"),
    "seller": ("list", "info", "log"),
    "setting": ("setting", "list"),
    "rate": ("rates", "info"),
    "change": ("log --json", "undo --list", "show 1"),
    "change_item": ("log --json", "log", "undo --list", "show 1"),
    "board_total": ("info",),
    "won_day": ("info",),
}
"""What shows a table; what shows a list of deals shows something of most."""


def spoil(path: Path, table: str, column: str, value: str) -> bool:
    """Give a column a value in every row that can have it, past every rule; whether there was any."""
    with closing(peewee.SqliteDatabase(str(path))) as database:
        database.pragma("ignore_check_constraints", 1)
        database.pragma("foreign_keys", 0)
        database.pragma("synchronous", 0)
        return bool(database.execute_sql(f'UPDATE OR IGNORE "{table}" SET "{column}" = {value}').rowcount)


def columns(table: str) -> Iterator[tuple[str, str]]:
    """Name and a value that cannot be, one after the other."""
    (model,) = (each for each in TABLES if each._meta.table_name == table)
    for field in model._meta.sorted_fields:
        for value in (NUL, BYTES, NO_DAY, MARKS) if field.field_type == "TEXT" else NUMBERS:
            yield field.column_name, value


@pytest.fixture
def spoilt(tmp_path: Path, full_database: Path) -> Callable[..., Path]:
    """A copy with one column spoilt."""

    def copy(table: str, column: str, value: str) -> Path:
        path = tmp_path / "spoilt.db"
        for each in tmp_path.glob("spoilt.db*"):
            each.unlink()
        shutil.copy(full_database, path)
        assert spoil(path, table, column, value), f"no row of {table} can have {column} {value}"
        return path

    return copy


def test_every_table_has_rows(full_database: Path, make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(full_database)
    assert maintenance.check(workspace) == ()
    counts = {
        table: workspace.session.database.rows_of(f'SELECT COUNT(*) FROM "{table}"')[0][0]
        for table in (model._meta.table_name for model in TABLES)
    }
    assert min(counts.values()) > 0, counts


@pytest.mark.parametrize("table", [model._meta.table_name for model in TABLES])
def test_no_command_ends_unexpectedly(
    table: str, spoilt: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    for column, value in columns(table):
        path = spoilt(table, column, value)
        for command in (*COMMANDS["list"], *COMMANDS.get(table, ())):
            status = run(["--db", str(path), *command.split()])
            said = capsys.readouterr()
            assert status in (0, 1), f"{column} {value[:30]} {command}: {said.err}"
            assert "unexpected" not in said.err
            assert "Traceback" not in said.out + said.err


TOLD = [
    ("deal", "closed_at", NUMBERS[0], "deal holds what cannot be: closed_at is out of range"),
    ("deal", "amount", "-1", "deal holds what cannot be: amount >= 0 does not hold"),
    ("deal", "stage", "'limbo'", "stage IN ('lead', 'prospect', 'opportunity', 'closed') does not hold"),
    ("deal", "title", MARKS, "Row 1 of deal holds what cannot be: title is longer than"),
    ("deal", "repeat_of_id", "id", "repeat_of_id is no earlier deal"),
    ("deal", "expected_close", "'2026-02-31'", "expected_close is no date"),
    ("deal", "version", "0 - 7", "version is out of range"),
    ("note", "text", NUL, "Row 1 of note holds what cannot be: text is no text"),
    ("note", "text", BYTES, "Row 1 of note holds what cannot be: text is no text"),
    ("note", "kind", "'x'", "kind is none of 'note', 'call'"),
    ("note", "at", NUMBERS[1], "Row 1 of note holds what cannot be: at is out of range"),
    ("follow_up", "time", "'29:00'", "time is no time of day"),
    ("contact", "birthday", "'1980-13-01'", "birthday is no date"),
    ("contact", "may_contact", "7", "may_contact is neither yes nor no"),
    ("change_item", "after", "'{'", "Row 1 of change_item holds what cannot be: after cannot be read"),
    ("change_item", "before", "'[]'", "before cannot be read"),
    ("setting", "value", "'x'", "of setting counts as not set. currency: "),
    ("rate", "per_unit", "'0'", "Row 1 of rate counts as not there."),
    ("stage_change", "to_stage", "'x'", "to_stage is none of 'lead'"),
    ("tag", "deleted_at", NUMBERS[0], "Row 1 of tag holds what cannot be: deleted_at is out of range"),
    ("sqlite_sequence", "seq", OF_DEALS, "The last number given in deal cannot be 9223372036854775807."),
    ("sqlite_sequence", "seq", "'x'", "The last number given in note cannot be 'x'."),
    ("company", "id", NUMBERS[0], "Row 9223372036854775807 of company holds what cannot be: id is out of range"),
]


@pytest.mark.parametrize(("table", "column", "value", "sentence"), TOLD)
def test_check_tells_the_row(
    table: str, column: str, value: str, sentence: str, spoilt: Callable[..., Path], capsys: Any
) -> None:
    assert run(["--db", str(spoilt(table, column, value)), "check"]) == 1
    assert sentence in capsys.readouterr().out


@pytest.mark.parametrize(
    ("table", "column", "value", "command", "shown"),
    [
        ("deal", "created_at", NUMBERS[0], "show 1", "Deal 1"),
        ("note", "at", NUMBERS[0], "show 1", "rang"),
        ("follow_up", "due", "'2026-02-31'", "list", "Deal 4"),
        ("deal", "expected_close", "'x'", "list", "Deal 4"),
        ("deal", "title", BYTES, "list", "a\ufffdb"),
        ("change_item", "after", "'{'", "log", "added “Deal 4” to lead"),
        ("company", "name", BYTES, "list", "Deal 4"),
    ],
)
def test_the_rest_is_shown(
    table: str, column: str, value: str, command: str, shown: str, spoilt: Callable[..., Path], capsys: Any
) -> None:
    assert run(["--db", str(spoilt(table, column, value)), *command.split()]) == 0
    assert shown in capsys.readouterr().out


def test_what_a_broken_log_says_is_not_undone(spoilt: Callable[..., Path], capsys: Any) -> None:
    path = spoilt("change_item", "after", "'{'")
    assert run(["--db", str(path), "undo", "6"]) == 1
    assert "What change #6 did cannot be read any more." in capsys.readouterr().err


WRITES = ("note 1 rang", "add Nordlys", "edit 1 title=New", "undo")


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("sqlite_sequence", "seq", OF_DEALS),
        ("sqlite_sequence", "seq", "'x'"),
        ("deal", "version", NUMBERS[0]),
        ("deal", "rank", "''"),
    ],
)
def test_no_write_ends_unexpectedly(
    table: str, column: str, value: str, spoilt: Callable[..., Path], capsys: Any
) -> None:
    path = spoilt(table, column, value)
    for command in WRITES:
        status = run(["--db", str(path), *command.split()])
        said = capsys.readouterr().err
        assert status in (0, 1), f"{command}: {said}"
        assert len(said.splitlines()) == 1


def test_numbers_go_on_where_what_was_given_last_is_no_number(spoilt: Callable[..., Path], capsys: Any) -> None:
    path = spoilt("sqlite_sequence", "seq", "'x'")
    assert run(["--db", str(path), "add", "Nordlys"]) == 0
    assert "Nordlys" in capsys.readouterr().out
