"""What happens on the board without a key: others' changes, a new hour, a new day, a damaged file."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, ClassVar

from funnelboard.services.presence import AGAIN, REFRESH
from funnelboard.ui.drawing.card_words import Moment
from funnelboard.ui.screens.hearing import Hearing

if TYPE_CHECKING:
    from funnelboard.services.written import Written
    from funnelboard.ui.screens.board import BoardScreen
    from funnelboard.ui.screens.board_readings import BoardReadings


SILENCE = 2.0
"""Seconds without an answer after which the board says so."""

CUT_OFF = "The server does not answer. The board shows what was last known, and goes on trying."


class Lookout:
    """Looks after one open board.

    Attributes:
        hearing: What takes in what others write.
    """

    TICK: ClassVar[float] = 0.5
    """Seconds between two looks for other sellers' changes."""

    HEARING: ClassVar[float] = 0.25
    """Seconds between two looks at what has been told meanwhile, where others tell what they write."""

    READING: ClassVar[tuple[float, float]] = (0.5, 0.6)
    """The same when that has to be read: at most twice a second, and not at the same moment as all other boards."""

    FREQUENT: ClassVar[int] = 25
    """So many boards read as often as that; where more are open, all together read no more often than these."""

    SELDOM: ClassVar[float] = 8
    """So many times as long it can be because of them."""

    EASE: ClassVar[float] = 5
    MOST_EASE: ClassVar[float] = 3
    """So many times as long as the last reading took is waited besides, so that a server that has much to do gets less
    of it; and seconds that this can be."""

    DAMAGE_AFTER: ClassVar[float] = 30
    """Seconds after the start before the file is read for damage: the first keys come first."""

    def __init__(
        self, board: BoardScreen, readings: BoardReadings, later: Callable[[float, Callable[[], None]], object]
    ) -> None:
        """Nothing is looked at yet.

        Args:
            later: Calls a function after some seconds.
        """
        self._board = board
        self._readings = readings
        self._begun = board.moment.today
        self._attended = 0
        self._later = later
        self.hearing = Hearing(board, readings)
        self._read_only = readings.workspace.read_only

    def tick(self) -> None:
        """Look for changes by others, say that this board is open, and let a new hour or day show."""
        board = self._board
        clock = self._readings.workspace.clock
        before, now = board.moment, Moment(clock.now(), clock.today())
        if before.hour != now.hour:
            board.moment = now
            self._readings.reload()
        if self._begun != now.today:
            self._readings.link.ask(self._readings.workspace.begin_day, self._day_begun)
        link = self._readings.link
        if link.waits and link.under_way:
            board.viewport.say(link.under_way)
        elif link.waits:
            why = "The server does not answer" if link.silent else "Another writer holds the database"
            board.viewport.say(f"{why}: still trying to save. Esc stops that; what was typed is kept.", whole=True)
        self._look_at_server()
        known = board.read_only or self._readings.workspace.presence.is_told
        if now.now - self._attended >= (REFRESH if known else AGAIN):
            self._attended = now.now
            self._readings.attend()
        if not self._readings.workspace.board.is_told:
            self.hearing.look()

    def listen(self) -> None:
        """Look for what has been told, now and from now on, if others tell what they write."""
        if not self._readings.workspace.board.is_told:
            return
        if self.hearing.pending:
            self._later(self.HEARING, self.listen)
        else:
            self.hearing.listen(self._heard)

    def _look_at_server(self) -> None:
        """Say that the server does not answer, and that it does again; and whether it can be written to."""
        board, readings = self._board, self._readings
        silence = readings.workspace.silence
        if silence > SILENCE and not board.is_cut_off:
            board.show_cut_off(cut_off=True)
            board.viewport.say(CUT_OFF, whole=True)
        elif not silence and (board.is_cut_off or readings.missed):
            if board.is_cut_off:
                board.show_cut_off(cut_off=False)
                tell = board.viewport.say if board.viewport.status.text == CUT_OFF else board.viewport.tell_news
                tell("The server answers again.")
            if readings.missed:
                readings.missed = False
                readings.reload()
        if self._read_only != board.read_only:
            self._read_only = board.read_only
            board.touch("top")
            board.viewport.say("The board is read-only for now." if board.read_only else "The board can be written to.")

    def look_for_damage(self) -> None:
        """Have the file read for damage, beside everything else."""
        self._readings.link.beside(self._readings.workspace.look_for_damage(), self._damage_looked_for)

    def _heard(self, something: bool) -> None:
        reading = random.uniform(*self.READING) * min(max(1, self._board.here / self.FREQUENT), self.SELDOM)
        reading += min(self.EASE * self.hearing.took, self.MOST_EASE)
        self._later(reading if something else self.HEARING, self.listen)

    def _day_begun(self, done: Future[Written]) -> None:
        """The parked deals whose day has come are back; if that could not be done it is tried again."""
        if done.exception() is not None:
            return
        self._begun = self._board.moment.today
        self._readings.reload()
        if done.result().change:
            self._board.viewport.say(done.result().summary)

    def _damage_looked_for(self, done: Future[str | None]) -> None:
        """Say what is damaged, and go on saying so in the top line."""
        sentence = done.result()
        if sentence is not None:
            self._board.notices = (*self._board.notices, "damaged")
            self._board.touch("top")
            self._board.viewport.refuse(sentence)
