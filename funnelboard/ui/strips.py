"""Making strips: lines of styled text of an exact width, cheap to send over a slow line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count

from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.strip import Strip

from funnelboard.ui.cell_width import is_even
from funnelboard.ui.drawing.lines import NOWHERE, FullLine, Line
from funnelboard.ui.drawing.pieces import pieces_of, pieces_of_full
from funnelboard.ui.drawing.text import width_of
from funnelboard.ui.looks.colours import Colour
from funnelboard.ui.looks.style import PLAIN, Pen, Style, Styled
from funnelboard.ui.looks.styles import Styles

_AS_RICH: dict[Style, RichStyle] = {}
_AS_OURS: dict[RichStyle | None, Style] = {None: PLAIN}
"""Every style that was painted so far, which are as many as the looks and the links that were shown have."""


_MOST_CELLS = 50_000
"""Unlike cells that are told apart by number before the numbers begin anew, never with one that was given already."""

_CELLS: defaultdict[object, int] = defaultdict(count().__next__)


class _Letters(dict[str, int]):
    """The numbers of the cells that characters of one style make."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self._blank = style if style.underline or style.reverse else style.bgcolor

    def __missing__(self, character: str) -> int:
        if len(_CELLS) > _MOST_CELLS:
            _CELLS.clear()
            _LETTERS.clear()
        cell = self[character] = _CELLS[character, self._blank if character == " " else self.style]
        return cell


_LETTERS: dict[RichStyle | None, _Letters] = {}


class LeanStrip(Strip):
    """A strip that tells the terminal only what changes from one piece to the next.

    A plain strip states every piece's style in full and takes it back again, which is most of its bytes.

    Attributes:
        even: Whether every character takes one cell, once somebody has asked.
        cells: What is seen of it, once somebody has asked.
    """

    __slots__ = ("_sent", "cells", "even")

    def __init__(self, segments: Iterable[Segment], cell_length: int) -> None:
        super().__init__(segments, cell_length)
        self._sent: str | None = None
        self.even: bool | None = None
        self.cells: list[int] | None = None

    def render(self, console: Console) -> str:
        """The line with its escape sequences; it leaves the terminal's style as it found it.

        Its colours are those that the look was chosen for, whatever Rich takes the terminal for.
        """
        if self._sent is None:
            pen = Pen()
            self._sent = pen.write(pieces_in(self)) + pen.lift()
        return self._sent

    def crop(self, start: int, end: int | None = None) -> Strip:
        """A part of the line, as lean as the whole."""
        piece = super().crop(start, end)
        return piece if piece is self else LeanStrip(piece, piece.cell_length)

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Parts of the line, as lean as the whole."""
        return [piece if piece is self else LeanStrip(piece, piece.cell_length) for piece in super().divide(cuts)]


def rich_style(style: Style) -> RichStyle:
    """A style as Textual knows it."""
    found = _AS_RICH.get(style)
    if found is None:
        found = _AS_RICH[style] = RichStyle(
            color=_rich_colour(style.color),
            bgcolor=_rich_colour(style.bgcolor),
            bold=style.bold or None,
            underline=style.underline or None,
            reverse=style.reverse or None,
            link=style.link or None,
        )
        _AS_OURS[found] = style
    return found


def pieces_in(strip: Iterable[Segment]) -> list[Styled]:
    """What a strip was made of."""
    return [(text, _AS_OURS[style]) for text, style, _ in strip]


def all_even(strip: Strip) -> bool:
    """Whether every character of a strip takes one cell."""
    known = strip.even if isinstance(strip, LeanStrip) else None
    if known is None:
        known = all(is_even(text) for text, _, _ in strip)
        if isinstance(strip, LeanStrip):
            strip.even = known
    return known


def cells_in(strip: Strip) -> list[int]:
    """A strip cell by cell, as numbers; what the eye cannot tell apart is the same."""
    known = strip.cells if isinstance(strip, LeanStrip) else None
    if known is None:
        known = []
        for text, style, _ in strip:
            letters = _LETTERS.get(style)
            if letters is None:
                letters = _LETTERS[style] = _Letters(_AS_OURS[style])
            if is_even(text):
                known += map(letters.__getitem__, text)
            else:
                _add_uneven(known, text, letters)
        if isinstance(strip, LeanStrip):
            strip.cells = known
    return known


def _add_uneven(cells: list[int], text: str, letters: _Letters) -> None:
    """Add the cells of a text some of whose characters take two, or belong to the cell before them."""
    for character in text:
        width = width_of(character)
        if width:
            cells += [letters[character], *[_CELLS[letters[character], "its right half"]] * (width - 1)]
        elif cells:
            cells[-1] = _CELLS[cells[-1], character]


def cut(strip: Strip, start: int, end: int) -> list[Styled]:
    """What a strip shows from one cell to before another."""
    if not all_even(strip):
        return pieces_in(strip.crop(start, end))
    found: list[Styled] = []
    x = 0
    for text, style, _ in strip:
        past = x + len(text)
        if past > start:
            found.append((text[max(0, start - x) : end - x], _AS_OURS[style]))
        if past >= end:
            break
        x = past
    return found


def _rich_colour(colour: Colour | None) -> Color | None:
    if colour is None:
        return None
    return Color.from_ansi(colour) if isinstance(colour, int) else Color.parse(colour)


def strip_of(parts: Iterable[Styled], width: int, ground: Style) -> LeanStrip:
    """A strip of exactly ``width`` cells: the parts in order, then the ground. The parts must fit."""
    segments = [Segment(text, rich_style(style)) for text, style in parts if text]
    taken = sum(width_of(segment.text) for segment in segments)
    if taken < width:
        segments.append(Segment(" " * (width - taken), rich_style(ground)))
    return LeanStrip(segments, width)


def line_strip(line: Line, width: int, styles: Styles, ground: Style, at_hand: range = NOWHERE) -> LeanStrip:
    """A line of roles as a strip; arguments as those of ``pieces_of``."""
    return painted(pieces_of(line, width, styles, ground, at_hand), width)


def full_strip(full: FullLine, width: int, styles: Styles) -> LeanStrip:
    """A line over so many cells as a strip."""
    return painted(pieces_of_full(full, width, styles), width)


def painted(pieces: Iterable[Styled], width: int) -> LeanStrip:
    """Pieces that fill so many cells as a strip."""
    return LeanStrip([Segment(text, rich_style(style)) for text, style in pieces], width)
