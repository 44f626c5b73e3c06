"""Where everything of the board stands, for any size of terminal. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Mapping

from funnelboard.config import Density
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.stage import STAGES, Stage

WIDE = 100
"""From this width on the side panel stands beside the four columns."""

SINGLE = 60
"""Below this width one column is shown at a time."""

TALL = 30
"""From this height on a card has three lines and a blank one after it, unless it is to be compact."""

LOFTY = 56
"""From this height on it has a fourth, so that what is sold can be wrapped."""


class Rect(NamedTuple):
    """A rectangle of cells; x and y count from the top left of the terminal."""

    x: int
    y: int
    width: int
    height: int


class Geometry(NamedTuple):
    """One arrangement of the board.

    Attributes:
        width: Cells of a line.
        top: The top line; None where there is no room for it.
        columns: The stages that are on screen; those under the panel or the sheet are left out.
        panel: The side panel; None while it is hidden. Between it and columns on its left is a blank cell.
        rows: How many whole cards a column shows.
        card_lines: Lines of one card.
        gap: Blank lines after each.
        heading_lines: Lines of a column's heading, as ``heading.heading_lines`` divides them.
        single: Whether one column is shown at a time.
        tabs: Whether the stages stand as tabs above it.
        over: Whether the panel covers columns instead of standing beside them.
    """

    width: int
    top: Rect | None
    columns: Mapping[Stage, Rect]
    panel: Rect | None
    rows: int
    card_lines: int
    gap: int
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
        return self.card_lines + self.gap

    @property
    def places(self) -> dict[str, Rect]:
        """Every part that is on screen, by its name."""
        places = {stage.value: rect for stage, rect in self.columns.items()}
        if self.top is not None:
            places["top"] = self.top
        if self.panel is not None:
            places["panel"] = self.panel
            if self.panel.x:
                places["gap"] = Rect(self.panel.x - 1, self.panel.y, 1, self.panel.height)
        return places

    @property
    def first_places(self) -> dict[str, Rect]:
        """The parts of a board without deals: what to begin with stands in place of the columns and the panel."""
        places = {"top": self.top} if self.top is not None else {}
        below = next(iter((*self.columns.values(), *([self.panel] if self.panel else []))), None)
        if below is not None:
            places["first"] = Rect(0, below.y, self.width, below.height)
        return places


def foot_height(height: int) -> int:
    """How many lines at the bottom are the status and the hints; with one, they share it."""
    return 2 if height >= 12 else 1


def arrange(
    width: int, height: int, panel: bool, active: Stage, foot: int = 0, density: Density = Density.AUTO
) -> Geometry:
    """The arrangement for a terminal of ``width`` x ``height`` cells, with or without the side panel.

    A panel that covers columns leaves the one with the cursor in sight.

    Args:
        foot: Lines at the bottom that something being asked takes; by default those of status and hints. Everything
            above stays where it is, as far as it has room.
    """
    least = foot_height(height)
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
    edges = [(width - panel_width - beside) * n // len(shown) for n in range(len(shown) + 1)]
    columns = {stage: Rect(edges[n], top_lines, edges[n + 1] - edges[n], tall) for n, stage in enumerate(shown)}
    place = None
    if beside:
        place = Rect(width - panel_width, top_lines, panel_width, tall)
    elif over and single:
        place, columns = Rect(0, top_lines, width, tall), {}
    elif over:
        half = edges[2]
        left = active.position >= 2
        place = Rect(0, top_lines, half, tall) if left else Rect(half + 1, top_lines, width - half - 1, tall)
        columns = {stage: rect for stage, rect in columns.items() if (stage.position >= 2) is left}
    tabs = single and whole >= 9
    roomy = density is Density.COMFORTABLE or (density is Density.AUTO and height >= TALL)
    heading_lines = 1 if single or whole < 16 else 3 + (roomy and height >= TALL)
    card_lines = (3 + (height >= LOFTY)) if roomy else 2
    below = tall - heading_lines - tabs
    # the last card's gap, or a line of its own, says how many there are further down
    rows = below // (card_lines + 1)
    if not roomy:
        rows = (below - 1) // card_lines
    return Geometry(
        width=width,
        top=Rect(0, 0, width, 1) if top_lines else None,
        columns=columns if tall else {},
        panel=place if tall else None,
        rows=max(1, rows),
        card_lines=card_lines,
        gap=int(roomy),
        heading_lines=heading_lines,
        single=single,
        tabs=tabs,
        over=over,
    )
