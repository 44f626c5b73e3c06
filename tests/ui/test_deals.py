"""Deals: tags, owner, deleting; for those that were at hand when it began."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]
TODAY = date(2026, 11, 16)
Open = Callable[..., Workspace]


def owner_of(workspace: Workspace, deal: Deal) -> str | None:
    """The login of a deal's owner."""
    owner = workspace.board.deal(deal.id).owner
    return owner.login if owner else None


async def test_tags_are_added_and_taken_away(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(tags=("cold",))
    async with open_board() as board:
        await board.press("t")
        assert board.remark == "now #cold"
        await board.type("+expo -cold")
        assert board.remark == "adds #expo · takes away #cold"
        await board.press("enter")
        assert workspace.board.deal(deal.id).tags == ("expo",)
        await board.press("u")
        assert workspace.board.deal(deal.id).tags == ("cold",)


async def test_a_sign_without_a_tag_is_refused_and_the_line_kept(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.press("t")
        await board.type("expo -")
        await board.press("enter")
        assert "A tag is missing" in board.lines()[-1]
        await board.press("backspace", "enter")
        assert workspace.board.deal(deal.id).tags == ("expo",)


async def test_tags_for_all_marked_deals_and_again_for_another(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deals = [add_deal(title=title) for title in ("one", "two", "three")]
    async with open_board() as board:
        await board.burst("space", "space", "t", *"expo", "enter")
        tagged = [workspace.board.deal(deal.id).tags for deal in deals]
        assert tagged == [(), ("expo",), ("expo",)]
        assert not board.screen.state.marks
        assert board.title == "one"
        await board.press("full_stop")
        assert workspace.board.deal(deals[0].id).tags == ("expo",)


async def test_tags_typed_as_fast_as_they_come_and_those_left_half_way_come_back(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    deal = add_deal()
    async with open_board() as board:
        await board.burst("t", *"exp", "escape")
        assert board.status == "Kept: t goes on with it."
        await board.burst("t", "o", "enter")
        assert workspace.board.deal(deal.id).tags == ("expo",)


async def test_the_owner_is_chosen_by_number_or_by_name(
    open_board: Any, add_deal: Add, workspace: Workspace, make_workspace: Open
) -> None:
    make_workspace(login="ola")
    deal = add_deal()
    async with open_board() as board:
        await board.press("o")
        shown = [" ".join(line.split()) for line in board.lines()[-6:-1]]
        assert shown[0].startswith("━━ Who works Acme: pilot? ━")
        assert shown[2:] == ["▌ 1 kari (you) works it now", "2 ola", "3 nobody"]
        await board.press("3")
        assert owner_of(workspace, deal) is None
        await board.burst("o", *"ola", "enter")
        assert owner_of(workspace, deal) == "ola"
        await board.press("o")
        assert "▌ 2  ola" in board.text()
        await board.press("1")
        assert owner_of(workspace, deal) == "kari"


async def test_enter_alone_on_the_owner_changes_nothing(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deal = add_deal(owner=None)
    async with open_board() as board:
        await board.press("o", "enter")
        assert owner_of(workspace, deal) is None
        assert board.status == "“Acme: pilot” had that owner already"


async def test_of_several_deals_with_several_owners_none_is_the_one(
    open_board: Any, add_deal: Add, workspace: Workspace, make_workspace: Open
) -> None:
    make_workspace(login="ola")
    deals = [add_deal(title="one", owner="ola"), add_deal(title="two")]
    async with open_board() as board:
        await board.press("space", "space", "o")
        assert "Who works these 2 deals?" in board.text()
        assert board.text().count("works some now") == 2
        await board.press("2")
        assert [owner_of(workspace, deal) for deal in deals] == ["ola", "ola"]


async def test_a_seller_with_a_name_that_a_terminal_would_obey_is_shown_as_text(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    add_deal(owner="[/b] Eve \x1b[31m")
    async with open_board() as board:
        await board.press("o")
        assert "[/b] Eve ␛[31m" in board.text()


async def test_deals_are_deleted_and_come_back(open_board: Any, add_deal: Add, workspace: Workspace) -> None:
    deals = [add_deal(title=title) for title in ("one", "two", "three")]
    async with open_board() as board:
        await board.press("D")
        assert [workspace.board.deal(deal.id).deleted for deal in deals] == [False, False, True]
        assert board.title == "two"
        await board.press("u")
        assert not workspace.board.deal(deals[2].id).deleted


async def test_where_there_is_no_deal_every_key_says_so(open_board: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funnelboard.ui.dispatcher.PAUSE", 0)
    async with open_board() as board:
        for key in ("t", "o", "D", "e", "C", "f", "d", "F", "b", "B", "z", "r", "T", "y"):
            await board.press(key)
            assert board.top is board.screen, key
            assert board.status == "There is no deal here.", key


async def test_what_is_asked_about_a_deal_lands_on_no_other_when_it_is_deleted_meanwhile(
    open_board: Any, add_deal: Add, workspace: Workspace, make_workspace: Open
) -> None:
    other, deal = add_deal(title="other"), add_deal(title="gone")
    ola = make_workspace(login="ola")
    async with open_board() as board:
        for key, text in (("t", "expo"), ("f", "fri call"), ("b", "too dear"), ("z", "1 feb"), ("o", "nobody")):
            await board.press("g", key)
            await board.type(text)
            ola.pipeline.delete((deal.id,))
            board.app.lookout.hearing.look()
            await board.settle()
            assert board.title == "other"
            await board.press("enter")
            assert "is in the bin" in board.status, key
            ola.pipeline.restore((deal.id,))
            board.app.lookout.hearing.look()
            await board.settle()
    kept = workspace.board.detail(other.id)
    assert (kept.deal.tags, kept.follow_ups, kept.deal.open_objections) == ((), (), 0)
    assert (kept.deal.parked_until, owner_of(workspace, other)) == (None, "kari")


async def test_a_source_that_the_board_has_not_is_asked_about(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("a")
        await board.type("Acme ~astrology")
        assert "new source: astrology" in board.remark
        await board.press("enter")
        assert "“astrology” is no source of this board" in board.text()
        await board.press("y")
        assert workspace.board.deals(parse_query("source:astrology", TODAY, "EUR"))[0].title == "Acme"
        assert workspace.settings.current().sources[-1] == "astrology"
        await board.burst("a", *"Nordlys ~tarot", "enter", "o")
        assert workspace.board.deals(parse_query("nordlys", TODAY, "EUR"))[0].origin == "other: tarot"
        await board.burst("a", *"Fjord ~event:spring fair", "enter")
        assert workspace.board.deals(parse_query("fjord", TODAY, "EUR"))[0].origin == "event: spring fair"
        assert "source event: spring fair" in board.text()


async def test_what_is_there_already_is_asked_about_before_it_is_kept(
    open_board: Any, add_deal: Add, workspace: Workspace
) -> None:
    add_deal(title="Acme: pilot", company="Acme")
    async with open_board() as board:
        await board.burst("a", *"acme: Pilot 12k", "enter")
        assert "“Acme: pilot” is there already: #1, lead; add it all the same?" in board.text()
        await board.press("escape")
        assert board.status == "Not kept: a goes on with it."
        await board.press("a", "enter", "n")
        assert [deal.id for deal in workspace.board.deals(Query())] == [1]
        await board.press("a", "enter", "y")
        assert [deal.title for deal in workspace.board.deals(Query())] == ["acme: Pilot", "Acme: pilot"]
