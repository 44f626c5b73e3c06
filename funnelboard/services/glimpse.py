"""A first look at a database, before it is opened."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from funnelboard import locations
from funnelboard.domain.board import Sort
from funnelboard.errors import DatabaseError
from funnelboard.services.identity import account
from funnelboard.store.glimpse import Glimpse, look
from funnelboard.store.target import Target, parse_target

__all__ = ["Glimpse", "database_path", "database_target", "glimpse"]


def database_target(target: str | None) -> Target:
    """The database that a path or URL names; None names the default one.

    Raises:
        DatabaseError: A URL we cannot open, or an empty name.
    """
    return locations.default_database() if target is None else parse_target(target)


def database_path(target: str | None) -> Path:
    """The same of one that is a file.

    Raises:
        DatabaseError: It is on a server, or as :func:`database_target`.
    """
    found = database_target(target)
    if not isinstance(found, Path):
        raise DatabaseError(f"{found} is on a server, and this is for files.")
    return found


def glimpse(path: Path, today: date, sort: Sort, size: int, follow: int | None) -> Glimpse:
    """Look at the unfiltered board as the seller this process belongs to; arguments as those of ``look``.

    Raises:
        Exception: There is nothing to be seen yet. Opening the database says why, if something is wrong with it.
    """
    login, _ = account()
    return look(path, login, today, sort, size, follow)
