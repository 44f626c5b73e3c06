"""What the README has roles do on a server: sellers who cannot rewrite the log, and onlookers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from funnelboard.cli.invocation import COMMANDS
from funnelboard.cli.main import run
from funnelboard.errors import NotSaved
from funnelboard.services.opening import open_workspace
from funnelboard.store.models import TABLES
from tests.cli.test_json import SCRIPT
from tests.postgres.roles import OWNER, as_role, documented, drop, shared_board
from tests.postgres.server import Cluster

pytestmark = pytest.mark.postgresql

FILES_ONLY = {"init", "copy", "backup", "restore"}
"""Commands that are not for those who work on a board."""

NOT_AT_ONCE = {"board", "demo", "serve", "mcp"}

FURTHER: list[tuple[str, list[str]]] = [
    ("undo", []),
    ("rate", ["SEK", "0.09"]),
    ("rates", ["import", "{home}/rates.csv"]),
    ("contact", ["2", "add", "Siri Dahl"]),
    ("list", ["stage:lead"]),
    ("log", []),
    ("today", []),
]


REFUSED = [
    *(f"{doing} {log}" for doing in ("DELETE FROM", "TRUNCATE", "DROP TABLE") for log in ("change", "change_item")),
    "UPDATE change SET summary = ''",
    "UPDATE change_item SET after = '{}'",
    "UPDATE seller SET login = 'rolf'",
    "UPDATE schema_version SET version = 7",
    "INSERT INTO schema_version VALUES (7, 0)",
    "DELETE FROM deal",
    "ALTER TABLE deal DISABLE TRIGGER ALL",
    "CREATE TABLE more (id int)",
]  # fmt: skip
"""What no seller may do, whatever program they use."""


@pytest.fixture
def board(cluster: Cluster) -> Iterator[Callable[[str], str]]:
    """A board of an owner who is nobody's role for selling: its URL as a role."""
    owned = shared_board(cluster)
    yield lambda role: as_role(owned, role)
    drop(cluster)


def test_a_seller_can_use_every_command(
    board: Callable[[str], str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "deals.csv").write_text("title,company,owner,Region\nPilot,Nordlys AS,Per Hansen,North\n")
    (home / "message.eml").write_text("From: per@beta.example\nSubject: Do you rent?\n\nHello.\n")
    (home / "rates.csv").write_text("currency,per_unit,base\nNOK,0.085,EUR\n")
    script = [(name, arguments) for name, arguments, _ in SCRIPT if name not in FILES_ONLY] + FURTHER
    assert {name for name, _ in script} == COMMANDS.keys() - FILES_ONLY - NOT_AT_ONCE
    for name, arguments in script:
        given = (argument.format(home=home) for argument in arguments)
        assert run([name, "--json", "--db", board("kari"), *given]) == 0, (name, capsys.readouterr().err)
    capsys.readouterr()
    assert run(["log", "--json", "--db", board("kari")]) == 0
    assert {entry["seller"] for entry in json.loads(capsys.readouterr().out)} == {"kari"}


def test_a_seller_can_add_to_the_log_and_nothing_else(board: Callable[[str], str], cluster: Cluster) -> None:
    workspace = open_workspace(board("kari"))
    workspace.pipeline.create(title="Acme: pilot")
    workspace.close()
    for statement in REFUSED:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            cluster.execute(statement, url=board("kari"))
    assert len(cluster.execute("SELECT 1 FROM change", url=board("rolf"))) == 1


def test_an_onlooker_looks_and_is_told_of_what_others_write(
    board: Callable[[str], str], cluster: Cluster, open_terminal: Callable[..., Any], home: Path
) -> None:
    seller = open_workspace(board("kari"))
    (first,) = seller.pipeline.create(title="Acme: pilot").deal_ids
    onlooker = open_terminal(board("rolf"), whole=True, HOME=str(home))
    onlooker.wait_until(lambda: "read-only" in onlooker.lines[0] and onlooker.lines[-1].endswith("? help"))
    onlooker.type("nrang\r")
    onlooker.wait_until(lambda: "is open read-only" in " ".join(onlooker.lines))
    seller.pipeline.create(title="Bakery: ovens")
    onlooker.wait_until(lambda: any("Bakery" in line for line in onlooker.lines))
    workspace = open_workspace(board("rolf"))
    assert workspace.board.deal(first).title == "Acme: pilot"
    with pytest.raises(NotSaved, match="is open read-only"):
        workspace.pipeline.delete((first,))
    workspace.close()
    seller.close()
    for table in TABLES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            cluster.execute(f'DELETE FROM "{table._meta.table_name}"', url=board("rolf"))


def test_a_table_that_is_added_later_can_be_read_and_once_it_is_said_again_written_to(
    board: Callable[[str], str], cluster: Cluster
) -> None:
    cluster.execute("CREATE TABLE more (id BIGSERIAL, text text)", url=board(OWNER))
    assert cluster.execute("SELECT * FROM more", url=board("rolf")) == []
    cluster.execute(documented()[1], url=board(OWNER))
    cluster.execute("INSERT INTO more (text) VALUES ('new')", url=board("kari"))
    cluster.execute("UPDATE more SET text = 'newer'", url=board("kari"))
    assert cluster.execute("SELECT * FROM more", url=board("rolf")) == [(1, "newer")]
    for statement in ("UPDATE change SET summary = ''", "UPDATE seller SET login = 'x'"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            cluster.execute(statement, url=board("kari"))


def test_a_seller_is_called_what_they_want_to_be(board: Callable[[str], str]) -> None:
    names = []
    for wanted in ("", "Kari Nordmann", ""):
        workspace = open_workspace(board("kari"), name=wanted)
        names.append((workspace.seller.login, workspace.seller.name))
        workspace.close()
    assert names == [("kari", "kari"), ("kari", "Kari Nordmann"), ("kari", "Kari Nordmann")]


def test_a_backup_that_is_put_back_leaves_everybody_their_rights(
    board: Callable[[str], str], cluster: Cluster, home: Path
) -> None:
    assert run(["add", "Acme: pilot", "--db", board("kari")]) == 0
    for command in ("backup", "restore"):
        assert run([command, str(home / "board.dump"), "--db", board(OWNER)]) == 0
    assert run(["add", "Bakery: ovens", "--db", board("kari")]) == 0
    assert run(["list", "--db", board("rolf")]) == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        cluster.execute("INSERT INTO tag VALUES (1)", url=board("rolf"))
    for statement in REFUSED:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            cluster.execute(statement, url=board("kari"))
