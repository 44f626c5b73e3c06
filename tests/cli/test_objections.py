"""``objection``: raised, listed, resolved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Cli = Callable[..., Any]
Deal = Callable[..., int]


def test_raised_resolved_and_open_again(cli: Cli, deal: Deal) -> None:
    acme = deal()
    raised = cli("objection", acme, "too", "dear", "--json")
    assert (raised.status, raised.json["id"], raised.json["open_objections"]) == (0, acme, 1)
    assert raised.err == "Raised an objection on “Acme Oy: pilot”: too dear.\n"
    cli("objection", acme, "too late")
    resolved = cli("objection", "--resolve", 1, "a", "discount", "--json").json
    assert (resolved["id"], resolved["open_objections"]) == (acme, 1)
    listed = cli("objection", "--list", acme, "--json").json
    assert [(each["id"], each["text"], each["answer"]) for each in listed] == [
        (2, "too late", None),
        (1, "too dear", "a discount"),
    ]
    assert listed[0]["resolved_at"] is None
    assert listed[1]["resolved_at"].endswith("Z")
    lines = cli("objection", acme, "--list").out.splitlines()
    assert lines[0].split() == ["ID", "OBJECTION", "SELLER", "RAISED", "ANSWERED"]
    assert lines[1].startswith(" 2  too late   ")
    assert lines[1].endswith("  open")
    assert lines[2].endswith(" a discount")
    assert cli("objection", "--reopen", 1, "--json").json["open_objections"] == 2
    assert cli("undo").status == 0
    assert cli("show", acme, "--json").json["open_objections"] == 1


def test_an_objection_is_resolved_once(cli: Cli, deal: Deal) -> None:
    acme = deal()
    cli("objection", acme, "too dear")
    cli("objection", "--resolve", 1, "a discount")
    before, log = cli("show", acme, "--json").json, cli("log", "--json").json
    again = cli("objection", "--resolve", 1, "pays back in a year")
    assert (again.status, again.out) == (1, "")
    assert "Objection #1 is resolved already: a discount" in again.err
    assert (cli("show", acme, "--json").json, cli("log", "--json").json) == (before, log)
    assert before["objections"][0]["answer"] == "a discount"
    cli("objection", "--reopen", 1)
    assert cli("objection", "--resolve", 1, "pays back in a year").status == 0
    assert cli("objection", "--list", acme, "--json").json[0]["answer"] == "pays back in a year"


def test_the_deal_may_be_named_with_an_answer(cli: Cli, deal: Deal) -> None:
    cli("add", "Nordlys")
    cli("objection", deal(), "too dear")
    for words, answer in ((["#2", "a", "discount"], "a discount"), (["20 percent off"], "20 percent off")):
        assert cli("objection", *words, "--resolve", 1).status == 0
        assert cli("objection", "--list", 2, "--json").json[0]["answer"] == answer
        assert cli("objection", 2, "--reopen", 1).status == 0


def test_no_objections_are_said(cli: Cli, deal: Deal) -> None:
    acme = deal()
    assert cli("objection", "--list", acme).err == f"#{acme} “Acme Oy: pilot” has no objections.\n"
    assert cli("objection", "--list", acme, "--json").json == []


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        ([], 2, "Say which deal and what was said"),
        (["1"], 2, "Say which deal and what was said"),
        (["--list"], 2, "--list is for one deal"),
        (["--list", "1", "--resolve", "1"], 2, "Choose one of"),
        (["--reopen", "1", "words"], 2, "nothing else"),
        (["x", "too dear"], 2, "“x” is not the number of a deal"),
        (["9", "too dear"], 1, "There is no deal #9"),
        (["--resolve", "9", "a discount"], 1, "There is no objection #9"),
        (["--resolve", "1"], 2, "Say what answered it"),
        (["1", "--resolve", "1"], 2, "Say what answered it"),
        (["2", "--resolve", "1", "a discount"], 1, "Objection 1 is not on deal #2"),
        (["--resolve", "1", "20", "percent"], 1, "Objection 1 is not on deal #20"),
        (["--resolve", "2", "1"], 1, "Objection 2 is not on deal #1"),
        (["2", "--reopen", "1"], 1, "Objection 1 is not on deal #2"),
    ],
)
def test_refusals(cli: Cli, deal: Deal, arguments: list[str], status: int, sentence: str) -> None:
    cli("objection", deal(), "too late")
    refused = cli("objection", *arguments)
    assert (refused.status, refused.out) == (status, "")
    assert sentence in refused.err
    assert [each["answer"] for each in cli("objection", "--list", 1, "--json").json] == [None]
