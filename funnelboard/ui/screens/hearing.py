"""What the board does when others have written: it reads again what they have touched of it, and the sums."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from funnelboard.domain.elsewhere import NOTHING, Elsewhere
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import FunnelBoardError
from funnelboard.services.news import NO_NEWS, News
from funnelboard.ui.link import Latest
from funnelboard.ui.screens.board_readings import BoardReadings, Others, Reading, Shows

if TYPE_CHECKING:
    from funnelboard.domain.board import Board, Column
    from funnelboard.services.deal_detail import DealDetail


class Heard(NamedTuple):
    """What has come of something that others have written.

    Attributes:
        moved_on: Whether all of the board has to be read again.
        others: Who is here, if that may be others now.
        panel_until: The newest change that is known not to be seen in the side panel.
        board: As it is now, where that is known without.
        columns: What was loaded when that was asked.
        detail: Of the deal in the side panel, if it was touched.
        news: What tells of it all the same.
    """

    moved_on: bool
    others: Others | None
    panel_until: int = 0
    board: Board | None = None
    columns: tuple[Column, ...] = ()
    detail: DealDetail | None = None
    news: News = NO_NEWS


class Hearing:
    """Takes in what others write."""

    def __init__(self, board: Shows, readings: BoardReadings) -> None:
        self._board = board
        self._readings = readings
        refuse = readings.refuse
        self._changes: Latest[Elsewhere | None] = Latest(readings.link, self._changed, refuse)
        self._heard: Latest[Heard] = Latest(readings.link, self._show, refuse)
        self._unread = NOTHING
        self._again = False

    @property
    def pending(self) -> bool:
        """Whether what was heard is still to be read, or to be shown."""
        return self._heard.pending or self._readings.pending

    @property
    def took(self) -> float:
        """Seconds that the last reading took because of what was heard, or because of anything else."""
        return max(self._heard.took, self._readings.took)

    def look(self) -> None:
        """See whether somebody else has changed the database."""
        if not self._changes.pending:
            self._changes.want(self._readings.workspace.board.changed_elsewhere)

    def listen(self, then: Callable[[bool], None]) -> None:
        """The same where others tell what they write.

        Args:
            then: Told, as soon as that is known, whether there was something.
        """

        def known(done: Future[Elsewhere | None]) -> None:
            elsewhere = None
            try:
                elsewhere = done.result()
            except FunnelBoardError as error:
                self._readings.refuse(error)
            self._changed(elsewhere)
            then(elsewhere is not None)

        self._readings.link.ask(self._readings.workspace.board.changed_elsewhere, known)

    def _changed(self, elsewhere: Elsewhere | None) -> None:
        if elsewhere is not None:
            self._board.touch("top")  # it says whether anything can be written
            self._want(self._unread | elsewhere)  # what was heard before may not have been read yet

    def _want(self, unread: Elsewhere) -> None:
        self._unread = unread
        self._heard.want(self._reader(unread))

    def _reader(self, elsewhere: Elsewhere) -> Callable[[], Heard]:
        """What reads what has come of something that others have written.

        Boards that come, stay and go write too, but nothing of what the columns show.
        """
        board, state, workspace = self._board, self._board.state, self._readings.workspace
        services, presence, change = workspace.board, workspace.presence, state.change

        def others() -> Others | None:
            return Others(len(presence.here()), presence.edited()) if elsewhere.boards else None

        if elsewhere.anything:
            return lambda: Heard(services.moved_on(change), others())
        if elsewhere.change <= change:
            return lambda: Heard(False, others())
        before, query, sort = state.board, self._readings.query(), state.sort
        # So many may come above what is in sight, or go, before more has to be read around it.
        windows = state.windows(ahead=1, more=min(len(elsewhere.deals), state.rows))
        cursor, panel, kind = state.here.deal_id, board.panel.deal_id, board.panel.kind_filter
        panel_until = 0 if panel in elsewhere.deals else elsewhere.change

        def read() -> Heard:
            found = services.after(elsewhere, query, sort, before, windows)
            if found is None or (cursor is not None and found.find(cursor) is None):
                return Heard(True, others(), panel_until)
            detail = services.detail(panel, kind) if panel is not None and not panel_until else None
            return Heard(
                False, others(), panel_until, found, before.columns, detail, services.news(change, elsewhere.change)
            )

        return read

    def _show(self, heard: Heard) -> None:
        board, state = self._board, self._board.state
        unread, self._unread = self._unread, NOTHING
        again, self._again = self._again, False
        if heard.others is not None:
            board.show_others(heard.others)
        if heard.board is None:
            if heard.moved_on:
                self._readings.reload(panel_until=heard.panel_until)
        elif heard.board.change > state.change and not self._readings.pending:
            there = state.board.columns
            if any(now is not then for now, then in zip(there, heard.columns, strict=True)):
                # The seller has gone on meanwhile, and other cards are loaded; who goes on and on would see nothing.
                if again:
                    self._readings.reload(panel_until=heard.panel_until)
                else:
                    self._again = True
                    self._want(unread)
            else:
                board.show_reading(Reading(heard.board, None, heard.detail, state.settings, False, heard.news))
