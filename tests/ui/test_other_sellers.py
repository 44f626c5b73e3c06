"""What others write while the board is open: the cursor stays on its deal; what is typed lands on that or nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]

TYPED = {
    "a note": ["n", *"call", "space", *"rang"],
    "a follow-up": ["f", *"fri", "space", *"call"],
    "an objection": ["b", *"dear"],
    "tags": ["t", *"expo"],
    "a parking": ["z", *"1feb"],
    "an owner": ["o", *"nobody"],
    "a contact": ["c", *"yn"],
    "the fields": ["e", *"two"],
}
"""What is typed for the deal at the cursor, all but the last key."""


@pytest.fixture
def deals(add_deal: Add) -> list[Deal]:
    """Five leads, the last one at the top."""
    return [add_deal(title=f"lead {number}") for number in range(5)]


def rows_but(workspace: Workspace, *deal_ids: int) -> list[Any]:
    """What is stored about all deals but some."""
    found = []
    for deal in workspace.board.by_ids(range(1, 200)):
        if deal.id not in deal_ids:
            detail = workspace.board.detail(deal.id)
            found.append((detail.deal, detail.timeline, detail.follow_ups, detail.objections))
    return found


def at_cursor(board: Any, number: int = 0) -> str:
    """The title beside the cursor's bar in a column."""
    return next((line.strip("▌│ ") for line in board.column(number) if "▌" in line[:2]), "")


@pytest.mark.parametrize("keys", TYPED.values(), ids=TYPED)
async def test_what_is_typed_lands_on_its_deal_though_the_cursor_was_taken_elsewhere(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace, keys: list[str]
) -> None:
    deal = deals[2]
    others = rows_but(workspace, deal.id)
    async with open_board() as board:
        await board.burst("j", "j", *keys)
        ola.pipeline.move((deal.id,), Stage.CLOSED, because="a mistake", outcome=Outcome.WON)
        await board.tick()
        ola.pipeline.move((deal.id,), Stage.LEAD)
        ola.pipeline.create(title="new")
        await board.tick()
        board.screen.state.select(deals[4].id)
        await board.press("enter")
        assert board.top is board.screen
        assert "“lead 2”" in board.status
    (new,) = [deal.id for deal in workspace.board.by_ids(range(1, 200)) if deal.title == "new"]
    assert rows_but(workspace, deal.id, new) == others


@pytest.mark.parametrize("keys", TYPED.values(), ids=TYPED)
async def test_what_is_typed_for_a_deal_that_is_deleted_lands_on_no_other(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace, keys: list[str]
) -> None:
    deal = deals[2]
    others = rows_but(workspace, deal.id)
    async with open_board() as board:
        await board.burst("j", "j", *keys)
        ola.pipeline.delete((deal.id,))
        await board.tick()
        assert board.title not in (None, "lead 2")
        await board.press("enter")
        assert "is in the bin" in board.text(), board.text()
    assert rows_but(workspace, deal.id) == others


@pytest.mark.parametrize("key", ["L", "J", "K", "D", "full_stop"])
async def test_a_key_acts_on_the_deal_that_was_seen_or_on_none(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace, key: str
) -> None:
    deal = deals[2]
    async with open_board() as board:
        await board.burst("G", "t", *"expo", "enter", "g", "j", "j")
        others = rows_but(workspace, deal.id)
        async with board.thread_held(key):
            ola.pipeline.delete((deal.id,))
        assert "is in the bin" in board.text(), board.text()
    assert rows_but(workspace, deal.id) == others


async def test_the_cursor_stays_on_its_deal_when_others_put_cards_above_it_and_take_them_away(
    open_board: Any, add_deal: Add, ola: Workspace
) -> None:
    deals = [add_deal(title=f"deal {number:02}") for number in range(60)]
    async with open_board() as board:
        await board.press(*["j"] * 25)
        assert board.title == at_cursor(board) == "deal 34"
        row = next(place for place, line in enumerate(board.column(0)) if "deal 34" in line)
        made = [ola.pipeline.create(title=f"new {number}").deal_ids[0] for number in range(15)]
        await board.tick()
        assert board.title == at_cursor(board) == "deal 34"
        assert "deal 34" in board.column(0)[row], "nothing has jumped"
        assert "deal 34" in board.panel
        ola.pipeline.delete((*made, deals[40].id, deals[35].id, deals[33].id))
        await board.tick()
        assert board.title == at_cursor(board) == "deal 34"
        assert "deal 34" in board.column(0)[row]
        await board.press("j")
        assert board.title == at_cursor(board) == "deal 32"


async def test_the_cursor_goes_to_a_neighbour_when_its_deal_is_taken_away(
    open_board: Any, deals: list[Deal], ola: Workspace
) -> None:
    async with open_board() as board:
        await board.press("j", "j")
        ola.pipeline.delete((deals[2].id,))
        await board.tick()
        assert board.title == at_cursor(board) == "lead 1"
        assert "lead 1" in board.panel
        ola.pipeline.delete((deals[1].id, deals[0].id))
        await board.tick()
        assert board.title == at_cursor(board) == "lead 3"


@pytest.mark.parametrize(
    "keys",
    [["t", *"expo", "enter"], ["n", *"rang", "enter"], ["L"], ["z", *"1feb", "enter"], ["D"]],
    ids=lambda keys: keys[0],
)
async def test_marks_stay_when_a_write_is_refused_and_go_when_it_is_done(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace, keys: list[str]
) -> None:
    async with open_board() as board:
        await board.burst("space", "space")
        assert "2 marked" in board.lines()[0]
        ola.pipeline.delete((deals[4].id, deals[3].id))
        await board.burst(*keys)
        assert "is in the bin" in board.text()
        assert "2 marked" in board.lines()[0]
        ola.pipeline.restore((deals[4].id, deals[3].id))
        await board.tick()
        if keys == ["D"]:
            await board.press("D")
            assert "ola restored 2 deals, “lead 3” among them" in board.status
        if keys != ["L"]:
            await board.burst(*keys)
            assert "marked" not in board.lines()[0], board.text()


async def test_the_last_action_is_for_exactly_the_deals_then_at_hand(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    def tagged() -> list[str]:
        return [deal.title for deal in workspace.board.by_ids(range(1, 6)) if deal.tags]

    async with open_board() as board:
        await board.burst("space", "space", "t", *"expo", "enter")
        assert tagged() == ["lead 3", "lead 4"]
        await board.press("u")
        assert tagged() == []
        await board.burst("g", "j", "j", "full_stop")
        assert tagged() == ["lead 2"], "one deal, not the two of the first time"
        await board.burst("u", "G", "space", "k", "space", "g", "full_stop")
        assert tagged() == ["lead 0", "lead 1"], "all that are marked, and not the one at the cursor"
        await board.press("full_stop")
        assert tagged() == ["lead 0", "lead 1", "lead 4"]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_what_was_written_while_the_side_panel_was_hidden_is_in_it_when_it_is_opened(
    open_board: Any, deals: list[Deal], ola: Workspace, size: tuple[int, int]
) -> None:
    async with open_board(size=size) as board:
        await board.press("p")
        if size[0] < 100:
            await board.press("p")
        ola.activity.add_note((deals[-1].id,), "rang twice")
        await board.tick()
        assert "rang twice" not in board.text()
        await board.press("p")
        assert "rang twice" in board.text()
