"""Painting at once shows, cell for cell, what Textual's own painting of the whole screen shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Stage
from funnelboard.ui.drawing.text import width_of
from funnelboard.ui.private_parts.app import PARTS
from funnelboard.ui.strips import LeanStrip, Pen, move, written

Add = Callable[..., Deal]

KEYS = [
    *"jjlJk",
    "pagedown",
    "G",
    "space",
    "H",
    "slash",
    "4",
    "escape",
    *"hupgp",
    *"nxy",
    "ctrl+j",
    "z",
    "escape",
    "enter",
    *"jn",
    "escape",
    "escape",
    "colon",
    *"jo",
    "escape",
    "j",
]

Cell = tuple[str, frozenset[str]]

SEQUENCE = re.compile(
    r"\x1b\[(?:(?P<row>\d+);(?P<column>\d+)H|(?P<codes>[0-9;]*)m|\?[0-9]+[hl])|\r?\n|(?P<text>[^\x1b\r\n])"
)


class Terminal:
    """Understands as much as the board sends: moves, styles, text."""

    def __init__(self, width: int, height: int) -> None:
        self.cells: list[list[Cell]] = [[(" ", frozenset())] * width for _ in range(height)]
        self.style: dict[str, str] = {}

    def feed(self, sent: str) -> None:
        """Take in what was sent."""
        x = y = 0
        for match in SEQUENCE.finditer(sent):
            if match["row"]:
                y, x = int(match["row"]) - 1, int(match["column"]) - 1
            elif match["codes"] is not None:
                self._obey(match["codes"].split(";"))
            elif match["text"]:
                width = width_of(match["text"])
                if width == 0:
                    letter, style = self.cells[y][x - 1]
                    self.cells[y][x - 1] = letter + match["text"], style
                for offset in range(width):
                    self.cells[y][x + offset] = match["text"] if not offset else "", frozenset(self.style.items())
                x += width

    def seen(self) -> list[list[Cell]]:
        """The cells as an eye sees them: the ink of a blank is not seen."""
        return [
            [
                (text, frozenset(item for item in style if item[0] in ("48", "4", "7")))
                if text == " "
                else (text, style)
                for text, style in line
            ]
            for line in self.cells
        ]

    def _obey(self, codes: list[str]) -> None:
        parts = iter(codes)
        for code in parts:
            if code in ("", "0"):
                self.style.clear()
            elif code in ("38", "48"):
                kind = next(parts)
                self.style[code] = " ".join(next(parts) for _ in range(1 if kind == "5" else 3))
            elif code in ("39", "49"):
                self.style.pop("38" if code == "39" else "48", None)
            elif code in ("22", "23", "24", "27"):
                for on in {"22": "12", "23": "3", "24": "4", "27": "7"}[code]:
                    self.style.pop(on, None)
            elif int(code) // 10 in (3, 9):
                self.style["38"] = code
            elif int(code) // 10 in (4, 10):
                self.style["48"] = code
            else:
                self.style[code] = "on"


def sent_for(strips: list[Strip], console: Console) -> Iterator[str]:
    """What a terminal is sent for whole lines."""
    for y, strip in enumerate(strips, 1):
        yield f"\x1b[{y};1H{strip.render(console)}"


@pytest.mark.parametrize("styles", ["dark", "light", "high-contrast", "plain"])
async def test_every_cell_is_as_textual_would_paint_it(open_board: Any, add_deal: Add, styles: str) -> None:
    for number in range(40):
        add_deal(title=f"deal {number} 契約 é", stage=list(Stage)[number % 3], tags=("a",), contact="Åse Ødegård")
    async with open_board(size=(120, 36), look=styles) as board:
        width, height = board.app.size
        shown = Terminal(width, height)
        screen = board.app.screen
        console = board.app.console

        def painted(update: Any) -> Any:
            if update is not None:
                shown.feed(update.render_segments(console))
            return update

        paint, board.app._display = board.app._display, lambda on, update: paint(on, painted(update))
        board.app._driver.write = shown.feed
        screen.refresh()
        await board.settle()
        for key in KEYS:
            await board.press(key)
            whole = Terminal(width, height)
            whole.feed("".join(sent_for(screen._compositor.render_strips(), console)))
            assert shown.seen() == whole.seen(), key


async def test_this_textual_has_every_private_part_that_is_used(open_board: Any) -> None:
    async with open_board() as board:
        assert [part for part in PARTS if not hasattr(board.app, part)] == []


@pytest.mark.parametrize(
    "styles",
    [
        ("bold red on #112233", "red on #112233", "dim green on #112233", "bold dim", ""),
        ("reverse", "underline italic", "not bold", "color(110) on color(234)", "bold color(110) on color(234)"),
    ],
)
def test_a_lean_strip_looks_like_a_plain_one(styles: tuple[str, ...]) -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    segments = [Segment(text, Style.parse(style)) for text, style in zip("abcde", styles, strict=True)]
    plain, lean = Terminal(5, 1), Terminal(5, 1)
    plain.feed(Strip(segments, 5).render(console))
    lean.feed(LeanStrip(segments, 5).render(console))
    assert lean.cells == plain.cells
    assert not lean.style


def test_a_lean_strip_is_shorter() -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    ground = Style.parse("color(251) on color(233)")
    segments = [Segment("Acme ", ground), Segment("12k€", ground + Style.parse("color(181)")), Segment("  ", ground)]
    assert len(LeanStrip(segments, 11).render(console)) < len(Strip(segments, 11).render(console))


@pytest.mark.parametrize("inks", [("color(245)", "bold color(231)"), ("red", "blue"), ("#a0b0c0", "bold #d0e0f0")])
def test_pieces_of_many_lines_are_sent_style_by_style_where_that_is_shorter(inks: tuple[str, str]) -> None:
    edge, text = (Style.parse(f"{ink} on color(235)") for ink in inks)
    card = LeanStrip([Segment("▎ ", edge), Segment("Åse 契約 ", text), Segment("  ", edge), Segment("AS", edge)], 13)
    pieces = [(x, y, card) for x in (0, 20) for y in (2, 3, 7)]
    by_line = ""
    pen = Pen()
    for x, y, piece in pieces:
        by_line += move(x, y) + pen.write(piece)
    by_line += pen.lift()
    sent = written(pieces)
    shown, expected = Terminal(40, 10), Terminal(40, 10)
    shown.feed(sent)
    expected.feed(by_line)
    assert shown.seen() == expected.seen()
    assert not shown.style
    if inks[0] == "red":
        assert sent == by_line
    else:
        assert len(sent) < 0.9 * len(by_line)
