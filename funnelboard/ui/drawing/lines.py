"""Text as lines of styled spans, wrapped to a width in cells: what everything on the screen is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.ui.drawing.text import fit, width_of

Span = tuple[str, str]
"""Some text and the name of the `Styles` role it is drawn in."""

Line = tuple[Span, ...]
"""One screen line, not padded."""

EMPTY: Line = ()


class Linked(str):
    """The role of a text behind which the terminal is to offer a link.

    Attributes:
        target: A link of :mod:`funnelboard.exchange.links`.
    """

    __slots__ = ("target",)
    target: str


def linked(text: str, role: str, target: str) -> Span:
    """A span with a link behind it, if there is one to offer."""
    if not target:
        return text, role
    behind = Linked(role)
    behind.target = target
    return text, behind


NOWHERE = range(0)
"""No cells."""


class FullLine(NamedTuple):
    """A line over the whole width of a part of the screen.

    Attributes:
        ground: The role that what is not a span of its own lies on, and every span that has no ground itself.
        at_hand: The cells that lie on the ground of the row at hand instead; a span begins at the first of them.
    """

    line: Line
    ground: str
    at_hand: range = NOWHERE


GAP = 1
"""Blank cells between what stands side by side, besides those that what follows begins with."""

_LEAST_ROOM = 12
"""Fewer cells than this beside a head are not worth beginning in."""


def wrap(text: str, width: int, first: int | None = None) -> list[str]:
    """One line of text as lines of at most ``width`` cells, broken at blanks where that is possible.

    Args:
        text: Without line breaks.
        width: Cells of a line.
        first: Cells of the first line where it has less room; the first line can then come out empty.
    """
    width = max(width, 2)
    room = width if first is None else first
    if width_of(text) <= room:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        taken = width_of(word)
        if used + bool(line) + taken <= room:
            line, used = (f"{line} {word}", used + 1 + taken) if line else (word, taken)
            continue
        if line or room < width:
            lines.append(line)
            room = width
        address = "@" in word or "/" in word
        while taken > width:
            head = _head(word, width, address)
            lines.append(head)
            word = word[len(head) :]
            taken = width_of(word)
        line, used = word, taken
    if line:
        lines.append(line)
    return lines


def flow(parts: Iterable[Span], separator: Span, width: int, indent: int = 0) -> Iterator[Line]:
    """Parts one after another with a separator, broken between parts; a part too long for a line is wrapped.

    Args:
        parts: Whole pieces; empty ones are left out.
        separator: Between two parts of one line.
        width: Cells of a line.
        indent: Blanks before every line but the first.
    """
    line: list[Span] = []
    used = 0
    for text, role in parts:
        if not text:
            continue
        taken, between = width_of(text), width_of(separator[0]) if used else 0
        if line and used + between + taken > width:
            yield tuple(line)
            line, used, between = [(" " * indent, role)] if indent else [], indent, 0
        if taken > width - used - between:
            *whole, text = wrap(text, width - indent)
            for piece in whole:
                yield (*line, (piece, role))
                line, used = [(" " * indent, role)] if indent else [], indent
            taken = width_of(text)
        elif between:
            line.append(separator)
        line.append((text, role))
        used += between + taken
    if line:
        yield tuple(line)


def hang(head: Line, text: str, role: str, width: int, indent: int) -> Iterator[Line]:
    """Text after a head, its further lines under each other at ``indent``; line breaks in the text are kept."""
    room = width - sum(width_of(part) for part, _ in head)
    margin = (" " * indent, role)
    if head and room < min(_LEAST_ROOM, width_of(text)):
        yield head
        head, room = (margin,), width - indent
    for line in text.split("\n"):
        for piece in wrap(line, width - indent, room):
            yield (*head, (piece, role))
            head, room = (margin,), width - indent


def cut(line: Line, width: int, ellipsis: str) -> Line:
    """A line within ``width`` cells: what does not fit is cut with an ellipsis."""
    spans: list[Span] = []
    room = width
    for text, role in line:
        if room <= 0:
            break
        spans.append((fit(text, room, ellipsis), role))
        room -= width_of(spans[-1][0])
        if spans[-1][0] != text:
            break
    return tuple(spans)


def filled(line: Line, width: int, ellipsis: str) -> Line:
    """A line in exactly so many cells, the last of them blank; what is too long is cut."""
    shown = cut(line, width - GAP, ellipsis)
    return (*shown, (" " * (width - line_width(shown)), "text"))


def line_width(line: Iterable[Span]) -> int:
    """Cells of a line."""
    return sum(width_of(text) for text, _ in line)


def _head(word: str, width: int, address: bool) -> str:
    """The longest beginning of a word that fits, at least one character; of an address, up to a sign in it."""
    end = min(len(word), width)
    while end > 1 and width_of(word[:end]) > width:
        end -= 1
    if address:
        end = max((place for place in range(1, end + 1) if word[place - 1] in "@./-_"), default=end)
    return word[:end]
