"""Opening a database: which file it is, who the seller is, and the day that begins with the first of them."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from funnelboard import locations
from funnelboard.errors import ConfigError, DatabaseError, reason
from funnelboard.private_folder import make_directory
from funnelboard.services.clock import Clock, SystemClock
from funnelboard.services.glimpse import database_path as database_path
from funnelboard.services.glimpse import database_target as database_target
from funnelboard.services.identity import account, shown_name
from funnelboard.services.session import Session
from funnelboard.services.workspace import Workspace
from funnelboard.store import scores, sellers, settings
from funnelboard.store.database import PATIENCE, Database
from funnelboard.store.opening import create_database, open_database

if TYPE_CHECKING:
    from funnelboard.domain.seller import Seller

FALLBACK_CURRENCY = "EUR"


def own_place() -> Path:
    """The path of the seller's own database, whose directory is made when it is not there.

    Raises:
        DatabaseError: It cannot be made.
    """
    path = locations.default_database()
    try:
        make_directory(path.parent)
    except OSError as error:
        raise DatabaseError(f"{path.parent} cannot be made: {reason(error)}. Name a database elsewhere.") from error
    return path


def open_workspace(
    target: str | None = None,
    *,
    threaded: bool = False,
    create: bool = False,
    read_only: bool = False,
    clock: Clock | None = None,
    login: str | None = None,
    name: str = "",
    default_currency: str = FALLBACK_CURRENCY,
    patience: float = PATIENCE,
    on_close: Callable[[], None] | None = None,
) -> Workspace:
    """Open a database as the seller this process belongs to.

    Args:
        target: Path or URL; None for the default database, which is made on first use.
        threaded: Give the database a thread of its own, on which everything submitted runs.
        create: Make it when it is not there.
        read_only: Write nothing to it.
        login: Another seller's login.
        name: What the seller wants to be called, instead of the account's full name.
        default_currency: For amounts without one, where the database has no setting for it.
        patience: Seconds to wait for another writer.
        on_close: Called when the workspace closes; marks it as a private copy.

    Raises:
        DatabaseError: It cannot be opened; the file is as it was.
        ConfigError: Another seller is called ``name``.
    """
    place = own_place() if target is None else database_target(target)
    when = clock or SystemClock()
    if (create or target is None) and not read_only and isinstance(place, Path) and not os.path.lexists(place):
        create_database(place, when.now())
    thread = None
    if threaded:
        from concurrent.futures import ThreadPoolExecutor

        thread = ThreadPoolExecutor(1, "database")

    def connect() -> Session:
        return _connect(
            open_database(place, read_only=read_only, patience=patience), when, login, name, default_currency
        )

    try:
        session = connect() if thread is None else thread.submit(connect).result()
    except BaseException:
        if thread is not None:
            thread.shutdown()
        raise
    return Workspace(session, thread, on_close)


def _connect(database: Database, clock: Clock, login: str | None, wanted: str, default_currency: str) -> Session:
    try:
        seller = _arrive(database, login, shown_name(wanted), clock.now())
        session = Session(database, seller, clock, settings.current(database).currency or default_currency)
        _begin_day(session)
        return session
    except BaseException:
        database.close()
        raise


def _arrive(database: Database, login: str | None, wanted: str, now: int) -> Seller:
    """The seller of an account, by the name that it or the settings have for them now."""
    login, name = (login or database.login, "") if login or database.login else account()
    if wanted and sellers.is_another(database, login, wanted):
        raise ConfigError(f"Your settings call you “{wanted}”, as another seller here is called. Choose another name.")
    seller = sellers.ensure(database, login, wanted or name or shown_name(login) or login, now)
    if (wanted or name) not in ("", seller.name) and not database.read_only:
        with suppress(DatabaseError), database.waiting(0):
            return sellers.rename(database, seller, wanted or name)
    return seller


def _begin_day(session: Session) -> None:
    """Begin the day if nobody has; opening waits for no other writer, who may well be doing just that."""
    database = session.database
    if scores.begun(database, session.clock.today()):
        return
    from funnelboard.services.parking import begin_day

    try:
        with database.waiting(0):
            begin_day(session)
    except DatabaseError as error:
        logging.getLogger(__name__).info("the day was not begun: %s", error)
