"""One card of the board in two, three or four lines: who, what is sold and for how much, what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from funnelboard.domain.board import Card
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.presets import GENERAL, Preset
from funnelboard.ui.drawing.card_words import CardWords, Moment
from funnelboard.ui.drawing.lines import EMPTY, FullLine, Line, Span, cut, line_width, wrap
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.looks.styles import Styles

WIDE = 26
"""From this many cells of text on the amount stands beside the name, unless it would shorten it.

It is what the widest of the columns has: the others, a cell narrower, are to look the same.
"""

BESIDE = 3
"""Cells of a card before its text: a gap between columns, the edge, a blank."""

_MARGIN = 17
"""A card with room for more cells of text than this has a blank after it."""


class CardState(NamedTuple):
    """What a card looks like besides what it says.

    Attributes:
        alternate: Whether it has the other tint of two.
        news: Whether somebody else has changed it since it was looked at.
        edited: Whether somebody else has it open to change it.
    """

    cursor: bool = False
    marked: bool = False
    alternate: bool = False
    news: bool = False
    edited: bool = False


def card_lines(
    card: Card,
    width: int,
    lines: int,
    state: CardState,
    moment: Moment,
    styles: Styles,
    preset: Preset = GENERAL,
    *,
    widest: int = 0,
) -> list[FullLine]:
    """The card in exactly ``lines`` lines of ``width`` cells: a gap, its edge, and its text on its tint.

    Args:
        widest: Cells of the widest column, if it is another.
    """
    words = CardWords(card, moment, styles, preset)
    wide = text_room(max(width, widest)) >= WIDE
    texts = _Layout(words, text_room(width), state, wide).lines(lines)
    ground = "cursor_ground" if state.cursor else "alternate_ground" if state.alternate else "card_ground"
    edge: Span = (styles.glyphs.cursor, "bar") if state.cursor else (styles.glyphs.rim, words.edge)
    glyphs = styles.glyphs
    others = [*[(glyphs.edited, "accent")] * state.edited, *[(glyphs.news, "accent")] * state.news]
    edges: list[Span] = [(glyphs.marked, "marked") if state.marked else edge, *[edge] * (lines - 1)]
    edges[1:] = [*others, *edges[1:]][: lines - 1]
    return [
        FullLine(((" ", "ground"), before, (" ", "text"), *text), ground)
        for before, text in zip(edges, texts, strict=True)
    ]


def text_room(width: int) -> int:
    """Cells for the text of a card in a column of so many."""
    room = width - BESIDE
    return max(0, room - (room > _MARGIN))


class _Layout(NamedTuple):
    words: CardWords
    width: int
    state: CardState
    wide: bool

    def lines(self, count: int) -> list[Line]:
        """So many lines of text."""
        words, width = self.words, self.width
        amount: Span = (next((text for text in words.amount if width_of(text) <= width), ""), "amount")
        owner: Span = (words.owner, "owner")
        beside = self._has_room_beside(amount[0], owner[0])
        first = self._ends(
            [(self._who(amount[0] if beside else owner[0]), self._who_role)], [amount if beside else owner]
        )
        below = owner if beside else amount
        if count == 2:
            if beside or (self.wide and not amount[0]):
                first = self._with_sold(first, amount if beside else owner)
            return [first, self._next_step(below, words_first=True)]
        return [first, *self._middle(count - 2, below), self._next_step(("", "text"), words_first=False)]

    @property
    def _who_role(self) -> str:
        return "title_cursor" if self.state.cursor else "marked" if self.state.marked else "title"

    def _who(self, right: str) -> str:
        """The name, as much of it as fits beside what stands at the right."""
        room = self.width - (width_of(right) + 1 if right else 0)
        whole = next((name for name in self.words.who if width_of(name) <= room), None)
        return fit(self.words.who[-1], room, self._ellipsis) if whole is None else whole

    def _has_room_beside(self, amount: str, owner: str) -> bool:
        if not amount or not self.wide or width_of(owner) > width_of(amount):
            return False
        return width_of(self.words.who[0]) + 1 + width_of(amount) <= self.width

    def _with_sold(self, first: Line, right: Span) -> Line:
        """What is sold after the name, where a card has no line for it."""
        who = first[0]
        room = self.width - width_of(who[0]) - width_of(right[0]) - bool(right[0])
        dot = f" {self.words.styles.glyphs.dot} "
        sold = fit(self.words.sold, room - len(dot), self._ellipsis)
        return self._ends([who, (dot, "dim"), (sold, "dim")] if sold else [who], [right])

    def _middle(self, count: int, right: Span) -> list[Line]:
        """What is sold, wrapped where there are two lines for it, and what else is known where there is room."""
        words = self.words
        room = self.width - (width_of(right[0]) + 1 if right[0] else 0)
        sold = words.sold
        facts = [*words.besides(self.width if sold else room)]
        rest = ""
        if count > 1 and sold and width_of(sold) > room:
            sold, *others = wrap(sold, self.width, room)
            rest = " ".join(others)
        if rest:
            return [self._ends([(sold, "dim")], [right]), self._facts([(rest, "dim"), *facts], self.width)]
        first: list[Span] = [(sold, "dim")] if sold else [facts.pop(0)]
        first += facts if count == 1 else []
        below = [self._facts(facts, self.width)] if count > 1 else []
        return [self._ends(self._facts(first, room), [right]), *below]

    def _facts(self, facts: Sequence[Span], room: int) -> Line:
        """The first of some facts, and then as many as fit whole: one that a wider line drops would be missed."""
        dot: Span = (f" {self.words.styles.glyphs.dot} ", "dim")
        line: list[Span] = []
        for text, role in facts:
            if not line:
                line.append((fit(text, room, self._ellipsis), role))
            elif line_width(line) + len(dot[0]) + width_of(text) <= room:
                line += [dot, (text, role)]
            else:
                break
        return tuple(line)

    def _next_step(self, right: Span, *, words_first: bool) -> Line:
        """What comes next, and at the right how the deal stands and one thing more, which is always there.

        Args:
            words_first: Whether it is how the deal stands that gives way first.
        """
        steps, role = self.words.next_step, self.words.urgency
        full, objections, nothing = self.words.standing, self.words.objections, EMPTY
        if words_first:
            tried = [(steps[0], full), (steps[0], objections), *((step, nothing) for step in steps)]
        else:
            last = steps[-2]
            tried = [*((step, full) for step in steps[:-1]), (last, objections), (last, nothing), (steps[-1], nothing)]
        for step, standing in tried:
            ends = [*standing, *([(" ", "text")] if standing and right[0] else []), *([right] if right[0] else [])]
            if width_of(step) + bool(ends) + line_width(ends) <= self.width:
                return self._ends([(step, role)], ends)
        return self._ends([], [right])

    def _ends(self, left: Sequence[Span], right: Sequence[Span]) -> Line:
        """Some text at both ends of the line; the left one gives way."""
        taken = line_width(right)
        room = self.width - taken - 1 if taken else self.width
        shown = cut(tuple(left), room, self._ellipsis)
        if not taken:
            return shown
        return (*shown, (" " * (self.width - line_width(shown) - taken), "text"), *right)

    @property
    def _ellipsis(self) -> str:
        return self.words.styles.glyphs.ellipsis
