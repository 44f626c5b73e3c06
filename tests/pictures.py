"""The README's pictures, made of recordings of the tour: ``python tests/pictures.py`` makes them anew.

A picture is what a terminal shows at the end of a step; the film is a strip of pictures that are shown one after the
other. Both have a ground of their own, so that they can be read on a light page and on a dark one, and nothing in them
comes from elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import pyte
from pyte.screens import Char

from funnelboard.sample.story import REFERENCE_DAY
from funnelboard.ui.recording import Recording

FOLDER = Path(__file__).resolve().parent.parent / ".github" / "pictures"

CELL, LINE, SIZE = 8.4, 18, 14
"""Width and height of a cell, and of a letter, in pixels."""

EDGE = 10
"""Pixels around the picture."""

BRIEFEST = 0.2
"""Seconds that a picture of a film is shown at least: of text being typed every few letters are."""

Row = tuple[Char, ...]
Picture = tuple[Row, ...]


def board_picture() -> str:
    """The board in the middle of the tour, without its caption."""
    shown = list(pictures(Recording("general", (120, 36), REFERENCE_DAY).text()))
    _, _, picture = [each for each in shown if each[0] == 9][-1]
    return svg([(0.0, picture[:-2])])


def tour_film() -> str:
    """The first steps of the tour."""
    shown = pictures(Recording("general", (80, 24), REFERENCE_DAY, seconds=2.0).text())
    return svg(list(slowed((time, picture) for step, time, picture in shown if step <= 6)))


PICTURES = {"board.svg": board_picture, "tour.svg": tour_film}


def pictures(recording: Iterable[str]) -> Iterator[tuple[int, float, Picture]]:
    """What a terminal shows one after the other: in which step, from which second on, and what."""
    head, *events = map(json.loads, recording)
    screen = pyte.Screen(head["width"], head["height"])
    stream = pyte.Stream(screen)
    step = 0
    for time, code, data in events:
        if code == "m":
            step += 1
        elif step:
            stream.feed(data)
            rows = (screen.buffer[y] for y in range(screen.lines))
            yield step, time, tuple(tuple(row[x] for x in range(screen.columns)) for row in rows)


def slowed(shown: Iterable[tuple[float, Picture]]) -> Iterator[tuple[float, Picture]]:
    """Leave out what gives way to the next picture too soon to be seen."""
    all_shown = list(shown)
    last = -BRIEFEST
    for (time, picture), (end, _) in zip(all_shown, [*all_shown[1:], (float("inf"), ())], strict=True):
        if time - last >= BRIEFEST or end - time >= BRIEFEST:
            yield time, picture
            last = time


def svg(film: Sequence[tuple[float, Picture]]) -> str:
    """One picture, or several that follow each other at their seconds, over and over; the last for as long as most."""
    lines, columns = len(film[0][1]), len(film[0][1][0])
    width, height = round(columns * CELL) + 2 * EDGE, lines * LINE + 2 * EDGE
    numbers: dict[Row, int] = {}
    colours: dict[str, int] = {}
    strip: list[str] = []
    for number, (_, picture) in enumerate(film):
        uses = "".join(
            f'<use href="#r{numbers.setdefault(row, len(numbers))}" y="{y * LINE}"/>' for y, row in enumerate(picture)
        )
        strip.append(f'<g transform="translate(0 {number * lines * LINE})">{uses}</g>')
    rows = "\n".join(f'<g id="r{number}">{drawn(row, colours)}</g>' for row, number in numbers.items())
    fills = " ".join(f".c{number}{{fill:{colour}}}" for colour, number in colours.items())
    ground = film[0][1][0][0].bg
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">
<style>
text {{ font: {SIZE}px "DejaVu Sans Mono", "Cascadia Mono", Menlo, Consolas, monospace; white-space: pre }}
.b {{ font-weight: bold }} {fills}
{_film_style(film, lines)}</style>
<defs>
<clipPath id="window"><rect width="{width - 2 * EDGE}" height="{lines * LINE}"/></clipPath>
{rows}
</defs>
<rect width="{width}" height="{height}" rx="6" fill="#{ground}"/>
<g transform="translate({EDGE} {EDGE})" clip-path="url(#window)"><g class="film">
{"".join(f"{each}{chr(10)}" for each in strip)}</g></g>
</svg>
"""


def drawn(row: Row, colours: dict[str, int]) -> str:
    """A row of cells: the grounds, and above them what is written."""
    grounds: list[str] = []
    letters: list[str] = []
    x = 0
    for style, cells in groupby(row, key=lambda cell: (cell.fg, cell.bg, cell.bold, cell.reverse)):
        text = "".join(cell.data for cell in cells)
        fore, back, bold, reverse = style
        if reverse:
            fore, back = back, fore
        wide, start, left = len(text) * CELL, x * CELL, len(text) - len(text.lstrip())
        grounds.append(f'<rect x="{start:.1f}" width="{wide:.1f}" height="{LINE}" class="c{_class(back, colours)}"/>')
        if inked := text.strip():
            heavy = " b" if bold else ""
            letters.append(
                f'<text x="{start + left * CELL:.1f}" y="{LINE - 5}" textLength="{len(inked) * CELL:.1f}" '
                f'class="c{_class(fore, colours)}{heavy}">{escape(inked)}</text>'
            )
        x += len(text)
    return "".join((*grounds, *letters))


def _class(colour: str, colours: dict[str, int]) -> int:
    return colours.setdefault(f"#{colour}", len(colours))


def _film_style(film: Sequence[tuple[float, Picture]], lines: int) -> str:
    """When each picture of a strip is in the window; where no motion is wanted it is the last one."""
    if len(film) == 1:
        return ""
    first, last = film[0][0], film[-1][0]
    length = last - first + 4
    frames = " ".join(
        f"{100 * (time - first) / length:.2f}%{{transform:translateY({-number * lines * LINE}px)}}"
        for number, (time, _) in enumerate(film)
    )
    rest = f".film {{ transform: translateY({-(len(film) - 1) * lines * LINE}px) }}"
    move = f".film {{ animation: film {length:.1f}s step-end infinite }}"
    return f"@keyframes film {{ {frames} }}\n{rest}\n@media (prefers-reduced-motion: no-preference) {{ {move} }}\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, make in PICTURES.items():
        (FOLDER / name).write_text(make(), "utf-8")
        print(FOLDER / name)
