"""Help: every key, the query language and the one-line forms, made of the same tables the board works by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from funnelboard.domain.deal_query import QUERY_HELP
from funnelboard.ui.commands import GROUPS, Command
from funnelboard.ui.modals.dialog import look_of
from funnelboard.ui.text import cells, fit, width_of
from funnelboard.ui.widgets.lines import EMPTY, Line, hang
from funnelboard.ui.widgets.lines_view import LinesView

ADDING: tuple[tuple[str, str], ...] = (
    ("Acme Oy: pilot", "the company before the colon; all of it is the title"),
    ("@Kari Nordmann", "the contact; e-mail addresses and phone numbers are found anywhere"),
    ("12k €", "the amount, with a suffix or a currency"),
    ("#expo ~referral =kari", "a tag, a source, an owner"),
    ("!fri call", "a first follow-up, to the end of the line"),
)
"""What a new deal's line can hold."""

DATES: tuple[tuple[str, str], ...] = (
    ("today, tomorrow, fri, next fri", "a day near by"),
    ("+2w, in 10 days, +1y", "so much later"),
    ("3 dec, 3.12., 2027-12-03", "a date; without a year the next one"),
    ("next week, next month, eom, w48, mid jan", "Monday, the 1st, the last day, a week, the 15th"),
)
"""How a date can be typed, everywhere."""

SIGNS: tuple[tuple[str, str], ...] = (
    ("overdue", "a follow-up that is overdue"),
    ("today", "a follow-up for today"),
    ("later", "a follow-up later on"),
    ("none", "no follow-up: nothing is promised"),
    ("yes", "a question answered with yes"),
    ("unknown", "a question not answered yet"),
    ("no", "a question answered with no"),
    ("evaluated", "how much of the evaluation is there"),
    ("stale", "too long without a touch"),
)
"""Glyphs of the cards, by their names in `Glyphs`."""

_PALETTE = ":"
"""Shown for a command that has no key of its own: the palette has it."""

_WIDEST_KEYS = 18
"""Cells, so that the sections stand under each other where there is room."""


class HelpView(LinesView):
    """The text of help, wrapped to the width there is."""

    DEFAULT_CSS = "HelpView { width: 100%; height: 100%; }"

    def __init__(self, commands: Sequence[Command], *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(look_of(self.app), edge=" ", id=id)
        self._commands = commands

    def rewrap(self) -> None:
        """Wrap the text anew."""
        self.set_source(self._text(), top=self.top)

    def foot(self) -> Sequence[Line]:
        """How to go on and how to leave."""
        return ((("j k", "key"), (" scroll   ", "hint"), ("Esc", "key"), (" back", "hint")),)

    def _text(self) -> Iterator[Line]:
        yield (("FunnelBoard: keys and help", "panel_title"),)
        for group in GROUPS:
            commands = [command for command in self._commands if command.group == group]
            rows = [(command.shown_keys or _PALETTE, command.help) for command in commands]
            yield from self._section(group, rows)
        yield from self._section("Filter: what / understands", QUERY_HELP)
        yield from self._section("Add: what a line can hold", ADDING)
        yield from self._section("Dates, everywhere", DATES)
        glyphs = self.look.glyphs
        yield from self._section("Signs on a card", [(getattr(glyphs, name), meaning) for name, meaning in SIGNS])

    def _section(self, title: str, rows: Sequence[tuple[str, str]]) -> Iterator[Line]:
        """Two columns: as wide as the first needs, unless that leaves the second too little."""
        if not rows:
            return
        yield EMPTY
        yield ((title, "heading"),)
        widest = max(width_of(self._cells(first)) for first, _ in rows)
        indent = min(max(widest, _WIDEST_KEYS if self.line_width >= 60 else 0), self.line_width // 2)
        for first, second in rows:
            shown = self._cells(first)
            if width_of(shown) > indent:
                yield ((fit(shown, self.line_width, self.look.glyphs.ellipsis), "key"),)
                shown = ""
            head: Line = ((shown + " " * (indent + 2 - width_of(shown)), "key"),)
            yield from hang(head, self._cells(second), "text", self.line_width, indent + 2)

    def _cells(self, text: str) -> str:
        shown = text
        if self.look.ascii:
            for arrow, plain in (("←", "left"), ("→", "right"), ("↑", "up"), ("↓", "down")):
                shown = shown.replace(arrow, plain)
        return cells(shown, ascii_look=self.look.ascii)


class HelpScreen(Screen[None], inherit_bindings=False):
    """All of help on one screen that scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "leave", "back", show=False),
    ]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = commands

    def compose(self) -> ComposeResult:
        yield HelpView(self._commands)

    def action_leave(self) -> None:
        self.dismiss(None)
