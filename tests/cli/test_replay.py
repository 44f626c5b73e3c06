"""``replay``: the board as it was, from a script."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

MONDAY = datetime.fromisoformat("2026-11-16T09:00:00.250000+00:00")


@pytest.fixture
def past(cli: Any) -> list[Any]:
    """What “list” had at noon of Monday, Tuesday and Wednesday; the last seller's word was on Wednesday."""
    listed = []
    with time_machine.travel(MONDAY, tick=False) as traveller:
        for commands in (
            [("add", "Ærlig Øl: pilot 12k € #expo"), ("add", "Acme: trial 500 €", "--yes")],
            [("move", "1", "prospect", "--force", "--because", "they asked"), ("edit", "2", "amount=700 EUR")],
            [("delete", "2"), ("undo",), ("move", "1", "--lost", "--reason", "price"), ("note", "1", "too dear")],
        ):
            for command in commands:
                assert cli(*command).status == 0
                traveller.shift(timedelta(seconds=1))
            listed.append(cli("list", "--json").json)
            traveller.shift(timedelta(days=1))
    return listed


@time_machine.travel(MONDAY + timedelta(days=10), tick=False)
def test_the_deals_are_as_list_had_them(cli: Any, past: list[Any]) -> None:
    for day, expected in zip(("2026-11-16", "2026-11-17", "2026-11-18"), past, strict=True):
        found = cli("replay", "--until", day, "--json").json
        assert found["deals"] == expected
        assert found["at"] == f"{day}T23:59:59.999Z"
    for empty in ("2026-11-15", "1700-01-01"):
        assert cli("replay", "--until", empty, "--json").json["deals"] == []


@time_machine.travel(MONDAY + timedelta(days=10), tick=False)
def test_what_moved_is_told_with_who_and_when(cli: Any, past: list[Any]) -> None:
    found = cli("replay", "--since", "2026-11-17", "--until", "2026-11-18", "--json").json
    assert [(move["id"], move["from"], move["to"], move["to_outcome"]) for move in found["moved"]] == [
        (1, "prospect", "closed", "lost"),
        (1, "lead", "prospect", None),
    ]
    assert found["moved"][1]["at"] == "2026-11-17T09:00:02.250Z"
    assert found["moved"][1]["seller"]
    assert found["new"] == []
    assert [each["id"] for each in cli("replay", "--until", "2026-11-18", "--json").json["new"]] == [2, 1]


@time_machine.travel(MONDAY + timedelta(days=10), tick=False)
def test_a_moment_is_as_precise_as_it_is_said(cli: Any, past: list[Any]) -> None:
    for until, deals in (
        ("2026-11-16T08:59", 0),
        ("2026-11-16T09:00:00Z", 1),
        ("2026-11-16T09:00:00.249Z", 0),
        ("2026-11-16T09:00:00.250Z", 1),
        ("2026-11-16 10:00:01.250+01:00", 2),
        ("2026-11-16T09:00", 2),
    ):
        assert len(cli("replay", "--until", until, "--json").json["deals"]) == deals, until


@time_machine.travel(MONDAY + timedelta(days=10), tick=False)
def test_a_query_lists_what_matched_then(cli: Any, past: list[Any]) -> None:
    result = cli("replay", "stage:prospect", "--until", "2026-11-17")
    assert "The board as it was: Tue 17 Nov 23:59" in result.out
    assert "Ærlig Øl: pilot" in result.out.partition("What had moved")[0]
    assert "Acme: trial" not in result.out.partition("What had moved")[0]
    assert "lead" in result.out
    assert cli("replay", "stage:prospect", "--json").json["deals"] == []
    assert cli("replay", "owner:nobodyatall").status == 1


@time_machine.travel(MONDAY + timedelta(days=4), tick=False)
def test_a_weekday_is_the_last_one(cli: Any, past: list[Any]) -> None:
    found = cli("replay", "--since", "tue", "--until", "wednesday", "--json").json
    assert (found["since"], found["at"]) == ("2026-11-17T00:00:00.000Z", "2026-11-18T23:59:59.999Z")
    assert cli("replay", "--until", "friday", "--json").json["at"] == "2026-11-20T09:00:00.250Z"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--until", "soon"], "is not a date"),
        (["--until", "2026-02-30T10:00"], "is no moment"),
        (["--since", "2026-11-18", "--until", "2026-11-16"], "--since is after --until"),
        (["amount>"], "amount"),
    ],
)
@time_machine.travel(MONDAY + timedelta(days=10), tick=False)
def test_refusals_name_what_is_wrong(cli: Any, past: list[Any], arguments: list[str], words: str) -> None:
    result = cli("replay", *arguments)
    assert (result.status, result.out) == (1, "")
    assert words in result.err


@time_machine.travel(MONDAY + timedelta(days=10), tick=False)
def test_nothing_is_left_behind(cli: Any, past: list[Any], temporary: Path, home: Path) -> None:
    before = sorted(home.rglob("*"))
    assert cli("replay").status == 0
    assert list(temporary.iterdir()) == []
    assert sorted(home.rglob("*")) == before
