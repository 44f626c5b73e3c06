"""What is used of Textual's driver for Linux: how the terminal is written to, left and taken again.

Its module makes a ``WriterThread`` and keeps it as ``_writer_thread``; without either, a line that stalls holds the
board up, and a board whose terminal is gone may never end. It has keys read by ``run_input_thread`` until its
``exit_event`` is set; without that, leaving takes a fifth of a second longer, and one byte that is no UTF-8, as a
terminal of another encoding sends for every accented letter, ends the program; and Enter, typed before the terminal
was taken, is another key.
"""

from __future__ import annotations

import os
import select
import threading
import time
from codecs import getincrementaldecoder
from queue import SimpleQueue
from typing import Any, Protocol, TextIO

from textual.driver import Driver

try:
    from textual.drivers import linux_driver
    from textual.drivers.linux_driver import LinuxDriver
except ImportError:
    linux_driver = None  # type: ignore[assignment]
    LinuxDriver = object  # type: ignore[assignment, misc]

PIECE = 256
"""Bytes written at a time: a slow line takes so many within a second."""

PATIENCE = 5.0
"""Seconds a terminal may take nothing before the program ends without telling it the rest."""

_ALTERNATE = "\x1b[?1049h"
"""Goes to a screen of its own, and empties it."""

_READ = 4_096
"""Bytes read at a time."""

_TICK = 0.1
"""Seconds after which what has arrived is looked at again: an Esc may stand alone."""

_AT_ONCE = 0.05
"""Seconds in which a terminal shows what it is sent; one that takes longer is behind."""


class EnduringWriter(threading.Thread):
    """Writes to a terminal that may be slow, stalled or gone; whoever has something for it never waits.

    Textual's own thread lets the board wait as soon as thirty writes are queued: without end if the terminal is gone
    or takes nothing more, and deaf to signals.
    """

    def __init__(self, file: TextIO) -> None:
        super().__init__(daemon=True, name="textual-output")
        self._file = file
        self._queue: SimpleQueue[str | None] = SimpleQueue()
        self._queued = self._written = self._pieces = 0
        self._began = 0.0

    @property
    def behind(self) -> bool:
        """Whether what was to be written some time ago is still being written."""
        busy = self._written < self._queued and self.is_alive()
        return busy and time.monotonic() - self._began > _AT_ONCE

    def write(self, text: str) -> None:
        """Have a text written in its turn."""
        if self._written == self._queued:
            self._began = time.monotonic()
        self._queued += 1
        self._queue.put(text)

    def flush(self) -> None:
        """Nothing is ever held back."""

    def isatty(self) -> bool:
        """Whether it is a terminal: yes, or this would not have been made."""
        return True

    def fileno(self) -> int:
        """The terminal's file descriptor."""
        return self._file.fileno()

    def run(self) -> None:
        """Write until the end, or until nothing can be written any more."""
        try:
            while (text := self._queue.get()) is not None:
                self._write(text.encode(self._file.encoding, "backslashreplace"))
                self._written += 1
        except OSError:
            return

    def stop(self) -> None:
        """Wait until everything is written, for as long as the terminal takes something now and then."""
        self._queue.put(None)
        pieces = -1
        while self.is_alive() and pieces != self._pieces:
            pieces = self._pieces
            self.join(PATIENCE)

    def _write(self, data: bytes) -> None:
        """Write it all; not through the file, for a thread that waits within one keeps the program from ending."""
        while data:
            try:
                data = data[os.write(self.fileno(), data[:PIECE]) :]
            except BlockingIOError:
                select.select([], [self.fileno()], [])
            self._pieces += 1


class Taken(Protocol):
    """A terminal that was taken before, and shows something already.

    Attributes:
        found: The modes it was found in, as ``termios`` has them.
        typed_ahead: Bytes that were typed before that and are not read yet; Enter is a line feed in them.
    """

    found: list[Any]
    typed_ahead: int

    def hand_over(self) -> None:
        """Somebody else has taken it, and gives it back."""


class WakingEvent(threading.Event):
    """An event that also ends a wait for something to be read.

    Attributes:
        reader: What can be read from once it is set.
    """

    def __init__(self) -> None:
        super().__init__()
        self.reader, self._writer = os.pipe()

    def set(self) -> None:
        """Say that it has happened."""
        super().set()
        os.write(self._writer, b"\0")

    def clear(self) -> None:
        """Begin again."""
        if self.is_set():
            os.read(self.reader, 1)
        super().clear()


class EnduringDriver(LinuxDriver):
    """Textual's driver for Linux, but for how it ends, and a program that was stopped without a word (SIGSTOP).

    Textual lets go of the terminal only after two waits for another key. When a stopped program goes on it takes the
    terminal as if it had let go of it before: two threads would read the keys, and the program would never end.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.exit_event = self._ending = WakingEvent()
        self._taken = self._shows = False
        self._typed_ahead = 0

    @property
    def behind(self) -> bool:
        """Whether the terminal takes longer to show what it is sent than it took to send that."""
        return bool(getattr(getattr(self, "_writer_thread", None), "behind", False))

    def start_application_mode(self) -> None:
        """Take the terminal, or take it over from who did so before, with what it shows."""
        if self._taken:
            self.suspend_application_mode()
        self._taken = True
        before: Taken | None = getattr(self._app, "taken", None)
        self._shows = before is not None
        self._typed_ahead = 0 if before is None else before.typed_ahead
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if before is not None:
            self.attrs_before = before.found
            before.hand_over()
            vars(self._app)["taken"] = None

    def write(self, data: str) -> None:
        """Write to the terminal; it is not emptied where it shows something already."""
        if self._shows and data == _ALTERNATE:
            self._shows = False
        else:
            super().write(data)

    def stop_application_mode(self) -> None:
        """Leave the terminal as it was found."""
        super().stop_application_mode()
        self._taken = False

    def run_input_thread(self) -> None:
        """Read what is typed until the terminal is let go of; a byte that means nothing is shown as one."""
        parser = vars(linux_driver)["XTermParser"](self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        arriving = select.poll()
        for source in (self.fileno, self._ending.reader):
            arriving.register(source, select.POLLIN)
        while True:
            arrived = dict(arriving.poll(_TICK * 1_000))
            if self._ending.is_set():
                return
            read = os.read(self.fileno, _READ) if self.fileno in arrived else b""
            if self.fileno in arrived and not read:
                self._ending.wait(_TICK)  # a terminal that is gone has always something to say
            typed = decode(self._with_enter(read))
            for event in (*(parser.feed(typed) if typed else ()), *parser.tick()):
                self.process_message(event)

    def _with_enter(self, read: bytes) -> bytes:
        """What was read, with every Enter of what was typed before the terminal was taken."""
        ahead, read = read[: self._typed_ahead], read[self._typed_ahead :]
        self._typed_ahead -= len(ahead)
        return ahead.replace(b"\n", b"\r") + read


def outlive_terminal() -> None:
    """Have everything from now on be written by ``EnduringWriter``, if this Textual can."""
    if hasattr(linux_driver, "WriterThread"):
        vars(linux_driver)["WriterThread"] = EnduringWriter


def enduring(driver: type[Driver]) -> type[Driver]:
    """The driver to use where Textual would use this one."""
    return EnduringDriver if driver is LinuxDriver else driver
