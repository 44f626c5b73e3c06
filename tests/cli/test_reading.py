"""``list`` and ``show``."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from funnelboard.exchange.safe_text import from_csv_cell
from funnelboard.locations import config_file

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


def test_days_are_read_in_the_sellers_order(cli: Cli, deals: list[int]) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text("day_first = false\n")
    cli("edit", deals[0], "expected-close=2027-03-12")
    assert titles(cli("list", "close:3/12/2027", "--json")) == ["Acme Oy: pilot"]
    assert cli("list", "close:12/3/2027", "--json").json == []
    cli("contact", deals[2], "edit", "Åse", "birthday=3/12/1980")
    assert "1980-03-12" in cli("contact", deals[2], "--json").out


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
    none = cli("list", "--limit", "0")
    assert (none.status, none.out, none.err) == (0, "", "")


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
        "  means     no      Kari     call  ",
        "[ ] research the company",
        "[x] call",
        "\n   1  Kari     other\n",
        "\n   1  too dear   ",
    ):
        assert text in shown
    document = cli("show", deal, "--json").json
    assert f"Score {document['score']}\n" in shown
    assert sum(points["points"] for points in document["score_points"]) == document["score"]
    for points in document["score_points"]:
        assert re.search(
            rf"[+]?{points['points']}  {points['rule'].replace('-', ' ')} +{re.escape(points['reason'])} ", shown
        )
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


def test_on_a_terminal_what_is_overdue_stands_out(cli: Cli, deals: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    cli("follow-up", 1, "2026-01-05", "call")
    cli("follow-up", 2, "+2w", "call")
    cli("move", 3, "--lost", "--reason", "price")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    lines = cli("list").out.splitlines()
    assert lines[0].startswith("\x1b[1m")
    style = {line.split("#")[1][0]: line.split("#")[0].strip() for line in lines[1:]}
    assert style == {"1": "\x1b[31m", "2": "", "3": "\x1b[2m", "4": "\x1b[32m"}
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in cli("list").out


def test_a_query_that_cannot_be_is_refused(cli: Cli) -> None:
    refused = cli("list", "is:nonsense", "--json")
    assert (refused.status, refused.out) == (1, "")
    assert "nonsense" in refused.err


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (["ownr:me"], "There is no field “ownr”; did you mean owner?"),
        (["is:stael"], "“is:stael” is not known; did you mean stale?"),
        (["amount>"], "“amount>” needs a value."),
        (["acme", "or"], "“or” needs a term on both sides"),
        (["word"] * 496, "The filter has 2,479 characters; 500 fit."),
        (["x"] * 51, "The filter has more than 50 terms"),
        (["is:\udcff"], "“is:\N{REPLACEMENT CHARACTER}” is not known."),
        (["x" * 30 + ":\x1b[2J"], f"There is no field “{'x' * 30}”. Fields are stage, owner"),
        (["due:\x1b[2J"], "“␛[2J” does not fit “due”."),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",), ("--csv",)])
def test_a_slip_lists_nothing_and_says_what_was_meant(
    cli: Cli, deals: list[int], query: list[str], sentence: str, form: tuple[str, ...]
) -> None:
    refused = cli("list", *form, *query)
    assert (refused.status, refused.out) == (1, "")
    told = json.loads(refused.err)["error"]["message"] if "--json" in form else refused.err
    assert told.startswith(sentence)


@pytest.mark.parametrize(
    ("query", "numbers"), [(["Oy:"], {1}), (['"oy: pilot"'], {1}), (["http://x"], set()), (["10:30"], set())]
)
def test_colons_in_plain_text_are_searched(cli: Cli, deals: list[int], query: list[str], numbers: set[int]) -> None:
    assert {deal["id"] for deal in cli("list", "--json", *query).json} == numbers


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
    for text in (
        "#1 Acme Oy: pilot",
        "Amount          12\u00a0000 €",
        "Source",
        "wants a price",
        "demo",
        "\n\nTimeline\n",
    ):
        assert (text in shown) is (text != "Source")


@time_machine.travel("2026-11-18 12:00 +0000")
def test_a_day_far_from_today_has_its_year(cli: Cli) -> None:
    near, far, waiting, old = (cli("add", line, "--json").json["id"] for line in ("near", "far", "waiting", "old"))
    for deal, day in ((near, "2027-01-05"), (far, "2028-01-05"), (old, "2024-11-19")):
        cli("edit", deal, f"close={day}")
        cli("follow-up", deal, day, "demo")
    parked = cli("park", waiting, "2028-01-05")
    lost = cli("move", near, far, "--lost", "--reason", "price", "--return", "2029-01-05")
    cli("undo")
    shown = {deal: cli("show", deal).out for deal in (near, far, old)}
    listed = {line.split()[0]: line for line in cli("list").out.splitlines()}
    for deal, day in ((near, "Tue 5 Jan 2027"), (far, "5 Jan 2028"), (old, "19 Nov 2024")):
        assert f"Expected close  {day}\n" in shown[deal]
        assert re.search(rf" !?{day}  demo  ", shown[deal])
        assert f"{day} demo" in listed[f"#{deal}"]
    assert parked.err == "Parked “waiting” until 5 Jan 2028: timing.\n"
    assert "parked until 5 Jan 2028" in parked.out
    assert "Parked until    5 Jan 2028: timing" in cli("show", waiting).out
    assert lost.err.count(" comes back on 5 Jan 2029.\n") == 2
    assert "19 Nov 2024" in cli("today").out + listed[f"#{old}"]


def test_show_tells_of_the_ticks_once_they_matter(cli: Cli, deals: list[int]) -> None:
    assert "\nClosing " not in cli("show", 1).out
    cli("qualify", 1, "signed=yes")
    assert "\nClosing         agreed unknown, signed yes, settled unknown\n" in cli("show", 1).out
    cli("qualify", 1, "signed=")
    assert "\nClosing " not in cli("show", 1).out
    cli("move", 1, "opportunity", "--force", "--because", "a test")
    assert "\nClosing         agreed unknown, signed unknown, settled unknown\n" in cli("show", 1).out


def test_list_json_is_show_json_without_the_details(cli: Cli, deals: list[int]) -> None:
    listed = next(deal for deal in cli("list", "--json").json if deal["id"] == 1)
    shown = cli("show", "1", "--json").json
    assert list(shown)[: len(listed)] == list(listed)
    assert {key: shown[key] for key in listed} == listed
