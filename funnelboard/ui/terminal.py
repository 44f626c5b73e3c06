"""The terminal the board is typed at."""

from __future__ import annotations

import select
import sys


def terminal_is_gone() -> bool:
    """Whether nothing will ever be typed any more: the terminal is gone, and no signal may have told so."""
    if sys.__stdin__ is None:
        return True
    looking = select.poll()
    looking.register(sys.__stdin__, 0)
    return any(found & select.POLLHUP for _, found in looking.poll(0))
