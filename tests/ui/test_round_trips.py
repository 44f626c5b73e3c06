"""How often a key waits for a server: a seller far away from it waits so many times the way there and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.criteria import QUALIFICATION
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace
from tests.postgres.proxy import Proxy

pytestmark = pytest.mark.postgresql


MOST = {
    "opening": 55,
    **{f"{key}, panel closed": 0 for key in "pjklh"},
    **dict.fromkeys(("panel opened", "back", "nothing more", "filter"), 1),
    **dict.fromkeys(("j", "k", "l", "h", "pagedown", "pageup", "another column", "next"), 1),
    **dict.fromkeys(("move", "note", "follow-up"), 3),
    "done": 5,
    "undo": 9,
    "letter": 7,
    "all deals": 2,
    "agenda": 10,
}
"""Round trips, the first times left out but for the opening, which knows nothing yet."""


@pytest.fixture
def place(line: Proxy, direct: str) -> Callable[..., str]:
    """The boards of these tests are on a server, by way of the line."""
    url = line.by_way_of(direct)
    return lambda path=None: url


async def test_keys(
    open_board: Any, workspace: Workspace, add_deal: Callable[..., Deal], line: Proxy, record_property: Any
) -> None:
    leads = [add_deal(title=f"Deal {number}", company=f"Acme {number}").id for number in range(80)]
    for question in QUALIFICATION:
        workspace.qualifying.answer(leads, question, Answer.YES)
    for _ in range(30):
        add_deal(title="Prospect", stage=Stage.PROSPECT)
    found: dict[str, list[int]] = {}

    async def count(board: Any, name: str, *keys: str) -> None:
        before = line.traffic
        await board.press(*keys)
        found.setdefault(name, []).append(line.traffic.since(before).round_trips)

    before = line.traffic
    async with open_board() as board:
        found["opening"] = [line.traffic.since(before).round_trips]
        for _ in range(4):
            for key in ("p", "j", "k", "l", "h"):
                await count(board, f"{key}, panel closed", key)
            await count(board, "panel opened", "p")
            for key in ("j", "k", "l", "h", "j", "pagedown", "pageup"):
                await count(board, key, key)
            await count(board, "move", "L")
            await count(board, "another column", "1")
            await count(board, "next", "j")
            await count(board, "note", *"nrang", "enter")
            await count(board, "follow-up", *"fcall", "space", *"fri", "enter")
            await count(board, "done", "d", "enter")
            await count(board, "nothing more", "escape")
            await count(board, "undo", "u")
            await count(board, "filter", "slash")
            await count(board, "letter", "e")
            await count(board, "letter", "a")
            await count(board, "all deals", "escape")
            await count(board, "agenda", "A")
            await count(board, "back", "escape")
    for name, counts in found.items():
        record_property(name, counts)
    # What is asked is known from the third time on, whichever deal it is about.
    most = {name: max(counts[2:] or counts) for name, counts in found.items()}
    assert {name: trips for name, trips in most.items() if trips > MOST[name]} == {}
