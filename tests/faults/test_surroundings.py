"""Settings, terminals and homes that are not as they should be: one sentence is said, or the board goes on sanely."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.faults

SETTINGS = {
    "no TOML": ("theme = ", "are not valid TOML"),
    "no text": ("\0\xff", "are not UTF-8 text"),
    "unknown theme": ('theme = "mauve"', "There is no look called “mauve”. Choose one of"),
    "wrong kind": ("theme = 3", "must be text in quotes"),
    "unknown setting": ('colour = "red"', "is not a setting"),
    "unknown key": ('[keys]\nno-such-command = "x"', "is no command"),
}
"""What may stand in a config file, and what is said of it."""

TERMS = {"dumb": "TERM is “dumb”", "": "TERM is not set"}

ASCII = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}


@pytest.fixture
def start(board: str, open_terminal: Callable[..., Any]) -> Callable[[], Any]:
    """Starts the whole program in a terminal."""
    return lambda: open_terminal(board, whole=True)


def sentence(terminal: Any) -> str:
    """What a program says that would not start: no more than a few lines, and the terminal was not touched."""
    assert terminal.status() == 1
    said = terminal.output.decode()
    assert "\x1b" not in said
    assert len(said.splitlines()) < 5
    return " ".join(said.split())


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_cannot_be_obeyed(
    home: Path, board: str, start: Callable[[], Any], second_start: Callable[..., Any], name: str
) -> None:
    config = home / ".config/funnelboard/config.toml"
    config.parent.mkdir(parents=True)
    text, said = SETTINGS[name]
    config.write_text(text, encoding="latin-1")
    assert said in sentence(start())
    config.unlink()
    second_start(board)


@pytest.mark.parametrize("term", TERMS)
def test_a_terminal_that_cannot_be_drawn_on(
    board: str, open_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    assert TERMS[term] in sentence(open_terminal(board, whole=True, TERM=term))


def leave_after_a_note(terminal: Any, board: str, second_start: Callable[..., Any]) -> None:
    """Type a note and leave; it is there, and nothing has been said of a defect."""
    terminal.wait_until(lambda: "help" in terminal.lines[-1])
    terminal.type("1gnkept-here\r")
    terminal.read_until("kept-here")
    terminal.type("\x11")
    assert terminal.status() == 0
    assert "Traceback" not in terminal.output.decode(errors="replace")
    second_start(board, "kept-here")


def test_a_terminal_without_utf_8(
    board: str, start: Callable[[], Any], second_start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as meanwhile:
        for name, value in ASCII.items():
            meanwhile.setenv(name, value)
        terminal = start()
    leave_after_a_note(terminal, board, second_start)
    assert terminal.output.isascii()


@pytest.mark.parametrize("where", ["none", "not there", "not for us to write"])
def test_a_home_that_is_none(
    home: Path, board: str, start: Callable[[], Any], second_start: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch, where: str,
) -> None:  # fmt: skip
    with monkeypatch.context() as meanwhile:
        if where == "none":
            meanwhile.delenv("HOME")
            for kind in ("CONFIG", "STATE", "DATA"):  # or this account's own would be used
                meanwhile.setenv(f"XDG_{kind}_HOME", str(home))
        else:
            meanwhile.setenv("HOME", "/proc" if where == "not for us to write" else str(home / "no"))
        terminal = start()
    leave_after_a_note(terminal, board, second_start)


def test_a_home_that_is_a_file(tmp_path: Path, start: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    assert "cannot be read: Not a directory." in sentence(start())


def test_a_window_of_twenty_by_five(
    board: str, open_terminal: Callable[..., Any], second_start: Callable[..., Any]
) -> None:
    terminal = open_terminal(board, whole=True, size=(20, 5))
    terminal.read_until("help")
    terminal.type("1gnkept-here\r")
    terminal.type("\x11")
    assert terminal.status() == 0
    second_start(board, "kept-here")
