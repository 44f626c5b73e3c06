"""What is used of Textual's App: how it ends on a defect, and how its screen reaches the terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from textual.app import App
from textual.driver import Driver

from funnelboard.ui.private_parts.driver import PIECE, Taken, enduring

PARTS: Mapping[str, str] = {
    "_driver": "writes to the terminal; without it the board asks for a refresh, as any widget does",
    "_sync_available": "says whether the terminal shows what comes in one piece; without it nothing is wrapped",
    "_display": "shows what Textual has composed; without it some pictures are sent more than once",
    "_fatal_error": "is called on a defect; without it Textual's own account of it comes before the board's sentence",
    "_exception": "is that defect, where none is being handled",
    "_close_messages_no_wait": "ends the app then",
}

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"
"""Around what a terminal that can is to show in one piece, if it is written in several."""


class QuietApp(App[str], inherit_bindings=False):
    """An app that shows no picture twice, and ends without a word on a defect: whoever ran it says it in a sentence.

    Attributes:
        failure: The defect.
        taken: The terminal, if it shows something before the app does; until the app has taken it.
    """

    failure: BaseException | None = None
    taken: Taken | None = None

    def shows(self) -> bool:
        """Whether what Textual has just composed is to be shown: not, where the terminal shows it already."""
        return True

    def get_driver_class(self) -> type[Driver]:
        """What reads and writes the terminal."""
        return enduring(super().get_driver_class())

    def _display(self, screen: Any, renderable: Any) -> None:
        if self.shows():
            super()._display(screen, renderable)

    def _fatal_error(self) -> None:
        self.failure = sys.exc_info()[1] or self._exception
        self._close_messages_no_wait()


def shows_on_request() -> bool:
    """Whether ``QuietApp.shows`` is asked: another Textual may show what it composes in other ways."""
    return "_display" in PARTS and hasattr(App, "_display")


def write_at_once(app: App[Any], text: str) -> bool:
    """Write to the terminal past Textual's own painting; False where this Textual has no way to."""
    driver = _part(app, "_driver")
    if driver is None:
        return False
    in_pieces = len(text.encode()) > PIECE
    driver.write(f"{BEGIN}{text}{END}" if in_pieces and _part(app, "_sync_available") else text)
    driver.flush()
    return True


def take_terminal_again(app: App[Any]) -> None:
    """Take the terminal that the app was stopped in, if this Textual has a way to; whoever had it may have used it."""
    driver = _part(app, "_driver")
    if driver is not None:
        driver.resume_application_mode()


def is_behind(app: App[Any]) -> bool:
    """Whether the terminal takes longer to show what it is sent than it took to send that."""
    return bool(getattr(_part(app, "_driver"), "behind", False))


def _part(app: App[Any], name: str) -> Any:
    return getattr(app, name, None) if name in PARTS else None
