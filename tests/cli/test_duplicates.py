"""Likely duplicates listed and merged from a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Cli = Callable[..., Any]


@pytest.fixture
def twice(cli: Cli) -> None:
    """Acme's pilot twice, of two companies called so, with one Kari each."""
    cli("add", "Acme: pilot @Kari Nordmann kari@acme.example 12k€ #expo")
    cli("add", "Acme Oy: pilot @Nordmann Kari kari@acme.example 15k€ #hot", "--yes")


def test_what_is_there_twice_is_listed_with_why(cli: Cli, twice: None) -> None:
    listed = cli("duplicates")
    assert listed.status == 0
    assert "DEALS" in listed.out
    assert "Acme: pilot, Acme, lead" in listed.out
    assert "the same title, companies that are called alike and the same buyer" in listed.out
    assert "COMPANIES" in listed.out
    assert "CONTACTS" in listed.out
    found = cli("duplicates", "--json").json
    assert found["deals"] == [
        {
            "keep": {"id": 1, "name": "Acme: pilot"},
            "merge": {"id": 2, "name": "Acme Oy: pilot"},
            "why": ["the same title", "companies that are called alike", "the same buyer"],
        }
    ]
    assert [found[name][0]["merge"]["id"] for name in ("companies", "contacts")] == [2, 2]
    assert cli("duplicates", "tag:none-such", "--json").json == {"deals": [], "companies": [], "contacts": []}
    nothing = cli("duplicates", "tag:none-such")
    assert (nothing.status, nothing.out) == (0, "")
    assert nothing.err == "Nothing looks as if it were there twice.\n"
    assert cli("duplicates", "amount>").status == 1


def test_deals_are_merged_and_taken_apart(cli: Cli, twice: None) -> None:
    merged = cli("merge", "2", "#1", "--take", "Amount, title")
    assert merged.status == 0
    assert merged.err == "Merged #2 “Acme Oy: pilot” into #1 “Acme: pilot”.\n"
    assert "15\N{NO-BREAK SPACE}000" in merged.out
    shown = cli("show", "1", "--json").json
    assert (shown["title"], shown["amount"], shown["tags"]) == ("Acme Oy: pilot", 15000, ["expo", "hot"])
    gone = cli("show", "2")
    assert (gone.status, gone.err) == (1, "#2 “Acme Oy: pilot” is a part of #1 now.\n")
    assert cli("show", "2", "--json").status == 1
    assert [each["kind"] for each in cli("log", "1", "--json").json] == ["merge", "create", "create"]
    assert cli("undo").status == 0
    assert [cli("show", number, "--json").json["amount"] for number in (1, 2)] == [12000, 15000]


def test_companies_and_contacts_are_merged_by_name_or_number(cli: Cli, twice: None) -> None:
    company = cli("merge", "--companies", "acme oy", "#1", "--json")
    assert company.err == "Merged company #2 “Acme Oy” into #1 “Acme”.\n"
    assert (company.json["name"], {deal["id"] for deal in company.json["deals"]}) == ("Acme", {1, 2})
    contact = cli("merge", "--contacts", "Nordmann Kari", "1", "--take", "name", "--json")
    assert contact.err == "Merged contact #2 “Nordmann Kari” into #1 “Kari Nordmann”.\n"
    assert (contact.json["name"], contact.json["company"], contact.json["deals"]) == ("Nordmann Kari", "Acme", [1, 2])
    cli("undo")
    assert "Kari Nordmann" in cli("merge", "--contacts", "2", "1").out
    assert cli("company", "acme oy", "--json").json["name"] == "Acme"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["1", "1"], 1, "#1 cannot be merged into itself. Name two deals.\n"),
        (["1", "9"], 1, "There is no deal #9.\n"),
        (["2", "1", "--take", "title,owner"], 1, "There is no “owner” to choose. They differ in "),
        (["2", "1", "--take", "colour"], 1, "There is no “colour” to choose."),
        (["--companies", "2", "1"], 1, "No company is called “2”."),
        (["--contacts", "Per", "1"], 1, "No contact is called “Per”. Type the whole name, or the number.\n"),
        (["--contacts", "7", "1"], 1, "There is no contact #7.\n"),
        (["pilot", "1"], 2, "“pilot” is not the number of a deal."),
        (["--contacts", "--companies", "2", "1"], 2, "Choose --companies or --contacts, not both."),
        (["2"], 2, "Missing argument 'INTO'"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: list[str], status: int, words: str, cli: Cli, twice: None) -> None:
    before = cli("log", "--json").json
    refused = cli("merge", *arguments)
    assert refused.status == status
    assert words in refused.err
    assert cli("log", "--json").json == before


def test_the_number_of_a_merged_company_leads_to_the_one_that_is_kept(cli: Cli, twice: None) -> None:
    cli("merge", "--companies", "#2", "#1")
    assert cli("company", "#2", "--json").json["name"] == "Acme"
    again = cli("merge", "--companies", "#2", "#1")
    assert (again.status, again.err) == (1, "Company #2 is a part of #1 now. Merge with that one.\n")
