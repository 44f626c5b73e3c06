"""``park`` and ``wake``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

Cli = Callable[..., Any]
Deal = Callable[..., int]

NOON = "2026-11-18 12:00 +0000"


@time_machine.travel(NOON)
def test_parked_until_a_date_with_a_reason(cli: Cli, deal: Deal) -> None:
    acme = deal("Acme Oy: pilot 12k€ !fri call")
    parked = cli("park", acme, "in", "3", "months", "--reason", "budget", "--words", "next year's", "--json").json
    assert (parked["parked_until"], parked["parked_reason"]) == ("2027-02-18", "budget: next year's")
    assert parked["next_follow_up"]["due"] == "2027-02-18"
    assert cli("list", "--json").json == []
    assert [found["id"] for found in cli("list", "is:parked", "--json").json] == [acme]
    assert "parked until 18 Feb" in cli("list", "is:parked").out.replace("Thu ", "")
    assert cli("info", "--json").json["stages"]["lead"] == 0
    assert "budget: next year's" in cli("show", acme).out


@pytest.mark.parametrize(
    ("words", "deals", "until"),
    [
        (["1", "3", "dec"], [1], "2026-12-03"),
        (["1", "2", "3", "dec"], [1, 2], "2026-12-03"),
        (["#1", "#2", "until", "2027-01-04"], [1, 2], "2027-01-04"),
        (["2", "until next month"], [2], "2026-12-01"),
        (["1", "2", "in", "2", "weeks"], [1, 2], "2026-12-02"),
        (["2", "1", "+2w"], [1, 2], "2026-12-02"),
    ],
)
@time_machine.travel(NOON)
def test_deals_and_days_are_told_apart(cli: Cli, deal: Deal, words: list[str], deals: list[int], until: str) -> None:
    deal("Acme")
    deal("Nordlys")
    assert cli("park", *words).status == 0
    parked = cli("list", "is:parked", "--json").json
    assert sorted(found["id"] for found in parked) == deals
    assert {found["parked_until"] for found in parked} == {until}


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["1"], 2, "Say which deal and until when"),
        (["1", "someday"], 1, "“someday” is not a date"),
        (["1", "2"], 1, "“2” is not a date"),
        (["fri"], 2, "“fri” is not the number of a deal"),
        (["1", "yesterday"], 1, "comes back on a day after today"),
        (["1", "2060-01-01"], 1, "more than ten years away"),
        (["1", "fri", "--reason", "other"], 2, "needs words"),
        (["1", "fri", "--reason", "boredom"], 2, "“boredom” is not a reason"),
        (["9", "fri"], 1, "There is no deal #9"),
    ],
)
@time_machine.travel(NOON)
def test_refusals(cli: Cli, deal: Deal, arguments: list[str], status: int, sentence: str) -> None:
    deal("Acme")
    refused = cli("park", *arguments)
    assert (refused.status, refused.out) == (status, "")
    assert sentence in refused.err
    assert cli("list", "is:parked", "--json").json == []


@time_machine.travel(NOON)
def test_a_closed_deal_is_not_parked(cli: Cli, deal: Deal) -> None:
    acme = deal()
    cli("move", acme, "--lost", "--reason", "price")
    refused = cli("park", acme, "fri")
    assert (refused.status, "is closed" in refused.err) == (1, True)


@time_machine.travel(NOON)
def test_woken_by_hand(cli: Cli, deal: Deal) -> None:
    acme = deal()
    cli("park", acme, "next", "month")
    woken = cli("wake", acme, "--json")
    assert (woken.status, woken.json["parked_until"]) == (0, None)
    assert [found["id"] for found in cli("list", "--json").json] == [acme]
    assert cli("wake", acme).err == "“Acme Oy: pilot” is not parked.\n"
