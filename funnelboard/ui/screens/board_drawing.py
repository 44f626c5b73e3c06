"""How the board gets onto the screen: its parts, where they stand, and painting only what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from textual.app import ComposeResult
from textual.geometry import Offset, Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.screen import Screen
from textual.widget import Widget

from funnelboard.domain.board import Sort
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.ui.board_state import BoardState
from funnelboard.ui.commands import Command
from funnelboard.ui.geometry import TALL, WIDE, Geometry, Rect, arrange
from funnelboard.ui.look import Look
from funnelboard.ui.painting import Change, paint, take_pending
from funnelboard.ui.widgets.board_view import BoardView
from funnelboard.ui.widgets.canvas import Canvas
from funnelboard.ui.widgets.card import Moment
from funnelboard.ui.widgets.foot import Hint, Status, board_hints, foot_strips
from funnelboard.ui.widgets.prompt import Echo, Prompt
from funnelboard.ui.widgets.side_panel import SidePanel
from funnelboard.ui.widgets.top_line import TopLine


class BoardLayout(Layout):
    """Puts the board's parts where its geometry says, and has them drawn for that size before they are painted."""

    name = "board"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """The placements of the board screen's own children; one without a place is not shown."""
        assert isinstance(parent, BoardDrawing)
        places = parent.fit(size)
        return [
            WidgetPlacement(Region(*places[child]), Offset(0, 0), Spacing(), child, order=int(child is parent.panel))
            for child in children
            if child in places
        ]


class BoardDrawing(Screen[None], inherit_bindings=False):
    """The parts of the board: four columns, a side panel, a top line and a foot.

    Attributes:
        state: What is shown and where the cursor is.
        moment: The time everything is drawn for.
        geometry: Where everything stands now.
        panel_beside: Whether the side panel is wanted where it has a place of its own.
        panel_over: Whether it is open over the columns, on a terminal where it has none.
        prompt: The question on the bottom line, or None.
        status: What was last said.
        echo: What was understood of the prompt's text.
        hints: The keys shown instead of the board's own, while one of them has to be chosen.
        name_shown, notices: For the top line.
    """

    AUTO_FOCUS = ""
    BLANK = True
    ALLOW_SELECT = False

    def __init__(self, commands: Iterable[Command], look: Look, moment: Moment) -> None:
        super().__init__(id="board")
        self.look = look
        self.moment = moment
        self.state = BoardState()
        self.panel_beside = True
        self.panel_over = False
        self.prompt: Prompt | None = None
        self.status = Status()
        self.echo = Echo()
        self.hints: Sequence[Hint] = ()
        self.name_shown = ""
        self.notices: tuple[str, ...] = ()
        self.view = BoardView(look)
        self.panel = SidePanel(look, id="panel")
        self.foot = Canvas(id="foot")
        self.geometry: Geometry = arrange(WIDE, TALL, self.panel_beside, self.state.active)
        self._board_hints = board_hints(commands)
        self._holding = 0
        self._changes: list[Change] = []
        self._layout = BoardLayout()

    @property
    def layout(self) -> Layout:
        """The board's own layout, which no stylesheet changes."""
        return self._layout

    def compose(self) -> ComposeResult:
        """Everything there ever is on the screen."""
        yield self.view.top
        yield from self.view.columns.values()
        yield self.panel
        yield self.foot

    def fit(self, size: Size) -> Mapping[Widget, Rect]:
        """Take in the size of the terminal and draw everything for it; where each part goes."""
        self.panel_over = self.panel_over and size.width < WIDE
        geometry = self.geometry = self._arranged(size.width, size.height, self.state.active)
        self.state.resize(geometry.rows)
        self.call_later(self.fitted)
        self._draw(STAGES)
        self._draw_foot()
        places: dict[Widget, Rect] = {self.view.columns[stage]: rect for stage, rect in geometry.columns.items()}
        places[self.foot] = geometry.foot
        if geometry.top is not None:
            places[self.view.top] = geometry.top
        if geometry.panel is not None:
            places[self.panel] = geometry.panel
        return places

    def fitted(self) -> None:
        """Called when everything has found its place: there may be more cards or a panel to show."""

    def redraw(self, stages: Iterable[Stage] = STAGES) -> None:
        """Draw some columns and the top line again."""
        self._paint(self._draw(stages))

    def draw_cursor(self, before: Stage) -> None:
        """Draw the cursor after it has moved, maybe from another column, which may bring that one into sight."""
        active = self.state.active
        if active is before:
            self._paint(self._draw_columns((active,)))
        elif self.would_move():
            self.arrange_again()
        else:
            self._paint(self._draw_columns((before, active)))

    def arrange_again(self) -> None:
        """Let every part find its place anew, and paint the whole screen."""
        self.foot.refresh(layout=True)  # Textual forgets a screen's arrangement only when one of its children asks

    def draw_foot(self) -> None:
        """Draw the foot again."""
        self._paint(self._draw_foot())

    def draw_panel(self) -> None:
        """Paint what the side panel has drawn."""
        self._paint([(self.panel, take_pending(self.panel))])

    @contextmanager
    def one_paint(self) -> Iterator[None]:
        """Whatever is drawn meanwhile reaches the terminal in one piece."""
        self._holding += 1
        try:
            yield
        finally:
            self._holding -= 1
            if not self._holding:
                changes, self._changes = self._changes, []
                paint(self, changes, covered=self.geometry.over or self.panel.writing)

    def would_move(self) -> bool:
        """Whether anything has another place than before, now that the cursor or the panel has."""
        foot = self.geometry.foot
        return self._arranged(foot.width, foot.y + foot.height, self.state.active) != self.geometry

    def _arranged(self, width: int, height: int, active: Stage) -> Geometry:
        panel = self.panel_beside if width >= WIDE else self.panel_over
        return arrange(width, height, panel, active)

    def _paint(self, changes: Iterable[Change]) -> None:
        with self.one_paint():
            self._changes += changes

    def _draw(self, stages: Iterable[Stage]) -> list[Change]:
        state = self.state
        top = TopLine(
            name=self.name_shown,
            today=self.moment.today,
            filter=state.query_text,
            matching=state.matching,
            sort="" if state.sort is Sort.RANK else state.sort.value,
            marked=len(state.marks),
            notices=self.notices,
            parked=state.parked,
        )
        return self._draw_columns(stages) + self.view.draw_top(top, self.geometry)

    def _draw_columns(self, stages: Iterable[Stage]) -> list[Change]:
        return self.view.draw_columns(stages, self.state, self.geometry, self.moment)

    def _draw_foot(self) -> list[Change]:
        place = self.geometry.foot
        hints = self.hints or self._board_hints
        strips = foot_strips(self.status, self.prompt, self.echo, hints, place.width, place.height, self.look)
        return [(self.foot, self.foot.draw(strips))]
