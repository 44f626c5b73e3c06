"""A board that is killed at a random key: what it acknowledged is there, and what was being typed comes back."""

from __future__ import annotations

import os
import random
import re
import select
import signal
import termios
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

pytestmark = pytest.mark.faults

SIGNALS = [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP]

DEEDS = {
    "a": ("{}", "added"),
    "n": ("{} rang", "wrote a note"),
    "f": ("fri call {}", "set a follow-up"),
    "b": ("{} is too dear", "raised an objection"),
}
"""What a key asks for, and what the board says when it is kept."""

GOING = ("", "j", "jk", "l1g", "pp", "A\x1b", "\t\x1b", "/x\x1b\x1b")
"""What a seller may do in between."""

NEW = {"7": True, "25": True}

FIRST, LEAVE, CLEAR = "1g", "\x11", "\x05\x15"


def modes(output: bytes) -> dict[str, bool]:
    """The terminal's modes as they were set last; a new one shows its cursor and wraps."""
    found = re.findall(r"\x1b\[\?([\d;]+)([hl])", output.decode(errors="replace"))
    return NEW | {mode: how == "h" for numbers, how in found for mode in numbers.split(";")}


def is_restored(terminal: Any) -> bool:
    """Whether a terminal is as a new one is."""
    ends = os.openpty()
    new = termios.tcgetattr(ends[0])
    for end in ends:
        os.close(end)
    left = dict.fromkeys(modes(terminal.output), False) | NEW
    pushed, popped = terminal.output.count(b"\x1b[>25u"), terminal.output.count(b"\x1b[<u")
    return modes(terminal.output) == left and pushed <= popped and termios.tcgetattr(terminal.fd)[:4] == new[:4]


def keep_something(terminal: Any, pick: random.Random, word: str) -> None:
    """Go about, type something with a word in it, and wait until the board says that it is kept."""
    key, (text, said) = pick.choice(list(DEEDS.items()))
    terminal.type(pick.choice(GOING) + key + text.format(word) + "\r", pick.choice((0, 0.01)))

    def acknowledged() -> bool:
        drafts_aside = [line for line in terminal.lines if "›" not in line]
        return terminal.on_board and any(said in line for line in drafts_aside) and word in str(drafts_aside)

    terminal.wait_until(acknowledged)


def begin_something(terminal: Any, pick: random.Random, word: str) -> tuple[str, str]:
    """Type a part of something, or all of it and Enter; the key it began with, and what must come back of it."""
    key, (text, _) = pick.choice(list(DEEDS.items()))
    text = text.format(word)[: max(3, pick.randrange(40))]
    terminal.type(FIRST + key + text, pick.choice((0, 0.01)))
    if pick.random() < 0.2:
        return key, ""  # killed before it is on the screen
    terminal.read_until(text)
    if word not in text or pick.random() < 0.3:
        return key, text
    terminal.type("\r" + "j" * pick.randrange(3), 0.002)
    return key, word


def see_again(terminal: Any, key: str, text: str) -> None:
    """Wait until a text is offered by its key or is kept, and then do without it."""
    terminal.type(FIRST + key)
    terminal.wait_until(lambda: not terminal.on_board)
    terminal.read_until(text)
    terminal.type(CLEAR + "\x1b")
    terminal.wait_until(lambda: terminal.on_board)


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("seed", range(2))
def test_at_any_key(number: signal.Signals, seed: int, board: str, second_start: Callable[..., Any]) -> None:
    pick, words = random.Random(f"{number} {seed}"), (f"{each}th-word" for each in count(10))
    acknowledged: list[str] = []
    terminal = second_start(board)
    for _ in range(4):
        for _ in range(pick.randrange(3)):
            word = next(words)
            keep_something(terminal, pick, word)
            acknowledged.append(word)
        key, begun = begin_something(terminal, pick, next(words))
        os.kill(terminal.pid, number)
        assert terminal.status() in (-signal.SIGKILL, 128 + number)
        assert number is signal.SIGKILL or is_restored(terminal)
        terminal = second_start(board, *acknowledged)
        see_again(terminal, key, begun)


@pytest.mark.parametrize("number", SIGNALS)
def test_while_it_begins(
    number: signal.Signals, board: str, open_terminal: Callable[..., Any], second_start: Callable[..., Any]
) -> None:
    pick = random.Random(number)
    for turn in range(9):
        terminal = open_terminal(board)
        if turn % 3:
            select.select([terminal.fd], [], [], 20)  # the modes are set
        time.sleep(pick.uniform(0, 0.05) if turn % 3 == 2 else 0)
        os.kill(terminal.pid, number)
        assert terminal.status() in (-number, 128 + number)
        assert number is signal.SIGKILL or is_restored(terminal)
    terminal = second_start(board)
    terminal.type(LEAVE)
    assert terminal.status() == 0
