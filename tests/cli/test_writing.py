"""``--dry-run`` and ``--if-version``: of every command that writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from funnelboard.cli.invocation import COMMANDS
from funnelboard.cli.writing import VERSIONED, WRITES

READS = {
    "board", "demo", "init", "list", "show", "company", "copy", "today", "report", "replay", "log", "backup", "restore",
    "check", "info", "duplicates", "export", "serve", "mcp", "help",
}  # fmt: skip
OWN_DRY_RUN = {"import", "email"}

LINES: dict[str, list[str]] = {
    "add": ["Nordlys: rollout 5k€ #expo !fri call"],
    "edit": ["1", "amount=9 EUR"],
    "qualify": ["1", "market=yes"],
    "move": ["1", "prospect", "--force", "--because", "they asked"],
    "park": ["1", "in 3 months"],
    "wake": ["2"],
    "delete": ["1"],
    "note": ["1", "rang"],
    "follow-up": ["1", "fri", "call"],
    "done": ["1", "they will think"],
    "objection": ["1", "too dear"],
    "contact": ["1", "add", "Per Lie"],
    "repeat": ["3"],
    "reference": ["3"],
    "merge": ["2", "1"],
    "undo": [],
    "redo": [],
    "setting": ["stale.lead", "21"],
    "rate": ["NOK", "0.086"],
    "rates": ["import", "rates.csv"],
}


@pytest.fixture
def board(cli: Any, home: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """Three deals, open, parked and won; what the function returns is all of them with the log."""
    monkeypatch.chdir(home)
    (home / "rates.csv").write_text("currency,rate,date\nNOK,0.086,2026-11-02\n")
    for command in (
        ("setting", "currency", "EUR"),
        ("add", "Acme: pilot 12k€ @Kari Nordmann !fri call"),
        ("add", "Ærlig Øl: trial"),
        ("add", "Nordlys: pilot 3k€"),
        ("park", "2", "in 3 months"),
        ("move", "3", "--won", "--agreed", "--signed", "--settled", "--force", "--because", "so it is"),
        ("note", "3", "signed"),
        ("note", "3", "settled"),
        ("undo",),
    ):
        assert cli(*command).status == 0, command
    return lambda: [
        cli("list", "is:parked", "or", "is:won", "or", "stage:lead", "--json").json,
        cli("log", "--json").json,
    ]


def test_every_command_reads_or_writes() -> None:
    assert COMMANDS.keys() == READS | OWN_DRY_RUN | WRITES
    assert LINES.keys() == WRITES
    for name in OWN_DRY_RUN:
        module, _, attribute = COMMANDS[name].partition(":")
        assert any("--dry-run" in parameter.opts for parameter in getattr(import_module(module), attribute).params)


@pytest.mark.parametrize("name", LINES)
def test_a_dry_run_keeps_nothing_and_the_same_without_it_something(
    cli: Any, board: Callable[[], Any], name: str
) -> None:
    before = board()
    result = cli(name, *LINES[name], "--dry-run")
    assert (result.status, result.err.splitlines()[-1]) == (0, "It was a dry run: nothing was kept.")
    assert "WOULD CHANGE" in result.out
    assert not re.search(r"\d{9}", result.out), "instants are told on the seller's clock"
    assert board() == before
    assert cli(name, *LINES[name]).status == 0
    assert len(board()[1]) == len(before[1]) + 1


def test_a_dry_run_tells_amounts_in_their_currency(cli: Any, board: Callable[[], Any]) -> None:
    def told(*command: str) -> list[str]:
        out = cli(*command, "--dry-run").out.replace("\N{NO-BREAK SPACE}", " ")
        return [" ".join(line.split()) for line in out.splitlines() if " amount " in line]

    board()
    assert told("edit", "1", "amount=9 EUR") == ["deal #1 amount 12 000 € 9 €"]
    assert told("edit", "1", "amount=900 JPY") == ["deal #1 amount 12 000 € 900 ¥"]
    assert told("edit", "1", "amount=") == ["deal #1 amount 12 000 €"]
    assert told("add", "Nordlys: rollout 5.50€") == ["deal #4 amount 5.50 €"]


@pytest.mark.parametrize("name", LINES)
def test_a_dry_run_says_in_json_what_would_be(cli: Any, board: Callable[[], Any], name: str) -> None:
    before = board()
    assert cli(name, *LINES[name], "--dry-run", "--json").json
    assert board() == before


def test_a_refused_dry_run_keeps_nothing(cli: Any, board: Callable[[], Any]) -> None:
    before = board()
    result = cli("move", "1", "opportunity", "--dry-run")
    assert result.status == 0 or "dry run" not in result.err
    assert cli("note", "99", "rang", "--dry-run").status == 1
    assert cli("delete", "1", "99", "--dry-run").status == 1
    assert board() == before


def version(cli: Any, deal: int) -> int:
    return int(cli("show", deal, "--json").json["version"])


ABOUT = {"wake": 2, "repeat": 3, "reference": 3, "undo": 3, "redo": 3}
"""The deals that some of them are about; the others are about the first."""


@pytest.mark.parametrize("name", sorted(VERSIONED))
def test_only_the_version_that_was_seen_is_written_to(cli: Any, board: Callable[[], Any], name: str) -> None:
    before, seen = board(), version(cli, ABOUT.get(name, 1))
    refused = cli(name, *LINES[name], "--if-version", seen + 1)
    assert refused.status == 1
    assert f"it is at version {seen}, not {seen + 1}" in refused.err
    assert board() == before
    assert cli(name, *LINES[name], "--if-version", seen).status == 0
    assert board() != before


def test_one_version_is_not_for_several_deals(cli: Any, board: Callable[[], Any]) -> None:
    before = board()
    for words in (["delete", "1", "3"], ["move", "1", "3", "prospect", "--force", "--because", "so it is"]):
        result = cli(*words, "--if-version", "1")
        assert result.status == 1
        assert "One version was given, and 2 deals are meant" in result.err
    assert cli("note", "1", "rang", "--if-version", "soon").status == 2
    assert board() == before


def test_a_version_and_a_dry_run_go_together(cli: Any, board: Callable[[], Any]) -> None:
    seen = version(cli, 1)
    assert cli("edit", "1", "title=Other", "--if-version", seen, "--dry-run").status == 0
    assert cli("edit", "1", "title=Other", "--if-version", seen).status == 0
    assert cli("edit", "1", "title=Another", "--if-version", seen, "--dry-run").status == 1
