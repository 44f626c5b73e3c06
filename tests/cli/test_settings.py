"""``setting``: what everybody on the database shares."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.settings import SETTINGS

Cli = Callable[..., Any]


def test_all_of_them(cli: Cli) -> None:
    lines = cli("setting").out.splitlines()
    assert lines[0].split() == ["NAME", "VALUE", "DEFAULT", "WHAT", "IT", "IS"]
    assert [line.split()[0] for line in lines[1:]] == [declared.name for declared in SETTINGS]
    document = cli("setting", "--json").json
    assert [each["name"] for each in document] == [declared.name for declared in SETTINGS]
    assert not any(each["set"] for each in document)
    gates = document[0]
    assert (gates["value"], gates["default"]) == ("lenient", "lenient")
    assert gates["help"]
    assert gates["reason"]


def test_one_is_set_shown_and_put_back(cli: Cli) -> None:
    changed = cli("setting", "stale.lead", "21")
    assert (changed.out, changed.err) == ("stale.lead = 21\n", "Set stale.lead to 21 (was 14).\n")
    shown = cli("setting", "stale.lead").out
    assert "Value           21" in shown
    assert "Default         14 (" in shown
    assert cli("setting", "stale.lead", "default", "--json").json["set"] is False
    cli("undo")
    assert cli("setting", "stale.lead", "--json").json["value"] == "21"


def test_words_need_no_quotes(cli: Cli) -> None:
    assert cli("setting", "lost-reasons", "price,", "wrong", "season", "--json").json["value"] == (
        "price, wrong season, other"
    )


def test_a_rate(cli: Cli) -> None:
    assert cli("setting", "rate.nok", "--json").json["value"] == ""
    assert cli("setting", "rate.NOK", "0.086", "--json").json["value"] == "0.086"
    assert cli("setting", "--json").json[-1]["name"] == "rate.NOK"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["colour"], "There is no setting “colour”. There are: gates, preset"),
        (["colour", "red"], "There is no setting “colour”"),
        (["gates", "open"], "gates: “open” is none of lenient, strict."),
        (["probability.lead", "300"], "probability.lead: "),
    ],
)
def test_refusals(cli: Cli, arguments: list[str], sentence: str) -> None:
    before = cli("setting", "--json").json
    refused = cli("setting", *arguments)
    assert (refused.status, refused.out) == (1, "")
    assert sentence in refused.err
    assert cli("setting", "--json").json == before


def test_a_new_database_in_the_words_of_a_preset(cli: Cli, home: Path) -> None:
    path = home / "round.db"
    assert cli("init", path, "--preset", "start", "--currency", "NOK").status == 0
    assert cli("--db", path, "setting", "preset", "--json").json["value"] == "startup"
    assert cli("--db", path, "setting", "currency", "--json").json["value"] == "NOK"
    assert cli("--db", path, "add", "Fjord Ventures ~accelerator", "--json").json["source"] == "accelerator"
    wrong = cli("init", home / "other.db", "--preset", "farming")
    assert (wrong.status, (home / "other.db").exists()) == (2, False)
    assert "It is one of: general, startup, consulting, agency" in wrong.err


def test_a_slip_is_told_with_the_nearest_name(cli: Cli) -> None:
    cli("add", "Acme: pilot")
    cli("edit", 1, "owner=Kalle Lind")
    for arguments, near in {
        ("setting", "stale.lea"): "There is no setting “stale.lea”; did you mean stale.lead?",
        ("list", "owner:kale"): "There is no seller “kale” in this database; did you mean Kalle Lind?",
        ("today", "--owner", "kale"): "There is no seller “kale” in this database; did you mean Kalle Lind?",
        ("list", "owner:nobodysuch"): "There is no seller “nobodysuch” in this database.",
    }.items():
        refused = cli(*arguments)
        assert (refused.status, refused.out, refused.err) == (1, "", near + "\n")
    assert "Acme: pilot" in cli("list", "owner:kalle").out
