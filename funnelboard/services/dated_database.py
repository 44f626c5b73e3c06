"""Databases made for one day, their reference day, as the sample is: told apart, and copied to where it is today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from funnelboard.services.identity import account
from funnelboard.store import dated_database


def reference_day(path: Path) -> date | None:
    """The day a database was made for; None when it was made for none, or is no database. It is only read."""
    return dated_database.reference_day(path)


def copy_moved(
    original: Path,
    copy: Path,
    reference_day: date,
    move: Callable[[date], date],
    stand_in: str,
    login: str | None = None,
) -> None:
    """Copy a database made for one day into a new file, with every day moved and the seller at work in it.

    The copy has no reference day. It is not flushed to disk: whoever wants to keep it makes a backup of it.

    Args:
        reference_day: The original's own.
        move: The new day for a day of the original.
        stand_in: Login, in the original, of the seller who becomes the one at work.
        login: Of the one at work; None for the account this process runs as.

    Raises:
        NotSaved: The copy cannot be written.
    """
    own_login, own_name = (login, login) if login is not None else account()
    dated_database.copy_moved(original, copy, reference_day, move, stand_in, own_login, own_name)
