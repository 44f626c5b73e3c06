"""Notes and follow-ups from the command line."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

Cli = Callable[..., Any]


@pytest.fixture
def deal(cli: Cli) -> int:
    number: int = cli("add", "Acme Oy: pilot", "--json").json["id"]
    return number


def notes(cli: Cli, deal: int) -> list[tuple[str, str]]:
    timeline = cli("show", deal, "--json").json["timeline"]
    return [(entry["label"], entry["text"]) for entry in timeline if entry["kind"] == "note"]


def test_a_note_of_a_kind(cli: Cli, deal: int) -> None:
    kept = cli("note", deal, "wants a price", "for 40", "--kind", "call")
    assert kept.status == 0
    assert f"#{deal}  lead   Acme Oy: pilot" in kept.out
    assert notes(cli, deal) == [("call", "wants a price for 40")]


def test_a_note_that_begins_with_a_dash(cli: Cli, deal: int) -> None:
    assert cli("note", deal, "--", "-5 % agreed").status == 0
    assert notes(cli, deal) == [("note", "-5 % agreed")]


def test_a_note_from_standard_input_keeps_its_lines(cli: Cli, deal: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO("first\r\nsecond é\n".encode())))
    assert cli("note", deal, "-").status == 0
    assert notes(cli, deal) == [("note", "first\nsecond é")]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b" \n "])
def test_standard_input_without_a_text_is_refused(
    cli: Cli, deal: int, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    refused = cli("note", deal, "-")
    assert (refused.status, refused.out) == (1, "")
    assert notes(cli, deal) == []


def test_a_note_needs_a_known_kind_and_a_text(cli: Cli, deal: int) -> None:
    assert cli("note", deal, "x", "--kind", "smoke signal").status == 2
    assert cli("note", deal).status == 2
    assert cli("note", deal, " ").status == 1


def test_a_follow_up_promised_and_done(cli: Cli, deal: int) -> None:
    promised = cli("follow-up", deal, "+2w", "call", "about price", "--json")
    assert promised.status == 0
    follow_up = promised.json["next_follow_up"]
    assert (follow_up["kind"], follow_up["what"]) == ("call", "call about price")
    assert f"\n   {follow_up['id']}  " in cli("show", deal).out

    done = cli("done", follow_up["id"], "they", "want", "it", "--json")
    assert done.status == 0
    assert done.json["next_follow_up"] is None
    assert "they want it" in cli("show", deal).out
    again = cli("done", follow_up["id"])
    assert again.status == 1
    assert again.err.count("\n") == 1


def test_the_next_follow_up_is_the_one_due_first(cli: Cli, deal: int) -> None:
    cli("follow-up", deal, "in 3 weeks demo")
    cli("follow-up", deal, "tomorrow send the offer")
    shown = cli("show", deal, "--json").json
    assert shown["next_follow_up"]["what"] == "send the offer"
    assert len(shown["follow_ups"]) == 2
    assert [d["id"] for d in cli("list", "due:week", "--json").json] == [deal]


def test_a_follow_up_needs_something(cli: Cli, deal: int) -> None:
    assert cli("follow-up", deal).status == 2
    assert cli("follow-up", deal, "").status == 1
