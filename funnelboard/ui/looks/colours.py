"""The colours of the looks that have their own, as numbers of the 256-colour table.

Only its fixed part is used (16 to 255): every terminal of today shows it alike, and naming one of its colours takes
half the bytes of an RGB value, which a line over SSH feels at every key.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Numbers of the 256-colour table. Text is 4.5:1 or better against every ground it can lie on."""

    ground: int
    card: int
    alternate: int
    panel: int
    bar: int
    cursor: int
    row: int
    edge: int
    text: int
    strong: int
    dim: int
    accent: int
    amount: int
    red: int
    amber: int
    blue: int
    green: int
    violet: int


PALETTES: dict[str, Palette] = {
    "dark": Palette(
        ground=233,
        card=235,
        alternate=234,
        panel=234,
        bar=236,
        cursor=17,
        row=17,
        edge=240,
        text=252,
        strong=255,
        dim=247,
        accent=110,
        amount=180,
        red=210,
        amber=179,
        blue=110,
        green=114,
        violet=146,
    ),
    "light": Palette(
        ground=255,
        card=231,
        alternate=254,
        panel=231,
        bar=254,
        cursor=195,
        row=195,
        edge=249,
        text=236,
        strong=232,
        dim=240,
        accent=25,
        amount=94,
        red=124,
        amber=94,
        blue=25,
        green=22,
        violet=54,
    ),
    "high-contrast": Palette(
        ground=16,
        card=233,
        alternate=16,
        panel=16,
        bar=16,
        cursor=17,
        row=18,
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
}
"""By the look's name."""
