"""A colleague changes a deal a moment before a key arrives: nothing is overwritten, and the seller is told who was
first; once what is new has been shown, the key is obeyed again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.money import Money
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.services.workspace import Workspace
from funnelboard.ui.commands import COMMANDS, DEALS, FUNNEL
from tests.conftest import TODAY

Add = Callable[..., Deal]
Tick = Callable[..., int]

WON = ["y", "y", "y", "enter"]
REFUSED: dict[str, list[str]] = {
    "move-back": ["H"],
    "move-on": ["L"],
    "move-to": ["m", "l"],
    "reorder-down": ["J"],
    "reorder-up": ["K"],
    "close-won": ["w", *WON],
    "close-lost": ["x", "p", "enter"],
    "park": ["z", *"1feb", "enter"],
    "delete-deal": ["D"],
    "qualify": ["c", "y", "enter"],
}
"""What takes a deal elsewhere, or means something only where it is; the keys that do it."""

ADDED: dict[str, list[str]] = {
    "edit-deal": ["e", *" two", "enter"],
    "write-note": ["n", *"rang", "enter"],
    "add-follow-up": ["f", *"fri", "enter"],
    "finish-follow-up": ["d", "enter"],
    "set-tags": ["t", *"expo", "enter"],
    "set-owner": ["o", *"nobody", "enter"],
    "add-objection": ["b", *"dear", "enter"],
}
"""What is kept wherever the deal is."""

ELSEWHERE = {
    "list-follow-ups", "list-contacts", "list-objections",  # lists of rows: see below
    "merge-deals",  # of what was compared: see test_duplicates
    "add-deal", "undo", "redo", "repeat", "mark", "copy", "wake", "repeat-deal", "ask-reference",
}  # fmt: skip


@pytest.fixture
def deals(add_deal: Add, workspace: Workspace) -> list[Deal]:
    """Three prospects, of which the one in the middle has a follow-up."""
    amount = Money(100_000, "EUR")
    made = [add_deal(title=f"deal {number}", stage=Stage.PROSPECT, amount=amount) for number in range(3)]
    workspace.activity.add_follow_up((made[1].id,), TODAY, "call", "about the price")
    return made


def stored(workspace: Workspace) -> Any:
    """All that is known of every deal."""
    return [workspace.board.detail(deal.id) for deal in workspace.board.by_ids(range(1, 100))]


def win(ola: Workspace, deal: Deal) -> None:
    ola.pipeline.move((deal.id,), Stage.CLOSED, because="signed", outcome=Outcome.WON)


def test_every_command_is_tried_here() -> None:
    tried = {*REFUSED, *ADDED, *ELSEWHERE}
    assert tried == {command.id for command in COMMANDS if command.group in (DEALS, FUNNEL)}


@pytest.mark.parametrize("by", ["key", "palette"])
@pytest.mark.parametrize("command", REFUSED)
async def test_a_deal_that_a_colleague_has_won_stays_won(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace, tick: Tick, command: str, by: str
) -> None:
    first, *rest = REFUSED[command]
    if by == "palette":
        name = next(each.name for each in COMMANDS if each.id == command)
        first, rest = "colon", [*("space" if letter == " " else letter for letter in name), "enter", *rest]
    async with open_board() as board:
        await board.press("2", "j")
        win(ola, deals[1])
        before = stored(workspace)
        await board.burst(first, *rest)
        assert "ola moved “deal 1” to closed won" in board.text(), board.text()
        while board.top is not board.screen:
            await board.press("escape")
        assert stored(workspace) == before
        tick(seconds=2)
        await board.tick()
        await board.press("4")
        assert board.title == "deal 1", "the picture is new"
        await board.burst(first, *rest)
        assert "Nothing was changed: ola" not in board.text()


@pytest.mark.parametrize("command", ADDED)
async def test_what_only_adds_something_is_kept_and_the_seller_told_where_the_deal_is(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace, command: str
) -> None:
    async with open_board() as board:
        await board.press("2", "j")
        win(ola, deals[1])
        before = stored(workspace)
        await board.burst(*ADDED[command])
        assert "ola moved “deal 1” to closed won" in board.status
        assert stored(workspace) != before
        assert workspace.board.deal(deals[1].id).outcome is Outcome.WON


@pytest.mark.parametrize("command", [*REFUSED, *ADDED])
async def test_a_deal_that_a_colleague_has_deleted_stays_so_and_what_was_typed_is_kept(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace, command: str
) -> None:
    keys = {**REFUSED, **ADDED}[command]
    async with open_board() as board:
        await board.press("2", "j")
        ola.pipeline.delete((deals[1].id,))
        before = stored(workspace)
        await board.burst(*keys)
        assert "is in the bin. ola deleted “deal 1”" in board.text(), board.text()
        assert stored(workspace) == before


@pytest.mark.parametrize("key", ["H", "D", "J", "n", "w", "space"])
async def test_a_key_just_after_the_news_is_still_about_what_was_there_before(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace, key: str
) -> None:
    async with open_board() as board:
        await board.press("2", "j")
        win(ola, deals[1])
        await board.tick()
        before = stored(workspace)
        assert board.title == "deal 0", "the cursor is on the next one"
        await board.burst(key, *"rang", "enter")
        why = "ola moved “deal 1” to closed won although not all is answered: signed."
        assert board.status == f"{why} The cursor is on “deal 0” now. The keys after it were not obeyed."
        assert stored(workspace) == before
        assert not board.screen.state.marks
        await board.press("D")
        assert workspace.board.deal(deals[0].id).deleted, "the next key is for the deal that is there"


@pytest.mark.parametrize("command", [name for name, keys in {**REFUSED, **ADDED}.items() if len(keys) > 1])
async def test_what_is_asked_is_for_the_deal_it_was_asked_about_though_the_cursor_was_taken_elsewhere(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace, tick: Tick, command: str
) -> None:
    first, *rest = {**REFUSED, **ADDED}[command]
    others = [workspace.board.detail(deal.id) for deal in (deals[0], deals[2])]
    async with open_board() as board:
        await board.press("2", "j", first)
        win(ola, deals[1])
        await board.tick()
        tick(seconds=2)
        await board.tick()
        assert board.title == "deal 0"
        await board.burst(*rest)
        assert "ola moved “deal 1” to closed won" in board.text(), board.text()
    assert [workspace.board.detail(deal.id) for deal in (deals[0], deals[2])] == others
    assert workspace.board.deal(deals[1].id).outcome is Outcome.WON


async def test_the_palette_is_for_the_deal_that_it_was_opened_on(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace, tick: Tick
) -> None:
    async with open_board() as board:
        await board.press("2", "j", "colon")
        win(ola, deals[1])
        await board.tick()
        tick(seconds=2)
        await board.burst(*"delete", "enter")
        assert "has taken the deal away that this was for" in board.status
        assert not workspace.board.deal(deals[0].id).deleted


async def test_what_was_typed_for_a_deal_that_was_moved_is_there_again(
    open_board: Any, deals: list[Deal], ola: Workspace, tick: Tick
) -> None:
    async with open_board() as board:
        await board.press("2", "j", "z")
        ola.parking.park((deals[1].id,), date(2027, 1, 1), ParkReason.BUDGET)
        await board.burst(*"1feb", "enter")
        assert "Nothing was changed: ola parked “deal 1”" in board.status
        assert board.status.endswith("What was typed is kept.")
        ola.parking.wake((deals[1].id,))
        await board.tick()
        board.screen.state.select(deals[1].id)
        tick(seconds=1)
        await board.press("z")
        assert board.top.edit.text == "1feb"


async def test_there_is_time_to_see_where_the_cursor_is(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace, tick: Tick
) -> None:
    async with open_board() as board:
        await board.press("2", "j")
        win(ola, deals[1])
        await board.tick()
        tick(seconds=1)
        await board.press("D")
        assert workspace.board.deal(deals[0].id).deleted


async def test_of_marked_deals_those_that_others_changed_are_left_and_named(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace
) -> None:
    async with open_board() as board:
        await board.press("2", "space", "space", "space")
        win(ola, deals[1])
        await board.burst("H")
        moved = "moved 2 deals to lead; 1 not: ola moved “deal 1” to closed won"
        assert board.status.startswith(moved)
        assert "marked" not in board.lines()[0]
    assert [workspace.board.deal(deal.id).stage.value for deal in deals] == ["lead", "closed", "lead"]


@pytest.mark.parametrize("shown", [False, True], ids=["before it is shown", "long after"])
async def test_a_marked_deal_is_known_as_it_was_looked_at(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace, tick: Tick, shown: bool
) -> None:
    async with open_board() as board:
        await board.press("2", "j", "space", "g")
        win(ola, deals[1])
        if shown:
            await board.tick()
            tick(minutes=5)
            await board.tick()
        await board.press("H")
        assert "ola moved “deal 1” to closed won" in board.status
        assert workspace.board.deal(deals[1].id).outcome is Outcome.WON
        assert "1 marked" in board.lines()[0]
        await board.press("H")
        assert workspace.board.deal(deals[1].id).stage is not Stage.CLOSED, "the seller was told, and says it again"


async def test_a_colleague_finishes_the_follow_up_first(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace
) -> None:
    workspace.activity.add_follow_up((deals[1].id,), date(2026, 12, 1), "demo", "")
    async with open_board() as board:
        await board.press("2", "j")
        ola.activity.finish_next((deals[1].id,), "agreed")
        await board.burst("d", *"mine", "enter")
        assert "ola did “about the price” on “deal 1”" in board.text()
        await board.press("escape")
        (left,) = workspace.board.detail(deals[1].id).follow_ups
        assert left.kind == "demo"
        assert left.done_at is None


@pytest.mark.parametrize("both", [("t", *"cold", "enter"), ("o", *"ola", "enter")], ids=["tags", "owner"])
async def test_tags_of_both_are_kept_and_of_two_owners_the_first(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace, both: tuple[str, ...]
) -> None:
    workspace.pipeline.set_owner([deal.id for deal in deals], None)
    async with open_board() as board:
        await board.press("2", "j")
        if both[0] == "t":
            ola.pipeline.set_tags((deals[1].id,), ("expo",))
            await board.burst(*both)
            assert set(workspace.board.deal(deals[1].id).tags) == {"cold", "expo"}
        else:
            ola.pipeline.set_owner((deals[1].id,), "me")
            await board.burst("o", "enter")
            assert board.status == "Nothing was changed: ola took “deal 1”."
            owner = workspace.board.deal(deals[1].id).owner
            assert owner is not None
            assert owner.name == "ola"


async def test_two_keys_take_a_lead_that_is_nobodys(
    open_board: Any, add_deal: Add, workspace: Workspace, ola: Workspace
) -> None:
    deal = add_deal(owner=None)
    async with open_board() as board:
        await board.burst("o", "1")
        assert board.status == "took “Acme: pilot”"
        owner = workspace.board.deal(deal.id).owner
        assert owner is not None
        assert owner.name == "kari"
        await board.press("u")
        await board.press("o")
        ola.pipeline.set_owner((deal.id,), "me")
        await board.press("1")
        assert board.status == "Nothing was changed: ola took “Acme: pilot”."


async def test_the_last_action_again_is_for_what_is_seen_too(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace
) -> None:
    async with open_board() as board:
        await board.press("2", "H", "2", "j")
        deal = next(each for each in deals if each.title == board.title)
        win(ola, deal)
        await board.press("full_stop")
        assert f"ola moved “{deal.title}” to closed won" in board.status
        assert workspace.board.deal(deal.id).outcome is Outcome.WON


async def test_a_card_that_is_dragged_while_a_colleague_moves_it_stays_there(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace
) -> None:
    async with open_board() as board:
        start, end = board.card(1, 1), board.card(0, 0)
        win(ola, deals[1])
        await board.drag(start, end)
        assert "ola moved “deal 1” to closed won" in board.status
        assert workspace.board.deal(deals[1].id).outcome is Outcome.WON


@pytest.mark.parametrize("key", ["r", "T"])
async def test_the_customer_of_a_deal_that_is_open_again_is_none(
    open_board: Any, add_deal: Add, workspace: Workspace, ola: Workspace, key: str
) -> None:
    deal = add_deal(stage=Stage.CLOSED)
    async with open_board() as board:
        await board.press("4")
        ola.pipeline.move((deal.id,), Stage.LEAD)
        await board.press(key)
        assert "ola moved “Acme: pilot” to lead" in board.status


async def test_a_parked_deal_that_a_colleague_has_woken_is_not_parked_again(
    open_board: Any, deals: list[Deal], workspace: Workspace, ola: Workspace
) -> None:
    workspace.parking.park((deals[1].id,), date(2027, 1, 1), ParkReason.BUDGET)
    async with open_board() as board:
        await board.press("Z", "2")
        assert board.title == "deal 1"
        ola.parking.wake((deals[1].id,))
        await board.burst("z", *"1feb", "enter")
        assert board.status == "Nothing was changed: ola woke “deal 1”. What was typed is kept."


async def test_a_talk_is_kept_though_a_colleague_has_finished_what_it_was_about(
    open_board: Any, add_deal: Add, workspace: Workspace, ola: Workspace
) -> None:
    deal = add_deal()
    workspace.activity.add_follow_up((deal.id,), TODAY, "call", "")
    async with open_board() as board:
        await board.burst("A", "enter", *"rang")
        ola.activity.finish_next((deal.id,), "theirs")
        await board.burst("enter", *"fri", "space", *"demo", "enter")
        assert "Follow-up #1 is done already: ola did “call” on “Acme: pilot”" in board.status
    detail = workspace.board.detail(deal.id)
    assert [one.kind for one in detail.follow_ups] == ["demo"]
    assert "rang" in [entry.text for entry in detail.timeline]


@pytest.mark.parametrize("page", ["A", "Y"])
@pytest.mark.parametrize("keys", [["H"], ["D"], ["w", *WON]], ids=["H", "D", "w"])
async def test_pages_act_on_what_they_show(
    open_board: Any, add_deal: Add, workspace: Workspace, ola: Workspace, page: str, keys: list[str]
) -> None:
    deal = add_deal(stage=Stage.PROSPECT, company="Acme", amount=Money(100_000, "EUR"))
    workspace.activity.add_follow_up((deal.id,), TODAY, "call", "")
    async with open_board() as board:
        await board.press("2", page)
        win(ola, deal)
        before = stored(workspace)
        if page == "Y":
            keys = ["n", *"rang", "enter"]
        await board.burst(*keys)
        assert "ola moved “Acme: pilot” to closed won" in board.text()
        assert (stored(workspace) == before) is (page == "A")
