"""The moment in which a terminal shows the board, and the board is not there yet."""

from __future__ import annotations

import os
import pty
import signal
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.locations import config_file, state_file
from funnelboard.memory.view_state import ViewState, save_view_state
from funnelboard.services.workspace import Workspace

HELD = """
import os, sys, time
class Hold:
    def find_spec(self, name, path, target=None):
        while name == "funnelboard.ui.app" and not os.path.exists(sys.argv[2]):
            time.sleep(0.01)
sys.meta_path.insert(0, Hold())
from funnelboard.cli.main import run
sys.exit(run(sys.argv[1:2]))
"""


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A file that, once it is there, lets the board be imported."""
    return tmp_path / "go on"


@pytest.fixture
def held(
    workspace: Workspace, add_deal: Callable[..., Deal], start_in_terminal: Callable[..., Any], release: Path
) -> Callable[[], Any]:
    """Starts the board on a database with a deal; what it is made of is not imported before its release."""
    add_deal(title="Acme Oy: pilot")

    def start() -> Any:
        terminal = start_in_terminal([sys.executable, "-c", HELD, workspace.target, str(release)])
        terminal.read_until("Acme Oy")
        terminal.read_until("? help")
        return terminal

    return start


def modes(terminal: Any) -> list[Any]:
    """How the terminal's line is set."""
    return termios.tcgetattr(terminal.fd)[:4]


@pytest.fixture
def found() -> list[Any]:
    """How the line of a new terminal is set."""
    reader, terminal = pty.openpty()
    as_found = termios.tcgetattr(reader)[:4]
    os.close(terminal)
    os.close(reader)
    return as_found


def test_what_is_typed_meanwhile_is_obeyed_and_the_picture_stays(held: Callable[[], Any], release: Path) -> None:
    terminal = held()
    picture, sent = terminal.lines, len(terminal.output)
    terminal.type("aBeta AS")
    terminal.read(0.1)
    assert len(terminal.output) == sent, "nothing is echoed"
    release.touch()
    terminal.read_until("new deal › Beta AS")
    assert [line[:84] for line in terminal.lines[5:30]] == [line[:84] for line in picture[5:30]]
    assert terminal.output.count(b"\x1b[?1049h") == 1
    assert b"\x1b[2J" not in terminal.output
    terminal.type("\r")
    terminal.read_until("added")
    terminal.type("q")
    assert terminal.status() == 0


def test_enter_is_enter_before_the_terminal_is_taken(
    workspace: Workspace, start_in_terminal: Callable[..., Any]
) -> None:
    terminal = start_in_terminal([sys.executable, "-m", "funnelboard", workspace.target])
    terminal.type("aBeta AS\rq")
    assert terminal.status() == 0
    assert terminal.output.startswith(b"aBeta AS\r\n"), "the line is as it was found"
    assert [deal.title for deal in workspace.board.deals(Query())] == ["Beta AS"]


def test_what_matches_a_remembered_filter_is_seen(
    held: Callable[[], Any], workspace: Workspace, add_deal: Callable[..., Deal], release: Path
) -> None:
    add_deal(title="Beta AS")
    save_view_state(state_file(workspace.identity), ViewState("acme"))
    terminal = held()
    assert "⌕ acme · 1" in terminal.lines[0]
    assert "Beta" not in str(terminal.lines)
    release.touch()
    terminal.type("\x1b")
    terminal.read_until("Beta")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_the_program_gives_the_terminal_back(
    held: Callable[[], Any], found: list[Any], read_strictly: Callable[..., Any], number: int
) -> None:
    terminal = held()
    os.kill(terminal.pid, number)
    assert terminal.status() == -number
    assert read_strictly(terminal.output).left_as_found()
    assert modes(terminal) == found


def test_a_program_that_is_stopped_gives_the_terminal_back_and_shows_its_picture_again(
    held: Callable[[], Any], found: list[Any], read_strictly: Callable[..., Any], release: Path
) -> None:
    terminal = held()
    os.kill(terminal.pid, signal.SIGTSTP)
    assert os.WIFSTOPPED(os.waitpid(terminal.pid, os.WUNTRACED)[1])
    terminal.read(0.1)
    assert read_strictly(terminal.output).left_as_found()
    assert modes(terminal) == found
    sent = len(terminal.output)
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.wait_until(lambda: b"Acme Oy" in terminal.output[sent:])
    release.touch()
    terminal.type("q")
    assert terminal.status() == 0
    assert read_strictly(terminal.output).left_as_found()


def test_a_database_that_cannot_be_opened_is_refused_on_the_ordinary_screen(
    held: Callable[[], Any],
    make_workspace: Callable[..., Workspace],
    found: list[Any],
    read_strictly: Callable[..., Any],
    release: Path,
) -> None:
    make_workspace(login="ola").close()
    config_file().parent.mkdir(parents=True)
    config_file().write_text('name = "ola"\n')
    terminal = held()
    release.touch()
    assert terminal.status() == 1
    shown, _, said = terminal.output.rpartition(b"\x1b[?1049l")
    assert shown
    assert b"another seller here is called" in said
    assert read_strictly(terminal.output).left_as_found()
    assert modes(terminal) == found


SLOW = """
import sys, time
from funnelboard.cli import start_board
from funnelboard.ui import app
open_at_once = start_board.open_named
def open_slowly(*arguments, **options):
    time.sleep(1.5 * app.FIRST_PAINT_PATIENCE)
    return open_at_once(*arguments, **options)
start_board.open_named = open_slowly
sys.exit(start_board.start_board(sys.argv[1]))
"""


def test_the_picture_stays_until_a_slow_database_is_open(
    workspace: Workspace, add_deal: Callable[..., Deal], start_in_terminal: Callable[..., Any]
) -> None:
    add_deal(title="Acme Oy: pilot")
    terminal = start_in_terminal([sys.executable, "-c", SLOW, workspace.target])
    terminal.read_until("Acme Oy")
    terminal.type("a")
    terminal.read_until("new deal ›")
    assert b"Opening" not in terminal.output
    terminal.type("\x1b\x1bq")
    assert terminal.status() == 0
