"""Where everything of the board stands, for any size of terminal. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from funnelboard.domain.stage import STAGES, Stage

WIDE = 100
"""From this width on the side panel stands beside the four columns."""

SINGLE = 60
"""Below this width one column is shown at a time."""

ROOMY_HEADING = 36
"""From this width on a column's name, count and sums share a line."""

TALL = 30
"""From this height on a card has three lines."""


class Rect(NamedTuple):
    """A rectangle of cells; x and y count from the top left of the terminal."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Geometry:
    """One arrangement of the board.

    Attributes:
        top: The top line; None where there is no room for it.
        columns: The stages that are on screen.
        panel: The side panel; None while it is hidden.
        foot: The last one or two lines: status or prompt, then hints or echo.
        card_lines: Lines of one card.
        single: Whether one column is shown with its neighbours as tabs.
        over: Whether the panel covers columns instead of standing beside them.
    """

    top: Rect | None
    columns: Mapping[Stage, Rect]
    panel: Rect | None
    foot: Rect
    card_lines: int
    single: bool
    over: bool

    @property
    def tabs(self) -> bool:
        """Whether the stages stand as tabs above the one column shown."""
        return self.single and next(iter(self.columns.values())).height >= 9

    @property
    def heading_lines(self) -> int:
        """Lines of a column's heading: its sums have one of their own where the column is narrow and high."""
        column = next(iter(self.columns.values()))
        return 2 if not self.single and column.width < ROOMY_HEADING and column.height >= 16 else 1

    @property
    def head_lines(self) -> int:
        """Lines above the first card of a column."""
        return self.heading_lines + self.tabs

    @property
    def rows(self) -> int:
        """How many whole cards a column shows."""
        height = next(iter(self.columns.values())).height
        return max(1, (height - self.head_lines) // self.card_lines)


def arrange(width: int, height: int, panel: bool, active: Stage) -> Geometry:
    """The arrangement for a terminal of ``width`` x ``height`` cells, with or without the side panel.

    A panel that covers columns leaves the one with the cursor in sight.
    """
    top_lines = 1 if height >= 8 else 0
    foot_lines = 2 if height >= 12 else 1
    tall = max(1, height - top_lines - foot_lines)
    beside = panel and width >= WIDE
    panel_width = min(max(width * 3 // 10, 34), 60) if beside else 0
    single = width < SINGLE
    shown = (active,) if single else STAGES
    edges = [(width - panel_width) * n // len(shown) for n in range(len(shown) + 1)]
    columns = {stage: Rect(edges[n], top_lines, edges[n + 1] - edges[n], tall) for n, stage in enumerate(shown)}
    place = None
    if beside:
        place = Rect(width - panel_width, top_lines, panel_width, tall)
    elif panel and single:
        place = Rect(0, top_lines, width, tall)
    elif panel:
        half = edges[2]
        place = Rect(0, top_lines, half, tall) if active.position >= 2 else Rect(half, top_lines, width - half, tall)
    return Geometry(
        top=Rect(0, 0, width, 1) if top_lines else None,
        columns=columns,
        panel=place,
        foot=Rect(0, height - foot_lines, width, foot_lines),
        card_lines=3 if height >= TALL else 2,
        single=single,
        over=panel and not beside,
    )
