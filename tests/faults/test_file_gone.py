"""The database is moved, replaced or deleted under an open board: it says so by itself, and nothing more is written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.faults, pytest.mark.sqlite("moves the file")]


def move(path: Path) -> None:
    path.rename(path.with_name("away.db"))


def replace(path: Path) -> None:
    shutil.copy(path, path.with_name("other.db"))
    path.rename(path.with_name("away.db"))
    path.with_name("other.db").rename(path)


def delete(path: Path) -> None:
    path.with_name("away.db").hardlink_to(path)
    path.unlink()


@pytest.mark.parametrize("fault", [move, replace, delete])
def test_the_board_says_so_and_writes_no_more_until_it_is_back(
    path: Path, second_start: Callable[..., Any], fault: Callable[[Path], None]
) -> None:
    terminal = second_start(path)
    terminal.type("1gnkept-before\r")
    terminal.read_until("wrote a note")
    fault(path)
    there = path.read_bytes() if path.exists() else None
    terminal.wait_until(lambda: "was moved or replaced" in " ".join(" ".join(terminal.lines[-4:]).split()))
    terminal.type("1gn")
    terminal.wait_until(lambda: not terminal.on_board)
    terminal.type("kept-after\r")
    terminal.wait_until(lambda: terminal.on_board and "nothing is saved" in terminal.lines[0])
    assert (path.read_bytes() if path.exists() else None) == there
    path.with_name("away.db").replace(path)
    terminal.type("1gn\r")
    terminal.wait_until(lambda: terminal.on_board and "wrote a note" in terminal.lines[-2])
    assert "nothing is saved" not in terminal.lines[0]
    terminal.type("\x11")
    assert terminal.status() == 0
    second_start(path, "kept-before", "kept-after")
