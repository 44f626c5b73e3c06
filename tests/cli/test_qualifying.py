"""``qualify``: questions asked and answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

Cli = Callable[..., Any]
Deal = Callable[..., int]


def test_the_questions_of_the_stage(cli: Cli, deal: Deal) -> None:
    acme = deal()
    cli("qualify", acme, "market=yes", "--how", "call", "--contact", "kari")
    asked = cli("qualify", acme)
    lines = asked.out.splitlines()
    assert lines[0].startswith(f"#{acme} Acme Oy: pilot · lead")
    assert [line.split()[:2] for line in lines[2:]] == [
        ["market", "yes"],
        ["means", "unknown"],
        ["authority", "unknown"],
    ]
    assert "Do they fit the market?" in lines[2]
    assert "Kari Nordmann, call, " in lines[2]
    assert asked.err == "For prospect, means and authority are missing.\n"
    document = cli("qualify", acme, "--json").json
    assert [(q["name"], q["answer"]) for q in document["questions"]] == [
        ("market", "yes"),
        ("means", "unknown"),
        ("authority", "unknown"),
    ]
    assert document["questions"][0]["told"]["contact"] == "Kari Nordmann"
    assert document["gate"]["missing"] == ["means", "authority"]


def test_values_are_shown_as_answers(cli: Cli, deal: Deal) -> None:
    acme = deal(stage="prospect")
    cli("qualify", acme, "amount=12k EUR", "close=2027-01-15")
    shown = cli("qualify", acme).out
    assert "12\u00a0000 €" in shown
    assert "15 Jan 2027" in shown


def test_nothing_is_asked_of_a_closed_deal(cli: Cli, deal: Deal) -> None:
    acme = deal()
    cli("move", acme, "--lost", "--reason", "price")
    asked = cli("qualify", acme)
    assert (asked.status, asked.err) == (0, f"#{acme} is closed: nothing more is asked.\n")
    assert cli("qualify", acme, "--json").json["gate"] is None


def test_many_answers_and_what_else_was_learnt_are_one_change(cli: Cli, deal: Deal) -> None:
    acme = deal()
    before = cli("show", acme, "--json").json
    answered = cli(
        "qualify", acme, "market=yes", "Means=n", "need=y", "amount=12k NOK", "expected_close=2027-01-15",
        "pain_point=slow quotes", "competitor=Beta", "current-supplier=Gamma", "decision-process=the board",
        "buyer-next-step=a budget", "--how", "meeting", "--json",
    )  # fmt: skip
    assert answered.json["qualification"] == {"market": "yes", "means": "no", "authority": "unknown"}
    assert answered.json["evaluation"] == {"need": "yes", "willing": "unknown", "expected_close": "2027-01-15"}
    shown = cli("show", acme, "--json").json
    assert (shown["amount"], shown["currency"]) == (12000, "NOK")
    assert (shown["pain_point"], shown["competitor"], shown["current_supplier"]) == ("slow quotes", "Beta", "Gamma")
    assert (shown["decision_process"], shown["buyer_next_step"]) == ("the board", "a budget")
    assert {given["how"] for given in shown["answers"]} == {"meeting"}
    assert cli("undo").status == 0
    after = cli("show", acme, "--json").json
    for key in ("qualification", "evaluation", "amount", "pain_point", "competitor", "answers"):
        assert after[key] == before[key]


def test_an_answer_can_be_taken_back(cli: Cli, deal: Deal) -> None:
    acme = deal(stage="opportunity")
    taken = cli("qualify", acme, "market=", "need=unknown", "amount=", "close=", "--json").json
    assert (taken["qualification"]["market"], taken["evaluation"]["need"]) == ("unknown", "unknown")
    assert (taken["amount"], taken["expected_close"]) == (None, None)


def test_it_says_what_comes_next(cli: Cli, deal: Deal) -> None:
    acme = deal()
    told = cli("qualify", acme, "market=yes", "means=yes", "authority=no").err
    assert "authority was answered no. Look for the one who decides" in told
    told = cli("qualify", acme, "authority=yes").err
    assert told.endswith(f"That is all prospect asks for: “funnelboard move {acme} prospect” moves it there.\n")
    cli("move", acme, "prospect")
    cli("qualify", acme, "need=yes", "willing=yes", "amount=1k", "close=+30d")
    cli("move", acme, "opportunity")
    told = cli("qualify", acme, "agreed=yes", "signed=yes", "settled=yes").err
    assert f"“funnelboard move {acme} closed --won” moves it there" in told
    assert cli("move", acme, "closed", "--won").status == 0


def test_several_deals(cli: Cli, deal: Deal) -> None:
    numbers = [deal("Acme Oy: pilot 5k SEK"), deal("Nordlys AS 5k NOK")]
    answered = cli("qualify", *numbers, "market=yes", "amount=7k", "--json").json
    assert [(found["qualification"]["market"], found["amount"], found["currency"]) for found in answered] == [
        ("yes", 7000, "SEK"),
        ("yes", 7000, "NOK"),
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["colour=red"], "“colour” is not a question. It is one of: market, means, authority, need,"),
        (["market=perhaps"], "“perhaps” is not an answer. It is one of: unknown, yes, no."),
        (["market=yes", "market=no"], "there twice"),
        (["amount=lots"], "lots"),
        (["close=someday"], "“someday” is not a date"),
        (["market=yes", "--contact", "Ola"], "“Ola” is no contact of “Acme Oy: pilot”. On it are: Kari Nordmann."),
    ],
)
def test_refusals_change_nothing(cli: Cli, deal: Deal, arguments: list[str], sentence: str) -> None:
    acme = deal()
    before = cli("show", acme, "--json").json
    refused = cli("qualify", acme, "means=yes", *arguments)
    assert (refused.status, refused.out) == (1, "")
    assert sentence in refused.err
    assert cli("show", acme, "--json").json == before


@pytest.mark.parametrize(
    "arguments", [["market=yes"], ["1", "--how", "call"], ["1", "market=yes", "--how", "telepathy"], ["x"], []]
)
def test_wrong_usage(cli: Cli, deal: Deal, arguments: list[str]) -> None:
    deal()
    wrong = cli("qualify", *arguments)
    assert (wrong.status, wrong.out) == (2, "")


def test_the_questions_are_in_the_words_of_the_preset(cli: Cli, deal: Deal) -> None:
    acme = deal()
    cli("setting", "preset", "startup")
    assert "Do they invest in our field and at our stage?" in cli("qualify", acme).out
    assert "lead (investor)" in cli("show", acme).out
    cli("follow-up", acme, "fri pitch to the partners")
    promise = cli("show", acme, "--json").json["next_follow_up"]
    assert (promise["kind"], date.fromisoformat(promise["due"]).weekday()) == ("pitch", 4)
