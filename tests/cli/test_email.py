"""Messages piped into the command line."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

Cli = Callable[..., Any]
Deal = Callable[..., int]

MESSAGE = """From mutt Tue Nov  3 10:00:00 2026
From: Kari <Kari@ACME.example>
To: me@our.example
Subject: =?utf-8?q?Pr=C3=B8ve?=
Date: Tue, 3 Nov 2026 10:00:00 +0100
Message-ID: <1@acme.example>

Ja, gjerne.

Den 2. november 2026 kl. 10:30 skrev Ola:
> Vil dere?
"""


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts something on standard input."""

    def put(text: str | bytes, *, terminal: bool = False) -> None:
        data = text.encode() if isinstance(text, str) else text
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: terminal))

    return put


def notes(cli: Cli, deal: int) -> list[str]:
    timeline = cli("show", deal, "--json").json["timeline"]
    return [entry["text"] for entry in timeline if (entry["kind"], entry["label"]) == ("note", "email")]


def test_a_message_is_kept_once(cli: Cli, deal: Deal, pipe: Callable[..., None]) -> None:
    number = deal()
    for said in (
        "Kept a message from Kari Nordmann on “Acme Oy: pilot”.\n",
        f"This message is on #{number} already.\n",
    ):
        pipe(MESSAGE)
        kept = cli("email")
        assert (kept.status, kept.err) == (0, said)
        assert f"#{number}  lead   Acme Oy: pilot" in kept.out
    assert notes(cli, number) == ["from Kari Nordmann: Prøve\n\nJa, gjerne.\n\n[2 lines of quoted history]"]
    assert cli("undo").status == 0
    assert notes(cli, number) == []


def test_from_a_file_as_json(cli: Cli, deal: Deal, tmp_path: Path) -> None:
    number = deal()
    file = tmp_path / "Melding på øl.eml"
    file.write_text(MESSAGE)
    kept = cli("email", file, "--json").json
    assert kept | {"deal": kept["deal"]["id"], "note": bool(kept["note"])} == {
        "kept": True, "note": True, "received": True, "new_lead": False, "message_id": "1@acme.example",
        "other_open_deals": [], "deal": number,
    }  # fmt: skip
    again = cli("email", file, "--json").json
    assert (again["kept"], again["note"], again["deal"]["id"]) == (False, kept["note"], number)


def test_a_dry_run_changes_nothing(cli: Cli, deal: Deal, pipe: Callable[..., None]) -> None:
    number = deal()
    before = cli("log").out
    pipe(MESSAGE)
    tried = cli("email", "--dry-run")
    assert tried.err == (
        f"A dry run: nothing was changed. It would keep a message from Kari Nordmann on #{number} “Acme Oy: pilot”.\n"
    )
    pipe(MESSAGE.replace("ACME", "other"))
    assert "on a new lead." in cli("email", "--dry-run", "--lead").err
    pipe(MESSAGE.replace("ACME", "other"))
    assert cli("email", "--dry-run").status == 1
    assert cli("log").out == before


def test_somebody_unknown(cli: Cli, deal: Deal, pipe: Callable[..., None]) -> None:
    deal()
    stranger = MESSAGE.replace("Kari@ACME.example", "per@beta.example")
    pipe(stranger)
    refused = cli("email")
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.count("\n") == 1
    assert "--lead" in refused.err
    pipe(stranger)
    assert cli("email", "--lead", "--json").json["deal"]["source"] == "inbound"
    assert len(cli("list", "--json").json) == 2


def test_a_chosen_deal(cli: Cli, deal: Deal, pipe: Callable[..., None]) -> None:
    deal()
    other = deal("Other")
    pipe(MESSAGE)
    assert cli("email", "--deal", f"#{other}").status == 0
    assert len(notes(cli, other)) == 1
    pipe(MESSAGE.replace("1@", "2@"))
    assert cli("email", "--deal", 99).status == 1
    assert cli("email", "--deal", "x").status == 2


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe\x00\x00", b"From: x\n\n"])
def test_what_is_no_message_is_refused(cli: Cli, deal: Deal, pipe: Callable[..., None], content: bytes) -> None:
    deal()
    pipe(content)
    refused = cli("email", "--lead")
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.startswith("This is no e-mail message")


def test_nobody_is_waited_for(cli: Cli, pipe: Callable[..., None], tmp_path: Path) -> None:
    pipe(MESSAGE, terminal=True)
    assert cli("email").err == "Pipe a message into “funnelboard email”, or name the file that it is in.\n"
    assert cli("email", tmp_path).err == f"“{tmp_path.name}” cannot be read: it is a directory.\n"
    os.mkfifo(tmp_path / "pipe")
    assert cli("email", tmp_path / "pipe").status == 1
    assert cli("email", tmp_path / "none\x1b[2J").err.startswith("There is no file “")


def test_a_hostile_message_reaches_no_terminal(cli: Cli, deal: Deal, pipe: Callable[..., None]) -> None:
    number = deal()
    pipe(MESSAGE.replace("Ja,", "\x1b]52;c;aGk=\x07\u202e[red]").replace("=?utf-8?q?Pr=C3=B8ve?=", "\x1b[2J\x9b31m"))
    kept = cli("email")
    shown = kept.out + kept.err + cli("show", number).out
    assert not set("\x1b\x07\x9b\u202e") & set(shown)
    assert "[red] gjerne." in shown


def test_one_of_two_processes_keeps_it(cli: Cli, deal: Deal, home: Path) -> None:
    number = deal()
    command = [sys.executable, "-m", "funnelboard", "email"]
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    for each in running:
        assert each.stdin is not None
        each.stdin.write(MESSAGE.encode())
    said = [each.communicate()[1].decode() for each in running]
    assert [each.returncode for each in running] == [0, 0, 0], said
    assert sum("Kept a message" in each for each in said) == 1
    assert len(notes(cli, number)) == 1


def test_a_locked_seat_takes_no_messages(cli: Cli) -> None:
    for arguments in (("--locked", "email"), ("--locked", "x.db", "email"), ("email", "--locked")):
        refused = cli(*arguments)
        assert (refused.status, refused.out) == (2, "")
