"""The board as it was: the same board, read only, with the keys that go through time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from funnelboard.domain.calendar_days import monday
from funnelboard.domain.dates import describe_date, parse_past_date
from funnelboard.domain.instant import instant_on, local_moment
from funnelboard.services.replay import Moved, Replay, Stride, end_of
from funnelboard.ui.board import Action, AtHand
from funnelboard.ui.board_state import BoardState
from funnelboard.ui.commands import BY_ID
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.dispatcher import Key, Over, Typed
from funnelboard.ui.drawing.card_words import Moment
from funnelboard.ui.screens.board import BoardScreen
from funnelboard.ui.screens.board_readings import BoardReadings
from funnelboard.ui.screens.page import go_to_deal
from funnelboard.ui.screens.pointer import Pointer
from funnelboard.ui.sheet.choices import Row

STRIDES = {"c": Stride.CHANGE, "d": Stride.DAY, "w": Stride.WEEK}

READS = frozenset((
    "filter", "clear", "only-mine", "show-parked", "show-overdue", "show-today", "show-adrift", "sort", "enter-panel",
    "toggle-panel", "explain-score", "copy", "help",
))  # fmt: skip
"""Commands, besides going about, that have a use for the past: none of them writes."""


async def open_replay(desk: Desk) -> None:
    """Show the board as it was at the end of yesterday, and go through time from there."""
    past = await desk.read(lambda: Replay(desk.workspace))
    try:
        screen = ReplayScreen(desk, past)
        await desk.read(past.go, end_of(past.today - timedelta(days=1)))
        await screen.reload()
        desk.say("")
        await desk.open(screen)
    finally:
        await desk.read(past.close)


class _PastState(BoardState):
    """A board without deals is no new one here: it is how it began."""

    is_new = False
    is_past = True


class ReplayScreen(BoardScreen):
    """A board whose moment is chosen. Whatever would write is refused, here and by the copy that is shown."""

    badge = "REPLAY"

    def __init__(self, desk: Desk, past: Replay) -> None:
        """Show nothing yet."""
        board = desk.board
        super().__init__(
            desk.viewport, board.commands, Moment(past.instant, past.today), self._begin, desk.leave, board.density
        )
        self.state = _PastState()
        self.panel.is_past = True
        self.memory = desk.memory
        self._desk = replace(desk, board=self, link=desk.link.beside_it(past.workspace))
        self._past = past
        self._stride = Stride.DAY
        self.readings = BoardReadings(self, self._desk.link)
        self.state.query_text, self.state.sort = board.state.query_text, board.state.sort
        self.state.active = board.state.active
        self._follow = board.state.here.deal_id
        self.point = Pointer(self).point
        self.name = desk.workspace.name
        self.is_open = True

    @property
    def read_only(self) -> bool:
        """The first line says what it is instead."""
        return False

    async def reload(self) -> None:
        """Show the board as of the moment that was gone to; the cursor stays on its deal, where that is there."""
        past = self._past
        self.moment = Moment(past.instant, past.today)
        follow = self.state.here.deal_id if self.state.loaded else self._follow
        reading = await self._desk.read(self.reader(), follow)
        at = local_moment(past.instant)
        self.notices = (f"AS IT WAS {at:%a} {at.day} {at:%b %Y %H:%M}, only to look at",)
        self.readings.drop()
        self.show_reading(reading)

    # -- keys --------------------------------------------------------------------

    def take(self, typed: Typed) -> Over[Any] | None:
        """Obey a key or the mouse; Esc takes the filter away, and then goes back to today."""
        if isinstance(typed, Key):
            if typed.name in ("q", "escape") and not (typed.name == "escape" and self.state.query_text):
                return Over()
            talk = self._talk(typed.name)
            if talk is not None:
                self._start(talk, "replay", None)
                return None
            if typed.name in STRIDES:
                self._stride = STRIDES[typed.name]
                self._fit_hints()
                self.viewport.say(f"A step is a {self._stride} now.")
                return None
        return super().take(typed)

    def _talk(self, key: str) -> Action | None:
        """The conversation that a key begins here."""
        talks: dict[str, Action] = {
            "h": partial(self._step, by=-1),
            "l": partial(self._step, by=1),
            "t": self._ask_day,
            "m": self._list_moved,
        }
        return talks.get(key)

    def run_command(self, command_id: str) -> None:
        """Carry out a command that only looks.

        Raises:
            NotDone: It would write, or is about today.
        """
        _require_reading(command_id)
        super().run_command(command_id)

    def _begin(self, action: Action, command: str, about: AtHand | None = None) -> None:
        """Begin a conversation about the past; raises as :meth:`run_command`."""
        _require_reading(command)
        self._start(action, command, about)

    def _start(self, action: Action, command: str, about: AtHand | None) -> None:
        desk = replace(self._desk, command=command, about=about)

        async def whole() -> None:
            await self.readings.rest()
            desk.look()
            await action(desk)

        desk.dispatcher.converse(whole())

    # -- going through time ----------------------------------------------------------

    async def _step(self, desk: Desk, by: int) -> None:
        if not await desk.read(self._past.step, self._stride, by):
            raise NotDone("This is the board as it is now." if by > 0 else "Nothing was written before this.")
        await self.reload()
        desk.say(await desk.read(lambda: self._past.last) if self._stride is Stride.CHANGE else "")

    async def _ask_day(self, desk: Desk) -> None:
        """Ask which day to show, at its end."""
        today = self._past.present_day
        read = _day_reader(today, desk.workspace.day_first)
        day = await desk.ask("day", read, placeholder="yesterday, monday, -3w, 1 nov: the board at its end")
        await desk.read(self._past.go, end_of(day))
        await self.reload()
        desk.say("")

    async def _list_moved(self, desk: Desk) -> None:
        """List what moved since the Monday before, until this moment; go to the one that is taken."""
        since = monday(self._past.today)
        moved = await desk.read(self._past.moved, instant_on(since))
        if not moved:
            raise NotDone(f"Nothing had moved since {describe_date(since, self._past.today)}.")
        rows = [self._row(desk, move) for move in moved]
        chosen: int = await desk.pick(f"Moved since {describe_date(since, self._past.today)}", rows)
        await go_to_deal(desk, chosen)

    def _row(self, desk: Desk, move: Moved) -> Row:
        cells = desk.styles.cells
        at = local_moment(move.at)
        place = self.state.settings.preset.place
        came = f"{place(*move.start) if move.start else 'new'} {desk.styles.glyphs.arrow} {place(*move.end)}"
        return Row(
            (
                (
                    (cells(f"{at:%a %H:%M}  "), "dim"),
                    (cells(f"{came}  "), "key"),
                    (cells(f"#{move.deal_id} {move.title}  "), "text"),
                    (cells(move.seller), "dim"),
                ),
            ),
            move.deal_id,
            find=move.title,
        )

    def _fit_hints(self) -> None:
        """Say the keys that go through time."""
        others = " ".join(key for key, stride in STRIDES.items() if stride is not self._stride)
        hints = (
            ("h l", f"a {self._stride} back, on"),
            (others, " or ".join(f"by {stride}" for stride in STRIDES.values() if stride is not self._stride)),
            ("m", "what moved"),
            ("t", "to a day"),
            ("/", "find"),
            ("Esc", "today"),
        )
        if hints != self.hints:
            self.hints = hints
            self.viewport.foot_soon()


def _require_reading(command_id: str) -> None:
    command = BY_ID.get(command_id)
    if command is None or not (command_id in READS or command.does.startswith("screens.cursor:")):
        name = command.name if command is not None else command_id
        raise NotDone(f"“{name}” is for today: this is the board as it was. Esc goes back.")


def _day_reader(today: date, day_first: bool) -> Callable[[str], date]:
    return lambda text: parse_past_date(text, today, day_first=day_first, any_year=True)
