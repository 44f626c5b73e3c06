"""What an empty column says: which key to press."""

from __future__ import annotations

from rich.style import Style

from funnelboard.domain.presets import Preset
from funnelboard.domain.stage import Stage
from funnelboard.ui.board_state import BoardState
from funnelboard.ui.drawing.lines import wrap
from funnelboard.ui.drawing.strips import LeanStrip, strip_of
from funnelboard.ui.drawing.text import fit
from funnelboard.ui.looks.styles import Styles

_FIRST_RUN = (
    "Nothing here yet.",
    "",
    "Press a to add the first lead.",
    "",
    "To import a file, leave with q and type",
    "funnelboard import FILE",
    "",
    "To look at sample data, type",
    "funnelboard demo",
    "",
    "? shows every key.",
)


def empty_strips(stage: Stage, state: BoardState, width: int, height: int, styles: Styles) -> list[LeanStrip]:
    """At most ``height`` lines for a column without cards: first steps on a new board, else how to fill the column."""
    first = stage is Stage.LEAD
    if not state.loaded:
        paragraphs: tuple[str, ...] = ("Opening…",) if first else ()
    elif not state.deals and state.parked and not state.query_text:
        paragraphs = ("All deals are parked. Z shows them.",) if first else ()
    elif not state.deals and not state.parked:
        paragraphs = _FIRST_RUN if first else ()
    elif state.query_text:
        paragraphs = ("Nothing here matches the filter; Esc clears it.",)
    else:
        paragraphs = (_how_to_fill(stage, state.settings.preset),)
    lines = [line for paragraph in paragraphs for line in wrap(paragraph, width - 2)]
    edge = " " if first else styles.glyphs.edge
    style: Style = styles.ground + styles.dim
    return [
        strip_of(
            [(edge, styles.ground + styles.edge), (fit(line, width - 2, styles.glyphs.ellipsis), style)],
            width,
            styles.ground,
        )
        for line in ["", *lines][: max(0, height)]
    ]


def _how_to_fill(stage: Stage, preset: Preset) -> str:
    before = stage.step(-1)
    if before is None:
        return "No deals here. Press a to add one."
    if stage is Stage.CLOSED:
        return f"Nothing closed. Press w for {preset.won} or x for {preset.lost} on any deal."
    return f"No deals here. Press L on one in {preset.place(before)} to move it here."
