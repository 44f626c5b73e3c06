"""Every private part of Textual that is used, and what the board does without each.

A release of Textual may take any of them away: then the board is slower or less exact in the way said here, never
broken. The board's whole test suite passes without them (``pytest tests/ui --public-textual``).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message

try:
    from textual._time import get_time
    from textual._xterm_parser import XTermParser
    from textual.drivers import linux_driver
    from textual.drivers._writer_thread import WriterThread
except ImportError:
    XTermParser = WriterThread = object  # type: ignore[assignment, misc]

PARTS: Mapping[str, str] = {
    "_driver": "writes to the terminal; without it the board asks for a refresh, as any widget does",
    "_sync_available": "says whether the terminal shows what comes in one piece; without it nothing is wrapped",
    "_fatal_error": "is called on a defect; without it Textual's own account of it comes before the board's sentence",
    "_exception": "is that defect, where none is being handled",
    "_close_messages_no_wait": "ends the app then",
}
"""Of Textual's App."""

PARSER_PARTS: Mapping[str, str] = {
    "tick": "ends an Esc that stands alone; without it an Esc and a key in one piece may be Alt and that key",
    "_sequence_to_key_events": "makes keys of what arrived; without it the same",
    "_timeout_time": "is when an Esc stands alone; without it the same",
}
"""Of the parser that Textual's driver for Linux reads the terminal with."""

WRITER_PARTS: Mapping[str, str] = {
    "_queue": "has what is still to be written; without it a board whose terminal is gone may never end",
}
"""Of the thread that Textual's driver for Linux writes to the terminal with."""

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"
"""Around what a terminal that can is to show in one piece."""

ESCAPE = "\x1b"

_LONGER = f"{ESCAPE}[O]P^_X\t"
"""What after an Esc begins a longer sequence, or is one: another Esc, and Shift with Tab on some consoles."""

_APART = 0.05
"""Seconds after which a key no longer belongs to the Esc before it: a terminal sends both at once, a hand does not."""


class QuietEnd(App[str], inherit_bindings=False):
    """An app that ends without a word on a defect: whoever ran it says it in a sentence and logs the rest.

    Attributes:
        failure: The defect.
    """

    failure: BaseException | None = None

    def _fatal_error(self) -> None:
        self.failure = sys.exc_info()[1] or self._exception
        self._close_messages_no_wait()


def write_at_once(app: App[Any], text: str) -> bool:
    """Write to the terminal past Textual's own painting; False where this Textual has no way to."""
    driver = _part(app, "_driver")
    if driver is None:
        return False
    driver.write(f"{BEGIN}{text}{END}" if _part(app, "_sync_available") else text)
    driver.flush()
    return True


def _part(app: App[Any], name: str) -> Any:
    return getattr(app, name, None) if name in PARTS else None


class KeyParser(XTermParser):
    """Textual's parser of what a terminal sends, but for Esc and one key.

    A terminal sends Alt and a key as Esc and that key, and a slow line delivers an Esc and what was typed after it in
    one piece. Textual takes either for Alt where it knows one, and drops the Esc where it does not: an Esc before Enter
    would keep what was to be left. Here both arrive as a key named ``alt+…`` with its character, and the dispatcher
    makes Esc and that key of it wherever Alt means nothing.
    """

    def feed(self, data: str) -> Iterable[Message]:
        """Parse what arrived; an Esc that has stood alone for long enough is one."""
        if data:
            yield from self.tick()
        yield from super().feed(data)
        if self._timeout_time is not None:
            self._timeout_time = get_time() + _APART

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if len(sequence) == 2 and sequence[0] == ESCAPE and sequence[1] not in _LONGER:
            sequence, alt = sequence[1], True
        for event in super()._sequence_to_key_events(sequence):
            yield events.Key(_with_alt(event.key), event.character) if alt else event


def keep_escapes() -> None:
    """Have every terminal that Textual opens from now on be read by ``KeyParser``, if this Textual can be."""
    probe = XTermParser() if XTermParser is not object else None
    if all(hasattr(probe, part) for part in PARSER_PARTS):
        vars(linux_driver)["XTermParser"] = KeyParser


class EnduringWriter(WriterThread):
    """Textual's writer, but for a terminal that is gone: what is still to be written then is dropped.

    Textual's own thread ends there, and the program waits for ever as soon as its queue of thirty writes is full.
    """

    def run(self) -> None:
        """Write until the end, or until nothing can be written, and then take what comes until the end."""
        try:
            super().run()
        except OSError:
            while self._queue.get() is not None:
                pass


def outlive_terminal() -> None:
    """Have everything from now on be written by ``EnduringWriter``, if this Textual can."""
    if hasattr(WriterThread, "start") and all(hasattr(WriterThread(sys.stdout), part) for part in WRITER_PARTS):
        vars(linux_driver)["WriterThread"] = EnduringWriter


def _with_alt(name: str) -> str:
    return f"alt+shift+{name.lower()}" if len(name) == 1 and name.isupper() else f"alt+{name}"
