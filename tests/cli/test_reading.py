"""``list`` and ``show``."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.exchange.safe_text import from_csv_cell

Cli = Callable[..., Any]

LINES = ("Acme Oy: pilot 12k€ #expo", "Nordlys AS: rollout 8000 SEK", "=SUM(1) 日本 @Åse", "Fjord Data")


@pytest.fixture
def deals(cli: Cli) -> list[int]:
    """Deals 1 to 4; the last one is won."""
    numbers = [cli("add", line, "--json").json["id"] for line in LINES[:2]]
    numbers.append(cli("add", "--json", "SUM 日本 @Åse").json["id"])
    numbers.append(cli("add", "--json", LINES[3]).json["id"])
    cli("edit", numbers[2], "title==SUM(1) 日本")
    cli("move", numbers[3], "--won", "--amount", "9k", "--agreed", "--signed", "--settled")
    return numbers


def titles(result: Any) -> list[str]:
    return [deal["title"] for deal in result.json]


def test_the_table(cli: Cli, deals: list[int]) -> None:
    result = cli("list")
    lines = result.out.splitlines()
    assert lines[0].split() == [
        "DEAL",
        "STAGE",
        "TITLE",
        "AMOUNT",
        "SCORE",
        "OWNER",
        "NEXT",
        "COMPANY",
        "CONTACT",
        "TAGS",
    ]
    assert len(lines) == 5
    assert result.err == ""
    assert any("#1" in line and "12\u00a0000 €" in line and "Acme Oy" in line and "#expo" in line for line in lines)
    assert any("#4" in line and "won" in line for line in lines)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (["acme"], {1}),
        (["pilot", "acme"], {1}),
        (["stage:lead"], {1, 2, 3}),
        (["tag:expo"], {1}),
        (["not", "tag:expo", "stage:lead"], {2, 3}),
        (["--", "-tag:expo", "stage:lead"], {2, 3}),
        (["amount>10k"], {1}),
        (["currency:SEK", "or", "is:won"], {2, 4}),
        (["åse"], {3}),
        (["nothing like it"], set()),
    ],
)
def test_queries(cli: Cli, deals: list[int], query: list[str], numbers: set[int]) -> None:
    result = cli("list", "--json", *query)
    assert {deal["id"] for deal in result.json} == numbers


def test_no_match_is_said_and_no_error(cli: Cli, deals: list[int]) -> None:
    result = cli("list", "zebra")
    assert (result.status, result.out, result.err) == (0, "", "No deal matches.\n")
    assert cli("list", "zebra", "--json").out == "[]\n"


def test_sort_and_limit(cli: Cli, deals: list[int]) -> None:
    assert titles(cli("list", "--json", "--sort", "title", "--limit", "2", "stage:lead")) == [
        "=SUM(1) 日本",
        "Acme Oy: pilot",
    ]
    assert [deal["id"] for deal in cli("list", "--json", "--sort", "newest").json] == [4, 3, 2, 1]
    assert cli("list", "--json", "--sort", "time-in-stage").status == 0
    assert cli("list", "--json", "--limit", "0").json == []


def test_the_score_is_listed_and_sorts(cli: Cli, deals: list[int]) -> None:
    cli("qualify", 2, "market=yes", "means=yes", "authority=yes")
    listed = cli("list", "--json", "--sort", "score", "stage:lead").json
    assert listed[0]["id"] == 2
    assert [deal["score"] for deal in listed] == sorted((deal["score"] for deal in listed), reverse=True)
    assert [deal["id"] for deal in cli("list", "--json", f"score>{listed[1]['score']}").json] == [2]
    assert f" {listed[0]['score']} " in cli("list").out
    assert [row["score"] for row in csv.DictReader(io.StringIO(cli("list", "--csv", "is:won").out))] == [""]


def test_show_tells_what_is_known_and_what_is_missing(cli: Cli) -> None:
    deal = cli("add", "Acme Oy: pilot 12k€ @Kari ~referral", "--json").json["id"]
    cli("qualify", deal, "market=yes", "means=no", "pain-point=slow quotes", "--how", "call", "--contact", "kari")
    cli("objection", deal, "too dear")
    cli("note", deal, "rang them", "--kind", "call")
    cli("edit", deal, "referred-by=Nordlys AS")
    shown = cli("show", deal).out
    for text in (
        "Qualification   market yes, means no, authority unknown",
        "Pain point      slow quotes",
        "Referred by     Nordlys AS",
        "For prospect, authority is missing, means was answered no.",
        "means no · Kari · call",
        "[ ] research the company",
        "[x] call",
        "1: Kari · other",
        "1: too dear",
    ):
        assert text in shown
    document = cli("show", deal, "--json").json
    assert f"Score {document['score']}\n" in shown
    assert sum(points["points"] for points in document["score_points"]) == document["score"]
    for points in document["score_points"]:
        assert f"{points['points']:+3d}  {points['rule'].replace('-', ' ')}: {points['reason']}" in shown
    assert (document["gate"]["missing"], document["gate"]["refused"]) == (["means", "authority"], ["means"])
    assert [(a["criterion"], a["contact"], a["how"]) for a in document["answers"]] == [
        ("market", "Kari", "call"),
        ("means", "Kari", "call"),
    ]
    assert document["open_objections"] == 1


@pytest.mark.parametrize(
    "arguments",
    [["--sort", "colour"], ["--limit", "-1"], ["--limit", "x"], ["--json", "--csv"], ["-acme"]],
)
def test_wrong_usage(cli: Cli, arguments: list[str]) -> None:
    wrong = cli("list", *arguments)
    assert (wrong.status, wrong.out) == (2, "")


def test_a_query_that_cannot_be_is_refused(cli: Cli) -> None:
    refused = cli("list", "is:nonsense", "--json")
    assert (refused.status, refused.out) == (1, "")
    assert "nonsense" in refused.err


def test_csv_runs_nothing_in_a_spreadsheet_and_comes_back(cli: Cli, deals: list[int]) -> None:
    rows = list(csv.DictReader(io.StringIO(cli("list", "--csv").out)))
    assert len(rows) == 4
    by_id = {row["id"]: row for row in rows}
    assert by_id["3"]["title"] == "'=SUM(1) 日本"
    assert from_csv_cell(by_id["3"]["title"]) == "=SUM(1) 日本"
    assert by_id["3"]["contact"] == "Åse"
    assert (by_id["1"]["amount"], by_id["1"]["currency"], by_id["1"]["tags"]) == ("12000.00", "EUR", "expo")
    assert (by_id["4"]["stage"], by_id["4"]["outcome"]) == ("closed", "won")


def test_show_in_words(cli: Cli, deals: list[int]) -> None:
    cli("note", 1, "wants a price", "--kind", "call")
    cli("follow-up", 1, "+2w demo")
    shown = cli("show", "#1").out
    for text in ("#1 Acme Oy: pilot", "Amount          12\u00a0000 €", "Source", "wants a price", "demo", "Timeline"):
        assert (text in shown) is (text != "Source")


def test_list_json_is_show_json_without_the_details(cli: Cli, deals: list[int]) -> None:
    listed = next(deal for deal in cli("list", "--json").json if deal["id"] == 1)
    shown = cli("show", "1", "--json").json
    assert list(shown)[: len(listed)] == list(listed)
    assert {key: shown[key] for key in listed} == listed
