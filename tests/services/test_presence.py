"""Who has the database open on a board."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from funnelboard.errors import NotSaved
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace
from tests.conftest import NOW

Tick = Callable[..., int]
SECOND = 1_000_000


@pytest.fixture
def ola(make_workspace: Callable[..., Workspace]) -> Workspace:
    """Another seller at the same database."""
    return make_workspace(login="ola")


def here(workspace: Workspace) -> list[tuple[str, int]]:
    """Names, and the second they came."""
    return [(one.seller.name, (one.since - NOW) // SECOND) for one in workspace.presence.here()]


def boards(workspace: Workspace) -> int:
    """How many open boards are written down."""
    return int(workspace.session.database.rows_of("SELECT COUNT(*) FROM presence")[0][0])


def test_sellers_come_stay_and_go(
    workspace: Workspace, ola: Workspace, make_workspace: Callable[..., Workspace], tick: Tick
) -> None:
    workspace.presence.attend()
    assert here(workspace) == [("kari", 0)]
    tick(seconds=10)
    assert [one.seller.name for one in ola.presence.attend()] == ["kari", "ola"]
    tick(seconds=20)
    second = make_workspace(login="ola")
    second.presence.attend()
    assert here(workspace) == [("kari", 0), ("ola", 10)], "however many boards a seller has open"
    ola.presence.leave()
    assert here(workspace) == [("kari", 0), ("ola", 30)]
    second.presence.leave()
    assert here(workspace) == [("kari", 0)]
    assert workspace.undoing.log(limit=1) == ()
    assert maintenance.check(workspace) == ()


def test_a_board_that_is_killed_is_forgotten(workspace: Workspace, ola: Workspace, tick: Tick) -> None:
    ola.presence.attend()
    workspace.presence.attend()
    tick(seconds=149)
    assert here(workspace) == [("kari", 0), ("ola", 0)]
    tick(seconds=1)
    assert here(workspace) == [("kari", 0)]
    assert boards(workspace) == 2
    workspace.presence.attend()
    assert boards(workspace) == 1
    ola.presence.attend()
    assert here(workspace) == [("kari", 0), ("ola", 0)], "it had only been asleep"


def test_where_nothing_can_be_written_it_is_only_read(workspace: Workspace, ola: Workspace) -> None:
    workspace.presence.attend()
    with workspace.session.database.writing():
        assert boards(workspace) == 1
        assert len(ola.presence.attend()) == 2
    assert boards(workspace) == 1
    ola.session.database.read_only = True
    assert len(ola.presence.attend()) == 2
    ola.presence.leave()
    assert boards(workspace) == 1
    with pytest.raises(NotSaved):
        ola.pipeline.create(title="new")
