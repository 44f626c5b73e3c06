"""The terminal the board is typed at: whether it is still there, and taking it before Textual does."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import sys
import termios
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

ALTERNATE, ORDINARY = "\x1b[?1049h", "\x1b[?1049l"
"""Go to a screen of its own, empty, and back to what the terminal showed before."""

_HIDE_CURSOR, _SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"

_NAMED = ("COLUMNS", "LINES")
"""What an environment may say instead."""

_ERASING = ("alacritty", "foot", "ghostty", "konsole", "linux", "putty", "rxvt", "tmux", "wezterm", "xterm")
"""How those are called that leave the ground in what they erase."""

_INPUT, _LOCAL, _CONTROL = 0, 3, 6
"""Where the modes are in what ``termios`` tells of a terminal."""

_OBEYED = (signal.SIGHUP, signal.SIGTERM, signal.SIGTSTP, signal.SIGCONT)
"""Signals that end or stop a program, or have it go on."""


def terminal_is_gone() -> bool:
    """Whether nothing will ever be typed any more: the terminal is gone, and no signal may have told so."""
    if sys.__stdin__ is None:
        return True
    looking = select.poll()
    looking.register(sys.__stdin__, 0)
    return any(found & select.POLLHUP for _, found in looking.poll(0))


def terminal_size() -> tuple[int, int]:
    """Columns and lines, as ``shutil`` tells them, which takes longer to import than all there is to ask.

    Raises:
        OSError: There is no terminal.
    """
    columns, lines = (int(named) if (named := os.environ.get(name, "")).isdecimal() else 0 for name in _NAMED)
    if columns and lines:
        return columns, lines
    found = os.get_terminal_size(1)
    return columns or found.columns, lines or found.lines


def erases_in_colour(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is known to leave in what it erases the ground that is being written on.

    GNU screen does not, whatever it is told to be called; tmux of some years ago did not, and did not tell its name.

    Args:
        environ: The process environment.
    """
    if environ.get("STY"):
        return False
    return environ.get("TERM", "").startswith(_ERASING) or environ.get("TERM_PROGRAM") == "tmux"


class TakenTerminal:
    """A terminal that shows a picture, and keeps what is typed for whoever takes it over.

    As long as nobody has, it is given back before a signal ends the program or stops it; after a stop the picture is
    shown again.

    Attributes:
        found: The modes it was found in, as ``termios`` has them.
        typed_ahead: Bytes that were typed before it was taken and are not read yet; Enter is a line feed in them.
    """

    def __init__(self, picture: str, encoding: str) -> None:
        """Take it, which drops nothing that was typed.

        Raises:
            OSError, termios.error: It cannot be taken.
        """
        self._typed, self._shown = 0, 2  # Textual reads standard input, and draws on standard error
        self._picture = f"{ALTERNATE}{_HIDE_CURSOR}{picture}".encode(encoding)
        self.found: list[Any] = termios.tcgetattr(self._typed)
        self.typed_ahead = 0
        self._is_ours = False
        self._take()

    def hand_over(self) -> None:
        """Somebody else has taken it, and gives it back."""
        self._is_ours = False

    def give_back(self) -> None:
        """Leave it as it was found, unless it was handed over; a second time does nothing."""
        if not self._is_ours:
            return
        self._is_ours = False
        for number in _OBEYED:
            signal.signal(number, signal.SIG_DFL)
        with suppress(OSError, termios.error):
            termios.tcsetattr(self._typed, termios.TCSANOW, self.found)
            if select.select([], [self._shown], [], 0)[1]:  # else it takes nothing more, and may never again
                self._write(f"{ORDINARY}{_SHOW_CURSOR}".encode())

    def _take(self) -> None:
        modes = termios.tcgetattr(self._typed)
        modes[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        modes[_INPUT] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        modes[_CONTROL][termios.VMIN] = 1
        if self.found[_INPUT] & termios.ICRNL:
            self.typed_ahead = int.from_bytes(fcntl.ioctl(self._typed, termios.FIONREAD, bytes(4)), sys.byteorder)
        self._is_ours = True
        try:
            for number in _OBEYED:
                signal.signal(number, self._obey)
            termios.tcsetattr(self._typed, termios.TCSANOW, modes)
            self._write(self._picture)
        except BaseException:
            self.give_back()
            raise

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._shown, data) :]

    def _obey(self, number: int, _: object) -> None:
        """Give the terminal back and do as the signal says; whoever had it meanwhile may have used it."""
        goes_on = number in (signal.SIGTSTP, signal.SIGCONT)
        if number != signal.SIGCONT:
            self.give_back()
            os.kill(os.getpid(), signal.SIGSTOP if goes_on else number)
        if goes_on:
            self._take()
