"""How the board ends: in order, by a signal, by a kill; in a real terminal of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard import locations
from funnelboard.domain.deal import Deal
from funnelboard.services.workspace import Workspace

ALTERNATE_SCREEN = b"\x1b[?1049h"
ALTERNATE_SCREEN_LEFT = b"\x1b[?1049l"
CURSOR_SHOWN = b"\x1b[?25h"


@pytest.fixture
def terminal(workspace: Workspace, add_deal: Callable[..., Deal], open_terminal: Callable[[str], Any]) -> Any:
    """A board with one deal, ready."""
    add_deal(title="Acme: pilot")
    terminal = open_terminal(workspace.target)
    terminal.read_until("Acme: pilot")
    return terminal


def kept(workspace: Workspace) -> str:
    """All drafts on the disk."""
    path = locations.draft_file(workspace.identity)
    return path.read_text() if path.exists() else ""


def test_q_leaves_at_once_and_in_order(terminal: Any) -> None:
    terminal.type("q")
    assert terminal.status() == 0
    assert ALTERNATE_SCREEN_LEFT in terminal.output
    assert CURSOR_SHOWN in terminal.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_keeps_the_draft_and_restores_the_terminal(
    terminal: Any, workspace: Workspace, number: signal.Signals
) -> None:
    terminal.type("nhalf a thought")
    terminal.read_until("thought")
    os.kill(terminal.pid, number)
    assert terminal.status() == 128 + number
    assert "half a thought" in kept(workspace)
    assert ALTERNATE_SCREEN_LEFT in terminal.output


def test_a_kill_loses_no_more_than_the_last_moment(terminal: Any, workspace: Workspace) -> None:
    terminal.type("nhalf a thought")
    terminal.wait_until(lambda: "a thought" in kept(workspace))
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.status() == -signal.SIGKILL
    assert "half a thought" in kept(workspace)


def test_what_cannot_be_opened_is_said_after_the_terminal_is_restored(
    tmp_path: Path, open_terminal: Callable[[str], Any]
) -> None:
    (tmp_path / "not.db").write_text("this is no database at all, but a text")
    terminal = open_terminal(str(tmp_path / "not.db"))
    assert terminal.status() == 1
    restored = terminal.output.rfind(ALTERNATE_SCREEN_LEFT)
    assert b"DatabaseError" in terminal.output[restored:]


def test_keys_typed_before_the_board_stands_are_obeyed_once_it_does(
    workspace: Workspace, add_deal: Callable[..., Deal], open_terminal: Callable[[str], Any]
) -> None:
    deal = add_deal(title="Acme: pilot")
    terminal = open_terminal(workspace.target)
    terminal.wait_until(lambda: ALTERNATE_SCREEN in terminal.output)
    terminal.type("ntyped early\rq")
    assert terminal.status() == 0
    assert "typed early" in [entry.text for entry in workspace.board.detail(deal.id).timeline]


async def test_a_defect_in_a_painting_that_was_put_off_ends_the_board(
    open_board: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(part: str) -> None:
        raise RuntimeError("a defect")

    async def paint() -> None:
        async with open_board() as board:
            monkeypatch.setattr(board.screen, "draw", draw)
            board.screen.touch_all()
            await board.settle()

    with pytest.raises(RuntimeError, match="a defect"):
        await paint()


@pytest.mark.parametrize("leave", ["q", "ctrl+q"])
async def test_what_is_typed_after_leaving_is_not_obeyed(
    open_board: Any, add_deal: Callable[..., Deal], workspace: Workspace, leave: str
) -> None:
    deal = add_deal(title="Acme: pilot")
    async with open_board() as board:
        await board.burst("t", *"expo", "enter", leave, "D")
    stored = workspace.board.deal(deal.id)
    assert (stored.tags, stored.deleted) == (("expo",), False)
