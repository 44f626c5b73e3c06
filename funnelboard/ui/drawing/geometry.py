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
        columns: The stages that are on screen; those under the panel or the sheet are left out.
        panel: The side panel; None while it is hidden.
        rows: How many whole cards a column shows.
        card_lines: Lines of one card.
        heading_lines: Lines of a column's heading: its sums have one of their own where it is narrow and high.
        single: Whether one column is shown at a time.
        tabs: Whether the stages stand as tabs above it.
        over: Whether the panel covers columns instead of standing beside them.
    """

    top: Rect | None
    columns: Mapping[Stage, Rect]
    panel: Rect | None
    rows: int
    card_lines: int
    heading_lines: int
    single: bool
    tabs: bool
    over: bool

    @property
    def head_lines(self) -> int:
        """Lines above the first card of a column."""
        return self.heading_lines + self.tabs

    @property
    def step(self) -> int:
        """Lines from one card to the next."""
        return self.card_lines

    @property
    def places(self) -> dict[str, Rect]:
        """Every part that is on screen, by its name."""
        places = {stage.value: rect for stage, rect in self.columns.items()}
        if self.top is not None:
            places["top"] = self.top
        if self.panel is not None:
            places["panel"] = self.panel
        return places


def foot_lines(height: int) -> int:
    """How many lines at the bottom are the status and the hints; with one, they share it."""
    return 2 if height >= 12 else 1


def arrange(width: int, height: int, panel: bool, active: Stage, foot: int = 0) -> Geometry:
    """The arrangement for a terminal of ``width`` x ``height`` cells, with or without the side panel.

    A panel that covers columns leaves the one with the cursor in sight.

    Args:
        foot: Lines at the bottom that something being asked takes; by default those of status and hints. Everything
            above stays where it is, as far as it has room.
    """
    least = foot_lines(height)
    top_lines = 1 if height >= 8 else 0
    whole = max(1, height - top_lines - least)
    tall = max(0, min(whole, height - max(foot, least) - top_lines))
    if height - max(foot, least) < 1:
        top_lines = 0
    beside = panel and width >= WIDE
    over = panel and not beside
    single = width < SINGLE
    panel_width = min(max(width * 3 // 10, 34), 60) if beside else 0
    shown = (active,) if single else STAGES
    edges = [(width - panel_width) * n // len(shown) for n in range(len(shown) + 1)]
    columns = {stage: Rect(edges[n], top_lines, edges[n + 1] - edges[n], tall) for n, stage in enumerate(shown)}
    column_width = edges[1] - edges[0]
    place = None
    if beside:
        place = Rect(width - panel_width, top_lines, panel_width, tall)
    elif over and single:
        place, columns = Rect(0, top_lines, width, tall), {}
    elif over:
        half = edges[2]
        left = active.position >= 2
        place = Rect(0, top_lines, half, tall) if left else Rect(half, top_lines, width - half, tall)
        columns = {stage: rect for stage, rect in columns.items() if (stage.position >= 2) is left}
    tabs = single and whole >= 9
    heading_lines = 2 if not single and column_width < ROOMY_HEADING and whole >= 16 else 1
    card_lines = 3 if height >= TALL else 2
    return Geometry(
        top=Rect(0, 0, width, 1) if top_lines else None,
        columns=columns if tall else {},
        panel=place if tall else None,
        rows=max(1, (tall - heading_lines - tabs) // card_lines),
        card_lines=card_lines,
        heading_lines=heading_lines,
        single=single,
        tabs=tabs,
        over=over,
    )
