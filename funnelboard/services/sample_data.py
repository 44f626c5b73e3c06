"""The sample database, and the demos: private copies of a story in which today is the day it has come to.

``python -m funnelboard.services.sample_data sample.db`` makes ``sample.db`` of the story in ``sample/general``, the
same bytes every time and with every SQLite. The other stories are told anew whenever their demo is opened.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from funnelboard import locations
from funnelboard.domain.presets import PRESETS
from funnelboard.errors import BadInput, FunnelBoardError, NotFound, NotSaved
from funnelboard.services.clock import Clock, SystemClock
from funnelboard.services.identity import account
from funnelboard.services.sample_calendar import day_mover
from funnelboard.services.workspace import Workspace, open_workspace
from funnelboard.store import sample

REFERENCE_DAY = date(2026, 6, 10)
"""The day the stories have come to: a Wednesday."""

SCENARIOS = tuple(PRESETS)
"""The stories there are, each named after the preset of the board it is told on."""

SHIPPED = "general"
"""The scenario that ``sample.db`` is made of."""


def is_sample(path: Path) -> bool:
    """Whether a file is a sample database, by the marker inside; it is only read. False when it is not there."""
    return sample.reference_day(path) is not None


def open_demo(
    *,
    scenario: str = "general",
    keep: str | None = None,
    threaded: bool = True,
    clock: Clock | None = None,
    login: str | None = None,
) -> Workspace:
    """Open the sample data, as of today and as the seller's own.

    Args:
        scenario: One of ``SCENARIOS``.
        keep: Path of a new database to make of it; without it the copy goes away when the workspace closes.
        threaded, clock, login: As :func:`funnelboard.services.workspace.open_workspace` has them.

    Raises:
        BadInput: No such scenario.
        NotFound: The installation has no sample database.
        NotSaved: The file to keep exists already, or the copy cannot be written.
    """
    if scenario not in SCENARIOS:
        raise BadInput(f"There is no scenario “{scenario}”. Choose one of: {', '.join(SCENARIOS)}.")
    if keep is None:
        return _open_scenario(scenario, threaded, clock, login)
    kept = Path(keep).expanduser().absolute()
    if kept.exists():
        raise NotSaved(f"{kept} exists already. Name a new file to keep the demo in, or open that one.")
    copy = _open_scenario(scenario, False, clock, login)
    try:
        copy.session.database.backup(kept)
    finally:
        copy.close()
    return open_workspace(str(kept), threaded=threaded, clock=clock, login=login)


def open_private_copy(
    path: Path, *, threaded: bool = False, clock: Clock | None = None, login: str | None = None
) -> Workspace:
    """Open a copy of a sample database that only this process knows, moved to today.

    Days keep their distance from today in working days, so that what was due on the reference day is due today and
    nothing happens on a weekend but today itself. The original is only read; the copy goes away when the workspace
    closes, or, if the process is killed, at the start of a demo a day later.

    Raises:
        NotFound: It is no sample database.
        NotSaved: The copy cannot be written.
    """
    # Every copy of one sample has the same deals, so what is remembered about them goes under one name.
    return _open_copy(lambda _: path, path.name, str(path.absolute()), threaded, clock, login)


def _open_scenario(scenario: str, threaded: bool, clock: Clock | None, login: str | None) -> Workspace:
    if scenario == SHIPPED:
        return open_private_copy(locations.sample_database(), threaded=threaded, clock=clock, login=login)

    def tell(folder: Path) -> Path:
        from funnelboard.services.sample_building import tell_story

        tell_story(folder / "told.db", REFERENCE_DAY, scenario)
        return folder / "told.db"

    return _open_copy(tell, f"{scenario}.db", f"sample://{scenario}", threaded, clock, login)


def _open_copy(
    source: Callable[[Path], Path],
    name: str,
    identity: str,
    threaded: bool,
    clock: Clock | None,
    login: str | None,
) -> Workspace:
    """Open a copy of a sample in a private folder; ``source`` finds the sample, or makes it in that folder."""
    from funnelboard.services.private_folder import private_folder

    when = clock or SystemClock()
    folder, remove = private_folder()
    try:
        original = source(folder)
        reference_day = sample.reference_day(original)
        if reference_day is None:
            raise NotFound(f"{original} is no sample database.")
        own_login, own_name = (login, login) if login is not None else account()
        move = day_mover(reference_day, when.today())
        sample.copy_moved(original, folder / name, reference_day, move, own_login, own_name)
        workspace = open_workspace(str(folder / name), threaded=threaded, clock=clock, login=login, on_close=remove)
    except BaseException:
        remove()
        raise
    workspace.identity = identity
    return workspace


def build_sample(target: Path, reference_day: date = REFERENCE_DAY) -> None:
    """Make a sample database, or make one anew.

    Args:
        reference_day: The day that the story has come to; a working day.

    Raises:
        NotSaved: The target is something else than a sample database, or cannot be written.
    """
    import tempfile

    from funnelboard.services.sample_building import tell_story
    from funnelboard.store.sealing import seal

    if target.exists() and not is_sample(target):
        raise NotSaved(f"{target} exists and is no sample database. It was left as it is; name another file.")
    try:
        with tempfile.TemporaryDirectory(prefix=".funnelboard-sample-", dir=target.absolute().parent) as folder:
            told, sealed = Path(folder) / "told.db", Path(folder) / "sealed.db"
            tell_story(told, reference_day, SHIPPED)
            seal(told, sealed)
            sealed.replace(target)
    except OSError as error:
        raise NotSaved(f"{target} was not made: {error}.") from error


def main(arguments: list[str]) -> int:
    """Make the sample database named by the only argument; the exit status."""
    if len(arguments) != 1:
        print("usage: python -m funnelboard.services.sample_data FILE", file=sys.stderr)
        return 2
    try:
        build_sample(Path(arguments[0]))
    except FunnelBoardError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
