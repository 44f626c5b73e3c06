"""What the board reads: all of it after a change, further cards where the cursor goes, the deal in the side panel."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from funnelboard.domain.board import Board, Column
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import STAGES
from funnelboard.errors import FunnelBoardError, Unreachable
from funnelboard.services.news import NO_NEWS
from funnelboard.ui.link import Latest, Link

if TYPE_CHECKING:
    from datetime import date

    from funnelboard.services.deal_detail import DealDetail
    from funnelboard.services.news import News
    from funnelboard.services.workspace import Workspace
    from funnelboard.ui.board_state import BoardState
    from funnelboard.ui.drawing.geometry import Geometry
    from funnelboard.ui.drawing.side_panel import SidePanel
    from funnelboard.ui.viewport import Viewport


class Reading(NamedTuple):
    """The board and its shared settings at one moment, and the deal the cursor will be on, if the panel shows it.

    Attributes:
        fresh: Whether every column is to be shown from its top.
        news: What others have written since the reading before.
    """

    board: Board
    follow: int | None
    detail: DealDetail | None
    settings: BoardSettings
    fresh: bool
    news: News


class Others(NamedTuple):
    """How many sellers are here, and the deals that are open on other boards to be changed."""

    here: int
    edited: frozenset[int]


class Shows(Protocol):
    """The board, as far as it says what is to be read and takes what was."""

    state: BoardState
    panel: SidePanel
    geometry: Geometry
    viewport: Viewport

    @property
    def today(self) -> date: ...
    def show_reading(self, reading: Reading) -> None: ...
    def show_detail(self, detail: DealDetail | None) -> None: ...
    def show_others(self, others: Others) -> None: ...
    def touch(self, *parts: str) -> None: ...


class BoardReadings:
    """Reads on behalf of the board; of each kind only the newest reading is shown.

    Attributes:
        link: The way to the database.
        missed: Whether something could not be read from a server that was gone, and is to be read again.
    """

    def __init__(self, board: Shows, link: Link) -> None:
        self.link = link
        self._board = board
        refuse = self.refuse
        self.missed = False
        self._told: tuple[int | None, int] = (None, 0)
        self._whole: Latest[Reading] = Latest(link, self._show_whole, refuse)
        self._windows = {stage: Latest(link, self._show_column, refuse) for stage in STAGES}
        self._detail: Latest[DealDetail] = Latest(link, board.show_detail, self._refuse_detail)
        self._others: Latest[Others] = Latest(link, board.show_others, lambda _: None)

    @property
    def pending(self) -> bool:
        """Whether a reading of the whole board is still to be shown."""
        return self._whole.pending

    @property
    def took(self) -> float:
        """Seconds that the last reading of the whole board took."""
        return self._whole.took

    @property
    def workspace(self) -> Workspace:
        """The services."""
        return self.link.workspace

    def reload(self, *, fresh: bool = False, follow: int | None = None, panel_until: int = 0) -> None:
        """Read the whole board again.

        Args:
            panel_until: What the side panel shows is known to be so until this change of the log.
            fresh: Show every column from its top, as after a change of filter or order, which is typed.
            follow: Put the cursor on this deal, wherever it is.
        """
        self.drop()
        self._whole.want(partial(self.reader(fresh=fresh, panel_until=panel_until), follow), typed=fresh)

    async def rest(self) -> None:
        """Wait until the board shows what was asked for: its filter, and the deal its cursor was sent to."""
        await self._whole.rest()
        await self._windows[self._board.state.active].rest()

    def drop(self) -> None:
        """What is being read of the columns is no longer wanted: something newer is known, or asked for."""
        self._whole.drop()
        for window in self._windows.values():
            window.drop()

    def fetch(self) -> None:
        """Read further where the cursor or the wheel comes near the end of what is loaded, and the deal it is on."""
        board, state = self._board, self._board.state
        if not self._whole.pending:
            for stage, shown in state.columns.items():
                if shown.needs(state.rows) and not self._windows[stage].pending:
                    start, size = shown.window(state.rows)
                    read = partial(self.workspace.board.window, stage, start, size, self.query(), state.sort)
                    self._windows[stage].want(read)
        deal_id = state.here.deal_id
        if board.geometry.panel is None or deal_id == board.panel.deal_id:
            self._detail.drop()
        elif deal_id is None:
            self._detail.drop()
            board.show_detail(None)
        else:
            self.fetch_detail(deal_id)

    def fetch_detail(self, deal_id: int) -> None:
        """Read a deal for the side panel; of several asked for in a row only the last one is read."""
        self._detail.want(partial(self.workspace.board.detail, deal_id, self._board.panel.kind_filter))

    def know_detail(self) -> None:
        """Another detail on its way is no longer wanted: the deal at hand is known."""
        self._detail.drop()

    def attend(self) -> None:
        """Say that this board is open, and see how many are."""
        presence = self.workspace.presence
        self._others.want(lambda: Others(len(presence.attend()), presence.edited()))

    def reader(self, *, fresh: bool = False, panel_until: int = 0) -> Callable[[int | None], Reading]:
        """What reads the board as it is now shown, but for the deal to follow; as :meth:`reload`."""
        board, services = self._board, self.workspace.board
        state = board.state
        windows = {stage: (0, 2 * state.rows) for stage in state.columns} if fresh else state.windows(ahead=1)
        query = self.query()
        load = partial(services.load, query, state.sort, windows)
        active, cursor = state.active, state.here.deal_id
        kind, panel = board.panel.kind_filter, board.geometry.panel is not None
        settings = self.workspace.settings.current
        change, there = state.change, board.panel.deal_id
        told = self._told

        def read_all(follow: int | None) -> Reading:
            found = load(cursor if follow is None and not fresh else follow)
            cards = found.column(active).cards
            likely = [follow, None if fresh else cursor, cards[0].id if cards else None]
            shown = next((deal_id for deal_id in likely if deal_id is not None and found.find(deal_id)), None)
            still = found.change <= panel_until or (fresh and told == (shown, found.change))
            wanted = shown if panel and not (shown == there and still) else None
            detail = services.detail(wanted, kind) if wanted is not None else None
            news = services.news(change) if found.change != change else NO_NEWS
            return Reading(found, follow, detail, settings(), fresh, news)

        what = f"{'' if query.everything else 'filtered '}board{' but not its panel' if panel_until else ''}"
        words = [term.value for group in query.groups for term in group]

        def read(follow: int | None) -> Reading:
            about = (follow, cursor, change, *chain(*windows.values()), *words)
            return services.look(partial(read_all, follow), what, *about)

        return read

    def query(self) -> Query:
        """The filter."""
        text, workspace = self._board.state.query_text, self.workspace
        return parse_query(text, self._board.today, workspace.default_currency, day_first=workspace.day_first)

    def refuse(self, error: FunnelBoardError) -> None:
        """Say why something could not be read, or remember it where the server could not be reached."""
        if isinstance(error, Unreachable):
            self.missed = True
        else:
            self._board.viewport.refuse(error)

    def _refuse_detail(self, error: FunnelBoardError) -> None:
        """What is known of the deal at the cursor stays, as long as no more can be known."""
        if isinstance(error, Unreachable):
            self.missed = True
        if not self.missed or self._board.panel.deal_id != self._board.state.here.deal_id:
            self._board.show_detail(None)

    def _show_whole(self, reading: Reading) -> None:
        """Show it, and remember of which deal all is told and as of which change: a letter of a filter may leave it."""
        if reading.detail is not None:
            self._told = reading.detail.deal.id, reading.board.change
        self._board.show_reading(reading)

    def _show_column(self, column: Column) -> None:
        board = self._board
        board.state.show_column(column)
        board.touch(column.stage.value)
        self.fetch()
