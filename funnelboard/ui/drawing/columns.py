"""The columns of the board as they are drawn: a state in, lines out."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from funnelboard.domain.board import Card
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.ui.board_state import BoardState
from funnelboard.ui.drawing.card import CardState, Moment, card_strips
from funnelboard.ui.drawing.empty import empty_strips
from funnelboard.ui.drawing.geometry import Geometry
from funnelboard.ui.drawing.heading import USUAL, heading_strips, tabs_strip
from funnelboard.ui.drawing.strips import strip_of
from funnelboard.ui.drawing.text import fit
from funnelboard.ui.looks.styles import Styles

MAX_CACHED = 4_000
"""Cards whose strips are kept; past that all are drawn anew."""

_STATES = {
    (cursor, marked, first): CardState(cursor, marked, first)
    for cursor in (False, True)
    for marked in (False, True)
    for first in (False, True)
}


class ColumnsDrawing:
    """Draws the columns of the board.

    Strips are kept by deal, width and state for as long as the card says the same, styles and words are the same, and
    the hour has not changed (a card shows ages in days).
    """

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self._cards: dict[tuple[int, int, CardState], tuple[Card, list[Strip]]] = {}
        self._blanks: dict[tuple[int, int, bool], Strip] = {}
        self._drawn_for: tuple[object, ...] = ()
        self._settings = USUAL

    def draw(
        self, stage: Stage, state: BoardState, geometry: Geometry, moment: Moment, *, has_keys: bool = True
    ) -> Sequence[Strip]:
        """The lines of a column that is on screen."""
        self._settings = state.settings
        drawn_for = (
            moment.today, moment.now // 3_600_000_000, geometry.card_lines, self._settings.preset.name,
        )  # fmt: skip
        if drawn_for != self._drawn_for or len(self._cards) > MAX_CACHED:
            self._cards.clear()
            self._blanks.clear()
            self._drawn_for = drawn_for
        return self._column(stage, state, geometry, moment, has_keys)

    def _column(
        self, stage: Stage, state: BoardState, geometry: Geometry, moment: Moment, has_keys: bool
    ) -> list[Strip]:
        rect = geometry.columns[stage]
        shown = state.columns[stage]
        active = stage is state.active
        lines: list[Strip] = []
        if geometry.tabs:
            everything = [other.column for other in state.columns.values()]
            lines.append(tabs_strip(everything, stage, rect.width, self.styles, self._settings.preset))
        lines += heading_strips(
            shown.column, rect.width, geometry.heading_lines, active and has_keys, self.styles, self._settings
        )
        if not shown.column.count:
            lines += empty_strips(stage, state, rect.width, rect.height - len(lines), self.styles)
        first = geometry.single or stage is STAGES[0]
        for place, card in enumerate(shown.visible(geometry.rows), shown.top):
            if card is None:
                lines += [self._more(0, rect.width, first)] * geometry.card_lines
                continue
            cursor = active and place == shown.place
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
        strips: list[Strip] = [*card_strips(card, width, lines, key[2], moment, self.styles, self._settings.preset)]
        self._cards[key] = card, strips
        return strips

    def _more(self, below: int, width: int, first: bool) -> Strip:
        """A line without a card; it says how many there are further down, if any."""
        key = (below, width, first)
        kept = self._blanks.get(key)
        if kept is None:
            styles = self.styles
            words = fit(f"{styles.glyphs.down} {below} more", width - 2, styles.glyphs.ellipsis) if below > 0 else ""
            edge = " " if first else styles.glyphs.edge
            kept = strip_of(
                [(edge, styles.ground + styles.edge), (words, styles.ground + styles.dim)], width, styles.ground
            )
            self._blanks[key] = kept
        return kept
