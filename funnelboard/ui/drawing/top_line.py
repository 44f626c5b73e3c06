"""The first line of the screen: what is to be done, what is shown, and the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from funnelboard.domain.board import Attention, Sort
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.ui.board_state import BoardState
from funnelboard.ui.drawing.lines import FullLine, Span
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.looks.styles import Styles

_GAP = 3
"""Blanks between two things."""

_LEAST = 4
"""Fewer cells than this of a text that has to be cut are not worth showing."""


class TopLine(NamedTuple):
    """What the first line says.

    Attributes:
        name: Of the database.
        attention: How many deals are overdue, for today, and without a next step.
        filter: The query, as typed; ``matching`` is how many deals match it.
        sort: The order, when it is not the usual one.
        marked: How many deals are marked.
        notices: Such as "read-only".
        parked: How many deals are parked, which no column shows.
        here: How many sellers have the database open on a board; said only if there are others.
    """

    name: str
    today: date
    attention: Attention
    filter: str = ""
    matching: int = 0
    sort: str = ""
    marked: int = 0
    notices: tuple[str, ...] = ()
    parked: int = 0
    here: int = 1


READ_ONLY = "read-only"
"""The notice that nothing can be written."""

SAMPLE = "sample data, nothing is kept"
"""The notice that it is a copy of the sample."""

Named = tuple[str, Span]
"""What a click on some text does, by a command's id, if anything; and the text."""


def told_of(state: BoardState, name: str, today: date, notices: tuple[str, ...] = (), here: int = 1) -> TopLine:
    """What the first line says of a board."""
    return TopLine(
        name=name,
        today=today,
        filter=state.query_text,
        matching=state.matching,
        sort="" if state.sort is Sort.RANK else state.sort.value,
        marked=len(state.marks),
        notices=notices,
        parked=state.parked,
        here=here,
        attention=state.attention,
    )


def top_line(line: TopLine, width: int, styles: Styles) -> FullLine:
    """The line in at most ``width`` cells."""
    return FullLine(tuple(span for _, span in _parts(line, width, styles)), "bar_ground")


def command_at(line: TopLine, x: int, width: int, styles: Styles) -> str:
    """The id of the command that a click on a cell of the line carries out; empty where there is none."""
    end = 0
    for command, (text, _) in _parts(line, width, styles):
        end += width_of(text)
        if x < end:
            return command
    return ""


def _parts(line: TopLine, width: int, styles: Styles) -> list[Named]:
    """What was asked for leads where something was; then what is to be done, and at the right what else is known.

    What does not fit gives way in this order: the number of the parked, the day, the database's name, what is to be
    done from the end, each said shorter first; the name and the day before who is here. What the seller has set going
    is cut, never left out.
    """
    glyphs = styles.glyphs
    filtered = f"{glyphs.search} {line.filter} {glyphs.dot} {line.matching}" if line.filter else ""
    facts: list[Named] = [
        (command, (styles.cells(text), role))
        for command, text, role in (
            ("filter", filtered, "accent"),
            ("sort", f"by {line.sort}" if line.sort else "", "text"),
            ("", f"{line.marked} marked" if line.marked else "", "marked"),
        )
        if text
    ]
    name: Named = ("", (styles.cells(line.name), "panel_title"))
    day: Named = ("agenda", (f"{line.today:%a} {line.today.day} {line.today:%b}", "dim"))
    parked: list[Named] = [("show-parked", (f"{line.parked} parked", "dim"))] if line.parked else []
    here: list[Named] = [("who-is-here", (f"{line.here} here", "dim"))] if line.here > 1 else []
    notices: list[Named] = [("", (notice, "error")) for notice in line.notices]
    brief: list[Named] = [("", (notice.partition(",")[0], "error")) for notice in line.notices]
    full, short = (_to_do(line.attention, long=long) for long in (True, False))
    tries: list[tuple[list[Named], list[Named]]] = [
        ([name, *facts, *full, *notices], [*parked, *here, day]),
        ([name, *facts, *full, *brief], [*parked, *here, day]),
        ([name, *facts, *full, *brief], [*here, day]),
        ([name, *facts, *short, *brief], [*here, day]),
        *((([*facts, *short, *brief], [*here, day]), ([*facts, *short, *brief], here)) if here else ()),
        ([name, *facts, *short, *brief], []),
        *(([*facts, *short[:count], *brief], []) for count in range(len(short), 0, -1)),
    ]
    for left, right in tries:
        if _taken(left) + (_taken(right) + _GAP if right else 0) <= width:
            return _spread(left, right, width)
    return _spread(_squeezed([*facts, *brief] or [name], width, glyphs.ellipsis), [], width)


def _to_do(attention: Attention, *, long: bool) -> list[Named]:
    parts = (
        ("show-overdue", attention.overdue, "overdue", "overdue"),
        ("show-today", attention.today, "today", "today"),
        ("show-adrift", attention.adrift, "without a next step" if long else "adrift", "text"),
    )
    return [(command, (f"{count} {words}", role)) for command, count, words, role in parts if count]


def _taken(parts: Iterable[Named]) -> int:
    """Cells with a blank at the beginning and gaps between."""
    widths = [width_of(text) for _, (text, _) in parts]
    return 1 + sum(widths) + _GAP * max(0, len(widths) - 1)


def _spread(left: Sequence[Named], right: Sequence[Named], width: int) -> list[Named]:
    """Some parts from the left, others up to the right end."""
    between = width - _taken(left) - _taken(right)
    shown: list[Named] = []
    for number, part in enumerate(left):
        shown += [("", (" " * (_GAP if number else 1), "text")), part]
    for number, part in enumerate(right):
        shown += [("", (" " * (_GAP if number else max(0, between)), "text")), part]
    return shown


def _squeezed(parts: Sequence[Named], width: int, ellipsis: str) -> list[Named]:
    """As many parts as there is room for, the last of them cut."""
    shown: list[Named] = []
    for command, (text, role) in parts:
        room = width - (_taken(shown) + _GAP if shown else 1)
        if room >= min(_LEAST, width_of(text)):
            shown.append((command, (fit(text, room, ellipsis), role)))
    return shown
