"""A seller whose 3/12 is 12 March, on every line of the board that takes a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]
MARCH = date(2027, 3, 12)


async def test_it_is_read_so_in_forms_questions_and_the_filter(
    open_board: Any, add_deal: Add, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workspace, "day_first", False)
    deal = add_deal(title="Acme: pilot", company="Acme", contact="Kari Nordmann")
    contact = deal.contacts[0].contact
    won = add_deal(title="Nordlys", stage=Stage.CLOSED, outcome=Outcome.WON)
    async with open_board() as board:
        await board.press("4", "T")
        await board.type("3/12")
        await board.press("enter")
        assert [each.due for each in workspace.board.detail(won.id).follow_ups] == [MARCH]
        await board.press("1", "e", "down", "down", "down")
        await board.type("3/12")
        await board.press("enter")
        assert workspace.board.deal(deal.id).expected_close == MARCH
        await board.press("C", "e", *["down"] * 6)
        await board.type("3/12/1980")
        await board.press("enter", "escape")
        assert workspace.people.contact(contact.id).contact.birthday == date(1980, 3, 12)
        await board.press("x")
        await board.type("price")
        await board.press("enter", "y")
        await board.type("3/12")
        assert "12 Mar" in board.text()
        await board.press("escape", "escape")
        await board.press("w", *["down"] * 4, "ctrl+u")
        await board.type("3/12")
        assert "12 Mar" in board.text()
        await board.press("escape", "escape", "/")
        await board.type("close:3/12")
        await board.press("enter")
        assert board.title == "Acme: pilot"
