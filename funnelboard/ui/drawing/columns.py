"""The columns of the board as they are drawn: a state in, lines out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from funnelboard.domain.board import Card, Column, Total
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import Stage
from funnelboard.ui.board_state import BoardState
from funnelboard.ui.drawing.card import BESIDE, CardState, card_lines
from funnelboard.ui.drawing.card_words import Moment
from funnelboard.ui.drawing.empty import empty_lines
from funnelboard.ui.drawing.geometry import Geometry
from funnelboard.ui.drawing.heading import USUAL, heading_lines, tabs_line
from funnelboard.ui.drawing.lines import EMPTY, FullLine
from funnelboard.ui.drawing.text import fit
from funnelboard.ui.looks.styles import Styles

MAX_CACHED = 4_000
"""Cards whose lines are kept; past that all are drawn anew."""

Painted = TypeVar("Painted")
"""A line in the form in which it goes to the screen."""


class _Told(NamedTuple):
    """What a heading is made of, besides its stage."""

    deals: int
    totals: tuple[Total, ...]
    settings: BoardSettings


class ColumnsDrawing(Generic[Painted]):
    """Draws the columns of the board.

    Lines are kept as they are painted, by deal, width and state, for as long as the card says the same, styles and
    words are the same, and the hour has not changed (a card shows ages in days).
    """

    def __init__(self, styles: Styles, paint: Callable[[FullLine, int], Painted]) -> None:
        """Draw nothing yet.

        Args:
            paint: Makes of a line, and the cells it fills, what goes to the screen.
        """
        self.styles = styles
        self._paint = paint
        self._cards: dict[tuple[int, int, CardState], tuple[Card, list[Painted]]] = {}
        self._blanks: dict[tuple[int, int], Painted] = {}
        self._headings: dict[tuple[Stage, int, int, bool], tuple[_Told, list[Painted]]] = {}
        self._drawn_for: tuple[object, ...] = ()
        self._settings = USUAL
        self._widest = 0

    def draw(
        self,
        stage: Stage,
        state: BoardState,
        geometry: Geometry,
        moment: Moment,
        *,
        has_keys: bool = True,
        drop_at: int | None = None,
    ) -> Sequence[Painted]:
        """The lines of a column that is on screen.

        Args:
            drop_at: The place before which a card that is dragged would come to stand.
        """
        self._settings = state.settings
        widest = max(rect.width for rect in geometry.columns.values())
        drawn_for = (*moment.hour, geometry.card_lines, widest, self._settings.preset.name)
        if drawn_for != self._drawn_for or len(self._cards) > MAX_CACHED:
            self.forget()
            self._drawn_for = drawn_for
        self._widest = widest
        lines = self._column(stage, state, geometry, moment, has_keys)
        if drop_at is not None:
            self._show_drop(lines, geometry, drop_at - state.columns[stage].top, geometry.columns[stage].width)
        return lines

    def forget(self) -> None:
        """Keep nothing as it was painted."""
        self._cards.clear()
        self._blanks.clear()
        self._headings.clear()

    def _column(
        self, stage: Stage, state: BoardState, geometry: Geometry, moment: Moment, has_keys: bool
    ) -> list[Painted]:
        rect = geometry.columns[stage]
        shown = state.columns[stage]
        active = stage is state.active
        lines: list[Painted] = []
        if geometry.tabs:
            everything = [other.column for other in state.columns.values()]
            tabs = tabs_line(everything, stage, rect.width, self.styles, self._settings.preset)
            lines.append(self._paint(tabs, rect.width))
        lines += self._heading(shown.column, rect.width, geometry.heading_lines, active and has_keys)
        if not shown.column.count:
            empty = empty_lines(stage, state, rect.width, rect.height - len(lines), self.styles)
            lines += [self._paint(FullLine(line, "ground"), rect.width) for line in empty]
        nothing = self._more(0, rect.width)
        for place, card in enumerate(shown.visible(geometry.rows), shown.top):
            if card is None:
                lines += [nothing] * geometry.card_lines
            else:
                alternate = not geometry.gap and place % 2 == 1
                look = CardState(
                    active and place == shown.place, card.id in state.marks, alternate, card.id in state.unseen,
                    card.id in state.edited,
                )  # fmt: skip
                lines += self._card(card, rect.width, geometry.card_lines, look, moment)
            lines += [nothing] * geometry.gap
        del lines[rect.height :]
        missing = rect.height - len(lines)
        if missing:
            below = shown.column.count - shown.top - geometry.rows
            lines += [nothing] * (missing - 1)
            lines.append(self._more(below, rect.width))
        return lines

    def _show_drop(self, lines: list[Painted], geometry: Geometry, rows: int, width: int) -> None:
        """Put a rule in place of the line above the card so many rows down, or of the heading's last one."""
        above = rows or geometry.heading_lines > 1
        y = min(geometry.head_lines + rows * geometry.step - (1 if above else 0), len(lines) - 1)
        glyphs = self.styles.glyphs
        rule = FullLine(((f" {glyphs.right}{glyphs.rule * (width - 2)}", "bar"),), "ground")
        lines[y] = self._paint(rule, width)

    def _heading(self, column: Column, width: int, lines: int, active: bool) -> list[Painted]:
        key = (column.stage, width, lines, active)
        kept, told = self._headings.get(key), _Told(column.count, column.totals, self._settings)
        if kept is not None and kept[0].settings is self._settings and kept[0][:2] == told[:2]:
            return kept[1]
        drawn = heading_lines(column, width, lines, active, self.styles, self._settings)
        painted = [self._paint(line, width) for line in drawn]
        self._headings[key] = told, painted
        return painted

    def _card(self, card: Card, width: int, lines: int, state: CardState, moment: Moment) -> list[Painted]:
        key = (card.id, width, state)
        kept = self._cards.get(key)
        if kept is not None and (kept[0] is card or kept[0] == card):
            return kept[1]
        preset = self._settings.preset
        drawn = card_lines(card, width, lines, state, moment, self.styles, preset, widest=self._widest)
        painted = [self._paint(line, width) for line in drawn]
        self._cards[key] = card, painted
        return painted

    def _more(self, below: int, width: int) -> Painted:
        """A line without a card; it says how many there are further down, if any."""
        kept = self._blanks.get((below, width))
        if kept is None:
            glyphs = self.styles.glyphs
            words = fit(f"{glyphs.down} {below} more", width - BESIDE, glyphs.ellipsis) if below > 0 else ""
            line = ((" " * BESIDE, "text"), (words, "dim")) if words else EMPTY
            kept = self._blanks[below, width] = self._paint(FullLine(line, "ground"), width)
        return kept
