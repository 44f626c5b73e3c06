"""What comes after winning, by keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]


@pytest.fixture
def won(add_deal: Add) -> Deal:
    """A deal that was won from Acme."""
    return add_deal(
        title="Acme: pilot",
        stage=Stage.CLOSED,
        outcome=Outcome.WON,
        company="Acme",
        contact="Kari Nordmann",
        email="kari@acme.example",
        amount=Money(1_200_000, "EUR"),
    )


async def test_a_won_deal_is_repeated_and_the_cursor_goes_to_the_new_one(
    open_board: Any, won: Deal, workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("4", "r")
        assert "› Acme: pilot" in board.text()
        assert board.remark == "Typing replaces it."
        await board.type("Acme: rollout")
        assert "› Acme: rollout" in board.text()
        assert f"of #{won.id}" in board.remark
        await board.press("enter")
        card = board.screen.state.card
        assert card is not None
        assert card.id != won.id
        new = workspace.board.deal(card.id)
        assert new.title == "Acme: rollout"
        assert (new.stage, new.repeat_of, new.amount, new.source) == (
            Stage.LEAD,
            won.id,
            Money(1_200_000, "EUR"),
            "existing customer",
        )
        assert new.primary is not None
        assert new.primary.contact.name == "Kari Nordmann"
        assert f"goes on from #{won.id}" in board.text()
        assert "customer since today" in board.text()
        assert "1 won, 12 000 €" in board.text().replace("\xa0", " ")
        await board.press("u")
        assert not [deal for deal in board.screen.state.columns[Stage.LEAD].column.cards]


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        (("enter",), "Acme: pilot"),
        (("ctrl+w", *"more", "enter"), "Acme: more"),
        (("end", *" 2", "enter"), "Acme: pilot 2"),
        (("backspace", *"x", "enter"), "x"),
        (("x", "ctrl+z", "ctrl+z", "ctrl+z", "enter"), "Acme: pilot"),
        (("escape", "r", *"!", "enter"), "!"),
        ((*"dra", "escape", "r", *"ft", "enter"), "draft"),
    ],
)
async def test_the_old_title_is_kept_gone_on_with_or_replaced(
    open_board: Any, won: Deal, workspace: Workspace, keys: tuple[str, ...], title: str
) -> None:
    async with open_board() as board:
        await board.burst("4", "r", *keys)
        card = board.screen.state.card
        assert card is not None
        assert card.id != won.id
        assert card.title == title


async def test_only_a_won_deal_is_repeated_or_asked_about(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    add_deal()
    async with open_board() as board:
        await board.press("r")
        assert board.status == "Only a won deal can be repeated."
        await board.press("T")
        assert board.status.startswith("Only the customer of a won deal")


async def test_a_reference_is_asked_for_in_two_weeks_or_on_a_day(
    open_board: Any, won: Deal, workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("4", "T")
        assert board.remark == "in two weeks"
        await board.press("enter")
        (promise,) = workspace.board.detail(won.id).follow_ups
        assert (promise.kind, promise.due) == ("email", date(2026, 12, 2))
        await board.press("u", "T")
        await board.type("someday")
        await board.press("enter")
        assert board.top.edit.text == "someday"
        await board.press("ctrl+u")
        await board.type("fri")
        assert "Fri 20 Nov" in board.lines()[-1]
        await board.press("enter")
        (promise,) = workspace.board.detail(won.id).follow_ups
        assert promise.due == date(2026, 11, 20)


async def test_a_day_half_typed_comes_back(open_board: Any, won: Deal, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.burst("4", "T", *"fr", "escape")
        assert board.status == "Kept: T goes on with it."
        await board.burst("T", "i", "enter")
        (promise,) = workspace.board.detail(won.id).follow_ups
        assert promise.due == date(2026, 11, 20)


async def test_nobody_is_asked_who_does_not_want_to_be(open_board: Any, won: Deal, workspace: Workspace) -> None:
    assert won.primary is not None
    workspace.people.edit_contact(won.primary.contact.id, {"may_contact": False})
    async with open_board() as board:
        await board.burst("4", "T", "enter")
        assert "has said no to being contacted" in board.status
        assert workspace.board.detail(won.id).follow_ups == ()
