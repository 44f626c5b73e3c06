"""The four looks: dark, light, high contrast, and plain for terminals and people with colours of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from rich.color import Color
from rich.style import Style

from funnelboard.errors import ConfigError
from funnelboard.ui.looks.colours import PALETTES, Palette
from funnelboard.ui.looks.styles import ASCII_GLYPHS, Glyphs, Styles

LOOK_NAMES: tuple[str, ...] = ("dark", "light", "high-contrast", "plain")
"""What can be configured, the default first."""

_PLAIN_TERMINALS = frozenset({"dumb", "linux", "unknown", "vt100", "vt102", "vt220"})


def choose_styles(
    configured: str | None, environ: Mapping[str, str], encoding: str, *, ascii_only: bool = False
) -> Styles:
    """The look for this seller at this terminal.

    ``NO_COLOR`` and a terminal with few colours choose the plain look whatever is configured; an encoding other than
    UTF-8 chooses ASCII glyphs.

    Args:
        configured: One of ``LOOK_NAMES``, or None for the default.
        environ: The process environment.
        encoding: Of standard output.
        ascii_only: Whether the seller asked for ASCII.

    Raises:
        ConfigError: There is no look of that name.
    """
    name = configured or LOOK_NAMES[0]
    if name not in LOOK_NAMES:
        raise ConfigError(f"There is no look called “{name}”. Choose one of: {', '.join(LOOK_NAMES)}.")
    colourless = bool(environ.get("NO_COLOR"))
    if colourless or environ.get("TERM", "") in _PLAIN_TERMINALS:
        name = "plain"
    utf8 = encoding.lower().replace("-", "").replace("_", "") in {"utf8", "cp65001"}
    return make_styles(name, ascii_only=ascii_only or not utf8, colourless=colourless)


def make_styles(name: str, *, ascii_only: bool = False, colourless: bool = False) -> Styles:
    """The look of a name, one of ``LOOK_NAMES``; only the plain one can do without any colour."""
    styles = _plain() if name == "plain" else _coloured(name, PALETTES[name])
    if colourless and name == "plain":
        styles = _without_colour(styles)
    return replace(styles, ascii=ascii_only, glyphs=ASCII_GLYPHS if ascii_only else Glyphs())


def _colour(number: int) -> Color:
    return Color.from_ansi(number)


def _ink(number: int, *, bold: bool = False) -> Style:
    return Style(color=_colour(number), bold=bold or None)


def _ground(palette: Palette, number: int) -> Style:
    return Style(color=_colour(palette.text), bgcolor=_colour(number))


def _coloured(name: str, palette: Palette) -> Styles:
    text, dim, strong = _ink(palette.text), _ink(palette.dim), _ink(palette.strong, bold=True)
    accent, red, amber = _ink(palette.accent), _ink(palette.red), _ink(palette.amber)
    return Styles(
        name=name,
        ascii=False,
        glyphs=Glyphs(),
        ground=_ground(palette, palette.ground),
        card_ground=_ground(palette, palette.card),
        card2_ground=_ground(palette, palette.alternate),
        cursor_ground=_ground(palette, palette.cursor),
        panel_ground=_ground(palette, palette.panel),
        bar_ground=_ground(palette, palette.bar),
        row_ground=_ground(palette, palette.row),
        text=text,
        dim=dim,
        title=strong,
        title_cursor=strong,
        amount=_ink(palette.amount),
        owner=dim,
        bar=_ink(palette.accent, bold=True),
        marked=_ink(palette.amber, bold=True),
        edge=_ink(palette.edge),
        header=dim,
        header_active=_ink(palette.accent, bold=True),
        heading=_ink(palette.accent, bold=True),
        label=dim,
        key=accent,
        hint=dim,
        accent=accent,
        overdue=_ink(palette.red, bold=True),
        today=_ink(palette.amber, bold=True),
        later=_ink(palette.blue),
        no_touch=dim,
        stale=amber,
        parked=dim,
        won=_ink(palette.green),
        lost=red,
        yes=_ink(palette.green),
        no=red,
        unknown=dim,
        tag=_ink(palette.violet),
        objection=amber,
        status=text,
        error=_ink(palette.red, bold=True),
        caret=Style(color=_colour(palette.ground), bgcolor=_colour(palette.accent)),
        badge=Style(color=_colour(palette.ground), bgcolor=_colour(palette.accent), bold=True),
        panel_title=strong,
    )


def _plain() -> Styles:
    nothing, bold, dim = Style.null(), Style(bold=True), Style(dim=True)
    red, yellow, green, cyan = Style(color="red"), Style(color="yellow"), Style(color="green"), Style(color="cyan")
    return Styles(
        name="plain",
        ascii=False,
        glyphs=Glyphs(),
        ground=nothing,
        card_ground=nothing,
        card2_ground=nothing,
        cursor_ground=nothing,
        panel_ground=nothing,
        bar_ground=nothing,
        row_ground=bold,
        text=nothing,
        dim=dim,
        title=bold,
        title_cursor=Style(reverse=True),
        amount=nothing,
        owner=dim,
        bar=bold,
        marked=bold,
        edge=dim,
        header=nothing,
        header_active=Style(bold=True, underline=True),
        heading=bold,
        label=dim,
        key=bold,
        hint=nothing,
        accent=cyan,
        overdue=red + bold,
        today=yellow + bold,
        later=cyan,
        no_touch=dim,
        stale=yellow,
        parked=dim,
        won=green,
        lost=red,
        yes=green,
        no=red,
        unknown=dim,
        tag=cyan,
        objection=yellow,
        status=nothing,
        error=red + bold,
        caret=Style(reverse=True),
        badge=Style(reverse=True, bold=True),
        panel_title=bold,
    )


def _without_colour(styles: Styles) -> Styles:
    """The same look with what is left of each style when its colours are taken away."""
    plain: dict[str, Any] = {
        field.name: value.without_color
        for field in fields(styles)
        if isinstance(value := getattr(styles, field.name), Style)
    }
    return replace(styles, **plain)
