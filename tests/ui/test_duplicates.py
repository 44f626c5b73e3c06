"""Duplicates are found, compared side by side and merged with a few keys, and nobody's work is lost by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.duplicate import Record
from funnelboard.domain.money import Money
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace
from funnelboard.store import opening, sqlite_database
from funnelboard.ui.screens.comparison import ComparisonPage
from funnelboard.ui.screens.duplicates import DuplicatesPage

Add = Callable[..., Deal]
SIZES = [(120, 36), (80, 24), (40, 12)]


def keys(text: str) -> list[str]:
    return ["space" if letter == " " else letter for letter in text]


@pytest.fixture
def twice(add_deal: Add) -> tuple[Deal, Deal]:
    """One sale twice, in two stages."""
    one = add_deal(
        title="Ærlig Øl: pilot",
        company="Ærlig Øl AS",
        amount=Money(1_200_000, "EUR"),
        stage=Stage.PROSPECT,
        note="rang",
    )
    two = add_deal(title="Ærlig øl - Pilot", company="Ærlig Øl AS", amount=Money(1_500_000, "EUR"), note="wrote")
    return one, two


async def find(board: Any) -> None:
    await board.press("colon", *keys("find dup"), "enter")
    assert isinstance(board.top, DuplicatesPage)


def page(board: Any) -> ComparisonPage:
    assert isinstance(board.top, ComparisonPage)
    return board.top


@pytest.mark.parametrize("size", SIZES)
async def test_a_pair_is_found_compared_and_merged(
    size: tuple[int, int], open_board: Any, twice: tuple[Deal, Deal], workspace: Workspace
) -> None:
    async with open_board(size) as board:
        await find(board)
        assert "1 deal" in board.lines()[0] or size[0] == 40
        assert "#1 Ærlig Øl: pilot" in board.text()
        assert "#2 Ærlig øl - Pilot" in board.text()
        assert "the same title" in board.text()
        await board.press("enter")
        assert "Merge deals" in board.lines()[0]
        assert "● Ærlig Øl: pilot" in board.text()
        await board.press("j")
        assert "● 12\N{NO-BREAK SPACE}000" in board.text()
        await board.press("l")
        assert "● 15\N{NO-BREAK SPACE}000" in board.text()
        await board.press("m")
        assert isinstance(board.top, DuplicatesPage)
        assert "Nothing looks as if it were" in board.text()
        assert "merged #2" in board.text()
        deal = workspace.board.deal(1)
        assert (deal.title, deal.amount, deal.stage) == ("Ærlig Øl: pilot", Money(1_500_000, "EUR"), Stage.PROSPECT)
        assert workspace.board.deal(2).merged_into == 1
        await board.press("u")
        assert "#2 Ærlig øl - Pilot" in board.text()
        assert not workspace.board.deal(2).deleted
        await board.press("escape")
        assert board.top is board.screen


async def test_all_of_it_in_one_burst(open_board: Any, twice: tuple[Deal, Deal], workspace: Workspace) -> None:
    async with open_board() as board:
        await board.burst("colon", *keys("find dup"), "enter", "enter", "l", "j", "l", "s", "m", "escape")
        assert board.top is board.screen
        deal = workspace.board.deal(2)
        assert (deal.title, deal.amount) == ("Ærlig øl - Pilot", Money(1_500_000, "EUR"))
        assert workspace.board.deal(1).merged_into == 2
        assert board.title == "Ærlig øl - Pilot"


async def test_two_marked_deals_are_compared_at_once(
    open_board: Any, twice: tuple[Deal, Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("1", "space")
        await board.press("colon", *keys("merge two"), "enter")
        assert "Mark the two deals that are one (Space)" in board.text()
        await board.press("2", "space", "colon", *keys("merge two"), "enter")
        assert page(board).comparison.keep.id == 1, "the one that has come furthest"
        await board.press("s")
        assert page(board).comparison.keep.id == 2
        assert "● Ærlig øl - Pilot" in board.text(), "with what it says"
        await board.press("l", "s")
        assert page(board).comparison.keep.id == 1
        assert "● Ærlig Øl: pilot" in board.text(), "what was chosen stands"
        await board.press("h", "enter", "enter", "m")
        assert board.top is board.screen
        assert board.title == "Ærlig Øl: pilot"
        assert board.screen.state.marks == set()
        assert workspace.board.deal(2).merged_into == 1


async def test_leaving_changes_nothing(
    open_board: Any, twice: tuple[Deal, Deal], workspace: Workspace, dump: Any
) -> None:
    async with open_board() as board:
        before = dump(workspace)
        await find(board)
        await board.press("enter", "l", "j", "s", "escape")
        assert isinstance(board.top, DuplicatesPage)
        await board.press("j", "k", "g", "G", "q")
        assert board.top is board.screen
        assert dump(workspace)["deal"] == before["deal"]
        assert dump(workspace)["change"] == before["change"]


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_there_twice(size: tuple[int, int], open_board: Any, add_deal: Add) -> None:
    add_deal(title="alone")
    async with open_board(size) as board:
        await find(board)
        assert "Nothing looks as if it were" in board.text()
        assert "Two that are one" in board.text()
        await board.press("j", "k", "enter")
        assert "There is nothing to compare here." in board.text()


@pytest.mark.parametrize("size", SIZES)
async def test_long_names_and_nothing_to_choose(size: tuple[int, int], open_board: Any, add_deal: Add) -> None:
    long = "Ålesund Østfold " * 20
    for _ in range(2):
        add_deal(title=long, company="Ærø")
    async with open_board(size) as board:
        await find(board)
        await board.press("enter")
        assert "Ålesund" in board.text()
        await board.press("l", "enter", "G", "k", "h", "m")
        assert "merged #2" in board.text()


@pytest.mark.parametrize("size", SIZES)
async def test_own_fields_are_chosen_too(
    size: tuple[int, int], open_board: Any, twice: tuple[Deal, Deal], workspace: Workspace
) -> None:
    name = "Förnyelse 契約更新 " * 4
    for deal, text in zip(twice, ("2027", "2028"), strict=True):
        workspace.pipeline.edit(deal.id, {f"field.{name}": text})
    async with open_board(size) as board:
        await find(board)
        await board.press("enter", "j", "j", "l")
        assert "Förnyelse" in board.text()
        assert "● 2028" in board.text()
        await board.press("m")
        ((_, text),) = workspace.board.deal(1).own_fields
        assert text == "2028"


async def test_companies_and_contacts_too(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    for name, phone in (("Nordlys", "900 11 222"), ("Nordlys AS", "900 11 333")):
        add_deal(title=f"deal of {name}", company=name, contact="Kari Nordmann", email="kari@n.example", phone=phone)
    async with open_board() as board:
        await find(board)
        assert "COMPANIES 1" in board.text()
        assert "CONTACTS 1" in board.text()
        await board.press("G", "enter", "j", "enter", "m")
        assert workspace.people.contact(1).contact.phone == "900 11 333"
        await board.press("enter")
        assert "Merge companies" in board.lines()[0]
        await board.press("m")
        assert {deal.company.id for deal in workspace.board.by_ids((1, 2)) if deal.company} == {1}
        await board.press("u", "u")
        assert "CONTACTS 1" in board.text()


async def test_the_mouse_goes_to_a_pair_and_opens_it(open_board: Any, twice: tuple[Deal, Deal], add_deal: Add) -> None:
    for _ in range(2):
        add_deal(title="other", company="Beta")
    async with open_board() as board:
        await find(board)
        row = next(number for number, line in enumerate(board.lines()) if "#1 Ærlig" in line)
        await board.click(10, row, times=2)
        assert page(board).comparison.keep.id == 1


async def test_a_colleague_changes_one_of_both_before_the_merge(
    open_board: Any, twice: tuple[Deal, Deal], workspace: Workspace, ola: Workspace
) -> None:
    async with open_board() as board:
        await find(board)
        await board.press("enter", "j", "l")
        ola.pipeline.edit(2, {"title": "Ola's pilot"})
        await board.press("m")
        assert "Nothing was merged: ola has changed title meanwhile. Look at both again." in board.text()
        assert not workspace.board.deal(2).deleted
        assert "Ola's pilot" in board.text()
        assert "● 15\N{NO-BREAK SPACE}000" in board.text(), "what was chosen still is"
        await board.press("m")
        assert workspace.board.deal(2).merged_into == 1
        assert workspace.board.deal(1).amount == Money(1_500_000, "EUR")


async def test_what_a_colleague_writes_shows_while_both_are_compared(
    open_board: Any, twice: tuple[Deal, Deal], ola: Workspace
) -> None:
    async with open_board() as board:
        await find(board)
        await board.press("enter")
        ola.pipeline.edit(2, {"competitor": "Beta"})
        await board.tick()
        assert "● Beta" in board.text()


async def test_a_colleague_deletes_or_merges_it_first(
    open_board: Any, twice: tuple[Deal, Deal], workspace: Workspace, ola: Workspace, dump: Any
) -> None:
    async with open_board() as board:
        await find(board)
        await board.press("enter")
        ola.merging.merge(Record.DEAL, 1, 2)
        before = dump(workspace)
        await board.press("m")
        assert "is a part of #1 now: ola merged them." in board.text()
        assert dump(workspace)["deal"] == before["deal"]


@pytest.mark.parametrize("command", ["n", "e"])
async def test_a_text_for_a_deal_that_was_merged_is_kept(
    command: str, open_board: Any, twice: tuple[Deal, Deal], workspace: Workspace, ola: Workspace
) -> None:
    async with open_board() as board:
        await board.press("1", command, *"rang")
        ola.merging.merge(Record.DEAL, 1, 2)
        await board.press("enter")
        assert "is a part of #1 now: ola merged them." in board.text()
        assert "What was typed is kept" in board.text()
        assert workspace.board.deal(2).title == "Ærlig øl - Pilot"
        assert all(entry.text != "rang" for entry in workspace.board.detail(2).timeline)


@pytest.mark.sqlite("about the rights to a file")
async def test_a_board_that_may_not_write_compares_and_merges_nothing(
    open_board: Any, twice: tuple[Deal, Deal], workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (sqlite_database, opening):
        monkeypatch.setattr(module, "may_write", lambda _: False)
    async with open_board(login="newcomer") as board:
        await find(board)
        await board.press("enter", "l", "m")
        assert "open read-only" in board.text()
        assert not workspace.board.deal(2).deleted
