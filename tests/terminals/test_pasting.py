"""What is pasted is text, whatever is in it, and nothing else comes of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.services.identity import account
from funnelboard.services.workspace import Workspace

SEQUENCES = "D\x1bD\x1b[A\x1b[31mred\x1b]0;title\x07\x1b]52;c;aGk=\x1b\\\x9b2J\x1b" + "D" * 40 + "\x1b\x1bq\x1b[<0;5;5M"
"""What would do a lot if it were taken for keys."""

HARMLESS = "D␛D␛[A␛[31mred␛]0;title␇␛]52;c;aGk=␛\\\N{REPLACEMENT CHARACTER}2J␛" + "D" * 40 + "␛␛q␛[<0;5;5M"

LINES = "\r\n".join(f"line {number}" for number in range(100))


def pasted(text: str) -> str:
    """As a terminal sends it."""
    return f"\x1b[200~{text}\x1b[201~"


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    """The board of whoever runs the tests."""
    return make_workspace(login=account()[0])


@pytest.fixture
def board(workspace: Workspace, add_deal: Callable[..., Deal], open_terminal: Callable[..., Any]) -> Any:
    """A board with three deals, ready."""
    for number in range(3):
        add_deal(title=f"deal {number}")
    terminal = open_terminal(workspace.target)
    terminal.wait_until(lambda: terminal.lines[-1].endswith("? help"))
    return terminal


@pytest.mark.parametrize("keys", ["", "\r", "A", "?"], ids=["board", "panel", "agenda", "help"])
def test_where_nothing_takes_text_nothing_comes_of_it(
    board: Any, workspace: Workspace, dump: Callable[[Workspace], Any], keys: str, calm: Callable[[Any], bytes]
) -> None:
    board.type(keys)
    calm(board)
    before = dump(workspace)
    board.type(pasted(f"{SEQUENCES}\r\n{LINES}\r\nq\r\nD"))
    calm(board)
    board.type(pasted("a\x1b[201~Dq\rD"))
    calm(board)
    assert board.running()
    assert dump(workspace) == before
    board.type("\x11")
    assert board.status() == 0


def test_a_note_takes_all_of_it(board: Any, workspace: Workspace) -> None:
    board.type("n" + pasted(SEQUENCES + "\r" + LINES) + "\rq")
    assert board.status() == 0
    (note,) = workspace.session.database.rows_of("SELECT text FROM note")
    assert note == (f"{HARMLESS}\n{LINES}".replace("\r\n", "\n"),)


def test_a_line_takes_it_as_one(board: Any, workspace: Workspace, calm: Callable[[Any], bytes]) -> None:
    board.type("a" + pasted(f"new {SEQUENCES} one\rtwo") + "\r")
    calm(board)
    board.type("/" + pasted("deal\r\n1\r"))
    board.wait_until(lambda: any("deal 1" in line for line in board.lines[-2:]))
    board.type("\x1bq")
    assert board.status() == 0
    titles = [title for (title,) in workspace.session.database.rows_of("SELECT title FROM deal ORDER BY id")]
    assert len(titles) == 4
    assert "one two" in "".join(titles)


def test_a_byte_that_is_no_utf_8_ends_nothing(board: Any, workspace: Workspace) -> None:
    board.type("1gn")
    board.wait_until(lambda: not board.on_board)
    os.write(board.fd, "caf\xe9 \xff".encode("latin-1"))
    board.type("ok\r")
    board.wait_until(lambda: board.on_board)
    assert workspace.board.detail(3).timeline[0].text == "caf\N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}ok"
