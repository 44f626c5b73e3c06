"""Two sellers have changed the same fields: both values of each, and which of the two is to stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from funnelboard.ui.dispatcher import Key, Over
from funnelboard.ui.drawing.foot import Hint
from funnelboard.ui.drawing.lines import NOWHERE, Line, Span, hang
from funnelboard.ui.drawing.text import padded, width_of
from funnelboard.ui.looks.styles import Styles
from funnelboard.ui.sheet.sheet import Sheet, SheetLine


@dataclass(frozen=True, slots=True)
class Disputed:
    """A field that two sellers gave different values.

    Attributes:
        name: Of the field.
        label: What the form calls it.
        theirs: The value that is stored, in words.
        mine: The value that was typed here, in words.
        seller: Who wrote theirs; empty if that is not known.
        when: When they did, in words; empty if that is not known.
    """

    name: str
    label: str
    theirs: str
    mine: str
    seller: str = ""
    when: str = ""

    @property
    def who(self) -> str:
        """Who wrote theirs, and when, as far as that is known."""
        return ", ".join(filter(None, (self.seller, self.when)))


EDIT: frozenset[str] = frozenset({"edit"})
"""What the sheet is over with when the seller wants to edit what was typed, not to choose."""


class ConflictSheet(Sheet):
    """Over with the names of the fields in which the seller's own value is to stand; or with `EDIT`.

    At first it is the other's in all of them.
    """

    def __init__(self, title: str, fields: Sequence[Disputed]) -> None:
        super().__init__(title)
        self._fields = fields
        self._mine: set[str] = set()
        self._at = 0
        self._owners: list[int] = []

    @property
    def hints(self) -> Sequence[Hint]:
        """Whose value, and what ends it."""
        go = [("jk", "go")] if len(self._fields) > 1 else []
        return [("Enter", "save"), ("mt", "mine/theirs"), ("e", "edit mine"), *go, ("Esc", "leave")]

    def body(self, width: int, most: int, styles: Styles) -> Sequence[SheetLine]:
        """Of each field its name, their value, mine."""
        lines: list[SheetLine] = []
        self._owners = []
        label = max(width_of(styles.cells(field.label)) for field in self._fields)
        for place, field in enumerate(self._fields):
            drawn = [*self._lines(field, label, place == self._at, width, styles)]
            lines += [(line, range(width) if place == self._at else NOWHERE) for line in drawn]
            self._owners += [place] * len(drawn)
        return lines

    def press(self, key: Key) -> Over[Any] | None:
        """Go, choose, or end."""
        if key.name == "enter":
            return Over(frozenset(self._mine))
        if key.name == "e":
            return Over(EDIT)
        if key.name in ("j", "down", "tab"):
            self._at = min(self._at + 1, len(self._fields) - 1)
        elif key.name in ("k", "up", "shift+tab"):
            self._at = max(self._at - 1, 0)
        elif key.name in ("m", "t", "space"):
            name = self._fields[self._at].name
            mine = key.name == "m" or (key.name == "space" and name not in self._mine)
            (self._mine.add if mine else self._mine.discard)(name)
        return None

    def click(self, line: int, x: int) -> Over[Any] | None:
        """Go to a field; a click on the one at hand takes its other value."""
        place = self._owners[line + self._top]
        if place == self._at:
            return self.press(Key("space"))
        self._at = place
        return None

    def _lines(self, field: Disputed, label: int, at: bool, width: int, styles: Styles) -> Iterator[Line]:
        glyphs = styles.glyphs
        mine = field.name in self._mine
        name = padded(styles.cells(field.label), label)
        bar: Span = (glyphs.cursor if at else " ", "bar")
        for whose, value, stands in (("theirs", field.theirs, not mine), ("mine", field.mine, mine)):
            head: Line = (
                (f" {name}  ", "key" if at else "label"),
                (f"{glyphs.chosen if stands else ' '} {whose:<8}", "yes" if stands else "dim"),
            )
            who = f" {glyphs.dot} {field.who}" if whose == "theirs" and field.who else ""
            shown = styles.cells(f"{value}{who}")
            for line in hang(head, shown, "title_cursor" if stands else "dim", width - 2, label + 13):
                yield (bar, *line)
            name = " " * label
