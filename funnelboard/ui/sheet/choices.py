"""A list at the bottom: one of its rows is taken by its key, its number or the cursor, or something is done with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.ui.dispatcher import Key, Over
from funnelboard.ui.drawing.foot import Hint
from funnelboard.ui.drawing.lines import EMPTY, NOWHERE, Line, Span, flow, line_width, wrap
from funnelboard.ui.drawing.text import width_of
from funnelboard.ui.editor.line_edit import LineEdit
from funnelboard.ui.key_names import shown_key
from funnelboard.ui.looks.styles import Styles
from funnelboard.ui.sheet.edit_line import edit_lines
from funnelboard.ui.sheet.sheet import RULE, Sheet, SheetLine

_PAGE = 5

_DEEPER = 2
"""Cells by which a line that goes on stands further in."""

_TYPED, _LISTED = 6, 14
"""Lines of a list that begins with typing, of which every letter sends others; of any other, which the board comes
back from under."""


class Row(NamedTuple):
    """One thing to choose.

    Attributes:
        lines: How it is shown; user text in it is clean.
        value: What it stands for.
        key: Takes it at once; empty for none.
        find: What it is found by when the list is narrowed; by default what is shown.
    """

    lines: Sequence[Line]
    value: Any
    key: str = ""
    find: str = ""


class Deed(NamedTuple):
    """Something that can be done with the row at the cursor, or, if ``alone``, without any.

    Attributes:
        key: Textual key name.
        words: For the hints.
        does: Does it, with the value of the row; None where the list being over is all.
    """

    key: str
    words: str
    does: Callable[[Any], Awaitable[object]] | None = None
    alone: bool = False


class Choices(Sheet):
    """Over with what does a deed, None where nothing is to be done, and the value of a row; None where it needs none.

    ``j`` ``k``, the arrows and Tab go, Enter takes (or does the first deed), ``1`` to ``9`` take a row by its place,
    where no row has such a key of its own. Letters narrow the list where nothing else is done with them; ``/`` begins
    that in any list.
    """

    def __init__(
        self,
        title: str,
        rows: Sequence[Row],
        *,
        deeds: Sequence[Deed] = (),
        chosen: Any = None,
        empty: str = "Nothing here yet.",
        narrows: bool = False,
        typing: bool = False,
        whole: bool = False,
    ) -> None:
        """Show the list.

        Args:
            whole: Whether the title is a question of its own, which is read whole: below the rule if it has no room.
            deeds: The first of those that need a row is what Enter does.
            chosen: The value the cursor begins on.
            empty: What is said instead of a list without rows.
            narrows: Whether typing narrows it, so that letters do nothing else.
            typing: Whether it begins with what is typed: every letter narrows, none of them goes.
        """
        super().__init__(title)
        self._whole = whole
        self._rows = rows
        self._deeds = deeds
        self._first = next((deed for deed in deeds if not deed.alone), Deed("", "take"))
        self._empty = empty
        self._narrows = narrows or typing
        self._typing = typing
        self._always_typing = typing
        self.limit = _TYPED if typing else _LISTED
        self.edit = LineEdit()
        self._indent, self._in_ascii = 0, False
        self._shown: Sequence[Row] = rows
        self._places: list[int] = []
        self._at = next((place for place, row in enumerate(rows) if row.value == chosen), 0)

    @property
    def hints(self) -> Sequence[Hint]:
        others = [deed for deed in self._deeds if deed.alone or (self._rows and deed is not self._first)]
        deeds = [(shown_key(deed.key), deed.words) for deed in others]
        if not self._rows:
            return [*deeds, ("Esc", "leave")]
        several = len(self._rows) > 1
        go = [("↑↓", "go")] if self._typing else [("jk", "go")] if several else []
        numbers = [("1-9", "choose")] if several and not self._typing and self._numbered else []
        narrow = [("/", "narrow")] if not self._narrows and len(self._rows) > _PAGE else []
        return [
            ("Enter", self._first.words),
            *([] if self._typing else deeds),
            *numbers,
            *go,
            *narrow,
            ("Esc", "leave"),
        ]

    @property
    def row(self) -> Row | None:
        """The row at the cursor."""
        return self._shown[self._at] if self._at < len(self._shown) else None

    def body(self, width: int, most: int, styles: Styles) -> Sequence[SheetLine]:
        """A title that has no room above, what is typed, where the list can be narrowed, and the rows."""
        told = "" if self.heading(width, styles) else styles.cells(self.title)
        lines: list[SheetLine] = []
        lines += [(((f" {words}", "heading"),), NOWHERE) for words in (wrap(told, width - 2) if told else ())]
        if self._narrows or self._typing:
            head: Line = ((f"  {styles.glyphs.prompt} ", "key"),)
            self._indent, self._in_ascii = line_width(head), styles.ascii
            written = edit_lines(self.edit, head, width, 1, styles, "type to narrow", caret=self._typing)
            lines += [(line, NOWHERE) for line in written]
        self.pinned = len(lines)
        if not self._shown:
            said = self._empty if not self._rows else "Nothing matches. Backspace takes letters back."
            lines += [(((f" {words}", "dim"),), NOWHERE) for words in wrap(said, width - 2)]
        else:
            lines += self._marked(width, styles)
        stays = self.pinned + sum(len(row.lines) for row in self._rows)
        return [*lines, *[(EMPTY, NOWHERE)] * (stays - len(lines) if self._typing else 0)]

    def heading(self, width: int, styles: Styles) -> str:
        title = super().heading(width, styles)
        return "" if self._whole and width_of(title) > width - RULE else title

    def press(self, key: Key) -> Over[Any] | None:
        """Go, take, do, or narrow."""
        name = key.name
        step = {"down": 1, "tab": 1, "ctrl+n": 1, "up": -1, "shift+tab": -1, "pagedown": _PAGE, "pageup": -_PAGE}.get(
            name
        )
        if step is None and not self._typing and not any(row.key == name for row in self._shown):
            step = {"j": 1, "k": -1, "ctrl+d": _PAGE, "ctrl+u": -_PAGE}.get(name)
        if step is not None:
            self._go(step, around=name in ("tab", "shift+tab"))
        elif name in ("home", "end") and not self.edit.text:
            self._go(len(self._shown) if name == "end" else -len(self._shown))
        elif name == "enter":
            return self._take(self.row)
        elif self._typing:
            self._narrow(key)
        else:
            return self._obey(key)
        return None

    def knows_alt(self, name: str) -> bool:
        """Those of the line, while typing narrows."""
        return self._typing and self.edit.knows_alt(name)

    def paste(self, text: str) -> None:
        """Narrow by it, where typing does."""
        if self._narrows or self._typing:
            self._typing = True
            self.edit.insert(text)
            self._find()

    def click(self, line: int, x: int) -> Over[Any] | None:
        """Take the row, or put the caret on the letter that was typed."""
        if line < self.pinned and self._typing:
            self.edit.point(0, x - self._indent, ascii_look=self._in_ascii)
        at = line - self.pinned + self._top
        return self._take(self._shown[self._places[at]]) if line >= self.pinned and at < len(self._places) else None

    def _obey(self, key: Key) -> Over[Any] | None:
        """A key of a row or a deed, or the first letter that narrows."""
        for row in self._shown:
            if row.key and row.key == key.name:
                return self._take(row)
        for deed in self._deeds:
            if deed.key == key.name and deed.alone:
                return Over((deed.does, None))
            if deed.key == key.name and self.row is not None:
                return Over((deed.does, self.row.value))
        counts = key.name.isdigit() and not any(row.key.isdigit() for row in self._rows)
        if counts and 0 < int(key.name) <= len(self._shown):
            return self._take(self._shown[int(key.name) - 1])
        if key.name == "slash":
            self._typing = True
        elif self._narrows and key.printable.strip():
            self._typing = True
            self._narrow(key)
        return None

    def _take(self, row: Row | None) -> Over[Any] | None:
        return Over((self._first.does, row.value)) if row is not None else None

    def _go(self, by: int, *, around: bool = False) -> None:
        last = max(0, len(self._shown) - 1)
        if around and last:
            self._at = (self._at + by) % (last + 1)
        else:
            self._at = max(0, min(self._at + by, last))

    def _narrow(self, key: Key) -> None:
        if self.edit.press(key.name, key.character):
            self._find()

    def _find(self) -> None:
        """Show the rows in which every typed word stands: those that begin so first, then those of which words do."""
        words = _folded(self.edit.text).split()
        found = [(row, _folded(row.find or _text(row))) for row in self._rows]
        matching = [(row, text) for row, text in found if all(word in text for word in words)]
        whole = " ".join(words)

        def rank(found: tuple[Row, str]) -> tuple[bool, bool]:
            text = found[1]
            return not text.startswith(whole), not all(f" {word}" in f" {text}" for word in words)

        self._shown = [row for row, _ in sorted(matching, key=rank)]
        self._at = 0
        if not self.edit.text:
            self._typing = self._always_typing

    @property
    def _numbered(self) -> bool:
        return not any(row.key for row in self._rows)

    def _marked(self, width: int, styles: Styles) -> Sequence[SheetLine]:
        """The rows with their keys or numbers in front, the lines of the one at the cursor marked.

        That one is told whole; not while typing narrows, when every letter brings another row under the cursor.
        """
        keys = [
            row.key or (str(place) if self._numbered and place < 10 else "") for place, row in enumerate(self._shown, 1)
        ]
        widest = max(len(shown_key(key)) for key in keys) if any(keys) and not self._always_typing else 0
        gap = "  " if widest else ""
        blank = " " * (1 + widest + len(gap))
        lines: list[SheetLine] = []
        self._places = []
        for place, (key, row) in enumerate(zip(keys, self._shown, strict=True)):
            head = shown_key(key).ljust(widest) if key and not self._typing else " " * widest
            at = place == self._at
            bar: Span = (styles.glyphs.cursor if at else " ", "bar")
            shown = row.lines
            if at and not self._typing:
                shown = [part for line in shown for part in _whole(line, width - 1 - len(blank), styles.glyphs.dot)]
            for number, line in enumerate(shown):
                margin: Span = (f" {head}{gap}" if not number else blank, "key")
                lines.append(((bar, margin, *line), range(width) if at else NOWHERE))
                self._places.append(place)
        return lines


def _whole(line: Line, room: int, dot: str) -> Iterator[Line]:
    """A line in as many as it needs, broken between its spans where that is possible; a dot there is not needed."""
    if line_width(line) <= room:
        yield line
        return
    (text, role), *others = line
    inked = text.lstrip()
    margin: Span = (text[: len(text) - len(inked)], role)
    for number, part in enumerate(flow([(inked, role), *others], ("", "text"), room - len(margin[0]), _DEEPER)):
        told = part[1:-1] if len(part) > 1 and part[-1][0].strip() == dot else part[1:]
        yield (margin, part[0], *(told[1:] if number and told and told[0][0].strip() == dot else told))


def _text(row: Row) -> str:
    return " ".join(text for line in row.lines for text, _ in line)


def _folded(text: str) -> str:
    """Without case and marks, so that “ake” finds “Åke”."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
