"""Another process holds the database's lock for half a minute: boards live, and nothing that is typed is lost."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.store.database import PATIENCE

pytestmark = pytest.mark.faults

HALF_A_MINUTE = 30


def waits(terminal: Any) -> bool:
    """Whether it says that a write is waiting for another writer."""
    return "still trying to save" in terminal.lines[-2]


def test_a_board_goes_about_and_its_note_lands_once(
    board: str, hold: Callable[..., Callable[..., None]], second_start: Callable[..., Any],
    funnelboard: Callable[..., subprocess.CompletedProcess[str]],
) -> None:  # fmt: skip
    terminal = second_start(board)
    release = hold(board)
    freed_at = time.monotonic() + HALF_A_MINUTE
    terminal.type("1gnheld-up\r")
    terminal.wait_until(lambda: waits(terminal))
    refused = funnelboard("note", 2, "from-a-script")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "another writer" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert funnelboard("list").returncode == 0, "reading goes on"
    while time.monotonic() < freed_at:
        for key in "jk":
            before = terminal.cursor
            terminal.type(key)
            terminal.wait_until(lambda before=before: terminal.cursor != before)
        terminal.read(1)
    release()
    terminal.wait_until(lambda: "wrote a note" in terminal.lines[-2].lower())
    terminal.type("\x11")
    assert terminal.status() == 0
    second_start(board, "held-up")
    assert "from-a-script" not in funnelboard("show", 2).stdout


@pytest.mark.parametrize("end", ["released", "left"])
def test_a_first_opening_waits_for_as_long_as_the_seller_does(
    board: str, hold: Callable[..., Callable[..., None]], open_terminal: Callable[..., Any], end: str
) -> None:
    release = hold(board)
    terminal = open_terminal(board, "a-new-seller")
    terminal.read_until("another writer may be holding the database. Still trying; Esc leaves.")
    terminal.type("2j")
    if end == "released":
        held_until = time.monotonic() + PATIENCE + 1
        while time.monotonic() < held_until:
            terminal.read(0.2)
        release()
        terminal.wait_until(lambda: terminal.on_board and "another writer" not in str(terminal.lines))
        terminal.type("\x11")
        assert terminal.status() == 0
    else:
        terminal.type("\x03")
        assert terminal.status() == 0
        assert b"Traceback" not in terminal.output
