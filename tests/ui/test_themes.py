"""The looks can be read, and say nothing by colour alone."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.color import Color as RichColor
from textual.color import Color

from funnelboard.errors import ConfigError
from funnelboard.ui.looks.colours import ALL, EIGHT, NO_COLOURS, PALETTES, SIXTEEN, TABLE, Colour
from funnelboard.ui.looks.style import Style
from funnelboard.ui.looks.styles import ASCII_GLYPHS, Glyphs, Styles
from funnelboard.ui.looks.themes import choose_styles, colours_of, make_styles

GROUNDS = tuple(name for name in Styles._fields if name.endswith("ground"))
LOOK = make_styles("dark")._asdict()
ROLES = [name for name, role in LOOK.items() if isinstance(role, Style) and name not in GROUNDS]
EDGES = ("edge",)
"""Roles that no text is drawn in."""

SHOWN = {
    "xterm": "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff "
    "ffffff",
    "vga": "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff "
    "ffffff",
    "putty": "000000 bb0000 00bb00 bbbb00 0000bb bb00bb 00bbbb bbbbbb 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff "
    "ffffff",
    "windows": "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc 767676 e74856 16c60c f9f1a5 3b78ff b4009e "
    "61d6d6 f2f2f2",
    "gnome": "2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf 555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 "
    "eeeeec",
}
"""What terminals make of the first sixteen colours."""


def seen(colour: Colour | None, bold: bool, terminal: str, colours: int) -> list[Color]:
    """What the eye may get of a colour: of a bold one of the first eight the bright one too, or only that."""
    assert colour is not None
    if isinstance(colour, str):
        return [Color.parse(colour)]
    if colour >= 16:
        return [Color.from_rich_color(RichColor.from_ansi(colour))]
    numbers = [colour]
    if bold and colour < 8:
        numbers = [colour + 8] if colours == EIGHT else [colour, colour + 8]
    return [Color.parse(f"#{SHOWN[terminal].split()[number]}") for number in numbers]


def luminance(colour: Color) -> float:
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(style: Style, terminal: str, colours: int) -> float:
    """The least contrast, 1 to 21 as WCAG 2 defines it, that a terminal may show a style with."""
    return min(
        (max(pair) + 0.05) / (min(pair) + 0.05)
        for ink in seen(style.color, bool(style.bold), terminal, colours)
        for ground in seen(style.bgcolor, False, terminal, colours)
        for pair in [(luminance(ink), luminance(ground))]
    )


@pytest.mark.parametrize(("name", "colours"), PALETTES)
def test_every_role_can_be_read_on_every_ground(name: str, colours: int) -> None:
    styles = make_styles(name, colours)
    text = 7.0 if name == "high-contrast" else 4.5
    for terminal in {EIGHT: ["vga"], SIXTEEN: SHOWN}.get(colours, ["any"]):
        for role in ROLES:
            for ground in GROUNDS:
                drawn = getattr(styles, role).on(getattr(styles, ground))
                least = 3.0 if role in EDGES else text
                assert contrast(drawn, terminal, colours) >= least, (terminal, role, ground)


@pytest.mark.parametrize(("name", "colours"), PALETTES)
def test_a_look_sends_no_colour_the_terminal_may_lack_or_show_in_its_own_way(name: str, colours: int) -> None:
    styles = make_styles(name, colours)
    for role in (*GROUNDS, *ROLES):
        for colour in (getattr(styles, role).color, getattr(styles, role).bgcolor):
            if colour is not None and colours < ALL:
                assert colour in (range(colours) if colours <= SIXTEEN else range(16, 256)), role
            elif colour is not None:
                assert isinstance(colour, str), role


@pytest.mark.parametrize(("name", "colours"), PALETTES)
def test_what_is_at_hand_stands_out(name: str, colours: int) -> None:
    styles = make_styles(name, colours)
    if colours > SIXTEEN:
        assert styles.row_ground.bgcolor not in (styles.bar_ground.bgcolor, styles.panel_ground.bgcolor)
        assert styles.cursor_ground.bgcolor not in (styles.card_ground.bgcolor, styles.alternate_ground.bgcolor)
    else:
        assert styles.title_cursor.reverse
        assert styles.header_active.underline
    assert styles.offered != styles.text


def test_the_plain_look_has_no_colour_and_nothing_fainter_than_text_and_yet_says_what_matters() -> None:
    styles = make_styles("plain")
    for role in (*GROUNDS, *ROLES):
        style = getattr(styles, role)
        assert (style.color, style.bgcolor) == (None, None), role
    for role in (
        "overdue",
        "today",
        "header_active",
        "title_cursor",
        "bar",
        "error",
        "caret",
        "offered",
        "badge",
        "key",
    ):
        assert getattr(styles, role) != styles.text, role


AT_EDGES = ("cursor", "marked", "up", "down", "rim", "edge", "rule", "line")
"""The signs that stand at an edge or are one; all others stand in text."""


@pytest.mark.parametrize("glyphs", [Glyphs(), ASCII_GLYPHS])
def test_no_sign_stands_for_two_things(glyphs: Glyphs) -> None:
    signs = glyphs._asdict()
    in_text = [sign for name, sign in signs.items() if name not in AT_EDGES]
    at_edges = [signs[name] for name in ("cursor", "marked", "up", "down", "edge", "rule")]
    assert sorted(set(in_text)) == sorted(in_text)
    assert sorted(set(at_edges)) == sorted(at_edges)
    for name, sign in signs.items():
        assert sign.isascii() == (glyphs is ASCII_GLYPHS or name in ("overdue", "objection")), name
        assert cell_len(sign) == 1 or (sign.isascii() and name not in (*AT_EDGES, "ellipsis")), name


@pytest.mark.parametrize(
    ("configured", "environ", "encoding", "name", "colours", "ascii_look"),
    [
        (None, {"TERM": "xterm-256color"}, "utf-8", "dark", TABLE, False),
        ("light", {"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "UTF-8", "light", ALL, False),
        ("high-contrast", {"TERM": "tmux-256color"}, "utf8", "high-contrast", TABLE, False),
        ("light", {"TERM": "xterm"}, "utf-8", "light", SIXTEEN, False),
        (None, {"TERM": "screen"}, "utf-8", "dark", SIXTEEN, False),
        (None, {"TERM": "xterm", "COLORTERM": "24bit"}, "utf-8", "dark", ALL, False),
        (None, {"TERM": "xterm-kitty"}, "utf-8", "dark", TABLE, False),
        ("dark", {"TERM": "xterm-256color", "NO_COLOR": "1"}, "utf-8", "plain", NO_COLOURS, False),
        ("dark", {"TERM": "xterm-256color", "NO_COLOR": ""}, "utf-8", "dark", TABLE, False),
        (None, {"TERM": "linux"}, "utf-8", "dark", EIGHT, False),
        ("light", {"TERM": "linux"}, "utf-8", "plain", EIGHT, False),
        (None, {"TERM": "vt100"}, "utf-8", "plain", NO_COLOURS, True),
        (None, {"TERM": "xterm-256color"}, "ANSI_X3.4-1968", "dark", TABLE, True),
        ("plain", {}, "iso8859-1", "plain", SIXTEEN, True),
        ("plain", {"LC_ALL": "C"}, "utf-8", "plain", SIXTEEN, True),
        ("plain", {"LC_CTYPE": "C.UTF-8", "LANG": "C"}, "utf-8", "plain", SIXTEEN, True),
        ("plain", {"LC_CTYPE": "POSIX", "LANG": "nb_NO.UTF-8"}, "utf-8", "plain", SIXTEEN, True),
        ("plain", {"LC_ALL": "C.UTF-8", "LANG": "C"}, "utf-8", "plain", SIXTEEN, False),
        ("plain", {"LC_CTYPE": "C.UTF-8"}, "utf-8", "plain", SIXTEEN, False),
    ],
)
def test_the_terminal_has_a_say_in_the_look(
    configured: str | None, environ: dict[str, str], encoding: str, name: str, colours: int, ascii_look: bool
) -> None:
    styles = choose_styles(configured, environ, encoding)
    assert (styles.name, styles.ascii, colours_of(environ)) == (name, ascii_look, colours)
    assert styles._replace(glyphs=Glyphs(), ascii=False) == make_styles(name, colours)
    assert (styles.glyphs is ASCII_GLYPHS) == (ascii_look or environ.get("TERM") == "linux")


def test_ascii_can_be_asked_for() -> None:
    assert choose_styles("dark", {}, "utf-8", ascii_only=True).ascii
    assert not choose_styles("dark", {"LC_ALL": "C"}, "utf-8", ascii_only=False).ascii


def test_an_unknown_look_is_refused_with_the_choices() -> None:
    with pytest.raises(ConfigError, match=r"“solarized”.*dark, light, high-contrast, plain"):
        choose_styles("solarized", {}, "utf-8")
