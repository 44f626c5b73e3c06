"""A caption below everything else: what is being shown, how far it is, and the keys that go on and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from funnelboard.ui.drawing.foot import Hint, hints_line
from funnelboard.ui.drawing.lines import EMPTY, FullLine, wrap
from funnelboard.ui.drawing.text import fit
from funnelboard.ui.looks.styles import Styles

_SHARE = 4
"""At most one of so many lines of the window is for the caption."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said of what is shown above it.

    Attributes:
        place: How far it is, such as ``3/17``.
        remark: Said in place of the hints.
    """

    text: str
    place: str
    hints: Sequence[Hint]
    remark: str = ""


def caption_lines(
    caption: Caption, texts: Sequence[str], width: int, height: int, styles: Styles
) -> Sequence[FullLine]:
    """The caption in as many lines as the longest of ``texts`` needs, and one for how far it is and the keys.

    So the window above it keeps its height from one caption to the next.
    """
    cells = styles.cells
    lines = min(1 + max(len(wrap(cells(text), width - 2)) for text in texts), max(1, height // _SHARE))
    said = wrap(cells(caption.text), width - 2)
    room = max(1, lines - 1)
    if len(said) > room:
        said[room - 1 :] = [fit(" ".join(said[room - 1 :]), width - 2, styles.glyphs.ellipsis)]
    shown = [FullLine(((f" {words}", "title_cursor"),), "row_ground") for words in said]
    shown += [FullLine(EMPTY, "row_ground")] * (room - len(shown))
    if lines == 1:
        return shown
    last = hints_line(caption.hints, width, styles, caption.place)
    if caption.remark:
        last = FullLine(((f" {caption.place} ", "badge"), (f" {cells(caption.remark)}", "today")), "")
    return [*shown, last._replace(ground="row_ground")]
