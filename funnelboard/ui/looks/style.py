"""How a piece of text looks, and telling a terminal so. Nothing here knows Textual or Rich."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.ui.cell_width import width_of
from funnelboard.ui.looks.colours import Colour

_SWITCHES = (("bold", "1", "22"), ("underline", "4", "24"), ("reverse", "7", "27"))

_BRIGHT = 8
"""The first colour of the table that has a code of its own among the bright ones."""

_TABLE = 16
"""The first one that has no code of its own."""

_WORTH_ERASING = " " * 6
"""So many blanks take more bytes than erasing them, which leaves the cursor before them."""

_WAY_BACK = 12
"""More blanks than this are worth erasing though the cursor has to be brought behind them."""

_STEPS_KEPT = 1_024
"""Ways from one style to another; a look has some dozens of styles."""


class Style(NamedTuple):
    """How a piece of text looks; what it does not say is as on the ground it lies on.

    Attributes:
        color, bgcolor: Of the text, and behind it; None for the terminal's own.
        link: What the text leads to; empty for nothing.
    """

    color: Colour | None = None
    bgcolor: Colour | None = None
    bold: bool = False
    underline: bool = False
    reverse: bool = False
    link: str = ""

    def on(self, ground: Style) -> Style:
        """The same on a ground."""
        return _on(self, ground)


PLAIN = Style()
"""As the terminal shows text by itself."""

Styled = tuple[str, Style]
"""Some text and how it looks."""

Placed = tuple[int, int, Sequence[Styled]]
"""Where text begins, column and line, and what it is."""


class Pen:
    """Writes pieces, wherever they are put, telling the terminal only what changes from each to the next."""

    def __init__(self) -> None:
        self._now = PLAIN

    def write(self, pieces: Iterable[Styled]) -> str:
        """Pieces with their escape sequences."""
        written: list[str] = []
        for text, style in pieces:
            if not (text.isspace() and _same_ground(self._now, style)):
                written.append(self.write_in(style))
            written.append(text)
        return "".join(written)

    def write_in(self, style: Style) -> str:
        """Be in a style."""
        codes = _step(self._now, style)
        link = _link(style.link) if style.link != self._now.link else ""
        self._now = style
        return (f"\x1b[{codes}m" if codes else "") + link

    def lift(self) -> str:
        """Leave the terminal's style as it was found."""
        worn, self._now = self._now, PLAIN
        return ("\x1b[m" if worn != PLAIN else "") + (_link("") if worn.link else "")


def written(pieces: Iterable[Placed], *, erases: bool = False) -> str:
    """Some pieces of the screen with their escape sequences: line by line or style by style, whichever is shorter.

    A way back to a place takes some eight bytes; a way back to a style up to forty.

    Args:
        erases: Whether blanks may be erased instead, since the terminal leaves the ground in what it erases.
    """
    pieces = tuple(pieces)
    by_line, by_style = Pen(), Pen()
    lines: list[str] = []
    line = -1
    for x, y, piece in pieces:
        lines.append(_way(line, x, y) + by_line.write(piece))
        line = y
    styles: list[str] = []
    place, line = None, -1
    for style, runs in _nearest_first(_runs(pieces)):
        styles.append(by_style.write_in(style))
        for number, (x, y, text) in enumerate(runs, 1):
            if place != (x, y):
                styles.append(_way(line, x, y))
            line, place = y, (x + width_of(text), y)
            if erases and text.endswith(_WORTH_ERASING) and style == Style(style.color, style.bgcolor, style.bold):
                blanks = len(text) - len(text.rstrip(" "))
                if blanks > _WAY_BACK or number == len(runs) or runs[number][:2] != place:
                    text = f"{text[:-blanks]}\x1b[{blanks}X"
                    place = place[0] - blanks, y
            styles.append(text)
    return min("".join((*lines, by_line.lift())), "".join((*styles, by_style.lift())), key=len)


def move(x: int, y: int) -> str:
    """Go to a cell."""
    return f"\x1b[{y + 1};{x + 1}H"


def _way(line: int, x: int, y: int) -> str:
    """The same from somewhere in a line; never by so many cells, since terminals differ on how many a letter takes."""
    return f"\x1b[{x + 1}G" if line == y else move(x, y)


def _runs(pieces: Iterable[Placed]) -> dict[Style, list[tuple[int, int, str]]]:
    """What stands where, column and line, in each style; a blank is in that before it where it looks the same."""
    runs: dict[Style, list[tuple[int, int, str]]] = {}
    for x, y, piece in pieces:
        worn: Style | None = None
        for text, style in piece:
            if worn is None or not (text.isspace() and _same_ground(worn, style)):
                worn = style
            runs.setdefault(worn, []).append((x, y, text))
            x += width_of(text)
    return runs


def _nearest_first(runs: dict[Style, list[tuple[int, int, str]]]) -> Iterator[tuple[Style, list[tuple[int, int, str]]]]:
    """The same in an order in which each style is the one that takes fewest codes to come to from the one before."""
    now = PLAIN
    while runs:
        now = min(runs, key=lambda style: len(_step(now, style)))
        yield now, runs.pop(now)


@lru_cache(_STEPS_KEPT)
def _same_ground(one: Style, other: Style) -> bool:
    """Whether a blank looks the same in two styles, and leads to the same."""
    return (one.bgcolor, one.link) == (other.bgcolor, other.link) and not any(
        style.underline or style.reverse for style in (one, other)
    )


@lru_cache(_STEPS_KEPT)
def _on(style: Style, ground: Style) -> Style:
    return Style(
        ground.color if style.color is None else style.color,
        ground.bgcolor if style.bgcolor is None else style.bgcolor,
        ground.bold or style.bold,
        ground.underline or style.underline,
        ground.reverse or style.reverse,
        style.link or ground.link,
    )


def _link(target: str) -> str:
    """Begin a link (OSC 8), or end one."""
    return f"\x1b]8;;{target}\x1b\\"


@lru_cache(_STEPS_KEPT)
def _step(now: Style, wanted: Style) -> str:
    """The SGR codes that lead from one style to another."""
    if now is wanted:
        return ""
    off = {code for name, _, code in _SWITCHES if getattr(now, name) and not getattr(wanted, name)}
    codes = sorted(off)
    codes += [on for name, on, code in _SWITCHES if getattr(wanted, name) and (code in off or not getattr(now, name))]
    if now.color != wanted.color:
        codes += _colour_codes(wanted.color, 30)
    if now.bgcolor != wanted.bgcolor:
        codes += _colour_codes(wanted.bgcolor, 40)
    return ";".join(codes)


def _colour_codes(colour: Colour | None, first: int) -> tuple[str, ...]:
    """The codes of a colour; ``first`` is that of black."""
    if colour is None:
        return (str(first + 9),)
    if isinstance(colour, str):
        red, green, blue = (str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
        return str(first + 8), "2", red, green, blue
    if colour >= _TABLE:
        return str(first + 8), "5", str(colour)
    return (str(first + colour if colour < _BRIGHT else first + 60 + colour - _BRIGHT),)
