"""The one widget there is, and how it reaches the terminal: panes of ready lines, painted where they have changed.

Textual paints on a 60 Hz timer, some messages after a widget asked for it, and looks at the whole screen to do so. On
the board that is most of what a key costs. As every line is ready and it is known which cells have changed, those are
sent to the terminal at once, where this Textual has a way to (``private_parts``); a test compares every cell with
Textual's own painting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest
from operator import ne

from rich.segment import Segment
from textual.geometry import Offset, Region, Size
from textual.strip import Strip
from textual.widget import Widget

from funnelboard.ui.cell_width import width_of
from funnelboard.ui.drawing.first_sight import FirstSight
from funnelboard.ui.drawing.geometry import Rect
from funnelboard.ui.looks.style import Placed, move, written
from funnelboard.ui.private_parts.app import is_behind, shows_on_request, write_at_once
from funnelboard.ui.strips import LeanStrip, cells_in, cut, painted

_NOTHING = Strip([])

_SOON = 0.05
"""Seconds until it is looked again whether a terminal that is behind has caught up."""

_JUMP = 8
"""Equal cells between two changes that are cheaper sent again than jumped over."""


class Window(Widget):
    """The whole terminal, tiled with panes. Whoever owns it says where they stand and hands over their lines."""

    DEFAULT_CSS = "Window { width: 100%; height: 100%; }"
    ALLOW_SELECT = False

    def __init__(self, *, erases: bool = False) -> None:
        """Show nothing yet.

        Args:
            erases: Whether the terminal leaves the ground in what it erases.
        """
        super().__init__(id="window")
        self._erases = erases
        self._places: Mapping[str, Rect] = {}
        self._strips: dict[str, Sequence[Strip]] = {}
        self._before: list[LeanStrip] | None = None
        self._changed: list[Placed] = []
        self._told: list[LeanStrip] = []
        self._whole = True
        self._terminal = self._shown = Size(0, 0)
        self._composed = False
        self._waiting = False
        self._cursor = (0, 0)
        self._moved = False
        self._seen: FirstSight | None = None
        self._is_early = False

    def begin_with(self, seen: FirstSight) -> None:
        """The terminal shows something already; of the first picture only what differs is sent."""
        self._seen = seen

    def tile(self, places: Mapping[str, Rect]) -> None:
        """Say where every pane stands; together they fill the terminal. A pane without a place is forgotten."""
        if places == self._places:
            return
        if self._before is None:
            self._before = self._lines()
        self._places = places
        self._strips = {name: strips for name, strips in self._strips.items() if name in places}

    def draw(self, name: str, strips: Sequence[Strip]) -> None:
        """Take the lines of a pane, one for each line of its height; to be painted with ``flush``."""
        if self._before is None and is_behind(self.app):
            self._before = self._lines()
        before, self._strips[name] = self._strips.get(name, ()), strips
        if self._before is not None:
            return
        place = self._places[name]
        if len(before) != len(strips):
            before = [_NOTHING] * len(strips)
        for y, (old, new) in enumerate(zip(before, strips, strict=True), place.y):
            if old is not new:
                self._changed += [(place.x + start, y, cut(new, start, end)) for start, end in _spans(old, new)]

    def has_size(self, width: int, height: int) -> bool:
        """Whether the terminal shows a picture of this size, though Textual, which tells its first size twice, does not
        know of it yet."""
        return self._is_early and self._terminal == (width, height)

    def repaint(self, width: int, height: int) -> None:
        """Paint everything anew: the terminal has another size, or shows something else.

        Args:
            width, height: Of the terminal; Textual follows a moment later.
        """
        self._whole, self._is_early, self._terminal = True, False, Size(width, height)

    def flush(self, cursor: tuple[int, int]) -> None:
        """Bring what has changed onto the terminal: at once if that is possible, else with the next refresh.

        A terminal that is behind is told what is different in the end, once it has caught up.

        Args:
            cursor: Where the terminal's own cursor is to stand, hidden as it is: a braille display and a magnifier
                show what is there.
        """
        self._moved = self._moved or cursor != self._cursor
        self._cursor = cursor
        self.app.cursor_position = Offset(*cursor)
        if is_behind(self.app):
            self._flush_later()
            return
        if self._whole and not self._goes_on_from_first_sight():
            self._whole, self._before, self._changed = shows_on_request(), None, []
            self.refresh()
            return
        if self._before is not None:
            self._changed += _differences(self._before, self._lines())
            self._before = None
        changed, self._changed = self._changed, []
        moved, self._moved = self._moved, False
        if (changed or moved) and not self._send(changed):
            self.refresh(*(Region(x, y, sum(width_of(text) for text, _ in pieces), 1) for x, y, pieces in changed))

    def changed(self) -> str:
        """What makes a terminal that was told this before show what is to be seen now; all of it the first time."""
        before, self._told = self._told, self._lines()
        pieces = [*_differences(before, self._told)]
        return written(pieces) + move(*self._cursor) if pieces else ""

    def show(self) -> bool:
        """Whether what Textual has just composed is to go to the terminal: not the whole of it, if that is there."""
        composed, self._composed = self._composed, False
        if not composed:
            return True
        self._is_early = False
        if self._seen is not None and not self._places:
            return False
        if self._whole and is_behind(self.app):
            self._flush_later()
            return False
        if not self._whole and self.size == self._shown:
            return False
        self._whole = self.size != self._terminal
        self._shown, self._before, self._changed = self.size, None, []
        return True

    def _goes_on_from_first_sight(self) -> bool:
        """Send what differs from what the terminal shows already, if it does, before Textual has composed anything."""
        seen, self._seen = self._seen, None
        if seen is None or self._terminal != (seen.width, seen.height) or not shows_on_request():
            return False
        before = [painted(line, seen.width) for line in seen.lines]
        if not self._send(_differences(before, self._lines())):
            return False
        self._whole, self._moved, self._is_early = False, False, True
        self._shown, self._before, self._changed = self._terminal, None, []
        return True

    def render_line(self, y: int) -> Strip:
        """One line, for Textual's own use (screenshots)."""
        return self._line(y, self.size.width) if y < self.size.height else Strip.blank(self.size.width)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the terminal."""
        self._composed = crop == self.size.region
        lines: list[Strip] = [self.render_line(y) for y in range(crop.y, crop.bottom)]
        if crop.x or crop.width != self.size.width:
            return [line.crop(crop.x, crop.right) for line in lines]
        return lines

    def _flush_later(self) -> None:
        """Look again soon whether the terminal has caught up."""
        if not self._waiting:
            self._waiting = True
            asyncio.get_running_loop().call_later(_SOON, self._flush_again)

    def _flush_again(self) -> None:
        self._waiting = False
        if self.is_attached:
            self.flush(self._cursor)

    def _line(self, y: int, wanted: int) -> LeanStrip:
        """All panes' parts of a line, from left to right, in so many cells."""
        parts = sorted(
            (place.x, self._strips.get(name, ())[y - place.y : y - place.y + 1])
            for name, place in self._places.items()
            if place.y <= y < place.y + place.height
        )
        segments: list[Segment] = []
        width = 0
        for x, strips in parts:
            for strip in strips:
                if x > width:
                    segments.append(Segment(" " * (x - width)))
                segments += strip
                width = x + strip.cell_length
        line = LeanStrip(segments, width)
        return line if width == wanted else LeanStrip(line.adjust_cell_length(wanted), wanted)

    def _lines(self) -> list[LeanStrip]:
        width, height = self._terminal
        return [self._line(y, width) for y in range(height)]

    def _send(self, pieces: Iterable[Placed]) -> bool:
        """Write some pieces to the terminal; False where this Textual has no way to."""
        return self.is_attached and write_at_once(self.app, written(pieces, erases=self._erases) + move(*self._cursor))


def _differences(before: Sequence[Strip], after: Sequence[Strip]) -> Iterator[Placed]:
    """The pieces in which two whole pictures differ, cell for cell."""
    for y, (old, new) in enumerate(zip_longest(before, after, fillvalue=_NOTHING)):
        for start, end in _spans(old, new):
            yield start, y, cut(new, start, end)


def _spans(old: Strip, new: Strip) -> list[tuple[int, int]]:
    """The spans of cells, first and past the last, in which two lines differ."""
    before, after = cells_in(old), cells_in(new)
    unlike = [x for x, differs in enumerate(map(ne, before, after)) if differs]
    if len(before) != len(after):
        unlike += range(min(len(before), len(after)), max(len(before), len(after)))
    spans: list[tuple[int, int]] = []
    first = 0
    for place, (cell, following) in enumerate(pairwise(unlike), 1):
        if following - cell > _JUMP:
            spans.append((unlike[first], cell + 1))
            first = place
    if unlike:
        spans.append((unlike[first], unlike[-1] + 1))
    return spans
