"""How the board ends: in order, by a signal, by a kill; in a real terminal of its own."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from funnelboard import locations
from funnelboard.domain.deal import Deal
from funnelboard.services.workspace import Workspace

PROGRAM = """
import sys
from functools import partial
from funnelboard.config import Config
from funnelboard.services.workspace import open_workspace
from funnelboard.ui.app import run_board
sys.exit(run_board(partial(open_workspace, sys.argv[1], threaded=True), config=Config()))
"""

ALTERNATE_SCREEN_LEFT = b"\x1b[?1049l"
CURSOR_SHOWN = b"\x1b[?25h"


class Terminal:
    """A board on a pseudo-terminal."""

    def __init__(self, database: str) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execv(sys.executable, [sys.executable, "-c", PROGRAM, database])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        self.output = b""

    def read_until(self, words: str) -> None:
        """Read until some text has been sent."""
        deadline = time.monotonic() + 20
        while words.encode() not in self.output:
            assert time.monotonic() < deadline, self.output[-500:]
            self._read(0.1)

    def type(self, text: str) -> None:
        """Send keys."""
        os.write(self.fd, text.encode())

    def status(self) -> int:
        """The exit status, once it has ended; negative for a signal that killed it."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            self._read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._read(0.02)
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("it is still running")

    def _read(self, patience: float) -> None:
        try:
            while select.select([self.fd], [], [], patience)[0]:
                data = os.read(self.fd, 65536)
                if not data:
                    return
                self.output += data
        except OSError:
            return


@pytest.fixture
def terminal(workspace: Workspace, add_deal: Callable[..., Deal]) -> Iterator[Terminal]:
    """A board with one deal, ready."""
    add_deal(title="Acme: pilot")
    terminal = Terminal(workspace.target)
    terminal.read_until("Acme: pilot")
    yield terminal
    os.close(terminal.fd)


def draft_of(workspace: Workspace) -> Path:
    """Where the draft is kept."""
    return locations.draft_file(workspace.identity)


def test_q_leaves_at_once_and_in_order(terminal: Terminal) -> None:
    terminal.type("q")
    assert terminal.status() == 0
    assert ALTERNATE_SCREEN_LEFT in terminal.output
    assert CURSOR_SHOWN in terminal.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_keeps_the_draft_and_restores_the_terminal(
    terminal: Terminal, workspace: Workspace, number: signal.Signals
) -> None:
    terminal.type("nhalf a thought")
    terminal.read_until("thought")
    os.kill(terminal.pid, number)
    assert terminal.status() == 128 + number
    assert json.loads(draft_of(workspace).read_text())["text"] == "half a thought"
    assert ALTERNATE_SCREEN_LEFT in terminal.output


def test_a_kill_loses_no_more_than_the_last_moment(terminal: Terminal, workspace: Workspace) -> None:
    terminal.type("nhalf a thought")
    deadline = time.monotonic() + 10
    while not draft_of(workspace).exists() and time.monotonic() < deadline:
        terminal._read(0.02)
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.status() == -signal.SIGKILL
    assert json.loads(draft_of(workspace).read_text())["title"] == "Acme: pilot"


def test_what_cannot_be_opened_is_said_after_the_terminal_is_restored(tmp_path: Path) -> None:
    (tmp_path / "not.db").write_text("this is no database at all, but a text")
    terminal = Terminal(str(tmp_path / "not.db"))
    assert terminal.status() == 1
    restored = terminal.output.rfind(ALTERNATE_SCREEN_LEFT)
    assert b"DatabaseError" in terminal.output[restored:]
    os.close(terminal.fd)
