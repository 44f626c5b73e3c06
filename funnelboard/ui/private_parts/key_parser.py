"""What is used of the parser that Textual's driver for Linux reads the terminal with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual import events
from textual.message import Message

try:
    from textual._time import get_time
    from textual._xterm_parser import XTermParser
    from textual.drivers import linux_driver
except ImportError:
    XTermParser = object  # type: ignore[assignment, misc]

PARSER_PARTS: Mapping[str, str] = {
    "tick": "ends an Esc that stands alone; without it an Esc and a key in one piece may be Alt and that key",
    "_sequence_to_key_events": "makes keys of what arrived; without it the same",
    "_timeout_time": "is when an Esc stands alone; without it the same, and an Esc within a paste may make keys of it",
}

ESCAPE = "\x1b"
PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"

_LONGER = f"{ESCAPE}[O]P^_X\t"
"""What after an Esc begins a longer sequence, or is one: another Esc, and Shift with Tab on some consoles."""

_APART = 0.05
"""Seconds after which a key no longer belongs to the Esc before it: a terminal sends both at once, a hand does not."""

_CUT_OFF = 1.0
"""Seconds that an Esc is the last of a paste for: the line broke within that, and a seller is trying to go on."""


class KeyParser(XTermParser):
    """Textual's parser of what a terminal sends, but for Esc and one key, and for what is pasted.

    A terminal sends Alt and a key as Esc and that key, and a slow line delivers an Esc and what was typed after it in
    one piece. Textual takes either for Alt where it knows one, and drops the Esc where it does not: an Esc before Enter
    would keep what was to be left. Here both arrive as a key named ``alt+…`` with its character, and the dispatcher
    makes Esc and that key of it wherever Alt means nothing.

    Textual looks for sequences in a paste too: it drops what follows an Esc there, or takes it for keys. Here a paste
    is text to its end, which is the last of all that have arrived, if the text has some of its own.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._before = ""
        self._pasted: str | None = None
        self._arrived = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        """Parse what arrived; an Esc that has stood alone for long enough is one."""
        if not data:
            yield from super().feed(data)
            return
        yield from self.tick()
        self._arrived = get_time()
        while data:
            if self._pasted is None:
                keys, data = self._up_to_paste(data)
                yield from super().feed(keys)
                if self._timeout_time is not None:
                    self._timeout_time = get_time() + _APART
            else:
                pasted, data = self._pasted + data, ""
                end = pasted.rfind(PASTE_ENDS, max(0, len(self._pasted) - len(PASTE_ENDS)))
                if end < 0:
                    self._pasted = pasted
                else:
                    data = pasted[end + len(PASTE_ENDS) :]
                    yield from self._end_paste(pasted[:end])

    def tick(self) -> Iterable[Message]:
        """What time alone decides: an Esc that stands alone, and a paste whose end was lost with the line."""
        alone = [*super().tick()]
        if alone:
            self._before = ""
        yield from alone
        if self._pasted is not None and self._pasted.endswith(ESCAPE) and get_time() - self._arrived > _CUT_OFF:
            yield from self._end_paste(self._pasted.removesuffix(ESCAPE))

    def _up_to_paste(self, data: str) -> tuple[str, str]:
        """What is typed, with the beginning of a paste if there is one, and what comes after that."""
        known = self._before + data
        begins = known.find(PASTE_BEGINS)
        if begins < 0:
            self._before = known[1 - len(PASTE_BEGINS) :]
            return data, ""
        cut = begins + len(PASTE_BEGINS) - len(self._before)
        self._before, self._pasted = "", ""
        return data[:cut], data[cut:]

    def _end_paste(self, text: str) -> Iterable[Message]:
        self._pasted = None
        yield from (event for event in super().feed(PASTE_ENDS) if not isinstance(event, events.Paste))
        yield events.Paste(text.replace("\0", ""))

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


def _with_alt(name: str) -> str:
    return f"alt+shift+{name.lower()}" if len(name) == 1 and name.isupper() else f"alt+{name}"
