"""Deals from the command line, as a script or a seller would work them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

Cli = Callable[..., Any]


@pytest.fixture
def acme(cli: Cli) -> int:
    """A deal with most of what a line can say."""
    added = cli("add", "Acme Oy: pilot @Kari Nordmann kari@acme.example 12k€ #expo ~referral !fri call", "--json")
    assert added.status == 0
    number: int = added.json["id"]
    return number


def test_the_default_database_is_made_on_first_use(cli: Cli) -> None:
    result = cli("list")
    assert (result.status, result.out) == (0, "")
    assert result.err == "There are no deals yet. “funnelboard add” makes one.\n"


def test_add_prints_the_deal(cli: Cli) -> None:
    result = cli("add", "Acme Oy: pilot", "12k", "NOK", "#expo")
    assert result.status == 0
    assert result.out.splitlines()[1].startswith("  #1  lead   Acme Oy: pilot  12\u00a0000 NOK")
    assert result.err == "Added “Acme Oy: pilot” to lead.\n"


def test_add_understands_the_line(cli: Cli, acme: int) -> None:
    deal = cli("show", acme, "--json").json
    assert (deal["title"], deal["company"], deal["stage"]) == ("Acme Oy: pilot", "Acme Oy", "lead")
    assert (deal["amount"], deal["currency"], deal["probability"], deal["weighted_amount"]) == (12000, "EUR", 5, 600)
    assert deal["contact"]["name"] == "Kari Nordmann"
    assert deal["contact"]["email"] == "kari@acme.example"
    assert (deal["tags"], deal["source"], deal["version"]) == (["expo"], "referral", deal["version"])
    assert deal["next_follow_up"]["kind"] == "call"
    assert date.fromisoformat(deal["next_follow_up"]["due"]).weekday() == 4
    assert deal["owner"]
    assert 0 < deal["score"] < 100
    assert [c["name"] for c in deal["contacts"]] == ["Kari Nordmann"]
    assert len(deal["follow_ups"]) == 1
    assert deal["timeline"]


def test_add_to_a_stage_and_with_something_not_understood(cli: Cli) -> None:
    result = cli("add", "Nordlys ~event:spring fair #a =kari =ola", "--stage", "pros", "--json")
    assert result.status == 0
    assert result.json["stage"] == "prospect"
    assert (result.json["source"], result.json["source_detail"]) == ("event", "spring fair")
    assert "=ola" in result.err
    assert cli("list", "source:spring-fair", "--json").json[0]["title"] == "Nordlys =ola"
    refused = cli("add", "Nordlys ~television")
    assert (refused.status, refused.out) == (1, "")
    assert "or write other:television" in refused.err


def test_add_needs_words(cli: Cli) -> None:
    assert cli("add").status == 2
    refused = cli("add", "  ")
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.count("\n") == 1


def test_edit_many_fields(cli: Cli, acme: int) -> None:
    edited = cli(
        "edit", f"#{acme}", "title=Acme Oy: rollout", "amount=99.95", "probability=35", "close=2027-01-15",
        "source=event", "owner=none", "company=Acme Norge AS", "contact=Ola Moe", "email=ola@acme.example",
        "phone=+47 99 88 77 66", "job-title=CFO", "role=dec", "tags=+hot -expo", "pain-point=slow quotes", "--json",
    )  # fmt: skip
    assert edited.status == 0
    deal = cli("show", acme, "--json").json
    assert edited.json == {key: deal[key] for key in edited.json}
    assert (deal["title"], deal["company"], deal["owner"]) == ("Acme Oy: rollout", "Acme Norge AS", None)
    assert (deal["amount"], deal["currency"], deal["probability"]) == (99.95, "EUR", 35)
    assert (deal["expected_close"], deal["source"], deal["tags"]) == ("2027-01-15", "event", ["hot"])
    ola = next(c for c in deal["contacts"] if c["name"] == "Ola Moe")
    assert (ola["role"], ola["email"], ola["job_title"]) == ("decision maker", "ola@acme.example", "CFO")
    assert deal["contact"]["name"] == "Ola Moe"
    assert "slow quotes" in cli("show", acme).out


def test_edit_clears_with_nothing(cli: Cli, acme: int) -> None:
    cleared = cli("edit", acme, "amount=", "source=", "company=", "tags=", "owner=", "--json").json
    assert [cleared[key] for key in ("amount", "currency", "source", "company", "owner")] == [None] * 5
    assert cleared["tags"] == []


def test_edit_refuses_what_it_does_not_know(cli: Cli, acme: int) -> None:
    before = cli("show", acme, "--json").json
    for assignment in ("colour=red", "amount=lots", "title=", "stage=closed", "nonsense"):
        refused = cli("edit", acme, "owner=none", assignment)
        assert (refused.status, refused.out) == (1, "")
        assert refused.err.endswith(".\n")
    assert cli("show", acme, "--json").json == before


def test_delete_and_undo(cli: Cli, acme: int) -> None:
    deleted = cli("delete", acme, "--json")
    assert (deleted.status, deleted.json["id"]) == (0, acme)
    assert cli("list", "--json").json == []
    gone = cli("show", acme)
    assert (gone.status, gone.out) == (1, "")
    assert cli("undo").status == 0
    assert [deal["id"] for deal in cli("list", "--json").json] == [acme]


def test_several_deleted_are_told_one_by_one_as_they_were(cli: Cli, acme: int) -> None:
    nordlys, fjord = (cli("add", line, "--json").json["id"] for line in ("Nordlys AS: rollout 8k SEK", "Fjord Data"))
    were = {number: cli("show", number, "--json").json for number in (acme, nordlys, fjord)}
    deleted = cli("delete", fjord, f"#{acme}", fjord, "--json")
    assert (deleted.status, deleted.err) == (0, "Deleted 2 deals.\n")
    assert [deal["id"] for deal in deleted.json] == [fjord, acme]
    for told in deleted.json:
        assert told == {key: were[told["id"]][key] for key in told}
    assert [deal["id"] for deal in cli("list", "--json").json] == [nordlys]
    cli("undo")
    assert {deal["id"] for deal in cli("list", "--json").json} == {acme, nordlys, fjord}


@pytest.mark.parametrize(
    "arguments",
    [
        ["qualify", "1", "1"],
        ["qualify", "1", "1", "market=yes"],
        ["move", "1", "1", "lead"],
        ["park", "1", "1", "+1m"],
        ["wake", "1", "1"],
        ["delete", "1", "1"],
    ],
)
def test_a_deal_named_twice_is_one_deal(cli: Cli, acme: int, arguments: list[str]) -> None:
    result = cli(*arguments, "--json")
    assert (result.status, result.json.get("id", result.json.get("deal"))) == (0, acme)


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "99"],
        ["edit", "99", "owner=me"],
        ["move", "99", "prospect"],
        ["delete", "99"],
        ["note", "99", "hello"],
        ["follow-up", "99", "fri call"],
        ["done", "99"],
        ["undo", "99"],
        ["log", "99"],
    ],
)
def test_what_is_not_there_is_refused_in_a_sentence(cli: Cli, acme: int, arguments: list[str]) -> None:
    for extra in ([], ["--json"]):
        refused = cli(*arguments, *extra)
        assert (refused.status, refused.out) == (1, "")
        assert "99" in refused.err
        assert refused.err.count("\n") == 1


@pytest.mark.parametrize("number", ["abc", "0", "-1", "1.5", "99999999999999999999", "#", "٣"])
def test_what_is_no_number_is_wrong_usage(cli: Cli, number: str) -> None:
    wrong = cli("show", number)
    assert (wrong.status, wrong.out) == (2, "")
    assert "Error: " in wrong.err


def test_hostile_text_is_shown_as_text(cli: Cli) -> None:
    added = cli("add", "evil\x1b]0;owned\x07\u202e [/nope] [bold red]x", "--json")
    title = added.json["title"]
    assert "\x1b" not in title
    for command in (["list"], ["show", added.json["id"]], ["log"], ["list", "--csv"]):
        result = cli(*command)
        assert result.status == 0
        assert "[/nope] [bold red]x" in result.out
        assert not any(c in result.out + result.err for c in "\x1b\x07\u202e")


def test_an_address_without_a_name_names_the_contact(cli: Cli) -> None:
    deal = cli("add", "--json", "Acme kari@acme.example").json
    assert (deal["title"], deal["contact"]["name"], deal["contact"]["email"]) == (
        "Acme",
        "kari@acme.example",
        "kari@acme.example",
    )


def test_what_would_be_asked_is_kept_with_yes_only(cli: Cli) -> None:
    cli("add", "Acme: pilot @Per Lie")
    cli("contact", "1", "edit", "Per Lie", "may-contact=no")
    for arguments, fact in (
        (("add", "acme: Pilot"), "“Acme: pilot” is there already: #1, lead. Add it all the same?"),
        (("add", "ACME: more @per lie !fri call"), "Per Lie has said no to being contacted. Keep it?"),
        (("add", "more @Per Lie !fri call"), "Per Lie has said no to being contacted. Keep it?"),
        (("follow-up", "1", "today", "call"), "Per Lie has said no to being contacted. Keep it?"),
    ):
        refused = cli(*arguments)
        assert (refused.status, refused.out) == (1, "")
        assert f"{fact} Then say it again with --yes." in refused.err
        assert cli(*arguments, "--yes").status == 0
    assert "Per Lie (said no)" in cli("today").out
    assert len(cli("company", "acme", "--json").json["contacts"]) == 1
    for arguments in (("show", "1"), ("company", "acme")):
        assert "call (Per Lie has said no)" in cli(*arguments).out
    assert [(each["contact"], each["said_no"]) for each in cli("today", "--json").json] == [("Per Lie", True)]


def test_a_promise_says_of_what_kind_it_is_where_its_words_do_not(cli: Cli) -> None:
    cli("add", "Acme: pilot")
    deal = cli("add", "--json", "Beta: pilot").json["id"]
    cli("follow-up", "1", "today", "demo")
    cli("follow-up", str(deal), "today", "ring Kari about the price")
    for arguments in (("list",), ("today",), ("show", str(deal))):
        assert "call: ring Kari about the price" in cli(*arguments).out
    assert "today demo " in cli("list").out
