"""Help: every key, what is understood where one types, and the signs; made of the tables that the board works by.

It is searched by narrowing it: only the lines in which every typed word stands are left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from funnelboard.domain.deal_query import QUERY_HELP
from funnelboard.ui.commands import GROUPS
from funnelboard.ui.desk import Desk
from funnelboard.ui.dispatcher import Left, Over
from funnelboard.ui.drawing.lines import EMPTY, Line, filled, hang
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.screens.page import Page, open_page
from funnelboard.ui.sheet.prompt import Prompt

Explained = Sequence[tuple[str, str]]
"""Keys or examples, and what each means."""

ADDING: Explained = (
    ("Acme Oy: pilot", "the company before the colon; all of it is the title"),
    ("@Kari Nordmann", "the contact; e-mail addresses and phone numbers are found anywhere"),
    ("12k €", "the amount, with a suffix or a currency"),
    ("#expo ~referral =kari", "a tag, a source, an owner"),
    ("!fri call", "a first follow-up, to the end of the line"),
)
"""What a new deal's line can hold."""

DATES: Explained = (
    ("today, tomorrow, fri, next fri", "a day near by"),
    ("+2w, in 10 days, +1y", "so much later"),
    ("3 dec, 3.12., 2027-12-03", "a date; without a year the next one"),
    ("next week, next month, eom, w48, mid jan", "Monday, the 1st, the last day, a week, the 15th"),
)
"""How a date can be typed, everywhere."""

ASKED: Explained = (
    ("Enter", "keep it, take it, or go on"),
    ("Esc", "leave; what was typed comes back with the same key"),
    ("j k ↓ ↑ Tab", "go to the next, or the one before"),
    ("1-9 /", "take a row of a list; narrow the list by typing"),
    ("y n ?", "answer a question: yes, no, not known"),
    ("c m f e w", "it was learnt by call, meeting, form or e-mail; of whom"),
    ("ctrl+s", "keep the answers and leave the deal where it is"),
    ("→", "in a field: take what is suggested"),
    ("↑ ↓", "in a line: what was typed there before"),
)
"""The keys of everything that asks at the bottom."""

TYPING: Explained = (
    ("ctrl+a ctrl+e", "to the start, to the end of the line; Home, End"),
    ("alt+b alt+f", "a word back, a word on; ctrl+←, ctrl+→"),
    ("ctrl+w alt+d", "cut the word before, the word after; alt+Backspace"),
    ("ctrl+u ctrl+k", "cut back to the start, on to the end of the line"),
    ("ctrl+y", "put in again what was cut"),
    ("ctrl+z", "take the last edit back"),
    ("ctrl+j", "begin a new line in a note; alt+Enter"),
)
"""The keys of every line that is typed."""

SIGNS: Explained = (
    ("overdue", "a follow-up that is overdue"),
    ("today", "a follow-up for today"),
    ("later", "a follow-up later on"),
    ("none", "nothing next: no follow-up"),
    ("yes", "a question answered with yes"),
    ("no", "a question answered with no"),
    ("unknown", "a question not answered yet"),
    ("onward", "nothing is missing for the next stage"),
    ("objection", "an open objection"),
    ("said_no", "a follow-up with somebody who has said no"),
    ("done", "done"),
    ("undone", "still to be done"),
    ("chosen", "chosen, or set"),
    ("stale", "too long without a touch"),
    ("parked", "parked until a day"),
    ("won", "won"),
    ("lost", "lost"),
    ("rim", "the edge of a card, in the colour of its next touch"),
    ("cursor", "what is at hand: a card, a row"),
    ("marked", "marked: the next action acts on all marked"),
    ("news", "somebody else has changed it, and you have not looked at it since"),
    ("edited", "somebody else has it open just now, to change it"),
    ("about", "a sum at the board's exchange rates"),
    ("arrow", "from one to another, such as stages"),
    ("left", "← changes what stands after it"),
    ("right", "→ changes what stands before it"),
    ("search", "the board is filtered"),
    ("prompt", "here you type"),
    ("up", "there is more above"),
    ("down", "there is more below"),
    ("ellipsis", "there was no room for the rest"),
)
"""The signs, by their names in `Glyphs`; the lines and dots that separate explain themselves."""

ABOVE: Explained = (
    ("3 overdue, 2 today", "deals whose next follow-up is overdue, or for today"),
    ("4 adrift", "open deals without a next step"),
    ("5 parked, 2 here", "deals set aside; sellers who have the board open"),
    ("weighted 9k, wtd 9k", "each opportunity's amount by its probability"),
    ("won 8k", "what was won this year"),
)
"""What the top line and the headings count."""

_PALETTE = ":"
"""Shown for a command that has no key of its own: the palette has it."""

_KEYS = 12
"""Cells of what is explained, so that the sections stand under each other where there is room."""

_NARROW = 46
"""In fewer cells what is explained takes up to half of them."""

_TWO = 96
"""From this width on the sections stand in two columns."""

_GAP = 3
"""Cells between the two."""


async def open_help(desk: Desk) -> None:
    """Show help until the seller leaves it."""
    await open_page(desk, HelpPage(desk))


class HelpPage(Page[None]):
    """All of help as lines that scroll."""

    hints = (("/", "search"), ("jk", "scroll"), ("Space", "a page on"), ("gG", "start, end"), ("Esc", "back"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.keys = {**self.keys, "enter": Over, "escape": self._back}
        self.talks = {"slash": ("help", self.search)}
        self._words: Sequence[str] = ()
        self.lines.tell(self._text)

    def head(self) -> tuple[str, str]:
        searched = f" {self.styles.glyphs.dot} {' '.join(self._words)}" if self._words else ""
        return f"Help{searched}", "keys, then what is understood where one types"

    def read(self) -> None:
        """Nothing: help is not in the database."""

    def show(self, reading: None) -> None:
        """Nothing new."""

    async def search(self, desk: Desk) -> None:
        """Leave only the lines in which every typed word stands; Esc brings all of them back."""
        prompt = Prompt(
            "search",
            enter="go on",
            leave="all of help",
            understood=self._found,
            changed=self._narrow,
            may_be_empty=True,
        )
        try:
            await desk.open(prompt)
        except Left:
            self._narrow("")

    def _found(self, text: str) -> str:
        return "" if not text.strip() or any(rows for _, rows in self._sections()) else "Nothing in help matches."

    def _narrow(self, text: str) -> None:
        self._words = text.casefold().split()
        self.lines.tell(self._text)
        self.redraw()

    def _back(self) -> Over[None] | None:
        if not self._words:
            return Over()
        self._narrow("")
        return None

    def _sections(self) -> Iterator[tuple[str, Explained]]:
        """Every section, and of its lines those that are searched for."""
        glyphs = self.styles.glyphs
        sections: list[tuple[str, Explained]] = [
            *((group, [*self._keys_of(group)]) for group in GROUPS),
            ("Where something is asked", ASKED),
            ("Where something is typed", TYPING),
            ("Signs", [(getattr(glyphs, name), meaning) for name, meaning in SIGNS]),
            ("Above the cards", ABOVE),
            ("Filter: what / understands", QUERY_HELP),
            ("Add: what a line can hold", ADDING),
            ("Dates, everywhere", DATES),
        ]
        for title, rows in sections:
            yield title, [row for row in rows if self._is_searched(" ".join((title, *row)).casefold())]

    def _is_searched(self, text: str) -> bool:
        return all(word in text for word in self._words)

    def _keys_of(self, group: str) -> Iterator[tuple[str, str]]:
        for command in self.board.commands:
            if command.group == group:
                yield command.shown_keys or _PALETTE, command.help

    def _text(self, width: int) -> Iterator[Line]:
        """The sections one after another, or in two columns of about as many lines."""
        columns = 2 if width >= _TWO else 1
        room = (width - _GAP * (columns - 1)) // columns
        written = [[*self._section(title, rows, room)] for title, rows in self._sections() if rows]
        half = sum(map(len, written)) / columns
        first: list[Line] = []
        while written and len(first) + len(written[0]) / 2 <= half:
            first += written.pop(0)
        second = [line for section in written for line in section]
        for left, right in zip_longest(first, second, fillvalue=EMPTY):
            yield (*filled(left, room + _GAP, self.styles.glyphs.ellipsis), *right) if right else left

    def _section(self, title: str, rows: Explained, width: int) -> Iterator[Line]:
        """Two columns: as wide as the first needs, unless that leaves the second too little."""
        yield ((title, "heading"),)
        widest = max(width_of(self._cells(first)) for first, _ in rows)
        indent = min(max(widest, _KEYS), width // 3) if width >= _NARROW else min(widest, width // 2)
        for first, second in rows:
            shown = self._cells(first)
            if width_of(shown) > indent:
                yield ((fit(shown, width, self.styles.glyphs.ellipsis), "key"),)
                shown = ""
            head: Line = ((shown + " " * (indent + 2 - width_of(shown)), "key"),)
            yield from hang(head, self._cells(second), "text", width, indent + 2)
        yield EMPTY

    def _cells(self, text: str) -> str:
        if self.styles.ascii:
            for arrow, plain in (("←", "left"), ("→", "right"), ("↑", "up"), ("↓", "down")):
                text = text.replace(arrow, plain)
        return self.styles.cells(text)
