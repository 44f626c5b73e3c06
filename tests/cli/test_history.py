"""``log``, ``undo`` and ``redo``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.store import compensation
from tests.watching import Watch

Cli = Callable[..., Any]


@pytest.fixture
def worked(cli: Cli) -> int:
    """A deal that was added, moved and noted; the number of the move."""
    cli("add", "Acme Oy: pilot")
    cli("move", "1", "prospect", "--force", "--because", "a test")
    cli("note", "1", "wants a price")
    log = cli("log", "--json").json
    number: int = next(entry["id"] for entry in log if entry["kind"] == "move")
    return number


def stage(cli: Cli) -> str:
    found: str = cli("show", "1", "--json").json["stage"]
    return found


def test_the_log_newest_first(cli: Cli, worked: int) -> None:
    entries = cli("log", "--json").json
    assert [entry["kind"] for entry in entries] == ["note", "move", "create"]
    assert list(entries[1]) == [
        "id", "at", "seller", "kind", "summary", "deals", "undoes", "undone", "differences",
    ]  # fmt: skip
    assert (entries[1]["deals"], entries[1]["undone"], entries[1]["undoes"]) == ([1], False, None)
    moved = next(d for d in entries[1]["differences"] if d["entity"] == "deal" and d["field"] == "stage")
    assert (moved["before"], moved["after"]) == ("lead", "prospect")
    lines = cli("log").out.splitlines()
    assert lines[0].split() == ["CHANGE", "WHEN", "SELLER", "WHAT"]
    assert "moved “Acme Oy: pilot” to prospect" in lines[2]


def test_the_log_of_a_deal_a_seller_and_a_time(cli: Cli, worked: int) -> None:
    cli("add", "Nordlys")
    assert {deal for entry in cli("log", "2", "--json").json for deal in entry["deals"]} == {2}
    assert len(cli("log", "--json", "--limit", "2").json) == 2
    assert len(cli("log", "--json", "--since", "today", "--seller", "me").json) == 4
    assert cli("log", "--json", "--since", "tomorrow").json == []
    assert cli("log", "--since", "2999-01-01").err == "Nothing has been changed.\n"
    assert len(cli("log", "--json", "--since", "0001-01-01").json) == len(cli("log", "--json").json)
    assert cli("log", "--json", "--since", "9999-12-31").json == []


@pytest.mark.parametrize("arguments", [["--since", "someday"], ["--seller", "nobody such"]])
def test_a_log_that_cannot_be_is_refused(cli: Cli, worked: int, arguments: list[str]) -> None:
    refused = cli("log", "--json", *arguments)
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.count("\n") == 1


def test_undo_the_last_and_redo(cli: Cli, worked: int) -> None:
    assert cli("undo").err == "Undid: wrote a note on “Acme Oy: pilot”.\n"
    undone = cli("undo", "--json")
    assert (undone.json["summary"], stage(cli)) == (
        "undid: moved “Acme Oy: pilot” to prospect although not all is answered: a test",
        "lead",
    )
    assert [deal["stage"] for deal in undone.json["deals"]] == ["lead"]
    assert undone.json["change"] > worked
    redone = cli("redo")
    assert redone.out.splitlines()[1].startswith("  #1  prospect  Acme Oy: pilot")
    assert stage(cli) == "prospect"


def test_undo_one_change_and_leave_later_ones(cli: Cli, worked: int) -> None:
    assert cli("undo", f"#{worked}").status == 0
    assert stage(cli) == "lead"
    assert "wants a price" in cli("show", "1").out


def test_undo_everything(cli: Cli, worked: int) -> None:
    for _ in range(3):
        assert cli("undo").status == 0
    assert cli("list", "--json").json == []
    nothing = cli("undo", "--json")
    assert (nothing.status, nothing.json) == (0, {"change": 0, "summary": "nothing to undo", "deals": []})
    assert cli("undo").err == "Nothing to undo.\n"


def test_the_list_of_what_can_be_undone(cli: Cli, worked: int) -> None:
    cli("undo")
    listed = cli("undo", "--list", "--json").json
    assert [entry["kind"] for entry in listed] == ["move", "create"]
    assert stage(cli) == "prospect"


def test_undo_refuses_to_overwrite_a_later_change(cli: Cli, worked: int) -> None:
    cli("move", "1", "opportunity", "--force", "--because", "a test")
    refused = cli("undo", worked)
    assert (refused.status, refused.out) == (1, "")
    assert stage(cli) == "opportunity"


def test_redo_without_an_undo(cli: Cli, worked: int) -> None:
    assert cli("redo").err == "Nothing to redo.\n"


@pytest.mark.parametrize("held", [10_000, 200])
def test_of_very_many_that_are_done_again_the_first_are_shown(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    monkeypatch.setattr(compensation, "HELD", held)
    table = tmp_path / "deals.csv"
    table.write_text("title\n" + "".join(f"Deal {number}\n" for number in range(600)))
    cli("import", str(table))
    assert cli("undo").out == ""
    redone = cli("redo").out.splitlines()
    assert (len(redone), redone[-1]) == (12, "and 590 more")
    assert cli("undo", "--json").json["deals"] == []
    refused = cli("redo", "--if-version", "2")
    assert (refused.status, refused.err.partition(".")[0]) == (1, "One version was given, and 600 deals are meant")
    assert [deal["id"] for deal in cli("redo", "--json").json["deals"]] == list(range(1, 601))


@pytest.mark.sqlite("counts the rows that SQLite goes through")
def test_the_log_of_a_large_import_reads_what_it_shows(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "deals.csv"
    table.write_text("title\n" + "".join(f"Deal {number}\n" for number in range(1_500)))
    cli("import", str(table))
    (entry,) = cli("log", "--json").json
    deals = [each for each in entry["differences"] if each["field"] == "title"]
    assert [each["id"] for each in deals] == entry["deals"] == list(range(1, 1_501))
    assert {each["before"] for each in deals} == {None}
    watch = Watch(monkeypatch)
    for listing in (("log",), ("undo", "--list"), ("note", "7", "said something", "--dry-run")):
        watch.forget()
        assert cli(*listing).status == 0
        assert 0 < max(each.steps for each in watch.statements) < 500, listing
