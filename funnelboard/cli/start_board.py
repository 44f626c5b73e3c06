"""Starting the board: its database is opened while Textual is being imported."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from funnelboard.cli.invocation import could_be_path, unknown_command
from funnelboard.cli.opening import named_database, open_named
from funnelboard.cli.output import say
from funnelboard.config import load_config
from funnelboard.errors import DatabaseBusy, FunnelBoardError, NotFound, Unreachable
from funnelboard.locations import is_path

if TYPE_CHECKING:
    from funnelboard.config import Config
    from funnelboard.sample.tour import Tour
    from funnelboard.services.workspace import Workspace
    from funnelboard.ui.first_sight import Seen


Look = Callable[["Workspace | None"], "Seen | None"]
"""Shows what can be seen of a database, open or not open yet; None where that is nothing."""

OPENING_PATIENCE = 0.5
"""Seconds that a database is waited for before Textual is imported, to show something."""

_TYPEWRITERS = ("", "dumb", "unknown")
"""Names of terminals on which nothing can be put anywhere but at the end."""


def start_board(argument: str | None, *, locked: bool = False, read_only: bool = False) -> int:
    """Show the board until the seller leaves it.

    Args:
        argument: Path or URL, if the seller gave one. When there is nothing, they are asked whether to make it.
        locked: A seat that must not reach other files or programs, and makes none.
        read_only: Only look: nothing is written to the database, and none is made.

    Returns:
        The exit status.

    Raises:
        FunnelBoardError: There is no terminal, or no such database.
    """
    config = load_config()
    if locked and not _is_there(argument or ""):
        raise NotFound(f"There is no database “{argument}”, and a locked seat makes none.")
    target = argument if locked else named_database(argument, config)
    create = target is not None and not read_only and _wants_it_made(target)

    def open_database() -> Workspace:
        return open_named(target, config, threaded=True, create=create, read_only=read_only, hooks=not locked)

    def look(workspace: Workspace | None) -> Seen | None:
        from funnelboard.ui.first_sight import show, show_open

        if workspace is not None:
            return show_open(workspace, config, locked=locked)
        return show(target, config, locked=locked, read_only=read_only)

    return show_board(open_database, config, locked=locked, look=None if create else look)


def show_board(
    open_database: Callable[[], Workspace],
    config: Config,
    *,
    locked: bool = False,
    scenario: str = "",
    tour: Tour | None = None,
    look: Look | None = None,
) -> int:
    """Show the board on what ``open_database`` opens, which is called at once, in a thread of its own.

    A seller who wants to play with the sample gets its board, and then this one again; one who wants to take the tour
    of a demo gets a new copy of that in its place.

    Args:
        scenario: The demo's, if it is one of those that do not come as a file.
        tour: What is shown of it at first.
        look: Shows what can be seen of it, before it is open or, if that was nothing, as soon as it is.

    Returns:
        The exit status.

    Raises:
        FunnelBoardError: There is no terminal, or what opening it raised.
    """
    if not _has_terminal():
        raise FunnelBoardError(
            "The board needs a terminal. In a script use a command such as “funnelboard list”; "
            "“funnelboard --help” shows them all."
        )
    term = os.environ.get("TERM", "")
    if os.name == "posix" and term in _TYPEWRITERS:
        raise FunnelBoardError(
            f"The board needs a terminal that can be drawn on, and TERM {f'is “{term}”' if term else 'is not set'}; "
            "set it to what the terminal is, such as xterm-256color, or use a command such as “funnelboard list”."
        )
    while isinstance(left := _run(open_database, config, locked, tour, look), str):
        from funnelboard.sample.demo import open_demo
        from funnelboard.sample.story import SHIPPED
        from funnelboard.ui.commands import TOUR

        if left == TOUR:
            from funnelboard.sample.tour import read_tour

            scenario = scenario or SHIPPED
            open_database, tour, look = partial(open_demo, scenario=scenario), read_tour(scenario), None
        elif status := show_board(open_demo, load_config()):
            return status
        else:
            tour = None
        config = load_config()  # what was chosen on a board is kept there
    return left


def _run(
    open_database: Callable[[], Workspace], config: Config, locked: bool, tour: Tour | None, look: Look | None
) -> int | str:
    """Show one board; its exit status, or what it was left for."""
    # Everything that is made while modules are imported stays; looking for garbage in it takes a tenth of the start.
    gc.disable()
    # Over before it is opened: SQLite's locks do not outlive a file that is looked into while it is open.
    seen = look(None) if look is not None else None
    try:
        from concurrent.futures import ThreadPoolExecutor

        begun = [ThreadPoolExecutor(1, "opening").submit(open_database)]
        if look is not None and seen is None:
            with suppress(FunnelBoardError, TimeoutError):
                seen = look(begun[0].result(OPENING_PATIENCE))

        from funnelboard.ui.private_parts.importing import import_app

        import_app()

        from funnelboard.ui.app import run_board

        if begun[0].done() and not _is_waited_for(begun[0].exception()):
            begun[0].result()  # Refused already: say so without taking the terminal.

        def opened() -> Workspace:
            return begun.pop().result() if begun else open_database()

        return run_board(opened, config=config, locked=locked, tour=tour, seen=seen)
    finally:
        if seen is not None:
            seen.terminal.give_back()


def _is_waited_for(error: BaseException | None) -> bool:
    """Whether a database may be open as soon as another writer is done."""
    return isinstance(error, DatabaseBusy) and not isinstance(error, Unreachable)


def _has_terminal() -> bool:
    # Textual draws on standard error, so that is what must be a terminal.
    return all(stream is not None and stream.isatty() for stream in (sys.__stdin__, sys.__stderr__))


def _wants_it_made(target: str) -> bool:
    """Whether the seller, asked about a database that is not there, wants it made. False when it is there.

    Raises:
        NotFound: They do not, or cannot be asked.
    """
    if _is_there(target):
        return False
    missing = f"There is no database “{target}”."
    if not could_be_path(target):
        missing = unknown_command(target, "command or database")
    if _has_terminal() and not missing.endswith("?"):
        say(f"{missing} Make a new database there? [y/N]")
        if sys.stdin.readline().strip().casefold() in ("y", "yes"):
            return True
    raise NotFound(f"{missing} “funnelboard init {target}” makes one, “funnelboard --help” shows the commands.")


def _is_there(target: str) -> bool:
    return not is_path(target) or os.path.lexists(os.path.expanduser(target))
