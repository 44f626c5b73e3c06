"""The store without services around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from funnelboard.services.opening import database_target
from funnelboard.services.workspace import Workspace
from funnelboard.store.database import Database
from funnelboard.store.opening import open_database


@pytest.fixture
def database(workspace: Workspace) -> Database:
    """The database below the workspace."""
    return workspace.session.database


@pytest.fixture
def another(workspace: Workspace) -> Iterator[Callable[..., Database]]:
    """Opens further connections to the workspace's database, as other processes would."""
    opened: list[Database] = []

    def connect(**options: Any) -> Database:
        opened.append(open_database(database_target(workspace.target), **options))
        return opened[-1]

    yield connect
    for each in opened:
        each.close()
