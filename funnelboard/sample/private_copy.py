"""Private copies of a sample database, in which today is the day its story has come to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from funnelboard.errors import NotFound, NotSaved, reason
from funnelboard.services.clock import Clock, SystemClock
from funnelboard.services.dated_database import copy_moved, reference_day
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace

ME = "me"
"""Login, in a sample, of the seller who opens it."""


def is_sample(path: Path) -> bool:
    """Whether a file is a sample database, by the marker inside; it is only read. False when it is not there."""
    return reference_day(path) is not None


def open_private_copy(
    path: Path, *, threaded: bool = False, clock: Clock | None = None, login: str | None = None
) -> Workspace:
    """Open a copy of a sample database that only this process knows, moved to today.

    Days keep their distance from today in working days, so that what was due on the reference day is due today and
    nothing happens on a weekend but today itself. The original is only read; the copy goes away when the workspace
    closes, or, if the process is killed, at the start of the next demo.

    Args:
        threaded, clock, login: As :func:`funnelboard.services.opening.open_workspace` has them.

    Raises:
        NotFound: It is no sample database.
        NotSaved: The copy cannot be written.
    """
    # Every copy of one sample has the same deals, so what is remembered about them goes under one name.
    return open_moved(lambda _: path, path.name, str(path.absolute()), threaded, clock, login)


def open_moved(
    source: Callable[[Path], Path],
    name: str,
    identity: str,
    threaded: bool,
    clock: Clock | None,
    login: str | None,
) -> Workspace:
    """Open a copy of a sample in a private folder, moved to today.

    Args:
        source: Finds the sample, or makes it in that folder, which it is given.
        name: What the copy's file is called.
        identity: What personal state about it is kept under.
        threaded, clock, login: As :func:`funnelboard.services.opening.open_workspace` has them.

    Raises:
        NotFound: It is no sample database.
        NotSaved: The copy cannot be written.
    """
    import tempfile

    from funnelboard.private_folder import PrivateFolder
    from funnelboard.sample.working_days import day_mover

    when = clock or SystemClock()
    try:
        made = PrivateFolder(Path(tempfile.gettempdir()))
    except OSError as error:
        raise NotSaved(
            f"There is no room for a copy of the sample: {reason(error)}. Set TMPDIR to a directory you own."
        ) from error
    folder, remove = made.path, made.remove
    try:
        original = source(folder)
        made_for = reference_day(original)
        if made_for is None:
            raise NotFound(f"{original} is no sample database.")
        copy_moved(original, folder / name, made_for, day_mover(made_for, when.today()), ME, login)
        workspace = open_workspace(str(folder / name), threaded=threaded, clock=clock, login=login, on_close=remove)
    except BaseException:
        remove()
        raise
    workspace.identity = identity
    return workspace
