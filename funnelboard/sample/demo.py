"""The demos: each story of the sample data, opened as of today.

The shipped one is a copy of ``sample.db``; the others are told anew whenever their demo is opened.
"""

from __future__ import annotations

import os
from pathlib import Path

from funnelboard import locations
from funnelboard.errors import BadInput, NotSaved
from funnelboard.sample.private_copy import open_moved, open_private_copy
from funnelboard.sample.story import REFERENCE_DAY, SCENARIOS, SHIPPED
from funnelboard.services.clock import Clock
from funnelboard.services.opening import database_target, open_workspace
from funnelboard.services.workspace import Workspace


def open_demo(
    *,
    scenario: str = SHIPPED,
    keep: str | None = None,
    threaded: bool = True,
    clock: Clock | None = None,
    login: str | None = None,
) -> Workspace:
    """Open the sample data, as of today and as the seller's own.

    Args:
        scenario: One of ``SCENARIOS``.
        keep: Path of a new database to make of it, or URL of an empty one; without it the copy goes away when the
            workspace closes.
        threaded, clock, login: As :func:`funnelboard.services.opening.open_workspace` has them.

    Raises:
        BadInput: No such scenario.
        NotFound: The installation has no sample database.
        NotSaved: The file to keep exists already, or the copy cannot be written.
    """
    if scenario not in SCENARIOS:
        raise BadInput(f"There is no scenario “{scenario}”. Choose one of: {', '.join(SCENARIOS)}.")
    if keep is None:
        return _open_scenario(scenario, threaded, clock, login)
    kept = database_target(keep)
    if isinstance(kept, Path) and os.path.lexists(kept):
        raise NotSaved(f"{kept} exists already. Name a new file to keep the demo in, or open that one.")
    from funnelboard.services import maintenance

    copy = _open_scenario(scenario, False, clock, login)
    try:
        if isinstance(kept, Path):
            maintenance.backup(copy, str(kept))
        else:
            maintenance.copy(copy, str(kept))
    finally:
        copy.close()
    return open_workspace(str(kept), threaded=threaded, clock=clock, login=login)


def _open_scenario(scenario: str, threaded: bool, clock: Clock | None, login: str | None) -> Workspace:
    if scenario == SHIPPED:
        return open_private_copy(locations.sample_database(), threaded=threaded, clock=clock, login=login)

    def tell(folder: Path) -> Path:
        from funnelboard.sample.storyteller import tell_story

        tell_story(folder / "told.db", REFERENCE_DAY, scenario)
        return folder / "told.db"

    return open_moved(tell, f"{scenario}.db", f"sample://{scenario}", threaded, clock, login)
