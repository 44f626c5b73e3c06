"""A widget of prepared lines with a scroll place of its own: no child widgets, no scrollbars, no animation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip

from funnelboard.ui.look import Look
from funnelboard.ui.text import fit, width_of
from funnelboard.ui.widgets.canvas import Canvas
from funnelboard.ui.widgets.lines import EMPTY, Line
from funnelboard.ui.widgets.strips import LeanStrip, strip_of

_WHEEL_LINES = 3


class _LeanPieces(LeanStrip):
    """A lean strip whose pieces are lean too: the panel repaints parts of its lines."""

    def crop(self, start: int, end: int | None = None) -> Strip:
        piece = super().crop(start, end)
        return piece if piece is self else LeanStrip(piece, piece.cell_length)

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        return [piece if piece is self else LeanStrip(piece, piece.cell_length) for piece in super().divide(cuts)]


class LinesView(Canvas, can_focus=True):
    """Shows as much of a source of lines as there is room for, and asks the source for no more than that.

    The first column is the edge: a rule that turns into an arrow where there is more above or below.
    """

    MARGIN = 3
    """Cells of the width that no line can use: the edge, a blank after it, and a blank at the right."""

    def __init__(self, look: Look, *, edge: str, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.look = look
        self._edge = edge
        self._top = 0
        self._lines: list[Line] = []
        self._source: Iterator[Line] = iter(())
        self._styles: dict[str, Style] = {}
        self._keys: dict[str, Callable[[], None]] = {
            **dict.fromkeys(("j", "down"), lambda: self.scroll_lines(1)),
            **dict.fromkeys(("k", "up"), lambda: self.scroll_lines(-1)),
            **dict.fromkeys(("pagedown", "ctrl+d", "space"), lambda: self.scroll_lines(self._page)),
            **dict.fromkeys(("pageup", "ctrl+u"), lambda: self.scroll_lines(-self._page)),
            **dict.fromkeys(("g", "home"), lambda: self.scroll_lines(-len(self._lines))),
            **dict.fromkeys(("G", "end"), self._scroll_to_end),
        }

    @property
    def top(self) -> int:
        """How many lines are scrolled out above."""
        return self._top

    @property
    def line_width(self) -> int:
        """Cells a line may take."""
        return max(self.size.width - self.MARGIN, 4)

    def set_source(self, source: Iterator[Line], *, top: int = 0) -> None:
        """Show other lines, scrolled down by ``top`` of them or as far as they go."""
        self._source, self._lines, self._top = source, [], top
        self.redraw()

    def scroll_lines(self, by: int) -> None:
        """Scroll down, or up if negative, at once."""
        before, self._top = self._top, max(0, self._top + by)
        self._pull(self._top + self._body_height)
        self._top = min(self._top, max(0, len(self._lines) - self._body_height))
        if self._top != before:
            self.redraw()

    def foot(self) -> Sequence[Line]:
        """Lines that stay at the bottom whatever is scrolled."""
        return ()

    def redraw(self) -> None:
        """Draw what is in sight and repaint the cells that differ from before."""
        if not self.size.height:
            return
        foot, body = self.foot()[: self.size.height], self._body_height
        self._pull(self._top + body)
        self._top = min(self._top, max(0, len(self._lines) - body))
        shown = self._lines[self._top : self._top + body]
        shown += [EMPTY] * (body - len(shown))
        strips = [self._strip(line) for line in (*shown, *foot)]
        if body and self._more_below:
            strips[body - 1] = self._strip(shown[-1], self.look.glyphs.down)
        if body and self._top:
            strips[0] = self._strip(shown[0], self.look.glyphs.up)
        regions = self.draw(strips)
        if regions:
            self.refresh(*regions)

    def draw(self, strips: Sequence[Strip]) -> list[Region]:
        """Take new strips; return the regions that look different from before."""
        before = self._strips
        regions = super().draw(strips)
        if len(before) != len(strips):
            return regions
        return [changed for region in regions if (changed := _narrowed(region, before[region.y], strips[region.y]))]

    def on_key(self, event: events.Key) -> None:
        """Scroll; every other key is left to whoever holds this widget."""
        action = self._keys.get(event.key)
        if action is not None:
            event.stop()
            action()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines(_WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines(-_WHEEL_LINES)

    def on_resize(self) -> None:
        self.rewrap()

    def rewrap(self) -> None:
        """Fit to a new width; a view that makes its own lines makes them anew."""
        self.redraw()

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    @property
    def _body_height(self) -> int:
        return max(0, self.size.height - len(self.foot()))

    @property
    def _page(self) -> int:
        return max(1, self._body_height - 2)

    @property
    def _more_below(self) -> bool:
        self._pull(self._top + self._body_height + 1)
        return len(self._lines) > self._top + self._body_height

    def _pull(self, count: int) -> None:
        """Have at least ``count`` lines ready, if there are so many."""
        while len(self._lines) < count:
            line = next(self._source, None)
            if line is None:
                return
            self._lines.append(line)

    def _scroll_to_end(self) -> None:
        self._lines.extend(self._source)
        self.scroll_lines(len(self._lines))

    def _style(self, role: str) -> Style:
        style = self._styles.get(role)
        if style is None:
            ink: Style = getattr(self.look, role)
            style = self._styles[role] = self.look.panel_ground + ink
        return style

    def _strip(self, line: Line, edge: str | None = None) -> Strip:
        """A line as a strip; blanks take the style of what stands before them, which saves telling the terminal."""
        parts = [(edge or self._edge, self._style("bar" if self.has_focus else "edge")), (" ", self.look.panel_ground)]
        width = self.size.width
        room = width - 2
        for text, role in line:
            style = self._style(role)
            if text.isspace() and len(parts) > 2 and not (parts[-1][1].reverse or parts[-1][1].underline):
                style = parts[-1][1]
            shown = fit(text, room, self.look.glyphs.ellipsis)
            parts.append((shown, style))
            room -= width_of(shown)
        last = parts[-1][1]
        whole = strip_of(parts, width, self.look.panel_ground if last.reverse or last.underline else last)
        return _LeanPieces(whole, width)


def _narrowed(region: Region, old: Strip, new: Strip) -> Region:
    """A region of one line without the blanks at its end that look the same in both strips."""
    last = max(_ink_end(old), _ink_end(new), region.x)
    return Region(region.x, region.y, min(region.right, last) - region.x, 1)


def _ink_end(strip: Strip) -> int:
    """The cell after the last one that is more than a blank on the ground."""
    end = strip.cell_length
    for text, style, _ in reversed(strip):
        inked = text.rstrip(" ")
        end -= len(text) - len(inked)
        if inked or (style is not None and (style.underline or style.reverse)):
            break
    return end
