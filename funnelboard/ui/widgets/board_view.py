"""The board as it is drawn: a state in, changed regions out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.strip import Strip

from funnelboard.domain.board import Card
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.ui.board_state import BoardState
from funnelboard.ui.geometry import Geometry
from funnelboard.ui.look import Look
from funnelboard.ui.painting import Change
from funnelboard.ui.text import fit
from funnelboard.ui.widgets.canvas import Canvas
from funnelboard.ui.widgets.card import CardState, Moment, card_strips
from funnelboard.ui.widgets.empty import empty_strips
from funnelboard.ui.widgets.heading import USUAL, heading_strips, tabs_strip
from funnelboard.ui.widgets.strips import strip_of
from funnelboard.ui.widgets.top_line import TopLine, top_strip

MAX_CACHED = 4_000
"""Cards whose strips are kept; past that all are drawn anew."""

_STATES = {
    (cursor, marked, first): CardState(cursor, marked, first)
    for cursor in (False, True)
    for marked in (False, True)
    for first in (False, True)
}


class BoardView:
    """Four columns and the top line, each a canvas.

    Strips are kept by deal, width and state for as long as the card says the same, look and words are the same, and
    the hour has not changed (a card shows ages in days).
    """

    def __init__(self, look: Look) -> None:
        self.look = look
        self.top = Canvas(id="top")
        self.columns = {stage: Canvas(id=stage.value) for stage in STAGES}
        self._cards: dict[tuple[int, int, CardState], tuple[Card, list[Strip]]] = {}
        self._blanks: dict[tuple[int, int, bool], Strip] = {}
        self._drawn_for: tuple[object, ...] = ()
        self._settings = USUAL

    def draw_columns(
        self, stages: Iterable[Stage], state: BoardState, geometry: Geometry, moment: Moment, *, focused: bool = True
    ) -> list[Change]:
        """Draw some columns; what of each is different from before."""
        self._settings = state.settings
        drawn_for = (
            moment.today, moment.now // 3_600_000_000, geometry.card_lines, self.look.name, self._settings.preset.name,
        )  # fmt: skip
        if drawn_for != self._drawn_for or len(self._cards) > MAX_CACHED:
            self._cards.clear()
            self._blanks.clear()
            self._drawn_for = drawn_for
        return [
            (self.columns[stage], self.columns[stage].draw(self._column(stage, state, geometry, moment, focused)))
            for stage in stages
            if stage in geometry.columns
        ]

    def draw_top(self, line: TopLine, geometry: Geometry) -> list[Change]:
        """Draw the first line."""
        if geometry.top is None:
            return []
        return [(self.top, self.top.draw([top_strip(line, geometry.top.width, self.look)]))]

    def _column(
        self, stage: Stage, state: BoardState, geometry: Geometry, moment: Moment, focused: bool
    ) -> Sequence[Strip]:
        rect = geometry.columns[stage]
        shown = state.columns[stage]
        active = stage is state.active
        lines: list[Strip] = []
        if geometry.tabs:
            everything = [other.column for other in state.columns.values()]
            lines.append(tabs_strip(everything, stage, rect.width, self.look, self._settings.preset))
        lines += heading_strips(shown.column, rect.width, geometry.heading_lines, active, self.look, self._settings)
        if not shown.column.count:
            lines += empty_strips(stage, state, rect.width, rect.height - len(lines), self.look)
        first = geometry.single or stage is STAGES[0]
        for place, card in enumerate(shown.visible(geometry.rows), shown.top):
            if card is None:
                lines += [self._more(0, rect.width, first)] * geometry.card_lines
                continue
            cursor = active and focused and place == shown.place
            lines += self._card(card, rect.width, geometry.card_lines, cursor, card.id in state.marks, first, moment)
        del lines[rect.height :]
        missing = rect.height - len(lines)
        if missing:
            below = shown.column.count - shown.top - geometry.rows
            lines += [self._more(0, rect.width, first)] * (missing - 1)
            lines.append(self._more(below, rect.width, first))
        return lines

    def _card(
        self, card: Card, width: int, lines: int, cursor: bool, marked: bool, first: bool, moment: Moment
    ) -> list[Strip]:
        key = (card.id, width, _STATES[cursor, marked, first])
        kept = self._cards.get(key)
        if kept is not None and (kept[0] is card or kept[0] == card):
            return kept[1]
        strips: list[Strip] = [*card_strips(card, width, lines, key[2], moment, self.look, self._settings.preset)]
        self._cards[key] = card, strips
        return strips

    def _more(self, below: int, width: int, first: bool) -> Strip:
        """A line without a card; it says how many there are further down, if any."""
        key = (below, width, first)
        kept = self._blanks.get(key)
        if kept is None:
            look = self.look
            words = fit(f"{look.glyphs.down} {below} more", width - 2, look.glyphs.ellipsis) if below > 0 else ""
            edge = " " if first else look.glyphs.edge
            kept = strip_of([(edge, look.ground + look.edge), (words, look.ground + look.dim)], width, look.ground)
            self._blanks[key] = kept
        return kept
