"""The board: gives every key to its command and shows what comes back from the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Protocol

from funnelboard.config import Density
from funnelboard.domain.board import Board, Sort
from funnelboard.domain.stage import Stage
from funnelboard.errors import Conflict
from funnelboard.memory.draft import DraftKey
from funnelboard.memory.memory import Memory
from funnelboard.memory.view_state import ViewState
from funnelboard.services.news import NO_NEWS, News
from funnelboard.services.sight import Sight
from funnelboard.ui.board import Action, AtHand
from funnelboard.ui.commands import BY_ID, Command
from funnelboard.ui.dispatcher import Key, Over, Paste, Pointed, Typed
from funnelboard.ui.drawing.card_words import Moment
from funnelboard.ui.drawing.geometry import Rect
from funnelboard.ui.drawing.top_line import SAMPLE
from funnelboard.ui.keys import key_map
from funnelboard.ui.screens.board_readings import BoardReadings, Others, Reading
from funnelboard.ui.screens.board_scene import COLUMNS, BoardScene
from funnelboard.ui.viewport import Viewport

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.services.deal_detail import DealDetail
    from funnelboard.services.workspace import Workspace
    from funnelboard.services.written import Written

NOT_SAVING = "nothing is saved"
"""What the top line says while writes fail: the disk is full, or the file is gone."""

NO_ANSWER = "no answer"
"""What the top line says while the server does not answer."""


class Converse(Protocol):
    """Begins a conversation under a command's id, about some deals or those at hand on the board."""

    def __call__(self, action: Action, command: str, about: AtHand | None = None) -> None: ...


class BoardScreen(BoardScene):
    """The board at work.

    Attributes:
        memory: Drafts and what was last looked at; None until the database is open.
        last_action: What ``.`` does again.
        left_off: Where pages go on when they are opened again, by the command that opens them.
        point: What obeys the mouse.
        is_open: Whether there is a database to read from.
        first_change: Id of the newest change of the log when it was opened.
    """

    def __init__(
        self,
        viewport: Viewport,
        commands: Sequence[Command],
        moment: Moment,
        converse: Converse,
        leave: Callable[[], None],
        density: Density,
    ) -> None:
        super().__init__(viewport, commands, moment, density, self._note_draft)
        self.converse = converse
        self.leave = leave
        self.memory: Memory | None = None
        self.last_action: Action | None = None
        self.left_off: dict[str, Any] = {}
        self.point: Callable[[Pointed], None] = lambda _: None
        self.readings: BoardReadings
        self.is_open = False
        self.first_change = 0
        self._does: dict[str, Callable[..., Any]] = {}

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

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written, for now."""
        return self.is_open and self.workspace.read_only

    def begin(self, readings: BoardReadings, board: Board, memory: Memory) -> None:
        """Show the first board of an open database."""
        workspace = readings.workspace
        if not workspace.private_copy:
            self.obey([command for command in self.commands if not command.of_a_demo])
        self.readings, self.memory, self.is_open = readings, memory, True
        kept = memory.kept
        self.state.query_text, self.state.sort = kept.query, kept.sort
        self.state.active, self.panel_beside = kept.stage, kept.panel
        self.name = workspace.name
        self.notices = (SAMPLE,) if workspace.private_copy else ()
        self.rearrange()
        self.show_board(board, kept.deal_id)
        self.first_change = board.change
        if memory.problems:
            self.viewport.refuse(" ".join(memory.problems))
        elif offer := memory.offer(self._hints.keys):
            self.viewport.say(offer)

    def obey(self, commands: Sequence[Command]) -> None:
        """Have these commands from now on, each with its keys."""
        super().obey(commands)
        self._keys = key_map(commands)

    # -- what is in sight ----------------------------------------------------------

    def places(self, width: int, height: int, foot: int) -> dict[str, Rect]:
        """Where everything stands; what has come into sight is read."""
        places = super().places(width, height, foot)
        if self.is_open:
            self.readings.fetch()
        return places

    def moved_cursor(self, before: Stage) -> None:
        """Show that the cursor has moved, and read what it is coming to."""
        super().moved_cursor(before)
        if self.is_open:
            self.readings.fetch()

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
                self.went_on(at[1])

    def went_on(self, before: int | None) -> None:
        """The seller has gone on from a deal to the one that is now at the cursor."""
        self.state.unseen.look(before, self.state.here.deal_id)
        self.viewport.hush()

    def sight(self) -> Sight:
        """What the seller sees now."""
        return Sight(self.state.change, self.state.unseen.known(self.state.marks, self.workspace.clock.now()))

    def refuse_taken(self) -> None:
        """Refuse a key that can only have been meant for the deal which the cursor has just left by itself.

        Raises:
            Conflict: That was a moment ago; the next key is for the deal that is at the cursor now.
        """
        why = self.state.unseen.why_taken(self.workspace.clock.now())
        if why:
            now = f"“{self.state.card.title}”" if self.state.card is not None else "nothing"
            raise Conflict(f"{why}. The cursor is on {now} now.")

    def look_up(self, told: Iterable[int]) -> None:
        """Show what others have done; the seller has been told of some deals."""
        self.state.unseen.tell(told, self.state.change)
        self.readings.reload()

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
        self.show_board(reading.board, reading.follow, reading.detail, reading.news, fresh=reading.fresh)
        self.viewport.tell_news(reading.news.line)
        self.viewport.look_again()

    def show_board(
        self,
        board: Board,
        follow: int | None = None,
        detail: DealDetail | None = None,
        news: News = NO_NEWS,
        *,
        fresh: bool = False,
    ) -> None:
        """Show a new reading of the board, the cursor on ``follow`` if that deal is there.

        Args:
            detail: Of the deal the cursor is likely to be on then; another is asked for if it is not.
            news: What others have done since the reading before; their deals are marked until they are looked at.
        """
        before, was_new = self.state.active, self.state.is_new
        known, cursor = self.state.change, self.state.here.deal_id
        clock = self.workspace.clock
        self.moment = Moment(clock.now(), clock.today())
        self.state.show(board, follow, fresh=fresh)
        self.state.unseen.hear(news.deals, known, self.state.change, self.moment.now)
        if cursor is not None and cursor in news.deals and cursor != self.state.here.deal_id:
            self.state.unseen.take_cursor(news.deals[cursor], self.moment.now)
        if self.state.is_new is not was_new:
            self.rearrange()
        self.touch_all()
        if detail is not None and detail.deal.id == self.state.here.deal_id and self.geometry.panel is not None:
            self.readings.know_detail()
            self.show_detail(detail)
        elif self.geometry.panel is None:
            self.show_detail(None)  # what it knows may be old when it is opened again
        self.moved_cursor(before)

    def show_written(self, written: Written, reading: Reading, cursor: int | None) -> None:
        """Show the board as it is after a write, and what was done."""
        state = self.state
        self.readings.drop()
        state.settings = reading.settings
        state.unseen.tell((*written.deal_ids, *written.left), state.change)
        unmoved = state.here.deal_id == cursor
        self.show_board(reading.board, reading.follow if unmoved else None, reading.detail, reading.news)
        follow = reading.follow
        hidden = follow is not None and follow in written.deal_ids and reading.board.find(follow) is None
        self.viewport.say_written(written, hidden=hidden and bool(state.query_text))
        self.viewport.tell_news(reading.news.line)

    def show_detail(self, detail: DealDetail | None) -> None:
        """Show a deal in the side panel."""
        self.panel.preset = self.state.settings.preset
        self.panel.show(detail, self.moment.now, self.moment.today)
        self.touch("panel")

    def show_others(self, others: Others) -> None:
        """Say in the top line how many sellers are here, and at the cards which they have open to change them."""
        if others.here != self.here:
            self.here = others.here
            self.touch("top")
        if others.edited != self.state.edited:
            self.state.edited = others.edited
            self.touch(*COLUMNS)

    def show_saving(self, *, saves: bool) -> None:
        """Say in the top line that nothing is saved, from a write that failed until one that works."""
        if not self.workspace.read_only:
            self._notice(NOT_SAVING, shown=not saves)

    @property
    def is_cut_off(self) -> bool:
        """Whether it says that the server does not answer."""
        return NO_ANSWER in self.notices

    def show_cut_off(self, *, cut_off: bool) -> None:
        """Say in the top line that the server does not answer, so that what is shown is what was last known."""
        self._notice(NO_ANSWER, shown=cut_off)

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

    def _notice(self, words: str, *, shown: bool) -> None:
        if shown != (words in self.notices):
            others = tuple(other for other in self.notices if other != words)
            self.notices = (*others, words) if shown else others
            self.touch("top")

    def _note_draft(self, deal_id: int) -> str:
        draft = self.memory.drafts.take(DraftKey("write-note", (deal_id,))) if self.memory is not None else None
        return draft.text if draft is not None else ""
