"""Lines at the bottom that are only to be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from funnelboard.ui.dispatcher import Key, Over
from funnelboard.ui.drawing.foot import Hint
from funnelboard.ui.drawing.lines import NOWHERE, Line
from funnelboard.ui.looks.styles import Styles
from funnelboard.ui.sheet.sheet import Sheet, SheetLine

_SCROLLS = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": 5, "pageup": -5}

_TOLD = 14
"""Lines at most, so that the board stays in sight above."""


class Telling(Sheet):
    """Over, with nothing, by Enter."""

    def __init__(self, title: str, lines: Sequence[Line]) -> None:
        super().__init__(title)
        self.limit = _TOLD
        self._lines = lines

    @property
    def hints(self) -> Sequence[Hint]:
        hidden = len(self._lines) > self._in_sight_now
        return [("Enter", "close"), *([("jk", "scroll")] if hidden else []), ("Esc", "close")]

    def body(self, width: int, most: int, styles: Styles) -> Sequence[SheetLine]:
        """The lines as they were given."""
        return [(((" ", "text"), *line), NOWHERE) for line in self._lines]

    def press(self, key: Key) -> Over[Any] | None:
        """Close, or scroll."""
        self._top += _SCROLLS.get(key.name, 0)
        return Over() if key.name == "enter" else None
