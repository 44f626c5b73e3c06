"""How much a key asks of a database in a file, from the second time on: as much as is shown, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import peewee
import pytest

from funnelboard.domain.criteria import QUALIFICATION
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace
from tests.watching import Watch

pytestmark = pytest.mark.sqlite("a server is asked all of it at once")

MOST = {"L": 73, "H": 73, "j": 26, "k": 26, "l": 26, "h": 26}
"""Statements, with those that begin and end a transaction."""


@pytest.fixture
def qualified(workspace: Workspace, add_deal: Callable[..., Deal]) -> None:
    """Leads of companies that may become prospects, and some that are."""
    leads = [add_deal(title=f"Deal {number}", company=f"Acme {number}").id for number in range(30)]
    for question in QUALIFICATION:
        workspace.qualifying.answer(leads, question, Answer.YES)
    workspace.pipeline.move(leads[:9], Stage.PROSPECT)


@pytest.mark.usefixtures("qualified")
async def test_no_key_asks_more_than_it_did(open_board: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    watch, found = Watch(monkeypatch), {}
    async with open_board() as board:
        for key in [*MOST] * 2:
            watch.forget()
            await board.press(key)
            found[key] = [each.sql for each in watch.statements]
    assert {key: asked for key, asked in found.items() if len(asked) > MOST[key]} == {}
    for key, asked in found.items():
        transactions = sum(sql.startswith("BEGIN") for sql in asked)
        assert asked.count("PRAGMA data_version") <= transactions, key


@pytest.mark.usefixtures("qualified")
async def test_no_key_has_a_query_compiled_that_was_before(open_board: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_board() as board:
        await board.press(*MOST)
        made = []
        begin = peewee.BaseQuery.__init__
        monkeypatch.setattr(
            peewee.BaseQuery, "__init__", lambda *given, **named: (made.append(given), begin(*given, **named))[1]
        )
        for key in MOST:
            await board.press(key)
            assert made == [], key
