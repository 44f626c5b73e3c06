"""The board: gives every key to its command and shows what comes back from the database."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Protocol

from textual.strip import Strip

from funnelboard.config import Density
from funnelboard.domain.board import Board, Sort
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.memory.draft import DraftKey
from funnelboard.memory.memory import Memory
from funnelboard.memory.view_state import ViewState
from funnelboard.ui.board import Action, AtHand
from funnelboard.ui.board_state import BoardState
from funnelboard.ui.commands import BY_ID, Command
from funnelboard.ui.desk import Desk
from funnelboard.ui.dispatcher import Key, Over, Paste, Pointed, Typed
from funnelboard.ui.drawing.card_words import Moment
from funnelboard.ui.drawing.columns import ColumnsDrawing
from funnelboard.ui.drawing.deal_hints import HintWriter
from funnelboard.ui.drawing.empty import Clickable, first_steps
from funnelboard.ui.drawing.geometry import TALL, WIDE, Geometry, Rect, arrange
from funnelboard.ui.drawing.heading import untold
from funnelboard.ui.drawing.lines import EMPTY, FullLine
from funnelboard.ui.drawing.side_panel import SidePanel
from funnelboard.ui.drawing.top_line import TopLine, top_line
from funnelboard.ui.key_names import shown_key
from funnelboard.ui.keys import key_map
from funnelboard.ui.screens.board_readings import BoardReadings, Reading
from funnelboard.ui.strips import full_strip
from funnelboard.ui.viewport import Scene, Viewport

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.services.board_reading import DealDetail
    from funnelboard.services.workspace import Workspace
    from funnelboard.services.written import Written

NOT_SAVING = "nothing is saved"
"""What the top line says while writes fail: the disk is full, or the file is gone."""

COLUMNS = tuple(stage.value for stage in STAGES)
"""The parts that are columns."""


class Converse(Protocol):
    """Begins a conversation under a command's id, about some deals or those at hand on the board."""

    def __call__(
        self,
        action: Callable[[Desk], Coroutine[Any, Any, None]],
        command: str,
        about: AtHand | None = None,
    ) -> None: ...


class BoardScreen(Scene):
    """The board at work: four columns, a side panel, a top line.

    Attributes:
        state: What is shown and where the cursor is.
        moment: The time everything is drawn for.
        geometry: Where everything stands now.
        panel_beside: Whether the side panel is wanted where it has a place of its own.
        panel_over: Whether it is open over the columns, on a terminal where it has none.
        panel_has_keys: Whether the seller is in it.
        commands: With the seller's own keys.
        memory: Drafts and what was last looked at; None until the database is open.
        notices: For the top line.
        here: How many sellers have the database open on a board.
        last_action: What ``.`` does again.
        left_off: Where pages go on when they are opened again, by the command that opens them.
        point: What obeys the mouse.
        drop_at: The column, and the place in it, that a card is being dragged to.
    """

    def __init__(
        self,
        viewport: Viewport,
        commands: Sequence[Command],
        moment: Moment,
        converse: Converse,
        leave: Callable[[], None],
        density: Density = Density.AUTO,
    ) -> None:
        super().__init__(viewport)
        self.state = BoardState()
        self.moment = moment
        self.commands = commands
        self.converse = converse
        self.leave = leave
        self.density = density
        self.panel_beside = True
        self.panel_over = False
        self.panel_has_keys = False
        self.panel = SidePanel(self.styles, self._note_draft)
        self.memory: Memory | None = None
        self.notices: tuple[str, ...] = ()
        self.here = 1
        self.last_action: Action | None = None
        self.left_off: dict[str, Any] = {}
        self.point: Callable[[Pointed], None] = lambda _: None
        self.drop_at: tuple[Stage, int] | None = None
        self.readings: BoardReadings
        self.is_open = False
        self._hints = HintWriter({command.id: shown_key(command.keys[0]) for command in commands if command.keys})
        self.geometry: Geometry = arrange(WIDE, TALL, self.panel_beside, self.state.active)
        self._columns = ColumnsDrawing[Strip](self.styles, lambda line, width: full_strip(line, width, self.styles))
        self._keys = key_map(commands)
        self._does: dict[str, Callable[..., Any]] = {}
        self._size = (WIDE, TALL, 0)
        self._tops: dict[Stage, int] | None = None
        self._name = ""

    @property
    def today(self) -> date:
        """The seller's local date."""
        return self.moment.today

    @property
    def now(self) -> int:
        """UTC epoch microseconds."""
        return self.moment.now

    @property
    def workspace(self) -> Workspace:
        """The services."""
        return self.readings.workspace

    def begin(self, readings: BoardReadings, board: Board, memory: Memory) -> None:
        """Show the first board of an open database."""
        workspace = readings.workspace
        self.readings, self.memory, self.is_open = readings, memory, True
        kept = memory.kept
        self.state.query_text, self.state.sort = kept.query, kept.sort
        self.state.active, self.panel_beside = kept.stage, kept.panel
        self._name = workspace.name
        self.notices = ("sample data, nothing is kept",) if workspace.private_copy else ()
        self.rearrange()
        self.show_board(board, kept.deal_id)
        if memory.problems:
            self.viewport.refuse(" ".join(memory.problems))
        elif offer := memory.offer(self._hints.keys):
            self.viewport.say(offer)

    # -- drawing -----------------------------------------------------------------

    @property
    def badge(self) -> str:
        """Its name, as long as there is the panel too."""
        beside = self.viewport.width >= WIDE
        return "BOARD" if (self.panel_beside if beside else self.panel_over) and not self.state.is_new else ""

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
        if self.is_open:
            self.readings.fetch()
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
            width = heading.width if heading is not None else 0
            self.panel.worth = untold(column, width, geometry.heading_lines, self.styles, self.state.settings)
            return self.strips(self.panel.draw(place.width, place.height, has_keys=has_keys), place.width)
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
        if self.is_open:
            self.readings.fetch()

    def _fit_hints(self) -> None:
        """Say the keys that fit what is at hand now."""
        state = self.state
        hints = self._hints.write(
            state.card,
            state.settings.preset,
            marked=bool(state.marks),
            filtered=bool(state.query_text),
            new=state.is_new,
        )
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
        state = self.state
        return TopLine(
            name=self._name,
            today=self.moment.today,
            filter=state.query_text,
            matching=state.matching,
            sort="" if state.sort is Sort.RANK else state.sort.value,
            marked=len(state.marks),
            notices=(*self.notices, *(["read-only"] if self.is_open and self.workspace.read_only else [])),
            parked=state.parked,
            here=self.here,
            attention=state.attention,
        )

    # -- keys --------------------------------------------------------------------

    def take(self, typed: Typed) -> Over[Any] | None:
        """Obey a key or the mouse; a paste means nothing here."""
        if isinstance(typed, Key):
            self.press(typed)
        elif isinstance(typed, Pointed) and self.is_open:
            self.point(typed)
        elif isinstance(typed, Paste):
            self.viewport.say("Pasted text needs a place: n takes it as a note, a as a new deal.")
        return None

    def knows_alt(self, name: str) -> bool:
        """Those that the seller has given to a command."""
        return name in self._keys

    def take_meanwhile(self, typed: Typed) -> bool:
        """While a write waits for another writer, go about all the same."""
        command_id = self._keys.get(typed.name) if isinstance(typed, Key) else None
        if command_id is None or not self.is_open or not self.readings.link.waits:
            return False
        goes = BY_ID[command_id].does.startswith("screens.cursor:")
        if goes:
            self.run_command(command_id)
        return goes

    def press(self, key: Key) -> None:
        """Carry out the command of a key."""
        command_id = self._keys.get(key.name)
        if key.name == "ctrl+c":
            self.viewport.say("q leaves, y copies.")
        elif command_id is not None:
            self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Carry out a command of the table: at once if it only goes about, else as a conversation."""
        does = self._does.get(command_id)
        if does is None:
            does = self._does[command_id] = BY_ID[command_id].function()
        if iscoroutinefunction(does):
            self.converse(does, command_id)
        else:
            at = self._at()
            does(self)
            if self._at() != at:
                self.viewport.hush()

    def _at(self) -> tuple[Stage, int | None, int | None]:
        """Where the cursor is, or will be once that is loaded."""
        here = self.state.here
        return self.state.active, here.deal_id, here.wanted

    # -- what comes back from the database -----------------------------------------

    def reader(self, *, fresh: bool = False) -> Callable[[int | None], Reading]:
        """What reads the board as it is now shown, the cursor on the deal it is given."""
        return self.readings.reader(fresh=fresh)

    def show_reading(self, reading: Reading) -> None:
        """Show the whole board as it was read."""
        self.state.settings = reading.settings
        self.show_board(reading.board, reading.follow, reading.detail, fresh=reading.fresh)
        self.viewport.look_again()

    def show_board(
        self, board: Board, follow: int | None = None, detail: DealDetail | None = None, *, fresh: bool = False
    ) -> None:
        """Show a new reading of the board, the cursor on ``follow`` if that deal is there.

        Args:
            detail: Of the deal the cursor is likely to be on then; another is asked for if it is not.
        """
        before, was_new = self.state.active, self.state.is_new
        clock = self.workspace.clock
        self.moment = Moment(clock.now(), clock.today())
        self.state.show(board, follow, fresh=fresh)
        if self.state.is_new is not was_new:
            self.rearrange()
        self.touch_all()
        if detail is not None and detail.deal.id == self.state.here.deal_id and self.geometry.panel is not None:
            self.readings.know_detail()
            self.show_detail(detail)
        self.moved_cursor(before)

    def show_written(self, written: Written, reading: Reading, cursor: int | None) -> None:
        """Show the board as it is after a write, and what was done."""
        state = self.state
        self.readings.drop()
        state.settings = reading.settings
        unmoved = state.here.deal_id == cursor
        self.show_board(reading.board, reading.follow if unmoved else None, reading.detail)
        follow = reading.follow
        hidden = follow is not None and follow in written.deal_ids and reading.board.find(follow) is None
        self.viewport.say_written(written, hidden=hidden and bool(state.query_text))

    def show_detail(self, detail: DealDetail | None) -> None:
        """Show a deal in the side panel."""
        self.panel.preset = self.state.settings.preset
        self.panel.show(detail, self.moment.now, self.moment.today)
        self.touch("panel")

    def show_here(self, here: int) -> None:
        """Say in the top line how many sellers are here."""
        if here != self.here:
            self.here = here
            self.touch("top")

    def show_saving(self, *, saves: bool) -> None:
        """Say in the top line that nothing is saved, from a write that failed until one that works."""
        if saves != (NOT_SAVING in self.notices) or self.workspace.read_only:
            return
        others = tuple(words for words in self.notices if words != NOT_SAVING)
        self.notices = others if saves else (*others, NOT_SAVING)
        self.touch("top")

    def show_query(self, text: str, sort: Sort | None = None) -> None:
        """Show the deals that match a query, in an order; the cursor stays on its deal, else near it.

        When a query is taken away the cursor goes back to where it was before there was one.
        """
        follow = self.state.seek(text.strip())
        self.state.sort = sort or self.state.sort
        self.touch("top")
        self.readings.reload(fresh=True, follow=follow)

    async def rest(self) -> None:
        """Wait until it shows what it was asked for."""
        await self.readings.rest()

    def go_to(self, deal_id: int) -> None:
        """Put the cursor on a deal, wherever it is."""
        self.readings.reload(follow=deal_id)

    def remember(self) -> None:
        """Write down where the seller is; what they are typing is written down already."""
        if self.memory is not None:
            state = self.state
            self.memory.close(
                ViewState(state.query_text, state.sort, state.active, state.here.deal_id, self.panel_beside)
            )

    def _note_draft(self, deal_id: int) -> str:
        draft = self.memory.drafts.take(DraftKey("write-note", (deal_id,))) if self.memory is not None else None
        return draft.text if draft is not None else ""
