"""The board as it is drawn: where its parts stand, and the lines of each."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence

from textual.strip import Strip

from funnelboard.config import Density
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.ui.board_state import BoardState
from funnelboard.ui.commands import Command
from funnelboard.ui.drawing.card_words import Moment
from funnelboard.ui.drawing.columns import ColumnsDrawing
from funnelboard.ui.drawing.deal_hints import hint_writer
from funnelboard.ui.drawing.empty import Clickable, first_steps
from funnelboard.ui.drawing.foot import BADGE
from funnelboard.ui.drawing.geometry import TALL, WIDE, Geometry, Rect, arrange
from funnelboard.ui.drawing.heading import untold
from funnelboard.ui.drawing.lines import EMPTY, FullLine
from funnelboard.ui.drawing.side_panel import SidePanel
from funnelboard.ui.drawing.top_line import READ_ONLY, TopLine, told_of, top_line
from funnelboard.ui.strips import full_strip
from funnelboard.ui.viewport import Scene, Viewport

COLUMNS = tuple(stage.value for stage in STAGES)
"""The parts that are columns."""


class BoardScene(Scene):
    """Four columns, a side panel and a top line, drawn from the board's state.

    Attributes:
        state: What is shown and where the cursor is.
        moment: The time everything is drawn for.
        commands: With the seller's own keys.
        density: How much room a card takes.
        geometry: Where everything stands now.
        panel: What the side panel shows.
        panel_beside: Whether the side panel is wanted where it has a place of its own.
        panel_over: Whether it is open over the columns, on a terminal where it has none.
        panel_has_keys: Whether the seller is in it.
        name: Of the database, for the top line.
        notices: For the top line.
        here: How many sellers have the database open on a board.
        drop_at: The column, and the place in it, that a card is being dragged to.
    """

    def __init__(
        self,
        viewport: Viewport,
        commands: Sequence[Command],
        moment: Moment,
        density: Density,
        note_draft: Callable[[int], str],
    ) -> None:
        """Draw an empty board.

        Args:
            note_draft: The note that is being written on a deal.
        """
        super().__init__(viewport)
        self.state = BoardState()
        self.moment = moment
        self.density = density
        self.panel = SidePanel(self.styles, note_draft)
        self.panel_beside = True
        self.panel_over = False
        self.panel_has_keys = False
        self.name = ""
        self.notices: tuple[str, ...] = ()
        self.here = 1
        self.drop_at: tuple[Stage, int] | None = None
        self.geometry: Geometry = arrange(WIDE, TALL, self.panel_beside, self.state.active)
        self._columns = ColumnsDrawing[Strip](self.styles, lambda line, width: full_strip(line, width, self.styles))
        self._size = (WIDE, TALL, 0)
        self._tops: dict[Stage, int] | None = None
        self._hinted: tuple[object, ...] | None
        self.obey(commands)

    def obey(self, commands: Sequence[Command]) -> None:
        """Have these commands from now on, each with its keys."""
        self.commands = commands
        self._hints, self._hinted = hint_writer(commands), None

    @property
    @abstractmethod
    def read_only(self) -> bool:
        """Whether nothing can be written, for now."""

    @property
    def badge(self) -> str:
        """Its name, as long as there is the panel too."""
        beside = self.viewport.width >= WIDE
        return BADGE if (self.panel_beside if beside else self.panel_over) and not self.state.is_new else ""

    @property
    def has_keys(self) -> bool:
        """Whether keys go to its columns."""
        return super().has_keys and not self.panel_has_keys

    @property
    def cursor(self) -> tuple[int, int]:
        """The card at hand, or the side panel if that has the keys."""
        geometry, shown = self.geometry, self.state.here
        place = geometry.columns.get(self.state.active)
        if geometry.panel is not None and (self.panel_has_keys or place is None):
            return geometry.panel.x + self.panel.TEXT, geometry.panel.y
        if place is None:
            return 0, 0
        return place.x + 1, place.y + geometry.head_lines + (shown.place - shown.top) * geometry.step

    def restyle(self) -> None:
        """Cards are painted anew."""
        self._columns.forget()

    def keys_moved(self) -> None:
        """The column with the cursor looks so, and the panel if it had the keys or has them again."""
        self.touch(self.state.active.value, *(["panel"] if self.panel_has_keys else []))

    def places(self, width: int, height: int, foot: int) -> dict[str, Rect]:
        """Where everything stands, and how many cards there is room for."""
        if width >= WIDE:
            self.panel_over = False
        before = self.geometry
        self._size = width, height, foot
        self.geometry = self.arranged()
        if self.geometry.rows != before.rows:
            self._fit(before.rows)
        return self.geometry.first_places if self.state.is_new else self.geometry.places

    def draw(self, part: str) -> Sequence[Strip]:
        """The lines of the top line, a column or the panel."""
        geometry = self.geometry
        if part == "first":
            return self._first_strips()
        if part == "top":
            assert geometry.top is not None
            return self.strips([top_line(self.top_line, geometry.top.width, self.styles)], geometry.top.width)
        if part == "panel":
            assert geometry.panel is not None
            place, has_keys = geometry.panel, self.panel_has_keys and super().has_keys
            column, heading = self.state.here.column, geometry.columns.get(self.state.active)
            width, lines = heading.width if heading is not None else place.width, geometry.heading_lines
            self.panel.worth = untold(column, width, lines, self.styles, self.state.settings)
            return self.strips(self.panel.draw(place.width, place.height, has_keys=has_keys), place.width)
        if part == "gap":
            place = geometry.places[part]
            return self.strips([FullLine(EMPTY, "ground")] * place.height, place.width)
        drop_at = self.drop_at[1] if self.drop_at is not None and self.drop_at[0] == part else None
        return self._columns.draw(
            Stage(part), self.state, geometry, self.moment, has_keys=self.has_keys, drop_at=drop_at
        )

    def touch_all(self) -> None:
        """Everything looks different, the panel left out: it is told what it shows."""
        self.touch("top", *COLUMNS)
        self._fit_hints()

    def moved_cursor(self, before: Stage) -> None:
        """Show that the cursor has moved, maybe from another column, which may bring that one into sight."""
        active = self.state.active
        if active is before:
            self.touch(active.value)
        else:
            if self.arranged() != self.geometry:
                self.rearrange()
            self.touch(before.value, active.value)
        self._fit_hints()

    def _fit_hints(self) -> None:
        """Say the keys that fit what is at hand now, if that is anything else than before."""
        state = self.state
        at_hand = (state.card, state.settings.preset, bool(state.marks), bool(state.query_text), state.is_new)
        if at_hand == self._hinted:
            return
        self._hinted = at_hand
        hints = self._hints.of_board(state)
        if hints != self.hints:
            self.hints = hints
            self.viewport.foot_soon()

    def arranged(self) -> Geometry:
        """Where everything would stand now."""
        width, height, foot = self._size
        panel = self.panel_beside if width >= WIDE else self.panel_over
        return arrange(width, height, panel, self.state.active, foot, self.density)

    def set_density(self, density: Density) -> None:
        """Give every card more or less room."""
        self.density = density
        self.rearrange()
        self.touch_all()

    def _fit(self, rows_before: int) -> None:
        """Take in how many cards there is room for; what something being asked has scrolled away comes back."""
        state = self.state
        if self.geometry.rows < rows_before and self._tops is None:
            self._tops = {stage: shown.top for stage, shown in state.columns.items()}
        state.resize(self.geometry.rows)
        if self.geometry.rows >= rows_before and self._tops is not None:
            for stage, top in self._tops.items():
                state.columns[stage].top = top
                state.columns[stage].keep_in_sight(state.rows)
            self._tops = None
        self.touch(*COLUMNS)

    def first_steps(self) -> Sequence[Clickable]:
        """What a new board says, line for line, in place of its columns."""
        place = self.geometry.first_places["first"]
        return first_steps(place.width, place.height, self.commands, self.state.settings.preset, self.styles)

    def _first_strips(self) -> Sequence[Strip]:
        place = self.geometry.first_places["first"]
        lines = [FullLine(line, "ground") for line, _ in self.first_steps()]
        return self.strips([*lines, *[FullLine(EMPTY, "ground")] * (place.height - len(lines))], place.width)

    @property
    def top_line(self) -> TopLine:
        """What the first line says."""
        notices = (*self.notices, *([READ_ONLY] if self.read_only else []))
        return told_of(self.state, self.name, self.moment.today, notices, self.here)
