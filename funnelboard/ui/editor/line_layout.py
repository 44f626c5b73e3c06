"""Where the text of a line editor stands on the screen: broken into rows or scrolled sideways, the caret in sight.

Only what changed is laid out again, so that a key in a long note costs no more than in a short one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.exchange.safe_text import shown
from funnelboard.ui.editor.graphemes import break_from, cells, is_plain, next_break, previous_break

_NARROW = 4
"""Cells below which a scrolled line has no room for an ellipsis."""


class View(NamedTuple):
    """What to draw of a text, and where the caret is in it.

    Attributes:
        lines: Each of at most the width asked for, without filling; at least one.
        row, cell: The caret's, counted from 0 in ``lines``; always inside the width.
        before, after: Whether text is hidden above or to the left, and below or to the right.
    """

    lines: tuple[str, ...]
    row: int
    cell: int
    before: bool
    after: bool


class LineLayout:
    """Remembers how a text was laid out, and how far it is scrolled, from one key to the next."""

    def __init__(self) -> None:
        self._starts = [0]
        self._look: tuple[int, bool] | None = None
        self._length = self._same = self._same_after = 0
        self._drawn_look: tuple[int, bool] | None = None
        self._top = 0
        self._left = self._lead = 0
        self._width = 0

    def changed(self, before: int, after: int) -> None:
        """Take in that only so many code points at the start and at the end of the text are still the same."""
        self._same, self._same_after = min(self._same, before), min(self._same_after, after)

    def wrapped(self, text: str, caret: int, width: int, height: int, ellipsis: str, ascii_look: bool) -> View:
        """The rows around the caret."""
        width, height = max(1, width), max(1, height)
        self._drawn_look = width, ascii_look
        starts = self._rows(text, self._drawn_look)
        at = bisect_right(starts, caret) - 1
        self._top = max(0, min(max(self._top, at - height + 1), at, len(starts) - height))
        end = min(self._top + height, len(starts))
        rows = (shown(self._row(text, row), in_ascii=ascii_look) for row in range(self._top, end))
        return View(
            lines=tuple(row if cells(row) <= width else ellipsis for row in rows),
            row=at - self._top,
            cell=min(cells(text[starts[at] : caret], ascii_look=ascii_look), width - 1),
            before=self._top > 0,
            after=end < len(starts),
        )

    def scrolled(self, text: str, caret: int, width: int, ellipsis: str, ascii_look: bool) -> View:
        """The part of a single line around the caret. It stays where it is while the caret is in sight.

        In another width it is what it would have been there from the start.
        """
        width = max(1, width)
        if width != self._width:
            self._width, self._left = width, 0
        sign = ellipsis if width >= _NARROW else ""
        end, used = _fit(text, 0, width, ascii_look)
        if end == len(text) and used < width:
            self._left = 0
        before = break_from(text, self._left)
        around = width // 4 if caret < before else width * 3 // 4
        if not before and caret == len(text):
            around = width - 1  # as a text is first shown: as much of it as there is room for
        for left in (before, _back(text, caret, around - len(sign), ascii_look), caret):
            room = width - len(sign if left else "")
            end, used = _fit(text, left, room, ascii_look)
            if end < len(text):
                end, used = _fit(text, left, room - len(sign), ascii_look)
            if left <= caret < end or (caret == end == len(text) and used < room):
                break
        self._left, self._lead = left, len(sign if left else "")
        lead, tail = sign if left else "", sign if end < len(text) else ""
        cell = len(lead) + cells(text[left:caret], ascii_look=ascii_look)
        line = lead + shown(text[left:end], in_ascii=ascii_look) + tail
        return View((line,), 0, min(cell, width - 1), left > 0, end < len(text))

    def place_at(self, text: str, row: int, cell: int, ascii_look: bool) -> int:
        """The place in a text of what was last drawn in a cell of a row; past its text, the end of that row."""
        if self._drawn_look is None:
            return _fit(text, self._left, max(0, cell - self._lead), ascii_look)[0]
        starts = self._rows(text, self._drawn_look)
        at = min(self._top + row, len(starts) - 1)
        return min(_fit(text, starts[at], max(0, cell), ascii_look)[0], self._last_place(text, at))

    def unscroll(self) -> None:
        """Begin a single line at its start again."""
        self._left = self._lead = 0

    def step(self, text: str, caret: int, by: int, goal: int | None) -> tuple[int, int] | None:
        """Where the caret goes a row up or down, as they were last drawn.

        Args:
            goal: The cell to go to as far as the row has one; the caret's own if None.

        Returns:
            The place and the cell that was aimed at; None from the first or the last row.
        """
        width, ascii_look = self._drawn_look or (len(text) * 2 + 2, False)
        starts = self._rows(text, (width, ascii_look))
        at = bisect_right(starts, caret) - 1
        row = at + by
        if not 0 <= row < len(starts):
            return None
        if goal is None:
            goal = cells(text[starts[at] : caret], ascii_look=ascii_look)
        place, _ = _fit(text, starts[row], goal, ascii_look)
        return min(place, self._last_place(text, row)), goal

    def _rows(self, text: str, look: tuple[int, bool]) -> list[int]:
        """Where each row begins. Those before the last change are taken over, and those after it once one agrees."""
        if look != self._look:
            self._look, self._same, self._same_after = look, 0, 0
        if self._same > len(text):
            return self._starts
        # Where a row begins follows from the text up to the first character that did not fit in the row before. That is
        # in the row or begins the next one, so all rows are sure but the last that begins before the change.
        known, grown = self._starts, len(text) - self._length
        starts = known[: max(1, bisect_left(known, self._same) - 1)]
        for start in _row_starts(text, starts[-1], *look):
            starts.append(start)
            same = bisect_left(known, start - grown)
            if start >= len(text) - self._same_after and known[same : same + 1] == [start - grown]:
                starts += [place + grown for place in known[same + 1 :]]
                break
        self._starts, self._length = starts, len(text)
        self._same = self._same_after = len(text) + 1
        return starts

    def _row(self, text: str, row: int) -> str:
        starts = self._starts
        end = starts[row + 1] if row + 1 < len(starts) else len(text)
        return text[starts[row] : end].removesuffix("\n")

    def _last_place(self, text: str, row: int) -> int:
        """The last place in a row where the caret can stand: after it comes the next row's first."""
        if row + 1 == len(self._starts):
            return len(text)
        return previous_break(text, self._starts[row + 1])


def _fit(text: str, start: int, room: int, ascii_look: bool) -> tuple[int, int]:
    """How far one gets from a place within so many cells of the same line, and the cells that takes."""
    used, place = 0, start
    while place < len(text) and text[place] != "\n":
        after = next_break(text, place)
        taken = used + cells(text[place:after], ascii_look=ascii_look)
        if taken > room:
            break
        used, place = taken, after
    return place, used


def _back(text: str, place: int, room: int, ascii_look: bool) -> int:
    """How far one gets back from a place within so many cells."""
    while place > 0:
        before = previous_break(text, place)
        room -= cells(text[before:place], ascii_look=ascii_look)
        if room < 0:
            break
        place = before
    return place


def _row_starts(text: str, start: int, width: int, ascii_look: bool) -> Iterator[int]:
    """Where the rows after the one that begins at ``start`` begin."""
    while True:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        while (following := _next_row(text, start, end, width, ascii_look)) is not None:
            start = following
            yield start
        if end == len(text):
            return
        start = end + 1
        yield start


def _next_row(text: str, start: int, end: int, width: int, ascii_look: bool) -> int | None:
    """Where the next row of a paragraph begins; None if the rest of it fits with the caret after it.

    The last cell of a row is for the caret, or for the blank it is broken at.
    """
    stretch = text[start : min(end, start + width) + 1]
    if stretch.isascii() or (not ascii_look and is_plain(stretch)):
        if end - start < width:
            return None
        if width == 1 or text[start + width - 1] == " ":
            return start + width
        return text.rfind(" ", start, start + width - 1) + 1 or start + width - 1
    used, place, breakable = 0, start, 0
    while place < end:
        after = next_break(text, place)
        taken = cells(text[place:after], ascii_look=ascii_look)
        blank = text[place:after] == " "
        if place > start and used + taken >= width and not blank:
            return breakable or place
        used += taken
        if used >= width:
            return after
        if blank or (taken == 2 and not ascii_look):
            breakable = after
        place = after
    return None
