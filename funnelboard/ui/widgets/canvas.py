"""A widget that hands over ready-made strips and repaints only the cells that changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Canvas(Widget):
    """A rectangle of strips. Whoever owns it calls ``draw`` with one strip for every line of its height."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._strips: Sequence[Strip] = ()

    def draw(self, strips: Sequence[Strip]) -> list[Region]:
        """Take new strips, one for each line; return the regions that differ from before, in the widget's own cells."""
        before, self._strips = self._strips, strips
        if len(before) != len(strips):
            return [self.size.region]
        return [
            Region(first, y, last - first, 1)
            for y, (old, new) in enumerate(zip(before, strips, strict=True))
            if old is not new
            for first, last in _changed(old, new)
        ]

    def render_line(self, y: int) -> Strip:
        """One line, for Textual's own use (the mouse, screenshots)."""
        return self._strips[y] if 0 <= y < len(self._strips) else Strip.blank(self.size.width)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the widget."""
        lines = list(self._strips[crop.y : crop.bottom])
        if len(lines) < crop.height:
            lines += [Strip.blank(self.size.width)] * (crop.height - len(lines))
        if crop.x or crop.width != self.size.width:
            return [line.crop(crop.x, crop.right) for line in lines]
        return lines


def _changed(old: Strip, new: Strip) -> list[tuple[int, int]]:
    """The span of cells, first and past the last, in which two lines of the same width differ."""
    x = 0
    first: int | None = None
    last = 0
    for before, after in zip_longest(old, new):
        if before is None or after is None or before.cell_length != after.cell_length:
            return [(x if first is None else first, new.cell_length)]
        end = x + after.cell_length
        if before != after:
            first = x if first is None else first
            last = end
        x = end
    return [] if first is None else [(first, last)]
