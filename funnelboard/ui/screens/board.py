"""The board: gives every key to its command and shows what comes back from the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.message import Message

from funnelboard.domain.board import Board, Column
from funnelboard.domain.stage import Stage
from funnelboard.ui.actions import ACTIONS
from funnelboard.ui.commands import BY_ID, Command
from funnelboard.ui.database_link import DatabaseLink
from funnelboard.ui.keys import key_map
from funnelboard.ui.look import Look
from funnelboard.ui.memory import Memory
from funnelboard.ui.messages import Answered, ChangedElsewhere, DamageFound, Opened
from funnelboard.ui.opening import Opening
from funnelboard.ui.pointer import Pointer
from funnelboard.ui.screens.board_panel import BoardPanel
from funnelboard.ui.view_state import ViewState
from funnelboard.ui.widgets.card import Moment
from funnelboard.ui.widgets.foot import Status

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.errors import FunnelBoardError
    from funnelboard.services.board_reading import DealDetail
    from funnelboard.services.done import Done
    from funnelboard.services.workspace import Workspace
    from funnelboard.ui.agenda_state import AgendaState

FIRST_PAINT_PATIENCE = 0.5
"""Seconds the first painting waits for the database."""

TICK = 0.5
"""Seconds between two looks for other sellers' changes."""

DAMAGE_AFTER = 30
"""Seconds after the start before the file is read for damage: the first keys come first."""

NOT_SAVING = "nothing is saved"
"""What the top line says while writes fail: the disk is full, or the file is gone."""

MICROSECONDS_AN_HOUR = 3_600_000_000

Deed = Callable[[tuple[int, ...]], "Done"]
"""A write to some deals."""

Refusal = Callable[[tuple[int, ...], "FunnelBoardError"], None]
"""What is done when a write to some deals is refused."""


class BoardScreen(BoardPanel, inherit_bindings=False):
    """The board at work. It has the keys itself: only the side panel takes the focus, while one is in it.

    Attributes:
        agenda: How far the seller has come with a day's agenda; None until it is opened.
        commands: With the seller's own keys.
        last_deed: What ``.`` does again; ``last_refusal`` is what it does when that is refused.
    """

    class NotOpened(Message):
        """The database could not be opened."""

        def __init__(self, error: BaseException) -> None:
            super().__init__()
            self.error = error

    def __init__(self, opening: Future[Opening], commands: Sequence[Command], look: Look, moment: Moment) -> None:
        super().__init__(commands, look, moment)
        self._opening = opening
        self.commands = commands
        self.agenda: AgendaState | None = None
        self.last_deed: Deed | None = None
        self.last_refusal: Refusal | None = None
        self.pointer = Pointer(self)
        self._begun: date | None = None
        self._keys = key_map(commands)

    # -- the database ----------------------------------------------------------

    def on_mount(self) -> None:
        """Show the database; wait a little for it, so that no empty board flashes by."""
        try:
            self._opening.exception(FIRST_PAINT_PATIENCE)
        except TimeoutError:
            self._opening.add_done_callback(lambda _: self.post_message(Opened()) and None)
        else:
            self.database_opened()

    @on(Opened)
    def database_opened(self) -> None:
        """Show the first board."""
        error = self._opening.exception()
        if error is not None:
            self.post_message(self.NotOpened(error))
        else:
            opening = self._opening.result()
            self.state.settings = opening.settings
            self._begin(opening.workspace, opening.board, opening.memory)

    def _begin(self, workspace: Workspace, board: Board, memory: Memory) -> None:
        self.link = DatabaseLink(self, workspace)
        self.is_open = True
        self.memory = memory
        self.state.query_text, self.state.sort = memory.kept.query, memory.kept.sort
        self.state.active, self.panel_beside = memory.kept.stage, memory.kept.panel
        self.name_shown = workspace.name
        self.notices = tuple(
            words
            for words, true in (
                ("sample data, nothing is kept", workspace.private_copy),
                ("read-only", workspace.read_only),
            )
            if true
        )
        self._begun = self.moment.today
        if memory.draft is not None:
            self.status = Status(memory.offer())
        if self.would_move():
            self.arrange_again()
        self.show_board(board, memory.kept.deal_id)
        self.set_interval(TICK, self.tick, name="tick")
        self.set_timer(DAMAGE_AFTER, self.look_for_damage, name="damage")

    def look_for_damage(self) -> None:
        """Have the file read for damage, beside everything else."""

        def looked(found: Future[str | None]) -> None:
            sentence = found.result()
            if sentence is not None:
                self.post_message(DamageFound(sentence))

        self.workspace.look_for_damage().add_done_callback(looked)

    @on(DamageFound)
    def damage_was_found(self, message: DamageFound) -> None:
        """Say so, and go on saying so in the top line."""
        self.notices = (*self.notices, "damaged")
        self.status = Status(message.sentence, wrong=True)
        self.redraw()
        self.draw_foot()

    def show_saving(self, *, saves: bool) -> None:
        """Say in the top line that nothing is saved, from a write that failed until one that works."""
        if saves != (NOT_SAVING in self.notices) or self.workspace.read_only:
            return
        others = tuple(words for words in self.notices if words != NOT_SAVING)
        self.notices = others if saves else (*others, NOT_SAVING)
        self.redraw()

    def remember(self) -> None:
        """Write down where the seller is and what they are typing."""
        if self.memory is None:
            return
        state = self.state
        self.memory.close(ViewState(state.query_text, state.sort, state.active, state.here.deal_id, self.panel_beside))

    def tick(self) -> None:
        """Look for changes by others, and let a new hour or day show."""
        clock = self.workspace.clock
        before, now = self.moment, Moment(clock.now(), clock.today())
        if (before.today, before.now // MICROSECONDS_AN_HOUR) != (now.today, now.now // MICROSECONDS_AN_HOUR):
            self.moment = now
            self.redraw()
            self._begin_day()
        if self.link.waits:
            self.say("Still waiting for the database; what you did is not lost.")
        self.link.poll()

    def _begin_day(self) -> None:
        """Have the parked deals whose day has come back on the board, once a day; tried again if it cannot be done."""
        today = self.moment.today

        def begun(done: Done) -> None:
            self._begun = today
            self.link.reload()
            if done.change:
                self.say(done.summary)

        if self._begun != today:
            self.link.ask(self.workspace.begin_day, begun)

    @on(Answered)
    def answer_arrived(self, message: Answered) -> None:
        """Deliver an answer of the database thread."""
        with self.one_paint():
            self.link.answered(message)

    @on(ChangedElsewhere)
    def others_wrote(self, message: ChangedElsewhere) -> None:
        """Show what other sellers have changed."""
        self.link.changed_elsewhere(message)

    def show_board(self, board: Board, follow: int | None = None, detail: DealDetail | None = None) -> None:
        """Show a new reading of the board, the cursor on ``follow`` if that deal is there.

        Args:
            detail: Of the deal the cursor is likely to be on then; another is asked for if it is not.
        """
        stage = self.state.active
        self.moment = Moment(self.workspace.clock.now(), self.workspace.clock.today())
        self.state.show(board, follow)
        self.echo_again()
        self.redraw()
        self.draw_cursor(stage)
        self.link.fetch_windows()
        if detail is not None and detail.deal.id == self.state.here.deal_id and self.geometry.panel is not None:
            self.link.keep_detail(detail.deal.id)
            self.show_detail(detail)
        else:
            self.refresh_detail()

    def show_column(self, column: Column) -> None:
        """Show a new reading of one column."""
        self.state.show_column(column)
        self.redraw((column.stage,))
        if column.stage is self.state.active:
            self.refresh_detail()

    def fitted(self) -> None:
        """Read what there now is room for."""
        if self.is_open:
            self.link.fetch_windows()
            self.refresh_detail()

    def act(self, deed: Deed, then: Callable[[Done], None] | None = None, refused: Refusal | None = None) -> None:
        """Do a write to all marked deals, or the one at the cursor; ``.`` does it again."""
        targets = self.state.targets
        if not targets:
            self.say("There is no deal here.")
            return
        self.last_deed, self.last_refusal = deed, refused
        self.state.marks.clear()
        self.write(partial(deed, targets), then, partial(refused, targets) if refused is not None else None)

    # -- keys ------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Obey a key that nothing in the side panel wanted."""
        event.stop()
        event.prevent_default()
        with self.one_paint():
            if self.takes_key(event.key, event.character):
                return
            if event.key == "ctrl+c":
                self.say("q leaves, y copies.")
            elif self.is_open and (command_id := self._keys.get(event.key)) is not None:
                self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Carry out a command of the table."""
        command = BY_ID[command_id]
        if command.not_yet:
            self.say(f"Not there yet: {command.not_yet}.")
        else:
            ACTIONS[command_id](self)

    def moved(self, before: Stage | None = None) -> None:
        """Show that the cursor has moved, from another column if ``before`` is given."""
        self.draw_cursor(self.state.active if before is None else before)
        self.link.fetch_windows()
        self.refresh_detail()

    # -- the mouse -------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Select, and begin a drag."""
        self.pointer.down(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Go on with a drag."""
        self.pointer.move(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a drag."""
        self.pointer.up(event)

    def on_click(self, event: events.Click) -> None:
        """A double click enters the panel."""
        if event.chain == 2:
            self.pointer.open(event)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the column under the pointer."""
        self.pointer.scroll(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the column under the pointer."""
        self.pointer.scroll(event, -1)
