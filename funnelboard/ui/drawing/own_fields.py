"""A deal's own fields in the side panel: those with a text, each name with what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from funnelboard.domain.own_fields import OwnFields
from funnelboard.ui.drawing.lines import Line, hang
from funnelboard.ui.looks.styles import Styles

_MOST, _MOST_LINES = 12, 4
"""Fields, and lines of one, that are shown before there is more to unfold."""


def own_field_lines(fields: OwnFields, styles: Styles, width: int, *, unfolded: bool) -> Iterator[Line]:
    """The fields, wrapped; unless unfolded, not all of very many or very long ones.

    Args:
        width: Cells of a line.
    """
    ellipsis = styles.glyphs.ellipsis
    for name, text in fields if unfolded else fields[:_MOST]:
        shown = "\n".join(styles.cells(line) for line in text.splitlines())
        lines = hang(((f"{styles.cells(name)} ", "label"),), shown, "text", width, 2)
        if unfolded:
            yield from lines
            continue
        yield from islice(lines, _MOST_LINES)
        if next(lines, None) is not None:
            yield ((f"  {ellipsis} i shows all of it", "dim"),)
    if not unfolded and len(fields) > _MOST:
        yield ((f"{ellipsis} and {len(fields) - _MOST} more: i shows them", "dim"),)
