"""What an agent writes in a seller's name: told as such, and the seller's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import Stage
from funnelboard.errors import Conflict
from funnelboard.services import news
from funnelboard.services.maintenance import check
from funnelboard.services.replay import Replay
from funnelboard.services.sight import Sight
from funnelboard.services.workspace import Workspace
from funnelboard.store import history

Open = Callable[..., Workspace]


@pytest.fixture
def agent(make_workspace: Open, workspace: Workspace, add_deal: Callable[..., Any]) -> Workspace:
    """A second workspace of kari's, for an agent, and one deal of hers."""
    add_deal(title="Acme: pilot")
    return make_workspace()


def newest(workspace: Workspace) -> int:
    return history.newest(workspace.session.database)


def test_the_sellers_own_board_tells_what_the_agent_did(agent: Workspace, workspace: Workspace, tick: Any) -> None:
    seen = newest(workspace)
    tick()
    with agent.by_agent():
        agent.activity.add_note((1,), "rang")
    assert news.read(workspace.session, seen).line == "kari via agent wrote a note on “Acme: pilot”"
    agent.activity.add_note((1,), "rang again")
    assert news.read(workspace.session, newest(workspace) - 1).line == ""


def test_a_key_for_what_the_agent_has_moved_is_refused_by_name(agent: Workspace, workspace: Workspace) -> None:
    sight = Sight(newest(workspace))
    with agent.by_agent():
        agent.parking.park((1,), agent.clock.today().replace(month=12), ParkReason.BUDGET)
    with workspace.session.seeing(sight), pytest.raises(Conflict, match="kari via agent parked “Acme: pilot”"):
        workspace.pipeline.delete((1,))


def test_another_sellers_undo_names_the_agent(agent: Workspace, make_workspace: Open, workspace: Workspace) -> None:
    ola = make_workspace(login="ola")
    added = ola.pipeline.create(title="Nordlys: rollout").change
    with agent.by_agent():
        agent.activity.add_note((2,), "rang")
    with pytest.raises(Conflict, match="kari via agent has worked on deal #2 since"):
        ola.undoing.undo(added)


def test_redo_and_the_log_of_the_seller(agent: Workspace, workspace: Workspace) -> None:
    with agent.by_agent():
        agent.activity.add_note((1,), "rang")
    workspace.undoing.undo()
    assert workspace.undoing.redo().summary == "did again: wrote a note on “Acme: pilot”"
    assert [entry.seller for entry in workspace.undoing.log(seller="me")] == ["kari", "kari", "kari via agent", "kari"]


def test_nothing_is_noted_where_nothing_was_changed(agent: Workspace, workspace: Workspace) -> None:
    with agent.by_agent():
        agent.pipeline.edit(1, {"title": "Acme: pilot"})
        assert agent.pipeline.edit(1, {"title": "Acme: rollout"}).change == newest(workspace)
    assert [entry.seller for entry in workspace.undoing.log()] == ["kari via agent", "kari"]


def test_the_past_tells_it_too(agent: Workspace, workspace: Workspace, tick: Any) -> None:
    start = tick()
    with agent.by_agent():
        agent.pipeline.move((1,), Stage.PROSPECT, because="so it is")
    replay = Replay(workspace)
    assert replay.last.startswith("kari via agent moved")
    assert [move.seller for move in replay.moved(start)] == ["kari via agent"]


def test_it_is_sound(agent: Workspace, workspace: Workspace) -> None:
    with agent.by_agent():
        agent.activity.add_note((1,), "rang")
    assert check(workspace) == ()
