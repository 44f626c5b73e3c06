"""The looks can be read, and say nothing by colour alone."""

from __future__ import annotations

from dataclasses import fields

import pytest
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style
from textual.color import Color

from funnelboard.errors import ConfigError
from funnelboard.ui.looks.styles import ASCII_GLYPHS, Glyphs, Styles
from funnelboard.ui.looks.themes import choose_styles, make_styles

GROUNDS = ("ground", "card_ground", "card2_ground", "cursor_ground", "panel_ground", "bar_ground", "row_ground")
NOT_TEXT = {*GROUNDS, "edge"}
ROLES = [field.name for field in fields(Styles) if field.type == "Style" and field.name not in NOT_TEXT]


def luminance(colour: Color) -> float:
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: Color, other: Color) -> float:
    """Contrast as WCAG 2 defines it, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def contrast(style: Style) -> float:
    assert style.color is not None
    assert style.bgcolor is not None
    return ratio(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))


@pytest.mark.parametrize(("name", "least"), [("dark", 4.5), ("light", 4.5), ("high-contrast", 7.0)])
@pytest.mark.parametrize("role", ROLES)
def test_every_role_can_be_read_on_every_ground(name: str, least: float, role: str) -> None:
    styles = make_styles(name)
    for ground in GROUNDS:
        assert contrast(getattr(styles, ground) + getattr(styles, role)) >= least, ground


@pytest.mark.parametrize("name", ["dark", "light", "high-contrast"])
def test_the_row_at_hand_stands_out_from_what_asks_and_from_the_page(name: str) -> None:
    styles = make_styles(name)
    assert styles.row_ground.bgcolor not in (styles.bar_ground.bgcolor, styles.panel_ground.bgcolor)


@pytest.mark.parametrize("name", ["dark", "light", "high-contrast"])
def test_no_look_but_the_plain_one_writes_rgb_or_the_terminals_own_colours(name: str) -> None:
    styles = make_styles(name)
    for role in (*GROUNDS, *ROLES):
        for colour in (getattr(styles, role).color, getattr(styles, role).bgcolor):
            assert colour is None or colour.number >= 16


def test_the_plain_look_stays_with_the_sixteen_colours_and_no_ground() -> None:
    styles = make_styles("plain")
    for role in (*GROUNDS, *ROLES, "edge"):
        style = getattr(styles, role)
        assert style.bgcolor is None
        assert style.color is None or style.color.number < 16
        assert "38;" not in style.render("x", color_system=ColorSystem.TRUECOLOR)


def test_without_colour_the_roles_that_matter_still_differ_from_plain_text() -> None:
    styles = make_styles("plain", colourless=True)
    for role in (*GROUNDS, *ROLES, "edge"):
        assert getattr(styles, role).color is None
    for role in (
        "overdue",
        "today",
        "header_active",
        "title_cursor",
        "bar",
        "error",
        "caret",
        "badge",
        "key",
        "heading",
    ):
        assert getattr(styles, role) != styles.text, role


@pytest.mark.parametrize("glyphs", [Glyphs(), ASCII_GLYPHS])
def test_signs_are_one_cell_wide_and_differ_where_they_are_compared(glyphs: Glyphs) -> None:
    for field in fields(Glyphs):
        sign = getattr(glyphs, field.name)
        assert cell_len(sign) == (len(glyphs.arrow) if field.name == "arrow" else 1), field.name
    for group in (
        ("overdue", "today", "later", "none"),
        ("yes", "no", "unknown"),
        ("won", "lost"),
        ("cursor", "rail", "marked"),
    ):
        assert len({getattr(glyphs, name) for name in group}) == len(group), group


def test_ascii_signs_are_ascii() -> None:
    assert all(getattr(ASCII_GLYPHS, field.name).isascii() for field in fields(Glyphs))


@pytest.mark.parametrize(
    ("configured", "environ", "encoding", "name", "ascii_look"),
    [
        (None, {"TERM": "xterm-256color"}, "utf-8", "dark", False),
        ("light", {"TERM": "xterm-256color"}, "UTF-8", "light", False),
        ("high-contrast", {"TERM": "tmux-256color"}, "utf8", "high-contrast", False),
        ("dark", {"TERM": "xterm-256color", "NO_COLOR": "1"}, "utf-8", "plain", False),
        ("dark", {"TERM": "xterm-256color", "NO_COLOR": ""}, "utf-8", "dark", False),
        ("light", {"TERM": "dumb"}, "utf-8", "plain", False),
        (None, {"TERM": "linux"}, "utf-8", "plain", False),
        (None, {"TERM": "xterm-256color"}, "ANSI_X3.4-1968", "dark", True),
        ("plain", {}, "iso8859-1", "plain", True),
    ],
)
def test_the_terminal_has_a_say_in_the_look(
    configured: str | None, environ: dict[str, str], encoding: str, name: str, ascii_look: bool
) -> None:
    styles = choose_styles(configured, environ, encoding)
    assert (styles.name, styles.ascii) == (name, ascii_look)
    assert (styles.glyphs is ASCII_GLYPHS) == ascii_look


def test_ascii_can_be_asked_for() -> None:
    assert choose_styles("dark", {}, "utf-8", ascii_only=True).ascii


def test_an_unknown_look_is_refused_with_the_choices() -> None:
    with pytest.raises(ConfigError, match=r"“solarized”.*dark, light, high-contrast, plain"):
        choose_styles("solarized", {}, "utf-8")
