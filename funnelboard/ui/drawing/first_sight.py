"""The whole board as it is first seen, line by line: what the board itself draws as soon as it is there.

Only the side panel is empty but for its edge: what it says of a deal is read once the board is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from funnelboard.config import Density
from funnelboard.domain.board import Board
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.ui.board_state import BoardState
from funnelboard.ui.commands import Command
from funnelboard.ui.drawing.card_words import Moment
from funnelboard.ui.drawing.columns import ColumnsDrawing
from funnelboard.ui.drawing.deal_hints import hint_writer
from funnelboard.ui.drawing.empty import first_steps
from funnelboard.ui.drawing.foot import BADGE, Status, foot_lines
from funnelboard.ui.drawing.geometry import WIDE, Geometry, Rect, arrange, foot_height
from funnelboard.ui.drawing.lines import EMPTY, FullLine
from funnelboard.ui.drawing.pieces import pieces_of_full
from funnelboard.ui.drawing.top_line import told_of, top_line
from funnelboard.ui.looks.style import Styled, move, written
from funnelboard.ui.looks.styles import Styles


class FirstSight(NamedTuple):
    """What a terminal shows before the board is there.

    Attributes:
        lines: Its lines, from the first cell to the last.
        cursor: The cell of the card at hand, column and line.
    """

    width: int
    height: int
    lines: Sequence[Sequence[Styled]]
    cursor: tuple[int, int]

    def sent(self, *, erases: bool = False) -> str:
        """What is sent to show it, to a terminal that leaves the ground in what it ``erases`` or does not."""
        return written(((0, y, line) for y, line in enumerate(self.lines)), erases=erases) + move(*self.cursor)


def draw(
    board: Board,
    state: BoardState,
    follow: int | None,
    *,
    size: tuple[int, int],
    panel: bool,
    density: Density,
    commands: Sequence[Command],
    name: str,
    notices: tuple[str, ...],
    moment: Moment,
    styles: Styles,
) -> FirstSight:
    """Draw a board.

    Args:
        state: Where the seller was; takes in the board.
        follow: The deal that the cursor was on.
        size: Columns and lines of the terminal.
        panel: Whether the side panel is wanted beside the columns.
    """
    width, height = size
    beside = panel and width >= WIDE

    def arranged() -> Geometry:
        return arrange(width, height, beside, state.active, 0, density)

    state.show(board, follow)
    geometry = arranged()
    state.resize(geometry.rows)
    hints = hint_writer(commands).of_board(state)
    badge = BADGE if beside and not state.is_new else ""
    foot = foot_lines(Status(), hints, badge, width, foot_height(height), styles)
    columns: ColumnsDrawing[list[Styled]] = ColumnsDrawing(
        styles, lambda line, cells: pieces_of_full(line, cells, styles)
    )
    places = geometry.first_places if state.is_new else geometry.places
    parts: dict[str, Sequence[list[Styled]]] = {}
    for part, place in places.items():
        if part == "top":
            told = told_of(state, name, moment.today, notices)
            parts[part] = [pieces_of_full(top_line(told, width, styles), width, styles)]
        elif part == "panel":
            edge = FullLine(((styles.glyphs.edge, "edge"),), "panel_ground")
            parts[part] = [pieces_of_full(edge, place.width, styles)] * place.height
        elif part == "gap":
            parts[part] = [pieces_of_full(FullLine(EMPTY, "ground"), place.width, styles)] * place.height
        elif part == "first":
            steps = first_steps(place.width, place.height, commands, state.settings.preset, styles)
            lines = [FullLine(line, "ground") for line, _ in steps]
            lines += [FullLine(EMPTY, "ground")] * (place.height - len(lines))
            parts[part] = [pieces_of_full(line, place.width, styles) for line in lines]
    for stage in geometry.columns if not state.is_new else ():
        parts[stage.value] = columns.draw(stage, state, geometry, moment)
    places = {**places, "foot": Rect(0, height - len(foot), width, len(foot))}
    parts["foot"] = [pieces_of_full(line, width, styles) for line in foot]
    return FirstSight(width, height, [_line(y, places, parts) for y in range(height)], _cursor(state, geometry))


def _line(y: int, places: Mapping[str, Rect], parts: Mapping[str, Sequence[list[Styled]]]) -> list[Styled]:
    """All parts of a line, from left to right."""
    found = sorted((place.x, name) for name, place in places.items() if place.y <= y < place.y + place.height)
    return [piece for _, name in found for piece in parts[name][y - places[name].y]]


def _cursor(state: BoardState, geometry: Geometry) -> tuple[int, int]:
    place = geometry.columns.get(state.active)
    if place is None or state.is_new:
        return 0, 0
    shown = state.here
    return place.x + 1, place.y + geometry.head_lines + (shown.place - shown.top) * geometry.step
