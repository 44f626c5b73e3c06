"""The colours of the looks that have their own, for terminals that show all colours, 256, and 16.

A colour is ``#rrggbb``, or a number of the 256-colour table. Of that only the fixed part is used where there are so
many (16 to 255): every terminal shows it alike. The first 16 each terminal shows in its own way, so that few pairs of
them can be read everywhere: on black the bright ones but blue and magenta, on white the dark ones but green and yellow.
"""

from __future__ import annotations

from funnelboard.domain.named_tuple import NamedTuple

Colour = int | str

NO_COLOURS, EIGHT, SIXTEEN, TABLE, ALL = 0, 8, 16, 256, 1 << 24
"""How many colours a terminal has."""


class Palette(NamedTuple):
    """The grounds, and what is drawn on them: text 4.5:1 or better, in high contrast 7:1; an edge 3:1."""

    ground: Colour
    card: Colour
    alternate: Colour
    panel: Colour
    bar: Colour
    cursor: Colour
    row: Colour
    edge: Colour
    text: Colour
    strong: Colour
    dim: Colour
    accent: Colour
    amount: Colour
    red: Colour
    amber: Colour
    blue: Colour
    green: Colour
    violet: Colour


_BLACK_OF_16 = Palette(
    **dict.fromkeys(("ground", "card", "alternate", "panel", "bar", "cursor", "row"), 0),
    edge=7,
    text=7,
    strong=15,
    dim=7,
    accent=14,
    amount=15,
    red=11,
    amber=15,
    blue=14,
    green=10,
    violet=14,
)

PALETTES: dict[tuple[str, int], Palette] = {
    ("dark", ALL): Palette(
        ground="#14161a",
        card="#1e2127",
        alternate="#191c21",
        panel="#1e2127",
        bar="#1e2127",
        cursor="#263450",
        row="#263450",
        edge="#7b8494",
        text="#e4e6eb",
        strong="#ffffff",
        dim="#a9afba",
        accent="#7fb0ff",
        amount="#d9b98a",
        red="#ff857c",
        amber="#e9b949",
        blue="#7fb0ff",
        green="#7fce7f",
        violet="#b9a3e3",
    ),
    ("dark", TABLE): Palette(
        ground=233,
        card=235,
        alternate=234,
        panel=235,
        bar=235,
        cursor=237,
        row=237,
        edge=245,
        text=254,
        strong=231,
        dim=248,
        accent=111,
        amount=180,
        red=210,
        amber=179,
        blue=111,
        green=114,
        violet=146,
    ),
    ("dark", SIXTEEN): _BLACK_OF_16,
    ("dark", EIGHT): _BLACK_OF_16,
    ("light", ALL): Palette(
        ground="#f4f4f2",
        card="#ffffff",
        alternate="#ebebe8",
        panel="#ffffff",
        bar="#e6e6e3",
        cursor="#d6e6ff",
        row="#d6e6ff",
        edge="#7b8089",
        text="#1b1d21",
        strong="#000000",
        dim="#4d525c",
        accent="#0b57d0",
        amount="#7a4b00",
        red="#b3261e",
        amber="#7f5200",
        blue="#0b57d0",
        green="#146c2e",
        violet="#6b3fa0",
    ),
    ("light", TABLE): Palette(
        ground=255,
        card=231,
        alternate=254,
        panel=231,
        bar=254,
        cursor=189,
        row=189,
        edge=242,
        text=234,
        strong=16,
        dim=239,
        accent=25,
        amount=58,
        red=124,
        amber=58,
        blue=25,
        green=22,
        violet=54,
    ),
    ("light", SIXTEEN): Palette(
        **dict.fromkeys(("ground", "card", "alternate", "panel", "bar", "cursor", "row"), 15),
        edge=0,
        text=0,
        strong=0,
        dim=0,
        accent=4,
        amount=0,
        red=1,
        amber=5,
        blue=4,
        green=4,
        violet=5,
    ),
    ("high-contrast", ALL): Palette(
        ground="#000000",
        card="#121212",
        alternate="#000000",
        panel="#000000",
        bar="#000000",
        cursor="#00005f",
        row="#00005f",
        edge="#ffffff",
        text="#ffffff",
        strong="#ffffff",
        dim="#d0d0d0",
        accent="#ffff00",
        amount="#ffffaf",
        red="#ffafaf",
        amber="#ffd700",
        blue="#87ffff",
        green="#87ff87",
        violet="#ffd7ff",
    ),
    ("high-contrast", TABLE): Palette(
        ground=16,
        card=233,
        alternate=16,
        panel=16,
        bar=16,
        cursor=17,
        row=17,
        edge=231,
        text=231,
        strong=231,
        dim=252,
        accent=226,
        amount=229,
        red=217,
        amber=220,
        blue=123,
        green=120,
        violet=225,
    ),
    ("high-contrast", SIXTEEN): _BLACK_OF_16,
    ("high-contrast", EIGHT): _BLACK_OF_16,
}
"""By the look's name and how many colours the terminal has. A look that has none for it is plain there."""
