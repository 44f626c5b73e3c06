"""Which database is meant, and opening it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from funnelboard.locations import choose_database, default_database

if TYPE_CHECKING:
    from funnelboard.config import Config
    from funnelboard.services.workspace import Workspace


def named_database(argument: str | None, config: Config) -> str | None:
    """The path or URL that was named on the command line, in the environment or in the settings.

    Returns:
        None when none was, or when it is the seller's own: that one is made on first use.
    """
    chosen = choose_database(argument, config.database)
    return None if chosen == str(default_database()) else chosen


def open_named(
    target: str | None,
    config: Config,
    *,
    threaded: bool = False,
    create: bool = False,
    read_only: bool = False,
    hooks: bool = True,
) -> Workspace:
    """Open a database; of a sample, a private copy in which today is today.

    Args:
        target: What ``named_database`` returned.
        config: The personal settings.
        threaded: Give it a thread of its own.
        create: Make it when it is not there.
        read_only: Write nothing to it.
        hooks: Have the seller's own commands run for what is written; what they write runs none, nor does a sample.

    Raises:
        FunnelBoardError: It cannot be opened.
    """
    from funnelboard.sample.private_copy import is_sample, open_private_copy
    from funnelboard.services.opening import database_target, open_workspace

    place = database_target(target)
    if isinstance(place, Path) and is_sample(place):
        workspace = open_private_copy(place, threaded=threaded)
    else:
        workspace = open_workspace(
            target,
            threaded=threaded,
            create=create,
            read_only=read_only,
            name=config.name or "",
            default_currency=config.default_currency,
        )
    workspace.day_first = config.day_first
    if hooks and config.hooks and not workspace.private_copy:
        from funnelboard.domain.hook_event import RUN_BY_HOOK

        if RUN_BY_HOOK not in os.environ:
            workspace.obey_hooks(config.hooks.keys())
    return workspace
