"""Messages of the board screen to itself: what came back from the database thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from textual.message import Message

from funnelboard.errors import FunnelBoardError


class Answered(Message, bubble=False):
    """A question put to the database thread has its answer, or was refused."""

    def __init__(
        self,
        future: Future[Any],
        then: Callable[[Any], None],
        refused: Callable[[FunnelBoardError], None],
    ) -> None:
        super().__init__()
        self.future, self.then, self.refused = future, then, refused


class ChangedElsewhere(Message, bubble=False):
    """Somebody else has changed the database, or it can no longer be looked at."""

    def __init__(self, future: Future[bool]) -> None:
        super().__init__()
        self.future = future


class DamageFound(Message):
    """The database file is damaged; ``sentence`` says so."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class Opened(Message, bubble=False):
    """The database is open and the first board is read, or it could not be opened."""
