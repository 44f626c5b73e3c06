"""Making strips: lines of styled text of an exact width, cheap to send over a slow line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from funnelboard.ui.drawing.lines import NOWHERE, FullLine, Line, Linked
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.looks.styles import Styles

_SWITCHES = (
    ("bold", "1", "22"),
    ("dim", "2", "22"),
    ("italic", "3", "23"),
    ("underline", "4", "24"),
    ("reverse", "7", "27"),
)

_STEPS_KEPT = 1_024
"""Ways from one style to another; a look has some dozens of styles."""


Piece = tuple[int, int, Strip]
"""Where cells that have changed begin, column and line, and what they show."""


class LeanStrip(Strip):
    """A strip that tells the terminal only what changes from one piece to the next.

    A plain strip states every piece's style in full and takes it back again, which is most of its bytes.
    """

    __slots__ = ("_sent",)

    def __init__(self, segments: Iterable[Segment], cell_length: int) -> None:
        super().__init__(segments, cell_length)
        self._sent: str | None = None

    def render(self, console: Console) -> str:
        """The line with its escape sequences; it leaves the terminal's style as it found it.

        Its colours are those that the look was chosen for, whatever Rich takes the terminal for.
        """
        if self._sent is None:
            pen = Pen()
            self._sent = pen.write(self) + pen.lift()
        return self._sent

    def crop(self, start: int, end: int | None = None) -> Strip:
        """A part of the line, as lean as the whole."""
        piece = super().crop(start, end)
        return piece if piece is self else LeanStrip(piece, piece.cell_length)

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Parts of the line, as lean as the whole."""
        return [piece if piece is self else LeanStrip(piece, piece.cell_length) for piece in super().divide(cuts)]


class Pen:
    """Writes segments, wherever they are put, telling the terminal only what changes from each to the next."""

    def __init__(self) -> None:
        self._now = Style.null()

    def write(self, segments: Iterable[Segment]) -> str:
        """Segments with their escape sequences."""
        pieces: list[str] = []
        for text, style, _ in segments:
            wanted = style or Style.null()
            if not (text.isspace() and _same_ground(self._now, wanted)):
                pieces.append(self.write_in(wanted))
            pieces.append(text)
        return "".join(pieces)

    def write_in(self, style: Style) -> str:
        """Be in a style."""
        codes = _step(self._now, style)
        link = _link(style.link) if style.link != self._now.link else ""
        self._now = style
        return (f"\x1b[{codes}m" if codes else "") + link

    def lift(self) -> str:
        """Leave the terminal's style as it was found."""
        worn, self._now = self._now, Style.null()
        return ("\x1b[m" if worn else "") + (_link(None) if worn.link else "")


def written(pieces: Iterable[Piece]) -> str:
    """Some pieces of the screen with their escape sequences: line by line or style by style, whichever is shorter.

    A way back to a place takes some eight bytes; a way back to a style up to forty.
    """
    pieces = tuple(pieces)
    by_line, by_style = Pen(), Pen()
    lines = [move(x, y) + by_line.write(piece) for x, y, piece in pieces]
    styles: list[str] = []
    place = None
    for style, runs in _runs(pieces).items():
        styles.append(by_style.write_in(style))
        for x, y, text in runs:
            styles.append(text if place == (x, y) else move(x, y) + text)
            place = x + width_of(text), y
    return min("".join((*lines, by_line.lift())), "".join((*styles, by_style.lift())), key=len)


def move(x: int, y: int) -> str:
    """Go to a cell."""
    return f"\x1b[{y + 1};{x + 1}H"


def _runs(pieces: Iterable[Piece]) -> dict[Style, list[tuple[int, int, str]]]:
    """What stands where, column and line, in each style; a blank is in that before it where it looks the same."""
    runs: dict[Style, list[tuple[int, int, str]]] = {}
    for x, y, piece in pieces:
        worn: Style | None = None
        for text, style, _ in piece:
            wanted = style or Style.null()
            if worn is None or not (text.isspace() and _same_ground(worn, wanted)):
                worn = wanted
            runs.setdefault(worn, []).append((x, y, text))
            x += width_of(text)
    return runs


def _link(target: str | None) -> str:
    """Begin a link (OSC 8), or end one."""
    return f"\x1b]8;;{target or ''}\x1b\\"


@lru_cache(_STEPS_KEPT)
def _same_ground(one: Style, other: Style) -> bool:
    """Whether a blank looks the same in two styles, and leads to the same."""
    return (one.bgcolor, one.link) == (other.bgcolor, other.link) and not any(
        style.underline or style.reverse for style in (one, other)
    )


@lru_cache(_STEPS_KEPT)
def _step(now: Style, wanted: Style) -> str:
    """The SGR codes that lead from one style to another."""
    if now is wanted:
        return ""
    off = {code for name, _, code in _SWITCHES if getattr(now, name) and not getattr(wanted, name)}
    codes = sorted(off)
    codes += [on for name, on, code in _SWITCHES if getattr(wanted, name) and (code in off or not getattr(now, name))]
    if now.color != wanted.color:
        codes += _colour_codes(wanted.color, foreground=True)
    if now.bgcolor != wanted.bgcolor:
        codes += _colour_codes(wanted.bgcolor, foreground=False)
    return ";".join(codes)


def _colour_codes(colour: Color | None, *, foreground: bool) -> tuple[str, ...]:
    if colour is None:
        return ("39" if foreground else "49",)
    return colour.get_ansi_codes(foreground)


def strip_of(parts: Iterable[tuple[str, Style]], width: int, ground: Style) -> LeanStrip:
    """A strip of exactly ``width`` cells: the parts in order, then the ground. The parts must fit."""
    segments = [Segment(text, style) for text, style in parts if text]
    taken = sum(width_of(segment.text) for segment in segments)
    if taken < width:
        segments.append(Segment(" " * (width - taken), ground))
    return LeanStrip(segments, width)


def line_strip(line: Line, width: int, styles: Styles, ground: Style, at_hand: range = NOWHERE) -> LeanStrip:
    """A line of roles as a strip; blanks take the style of what stands before them, which saves bytes.

    Args:
        at_hand: The cells that lie on the ground of the row at hand instead; a span begins at the first of them.
    """
    parts: list[tuple[str, Style]] = []
    worn: Style | None = None
    x = 0
    for text, role in (*line, (" " * width, "text")):
        here = styles.row_ground if x in at_hand else ground
        style = here + getattr(styles, role)
        if worn is not None and text.isspace() and not any(_shows_blanks(one, here) for one in (style, worn)):
            style = worn
        worn = style
        end = at_hand.stop if text.isspace() and x in at_hand else width
        shown = text[: end - x] if text.isspace() else fit(text, end - x, styles.glyphs.ellipsis)
        target = role.target if styles.links and isinstance(role, Linked) else None
        parts.append((shown, style + Style(link=target) if target else style))
        x += width_of(shown)
    return strip_of(parts, width, ground)


def full_strip(full: FullLine, width: int, styles: Styles) -> LeanStrip:
    """A line over so many cells as a strip."""
    return line_strip(full.line, width, styles, getattr(styles, full.ground), full.at_hand)


def _shows_blanks(style: Style, ground: Style) -> bool:
    """Whether a blank in a style looks other than the ground, as the caret does."""
    return bool(style.reverse or style.underline or style.bgcolor != ground.bgcolor)
