"""What asks something, drawn at the bottom: a rule with its title, the lines of what is asked, and its keys."""

from __future__ import annotations

import sys
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from textual.strip import Strip

from funnelboard.ui.dispatcher import Key, Left, Mode, Over, Paste, Typed
from funnelboard.ui.drawing.foot import hints_line, remark_line
from funnelboard.ui.drawing.lines import EMPTY, FullLine, Line, wrap
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.looks.styles import Styles
from funnelboard.ui.strips import full_strip, line_strip

LEAST_ABOVE = 9
"""Lines of the window that stay with what is above: a heading and a card or two."""

SMALL = 16
"""Below this height a sheet with a rule takes the whole window."""

LEAST_TITLE = 24
"""Cells of a title that what is missing leaves it."""

RULE = 6
"""Cells of a rule beside its title."""

SheetLine = tuple[Line, range]
"""A line, and which of its cells are the row at hand, or a part of it; a span begins at the first of them."""


class Sheet(Mode):
    """A mode that is drawn at the bottom, with the window's own scene still in sight above it.

    Attributes:
        title: On the rule.
        aside: What is missing: at the right end of the rule, or above the hints where it has no room there.
        problem: Why what was given cannot be taken; stands in place of the hints until the next key.
        y: The line of the terminal it begins in, as last drawn.
        pinned: How many lines at the top of the body stay when the others are scrolled.
        foot: Its last line, as last drawn.
        limit: How many lines the body has at most where it does not take the whole window, also with room for more.
    """

    RULED: ClassVar[bool] = True

    def __init__(self, title: str) -> None:
        self.title = title
        self.aside = ""
        self.problem = ""
        self.y = 0
        self.pinned = 0
        self.foot = FullLine(EMPTY, "bar_ground")
        self.limit = sys.maxsize
        self._top = 0
        self._in_sight_now = 0
        self._caret = (0, 0)

    def remark(self) -> tuple[str, bool]:
        """What is said in place of the hints, if anything, and whether it says that something is wrong."""
        return "", False

    @abstractmethod
    def body(self, width: int, most: int, styles: Styles) -> Sequence[SheetLine]:
        """The lines between rule and hints; those that do not fit into ``most`` are scrolled."""

    @abstractmethod
    def press(self, key: Key) -> Over[Any] | None:
        """Obey a key other than Esc."""

    def paste(self, text: str) -> None:
        """Take in pasted text; where nothing can be typed it means nothing."""

    def look_again(self) -> None:
        """Somebody else may have written what it is about."""

    def take(self, typed: Typed) -> Over[Any] | None:
        """Obey what was typed; Esc leaves."""
        if isinstance(typed, Key):
            self.problem = ""
            return Over(left=Left()) if typed.name == "escape" else self.press(typed)
        if isinstance(typed, Paste):
            self.problem = ""
            self.paste(typed.text)
        elif typed.deed == "wheel":
            return self.wheel(typed.by)
        elif typed.deed == "down" and typed.y < self.y:
            return Over(left=Left())
        elif typed.deed == "down" and 0 <= typed.y - self.y - self.RULED < self._in_sight_now:
            return self.click(typed.y - self.y - self.RULED, typed.x)
        return None

    def click(self, line: int, x: int) -> Over[Any] | None:
        """Obey a click on one of the lines in sight below the rule, at a cell of it."""
        return None

    def wheel(self, by: int) -> Over[Any] | None:
        """Go on by a row, or back."""
        return self.press(Key("down" if by > 0 else "up"))

    @property
    def cursor(self) -> tuple[int, int]:
        """The letter where typing goes, else the row at hand: column and line of the terminal.

        In a window that is lower than the sheet it is the first line, if that letter or row is above it.
        """
        x, line = self._caret
        return x, max(0, self.y + self.RULED + line)

    def strips(self, width: int, height: int, styles: Styles) -> list[Strip]:
        """All its lines for a window of this size, the hints last."""
        title, aside = self.heading(width, styles), styles.cells(self.aside)
        beside = width_of(aside) + 4 + min(width_of(title), LEAST_TITLE) <= width - 6
        below = wrap(aside, width - 2) if aside and not beside else []
        *above, problem = wrap(styles.cells(self.problem), width - 2)
        # Of a long refusal in a low window the end stays, with the row it is about and the hints.
        room = max(0, height - self.RULED - 2)
        above = above[max(0, len(above) - room) :]
        below = below[: room - len(above)]
        around = 1 + self.RULED + len(below) + len(above)
        most = max(1, (height if height < SMALL else max(height - LEAST_ABOVE, height // 2)) - around)
        most = min(most, self.limit) if height >= SMALL else most
        lines = self._in_sight(self.body(width, most, styles), most)
        self._in_sight_now = len(lines)
        self._caret = _caret(lines)
        strips: list[Strip] = [self._rule(title, aside if beside else "", width, styles)] if self.RULED else []
        strips += [line_strip(line, width, styles, styles.bar_ground, at) for line, at in lines]
        said, wrong = (problem, True) if problem else self.remark()
        for words, role in (*((line, "today") for line in below), *((line, "error") for line in above)):
            strips.append(line_strip(((f" {words}", role),), width, styles, styles.bar_ground))
        if said:
            self.foot = remark_line(said, "error" if wrong else "status", self.hints, width, styles)
        else:
            self.foot = hints_line(self.hints, width, styles)
        return [*strips, full_strip(self.foot, width, styles)]

    def heading(self, width: int, styles: Styles) -> str:
        """What stands on the rule of a sheet of so many cells; what is too long is cut."""
        return styles.cells(self.title)

    def _in_sight(self, lines: Sequence[SheetLine], most: int) -> Sequence[SheetLine]:
        """As many lines as there is room for, the one at hand among them."""
        head, rest = lines[: self.pinned], lines[self.pinned :]
        most = max(1, most - len(head))
        at = [place for place, (_, here) in enumerate(rest) if here]
        if at:
            self._top = min(max(self._top, at[-1] - most + 1), at[0])
        self._top = max(0, min(self._top, len(rest) - most))
        return [*head, *rest[self._top : self._top + most]]

    def _rule(self, title: str, aside: str, width: int, styles: Styles) -> Strip:
        """The title and what is missing; of a title in two parts it is the first, a deal's, that gives way."""
        glyphs, ellipsis = styles.glyphs, styles.glyphs.ellipsis
        room = width - RULE - (width_of(aside) + 4 if aside else 0)
        if width_of(title) > room:
            deal, arrow, rest = title.rpartition(f" {glyphs.arrow} ")
            rest = arrow + rest
            title = fit(deal, room - width_of(rest), ellipsis) + rest if width_of(rest) + 8 <= room else title
            title = fit(title, room, ellipsis)
        dashes = width - RULE - width_of(title) - (width_of(aside) + 2 if aside else 0)
        line: Line = (
            (glyphs.rule * 2, "bar"),
            (f" {title} ", "badge") if title else (glyphs.rule * 2, "bar"),
            (glyphs.rule * max(0, dashes), "bar"),
            (f" {aside} " if aside else "", "today"),
            (glyphs.rule * 2, "bar"),
        )
        return line_strip(line, width, styles, styles.bar_ground)


def _caret(lines: Sequence[SheetLine]) -> tuple[int, int]:
    """The cell of the caret, or else where the row at hand begins, and which line it is in."""
    for number, (line, _) in enumerate(lines):
        x = 0
        for text, role in line:
            if role == "caret":
                return x, number
            x += width_of(text)
    return next(((here.start, number) for number, (_, here) in enumerate(lines) if here), (0, 0))
