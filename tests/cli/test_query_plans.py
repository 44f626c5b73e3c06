"""What a command asks for is found through an index: read in the plans of all statements that it runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.board import Sort
from funnelboard.services.workspace import Workspace
from tests.cli.test_json import LISTS, SCRIPT
from tests.postgres.watching import fill_all

Cli = Callable[..., Any]

READS_ALL = {
    "copy": "it takes along all there is",
    "check": "it looks at every row",
    "duplicates": "everything is compared with everything",
    "export": "it takes out all there is",
    "import": "what it brings is compared with all there is",
    "info": "it counts the rows of every table",
    "report": "a figure is made of all deals that it is about",
    "restore": "what is put back is looked through as by check",
    "setting": "what everybody shares can be part of every sum and score",
    "rate": "every amount in that currency compares in another way",
    "email": "addresses are compared however they are written, and by their domains",
}
"""Commands that read everything by nature."""

LISTED = [["--limit", "20", "--sort", sort.value] for sort in Sort]


ABOUT_FILES = ("init", "backup", "restore", "copy")
"""Commands that are not asked of a server, or are of its own programs."""


@pytest.fixture
def on_server(engine: str, request: pytest.FixtureRequest) -> bool:
    """Whether a server has the board; then it has so many deals that it looks for some with the help of an index."""
    if engine != "postgresql":
        return False
    workspace: Workspace = request.getfixturevalue("workspace")
    fill_all(workspace, 4_000)
    workspace.close()
    return True


def test_no_command_reads_all_of_a_table_that_grows(cli: Cli, home: Path, on_server: bool, watch: Any) -> None:
    (home / "deals.csv").write_text("title,company,amount\nPilot,Nordlys AS,5000\n")
    (home / "message.eml").write_text("From: per@beta.example\nSubject: Do you rent?\n\nHello.\n")
    run = [(name, arguments) for name, arguments, _ in SCRIPT] + [
        each for each in LISTS if each[1] or each[0] != "list"
    ]
    run += [("list", arguments) for arguments in LISTED] + [("today", []), ("log", ["1"]), ("contact", ["1"])]
    cli("list")  # on a day's first opening every score is worked out anew
    found: dict[str, dict[str, list[str]]] = {}
    for name, arguments in run:
        if on_server and name in ABOUT_FILES:
            continue
        watch.forget()
        cli(name, *(argument.format(home=home) for argument in arguments))
        assert watch.statements or name in ("init", "help", "restore", "replay"), name
        if wrong := watch.readings_of_all():
            found.setdefault(name, {}).update(wrong)
    assert "check" in found, "the others are seen to pass where this is seen not to"
    assert {name: wrong for name, wrong in found.items() if name not in READS_ALL} == {}
