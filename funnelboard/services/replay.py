"""The board at any past moment, rebuilt from the log: looked at, stepped through, and what moved between two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from funnelboard.domain.instant import instant_on, local_moment
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.services.clock import Clock, FixedClock
from funnelboard.services.past_reading import PastReading
from funnelboard.services.session import Session
from funnelboard.services.workspace import Workspace
from funnelboard.store import history, moves
from funnelboard.store.past import Past


class Stride(StrEnum):
    """How far a step goes."""

    CHANGE = "change"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Moved:
    """One move of a deal, or, with ``start`` None, its arrival.

    Attributes:
        start, end: Stage and outcome before and after.
        at: UTC epoch microseconds.
        seller: A name.
    """

    deal_id: int
    title: str
    start: tuple[Stage, Outcome | None] | None
    end: tuple[Stage, Outcome | None]
    at: int
    seller: str


def end_of(day: date) -> int:
    """The last microsecond of a local day."""
    return instant_on(day + timedelta(days=1)) - 1


class Replay:
    """A board that can be taken to any moment of its past; belongs to the thread that made it.

    Attributes:
        workspace: Reads as of that moment; what would write is refused.
        instant: The moment, in UTC epoch microseconds.
    """

    def __init__(self, present: Workspace) -> None:
        """Begin with the board as it is now.

        Raises:
            DatabaseError, NotSaved: It cannot be copied.
        """
        session = present.session
        self._present: Clock = session.clock
        self.instant = self._present.now()
        self._past = Past(session.database)
        self._clock = FixedClock(self.instant, self._present.today())
        past = Session(self._past.database, session.seller, self._clock, session.default_currency)
        self.workspace = present.beside(past)
        self.workspace.board = PastReading(past, self._past)

    @property
    def today(self) -> date:
        """The local day of that moment."""
        return self._clock.day

    @property
    def present_day(self) -> date:
        """The seller's own local day."""
        return self._present.today()

    @property
    def last(self) -> str:
        """What was done last before that moment, and by whom; empty where nothing was."""
        change = self._past.change
        found = history.read(self._past.database, change_id=change) if change else []
        return f"{found[0].seller} {found[0].summary}" if found and found[0].summary else ""

    def go(self, instant: int) -> None:
        """Have the board as it was at an instant (UTC epoch microseconds); of the future, as it is now."""
        instant = min(instant, self._present.now())
        self._go(self._past.last_until(instant), instant)

    def step(self, stride: Stride, by: int) -> bool:
        """Go a change, a day or a week back (-1) or on (1): of a day the board is as it was at its end.

        Returns:
            Whether there was anything to go to.
        """
        if stride is Stride.CHANGE:
            return self._step_change(by)
        first, now = self._past.first(), self._present.now()
        day = self.today + timedelta(days=by * (7 if stride is Stride.WEEK else 1))
        if first is None or (by < 0 and end_of(self.today) < first) or (by > 0 and self.instant >= now):
            return False
        self.go(end_of(day))
        return True

    def _step_change(self, by: int) -> bool:
        past = self._past
        change = past.after(past.change) if by > 0 else past.before(past.change) if past.change else None
        if change is None:
            return False
        at = past.instant_of(change) if change else past.instant_of(past.after(0) or 0) - 1
        self._go(change, at)
        return True

    def moved(self, since: int) -> tuple[Moved, ...]:
        """What came and what moved from an instant on until then, newest first; what was undone by then did not."""
        start = self._past.last_until(since - 1)
        return tuple(
            Moved(deal_id, title, _place(*before) if before[0] else None, _place(*after), at, seller)
            for deal_id, title, before, after, at, seller in moves.between(
                self._past.database, min(start, self._past.change), self._past.change
            )
        )

    def close(self) -> None:
        """Let go of the copy."""
        self._past.close()

    def _go(self, change: int, instant: int) -> None:
        self._past.go(change, instant)
        self.instant = self._clock.instant = instant
        self._clock.day = local_moment(instant).date()


def _place(stage: str, outcome: str | None) -> tuple[Stage, Outcome | None]:
    return Stage(stage), Outcome(outcome) if outcome else None
