"""Lines that are slow, stalled, stopped and gone on with: no more is sent than is needed, and the end is an end."""

from __future__ import annotations

import os
import signal
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace

ALTERNATE_SCREEN = b"\x1b[?1049h"


@pytest.fixture
def board(workspace: Workspace, add_deal: Callable[..., Deal], open_terminal: Callable[..., Any]) -> Any:
    """A board with thirty deals, ready."""
    for number in range(30):
        add_deal(title=f"deal {number}", company=f"Company {number}", stage=list(Stage)[number % 3])
    terminal = open_terminal(workspace.target)
    terminal.wait_until(lambda: terminal.lines[-1].endswith("? help"))
    return terminal


def stopped(pid: int) -> bool:
    """Whether a process is stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def echoes(terminal: Any) -> bool:
    """Whether the terminal shows what is typed, as it does for a shell and not for a board."""
    return bool(termios.tcgetattr(terminal.fd)[3] & termios.ECHO)


def test_the_first_picture_is_sent_once(board: Any, calm: Callable[[Any], bytes]) -> None:
    calm(board)
    assert len(board.output) <= 14_000
    assert board.output.count(b"\x1b[20;1H") == 1


def test_a_resize_costs_two_pictures_at_most(board: Any, calm: Callable[[Any], bytes]) -> None:
    calm(board)
    before = len(board.output)
    board.resize(100, 30)
    board.wait_until(lambda: board.lines[-1].endswith("? help"))
    calm(board)
    assert board.output[before:].count(b"\x1b[20;1H") <= 2  # one may be of the size before
    assert not any("\N{REPLACEMENT CHARACTER}" in line for line in board.lines)


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGTSTP])
def test_a_board_that_was_stopped_takes_its_terminal_again_and_gives_it_back(
    board: Any, workspace: Workspace, number: signal.Signals, read_strictly: Callable[[bytes], Any]
) -> None:
    board.type("nhalf a thought")
    board.read_until("thought")
    os.kill(board.pid, number)
    board.wait_until(lambda: stopped(board.pid))
    assert echoes(board) == (number == signal.SIGTSTP)
    board.resize(90, 30)
    os.kill(board.pid, signal.SIGCONT)
    board.wait_until(lambda: board.output.count(ALTERNATE_SCREEN) == 2 and "half a thought" in board.lines[-2])
    board.type(" is whole\rq")
    assert board.status() == 0
    assert [note for (note,) in workspace.session.database.rows_of("SELECT text FROM note")] == [
        "half a thought is whole"
    ]
    assert echoes(board)
    assert read_strictly(board.output).left_as_found()


@pytest.mark.faults
def test_a_line_that_takes_nothing_more_holds_up_neither_what_is_typed_nor_the_end(
    board: Any, workspace: Workspace, kept: Callable[..., str]
) -> None:
    flood(board, "jk" * 40, 60)
    os.write(board.fd, b"nhalf a thought")
    wait_until(lambda: "half a thought" in kept(workspace))
    os.kill(board.pid, signal.SIGTERM)
    wait_until(lambda: os.waitid(os.P_PID, board.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT))
    assert board.status() == 128 + signal.SIGTERM


@pytest.mark.faults
def test_a_line_that_stalled_shows_what_is_there_now_and_not_all_that_was(
    board: Any, workspace: Workspace, kept: Callable[..., str]
) -> None:
    before = len(board.output)
    flood(board, "jjjkkk" * 20, 10)
    os.write(board.fd, b"nhalf a thought")
    wait_until(lambda: "half a thought" in kept(workspace))
    board.read_until("half a thought")
    # A pseudo-terminal holds 64 kB by itself; all pictures together have half a million.
    assert len(board.output) - before < 100_000


@pytest.mark.faults
def test_what_another_seller_does_while_the_line_takes_nothing_is_shown_once_it_does(
    board: Any, workspace: Workspace
) -> None:
    for number in range(30):  # looked at twice a second; a pseudo-terminal holds 64 kB by itself
        for deal in range(1, 31):
            workspace.pipeline.edit(deal, {"title": f"{number} {'abcdefgh'[number % 8] * 60}"})
        time.sleep(0.5)
    board.read_until("29 ffff")
    board.type("q")
    assert board.status() == 0


def flood(terminal: Any, keys: str, times: int) -> None:
    """Type without looking at what is sent."""
    for _ in range(times):
        os.write(terminal.fd, keys.encode())
        time.sleep(0.01)


def wait_until(happened: Callable[[], Any]) -> None:
    """Wait without reading what is sent."""
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)
