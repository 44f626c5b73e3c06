"""The guided tour: captions below the board, and the few keys that go through it; all others are the tour's own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING

from funnelboard.ui.dispatcher import Key, Pointed, Typed
from funnelboard.ui.drawing.caption import Caption, caption_lines
from funnelboard.ui.drawing.lines import FullLine
from funnelboard.ui.screens.player import Pause, Player

if TYPE_CHECKING:
    from funnelboard.sample.tour import Tour
    from funnelboard.ui.dispatcher import Dispatcher
    from funnelboard.ui.drawing.foot import Hint
    from funnelboard.ui.screens.board import BoardScreen

READING = 2.0
"""Seconds in which a caption is read before anything is typed, where a tour goes on by itself."""

_HINTS: Sequence[Hint] = (("Space", "next"), ("←", "back"), ("Esc", "leave, free to play"))
_BY_ITSELF: Sequence[Hint] = (("any key", "stops"), ("Esc", "leave, free to play"))
_FIRST = "This is where the tour begins."
_NOT_NOW = "Space goes on, Esc leaves."


class Wish(Enum):
    """What a seller wants of a tour; to ``STAY`` is to look at this step for longer."""

    ON = ("space", "right", "pagedown")
    BACK = ("left", "pageup")
    LEAVE = ("escape", "q")
    STAY = ()


_WISHES = {key: wish for wish in Wish for key in wish.value}
"""By Textual's names of the keys, a presenter's clicker's among them."""


class Guide:
    """Shows a tour. What the seller types is a wish about it, and never gets into the story."""

    def __init__(self, tour: Tour, board: BoardScreen, dispatcher: Dispatcher) -> None:
        """Begin with nothing shown."""
        self._steps = tour.steps
        self._seconds = tour.seconds
        self._player = Player(tour.steps, board, dispatcher)
        self._dispatcher = dispatcher
        self._viewport = board.viewport
        self._shown = 0
        self._remark = ""
        self._wishes: asyncio.Queue[Wish] = asyncio.Queue()
        self._stopped = asyncio.Event()
        self._leaves = False
        self._for_board: list[Typed] = []

    def take(self, typed: Typed) -> None:
        """Obey a key or a click on a hint; say what the keys are where it is another one.

        What is typed after the key that leaves is for the board, once the seller is there.
        """
        if isinstance(typed, Key) and typed.name in self._dispatcher.always:
            self._dispatcher.put(typed)
        elif self._leaves:
            self._for_board.append(typed)
        elif isinstance(typed, Key) and (key := typed.without_alt) is not None:
            self.take(Key("escape", "\x1b"))
            self.take(key)
        elif not isinstance(typed, Pointed) or typed.deed == "down":
            self._wish(_WISHES.get(typed.name) if isinstance(typed, Key) else None)

    async def show(self) -> None:
        """Show the tour until the seller leaves it, who is on the board then, as it is."""
        with self._player.own_keys():
            self._viewport.show_below(self.lines)
            await self.show_next(self._pause)
            while (wish := await self._next_wish()) is not Wish.LEAVE:
                if wish is Wish.BACK:
                    await self._back()
                elif wish is Wish.ON:
                    if self._shown + 1 == len(self._steps):
                        if self._seconds is None:
                            break
                        await self._player.go_to_beginning_of(0)
                    await self.show_next(self._pause)
            await self._player.come_out()
            self._viewport.show_below(lambda width, height: ())
        self._viewport.say("The board is yours: change whatever you like.")
        for typed in self._for_board:
            self._dispatcher.put(typed)

    async def show_next(self, pause: Pause | None) -> None:
        """Show the next step.

        Args:
            pause: Lets it be read and followed by eye; without it everything is there at once.
        """
        self._shown = self._player.at + 1
        self._say("")
        if pause is not None:
            await pause(READING)
        await self._player.on(pause)

    def lines(self, width: int, height: int) -> Sequence[FullLine]:
        """The caption, in a terminal of so many columns and lines."""
        hints = _HINTS if self._seconds is None else _BY_ITSELF
        place = f"{self._shown + 1}/{len(self._steps)}"
        caption = Caption(self._steps[self._shown].caption, place, hints, self._remark)
        texts = [step.caption for step in self._steps]
        return caption_lines(caption, texts, width, height, self._viewport.styles)

    @property
    def _pause(self) -> Pause | None:
        return self._wait if self._seconds is not None else None

    async def _back(self) -> None:
        if self._shown == 0:
            self._say(_FIRST)
            return
        self._shown -= 1
        self._say("")
        await self._player.back()

    def _wish(self, wish: Wish | None) -> None:
        """Take in what the seller wants; whatever it is, a tour that goes on by itself stops."""
        self._leaves = wish is Wish.LEAVE
        if self._seconds is not None and not self._leaves:
            self._seconds, wish = None, Wish.STAY
            self._say(_NOT_NOW)
        elif wish is None:
            self._say(_NOT_NOW)
        self._stopped.set()
        if wish is not None:
            self._wishes.put_nowait(wish)

    async def _next_wish(self) -> Wish:
        """What the seller wants next; after some time to go on, if the tour goes on by itself."""
        try:
            return await asyncio.wait_for(self._wishes.get(), self._seconds)
        except TimeoutError:
            return Wish.ON

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), seconds)

    def _say(self, remark: str) -> None:
        self._remark = remark
        self._viewport.below_soon()
