"""A full screen over the board: a line at the top, a list with a cursor, and the board's own kind of last lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget

from funnelboard.ui.screens.talking import Talking
from funnelboard.ui.text import cells, fit, width_of
from funnelboard.ui.widgets.blocks_view import BlocksView
from funnelboard.ui.widgets.canvas import Canvas
from funnelboard.ui.widgets.foot import Hint, foot_strips
from funnelboard.ui.widgets.strips import LeanStrip, strip_of

if TYPE_CHECKING:
    from funnelboard.errors import FunnelBoardError
    from funnelboard.services.done import Done
    from funnelboard.ui.look import Look
    from funnelboard.ui.screens.board import BoardScreen

LOW = 12
"""Below this height the last lines are one."""


class Page(Screen[None], Talking, inherit_bindings=False):
    """Something that takes the whole screen for a while. Writing goes through the board below, which shows it too.

    Attributes:
        board: The board that it was opened from.
        keys: Textual key name to what it does, while nothing is asked.
    """

    DEFAULT_CSS = """
    Page {
        overflow: hidden;
        & #head { dock: top; height: 1; }
        & #tail { dock: bottom; height: 2; }
        & #middle { layout: horizontal; }
        & #list { width: 1fr; height: 100%; }
    }
    """
    AUTO_FOCUS = ""
    ALLOW_SELECT = False

    HINTS: Sequence[Hint] = ()
    """Shown in the last line while nothing is asked."""

    def __init__(self, board: BoardScreen) -> None:
        super().__init__()
        self.board = board
        self.look: Look = board.look
        self.memory = board.memory
        self.list = BlocksView(self.look, edge=" ", id="list")
        self.keys: Mapping[str, Callable[[], None]] = {}
        self._head = Canvas(id="head")
        self._tail = Canvas(id="tail")

    def compose(self) -> ComposeResult:
        yield self._head
        yield Container(*self.middle(), id="middle")
        yield self._tail

    def middle(self) -> Sequence[Widget]:
        """What stands between the first line and the last ones, from left to right."""
        return (self.list,)

    def head(self) -> tuple[str, str]:
        """What the first line says: its name and more about it, and what stands at the right of it."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw everything again."""
        self._draw(self._head, [self._head_strip(self.size.width)])
        self.draw_foot()

    def draw_foot(self) -> None:
        """Draw the last lines again."""
        width, lines = self.size.width, self._tail.size.height
        if lines:
            hints = self.hints or self.HINTS
            strips = foot_strips(self.status, self.prompt, self.echo, hints, width, lines, self.look)
            self._draw(self._tail, strips)

    def write(
        self,
        deed: Callable[[], Done],
        then: Callable[[Done], None] | None = None,
        refused: Callable[[FunnelBoardError], None] | None = None,
        *,
        to_result: bool = False,
    ) -> None:
        """Do a write; what it did is said here."""

        def done(what: Done) -> None:
            self.say_done(what)
            if then is not None:
                then(what)

        self.board.write(deed, done, refused or self.refuse, to_result=to_result)

    def leave(self) -> None:
        """Go back to the board."""
        self.dismiss(None)

    def on_resize(self, event: events.Resize) -> None:
        """Fit everything in."""
        self._tail.styles.height = 2 if event.size.height >= LOW else 1
        self.call_after_refresh(self.draw)

    def on_key(self, event: events.Key) -> None:
        """Obey a key, or give it to what was asked."""
        event.stop()
        event.prevent_default()
        if not self.takes_key(event.key, event.character) and event.key in self.keys:
            self.keys[event.key]()

    def _head_strip(self, width: int) -> LeanStrip:
        look = self.look
        ground = look.bar_ground
        name, aside = (cells(text, ascii_look=look.ascii) for text in self.head())
        first, dot, rest = name.partition(f" {look.glyphs.dot} ")
        aside = aside if width_of(name) + width_of(aside) + 4 <= width else ""
        room = width - 2 - width_of(first)
        parts: list[tuple[str, Style]] = [
            (" " + fit(first, width - 2, look.glyphs.ellipsis), ground + look.header_active),
            (fit(dot + rest, max(0, room), look.glyphs.ellipsis), ground + look.text),
        ]
        if aside:
            gap = width - 2 - width_of(name) - width_of(aside)
            parts += [(" " * gap, ground), (aside, ground + look.dim)]
        return strip_of(parts, width, ground)

    def _draw(self, canvas: Canvas, strips: Sequence[LeanStrip]) -> None:
        regions = canvas.draw(strips)
        if regions:
            canvas.refresh(*regions)
