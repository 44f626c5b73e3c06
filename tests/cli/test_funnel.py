"""Whole stories by the command line: won through every gate, lost and coming back, parked and woken, won again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

Cli = Callable[..., Any]

LINE = "Acme Oy: pilot @Kari Nordmann kari@acme.example 12k€ ~referral"
TICKS = ("--agreed", "--signed", "--settled")


def test_a_lead_is_won_through_every_gate(cli: Cli) -> None:
    lead = cli("add", LINE, "--json").json
    assert (lead["stage"], lead["probability"]) == ("lead", 5)
    acme = lead["id"]
    assert cli("move", acme, "prospect", "--json").status == 1

    cli("qualify", acme, "market=yes", "means=yes", "--how", "form")
    cli("qualify", acme, "authority=yes", "--how", "call", "--contact", "Kari")
    prospect = cli("move", acme, "prospect", "--json").json
    assert (prospect["stage"], prospect["probability"]) == ("prospect", 20)
    assert prospect["qualification"] == {"market": "yes", "means": "yes", "authority": "yes"}
    assert prospect["score"] > lead["score"]

    refused = cli("move", acme, "opportunity", "--json")
    assert (refused.status, "need, willing and expected close are missing" in refused.err) == (1, True)
    cli("qualify", acme, "need=yes", "willing=yes", "close=+30d", "pain-point=slow quotes")
    opportunity = cli("move", acme, "opportunity", "--json").json
    assert (opportunity["stage"], opportunity["weighted_amount"]) == ("opportunity", 6000)

    cli("objection", acme, "too dear")
    cli("objection", "--resolve", 1, "ten per cent off")
    assert cli("move", acme, "--won", "--agreed", "--json").status == 1
    won = cli("move", acme, "--won", *TICKS, "--amount", "10.8k", "--json").json
    assert (won["outcome"], won["amount"], won["score"]) == ("won", 10800, None)

    shown = cli("show", acme, "--json").json
    assert (shown["customer"]["won"], shown["customer"]["lifetime"]) == (1, [{"amount": 10800, "currency": "EUR"}])
    moves = [entry["label"] for entry in shown["timeline"] if entry["kind"] == "move"]
    assert moves == ["opportunity → closed won", "prospect → opportunity", "lead → prospect", "new lead"]
    assert "10\u00a0800 €" in next(line for line in cli("show", acme).out.splitlines() if line.startswith("Customer"))


def test_a_lost_deal_comes_back_on_its_day(cli: Cli) -> None:
    with time_machine.travel("2026-11-18 12:00 +0000"):
        acme = cli("add", LINE, "--json").json["id"]
        lost = cli("move", acme, "--lost", "--reason", "timing", "--return", "in 6 months", "--json")
        assert (lost.json["lost_reason"], lost.json["may_return"]) == ("timing", "yes")
        assert "comes back on 18 May 2027.\n" in lost.err
        (waiting,) = cli("list", "is:parked", "--json").json
        assert (waiting["parked_until"], waiting["repeat_of"], waiting["stage"]) == ("2027-05-18", acme, "lead")
        assert (waiting["company"], waiting["contact"]["name"]) == ("Acme Oy", "Kari Nordmann")
    with time_machine.travel("2027-05-18 08:00 +0000"):
        (item,) = cli("today", "--json").json
        assert (item["kind"], item["deal"], item["contact"]) == ("wakes", waiting["id"], "Kari Nordmann")
        assert cli("show", waiting["id"], "--json").json["parked_until"] is None


def test_a_parked_deal_is_woken_by_the_clock(cli: Cli) -> None:
    with time_machine.travel("2026-11-18 12:00 +0000"):
        acme = cli("add", LINE, "--json").json["id"]
        cli("park", acme, "in", "3", "months", "--reason", "internal decision")
        assert cli("list", "--json").json == []
    with time_machine.travel("2027-02-17 12:00 +0000"):
        assert cli("list", "--json").json == []
        assert cli("today").out == ""
    with time_machine.travel("2027-02-18 12:00 +0000"):
        (woken,) = cli("list", "--json").json
        assert (woken["id"], woken["parked_until"]) == (acme, None)
        assert (woken["next_follow_up"]["due"], woken["next_follow_up"]["kind"]) == ("2027-02-18", "come back")
        assert "internal decision" in woken["next_follow_up"]["what"]
        assert cli("log", "--json").json[0]["kind"] == "woke"
        assert [item["kind"] for item in cli("today", "--json").json] == ["wakes"]


def test_a_customer_buys_again(cli: Cli) -> None:
    acme = cli("add", LINE, "--json").json["id"]
    refused = cli("repeat", acme, "--json")
    assert (refused.status, "was not won" in refused.err) == (1, True)
    cli("move", acme, "--won", *TICKS)
    again = cli("repeat", acme, "--json").json
    assert (again["stage"], again["repeat_of"], again["source"]) == ("lead", acme, "existing customer")
    assert (again["company"], again["contact"]["name"], again["amount"]) == ("Acme Oy", "Kari Nordmann", 12000)
    assert [deal["id"] for deal in cli("list", "is:repeat", "--json").json] == [again["id"]]
    cli("move", again["id"], "--won", *TICKS, "--amount", "8k")
    customer = cli("show", again["id"], "--json").json["customer"]
    assert (customer["won"], customer["lifetime"]) == (2, [{"amount": 20000, "currency": "EUR"}])
    cli("undo")
    cli("undo")
    assert [deal["id"] for deal in cli("list", "--json").json] == [acme]


@pytest.mark.parametrize(("when", "due"), [([], "2026-12-02"), (["3", "dec"], "2026-12-03")])
@time_machine.travel("2026-11-18 12:00 +0000")
def test_a_happy_customer_is_asked_for_a_good_word(cli: Cli, when: list[str], due: str) -> None:
    acme = cli("add", LINE, "--json").json["id"]
    assert cli("reference", acme, *when).status == 1
    cli("move", acme, "--won", *TICKS)
    asked = cli("reference", acme, *when, "--json").json
    assert asked["next_follow_up"]["due"] == due
    assert "reference" in asked["next_follow_up"]["what"]
    assert "reference" in cli("list").out
