"""Every command that takes --json writes one valid document on standard output, and nothing else there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard import locations
from funnelboard.cli.invocation import COMMANDS

Cli = Callable[..., Any]

DEAL = {"id", "title", "stage", "amount", "owner", "version"}
SCRIPT: list[tuple[str, list[str], set[str]]] = [
    ("init", ["{home}/other.db"], {"database"}),
    ("add", ["Acme Oy: pilot 12k€ !fri call"], DEAL),
    ("edit", ["1", "probability=30"], DEAL),
    ("qualify", ["1", "market=yes", "means=yes", "authority=yes"], DEAL),
    ("qualify", ["1"], {"deal", "stage", "questions", "gate"}),
    ("move", ["1", "prospect"], DEAL),
    ("note", ["1", "wants a price"], DEAL),
    ("follow-up", ["1", "+2w demo"], DEAL),
    ("done", ["1", "agreed"], DEAL),
    ("objection", ["1", "too dear"], DEAL),
    ("park", ["1", "+3m"], DEAL),
    ("wake", ["1"], DEAL),
    ("setting", ["gates", "lenient"], {"name", "value", "default", "set", "help", "reason"}),
    (
        "show",
        ["1"],
        DEAL | {"timeline", "follow_ups", "contacts", "score_points", "objections", "answers", "checklist"},
    ),
    ("company", ["acme"], {"id", "name", "lifetime", "potential", "deals", "contacts", "timeline", "more"}),
    ("report", ["funnel"], {"report", "stages", "win_rate", "conversions", "currency"}),
    ("add", ["Nordlys AS: rollout 8k"], DEAL),
    ("move", ["2", "--won", "--agreed", "--signed", "--settled"], DEAL),
    ("reference", ["2"], DEAL),
    ("repeat", ["2"], DEAL),
    ("duplicates", ["stage:lead"], {"deals", "companies", "contacts"}),
    ("merge", ["3", "1"], DEAL),
    ("email", ["{home}/message.eml", "--lead"], {"kept", "note", "received", "new_lead", "deal", "message_id"}),
    ("delete", ["1"], DEAL),
    ("undo", [], {"change", "summary", "deals"}),
    ("redo", [], {"change", "summary", "deals"}),
    (
        "import",
        ["{home}/deals.csv"],
        {"new", "updated", "unchanged", "rejected", "unmapped_columns", "unknown_stages", "possible_duplicates"}
        | {"assumed_currency", "change", "by_stage", "columns"},
    ),
    ("help", [], {"commands", "query", "deal_fields", "codes", "exit_statuses"}),
    ("replay", ["--until", "yesterday"], {"at", "since", "deals", "moved", "new"}),
    ("backup", ["{home}/copy.db"], {"database", "backup"}),
    ("copy", ["{home}/copy.db", "{home}/copied.db"], {"from", "to", "rows"}),
    ("restore", ["{home}/copy.db"], {"restored", "kept"}),
    ("export", ["--output", "{home}/all.csv"], {"exported", "format", "counts"}),
    ("check", [], {"sound", "problems"}),
    ("info", [], {"database", "schema", "counts", "stages"}),
]
LISTS = [
    ("list", []),
    ("log", []),
    ("undo", ["--list"]),
    ("qualify", ["1", "2"]),
    ("qualify", ["1", "2", "market=yes"]),
    ("move", ["1", "2", "lead"]),
    ("park", ["1", "2", "next", "month"]),
    ("wake", ["1", "2"]),
    ("delete", ["1", "2"]),
]
OTHER_LISTS = {"list", "log", "today", "contact", "rate", "rates"}


@pytest.mark.sqlite("puts a file in the place of another")
def test_every_command_has_its_json(cli: Cli, home: Path) -> None:
    (home / "deals.csv").write_text("title,company,amount\nPilot,Nordlys AS,5000\n")
    (home / "message.eml").write_text("From: per@beta.example\nSubject: Do you rent?\n\nHello.\n")
    for name, arguments, keys in SCRIPT:
        result = cli(name, "--json", *(argument.format(home=home) for argument in arguments))
        assert result.status == 0, (name, result.err)
        assert keys <= result.json.keys(), name
    assert {name for name, _, _ in SCRIPT} | OTHER_LISTS == COMMANDS.keys() - {"board", "demo", "serve", "mcp"}


@pytest.mark.parametrize(("name", "arguments"), LISTS)
def test_several_are_a_list(cli: Cli, name: str, arguments: list[str]) -> None:
    cli("add", "Acme Oy: pilot")
    cli("add", "Nordlys AS: rollout")
    result = cli(name, "--json", *arguments)
    assert (result.status, len(result.json)) == (0, 2)


def test_a_sample_is_worked_on_as_a_copy(cli: Cli, home: Path) -> None:
    sample = home / "sample.db"
    shutil.copyfile(locations.sample_database(), sample)
    before = sample.read_bytes()
    listed = cli("--db", sample, "list", "--json")
    assert len(listed.json) > 40
    assert listed.err == "This is a copy of the sample data for this command only; no change to it is kept.\n"
    assert cli("--db", sample, "delete", listed.json[0]["id"]).status == 0
    assert len(cli("--db", sample, "list", "--json").json) == len(listed.json)
    assert sample.read_bytes() == before
    assert [path.name for path in home.glob("sample.db*")] == ["sample.db"]
