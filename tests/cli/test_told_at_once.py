"""What is told without opening the database is what is told once it is open; where it might not be, it is opened."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.cli.command import Request
from funnelboard.locations import config_file
from funnelboard.store.prepared_query import CHUNK

Cli = Callable[..., Any]

pytestmark = pytest.mark.sqlite("a server's database is opened to be read")

PLAIN = [
    ["list"],
    ["list", "--limit", "1"],
    ["list", "--limit", "0"],
    ["list", "--limit", str(CHUNK + 1)],
    ["list", "--json"],
    ["list", "--json-lines", "--limit", "20"],
    ["list", "--fields", "id,title,amount"],
    ["today"],
    ["today", "--json"],
    ["today", "--days", "30"],
    ["today", "--owner", "all", "--days", "366", "--json"],
]
OTHER = [
    ["list", "stage:lead"],
    ["list", "--sort", "score"],
    ["list", "--csv"],
    ["today", "--owner", "camille"],
]


class Opened(list[str | None]):
    """The databases that commands have opened."""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    found = Opened()
    workspace = Request.workspace

    def open_workspace(request: Request, **how: Any) -> Any:
        found.append(request.database)
        return workspace(request, **how)

    monkeypatch.setattr(Request, "workspace", open_workspace)
    return found


@pytest.fixture
def database(cli: Cli, sample_today: Path, tmp_path: Path) -> str:
    """The deals of the sample; the seller has been here today."""
    path = shutil.copy(sample_today, tmp_path / "deals.db")
    assert cli("--db", path, "log").status == 0
    return str(path)


@pytest.mark.parametrize("arguments", PLAIN, ids=" ".join)
def test_it_is_what_is_told_once_it_is_open(
    cli: Cli, database: str, opened: Opened, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = cli("--db", database, *arguments)
    assert opened == []
    assert [path.name for path in Path(database).parent.glob("*.db*")] == ["deals.db"]
    monkeypatch.setattr(Request, "told_at_once", lambda *_: None)
    assert cli("--db", database, *arguments) == at_once
    assert opened == [database]
    assert at_once.status == 0
    assert at_once.out or arguments == ["list", "--limit", "0"]


@pytest.mark.parametrize("arguments", OTHER, ids=" ".join)
def test_anything_else_is_read_once_it_is_open(cli: Cli, database: str, opened: Opened, arguments: list[str]) -> None:
    assert cli("--db", database, *arguments).status == 0
    assert opened == [database]


def alter(database: str, statement: str) -> None:
    connection = sqlite3.connect(database)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("command", ["list", "today"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE board_day SET day = '2026-01-01'",
        "UPDATE seller SET login = login || ' of old'",
        "UPDATE seller SET name = 'Somebody Else'",
    ],
)
def test_what_opening_it_changes_is_changed_first(
    cli: Cli, database: str, opened: Opened, statement: str, command: str
) -> None:
    alter(database, statement)
    for _ in range(2):
        assert cli("--db", database, command).status == 0
    assert opened == [database], "the second time there is nothing more to change"


def test_a_name_of_ones_own_is_looked_at_once_it_is_open(cli: Cli, database: str, opened: Opened) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text('name = "Kari"\n')
    assert cli("--db", database, "list").status == 0
    assert opened == [database]


def test_more_than_is_read_at_once_is_read_once_it_is_open(
    cli: Cli, database: str, opened: Opened, tmp_path: Path
) -> None:
    many = tmp_path / "many.csv"
    many.write_text("title\n" + "".join(f"deal {number}\n" for number in range(CHUNK)))
    assert cli("--db", database, "import", many).status == 0
    opened.clear()
    assert len(cli("--db", database, "list", "--json").json) > CHUNK
    assert opened == [database]
    assert len(cli("--db", database, "list", "--json", "--limit", CHUNK).json) == CHUNK
    assert opened == [database]


def test_what_is_wrong_with_a_database_is_said_as_ever(cli: Cli, database: str, opened: Opened, tmp_path: Path) -> None:
    missing = str(tmp_path / "none.db")
    assert "There is no database" in cli("--db", missing, "list").err
    foreign = tmp_path / "foreign.db"
    foreign.write_text("no database")
    assert cli("--db", foreign, "today").status == 1
    assert opened == [missing, str(foreign)]


def test_nothing_of_peewee_is_loaded_for_it(cli: Cli, database: str) -> None:
    unwanted = "peewee logging json hashlib tempfile shutil dataclasses socket asyncio textual rich.style"
    for command in (["list", "--limit", "1"], ["today"]):
        check = (
            "import sys; from funnelboard.cli.main import run; "
            f"status = run(['--db', {database!r}, *{command!r}]); "
            f"print(status, [name for name in {unwanted.split()} if name in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "0 []", command
