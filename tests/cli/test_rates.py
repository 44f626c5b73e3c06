"""``rate`` and ``rates``: what other currencies are worth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine

Cli = Callable[..., Any]


@time_machine.travel("2026-11-18 12:00 +0000")
def test_one_is_given_listed_and_taken_away(cli: Cli, home: Path) -> None:
    assert "No currency has a rate into EUR. Give one" in cli("rates").err
    assert cli("rate", "NOK", "0.086", "--day", "2026-11-02").err == "Set rate.NOK to 0.086.\n"
    cli("rate", "sek", "0,0908")
    cli("rate", "SEK", "0.0908", "--day", "2026-11-03")
    assert [line.split() for line in cli("rates").out.splitlines()[1:]] == [
        ["1", "NOK", "0.086", "EUR", "Mon", "2", "Nov"],
        ["1", "SEK", "0.0908", "EUR", "Tue", "3", "Nov"],
    ]
    assert cli("rate", "NOK", "--json").json == [{"currency": "NOK", "rate": 0.086, "base": "EUR", "day": "2026-11-02"}]
    cli("add", "A: one", "10000", "NOK")
    cli("add", "B: two", "900", "€")
    assert [deal["id"] for deal in cli("list", "--sort", "amount", "--json").json] == [2, 1]
    assert [deal["id"] for deal in cli("list", "amount>870", "--json").json] == [2]
    (home / "rates.csv").write_text("currency,rate\nNOK,0.1\n")
    assert cli("rates", "import", home / "rates.csv").err == "Imported 1 rate into EUR.\n"
    assert [deal["id"] for deal in cli("list", "--sort", "amount", "--json").json] == [1, 2]
    assert cli("rate", "NOK", "--remove").err.startswith("Removed rate.NOK.\nNOK has no rate into EUR.")
    cli("setting", "currency", "SEK")
    assert "Not counted, as the board's currency is SEK: SEK in EUR." in cli("rates").err


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["rate", "KRONE", "1"], 1, "“KRONE” is not a currency"),
        (["rate", "EUR", "1"], 1, "EUR is the board's own currency"),
        (["rate", "NOK", "0"], 1, "“0” is no exchange rate"),
        (["rate", "NOK", "1", "--day", "soonish"], 1, "soonish"),
        (["rate", "NOK", "1", "--remove"], 2, "--remove with a CURRENCY alone"),
        (["rates", "import", "nothing.csv"], 1, "nothing.csv"),
        (["rates", "import"], 2, "Name the file"),
    ],
)
def test_refusals(cli: Cli, arguments: list[str], status: int, sentence: str) -> None:
    refused = cli(*arguments)
    assert (refused.status, refused.out) == (status, "")
    assert sentence in refused.err
    assert cli("rates", "--json").json == []
