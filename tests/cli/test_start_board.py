"""What the board is started with."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from funnelboard.cli import start_board
from funnelboard.config import Config
from funnelboard.errors import FunnelBoardError, NotFound
from funnelboard.locations import default_database
from funnelboard.services.workspace import Workspace


@pytest.fixture
def boards(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Whether each board that was opened, on a terminal, was a locked seat."""
    opened: list[bool] = []

    def run_board(opening: Callable[[], Workspace], *, config: Config, locked: bool, seen: object) -> int:
        opening().close()
        opened.append(locked)
        return 0

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(start_board, "_has_terminal", lambda: True)
    monkeypatch.setattr("funnelboard.ui.app.run_board", run_board)
    yield opened
    gc.enable()


def test_a_locked_seat_opens_what_is_there(boards: list[bool], empty_database: Path, tmp_path: Path) -> None:
    there = shutil.copyfile(empty_database, tmp_path / "funnel.db")
    assert start_board.start_board(str(there), locked=True) == 0
    assert boards == [True]


@pytest.mark.parametrize("name", ["new.db", "the seller's own"])
def test_a_locked_seat_makes_no_database(
    boards: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("sys.stdin", None)  # nobody is asked
    path = tmp_path / name if name == "new.db" else default_database()
    with pytest.raises(NotFound, match=r"There is no database “.*”, and a locked seat makes none\."):
        start_board.start_board(str(path), locked=True)
    assert (boards, path.exists()) == ([], False)


@pytest.mark.parametrize(("term", "said"), [("dumb", "TERM is “dumb”"), (None, "TERM is not set")])
def test_a_terminal_that_cannot_be_drawn_on_is_told_so(
    boards: list[bool],
    make_workspace: Callable[..., Workspace],
    monkeypatch: pytest.MonkeyPatch,
    term: str | None,
    said: str,
) -> None:
    monkeypatch.delenv("TERM", raising=False)
    if term is not None:
        monkeypatch.setenv("TERM", term)
    with pytest.raises(FunnelBoardError, match=said):
        start_board.show_board(make_workspace, Config())


def test_a_slip_of_a_command_is_no_reason_to_make_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_board, "_has_terminal", lambda: True)
    with pytest.raises(NotFound, match="“lst” is no command or database; did you mean list"):
        start_board.start_board("lst")


def test_playing_with_the_sample_comes_back_to_the_board_it_was_left_for(
    monkeypatch: pytest.MonkeyPatch, make_workspace: Callable[..., Workspace]
) -> None:
    opened: list[str] = []
    ends = iter([None, 0, None, 143])

    def run_board(opening: Callable[[], Workspace], *, config: Config, locked: bool, seen: object) -> int | None:
        workspace = opening()
        opened.append("sample" if workspace.private_copy else "own")
        workspace.close()
        return next(ends)

    monkeypatch.setattr(start_board, "_has_terminal", lambda: True)
    monkeypatch.setattr("funnelboard.ui.app.run_board", run_board)
    assert start_board.show_board(make_workspace, Config()) == 143
    assert opened == ["own", "sample", "own", "sample"]
    gc.enable()
