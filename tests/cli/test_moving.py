"""``move``: through the gates or past them, and to an end."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Cli = Callable[..., Any]
Deal = Callable[..., int]

TICKS = ("--agreed", "--signed", "--settled")


@pytest.fixture
def acme(deal: Deal) -> int:
    return deal("Acme Oy: pilot 12k€ @Kari Nordmann #expo")


def test_forwards_with_every_answer_and_back(cli: Cli, acme: int) -> None:
    cli("qualify", acme, "market=yes", "means=yes", "authority=yes")
    moved = cli("move", acme, "pros", "--because", "they asked for an offer")
    assert f"#{acme}  prospect  Acme Oy: pilot" in moved.out
    assert moved.err == "Moved “Acme Oy: pilot” to prospect.\n"
    assert "they asked for an offer" in cli("show", acme).out
    assert cli("move", acme, "lead", "--json").json["stage"] == "lead"


def test_a_gate_says_what_is_missing_and_moves_nothing(cli: Cli, acme: int, deal: Deal) -> None:
    other = deal("Nordlys AS: rollout")
    cli("qualify", acme, "market=yes", "authority=no")
    cli("qualify", other, "market=yes", "means=yes", "authority=no")
    before = cli("list", "--json").json
    refused = cli("move", acme, other, "prospect", "--json")
    assert (refused.status, refused.out) == (1, "")
    told = json.loads(refused.err)["error"]
    assert told["missing"] == ["means", "authority"]
    assert told["message"].splitlines() == [
        f"#{acme} “Acme Oy: pilot” cannot move to prospect yet: means is missing, authority was answered no.",
        f"#{other} “Nordlys AS: rollout” cannot move to prospect yet: authority was answered no.",
        f"Answer with “funnelboard qualify {acme} means=yes”, or pass with --force --because WHY.",
    ]
    assert cli("list", "--json").json == before
    refused = cli("move", other, "prospect")
    assert f"Look for the one who decides: “funnelboard contact {other} add NAME decides=yes”" in refused.err


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        (["market=yes", "means=no", "authority=yes"], "means=yes"),
        (["market=no", "means=no"], "authority=yes"),
        (["market=no", "means=no", "authority=yes"], "market=yes"),
    ],
)
def test_what_nobody_has_answered_is_asked_before_what_was_answered_no(
    cli: Cli, acme: int, answers: list[str], asked: str
) -> None:
    cli("qualify", acme, *answers)
    refused = cli("move", acme, "prospect")
    assert (refused.status, f"Answer with “funnelboard qualify {acme} {asked}”" in refused.err) == (1, True)


def test_a_skipped_stage_asks_too(cli: Cli, acme: int) -> None:
    refused = cli("move", acme, "opportunity")
    assert refused.status == 1
    assert "market, means, authority, need, willing and expected close are missing" in refused.err


def test_passing_a_gate_takes_a_reason_that_is_kept(cli: Cli, acme: int) -> None:
    for arguments in (["--because", "they asked"], []):
        assert cli("move", acme, "prospect", *arguments).status == 1
    wrong = cli("move", acme, "prospect", "--force")
    assert (wrong.status, "--force needs a reason: add --because WHY." in wrong.err) == (2, True)
    passed = cli("move", acme, "prospect", "--force", "--because", "they asked", "--json")
    assert (passed.status, passed.json["stage"]) == (0, "prospect")
    entry = next(entry for entry in cli("show", acme, "--json").json["timeline"] if entry["kind"] == "move")
    assert "they asked" in entry["text"]
    assert "they asked" in cli("log", acme, "--json").json[0]["summary"]


def test_strict_gates_let_nothing_pass(cli: Cli, acme: int) -> None:
    cli("setting", "gates", "strict")
    refused = cli("move", acme, "prospect", "--force", "--because", "they asked")
    assert (refused.status, refused.out) == (1, "")
    assert "the gates of this board are strict" in refused.err
    assert "--force" not in refused.err
    assert cli("add", "Nordlys", "--stage", "prospect").status == 1
    cli("qualify", acme, "market=yes", "means=yes", "authority=yes")
    assert cli("move", acme, "prospect").status == 0


def test_several_at_once(cli: Cli, acme: int, deal: Deal) -> None:
    other = deal("Nordlys")
    moved = cli("move", acme, f"#{other}", "prospect", "--force", "--because", "an old list", "--json")
    assert [(found["id"], found["stage"]) for found in moved.json] == [(acme, "prospect"), (other, "prospect")]
    assert cli("undo", "--json").json["change"]
    assert {found["stage"] for found in cli("list", "--json").json} == {"lead"}


@pytest.mark.parametrize("stage", [["closed"], [], ["won"]])
def test_won_with_its_ticks_amount_and_day_is_one_change(cli: Cli, acme: int, stage: list[str]) -> None:
    refused = cli("move", acme, *stage, "--won", "--agreed")
    assert refused.status == 1
    assert "Add --signed and --settled to the move where it is so" in refused.err
    assert cli("show", acme, "--json").json["closing"]["agreed"] == "unknown"
    won = cli("move", acme, *stage, "--won", *TICKS, "--amount", "10.5k", "--date", "2026-01-15", "--json").json
    assert (won["stage"], won["outcome"], won["amount"], won["currency"]) == ("closed", "won", 10500, "EUR")
    assert (won["probability"], won["closed_at"][:10]) == (100, "2026-01-15")
    assert won["closing"] == {"agreed": "yes", "signed": "yes", "settled": "yes"}
    cli("undo")
    undone = cli("show", acme, "--json").json
    assert (undone["stage"], undone["amount"], undone["closing"]["signed"]) == ("lead", 12000, "unknown")


def test_winning_without_an_amount_asks_for_it(cli: Cli, deal: Deal) -> None:
    refused = cli("move", deal("Nordlys"), "--won", *TICKS)
    assert (refused.status, "amount is missing" in refused.err, "--amount A" in refused.err) == (1, True, True)


def test_open_objections_are_shown_before_winning(cli: Cli, acme: int) -> None:
    cli("objection", acme, "too dear")
    cli("objection", acme, "too late")
    cli("objection", "--resolve", 1, "a discount")
    told = cli("move", acme, "--won", *TICKS).err
    assert f"#{acme} has open objections. 2: “too late”\n" in told
    assert "too dear" not in told


def test_an_amount_on_the_way_is_part_of_the_move(cli: Cli, acme: int) -> None:
    cli("move", acme, "prospect", "--amount", "15k", "--force", "--because", "a test")
    assert cli("show", acme, "--json").json["amount"] == 15000
    cli("undo")
    undone = cli("show", acme, "--json").json
    assert (undone["stage"], undone["amount"]) == ("lead", 12000)


@pytest.mark.parametrize("where", [["prospect", "--force", "--because", "a test"], ["--won", *TICKS]])
def test_one_amount_is_not_for_several_deals(cli: Cli, acme: int, deal: Deal, where: list[str]) -> None:
    other = deal("Nordlys 8k€")
    before = cli("list", "--json").json
    wrong = cli("move", acme, other, *where, "--amount", "15k")
    assert (wrong.status, wrong.out) == (2, "")
    assert "--amount is for one deal at a time." in wrong.err
    assert cli("list", "--json").json == before


def test_a_reopened_deal_has_the_probability_of_its_stage_again(cli: Cli, acme: int) -> None:
    def probability() -> str:
        return next(line for line in cli("show", acme).out.splitlines() if line.startswith("Probability")).split(
            None, 1
        )[1]

    cli("move", acme, "opportunity", "--force", "--because", "a test")
    cli("edit", acme, "probability=80")
    assert probability() == "80 % (its own)"
    cli("move", acme, "--lost", "--reason", "price")
    assert probability() == "0 %"
    cli("edit", acme, "probability=70")
    reopened = cli("move", acme, "opportunity", "--json").json
    assert (reopened["probability"], reopened["weighted_amount"]) == (50, 6000)
    assert probability() == "50 %"
    cli("setting", "probability.opportunity", "40")
    assert probability() == "40 %"


def test_lost_for_a_reason_of_its_own(cli: Cli, acme: int) -> None:
    lost = cli("move", acme, "closed", "--lost", "--reason", "other", "--detail", "went bankrupt", "--json").json
    assert (lost["outcome"], lost["lost_reason"], lost["probability"]) == ("lost", "other", 0)
    assert lost["lost_detail"] == "went bankrupt"
    assert "other: went bankrupt" in cli("show", acme).out


def test_lost_to_a_competitor_names_it(cli: Cli, acme: int) -> None:
    refused = cli("move", acme, "--lost", "--reason", "competitor")
    assert (refused.status, "which competitor" in refused.err) == (1, True)
    lost = cli("move", acme, "--lost", "--reason", "comp", "--competitor", "Beta AS", "--json").json
    assert (lost["lost_reason"], lost["competitor"]) == ("competitor", "Beta AS")


def test_a_reason_of_the_boards_own(cli: Cli, acme: int) -> None:
    cli("setting", "lost-reasons", "price, wrong season")
    refused = cli("move", acme, "--lost", "--reason", "budget")
    assert (refused.status, "It is one of: price, wrong season, other" in refused.err) == (2, True)
    lost = cli("move", acme, "--lost", "--reason", "wrong", "--json").json
    assert (lost["lost_reason"], lost["lost_detail"]) == ("other", "wrong season")


def test_each_of_several_lost_deals_comes_back(cli: Cli, acme: int, deal: Deal) -> None:
    other = deal("Nordlys")
    lost = cli("move", acme, other, "--lost", "--reason", "timing", "--return", "in 6 months", "--json")
    assert [found["id"] for found in lost.json] == [acme, other]
    assert lost.err.count(" comes back on ") == 2
    assert {found["repeat_of"] for found in cli("list", "is:parked", "--json").json} == {acme, other}


def test_a_no_to_coming_back_is_respected(cli: Cli, acme: int) -> None:
    lost = cli("move", acme, "--lost", "--reason", "price", "--may-return", "no", "--json").json
    assert lost["may_return"] == "no"
    assert [person["may_contact"] for person in cli("contact", acme, "--json").json] == [False]
    assert "has said no to being contacted" in cli("show", acme).out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["closed"], "won or lost"),
        (["closed", "--lost"], "A lost deal has a reason"),
        (["lost"], "A lost deal has a reason"),
        (["won", "--lost"], "Choose one of --won and --lost"),
        (["closed", "--lost", "--reason", "other"], "needs words"),
        (["closed", "--lost", "--reason", "boredom"], "“boredom” is not a reason"),
        (["closed", "--won", "--reason", "price"], "for lost deals only"),
        (["closed", "--won", "--return", "+6m"], "for lost deals only"),
        (["closed", "--lost", "--reason", "price", "--signed"], "for won deals only"),
        (["closed", "--lost", "--reason", "price", "--may-return", "yes"], "Say when we may come back"),
        (["closed", "--lost", "--reason", "price", "--may-return", "perhaps"], "“perhaps” is not an answer"),
        (["prospect", "--won"], "for closed deals only"),
        (["prospect", "--date", "fri"], "for closed deals only"),
        (["limbo"], "“limbo” is not a stage. It is one of: lead, prospect, opportunity, closed"),
        ([], "which deal and to which stage"),
    ],
)
def test_wrong_moves_change_nothing(cli: Cli, acme: int, arguments: list[str], sentence: str) -> None:
    before = cli("show", acme, "--json").json
    wrong = cli("move", *([acme, *arguments] if arguments else ["prospect"]))
    assert (wrong.status, wrong.out) == (2, "")
    assert sentence in wrong.err
    assert cli("show", acme, "--json").json == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["--won", *TICKS, "--date", "tomorrow"],
        ["--lost", "--reason", "price", "--return", "yesterday"],
        ["--lost", "--reason", "price", "--may-return", "no", "--return", "in 6 months"],
        ["--won", *TICKS, "--amount", "lots"],
    ],
)
def test_endings_that_cannot_be_are_refused(cli: Cli, acme: int, arguments: list[str]) -> None:
    refused = cli("move", acme, *arguments)
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.endswith(".\n")
    assert cli("show", acme, "--json").json["stage"] == "lead"
