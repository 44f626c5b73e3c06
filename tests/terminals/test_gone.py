"""A terminal that is gone, with a word or without one: the board keeps what was typed, ends, and spins for nothing."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from funnelboard import locations
from funnelboard.domain.deal import Deal
from funnelboard.services.identity import account
from funnelboard.services.workspace import Workspace

pytestmark = pytest.mark.faults

WAYS = {
    "script": ["script", "-q", "-c", "{}", "/dev/null"],
    "su": ["su", "-m", "root", "-c", "{}"],
    "setsid": ["setsid", "-w", "sh", "-c", "{}"],
    "deaf to hang-ups": ["sh", "-c", "trap '' HUP; {}"],
}
"""What may stand between a board and its terminal, {} for the board."""


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace], add_deal: Callable[..., Deal]) -> Workspace:
    """The board of whoever runs the tests, with a deal."""
    return make_workspace(login=account()[0])


@pytest.fixture
def deal(workspace: Workspace, add_deal: Callable[..., Deal]) -> Deal:
    """The one there is."""
    return add_deal(title="the deal")


def kept(workspace: Workspace) -> str:
    """All drafts on the disk."""
    path = locations.draft_file(workspace.identity)
    return path.read_text() if path.exists() else ""


def board_of(workspace: Workspace) -> int:
    """The process of the board on a database."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0")
            if words[1:3] == [b"-m", b"funnelboard"] and workspace.target.encode() in words:
                return int(process.name)
    raise AssertionError("there is no board")


def spent(pid: int) -> float | None:
    """Seconds of a processor that a process has taken; None when it has ended."""
    try:
        state, *rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if state == "Z" else sum(map(int, rest[10:12])) / os.sysconf("SC_CLK_TCK")


def wait_for_end(pid: int) -> None:
    """Wait until a process has ended; it must not work all the while."""
    before, deadline = spent(pid) or 0, time.monotonic() + 30
    while (now := spent(pid)) is not None:
        assert now - before < 2, "it spins"
        assert time.monotonic() < deadline, "it goes on"
        time.sleep(0.02)


@pytest.mark.parametrize("keys", ["", "nhalf a thought"], ids=["idle", "note"])
@pytest.mark.parametrize(
    ("way", "killed"),
    # script outlives a hang-up, and is a terminal for as long
    [("script", True), ("su", False), ("su", True), ("setsid", False), ("setsid", True), ("deaf to hang-ups", False)],
)
def test_whatever_stood_between_a_board_and_its_terminal(
    workspace: Workspace, deal: Deal, start_in_terminal: Callable[..., Any], way: str, killed: bool, keys: str
) -> None:
    if shutil.which(WAYS[way][0]) is None or (way == "su" and os.getuid() != 0):
        pytest.skip(f"{way} cannot be had here")
    program = f"{sys.executable} -m funnelboard {workspace.target}"
    first, *rest = (word.replace("{}", program) for word in WAYS[way])
    terminal = start_in_terminal([shutil.which(first) or first, *rest])
    terminal.wait_until(lambda: any(deal.title in line for line in terminal.lines))
    if keys:
        terminal.type(keys)
        terminal.wait_until(lambda: "half a thought" in kept(workspace))
    board = board_of(workspace)
    if killed and board != terminal.pid:
        os.kill(terminal.pid, signal.SIGKILL)
    terminal.hang_up()
    wait_for_end(board)
    assert ("half a thought" in kept(workspace)) == bool(keys)


@pytest.mark.parametrize("how", ["hang-up", "without a word", "SIGTERM"])
def test_while_a_write_waits_for_another_writer(
    workspace: Workspace, deal: Deal, open_terminal: Callable[..., Any], how: str
) -> None:
    terminal = open_terminal(workspace.target, tells=how != "without a word")
    terminal.wait_until(lambda: any(deal.title in line for line in terminal.lines))
    with closing(sqlite3.connect(workspace.target, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        terminal.type("nhalf a thought\r")
        terminal.wait_until(lambda: any("still trying" in line for line in terminal.lines[-3:]))
        if how == "SIGTERM":
            os.kill(terminal.pid, signal.SIGTERM)
        else:
            terminal.hang_up()
        wait_for_end(terminal.pid)
        other.execute("ROLLBACK")
    assert "half a thought" in kept(workspace)
    assert workspace.session.database.rows_of("SELECT text FROM note") == []
