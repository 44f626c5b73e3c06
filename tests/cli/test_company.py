"""``company``: everything about one, in words and as JSON."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import funnelboard
from funnelboard.services.opening import open_workspace

Cli = Callable[..., Any]
HOSTILE = "\x1b]0;owned\x07[bold]Acme\u202e\x9b31m"


@pytest.fixture
def acme(cli: Cli) -> None:
    """Acme Oy with a deal open, one parked, one won and one lost for good, and a lead it sent."""
    for line in (
        "Acme Oy: pilot @Kari Nordmann kari@acme.example 12k € !+3d call about price",
        "Acme Oy: rollout @Kari Nordmann 80000 SEK",
        "Acme Oy: training 3k €",
        "Acme Oy: first order 9k €",
        "Acme Oy: second order @Per Lie 1k €",
        "Globex: introduction",
    ):
        cli("add", line)
    cli("contact", 2, "role", "kari", "decision maker")
    cli("contact", 2, "decides", "kari")
    cli("park", 3, "+3m", "--reason", "budget")
    cli("move", 4, "--won", "--amount", "9k", "--agreed", "--signed", "--settled")
    cli("move", 5, "--lost", "--reason", "price", "--may-return", "no")
    cli("edit", 6, "referred-by=acme oy")
    cli("objection", 1, "too dear")
    cli("note", 2, "wants a price\nfor all of it", "--kind", "call")


def test_in_words(cli: Cli, acme: None) -> None:
    result = cli("company", "acme")
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("Acme Oy\n")
    for text in (
        "1 deal won · 9\u00a0000 €",
        "Deals           2 open, 1 parked, 1 won, 1 lost\n",
        "Potential       12\u00a0000 € (600 € weighted), 80\u00a0000 SEK (4\u00a0000 SEK weighted)\n",
        "Parked          3\u00a0000 € (150 € weighted)\n",
        "call about price · #1 Acme Oy: pilot\n",
        "parked until",
        "may not return, price, today",
        "  Kari Nordmann  decision maker on #2, on #1, decides  kari@acme.example  ",
        "  Per Lie        on #5                                 has said no to being contacted",
        "   1  too dear   ",
        "    #6  lead   Globex: introduction",
        "call  #2 Acme Oy: rollout\n    wants a price\n    for all of it\n",
    ):
        assert text in result.out, text
    assert result.out.count("Kari Nordmann ") == 1
    rows = [line.split()[0] for line in result.out.splitlines() if line.strip().startswith("#")]
    assert rows == ["#3", "#2", "#1", "#5", "#4", "#6"]


def test_as_json(cli: Cli, acme: None) -> None:
    document = cli("company", "acme", "oy", "--json").json
    assert (document["name"], document["open"], document["parked"], document["won"], document["lost"]) == (
        "Acme Oy", 2, 1, 1, 1,
    )  # fmt: skip
    assert document["lifetime"] == [{"amount": 9000, "currency": "EUR"}]
    assert document["potential"] == [
        {"deals": 1, "amount": 12000, "currency": "EUR", "weighted_amount": 600},
        {"deals": 1, "amount": 80000, "currency": "SEK", "weighted_amount": 4000},
    ]
    assert document["parked_potential"] == [{"deals": 1, "amount": 3000, "currency": "EUR", "weighted_amount": 150}]
    listed = {deal["id"]: deal for deal in cli("list", "is:open", "--json").json}
    assert {deal["id"]: deal for deal in document["deals"] if deal["id"] in listed} == {
        number: listed[number] for number in (1, 2)
    }
    kari = next(contact for contact in document["contacts"] if contact["name"] == "Kari Nordmann")
    assert (kari["email"], kari["may_contact"], kari["decides"]) == ("kari@acme.example", True, True)
    assert kari["roles"] == ["decision maker", "other"]
    assert [(part["deal"], part["role"], part["decides"]) for part in kari["deals"]] == [
        (2, "decision maker", True),
        (1, "other", False),
    ]
    assert document["next_follow_up"]["deal"] == 1
    assert [(each["deal"], each["what"]) for each in document["follow_ups"]] == [(1, "call about price")]
    assert [(each["deal"], each["text"]) for each in document["objections"]] == [(1, "too dear")]
    assert [deal["id"] for deal in document["referred"]] == [6]
    newest = document["timeline"][0]
    assert (newest["deal"], newest["title"], newest["text"]) == (2, "Acme Oy: rollout", "wants a price\nfor all of it")
    assert document["more"] is False


def test_the_timeline_is_as_long_as_asked_for(cli: Cli, acme: None) -> None:
    short = cli("company", "acme", "--limit", 2)
    assert short.out.endswith("There is more: --limit N shows N entries.\n")
    document = cli("company", "acme", "--limit", 2, "--json").json
    assert (len(document["timeline"]), document["more"]) == (2, True)
    assert "There is more" not in cli("company", "acme").out
    assert cli("company", "acme", "--limit", 0, "--json").json["timeline"] == []


def test_what_is_empty_is_said(cli: Cli) -> None:
    cli("add", "Acme Oy: pilot")
    cli("delete", 1)
    result = cli("company", "acme")
    assert result.status == 0
    for text in (
        "Customer        not yet: no deal was won\n",
        "Deals           none\n",
        "Next            nothing is promised\n",
        "None on the board.",
        "Contacts\n  Nobody yet.\n",
        "Follow-ups\n  Nothing is promised.\n",
        "Open objections\n  None.\n",
        "Timeline\n  Nothing has happened yet.\n",
    ):
        assert text in result.out, text
    document = cli("company", "acme", "--json").json
    assert (document["deals"], document["lifetime"], document["next_follow_up"]) == ([], [], None)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("acme", "“acme” could be “Acme Nord” or “Acme Oy”. Type more of the name.\n"),
        ("acne oy", "No company is called “acne oy”. Type “Acme Oy” or “Acme Nord”, or a part of the name.\n"),
        ("zzz", "No company is called “zzz”. Type a part of the name as its deals show it.\n"),
        ("  ", "The company's name is empty. Type one.\n"),
    ],
)
def test_refusals(cli: Cli, name: str, sentence: str) -> None:
    cli("add", "Acme Oy: pilot")
    cli("add", "Acme Nord: pilot")
    refused = cli("company", name)
    assert (refused.status, refused.out, refused.err) == (1, "", sentence)


def test_wrong_usage(cli: Cli) -> None:
    assert cli("company").status == 2
    assert cli("company", "acme", "--limit", "-1").status == 2


def test_it_is_in_the_help(cli: Cli) -> None:
    assert "Show everything about the company NAME." in cli("--help").out
    assert "the beginning or a part of it" in cli("company", "--help").out


@pytest.mark.parametrize("arguments", [["#1"], ["zcme"], ["bold"]])
def test_hostile_names_are_shown_as_text(cli: Cli, arguments: list[str]) -> None:
    cli("add", "Acme: pilot @Kari")
    with open_workspace(os.environ.get("FUNNELBOARD_DB")).session.change("x") as change:
        change.update("company", 1, {"name": HOSTILE, "folded": HOSTILE.casefold(), "phone": HOSTILE})
        change.update("deal", 1, {"title": HOSTILE})
        change.update("contact", 1, {"name": HOSTILE, "email": HOSTILE})
    for result in (cli("company", *arguments), cli("company", *arguments, "--json")):
        shown = result.out + result.err
        assert "[bold]Acme" in shown or result.status
        assert not {character for character in shown if not (character.isprintable() or character == "\n")}


def test_it_fits_a_terminal_of_80_columns(cli: Cli, acme: None, home: Path) -> None:
    cli("note", 1, "word " * 60)
    cli("edit", 1, "title=Acme Oy: a pilot with a title that is far too long for a table of so few columns")
    side, other = pty.openpty()
    source = Path(funnelboard.__file__).resolve().parents[1]
    environment = {**os.environ, "PYTHONPATH": str(source), "COLUMNS": "80", "NO_COLOR": "1"}
    subprocess.run(
        [sys.executable, "-m", "funnelboard", "company", "acme"],
        env=environment, cwd=home, stdin=other, stdout=other, stderr=other, check=True,
    )  # fmt: skip
    os.close(other)
    text = b""
    try:
        while data := os.read(side, 65536):
            text += data
    except OSError:
        pass
    os.close(side)
    lines = text.decode().splitlines()
    assert max(len(line) for line in lines) <= 80
    assert any("may not return" in line for line in lines)
    assert any("12\u00a0000 €" in line and "…" in line for line in lines)
