"""The store without services around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from funnelboard.services.workspace import Workspace
from funnelboard.store.opening import open_database
from funnelboard.store.sqlite_database import SqliteDatabase


@pytest.fixture
def database(workspace: Workspace) -> SqliteDatabase:
    """The database below the workspace."""
    return workspace.session.database


@pytest.fixture
def another(workspace: Workspace) -> Iterator[Callable[..., SqliteDatabase]]:
    """Opens further connections to the workspace's database, as other processes would."""
    opened: list[SqliteDatabase] = []

    def connect(**options: Any) -> SqliteDatabase:
        opened.append(open_database(Path(workspace.target), **options))
        return opened[-1]

    yield connect
    for each in opened:
        each.close()
