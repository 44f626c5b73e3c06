"""The first line of the screen: where one is, what is shown of it, and the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rich.style import Style

from funnelboard.ui.drawing.strips import LeanStrip, strip_of
from funnelboard.ui.drawing.text import cells, fit, width_of
from funnelboard.ui.looks.styles import Styles


@dataclass(frozen=True, slots=True)
class TopLine:
    """What the first line says.

    Attributes:
        name: Of the database.
        filter: The query, as typed; ``matching`` is how many deals match it.
        sort: The order, when it is not the usual one.
        marked: How many deals are marked.
        notices: Such as "read-only".
        parked: How many deals are parked, which no column shows.
    """

    name: str
    today: date
    filter: str = ""
    matching: int = 0
    sort: str = ""
    marked: int = 0
    notices: tuple[str, ...] = ()
    parked: int = 0


def top_strip(line: TopLine, width: int, styles: Styles) -> LeanStrip:
    """The line in exactly ``width`` cells; the date goes first when there is no room, then the program's name."""
    ground, glyphs = styles.bar_ground, styles.glyphs
    shown = [
        (f"{glyphs.search} {cells(line.filter, ascii_look=styles.ascii)} {glyphs.dot} {line.matching}", styles.accent)
        if line.filter
        else ("", styles.accent),
        (f"by {line.sort}" if line.sort else "", styles.text),
        (f"{line.marked} marked" if line.marked else "", styles.marked),
        *((notice, styles.error) for notice in line.notices),
    ]
    facts = [(text, style) for text, style in shown if text]
    day = f"{line.today:%a} {line.today.day} {line.today:%b}"
    name = cells(line.name, ascii_look=styles.ascii)
    right_width = sum(width_of(text) + 3 for text, _ in facts)
    left: list[tuple[str, Style]] = [
        (" FunnelBoard", ground + styles.header_active),
        (f" {glyphs.dot} {name}", ground + styles.dim),
    ]
    if sum(width_of(text) for text, _ in left) + right_width + len(day) + 2 > width:
        left = (
            [(" " + fit(name, max(0, width - right_width - 2), glyphs.ellipsis), ground + styles.dim)]
            if not facts
            else []
        )
    parts = list(left)
    taken = sum(width_of(text) for text, _ in parts)
    for text, style in facts:
        room = width - taken - 3
        if room >= 4:
            parts += [("   " if parts else " ", ground), (fit(text, room, glyphs.ellipsis), ground + style)]
            taken = sum(width_of(part) for part, _ in parts)
    if line.parked:
        aside = f"{glyphs.parked} {line.parked} parked {glyphs.dot} {day}"
        day = aside if width - taken >= width_of(aside) + 3 else day
    if width - taken >= width_of(day) + 3:
        parts += [(" " * (width - taken - width_of(day) - 1), ground), (day, ground + styles.dim)]
    return strip_of(parts, width, ground)
