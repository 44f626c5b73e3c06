"""What is pointed at, as the dispatcher takes it: clicks, drags and the wheel of Textual's mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual import events

from funnelboard.ui.dispatcher import Key, Pointed


class Mouse:
    """Tells what each event of the mouse means."""

    def __init__(self, key_at: Callable[[int, int], Key | None], double_within: float) -> None:
        """Begin with nothing pressed.

        Args:
            key_at: The key that a cell stands for, column and line: a hint is its key.
            double_within: Seconds in which a second press of the same cell makes a double click.
        """
        self._key_at = key_at
        self._double_within = double_within
        self._pressed = (-1, -1, 0.0)

    def meant(self, event: events.MouseEvent) -> Iterator[Key | Pointed]:
        """What an event means, in order; nothing, where the pointer only passes by."""
        x, y = int(event.screen_x), int(event.screen_y)
        match event:
            case events.MouseDown(button=1) if (key := self._key_at(x, y)) is not None:
                yield key
            case events.MouseDown(button=1):
                yield Pointed("down", x, y)
                pressed, self._pressed = self._pressed, (x, y, event.time)
                if pressed[:2] == (x, y) and event.time - pressed[2] < self._double_within:
                    yield Pointed("double", x, y)
            case events.MouseUp():
                yield Pointed("up", x, y)
            case events.MouseMove() if event.button:
                yield Pointed("move", x, y)
            case events.MouseScrollDown():
                yield Pointed("wheel", x, y, 1)
            case events.MouseScrollUp():
                yield Pointed("wheel", x, y, -1)
            case _:
                pass
