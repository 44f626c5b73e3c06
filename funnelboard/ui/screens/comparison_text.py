"""Two records side by side as lines, or one above the other where there is no room."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from funnelboard.domain.comparison import ComparedField, Comparison
from funnelboard.ui.drawing.lines import EMPTY, Line, Span, cut, flow, hang, line_width
from funnelboard.ui.drawing.scrolled import Block
from funnelboard.ui.drawing.text import fit, padded, width_of
from funnelboard.ui.looks.styles import Styles

_BESIDE = 64
"""From so many cells on both stand side by side."""
_LABEL = 18
"""Cells of a field's name beside them, at most."""


@dataclass(frozen=True, slots=True)
class ComparisonText:
    """Writes a comparison for one width and styles.

    Attributes:
        width: Cells of a line.
        taken: Fields in which the other's value is to stand.
    """

    comparison: Comparison
    styles: Styles
    width: int
    taken: Collection[str]

    def blocks(self, at: int) -> Iterator[Block]:
        """One block to each field, the first with both names above it."""
        fields = self.comparison.fields
        for number, field in enumerate(fields):
            lines = [*self._names()] if not number else []
            if number and not field.differs and fields[number - 1].differs:
                lines.append(EMPTY)
            yield [*lines, *self._field(field, at=number == at)]

    def _names(self) -> Iterator[Line]:
        """What both are called, where they stand and what hangs on them."""
        both = self.comparison
        dot = f" {self.styles.glyphs.dot} "
        sides = []
        for named, has, word in ((both.keep, both.keep_has, "is kept"), (both.other, both.other_has, "goes into it")):
            title: Line = ((f"#{named.id} ", "label"), (self.styles.cells(named.name), "panel_title"))
            facts = [(self.styles.cells(text), "dim") for text in (*named.facts, *has)]
            sides.append((word, title, facts))
        if self.width < _BESIDE:
            for word, title, _ in sides:
                line = ((f"{word:<13}", "heading"), *title)
                yield cut(line, self.width - 1, self.styles.glyphs.ellipsis)
            return
        columns = []
        for word, title, facts in sides:
            room = self._column - 2
            lines: list[Line] = [((word, "heading"),)]
            (number, role), (name, name_role) = title
            lines += hang(((number, role),), name, name_role, room, 2)
            lines += flow(facts, (dot, "dim"), room)
            columns.append(lines)
        margin: Span = (" " * (self._label + 1), "label")
        for one, other in zip_longest(*columns, fillvalue=EMPTY):
            yield (
                margin,
                ("  ", "text"),
                *one,
                (" " * (self._column - 2 - line_width(one)), "text"),
                ("  ", "text"),
                *other,
            )
        yield EMPTY

    def _field(self, field: ComparedField, *, at: bool) -> Iterator[Line]:
        """Its name and both values, with a sign at the one that will stand."""
        bar: Span = (self.styles.glyphs.cursor if at else " ", "bar")
        label = self.styles.cells(field.label)
        role = "key" if at and field.differs else "label"
        others = field.takes_other(self.taken)
        sides = [
            self._value(field.keep, stands=not others, field=field),
            self._value(field.other, stands=others, field=field),
        ]
        if self.width < _BESIDE:
            yield (bar, (fit(label, self.width - 1, self.styles.glyphs.ellipsis), role))
            for head, text, text_role in sides:
                for line in hang((head,), text, text_role, self.width - 1, 2) if text else ():
                    yield (bar, *line)
            return
        columns = [[*hang((head,), text, text_role, self._column, 2)] for head, text, text_role in sides]
        named = padded(label, self._label - 1, self.styles.glyphs.ellipsis) + " "
        for one, other in zip_longest(*columns, fillvalue=EMPTY):
            yield (bar, (named, role), *one, (" " * (self._column - line_width(one)), "text"), *other)
            named = " " * self._label

    def _value(self, text: str, *, stands: bool, field: ComparedField) -> tuple[Span, str, str]:
        """The sign before a value, the value, and the role it is written in."""
        glyphs = self.styles.glyphs
        sign = glyphs.chosen if stands and text else " "
        shown = self.styles.cells(text) if text else ""
        role = "dim" if not stands else "title_cursor" if field.differs else "text"
        return (f"{sign} ", "yes" if stands else "dim"), shown, role

    @property
    def _label(self) -> int:
        longest = max((width_of(self.styles.cells(field.label)) for field in self.comparison.fields), default=0)
        return min(longest, _LABEL) + 1

    @property
    def _column(self) -> int:
        return (self.width - 1 - self._label) // 2
