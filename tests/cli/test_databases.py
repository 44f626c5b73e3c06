"""Which database is meant, and making, checking, copying and restoring one."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from funnelboard.store import sqlite_database as database_module
from funnelboard.store.copying import UnfinishedFile, copy_into

Cli = Callable[..., Any]


def titles(cli: Cli, *arguments: object) -> list[str]:
    return [deal["title"] for deal in cli("list", "--json", *arguments).json]


def test_init_makes_a_database(cli: Cli, home: Path) -> None:
    path = home / "sales.db"
    made = cli("init", path, "--currency", "sek", "--json")
    assert (made.status, made.json) == (0, {"database": str(path)})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert cli("--db", path, "add", "Nordlys 5k", "--json").json["currency"] == "SEK"


@pytest.mark.sqlite("about the file in the home directory")
def test_init_without_a_name_makes_the_default_one(cli: Cli, home: Path) -> None:
    assert cli("init").status == 0
    assert (home / ".local/share/funnelboard/funnel.db").is_file()
    again = cli("init")
    assert (again.status, again.out) == (1, "")
    assert "exists already" in again.err


@pytest.mark.parametrize("arguments", [["--currency", "XXX"], ["--group", "no such group"]])
def test_init_refuses_and_leaves_nothing(cli: Cli, home: Path, arguments: list[str]) -> None:
    refused = cli("init", home / "sales.db", *arguments)
    assert (refused.status, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert list(home.glob("*.db")) == []


def test_init_refuses_a_file_that_is_there(cli: Cli, home: Path) -> None:
    (home / "letter.txt").write_text("Dear Kari")
    refused = cli("init", home / "letter.txt")
    assert (refused.status, refused.out) == (1, "")
    assert (home / "letter.txt").read_text() == "Dear Kari"
    assert cli("init", home / "a.db", "--db", home / "b.db").status == 2


@pytest.mark.sqlite("about files")
def test_the_database_comes_from_the_option_the_environment_the_settings_or_the_default(
    cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("option", "environment", "configured"):
        cli("init", home / f"{name}.db")
        cli("--db", home / f"{name}.db", "add", name)
    cli("add", "default")
    assert titles(cli) == ["default"]
    settings = home / ".config" / "funnelboard" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'database = "{home}/configured.db"\n')
    assert titles(cli) == ["configured"]
    monkeypatch.setenv("FUNNELBOARD_DB", str(home / "environment.db"))
    assert titles(cli) == ["environment"]
    assert titles(cli, "--db", home / "option.db") == ["option"]
    assert [d["title"] for d in cli("--db", home / "option.db", "list", "--json").json] == ["option"]
    both = cli("--db", home / "environment.db", "list", "--json", "--db", home / "option.db")
    assert [d["title"] for d in both.json] == ["option"]


def test_the_configured_currency_is_for_boards_without_one(cli: Cli, home: Path) -> None:
    settings = home / ".config" / "funnelboard" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('default_currency = "NOK"\n')
    assert cli("add", "Nordlys 5k", "--json").json["currency"] == "NOK"


@pytest.mark.parametrize("command", [["list"], ["add", "x"], ["info"], ["check"], ["log"], ["backup", "copy.db"]])
def test_a_database_that_is_not_there_is_refused(cli: Cli, home: Path, command: list[str]) -> None:
    path = home / "nowhere.db"
    refused = cli("--db", path, *command)
    assert (refused.status, refused.out) == (1, "")
    assert f"funnelboard init {path}" in refused.err
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"Dear Kari", b"SQLite format 3\0" + bytes(200)])
def test_what_is_no_database_is_refused_and_untouched(cli: Cli, home: Path, content: bytes) -> None:
    path = home / "letter.db"
    path.write_bytes(content)
    for command in (["list"], ["add", "x"], ["check"], ["info", "--json"]):
        refused = cli("--db", path, *command)
        assert (refused.status, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert path.read_bytes() == content


@pytest.mark.sqlite("about the file")
def test_info(cli: Cli, home: Path) -> None:
    cli("add", "Acme Oy: pilot")
    cli("move", "1", "prospect", "--force", "--because", "a test")
    told = cli("info", "--json").json
    assert told["database"] == str(home / ".local/share/funnelboard/funnel.db")
    assert told["config_file"] == str(home / ".config/funnelboard/config.toml")
    assert told["stages"] == {"lead": 0, "prospect": 1, "opportunity": 0, "closed": 0}
    assert told["counts"]["deal"] == 1
    assert (told["schema"], told["wal_safe"], told["read_only"]) == (told["schema"], told["wal_safe"], False)
    assert (told["journal_mode"], told["synchronous"]) == (("wal", "full") if told["wal_safe"] else ("delete", "extra"))
    shown = cli("info").out
    for text in (told["database"], told["config_file"], told["log_file"], told["sqlite"], told["seller"]):
        assert text in shown


def test_check_a_sound_database(cli: Cli) -> None:
    cli("add", "Acme Oy: pilot 12k !fri call")
    checked = cli("check", "--json")
    assert (checked.status, checked.json["sound"], checked.json["problems"]) == (0, True, [])
    assert cli("check").err.endswith("is sound.\n")


@pytest.mark.sqlite("damages the file")
def test_check_finds_damage(cli: Cli, home: Path) -> None:
    for number in range(30):
        cli("add", f"Acme Oy: pilot {number} with a rather long title to fill some pages of the file")
    path = Path(cli("info", "--json").json["database"])
    with path.open("r+b") as file:
        file.seek(4096 * 8)
        file.write(bytes(4096 * 8))
    for arguments in ([], ["--json"]):
        checked = cli("check", *arguments)
        assert checked.status == 1
        assert str(path) in checked.err


@pytest.mark.parametrize(
    ("part", "found"), [("objection_deal_id", "Tree {page} page {page}"), ("objection", "cannot be read at all")]
)
@pytest.mark.sqlite("damages the file")
def test_check_says_in_a_sentence_what_is_damaged(cli: Cli, home: Path, part: str, found: str) -> None:
    cli("add", "Acme Oy: pilot")
    path = Path(cli("info", "--json").json["database"])
    with closing(sqlite3.connect(path)) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (part,)).fetchone()
    with path.open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(bytes(4096))
    checked = cli("check", "--json")
    assert (checked.status, checked.json["sound"]) == (1, False)
    (problem,) = checked.json["problems"]
    assert found.format(page=page) in problem
    assert problem.endswith(". Restore a backup.")
    assert "\n" not in problem
    refused = cli("backup", home / "copy.db")
    assert (refused.status, refused.err.count("\n")) == (1, 1)
    assert list(home.glob("*copy.db*")) == []


@pytest.mark.sqlite("puts a file back")
def test_backup_and_restore(cli: Cli, home: Path) -> None:
    cli("add", "Acme Oy: pilot")
    copy = home / "copy.db"
    backed = cli("backup", copy, "--json")
    assert (backed.status, backed.json["backup"]) == (0, str(copy))
    again = cli("backup", copy)
    assert (again.status, again.out) == (1, "")

    cli("add", "Nordlys")
    restored = cli("restore", copy, "--json")
    assert restored.status == 0
    assert titles(cli) == ["Acme Oy: pilot"]
    assert sorted(titles(cli, "--db", restored.json["kept"])) == ["Acme Oy: pilot", "Nordlys"]


@pytest.mark.sqlite("copies the file")
def test_a_copy_that_went_wrong_is_no_backup(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("add", "Acme Oy: pilot")

    def onto_a_bad_disk(source: Any, target: UnfinishedFile, *arguments: Any) -> None:
        copy_into(source, target, *arguments)
        with target.path.open("r+b") as file:
            file.seek(4096)
            file.write(bytes(4096))

    monkeypatch.setattr(database_module, "copy_into", onto_a_bad_disk)
    before = sorted(home.rglob("*"))
    refused = cli("backup", home / "copy.db")
    assert (refused.status, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert f"The backup {home}/copy.db was not made: the copy is damaged" in refused.err
    assert sorted(home.rglob("*")) == before, "neither the copy nor a part of it is left"
    assert titles(cli) == ["Acme Oy: pilot"]


@pytest.mark.parametrize("content", [None, b"", b"Dear Kari"])
def test_restore_refuses_what_is_no_backup(cli: Cli, home: Path, content: bytes | None) -> None:
    cli("add", "Acme Oy: pilot")
    path = home / "backup.db"
    if content is not None:
        path.write_bytes(content)
    refused = cli("restore", path)
    assert (refused.status, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert titles(cli) == ["Acme Oy: pilot"]


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anything")
def test_a_read_only_database_can_be_read(cli: Cli, home: Path) -> None:
    cli("init", home / "sales.db")
    (home / "sales.db").chmod(0o440)
    assert cli("--db", home / "sales.db", "list").status == 0
    refused = cli("--db", home / "sales.db", "add", "x")
    assert (refused.status, refused.out) == (1, "")
    assert "read-only" in refused.err
