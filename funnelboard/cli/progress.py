"""How far something is that takes long, where there is a terminal to show it on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

SOON = 0.5
"""Seconds that anything may take without a word."""


@contextmanager
def progress_bar(doing: str, *, wanted: bool = True) -> Iterator[Callable[[int, int], None]]:
    """What is told how much is done, and of how much; it is shown on a terminal once it has taken a while.

    Args:
        wanted: Whether anything but the result is to be seen.
    """
    if not wanted or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    bar = _Bar(doing)
    # Until the first figure is told it shows that something is being done: it must not wait for that.
    timer = Timer(SOON, bar.show)
    timer.daemon = True
    timer.start()
    try:
        yield bar.advance
    finally:
        timer.cancel()
        bar.hide()


class _Bar:
    """Shown by one thread, and told by another how far it is."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._reached: tuple[int, int | None] = (0, None)
        self._shown: Progress | None = None
        self._over = False
        self._lock = Lock()

    def show(self) -> None:
        from rich.console import Console
        from rich.progress import Progress

        with self._lock:
            if not self._over:
                self._shown = Progress(console=Console(stderr=True), transient=True)
                done, total = self._reached
                self._shown.add_task(self._doing, completed=done, total=total)
                self._shown.start()

    def advance(self, done: int, total: int) -> None:
        self._reached = done, total
        if self._shown is not None:
            self._shown.update(self._shown.task_ids[0], completed=done, total=total)

    def hide(self) -> None:
        with self._lock:
            self._over = True
            if self._shown is not None:
                self._shown.stop()
