"""What is told of the commands is what they take."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
import pytest

from funnelboard.cli.invocation import COMMANDS
from funnelboard.cli.root_command import root_command
from funnelboard.cli.writing import VERSIONED, WRITES
from funnelboard.domain.query_fields import FIELDS
from funnelboard.exchange.deal_json import DEAL_FIELDS
from funnelboard.exchange.refusal_json import CODES

README = Path(__file__).parents[2] / "README.md"


def options_of(name: str) -> set[str]:
    with click.Context(root_command, info_name="funnelboard") as context:
        told = root_command.get_command(context, name)
        return {option for parameter in told.params for option in parameter.opts}


def rows() -> list[tuple[str, str]]:
    """The rows of the table of commands: both cells."""
    section = README.read_text().partition("## Command line")[2].partition("\n## ")[0]
    table = section.partition("| command | does |")[2].partition("\n\n")[0]
    return [tuple(line.strip("| ").split(" | ", 1)) for line in table.splitlines()[2:]]  # type: ignore[misc]


def test_every_command_has_a_row_and_every_row_a_command() -> None:
    named = [piece.split()[0] for left, _ in rows() for piece in re.findall(r"`([^`]+)`", left)]
    assert set(named) == COMMANDS.keys()


def test_every_option_of_a_row_is_one() -> None:
    for left, right in rows():
        names = [piece.split()[0] for piece in re.findall(r"`([^`]+)`", left)]
        options = set().union(*map(options_of, names), {"--help"})
        told = {
            option
            for piece in re.findall(r"`([^`]+)`", f"{left} {right}")
            for option in re.findall(r"--[a-z-]+", piece)
        }
        assert told <= options, names


def test_it_tells_a_program_all_there_is(cli: Any) -> None:
    told = cli("help", "--json").json
    assert [each["name"] for each in told["commands"]] == list(COMMANDS)
    for each in told["commands"]:
        assert {name for option in each["options"] for name in option["names"]} | {
            parameter.name
            for parameter in root_command.get_command(click.Context(root_command), each["name"]).params
            if isinstance(parameter, click.Argument)
        } == options_of(each["name"])
        assert each["summary"].endswith(".")
        assert each["usage"].startswith(f"funnelboard {each['name']}")
        assert each["examples"]
        assert each["if_version"] is (each["name"] in VERSIONED)
        assert each["writes"] or each["name"] not in WRITES
    assert told["deal_fields"] == list(DEAL_FIELDS)
    assert [each["field"] for each in told["query"]] == list(FIELDS)
    assert {"field": "owner", "ranges": False, "values": ["me", "none"]}.items() <= told["query"][1].items()
    assert [each["code"] for each in told["codes"]] == list(CODES)
    assert told["exit_statuses"]["1"] == "refused"


def test_one_command(cli: Any) -> None:
    assert cli("help", "move").out == cli("move", "--help").out
    assert cli("help").out == cli("--help").out
    told = cli("help", "note", "--json").json
    assert told["arguments"] == [
        {"name": "DEAL", "required": True, "several": False},
        {"name": "TEXT...", "required": True, "several": True},
    ]
    assert {"names": ["--if-version"], "value": "N", "several": False}.items() <= told["options"][1].items()


def test_a_slip_is_told(cli: Any, home: Path) -> None:
    result = cli("help", "muve")
    assert (result.status, result.out) == (1, "")
    assert "did you mean move?" in result.err
    assert list(home.rglob("*.db")) == []


@pytest.mark.parametrize(
    ("shell", "line"), [("bash", "complete -o nosort"), ("zsh", "#compdef"), ("fish", "complete ")]
)
def test_a_shell_is_told_how_to_complete(cli: Any, monkeypatch: pytest.MonkeyPatch, shell: str, line: str) -> None:
    monkeypatch.setenv("_FUNNELBOARD_COMPLETE", f"{shell}_source")
    assert f"{shell}_source" in README.read_text()
    result = cli()
    assert result.status == 0
    assert line in result.out
    monkeypatch.setenv("_FUNNELBOARD_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", "funnelboard mov")
    monkeypatch.setenv("COMP_CWORD", "mov" if shell == "fish" else "1")
    assert "move" in cli().out
