"""Connecting again to a server that has gone: again and again, and nobody else's thread waits for it."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from psycopg import Error

from funnelboard.errors import FunnelBoardError
from funnelboard.store.postgres_faults import is_lost

Made = TypeVar("Made")

_SHORTEST, _LONGEST = 0.1, 2.0
"""Seconds between two attempts at first, and when many have failed; on the average, or all boards came at once."""


class Reconnection(Generic[Made]):
    """Tries until it has a connection, or is told that it cannot have one."""

    def __init__(self, connect: Callable[[], Made], forget: Callable[[Made], None], why: Error) -> None:
        """Begin.

        Args:
            forget: What is done with a connection that nobody wants any more.
            why: What has become of the old one.
        """
        self._connect = connect
        self._forget = forget
        self._why: Error | FunnelBoardError = why
        self._made: Made | None = None
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._wanted = True
        threading.Thread(target=self._run, name="reconnecting", daemon=True).start()

    @property
    def over(self) -> bool:
        """Whether it is there, or cannot be had."""
        return self._over.is_set()

    def result(self, patience: float) -> Made:
        """What was made, waited for at most so many seconds.

        Raises:
            psycopg.Error: There is none yet; why the last attempt failed.
            FunnelBoardError: It is not ours.
        """
        self._over.wait(patience)
        if self._made is None:
            raise self._why.with_traceback(None)
        return self._made

    def end(self) -> None:
        """Nobody wants it any more."""
        with self._lock:
            self._wanted = False
            self._over.set()
            made, self._made = self._made, None
        if made is not None:
            self._forget(made)

    def _run(self) -> None:
        pause = _SHORTEST
        while self._wanted:
            try:
                made = self._connect()
            except FunnelBoardError as error:
                self._why = error
                self._over.set()
                return
            except Error as error:
                self._why = error
                if not is_lost(error):
                    self._over.set()
                    return
                self._over.wait(pause * random.uniform(0.5, 1.5))
                pause = min(_LONGEST, 2 * pause)
                continue
            with self._lock:
                if self._wanted:
                    self._made = made
                self._over.set()
            if self._made is None:
                self._forget(made)
            return
