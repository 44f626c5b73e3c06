"""A small line editor: text, a caret, and the keys every shell has. It knows nothing of the screen."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from funnelboard.exchange.safe_text import clean

MAX_LENGTH = 20_000
"""Characters; what is pasted beyond that is left out."""


@dataclass(slots=True)
class LineEdit:
    """Text being typed.

    Attributes:
        text: So far; clean.
        caret: Where typing goes, as an index into the text.
        multiline: Whether pasted line breaks are kept.
    """

    text: str = ""
    caret: int = 0
    multiline: bool = False

    def __post_init__(self) -> None:
        self.text = clean(self.text, multiline=self.multiline)
        self.caret = len(self.text)

    def insert(self, text: str) -> None:
        """Put text in at the caret."""
        before = self.text[: self.caret] + clean(text, multiline=self.multiline)[: MAX_LENGTH - len(self.text)]
        joined = clean(before + self.text[self.caret :], multiline=self.multiline)
        self.caret = len(clean(before, multiline=self.multiline))
        self.text = joined

    def press(self, key: str, character: str | None) -> bool:
        """Obey a key, by Textual's name and with the character it types; whether it was one for the editor."""
        move = {
            "left": self._before(),
            "right": self._after(),
            "home": 0,
            "ctrl+a": 0,
            "end": len(self.text),
            "ctrl+e": len(self.text),
            "ctrl+left": self._word_start(),
            "ctrl+right": self._word_end(),
        }.get(key)
        cut = {
            "backspace": (self._before(), self.caret),
            "delete": (self.caret, self._after()),
            "ctrl+d": (self.caret, self._after()),
            "ctrl+w": (self._word_start(), self.caret),
            "ctrl+u": (0, self.caret),
            "ctrl+k": (self.caret, len(self.text)),
        }.get(key)
        if move is not None:
            self.caret = move
        elif cut is not None:
            start, end = cut
            self.text = self.text[:start] + self.text[end:]
            self.caret = start
        elif character is not None and character.isprintable():
            self.insert(character)
        else:
            return False
        return True

    def _before(self) -> int:
        """The caret one visible character to the left: combining marks go with their letter."""
        place = max(0, self.caret - 1)
        while place > 0 and unicodedata.combining(self.text[place]):
            place -= 1
        return place

    def _after(self) -> int:
        place = min(len(self.text), self.caret + 1)
        while place < len(self.text) and unicodedata.combining(self.text[place]):
            place += 1
        return place

    def _word_start(self) -> int:
        before = self.text[: self.caret].rstrip()
        return max(before.rfind(" "), before.rfind("\n")) + 1

    def _word_end(self) -> int:
        place = self.caret
        while place < len(self.text) and self.text[place].isspace():
            place += 1
        while place < len(self.text) and not self.text[place].isspace():
            place += 1
        return place
