"""Painting at once shows, cell for cell, what Textual's own painting of the whole screen shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from textual.strip import Strip

from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Stage
from funnelboard.ui.drawing.text import width_of
from funnelboard.ui.looks.style import Pen, Style, move, written
from funnelboard.ui.painting import _differences, _spans
from funnelboard.ui.private_parts import app as app_parts
from funnelboard.ui.private_parts.app import BEGIN, END, PARTS
from funnelboard.ui.private_parts.driver import PIECE
from funnelboard.ui.strips import cut, pieces_in, strip_of
from funnelboard.ui.terminal import erases_in_colour

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
    r"\x1b\[(?:(?P<row>\d+);(?P<column>\d+)H|(?P<there>\d+)G|(?P<erased>\d+)X|(?P<codes>[0-9;]*)m|\?[0-9]+[hl])|\r?\n|(?P<text>[^\x1b\r\n])"
)


class Terminal:
    """Understands as much as the board sends: moves, styles, text, and erasing, which leaves the ground."""

    def __init__(self, width: int, height: int) -> None:
        self.cells: list[list[Cell]] = [[(" ", frozenset())] * width for _ in range(height)]
        self.style: dict[str, str] = {}

    def feed(self, sent: str) -> None:
        """Take in what was sent."""
        x = y = 0
        for match in SEQUENCE.finditer(sent):
            if match["row"]:
                y, x = int(match["row"]) - 1, int(match["column"]) - 1
            elif match["there"]:
                x = int(match["there"]) - 1
            elif match["erased"]:
                for place in range(x, x + int(match["erased"])):
                    self.cells[y][place] = " ", frozenset(item for item in self.style.items() if item[0] == "48")
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


@pytest.mark.parametrize("erases", [True, False])
@pytest.mark.parametrize("styles", ["dark", "light", "high-contrast", "plain"])
async def test_every_cell_is_as_textual_would_paint_it(
    open_board: Any, add_deal: Add, styles: str, erases: bool
) -> None:
    for number in range(40):
        add_deal(title=f"deal {number} 契約 é", stage=list(Stage)[number % 3], tags=("a",), contact="Åse Ødegård")
    async with open_board(size=(120, 36), look=styles) as board:
        board.app.window._erases = erases
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
        (Style(1, "#112233", bold=True), Style(1, "#112233"), Style(15, "#112233"), Style(bold=True), Style()),
        (Style(reverse=True), Style(underline=True), Style(), Style(110, 234), Style(110, 234, bold=True)),
    ],
)
def test_a_lean_strip_looks_like_a_plain_one(styles: tuple[Style, ...]) -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    strip = strip_of(zip("abcde", styles, strict=True), 5, Style())
    plain, lean = Terminal(5, 1), Terminal(5, 1)
    plain.feed(Strip(strip, 5).render(console))
    lean.feed(strip.render(console))
    assert lean.cells == plain.cells
    assert not lean.style


LINES = st.lists(
    st.tuples(
        st.sampled_from(
            ("a", "Åse", " ", "  ", " " * 14, "契約", "e\u0301", "be\u0301", "12k€", "▎ ● call    ", "▌ ○ call")
        ),
        st.sampled_from((Style(), Style(1), Style(1, 2), Style(bgcolor=2), Style(underline=True))),
    ),
    max_size=6,
)


@given(old=LINES, new=LINES, erases=st.booleans())
def test_what_is_sent_of_a_line_makes_it_the_new_one(
    old: list[tuple[str, Style]], new: list[tuple[str, Style]], erases: bool
) -> None:
    before, after = (strip_of(line, 80, Style()) for line in (old, new))
    expected = Terminal(80, 1)
    expected.feed(written([(0, 0, pieces_in(after))]))
    spans = [(start, 0, cut(after, start, end)) for start, end in _spans(before, after)]
    for changed in (spans, list(_differences([before], [after]))):
        shown = Terminal(80, 1)
        shown.feed(written([(0, 0, pieces_in(before))], erases=erases) + written(changed, erases=erases))
        assert shown.seen() == expected.seen()


def test_a_jump_within_a_line_names_its_column_alone() -> None:
    sent = written([(4, 2, [("Acme", Style(1))]), (30, 2, [("12k€", Style(1))]), (4, 3, [("Berg", Style(1))])])
    assert sent == "\x1b[3;5H\x1b[31mAcme\x1b[31G12k€\x1b[4;5HBerg\x1b[m"


def test_a_lean_strip_is_shorter() -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    ground = Style(251, 233)
    strip = strip_of([("Acme ", ground), ("12k€", Style(181).on(ground))], 11, ground)
    assert len(strip.render(console)) < len(Strip(strip, 11).render(console))


@pytest.mark.parametrize(
    "inks", [(Style(245), Style(231, bold=True)), (Style(1), Style(4)), (Style("#a0b0c0"), Style("#d0e0f0", bold=True))]
)
def test_pieces_of_many_lines_are_sent_style_by_style_where_that_is_shorter(inks: tuple[Style, Style]) -> None:
    edge, text = (ink.on(Style(bgcolor=235)) for ink in inks)
    card = [("▎ ", edge), ("Åse 契約 ", text), ("  ", edge), ("AS", edge)]
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
    if inks[0] == Style(1):
        assert sent == by_line
    else:
        assert len(sent) < 0.9 * len(by_line)


def test_what_has_the_same_ink_is_sent_together_though_it_lies_on_another_ground() -> None:
    ink, other = Style("#a9afba"), Style("#ffffff", bold=True)
    card, cursor = Style(bgcolor="#1e2127"), Style(bgcolor="#263450")
    pieces = [
        (0, 0, [("Acme", other.on(card))]),
        (0, 1, [("pilot", ink.on(card))]),
        (0, 2, [("Berg", other.on(cursor))]),
        (0, 3, [("rental", ink.on(cursor))]),
    ]
    sent = written(pieces)
    assert re.findall(r"\x1b\[([0-9;]*)m", sent) == [
        "38;2;169;175;186;48;2;30;33;39",
        "48;2;38;52;80",
        "1;38;2;255;255;255",
        "48;2;30;33;39",
        "",
    ]


def test_many_blanks_are_erased_where_that_leaves_the_ground() -> None:
    card, link = Style(bgcolor=235), Style(bgcolor=235, link="https://acme.example")
    pieces = [(0, 0, [("Acme", Style(1)), (" " * 20, card)]), (0, 1, [(" " * 30, card), ("12k€", card)])]
    assert written(pieces, erases=True) == (
        "\x1b[31m\x1b[1;1HAcme\x1b[39;48;5;235m\x1b[20X\x1b[2;1H\x1b[30X\x1b[31G12k€\x1b[m"
    )
    assert "X" not in written(pieces)
    assert "X" not in written([(0, 0, [(" " * 20, Style(underline=True)), (" " * 20, link)])], erases=True)


@pytest.mark.parametrize(
    ("environ", "erases"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "foot"}, True),
        ({"TERM": "screen-256color", "TERM_PROGRAM": "tmux"}, True),
        ({"TERM": "screen-256color"}, False),
        ({"TERM": "xterm-256color", "STY": "4711.pts-1.box"}, False),
        ({"TERM": "vt100"}, False),
        ({}, False),
    ],
)
def test_which_terminal_leaves_the_ground_in_what_it_erases(environ: dict[str, str], erases: bool) -> None:
    assert erases_in_colour(environ) is erases


async def test_only_what_is_written_in_several_pieces_is_bracketed(open_board: Any, add_deal: Add) -> None:
    if not app_parts.PARTS:
        pytest.skip("Textual by itself brackets all that it writes")
    for number in range(3):
        add_deal(title=f"deal {number}")
    async with open_board(size=(120, 36)) as board:
        sent: list[str] = []
        board.app._sync_available = True
        board.app._driver.write = sent.append
        await board.press("a", "x", "y")
        letter = sent[-1]
        await board.press("escape", "p", "j")
        assert len(letter.encode()) <= PIECE
        assert BEGIN not in letter
        assert sent[-1].startswith(BEGIN)
        assert sent[-1].endswith(END)
