"""Text being typed, as lines with the caret in it."""

from __future__ import annotations

from funnelboard.ui.drawing.lines import Line
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.editor.graphemes import next_break
from funnelboard.ui.editor.line_edit import LineEdit
from funnelboard.ui.looks.styles import Styles


def edit_lines(
    edit: LineEdit, head: Line, width: int, most: int, styles: Styles, placeholder: str = "", *, caret: bool = True
) -> list[Line]:
    """The part of a text around its caret, after a head, in at most so many lines.

    Args:
        head: Stands before the first line; the others are indented as far. Of a text with lines above those in sight
            its last span is an arrow up.
        width: Cells of a line, the head included.
        placeholder: Shown while nothing is typed.
        caret: Whether to show where the caret is.
    """
    indent = sum(width_of(text) for text, _ in head)
    room = max(1, width - indent - 1)
    glyphs = styles.glyphs
    view = edit.view(room, most, ellipsis=glyphs.ellipsis, ascii_look=styles.ascii)
    lines: list[Line] = []
    for number, text in enumerate(view.lines):
        start: Line = head if not number else ((" " * indent, "key"),)
        if edit.multiline and view.before and not number:
            start = (*head[:-1], (f"{glyphs.up} ", "key"))
        elif edit.multiline and view.after and number == len(view.lines) - 1:
            start = ((" " * (indent - 2) + f"{glyphs.down} ", "key"),)
        if caret and number == view.row:
            lines.append((*start, *_with_caret(text, view.cell)))
        else:
            lines.append((*start, (text, "text")))
    if not edit.text and placeholder:
        hint = fit(styles.cells(placeholder), room, glyphs.ellipsis)
        first = next_break(hint, 0) if caret and hint else 0
        lines[0] = (*head, (hint[:first] or " " * caret, "caret"), (hint[first:], "offered"))
    return lines


def _with_caret(text: str, cell: int) -> Line:
    """A line with the visible character at a cell drawn as the caret; a blank past its end."""
    place = used = 0
    while used < cell and place < len(text):
        end = next_break(text, place)
        used += width_of(text[place:end])
        place = end
    end = next_break(text, place) if place < len(text) else place
    return (text[:place], "text"), (text[place:end] or " ", "caret"), (text[end:], "text")
