"""The line editor of every prompt, note, form field and filter: text, a caret, and the keys every shell has.

It knows nothing of the screen but the width it is asked to be seen at.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import ClassVar

from funnelboard.exchange.safe_text import clean
from funnelboard.ui.editor.graphemes import break_from, is_break, next_break, previous_break
from funnelboard.ui.editor.line_layout import LineLayout, View

MAX_LENGTH = 20_000
"""Characters; what is typed or pasted beyond that is left out."""

MAX_UNDONE = 100
"""Edits that can be taken back."""


class LineEdit:
    """Text being typed. The caret goes from one visible character to the next, never into one.

    Attributes:
        multiline: Whether line breaks are kept; in a single line they become blanks.
        left_out: Whether there was no room for all that the last key or paste wanted to put in.
        killed: What was cut last by the kill keys of any editor, one after another, for ctrl+y to put in again.
    """

    killed: ClassVar[str] = ""

    def __init__(self, text: str = "", *, multiline: bool = False) -> None:
        self.multiline = multiline
        self.left_out = False
        self._text = ""
        self._caret = 0
        self._layout = LineLayout()
        self._goal: int | None = None
        self._deed = ""
        self._history: deque[tuple[str, int]] = deque(maxlen=MAX_UNDONE)
        self._replace(0, 0, text)

    @property
    def text(self) -> str:
        """The text so far; clean."""
        return self._text

    @property
    def caret(self) -> int:
        """Where typing goes, as an index into the text; set inside a character, it goes to the end of that one."""
        return self._caret

    @caret.setter
    def caret(self, place: int) -> None:
        self._go(break_from(self._text, place))

    def insert(self, text: str) -> bool:
        """Put text in at the caret, as one edit.

        Returns:
            Whether some of it was left out, because the text would be longer than ``MAX_LENGTH``.
        """
        self._edit("paste", self._caret, self._caret, text)
        return self.left_out

    def replace(self, text: str) -> None:
        """Put another text in place of all of it, as one edit, with the caret at its end."""
        self._edit("paste", 0, len(self._text), text)

    def press(self, key: str, character: str | None) -> bool:
        """Obey a key, by Textual's name and with the character it types; whether it was one for the editor.

        Up and down are not while there is no row above or below, so that their owner can give them another meaning.
        """
        if key in _MOVES:
            self._go(_MOVES[key](self))
        elif key in _ERASES:
            self._cut("erase", _ERASES[key](self))
        elif key in _KILLS:
            self._kill(_KILLS[key](self))
        elif key == "ctrl+y":
            self.insert(LineEdit.killed)
        elif key in ("ctrl+z", "ctrl+underscore"):
            self._undo()
        elif self.multiline and key in ("up", "down"):
            return self._step(-1 if key == "up" else 1)
        elif self.multiline and key in ("ctrl+j", "alt+enter", "shift+enter"):
            self._type("\n")
        elif character is not None and character.isprintable() and not key.startswith(_MODIFIERS):
            self._type(character)
        else:
            return False
        return True

    def knows_alt(self, name: str) -> bool:
        """Whether a key with Alt is one for the editor."""
        return name in _MOVES or name in _KILLS or (self.multiline and name == "alt+enter")

    def view(self, width: int, height: int = 1, *, ellipsis: str = "…", ascii_look: bool = False) -> View:
        """What to draw of it: rows broken at ``width``, or the part around the caret of a single line.

        Args:
            width, height: Cells and rows there are, at least 1 of each; a single line has one row.
            ellipsis: One cell; it stands in a single line where text is hidden.
            ascii_look: Whether the text is drawn in ASCII.
        """
        if self.multiline:
            return self._layout.wrapped(self._text, self._caret, width, height, ellipsis, ascii_look)
        return self._layout.scrolled(self._text, self._caret, width, ellipsis, ascii_look)

    def point(self, row: int, cell: int, *, ascii_look: bool, from_start: bool = False) -> None:
        """Put the caret on the character in a cell of a row, as :meth:`view` last drew it.

        Args:
            ascii_look: Whether the text was drawn in ASCII.
            from_start: Whether a single line was drawn from its start instead.
        """
        if from_start:
            self._layout.unscroll()
        self._go(break_from(self._text, self._layout.place_at(self._text, row, cell, ascii_look)))

    def _go(self, place: int) -> None:
        self._caret, self._goal, self._deed = place, None, ""

    def _step(self, by: int) -> bool:
        reached = self._layout.step(self._text, self._caret, by, self._goal)
        if reached is None:
            return False
        place, goal = reached
        self._go(place)
        self._goal = goal
        return True

    def _type(self, character: str) -> None:
        """Put a character in; a word is taken back as a whole."""
        if self._caret and self._text[self._caret - 1].isspace() and not character.isspace():
            self._deed = ""
        self._edit("type", self._caret, self._caret, character)

    def _cut(self, deed: str, place: int) -> None:
        self._edit(deed, min(place, self._caret), max(place, self._caret))

    def _kill(self, place: int) -> None:
        """Cut up to a place; what is cut by several kills without another key between is kept as one text."""
        caret, again = self._caret, self._deed == "kill"
        cut = self._text[min(place, caret) : max(place, caret)]
        kept = LineEdit.killed if again else ""
        if cut:
            LineEdit.killed = cut + kept if place < caret else kept + cut
            self._cut("kill", place)

    def _edit(self, deed: str, start: int, end: int, text: str = "") -> None:
        """Change the text so that it can be taken back: typing and erasing run by run, anything else by itself."""
        before = self._text, self._caret
        run = deed == self._deed and deed in ("type", "erase")
        self._replace(start, end, text)
        if self._text != before[0]:
            if not run:
                self._history.append(before)
            self._deed, self._goal = deed, None

    def _undo(self) -> None:
        if self._history:
            text, caret = self._history.pop()
            self._text = text
            self._layout.changed(0, 0)
            self._go(caret)

    def _replace(self, start: int, end: int, text: str) -> None:
        """Put clean text in place of a part, as far as there is room, and clean what it now stands beside."""
        room = MAX_LENGTH - len(self._text) + end - start
        new = clean(text[: 4 * MAX_LENGTH], multiline=self.multiline)
        self.left_out = len(new) > room or len(text) > 4 * MAX_LENGTH
        if len(new) > room:
            while not is_break(new, room):
                room -= 1
            new = new[:room]
        left, right = previous_break(self._text, start), next_break(self._text, end)
        head = self._text[left:start] + new
        whole = clean(head + self._text[end:right], multiline=self.multiline)
        self._text = self._text[:left] + whole + self._text[right:]
        self._caret = break_from(self._text, left + len(clean(head, multiline=self.multiline)))
        self._layout.changed(left, len(self._text) - left - len(whole))

    def _before(self) -> int:
        return previous_break(self._text, self._caret)

    def _after(self) -> int:
        return next_break(self._text, self._caret)

    def _line_start(self) -> int:
        return self._text.rfind("\n", 0, self._caret) + 1

    def _line_end(self) -> int:
        end = self._text.find("\n", self._caret)
        return len(self._text) if end < 0 else end

    def _word_start(self) -> int:
        """Where the word at or before the caret begins."""
        place = self._caret
        while place > 0 and not self._text[previous_break(self._text, place)].isalnum():
            place = previous_break(self._text, place)
        while place > 0 and self._text[previous_break(self._text, place)].isalnum():
            place = previous_break(self._text, place)
        return place

    def _word_end(self) -> int:
        """Where the word at or after the caret ends."""
        place = self._caret
        while place < len(self._text) and not self._text[place].isalnum():
            place = next_break(self._text, place)
        while place < len(self._text) and self._text[place].isalnum():
            place = next_break(self._text, place)
        return place

    def _blank_before(self) -> int:
        """Where the stretch without blanks at or before the caret begins."""
        place = len(self._text[: self._caret].rstrip())
        while place > 0 and not self._text[place - 1].isspace():
            place -= 1
        return place

    def _rest_of_line(self) -> int:
        """The end of the line, or past its break from there."""
        return self._line_end() if self._line_end() > self._caret else self._after()

    def _begun_line(self) -> int:
        """The start of the line, or before the break from there."""
        return self._line_start() if self._line_start() < self._caret else self._before()


_Aim = Callable[[LineEdit], int]

_MOVES: dict[str, _Aim] = {
    **dict.fromkeys(("left", "ctrl+b"), LineEdit._before),
    **dict.fromkeys(("right", "ctrl+f"), LineEdit._after),
    **dict.fromkeys(("home", "ctrl+a"), LineEdit._line_start),
    **dict.fromkeys(("end", "ctrl+e"), LineEdit._line_end),
    **dict.fromkeys(("ctrl+left", "alt+left", "alt+b"), LineEdit._word_start),
    **dict.fromkeys(("ctrl+right", "alt+right", "alt+f"), LineEdit._word_end),
    "ctrl+home": lambda _: 0,
    "ctrl+end": lambda edit: len(edit.text),
}
_ERASES: dict[str, _Aim] = {
    **dict.fromkeys(("backspace", "ctrl+h"), LineEdit._before),
    **dict.fromkeys(("delete", "ctrl+d"), LineEdit._after),
}
_KILLS: dict[str, _Aim] = {
    "ctrl+w": LineEdit._blank_before,
    "alt+backspace": LineEdit._word_start,
    "ctrl+u": LineEdit._begun_line,
    "ctrl+k": LineEdit._rest_of_line,
    "alt+d": LineEdit._word_end,
}
_MODIFIERS = ("alt+", "ctrl+", "super+", "meta+", "hyper+")
