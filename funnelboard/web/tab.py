"""One tab: a program in a terminal of its own, whose screen and keys are in a browser."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import struct
import termios
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

MOST_COLUMNS, MOST_LINES = 1_000, 500

PATIENCE = 10.0
"""Seconds a program has to write down what it keeps, once its tab is closed."""

_PIECE = 64 * 1024


class Tab:
    """A program that is running, and the other end of its terminal."""

    def __init__(self, process: asyncio.subprocess.Process, terminal: int) -> None:
        self._process = process
        self._terminal = terminal

    @classmethod
    async def open(cls, command: Sequence[str], environment: Mapping[str, str], width: int, height: int) -> Tab:
        """Start the program.

        Args:
            command: The program and its arguments, as they are: no shell reads them.
            environment: All that it knows of where it is.
            width, height: Of its window, in cells.

        Raises:
            OSError: It cannot be started.
        """
        terminal, inside = os.openpty()
        try:
            os.set_blocking(terminal, False)
            _set_size(terminal, width, height)
            _leave_keys_alone(inside)
            process = await asyncio.create_subprocess_exec(
                *command, stdin=inside, stdout=inside, stderr=inside, env=environment, start_new_session=True
            )
        except BaseException:
            os.close(terminal)
            raise
        finally:
            os.close(inside)
        return cls(process, terminal)

    async def read(self) -> bytes:
        """What it sends next; nothing at its end."""
        while True:
            try:
                return os.read(self._terminal, _PIECE)
            except BlockingIOError:
                loop = asyncio.get_running_loop()
                await self._until(loop.add_reader, loop.remove_reader)
            except OSError:
                return b""

    async def write(self, data: bytes) -> None:
        """Have it take what was typed, as soon as it does."""
        while data:
            try:
                data = data[os.write(self._terminal, data) :]
            except BlockingIOError:
                loop = asyncio.get_running_loop()
                await self._until(loop.add_writer, loop.remove_writer)
            except OSError:
                return

    def resize(self, width: int, height: int) -> None:
        """Have a window of another size, in cells."""
        _set_size(self._terminal, width, height)
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGWINCH)

    async def status(self) -> int:
        """The exit status, once it has ended by itself."""
        return await self._process.wait()

    async def end(self) -> None:
        """End it, if it has not ended, as a line does that is cut; it keeps what was being typed."""
        os.close(self._terminal)
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGHUP)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), PATIENCE)
        finally:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def _until(self, add: Callable[..., Any], remove: Callable[[int], Any]) -> None:
        """Wait until the terminal has something, or takes something."""
        ready = asyncio.Event()
        add(self._terminal, ready.set)
        try:
            await ready.wait()
        finally:
            remove(self._terminal)


def _set_size(terminal: int, width: int, height: int) -> None:
    columns, lines = min(max(width, 1), MOST_COLUMNS), min(max(height, 1), MOST_LINES)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


def _leave_keys_alone(terminal: int) -> None:
    """Have what is typed before the program takes the terminal arrive as it is, and not be shown."""
    attributes = termios.tcgetattr(terminal)
    attributes[0] &= ~termios.ICRNL
    attributes[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG)
    termios.tcsetattr(terminal, termios.TCSANOW, attributes)
