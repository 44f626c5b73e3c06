"""The four looks: dark, light, high contrast, and plain, which has no colours but the terminal's own two."""

from __future__ import annotations

from collections.abc import Mapping

from funnelboard.errors import ConfigError
from funnelboard.ui.looks.colours import ALL, EIGHT, NO_COLOURS, PALETTES, SIXTEEN, TABLE, Colour, Palette
from funnelboard.ui.looks.style import PLAIN, Style
from funnelboard.ui.looks.styles import ASCII_GLYPHS, Glyphs, Styles

LOOK_NAMES: tuple[str, ...] = ("dark", "light", "high-contrast", "plain")
"""What can be configured, the default first."""

_ASCII_TERMINALS = ("vt52", "vt100", "vt102", "vt220", "vt320")
"""Without colours too; some, such as a serial console, go by their name."""

_LINKLESS_TERMINALS = (*_ASCII_TERMINALS, "ansi", "cons", "dumb", "eterm", "hurd", "linux", "sun")
"""Which may show a link's target as text, or worse."""

_COERCED = "C.UTF-8"
"""What Python sets ``LC_CTYPE`` to where the locale is C."""

_OF_256_COLOURS = ("alacritty", "contour", "foot", "ghostty", "kitty", "rio", "wezterm")
"""What else than 256color is part of the name of a terminal that has so many."""


def choose_styles(
    configured: str | None,
    environ: Mapping[str, str],
    encoding: str,
    *,
    ascii_only: bool | None = None,
    links: bool = False,
) -> Styles:
    """The look for this seller at this terminal.

    ``NO_COLOR`` and a terminal without colours choose the plain look whatever is configured; an encoding other than
    UTF-8 and a terminal without other letters choose ASCII, and so does a locale that is called so on purpose. The font
    of the Linux console has letters, but not the signs.

    Args:
        configured: One of ``LOOK_NAMES``, or None for the default.
        environ: The process environment.
        encoding: Of standard output.
        ascii_only: Whether the seller asked for ASCII, or for more than that whatever the locale is; None for neither.
        links: Whether links may be offered, where the terminal knows them or passes them over.

    Raises:
        ConfigError: There is no look of that name.
    """
    name = configured or LOOK_NAMES[0]
    if name not in LOOK_NAMES:
        raise ConfigError(f"There is no look called “{name}”. Choose one of: {', '.join(LOOK_NAMES)}.")
    utf8 = encoding.lower().replace("-", "").replace("_", "") in {"utf8", "cp65001"}
    term = environ.get("TERM", "")
    if ascii_only is None:
        ascii_only = _has_plain_locale(environ)
    styles = make_styles(
        name, colours_of(environ), ascii_only=ascii_only or not utf8 or term.startswith(_ASCII_TERMINALS)
    )
    styles = styles._replace(links=links and not term.startswith(_LINKLESS_TERMINALS))
    return styles._replace(glyphs=ASCII_GLYPHS) if term == "linux" else styles


def colours_of(environ: Mapping[str, str]) -> int:
    """How many colours the terminal has: 16, unless ``TERM`` or ``COLORTERM`` says otherwise."""
    term = environ.get("TERM", "")
    if environ.get("NO_COLOR") or term.startswith(_ASCII_TERMINALS):
        return NO_COLOURS
    if term == "linux":
        return EIGHT
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or term.endswith("-direct"):
        return ALL
    return TABLE if any(name in term for name in ("256color", *_OF_256_COLOURS)) else SIXTEEN


def _has_plain_locale(environ: Mapping[str, str]) -> bool:
    """Whether somebody set the locale to one that has ASCII alone, for which Python all the same writes UTF-8."""
    ctype = environ.get("LC_CTYPE")
    language = environ.get("LANG") if ctype in (None, "", _COERCED) else ctype
    return (environ.get("LC_ALL") or language) in ("C", "POSIX")


def make_styles(name: str, colours: int = TABLE, *, ascii_only: bool = False) -> Styles:
    """The look of a name, one of ``LOOK_NAMES``, for so many colours; plain where it has none for them."""
    palette = PALETTES.get((name, colours))
    styles = _plain() if palette is None else _coloured(name, palette, _Ink(colours))
    return styles._replace(ascii=ascii_only, glyphs=ASCII_GLYPHS if ascii_only else Glyphs())


class _Ink:
    """Makes styles of colours.

    Many terminals show a bold one of the first eight colours as the bright one of that hue, and those that have only
    eight have bright ones in no other way.
    """

    def __init__(self, colours: int) -> None:
        self._colours = colours

    def __call__(self, colour: Colour, *, bold: bool = False, on: Colour | None = None) -> Style:
        bold = bold and not (isinstance(colour, int) and colour < EIGHT)
        if self._colours == EIGHT and isinstance(colour, int):
            bold, colour = colour >= EIGHT, colour % EIGHT
        return Style(colour, None if on is None else self._ground(on), bold)

    def _ground(self, colour: Colour) -> Colour:
        return colour % EIGHT if self._colours == EIGHT and isinstance(colour, int) else colour


def _coloured(name: str, palette: Palette, ink: _Ink) -> Styles:
    text, dim, strong = ink(palette.text), ink(palette.dim), ink(palette.strong, bold=True)
    accent, red, amber = ink(palette.accent), ink(palette.red), ink(palette.amber)
    tinted = palette.cursor != palette.ground
    underlined = Style(underline=True)
    return Styles(
        name=name,
        ascii=False,
        glyphs=Glyphs(),
        ground=ink(palette.text, on=palette.ground),
        card_ground=ink(palette.text, on=palette.card),
        alternate_ground=ink(palette.text, on=palette.alternate),
        cursor_ground=ink(palette.text, on=palette.cursor),
        panel_ground=ink(palette.text, on=palette.panel),
        bar_ground=ink(palette.text, on=palette.bar),
        row_ground=ink(palette.text, on=palette.row),
        text=text,
        dim=dim,
        title=strong,
        title_cursor=strong if tinted else Style(reverse=True),
        amount=ink(palette.amount),
        owner=dim,
        bar=ink(palette.accent, bold=True),
        marked=ink(palette.amber, bold=True),
        edge=ink(palette.edge),
        header=ink(palette.text, bold=True),
        header_active=ink(palette.accent, bold=True).on(PLAIN if tinted else underlined),
        heading=ink(palette.accent, bold=True),
        label=dim,
        key=accent,
        hint=dim,
        accent=accent,
        overdue=ink(palette.red, bold=True),
        today=ink(palette.amber, bold=True),
        later=ink(palette.blue),
        no_touch=dim,
        stale=amber,
        parked=dim,
        won=ink(palette.green),
        lost=red,
        yes=ink(palette.green),
        no=red,
        unknown=dim,
        tag=ink(palette.violet),
        objection=amber,
        status=text,
        error=ink(palette.red, bold=True),
        caret=ink(palette.ground, on=palette.accent),
        offered=dim if tinted else dim.on(underlined),
        badge=ink(palette.ground, on=palette.accent, bold=True),
        panel_title=strong,
    )


def _plain() -> Styles:
    nothing, bold, reverse = PLAIN, Style(bold=True), Style(reverse=True)
    return Styles(
        name="plain",
        ascii=False,
        glyphs=Glyphs(),
        ground=nothing,
        card_ground=nothing,
        alternate_ground=nothing,
        cursor_ground=nothing,
        panel_ground=nothing,
        bar_ground=nothing,
        row_ground=bold,
        text=nothing,
        dim=nothing,
        title=bold,
        title_cursor=reverse,
        amount=nothing,
        owner=nothing,
        bar=bold,
        marked=bold,
        edge=nothing,
        header=nothing,
        header_active=Style(bold=True, underline=True),
        heading=bold,
        label=nothing,
        key=bold,
        hint=nothing,
        accent=nothing,
        overdue=bold,
        today=bold,
        later=nothing,
        no_touch=nothing,
        stale=nothing,
        parked=nothing,
        won=nothing,
        lost=nothing,
        yes=nothing,
        no=nothing,
        unknown=nothing,
        tag=nothing,
        objection=nothing,
        status=nothing,
        error=bold,
        caret=reverse,
        offered=Style(underline=True),
        badge=Style(reverse=True, bold=True),
        panel_title=bold,
    )
