"""What the board is started with."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from funnelboard.cli import start_board
from funnelboard.config import Config
from funnelboard.errors import FunnelBoardError, NotFound
from funnelboard.locations import default_database
from funnelboard.sample.demo import open_demo
from funnelboard.sample.tour import Tour
from funnelboard.services.workspace import Workspace


@pytest.fixture
def boards(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Whether each board that was opened, on a terminal, was a locked seat."""
    opened: list[bool] = []

    def run_board(opening: Callable[[], Workspace], *, config: Config, locked: bool, tour: Tour | None) -> int:
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
    ends: Iterator[int | str] = iter(["play", 0, "play", 143])

    def run_board(
        opening: Callable[[], Workspace], *, config: Config, locked: bool, tour: Tour | None
    ) -> int | str:  # fmt: skip
        workspace = opening()
        opened.append("sample" if workspace.private_copy else "own")
        workspace.close()
        return next(ends)

    monkeypatch.setattr(start_board, "_has_terminal", lambda: True)
    monkeypatch.setattr("funnelboard.ui.app.run_board", run_board)
    assert start_board.show_board(make_workspace, Config()) == 143
    assert opened == ["own", "sample", "own", "sample"]
    gc.enable()


def test_a_tour_begins_on_a_new_copy_of_the_demo_it_is_taken_from(
    monkeypatch: pytest.MonkeyPatch, temporary: Path
) -> None:
    opened: list[tuple[str, str]] = []
    ends: Iterator[int | str] = iter(["tour", "tour", 0])
    demo = partial(open_demo, scenario="agency")

    def run_board(
        opening: Callable[[], Workspace], *, config: Config, locked: bool, tour: Tour | None
    ) -> int | str:  # fmt: skip
        workspace = opening()
        assert workspace.private_copy
        opened.append((workspace.target, tour.scenario if tour is not None else "none"))
        workspace.close()
        return next(ends)

    monkeypatch.setattr(start_board, "_has_terminal", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("funnelboard.ui.app.run_board", run_board)
    assert start_board.show_board(demo, Config(), scenario="agency") == 0
    assert [told for _, told in opened] == ["none", "agency", "agency"]
    assert len({target for target, _ in opened}) == 3
    gc.enable()
