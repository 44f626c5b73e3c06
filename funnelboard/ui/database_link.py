"""The board's side of the database thread: what is asked, and which answers still matter.

Everything is asked in turn and answered by a message to the screen. An answer to an older question than the latest of
its kind is dropped, so that a slow reading never overwrites a newer one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from funnelboard.domain.board import Board, Column
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import Stage
from funnelboard.errors import FunnelBoardError, NotSaved
from funnelboard.ui.messages import Answered, ChangedElsewhere

if TYPE_CHECKING:
    from funnelboard.services.board_reading import DealDetail
    from funnelboard.services.done import Done
    from funnelboard.services.workspace import Workspace
    from funnelboard.ui.screens.board import BoardScreen

PATIENCE = 1.0
"""Seconds after which a write that is not done is worth a word."""

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Reading:
    """The board and its shared settings at one moment, and the deal the cursor will be on, if the panel shows it."""

    board: Board
    follow: int | None
    detail: DealDetail | None
    settings: BoardSettings


@dataclass(frozen=True, slots=True)
class Written:
    """A finished write with the board as it is after it."""

    done: Done
    reading: Reading


class DatabaseLink:
    """Asks and writes on behalf of one board screen."""

    def __init__(self, screen: BoardScreen, workspace: Workspace) -> None:
        self._screen = screen
        self.workspace = workspace
        self._unanswered = 0
        self._generation = 0
        self._loading = False
        self._load_again: Callable[[], None] | None = None
        self._fetching: set[Stage] = set()
        self._detail_wanted: int | None = None
        self._detail_asked: int | None = None
        self._polling = False
        self._writing_since: list[float] = []

    @property
    def waits(self) -> bool:
        """Whether a write is taking long: it is a large one, or another writer is in its way."""
        return bool(self._writing_since) and time.monotonic() - self._writing_since[0] > PATIENCE

    @property
    def busy(self) -> bool:
        """Whether anything that was asked is not answered yet."""
        return self._unanswered > 0 or self._polling

    def ask(
        self,
        function: Callable[[], Answer],
        then: Callable[[Answer], None],
        refused: Callable[[FunnelBoardError], None] | None = None,
    ) -> None:
        """Run a function on the database thread and, back on the screen, hand its result to ``then``.

        A refusal goes to ``refused``, or is shown in the status line.
        """
        self._unanswered += 1
        future: Future[Answer] = self.workspace.submit(function)
        future.add_done_callback(
            lambda done: self._screen.post_message(Answered(done, then, refused or self._screen.refuse)) and None
        )

    def answered(self, message: Answered) -> None:
        """Deliver an answer; anything but a refusal is a defect and ends the program."""
        self._unanswered -= 1
        try:
            answer = message.future.result()
        except FunnelBoardError as error:
            message.refused(error)
        else:
            message.then(answer)

    def reload(self, *, fresh: bool = False, follow: int | None = None) -> None:
        """Read the whole board again.

        Args:
            fresh: Show every column from its top, as after a change of filter or order.
            follow: Put the cursor on this deal, wherever it is.
        """
        self._generation += 1
        if self._loading:
            self._load_again = partial(self.reload, fresh=fresh, follow=follow)
            return
        self._loading, self._load_again = True, None
        read = self._reader(fresh)
        self.ask(partial(read, follow), partial(self._loaded, self._generation, fresh), self._not_loaded)

    def write(
        self,
        deed: Callable[[], Done],
        then: Callable[[Done], None] | None = None,
        refused: Callable[[FunnelBoardError], None] | None = None,
        to_result: bool = False,
    ) -> None:
        """Do one write and show the board as it is after it.

        Args:
            then: Called when it is done.
            refused: Called when it is not.
            to_result: Put the cursor on the first deal that was changed, instead of leaving it on the deal it is on.
        """
        self._generation += 1
        cursor = self._screen.state.here.deal_id
        read = self._reader(False)

        def doing() -> Written:
            done = deed()
            return Written(done, read(done.deal_ids[0] if to_result and done.deal_ids else cursor))

        self._writing_since.append(time.monotonic())
        self.ask(
            doing,
            partial(self._written, self._generation, cursor, then),
            partial(self._not_written, refused or self._screen.refuse),
        )

    def fetch_windows(self) -> None:
        """Read further where the cursor or the wheel comes near the end of what is loaded."""
        state = self._screen.state
        for stage, shown in state.columns.items():
            if stage not in self._fetching and shown.needs(state.rows):
                self._fetching.add(stage)
                start, size = shown.window(state.rows)
                self.ask(
                    partial(self.workspace.board.window, stage, start, size, self._query(), state.sort),
                    partial(self._fetched, self._generation, stage),
                    partial(self._not_fetched, stage),
                )

    def show_detail(self, deal_id: int | None) -> None:
        """Show a deal in the side panel; of several asked for in a row only the last one is read."""
        self._detail_wanted = deal_id
        if deal_id is None:
            self._screen.show_detail(None)
        elif self._detail_asked is None:
            self._detail_asked = deal_id
            kind = self._screen.panel.kind_filter
            self.ask(
                partial(self.workspace.board.detail, deal_id, kind),
                partial(self._detailed, deal_id),
                lambda _: self._detailed(deal_id, None),
            )

    def keep_detail(self, deal_id: int) -> None:
        """Another detail on its way is no longer wanted: this deal's is known."""
        self._detail_wanted = deal_id

    def poll(self) -> None:
        """See whether somebody else has changed the database; while nobody has, the screen is not even told."""
        if self._polling:
            return
        self._polling = True
        future = self.workspace.submit(self.workspace.board.changed_elsewhere)

        def looked(done: Future[bool]) -> None:
            if done.exception() is not None or done.result():
                self._screen.post_message(ChangedElsewhere(done))
            else:
                self._polling = False

        future.add_done_callback(looked)

    def changed_elsewhere(self, message: ChangedElsewhere) -> None:
        """Show what somebody else has changed, or why that can no longer be known."""
        self._polling = False
        try:
            message.future.result()
        except FunnelBoardError as error:
            self._screen.refuse(error)
        else:
            self.reload()

    def _query(self) -> Query:
        screen = self._screen
        text = screen.state.query_text
        return parse_query(text, screen.moment.today, self.workspace.default_currency, lenient=True)

    def _reader(self, fresh: bool) -> Callable[[int | None], Reading]:
        """What reads the board as the screen now wants it, but for the deal to follow."""
        state, services = self._screen.state, self.workspace.board
        windows = {stage: (0, 2 * state.rows) for stage in state.columns} if fresh else state.windows(ahead=1)
        load = partial(services.load, self._query(), state.sort, windows)
        active, cursor = state.active, state.here.deal_id
        kind, panel = self._screen.panel.kind_filter, self._screen.geometry.panel is not None
        settings = self.workspace.settings.current

        def read(follow: int | None) -> Reading:
            board = load(follow)
            cards = board.column(active).cards
            likely = [follow, None if fresh else cursor, cards[0].id if cards else None]
            shown = next((deal_id for deal_id in likely if deal_id is not None and board.find(deal_id)), None)
            detail = services.detail(shown, kind) if panel and shown is not None else None
            return Reading(board, follow, detail, settings())

        return read

    def _loaded(self, generation: int, fresh: bool, reading: Reading) -> None:
        self._loading = False
        if self._load_again is not None:
            self._load_again()
        elif generation == self._generation:
            if fresh:
                self._screen.state.rewind()
            self._screen.state.settings = reading.settings
            self._screen.show_board(reading.board, reading.follow, reading.detail)

    def _not_loaded(self, error: FunnelBoardError) -> None:
        self._loading = False
        self._screen.refuse(error)

    def _written(self, generation: int, cursor: int | None, then: Callable[[Done], None] | None, it: Written) -> None:
        screen = self._screen
        del self._writing_since[0]
        if it.done.change:
            screen.show_saving(saves=True)
        if generation == self._generation:
            unmoved = screen.state.here.deal_id == cursor
            screen.state.settings = it.reading.settings
            screen.show_board(it.reading.board, it.reading.follow if unmoved else None, it.reading.detail)
        follow = it.reading.follow
        hidden = follow is not None and follow in it.done.deal_ids and it.reading.board.find(follow) is None
        screen.say_done(it.done, hidden=hidden and bool(screen.state.query_text))
        if then is not None:
            then(it.done)

    def _not_written(self, refused: Callable[[FunnelBoardError], None], error: FunnelBoardError) -> None:
        del self._writing_since[0]
        if isinstance(error, NotSaved):
            self._screen.show_saving(saves=False)
        refused(error)

    def _fetched(self, generation: int, stage: Stage, column: Column) -> None:
        self._fetching.discard(stage)
        if generation == self._generation:
            self._screen.show_column(column)
        self.fetch_windows()

    def _not_fetched(self, stage: Stage, error: FunnelBoardError) -> None:
        self._fetching.discard(stage)
        self._screen.refuse(error)

    def _detailed(self, deal_id: int, detail: DealDetail | None) -> None:
        self._detail_asked = None
        if deal_id == self._detail_wanted:
            self._screen.show_detail(detail)
        elif self._detail_wanted is not None:
            self.show_detail(self._detail_wanted)
