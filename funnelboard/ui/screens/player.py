"""Playing the steps of a tour on a running board: its keys take the way of typed ones, and back goes through undo."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from funnelboard.domain.board import Sort
from funnelboard.domain.stage import Stage
from funnelboard.sample.tour import Press, Step, TakeBack
from funnelboard.ui.commands import BY_ID
from funnelboard.ui.dispatcher import Key
from funnelboard.ui.key_names import key_named

if TYPE_CHECKING:
    from funnelboard.ui.dispatcher import Dispatcher
    from funnelboard.ui.screens.board import BoardScreen

Pause = Callable[[float], Awaitable[None]]
"""Lets so many seconds pass."""

LETTER, KEY = 0.06, 0.6
"""Seconds after a letter of a text, and after any other key, where they are to be followed by eye."""

_CALM = 3
"""Looks in a row that find nothing to do."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a step began: with how many changes that stand, and in which sight of the board.

    Attributes:
        tops: By stage, the place of the first card in sight and the deal at the column's cursor.
    """

    changes: int
    query: str
    sort: Sort
    active: Stage
    tops: Mapping[Stage, tuple[int, int | None]]
    panel: tuple[bool, bool]


class Player:
    """Plays a tour from its beginning.

    Attributes:
        steps: Of the tour.
        at: The step that is shown; -1 before the first.
    """

    def __init__(self, steps: Sequence[Step], board: BoardScreen, dispatcher: Dispatcher) -> None:
        self.steps = steps
        self.at = -1
        self._board = board
        self._dispatcher = dispatcher
        self._link = board.readings.link
        self._begun: list[_Place | None] = []

    @contextmanager
    def own_keys(self) -> Iterator[None]:
        """Inside it the board obeys the keys that the tour was written for, whatever the seller's own are."""
        commands = self._board.commands
        self._board.obey([BY_ID[command.id] for command in commands])
        try:
            yield
        finally:
            self._board.obey(commands)
            self._board.touch_all()

    async def on(self, pause: Pause | None = None) -> None:
        """Play the next step.

        Args:
            pause: Follows every key; without it all of them come at once.
        """
        here = await self._place() if len(self._dispatcher.modes) == 1 else None
        self.at += 1
        self._begun[self.at :] = [here]
        for deed in self.steps[self.at].deeds:
            if isinstance(deed, TakeBack):
                await self._go_to_change(0, pause)
                continue
            keys = [_pressed(deed.key)] if isinstance(deed, Press) else map(_typed, deed.text)
            await self._type(keys, KEY if isinstance(deed, Press) else LETTER, pause)
        await self.rest()

    async def back(self) -> None:
        """Go back to the end of the step before.

        What was changed since is undone as far as the last step that began on the board and comes before that end;
        from there on it is played again.
        """
        end = self.at - 1
        begin = max(number for number, place in enumerate(self._begun[: end + 1]) if place is not None)
        await self.go_to_beginning_of(begin)
        while self.at < end:
            await self.on()

    async def go_to_beginning_of(self, number: int) -> None:
        """Go back to where a step began that began on the board: its changes and all since are undone."""
        place = self._begun[number]
        assert place is not None
        await self.come_out()
        await self._go_to_change(place.changes)
        self.at = number - 1
        board, state = self._board, self._board.state
        board.left_off.clear()
        state.marks.clear()
        board.panel_beside, board.panel_over = place.panel
        board.rearrange()
        board.show_query(place.query, place.sort)
        await self.rest()
        before, state.active = state.active, place.active
        for stage, (top, deal_id) in place.tops.items():
            column = state.columns[stage]
            at = column.column.place_of(deal_id) if deal_id is not None else None
            column.top = top
            column.go(at or 0, state.rows)
        board.touch_all()
        board.moved_cursor(before)
        board.viewport.say("")
        await self.rest()

    async def come_out(self) -> None:
        """Leave whatever is open, for the board; what was being typed in it was the tour's, and is not kept."""
        await self.rest()
        while len(self._dispatcher.modes) > 1:
            await self._type([Key("escape", "\x1b")])
        if self._board.memory is not None:
            drafts = self._board.memory.drafts
            for draft in drafts.all():
                drafts.forget(draft.key)

    async def rest(self) -> None:
        """Wait until everything that was typed is obeyed, and everything that was asked is shown."""
        calm = 0
        while calm < _CALM:
            await self._link.read(int)  # asks nothing, and is answered when all is that was asked before
            calm = 0 if self._link.busy or not self._dispatcher.idle else calm + 1

    async def _type(self, keys: Iterator[Key] | Sequence[Key], seconds: float = 0, pause: Pause | None = None) -> None:
        for key in keys:
            self._dispatcher.put(key)
            if pause is not None:
                await self.rest()
                await pause(seconds)
        await self.rest()

    async def _go_to_change(self, changes: int, pause: Pause | None = None) -> None:
        """Undo or redo until so many of the tour's changes stand."""
        standing = await self._standing()
        key = "u" if standing > changes else "ctrl+r"
        for _ in range(abs(standing - changes)):
            await self._type([_pressed(key)], LETTER, pause)

    async def _standing(self) -> int:
        """How many of the tour's changes have not been taken back."""
        return await self._link.read(lambda: self._link.workspace.undoing.standing(self._board.first_change))

    async def _place(self) -> _Place:
        board, state = self._board, self._board.state
        tops = {stage: (column.top, column.deal_id) for stage, column in state.columns.items()}
        panel = board.panel_beside, board.panel_over
        return _Place(await self._standing(), state.query_text, state.sort, state.active, tops, panel)


def _pressed(written: str) -> Key:
    *modifiers, name = written.split("+") if len(written) > 1 else [written]
    character = written if len(written) == 1 else " " if written == "Space" else None
    return Key("+".join([*modifiers, key_named(name)]), character)


def _typed(character: str) -> Key:
    return Key("space" if character == " " else key_named(character), character)
