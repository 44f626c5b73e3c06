"""A window that changes its size in the middle of everything shows what is there, and no key goes astray."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Stage
from funnelboard.services.identity import account
from funnelboard.services.workspace import Workspace
from funnelboard.ui.commands import COMMANDS

pytestmark = pytest.mark.faults

SIZES = ((40, 12), (20, 5), (200, 60), (1, 1), (80, 24), (20, 60), (200, 5), (120, 36))

TEXT = "half a thought"

MODES: Mapping[str, str] = {
    "board": "",
    "panel": "\r",
    "note": "n",
    "form": "e",
    "gate": "1gL\x1b[Z",
    "list": "3gF",
    "contacts": "3gC",
    "owner": "o",
    "agenda": "A",
    "its note": "A\r",
    "palette": ":",
    "help": "?",
    "filter": "/",
    "settings": "S",
    "a setting": "SG\r",
    "company": "Y",
    "views": "v",
    "new view": "vs",
    "winning": "3gw",
}
"""The keys that open each mode."""

TAKING = ("note", "gate", "its note", "new view")
"""Modes that keep what is typed as a draft."""


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    """The board of whoever runs the tests."""
    return make_workspace(login=account()[0])


@pytest.fixture
def board(workspace: Workspace, add_deal: Callable[..., Deal], open_terminal: Callable[..., Any]) -> Any:
    """A board with deals in every stage, ready."""
    for number in range(16):
        deal = add_deal(title=f"deal {number}", company=f"Co {number}", contact="Kari", stage=list(Stage)[number % 4])
        workspace.activity.add_follow_up((deal.id,), workspace.clock.today(), "call", "call Kari")
    terminal = open_terminal(workspace.target)
    terminal.wait_until(lambda: terminal.lines[-1].endswith("? help"))
    return terminal


@pytest.mark.parametrize("mode", MODES)
def test_it_shows_what_it_would_have_shown_in_that_size_all_along(
    board: Any, workspace: Workspace, calm: Callable[[Any], bytes], mode: str, kept: Callable[..., str]
) -> None:
    board.type(MODES[mode])
    for number, letter in enumerate(TEXT if mode in TAKING else "jjjj"):
        board.resize(*SIZES[number % len(SIZES)])
        os.write(board.fd, letter.encode())
    calm(board)
    if mode in TAKING:
        assert TEXT in kept(workspace)
    for size in SIZES:
        board.resize(*size)
        board.wait_until(lambda: painted(board))
        calm(board)
        after_another = board.lines
        board.resize(size[0] + 1, size[1] + 1)
        board.resize(*size)
        board.wait_until(lambda: painted(board))
        calm(board)
        assert board.lines == after_another, size
        assert board.running()
    board.type("\x1b\x1b\x1b\x1b")
    board.wait_until(lambda: board.lines[-1].endswith("? help"))
    board.type("q")
    assert board.status() == 0


def test_commands_and_sizes_in_one_burst(board: Any, calm: Callable[[Any], bytes]) -> None:
    for number, command in enumerate(COMMANDS):
        if command.keys and len(command.keys[0]) == 1 and command.id != "quit" and command.id != "play":
            os.write(board.fd, command.keys[0].encode())
            board.resize(*SIZES[number % len(SIZES)])
            os.write(board.fd, b"\x1b\x1b\x1b\x1b")
            board.resize(*SIZES[(number + 3) % len(SIZES)])
    board.resize(120, 36)
    board.type("\x1b\x1b\x1b\x1b")
    board.wait_until(lambda: board.lines[-1].endswith("? help"))
    board.wait_until(lambda: painted(board))
    calm(board)
    board.type("\x11")
    assert board.status() == 0


def test_a_size_that_no_signal_tells_is_seen_all_the_same(
    workspace: Workspace, add_deal: Callable[..., Deal], open_terminal: Callable[..., Any]
) -> None:
    add_deal(title="one")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGWINCH])
    try:
        board = open_terminal(workspace.target)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    board.wait_until(lambda: board.on_board)
    board.resize(80, 24)
    board.wait_until(lambda: painted(board))
    assert board.on_board


def painted(board: Any) -> bool:
    """Whether every cell has been painted since the window got its size."""
    return not any("\N{REPLACEMENT CHARACTER}" in line for line in board.lines)
