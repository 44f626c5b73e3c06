"""What the board is started with."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator

import pytest

from funnelboard.cli import start_board
from funnelboard.config import Config
from funnelboard.errors import FunnelBoardError, NotFound
from funnelboard.services.workspace import Workspace


@pytest.fixture
def textual_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The environment's settings for Textual as the board sees them, on a terminal."""
    seen: dict[str, str] = {}
    outside = dict(os.environ)

    def run_board(opening: Callable[[], Workspace], *, config: Config, locked: bool) -> int:
        seen.update({name: value for name, value in os.environ.items() if name.startswith("TEXTUAL")})
        opening().close()
        return 0

    for name in outside:
        if name.startswith("TEXTUAL"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TEXTUAL_DRIVER", "somewhere:Driver")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(start_board, "_has_terminal", lambda: True)
    monkeypatch.setattr("funnelboard.ui.app.run_board", run_board)
    yield seen
    gc.enable()
    os.environ.update(outside)


def test_a_locked_seat_takes_no_driver_from_the_environment(
    textual_settings: dict[str, str], make_workspace: Callable[..., Workspace]
) -> None:
    assert start_board.show_board(make_workspace, Config(), locked=True) == 0
    assert textual_settings == {}


@pytest.mark.parametrize(("term", "said"), [("dumb", "TERM is “dumb”"), (None, "TERM is not set")])
def test_a_terminal_that_cannot_be_drawn_on_is_told_so(
    textual_settings: dict[str, str],
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


def test_another_seat_may(textual_settings: dict[str, str], make_workspace: Callable[..., Workspace]) -> None:
    assert start_board.show_board(make_workspace, Config()) == 0
    assert textual_settings == {"TEXTUAL_DRIVER": "somewhere:Driver"}


def test_a_slip_of_a_command_is_no_reason_to_make_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_board, "_has_terminal", lambda: True)
    with pytest.raises(NotFound, match="“lst” is no command or database; did you mean list"):
        start_board.start_board("lst")


def test_playing_with_the_sample_comes_back_to_the_board_it_was_left_for(
    monkeypatch: pytest.MonkeyPatch, make_workspace: Callable[..., Workspace]
) -> None:
    opened: list[str] = []
    ends = iter([None, 0, None, 143])

    def run_board(opening: Callable[[], Workspace], *, config: Config, locked: bool) -> int | None:
        workspace = opening()
        opened.append("sample" if workspace.private_copy else "own")
        workspace.close()
        return next(ends)

    monkeypatch.setattr(start_board, "_has_terminal", lambda: True)
    monkeypatch.setattr("funnelboard.ui.app.run_board", run_board)
    assert start_board.show_board(make_workspace, Config()) == 143
    assert opened == ["own", "sample", "own", "sample"]
    gc.enable()
