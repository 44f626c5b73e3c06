"""Two accounts of one group at one database over SSH: each sees what the other does, and a cut line loses nothing."""

from __future__ import annotations

import os
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest

pytestmark = [pytest.mark.sshd, pytest.mark.xdist_group("sshd")]

UMASKS = {"ann": "022", "ben": "077"}

SHOWN_CHANGES = 30
"""So many are timed until the other board shows them."""


@pytest.fixture
def open_board(box: Any, database: Path, sit_down: Callable[..., Any]) -> Callable[[str], Any]:
    """Opens the board as somebody, with a umask of their own, and waits until it can be typed on."""

    def opened(name: str) -> Any:
        terminal = sit_down(name, f"umask {UMASKS[name]} && exec funnelboard {database}")
        terminal.wait_until(lambda: terminal.lines[-1].endswith("? help"))
        return terminal

    return opened


def listed(box: Any, database: Path, *command: str) -> str:
    """What a command says of the shared database."""
    done = box.run("ann", "funnelboard", *command, "--db", str(database))
    assert (done.returncode, done.stderr) == (0, "")
    return str(done.stdout)


@pytest.mark.parametrize("first", UMASKS)
def test_each_sees_what_the_other_does(box: Any, database: Path, open_board: Callable[[str], Any], first: str) -> None:
    second = "ben" if first == "ann" else "ann"
    one = open_board(first)
    one.type("aAcme: pilot\r")
    one.read_until("u undoes it")
    other = open_board(second)
    files = [Path(f"{database}{ending}") for ending in ("", "-wal", "-shm")]
    assert {(path.stat().st_gid, stat.S_IMODE(path.stat().st_mode)) for path in files} == {
        (database.parent.stat().st_gid, 0o660)
    }
    other.read_until("pilot")
    other.type("nrang\r")
    one.read_until("rang")
    one.type("nwants it now\r")
    other.read_until("wants it now")
    for terminal in (one, other):
        terminal.type("q")
        assert terminal.status() == 0
    logged = listed(box, database, "log").splitlines()
    assert [next(name for name in ("Ann", "Ben") if f"{name} Seller" in line) for line in logged[-3:]] == [
        first.title(), second.title(), first.title()
    ]  # fmt: skip
    assert "sound" in box.run("ben", "funnelboard", "check", "--db", str(database)).stderr


def test_a_change_is_soon_on_the_other_board(
    open_board: Callable[[str], Any], record_property: Callable[[str, object], None]
) -> None:
    pair = [open_board(name) for name in UMASKS]
    pair[0].type("aAcme: pilot\r")
    pair[1].read_until("pilot")
    taken = []
    for number in range(SHOWN_CHANGES):
        one, other = pair[:: -1 if number % 2 else 1]
        one.type(f"nnew{number}.")
        one.read_until(f"› new{number}.")
        began = time.perf_counter()
        one.type("\r")
        while not any(f"new{number}." in line for line in other.lines):
            assert time.perf_counter() < began + 20
            for terminal in pair:
                terminal.read(0.001)
        taken.append(1000 * (time.perf_counter() - began))
        one.read_until("u undoes it")
    p99 = quantiles(taken, n=100, method="inclusive")[98]
    record_property("shown after", f"median {median(taken):.0f} ms, p99 {p99:.0f} ms of {len(taken)}")


@pytest.mark.parametrize("end", ["client", "server"])
def test_a_cut_line_loses_nothing(box: Any, database: Path, open_board: Callable[[str], Any], end: str) -> None:
    terminal = open_board("ann")
    terminal.type("aAcme: pilot\r")
    terminal.read_until("u undoes it")
    terminal.type("nrang\r")
    terminal.read_until("wrote a note")
    terminal.type("nhalf a thought")
    terminal.read_until("› half a thought")
    (session,) = box.sessions("ann")
    os.kill(terminal.pid if end == "client" else session, signal.SIGKILL)
    assert terminal.status() != 0
    terminal.wait_until(lambda: not box.boards("ann"))
    again = open_board("ann")
    again.read_until("kept")
    again.type("n")
    again.read_until("› half a thought")
    again.type("\r")
    again.read_until("wrote a note")
    shown = listed(box, database, "show", "1")
    assert "rang" in shown
    assert "half a thought" in shown
