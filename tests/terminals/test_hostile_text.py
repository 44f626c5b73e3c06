"""Hostile text in every field, by every way in, on every screen: what leaves the terminal's line is the board's own."""

from __future__ import annotations

import csv
import json
import os
import pty
import select
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnelboard import locations
from funnelboard.domain.board import Sort
from funnelboard.domain.follow_up_line import FollowUpLine
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.services.identity import account
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.ui.commands import COMMANDS

pytestmark = pytest.mark.faults

SEQUENCES = (
    "\x1b[2J", "\x1b[?1049h", "\x1b[?1049l", "\x1b[31m", "\x1bc", "\x1b]0;title\x07", "\x1b]2;title\x1b\\",
    "\x1b]52;c;aGk=\x07", "\x1bP1$r0m\x1b\\", "\x1b_x\x1b\\", "\x1b^x\x1b\\", "\x1b[6n", "\x1b[>c", "\x1b[201~",
    "\x1b[200~", "\x9b2J", "\x9d0;title\x9c", "\x90x\x9c", "\x84", "\x85", "\x00", "\x07", "\x08", "\x0e", "\x7f",
    "\u202e", "\u2066", "\u2069", "\u200e", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u061c",
    "\u2028", "\u2029", "\U000e0041\U000e007f", "\ue000", "\U0010fffe", "\ufffe", "z" + "\u0301" * 90, "\u0489" * 20,
    "[/nope]", "[@click=app.quit]x[/]", "[bold red]", "[[", "%s", "{0.__class__}", "'; DROP TABLE deal; --", "\t",
    "\r", "\n", "=HYPERLINK(1)", "\u05e9\u05dc\u05d5\u05dd", "\u65e5\u672c", "\U0001f469\u200d\U0001f467", "\u3164",
)  # fmt: skip
"""What terminals obey, readers are deceived by, and programs take for something else than text."""

hostile = st.lists(st.sampled_from(SEQUENCES) | st.text(max_size=3) | st.just("Acme"), min_size=1, max_size=6).map(
    "".join
)

FREE_TEXT = {
    "seller": ("login", "name"),
    "company": ("name", "website", "phone", "address", "industry"),
    "contact": ("name", "email", "phone", "job_title"),
    "import_batch": ("file", "source"),
    "deal": (
        "title", "source", "source_detail", "pain_point", "current_supplier", "competitor", "decision_process",
        "buyer_next_step", "lost_detail", "external_id", "external_source",
    ),
    "note": ("text",),
    "follow_up": ("what", "result"),
    "objection": ("text", "answer"),
    "tag": ("name",),
    "own_field": ("name",),
    "deal_field": ("text",),
    "stage_change": ("why",),
    "saved_view": ("name", "query"),
    "change": ("summary",),
}  # fmt: skip
"""Columns that hold whatever somebody wrote."""

SENT_FOR = {
    "enter": "\r", "escape": "\x1b", "space": " ", "slash": "/", "full_stop": ".", "question_mark": "?",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "ctrl+p": "\x10", "ctrl+r": "\x12",
}  # fmt: skip
"""What a terminal sends for keys that are no letters."""

PLACES = (
    "1g", "2g", "3g", "4g", "\r", "\rjjjjjjjj", "Aj", "A\r", "Y", "YjjG", "S", "SG\r", "?", "?G", "3gFe", "3gBr",
    "3gCe", "vs", ":who\r", "3gei", "1gLi", "4gT", "R\r", "R4\r", "R4G", "R5", "R6\r",
)  # fmt: skip
"""Where there is more to see than a command shows at once."""

PASTED = ("a", "n", "f", "b", "z", "t", "o", "e", "3gx", "/", "S/", "?/", ":", "3gCa", "v", "I", "", "A", "Y", "R/")
"""Where text is pasted: into whatever takes it, and where nothing does."""

PATIENCE = 20
"""Seconds without a word after which a command waits for something."""

TERMINALS = (
    ((120, 36), {}), ((80, 24), {"NO_COLOR": "1"}), ((40, 12), {"TERM": "linux"}),
    ((200, 60), {"COLORTERM": "truecolor"}),
)  # fmt: skip


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    """The board of whoever runs the tests."""
    return make_workspace(login=account()[0])


class Turns:
    """Says the next text whenever it is written."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._said = 0

    def __str__(self) -> str:
        self._said += 1
        return self._texts[self._said % len(self._texts)]


def fill(workspace: Workspace, text: Turns) -> None:
    """Write texts by the services, as keys, pastes and commands do: a deal in each stage with all it can have."""
    for stage in Stage:
        start = Stage.OPPORTUNITY if stage is Stage.CLOSED else stage
        (deal_id,) = workspace.pipeline.create(
            title=f"x{text}", company=f"x{text}", contact=f"x{text}", email=f"{text}", tags=(f"x{text}",),
            note=f"x{text}", follow_up=FollowUpLine(date(2020, 1, 1), "call", f"x{text}"), stage=start,
        ).deal_ids  # fmt: skip
        workspace.pipeline.edit(deal_id, {"pain_point": f"{text}", "job_title": f"{text}", "competitor": f"{text}"})
        workspace.pipeline.edit(deal_id, {f"field.x{text}"[:60]: f"x{text}"})
        workspace.objections.raise_objection((deal_id,), f"x{text}")
        workspace.people.add_contact(deal_id, f"y{text}", email=f"{text}", phone=f"{text}", job_title=f"{text}")
        if stage is Stage.CLOSED:
            lost = {"outcome": Outcome.LOST, "lost_reason": LostReason.OTHER, "lost_detail": f"x{text}"}
            workspace.pipeline.move((deal_id,), stage, because=f"x{text}", **lost)
    workspace.views.save(f"x{text}", "call", Sort.RANK)
    workspace.settings.set("sources", "fair, " + f"x{text}".replace(",", " ").replace("=", " "))


def write_behind_our_back(path: str, text: Turns) -> None:
    """Put texts as they are wherever words are kept, in the log's memory of them too."""
    database = sqlite3.connect(path)
    for table, columns in FREE_TEXT.items():
        for (row,) in database.execute(f"SELECT rowid FROM {table}").fetchall():
            values = ", ".join(f"{column} = ?" for column in columns)
            words = [f"{text}{row}" for _ in columns]
            database.execute(f"UPDATE {table} SET {values} WHERE rowid = ?", (*words, row))
    for row, *sides in database.execute("SELECT rowid, before, after FROM change_item").fetchall():
        changed = [side and json.dumps(reworded(json.loads(side), text)) for side in sides]
        database.execute("UPDATE change_item SET before = ?, after = ? WHERE rowid = ?", (*changed, row))
    database.commit()
    database.close()


def write_no_text(path: str) -> None:
    """Put bytes that are no text into every column of words of the first row there is."""
    database = sqlite3.connect(path)
    for table, columns in FREE_TEXT.items():
        values = ", ".join(f"{column} = CAST(x'41ff9b324ac3' AS TEXT)" for column in columns)
        database.execute(f"UPDATE {table} SET {values} WHERE rowid = (SELECT min(rowid) FROM {table})")
    database.commit()
    database.close()


def reworded(known: Any, text: Turns) -> Any:
    """What the log remembers of a row, with other words in it."""
    worded = {column for columns in FREE_TEXT.values() for column in columns} - {"source"}
    return {name: f"{text}" if name in worded and value else value for name, value in known.items()}


@pytest.fixture
def read_board(
    open_terminal: Callable[..., Any], read_strictly: Callable[..., Any], calm: Callable[[Any], bytes]
) -> Callable[..., Any]:
    """Looks at everything there is on a board, and pastes texts everywhere; what it has sent."""

    def read(workspace: Workspace, number: int, text: Turns) -> Any:
        size, environment = TERMINALS[number % len(TERMINALS)]
        terminal = open_terminal(workspace.target, size=size, **environment)
        terminal.wait_until(lambda: b"\x1b[?2004h" in terminal.output and len(terminal.output) > 1_000)

        def look(keys: str) -> None:
            terminal.type(keys)
            calm(terminal)
            terminal.type("\x1b\x1b\x1b\x1b")
            calm(terminal)
            assert terminal.running(), f"it ended after {keys!r}"

        path = Path(workspace.target).with_name("hostile.csv")
        words = [f"x{text}".replace("\0", "") for _ in range(6)]
        with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
            csv.writer(stream).writerows(
                [("title", "stage", "created", *words[:3]), (words[3], words[4], "", *words[3:])]
            )
        look(f"I\x15{path}\r\r")
        look(f"I\x15{path}\rGkk\r")
        for place in PLACES:
            look(place)
        for keys in PASTED:
            pasted = f"{text}".replace("\x1b[201~", "")
            look(f"{keys}\x1b[200~{pasted}\x1b[201~")
            look(f"{keys}\x1b[200~x{pasted}\x1b[201~\r")
        for command in COMMANDS:
            if command.keys and command.id not in ("quit", "play"):
                look("3g" + SENT_FOR.get(command.keys[0], command.keys[0]))
        terminal.type("\x11")
        assert terminal.status() == 0
        sent = read_strictly(terminal.output)
        assert sent.left_as_found()
        return sent

    return read


@given(texts=st.lists(hostile, min_size=6, max_size=12), number=st.integers(0, 3))
@settings(max_examples=max(3, settings.default.max_examples // 30), suppress_health_check=list(HealthCheck))
def test_a_board_sends_its_own_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, make_workspace: Callable[..., Workspace],
    read_board: Callable[..., Any], texts: Sequence[str], number: int,
) -> None:  # fmt: skip
    text = Turns(texts)
    workspace = make_workspace(tmp_path_factory.mktemp("hostile") / "funnel.db", login=account()[0])
    fill(workspace, text)
    with closing(open_workspace(workspace.target, login="ola")) as other:
        other.presence.attend()
        write_behind_our_back(workspace.target, text)
        read_board(workspace, number, text)


def test_all_that_is_known_to_be_hostile_is_shown_as_text(workspace: Workspace, read_board: Callable[..., Any]) -> None:
    text = Turns(SEQUENCES)
    fill(workspace, text)
    write_behind_our_back(workspace.target, text)
    write_no_text(workspace.target)
    sent = read_board(workspace, 0, text)
    assert "␛[2J" in sent.text
    assert "A\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}2J" in sent.text
    assert "[@click=app.quit]" in sent.text


def test_a_conflict_shows_both_values_as_text(
    workspace: Workspace, open_terminal: Callable[..., Any], read_strictly: Callable[..., Any],
    calm: Callable[[Any], bytes],
) -> None:  # fmt: skip
    hostile_text = "".join(SEQUENCES[:6])
    (deal_id,) = workspace.pipeline.create(title="theirs before").deal_ids
    terminal = open_terminal(workspace.target)
    terminal.read_until("theirs before")
    terminal.type(f"e\x15\x1b[200~mine {hostile_text}\x1b[201~")
    calm(terminal)
    with closing(open_workspace(workspace.target, login="ola")) as other:
        other.pipeline.edit(deal_id, {"title": "theirs now"})
    database = sqlite3.connect(workspace.target)
    database.execute("UPDATE deal SET title = ?", (f"theirs now {hostile_text}",))
    database.execute("UPDATE seller SET name = ? WHERE login = 'ola'", (hostile_text,))
    database.commit()
    database.close()
    terminal.type("\r")
    terminal.read_until("theirs now ␛[2J")
    terminal.read_until("mine ␛[2J")
    terminal.type("\x11")
    assert terminal.status() == 0
    assert read_strictly(terminal.output).left_as_found()


CLI = (
    ["list"], ["list", "--csv"], ["list", "--json"], ["list", "{}"], ["list", "company:{}"], ["list", "field.{}:x"],
    ["show", "1"],
    ["show", "4"], ["show", "4", "--json"], ["show", "{}"], ["company", "1"], ["company", "{}"],
    ["today", "--owner", "all"], ["log"], ["log", "1"], ["log", "--json"], ["log", "--seller", "{}"], ["setting"],
    ["setting", "{}"], ["setting", "sources", "{}"], ["rates"], ["rate", "{}"], ["check"], ["info"], ["contact", "1"],
    ["contact", "1", "{}"], ["undo", "--list"], ["undo"], ["redo"], ["add", "x{}"], ["add", "{}"],
    ["edit", "1", "{}=x"], ["edit", "1", "title=x{}"], ["edit", "1", "pain={}"],
    ["edit", "1", "field.x{}=x{}"], ["edit", "1", "field.{}=x"], ["edit", "1", "close={}"],
    ["qualify", "1", "market={}"], ["qualify", "1", "{}=yes"], ["move", "1", "{}"],
    ["move", "1", "opportunity", "--because", "x{}"], ["move", "2", "closed", "--lost", "--reason", "{}"],
    ["park", "1", "{}"], ["park", "1", "1 feb", "--reason", "{}"], ["wake", "1"], ["note", "1", "x{}"],
    ["note", "1", "x", "--kind", "{}"], ["follow-up", "1", "{}"], ["follow-up", "1", "fri x{}"], ["done", "1", "x{}"],
    ["done", "{}"], ["objection", "1", "x{}"], ["repeat", "4"], ["reference", "4"], ["import", "{}"],
    ["import", "hostile.csv"], ["import", "hostile.csv", "--json"], ["backup", "{}/x"], ["restore", "{}"],
    ["delete", "{}"], ["delete", "3"], ["--db", "{}/x", "list"], ["{}"], ["{}", "x"], ["list", "--{}"],
    ["list", "--sort", "{}"], ["list", "--limit", "{}"], ["init", "{}/x/y"], ["report"], ["report", "all", "--json"],
    ["report", "{}"], ["report", "losses", "{}"], ["report", "funnel", "--owner", "{}", "--source", "{}"],
    ["report", "funnel", "--since", "{}"], ["report", "losses", "--html", "{}/x"],
)  # fmt: skip
"""What prints what is stored or was given, {} for text."""


def test_a_command_prints_text_and_nothing_else(
    tmp_path: Path, workspace: Workspace, read_strictly: Callable[..., Any]
) -> None:
    text = Turns(SEQUENCES)
    fill(workspace, text)
    write_behind_our_back(workspace.target, text)
    write_no_text(workspace.target)
    with (tmp_path / "hostile.csv").open("w", newline="") as file:
        csv.writer(file).writerows([[f"{text}" for _ in range(5)] for _ in range(4)])
    for words in CLI:
        given = [word.replace("{}", f"{text}").replace("\0", "").encode() for word in words]
        # A name or an argument may be no UTF-8 at all.
        given = [word + b"\x9b2J\xff" if "{}" in raw else word for raw, word in zip(words, given, strict=True)]
        status, sent = run_in_terminal(given, tmp_path)
        found = read_strictly(sent, as_data="--json" in words or "--csv" in words)
        assert status in (0, 1, 2), (given, status, found.text)
        # A bar that tells how far an import is hides the cursor, and gives it back.
        assert not found.kinds.keys() - {"\x1b[?25l", "\x1b[?25h"}, given
        assert found.modes.get("25", True), given
        assert not found.copied, given


def test_settings_that_cannot_be_obeyed_are_named_as_text(
    workspace: Workspace, tmp_path: Path, read_strictly: Callable[..., Any]
) -> None:
    locations.config_dir().mkdir(parents=True)
    for line in (
        f"theme = {json.dumps(SEQUENCES[6])}",
        f"{json.dumps(SEQUENCES[6])} = 1",
        f"[keys]\n{json.dumps(SEQUENCES[6])} = 'a'",
    ):
        locations.config_file().write_text(line)
        status, sent = run_in_terminal([workspace.target.encode()], tmp_path)
        assert status == 1
        assert "␛]2;title␛" in read_strictly(sent).text


def run_in_terminal(arguments: Sequence[bytes], folder: Path) -> tuple[int, bytes]:
    """The exit status of a command, and what it sends to its terminal."""
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(folder)
        named = dict(os.environ) | {"FUNNELBOARD_DB": "funnel.db", "TERM": "xterm-256color", "COLUMNS": "100"}
        os.execve(sys.executable, [sys.executable, "-m", "funnelboard", *arguments], named)
    os.write(fd, b"n\n")  # to whatever it asks
    sent = b""
    with suppress(OSError):
        while select.select([fd], [], [], PATIENCE)[0] and (data := os.read(fd, 65536)):
            sent += data
    os.close(fd)  # which ends one that still waits for something
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), sent
