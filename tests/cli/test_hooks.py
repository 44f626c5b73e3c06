"""The hooks of the personal settings run after every command that writes, and only where they are wanted."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from funnelboard import hook_queue, locations
from funnelboard.domain.hook_event import RUN_BY_HOOK, HookEvent

Cli = Callable[..., Any]

MESSAGE = b"From: Kari <kari@acme.example>\nMessage-ID: <1@acme.example>\nSubject: Hello\n\nDo you rent?\n"


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Puts something on standard input."""

    def put(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: False))

    return put


def test_every_command_that_writes_tells_it_in_turn(
    cli: Cli, hooks: Any, pipe: Callable[[bytes], None], tmp_path: Path
) -> None:
    hooks.set(*HookEvent)
    table = tmp_path / "deals.csv"
    table.write_text("title\nBeta: pilot\nGamma: pilot\n")
    pipe(MESSAGE)
    for arguments in (
        ("add", "Acme: pilot @Kari Nordmann kari@acme.example"),
        ("email",),
        ("move", 1, "prospect", "--force", "--because", "so"),
        ("import", table),
        ("undo",),
        ("list",),
        ("move", 1, "nowhere"),
        ("delete", 1),
    ):
        cli(*arguments)
    told = [(each["event"], each["change"]["kind"], len(each["deals"])) for each in hooks.told()]
    assert told == [
        ("deal-added", "create", 1),
        ("note-added", "email", 1),
        ("deal-moved", "move", 1),
        ("deal-added", "import", 2),
        ("deal-deleted", "undo", 2),
        ("deal-deleted", "delete", 1),
    ]
    assert hooks.failures == []


def test_a_burst_is_told_one_by_one_in_order(cli: Cli, hooks: Any, pipe: Callable[[bytes], None], home: Path) -> None:
    # Two at once would meet in the directory, and two processes that run hooks would have two numbers.
    os.mkfifo(home / "gate")
    once_all_wait = "{ test -e all-wait || cat gate; }"
    command = f"sh -c 'mkdir alone && {once_all_wait} && cat >> told.json && echo $PPID >> who && rmdir alone'"
    hooks.set("deal-added", command=command)
    pipe(b"".join(json.dumps({"title": f"Deal {number}"}).encode() + b"\n" for number in range(40)))
    assert cli("add", "--json", "-").status == 0
    (home / "all-wait").touch()
    (home / "gate").write_text("go on")
    assert [each["deals"][0]["title"] for each in hooks.told()] == [f"Deal {number}" for number in range(40)]
    assert hooks.failures == []
    assert len(set((home / "who").read_text().split())) == 1


def test_a_dry_run_is_told_to_nobody(cli: Cli, hooks: Any) -> None:
    hooks.set(*HookEvent)
    assert cli("add", "Acme: pilot", "--dry-run").status == 0
    assert not locations.hook_queue().exists()


def test_a_sample_is_told_to_nobody(cli: Cli, hooks: Any) -> None:
    hooks.set(*HookEvent)
    assert cli("add", "Acme: pilot", "--db", locations.sample_database()).status == 0
    assert not locations.hook_queue().exists()


def test_what_a_hook_writes_is_told_to_nobody(cli: Cli, hooks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hooks.set("deal-added", "note-added")
    monkeypatch.setenv(RUN_BY_HOOK, "deal-added")
    assert cli("add", "Acme: pilot").status == 0
    assert cli("note", 1, "told the team").status == 0
    assert not locations.hook_queue().exists()


def test_nothing_is_waited_for_or_held_open(hooks: Any, home: Path) -> None:
    """The whole program ends, and its pipes with it, while the hook waits for what this test gives it."""
    os.mkfifo(home / "gate")
    hooks.set("deal-added", command="sh -c 'cat gate; cat >> told.json; echo hello >&2'")
    done = subprocess.run(
        [sys.executable, "-m", "funnelboard", "add", "Acme: pilot", "--json"], capture_output=True, text=True
    )
    assert (done.returncode, json.loads(done.stdout)["title"]) == (0, "Acme: pilot")
    assert done.stderr == "Added “Acme: pilot” to lead.\n"
    (home / "gate").write_text("go on")
    assert [each["event"] for each in hooks.told()] == ["deal-added"]


def test_info_tells_them(cli: Cli, hooks: Any) -> None:
    hooks.set("deal-won", "note-added", command="~/bin/tell 'the team'")
    (line,) = [line for line in cli("info").out.splitlines() if "deal-won" in line]
    assert line.split(maxsplit=2) == ["Hook", "deal-won", "~/bin/tell 'the team'"]
    assert cli("info", "--json").json["hooks"] == dict.fromkeys(("deal-won", "note-added"), "~/bin/tell 'the team'")


def test_a_mistake_in_the_hooks_is_said_before_anything_is_written(cli: Cli, hooks: Any) -> None:
    hooks.set("deal-move")
    refused = cli("add", "Acme: pilot")
    assert (refused.status, refused.out) == (1, "")
    assert '"hooks.deal-move" is no event; the events are deal-added, deal-moved, deal-won' in refused.err
    assert not locations.default_database().exists()


def test_an_unfinished_document_is_nobodys(hooks: Any) -> None:
    """A program that was killed while it wrote one has left it there."""
    hooks.set("deal-added")
    locations.hook_queue().mkdir(parents=True)
    (locations.hook_queue() / ".1-1.deal-added").write_text('{"number": ')
    hook_queue.put(HookEvent.DEAL_ADDED, b'{"number": 2}')
    assert hooks.told() == [{"number": 2}]
