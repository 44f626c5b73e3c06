"""Lines of roles as pieces of text in the styles of a look, in exactly so many cells."""

from __future__ import annotations

from funnelboard.ui.drawing.lines import NOWHERE, FullLine, Line, Linked
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.looks.style import Style, Styled
from funnelboard.ui.looks.styles import Styles


def pieces_of(line: Line, width: int, styles: Styles, ground: Style, at_hand: range = NOWHERE) -> list[Styled]:
    """A line of roles in the styles of a look; blanks take that of what stands before them, which saves bytes.

    Args:
        at_hand: The cells that lie on the ground of the row at hand instead; a span begins at the first of them.
    """
    pieces: list[Styled] = []
    worn: Style | None = None
    x = 0
    for text, role in (*line, (" " * width, "text")):
        here = styles.row_ground if x in at_hand else ground
        style = getattr(styles, role).on(here)
        if worn is not None and text.isspace() and not any(_shows_blanks(one, here) for one in (style, worn)):
            style = worn
        worn = style
        end = at_hand.stop if text.isspace() and x in at_hand else width
        shown = text[: end - x] if text.isspace() else fit(text, end - x, styles.glyphs.ellipsis)
        target = role.target if styles.links and isinstance(role, Linked) else ""
        if shown:
            pieces.append((shown, style._replace(link=target) if target else style))
        x += width_of(shown)
    if x < width:
        pieces.append((" " * (width - x), ground))
    return pieces


def pieces_of_full(full: FullLine, width: int, styles: Styles) -> list[Styled]:
    """A line over so many cells in the styles of a look."""
    return pieces_of(full.line, width, styles, getattr(styles, full.ground), full.at_hand)


def _shows_blanks(style: Style, ground: Style) -> bool:
    """Whether a blank in a style looks other than the ground, as the caret does."""
    return bool(style.reverse or style.underline or style.bgcolor != ground.bgcolor)
