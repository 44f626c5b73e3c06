"""Deals as lines of JSON, from a web form or another program."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

Cli = Callable[..., Any]
Answers = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def add(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Adds lines, of text or objects to be written as JSON, and gives back the answers; ``status`` is checked."""

    def send(*lines: Any, status: int = 0, options: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        texts = [line if isinstance(line, str | bytes) else json.dumps(line, ensure_ascii=False) for line in lines]
        data = b"".join((text if isinstance(text, bytes) else text.encode()) + b"\n" for text in texts)
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        done = cli("add", "--json", *options, "-")
        assert done.status == status, done.err
        return [json.loads(line) for line in done.out.splitlines()]

    return send


def test_everything_that_can_be_said(add: Answers, cli: Cli) -> None:
    (answer,) = add(
        {
            "title": "Prøve", "stage": "prospect", "company": "Acme Oy",
            "contact": {"name": "Åse", "email": "ase@acme.example", "phone": "+47 900", "role": "user"},
            "job_title": "buyer", "amount": 12000.5, "currency": "nok", "probability": 35, "source": "LinkedIn",
            "tags": ["expo", "#rental"], "expected_close": "2026-12-24", "note": "one\ntwo", "owner": "nobody",
            "follow_up": {"due": "2030-12-01", "time": "10:30", "kind": "demo", "what": "show it"},
            "pain_point": "too slow", "competitor": "Beta", "external_id": 17, "external_source": "form",
        }
    )  # fmt: skip
    assert answer == {"line": 1, "id": 1, "title": "Prøve", "new": True}
    deal = cli("show", 1, "--json").json
    assert deal["contact"] == {"name": "Åse", "role": "user", "email": "ase@acme.example", "phone": "+47 900"}
    assert deal["contacts"][0]["job_title"] == "buyer"
    follow_up = deal.pop("next_follow_up")
    assert (follow_up["due"], follow_up["time"], follow_up["kind"], follow_up["what"]) == (
        "2030-12-01", "10:30", "demo", "show it",
    )  # fmt: skip
    expected = {
        "stage": "prospect", "company": "Acme Oy", "amount": 12000.5, "currency": "NOK", "probability": 35,
        "source": "social", "source_detail": "LinkedIn", "tags": ["expo", "rental"], "expected_close": "2026-12-24",
        "owner": None, "pain_point": "too slow", "competitor": "Beta", "external_id": "17",
    }  # fmt: skip
    assert {name: deal[name] for name in expected} == expected
    assert [entry["text"] for entry in deal["timeline"] if entry["kind"] == "note"] == ["one\ntwo"]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ({"title": "Pilot", "contact": "Kari"}, "Pilot"),
        ({"company": "Acme", "amount": "12k EUR"}, "Acme"),
        ({"contact": {"name": "Kari"}, "company": None, "tags": []}, "Kari"),
        ({"email": "kari@acme.example"}, "kari@acme.example"),
        ({"phone": "+47 900 11 222", "tags": "a, b"}, "+47 900 11 222"),
        ({"title": "x", "follow_up": "fri 10:30 call"}, "x"),
        ({"title": "x", "follow_up": {"when": "+2d", "what": "call"}}, "x"),
        ({"title": "[red]'; --\u202e\x1b[2J"}, "[red]'; --␛[2J"),
        ('\ufeff{"title": "x"}', "x"),
    ],
)
def test_little_is_enough(add: Answers, said: Any, title: str) -> None:
    assert add(said) == [{"line": 1, "id": 1, "title": title, "new": True}]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"titel": "x"}, "A new deal has no field “titel”; did you mean title?"),
        ({"title": "x", "id": 3}, "A new deal has no field “id”"),
        ({"title": "x", "contact": {"mail": "a"}}, "A contact has no field “mail”; did you mean email?"),
        ({"title": "x", "contact": {"email": "a@b.example"}, "email": "c@d.example"}, "“email” is there twice"),
        ({"title": "x", "role": "user"}, "The role is nobody's. Name the contact too."),
        ({"title": "x", "contact": ["Kari"]}, "The contact is neither a text nor an object"),
        ({"title": 7}, "The title is not a text. Put it in double quotes."),
        ({"title": "x", "tags": [1]}, "The tags are not a list of texts."),
        ({"title": "x", "fields": ["a"]}, "The own fields are not an object."),
        ({"title": "x", "fields": {"a": 1}}, "The own field “a” is not a text."),
        ({"title": "x", "amount": True}, "The amount is neither a number nor a text."),
        ({"title": "x", "amount": -1}, "“-1” is negative."),
        ({"title": "x", "amount": "12 SEK", "currency": "NOK"}, "The amount is not in NOK."),
        ({"title": "x", "amount": 1.234, "currency": "NOK"}, "“1.234”"),
        ({"title": "x", "amount": 10**18}, "“1000000000000000000”"),
        ('{"title": "x", "amount": 1e999999999}', "The amount has too many digits."),
        ('{"title": "x", "amount": NaN}', "NaN is not a number."),
        ({"title": "x", "currency": "Euro"}, "“EURO”"),
        ({"title": "x", "probability": 101}, "“101” is not a probability."),
        ({"title": "x", "stage": "closed"}, "A new deal cannot be closed at once."),
        ({"title": "x", "stage": "won"}, "“won” is not a stage"),
        ({"title": "x", "source": "the moon"}, "“the moon” is no source."),
        ({"title": "x", "expected_close": "soon"}, "soon"),
        ({"title": "x", "follow_up": {"what": "call"}}, "The follow-up does not say when."),
        ({"title": "x", "follow_up": {"due": "2026-12-01", "time": "25:00"}}, "“25:00” is not a time of day."),
        ({"title": "x", "follow_up": {"due": "2026-12-01", "kind": "dance"}}, "“dance” is no kind of follow-up."),
        ({"title": "x" * 501}, "The title has 501 characters; 500 fit."),
        ({"title": "x", "note": "x" * 20_001}, "The note has 20,001 characters"),
        ({"title": "x", "external_source": "form"}, "The external source has no external id."),
        ({"title": "x", "external_id": "x" * 501}, "The external id is longer than 500 characters."),
        ({"note": "x"}, "The deal has no name yet."),
        ({}, "The deal has no name yet."),
        ("[]", "The line is not an object."),
        ("nonsense", "The line is not JSON (expecting value)."),
        ('{"title": "x"', "The line is not JSON"),
        ('{"title": "x", "title": "y"}', "“title” is there twice."),
        ('{"title": ' + "9" * 5_000 + "}", "The line is not JSON (a number is too long)."),
        ("[" * 100_000, "The line has lists within lists without end."),
        (b'{"title": "\xff"}', "The line is not UTF-8 text."),
        ('{"title": "' + "x" * 1_000_000 + '"}', "The line has more than 1,000,000 bytes."),
    ],
)
def test_a_line_that_is_refused_leaves_the_others(add: Answers, cli: Cli, line: Any, message: str) -> None:
    before, refused, after = add({"title": "before"}, line, {"title": "after"}, status=1)
    assert (before["title"], after["title"], after["line"]) == ("before", "after", 3)
    assert refused.keys() == {"line", "error"}
    assert refused["error"]["code"] in ("bad-input", "too-large", "unknown-source")
    assert message in refused["error"]["message"]
    assert [deal["title"] for deal in cli("list", "--json").json] == ["after", "before"]


def test_what_is_there_already_is_added_only_when_that_is_meant(add: Answers) -> None:
    acme = {"title": "Pilot", "company": "Acme", "email": "kari@acme.example"}
    add(acme)
    (refused,) = add({"title": "Other", "email": "KARI@acme.example"}, status=1)
    assert refused["error"]["code"] == "unconfirmed"
    assert add(acme, options=("--yes",))[0]["id"] == 2


def test_an_id_is_added_once(add: Answers, cli: Cli) -> None:
    form = {"title": "Pilot", "external_id": "17"}
    first, again, other = add(form, form | {"title": "Changed"}, form | {"title": "x", "external_source": "shop"})
    assert (first["id"], first["new"]) == (1, True)
    assert again == {"line": 2, "id": 1, "title": "Pilot", "new": False}
    assert other["new"]
    cli("delete", 1)
    assert add(form) == [{"line": 1, "id": 1, "title": "Pilot", "new": False}]
    assert len(cli("list", "--json").json) == 1


def test_an_id_of_a_deal_that_was_merged_is_the_others(add: Answers, cli: Cli) -> None:
    add({"title": "Pilot", "external_id": "17"}, {"title": "Other", "external_id": "18"})
    assert cli("merge", 1, 2).status == 0
    (answer,) = add({"title": "Pilot", "external_id": "17"})
    assert (answer["id"], answer["new"]) == (2, False)


def test_each_line_is_a_change_of_its_own(add: Answers, cli: Cli) -> None:
    add({"title": "one"}, "", "  ", {"title": "two"}, options=("--stage", "prospect"))
    cli("undo")
    assert [(deal["title"], deal["stage"]) for deal in cli("list", "--json").json] == [("one", "prospect")]


def test_nothing_is_nothing(add: Answers) -> None:
    assert add() == []


def test_without_json_it_is_not_read(cli: Cli) -> None:
    refused = cli("add", "-")
    assert refused.status == 2
    assert "funnelboard add --json -" in refused.err


def test_a_line_is_kept_and_answered_before_the_next_is_read(home: Path) -> None:
    command = [sys.executable, "-m", "funnelboard", "add", "--json", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for number in (1, 2):
            running.stdin.write(f'{{"title": "Deal {number}"}}\n')
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == number
        running.stdin.close()
        assert running.wait() == 0
