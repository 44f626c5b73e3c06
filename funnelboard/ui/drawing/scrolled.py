"""Lines with a place in them: the side panel, the pages, and everything else that scrolls."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from funnelboard.ui.drawing.lines import EMPTY, NOWHERE, FullLine, Line
from funnelboard.ui.drawing.text import width_of
from funnelboard.ui.looks.styles import Styles

Block = Sequence[Line]
"""One entry's lines; a heading above it belongs to it."""


class ScrolledLines:
    """Shows as much of a source of lines as there is room for, and asks the source for no more than that.

    The first column is the edge: a rule that turns into an arrow where there is more above or below.

    Attributes:
        top: How many lines are scrolled out above.
        at: Which of the lines in sight is the first of what is at hand, as last drawn.
        addresses: How somebody is reached, where that may be shown.
    """

    TEXT = 2
    """The cell in which a line begins."""

    MARGIN = 3
    """Cells of the width that no line can use: the edge, a blank after it, and a blank at the right."""

    def __init__(self, styles: Styles, edge: str) -> None:
        self.styles = styles
        self.top = 0
        self.at = 0
        self.addresses: Sequence[str] = ()
        self._edge = edge
        self._width = self._height = 0
        self._make: Callable[[int], Iterator[Line]] = lambda _: iter(())
        self._source: Iterator[Line] = iter(())
        self._lines: list[Line] = []
        self._cursor: tuple[int, int] | None = None
        self._starts: list[int] = []
        self._to_bring: Callable[[Line], bool] | None = None

    def tell(self, make: Callable[[int], Iterator[Line]], *, top: int = 0) -> None:
        """Show other lines, scrolled down by ``top`` of them or as far as they go.

        Args:
            make: Writes the lines for a width in cells.
        """
        self._make, self.top, self._starts = make, top, []
        self._begin()

    def tell_blocks(self, make: Callable[[int], Sequence[Block]], cursor: int) -> None:
        """Show a list whose entries take one line or several, and keep one of them in sight; -1 for none."""

        def lines(width: int) -> Iterator[Line]:
            above = [0]
            blocks = make(width)
            for block in blocks:
                above.append(above[-1] + len(block))
            self._starts = above[:-1]
            if 0 <= cursor < len(blocks):
                self._cursor = above[cursor], above[cursor + 1]
            return (line for block in blocks for line in block)

        self._make = lines
        self._begin()

    def bring(self, first: Callable[[Line], bool] | None) -> None:
        """Have the lines from such a one to the next blank one in sight, as many as can be, once it is told.

        Args:
            first: None takes that back.
        """
        self._to_bring = first

    def scroll(self, by: int) -> bool:
        """Scroll down, or up if negative; whether anything moved."""
        before, self.top = self.top, max(0, self.top + by)
        self._pull(self.top + self._body)
        self.top = min(self.top, max(0, len(self._lines) - self._body))
        return self.top != before

    def press(self, key: str) -> bool:
        """Obey a key that scrolls; whether it was one."""
        by = steps(max(1, self._body - 2)).get(key)
        if by is not None:
            self.scroll(by)
        return by is not None

    def block_at(self, y: int) -> int | None:
        """The entry of a list in a line in sight; None where there is none."""
        line = self.top + y
        return bisect_right(self._starts, line) - 1 if self._starts and 0 <= line < len(self._lines) else None

    def address_at(self, x: int, y: int) -> str:
        """Which address is shown, or a part of it, in a cell of a line in sight; empty for none."""
        end = self.TEXT
        for text, role in self._lines[self.top + y] if self.top + y < len(self._lines) else EMPTY:
            start, end = end, end + width_of(text)
            if start <= x < end and role == "accent":
                return next((one for one in self.addresses if one and text.strip() in self.styles.cells(one)), "")
        return ""

    def foot(self) -> Sequence[Line]:
        """Lines that stay at the bottom whatever is scrolled."""
        return ()

    def draw(self, width: int, height: int, *, has_keys: bool = False) -> list[FullLine]:
        """What is in sight."""
        self._height = height
        if width != self._width:
            self._width = width
            self._begin()
        foot, body = self.foot()[:height], self._body
        if self._cursor is not None:
            first, last = self._cursor
            self.top = min(max(self.top, last - body), first)
        if self._to_bring is not None:
            self._bring(self._to_bring)
        self._pull(self.top + body + 1)
        self.top = min(self.top, max(0, len(self._lines) - body))
        shown = self._lines[self.top : self.top + body]
        shown += [EMPTY] * (body - len(shown))
        self.at = next((number for number, line in enumerate(shown) if _is_at_hand(line)), 0)
        edges = [self._edge] * len(shown)
        if body and len(self._lines) > self.top + body:
            edges[-1] = self.styles.glyphs.down
        if body and self.top:
            edges[0] = self.styles.glyphs.up
        edge_role = "bar" if has_keys else "edge"
        return [
            FullLine(
                ((edge, edge_role), (" ", "text"), *line),
                "panel_ground",
                range(2, width) if has_keys and _is_at_hand(line) else NOWHERE,
            )
            for edge, line in zip([*edges, *[self._edge] * len(foot)], (*shown, *foot), strict=True)
        ]

    @property
    def line_width(self) -> int:
        """Cells a line may take."""
        return max(self._width - self.MARGIN, 4)

    @property
    def _body(self) -> int:
        return max(0, self._height - len(self.foot()))

    def _bring(self, is_first: Callable[[Line], bool]) -> None:
        self._pull(sys.maxsize)
        first = next((number for number, line in enumerate(self._lines) if is_first(line)), None)
        if first is not None:
            below = (number for number in range(first, len(self._lines)) if not self._lines[number])
            self.top = min(max(self.top, next(below, len(self._lines)) - self._body), first)
            self._to_bring = None

    def _begin(self) -> None:
        self._lines, self._cursor = [], None
        self._source = self._make(self.line_width) if self._width else iter(())

    def _pull(self, count: int) -> None:
        """Have at least ``count`` lines ready, if there are so many."""
        while len(self._lines) < count:
            line = next(self._source, None)
            if line is None:
                return
            self._lines.append(line)


def steps(page: int) -> dict[str, int]:
    """The keys that go about in lines or a list, and how far each goes; a page is so many."""
    return {
        **dict.fromkeys(("j", "down"), 1),
        **dict.fromkeys(("k", "up"), -1),
        **dict.fromkeys(("pagedown", "ctrl+d", "space"), page),
        **dict.fromkeys(("pageup", "ctrl+u"), -page),
        **dict.fromkeys(("g", "home"), -sys.maxsize),
        **dict.fromkeys(("G", "end"), sys.maxsize),
    }


def _is_at_hand(line: Line) -> bool:
    """Whether it begins with the cursor's bar."""
    return bool(line) and line[0][1] == "bar" and not line[0][0].isspace()
