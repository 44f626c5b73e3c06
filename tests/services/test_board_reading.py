"""What the screen asks for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from funnelboard.domain.board import Sort, Total
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.elsewhere import Elsewhere
from funnelboard.domain.money import Money
from funnelboard.domain.stage import STAGES, LostReason, Outcome, Stage
from funnelboard.services.workspace import Workspace
from funnelboard.store import prepared_query

AddDeal = Callable[..., Deal]


def test_a_board_with_something_in_every_column(add_deal: AddDeal, workspace: Workspace) -> None:
    add_deal(amount=Money(1_000, "EUR"))
    add_deal(amount=Money(500, "EUR"))
    add_deal()
    add_deal(stage=Stage.OPPORTUNITY, amount=Money(300, "NOK"))
    add_deal(stage=Stage.CLOSED, amount=Money(700, "EUR"))
    add_deal(stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE, amount=Money(900, "EUR"))
    board = workspace.board.load(Query(), Sort.RANK, dict.fromkeys(STAGES, (0, 2)))
    assert [column.count for column in board.columns] == [3, 0, 1, 2]
    assert [len(column.cards) for column in board.columns] == [2, 0, 1, 2]
    assert board.column(Stage.LEAD).totals == (
        Total(None, "EUR", 2, 1_500, 1_500 * 5), Total(None, None, 1, 0, 0),
    )  # fmt: skip
    assert board.column(Stage.OPPORTUNITY).totals == (Total(None, "NOK", 1, 300, 300 * 50),)
    assert set(board.column(Stage.CLOSED).totals) == {
        Total(Outcome.WON, "EUR", 1, 700, 700 * 100, 700), Total(Outcome.LOST, "EUR", 1, 900, 0),
    }  # fmt: skip
    assert (board.deals, board.change) == (6, workspace.undoing.log(limit=1)[0].id)


def test_a_board_with_several_deals_in_one_column_alone(add_deal: AddDeal, workspace: Workspace) -> None:
    titles = [add_deal(title=title, tags=(title,)).title for title in ("third one", "second one", "first one")]
    for read in (
        lambda: workspace.board.load(Query(), Sort.RANK, dict.fromkeys(STAGES, (0, 9))).column(Stage.LEAD),
        lambda: workspace.board.window(Stage.LEAD, 0, 9, Query(), Sort.RANK),
        lambda: workspace.board.load(
            parse_query("one", workspace.clock.today()), Sort.RANK, dict.fromkeys(STAGES, (0, 9))
        ).column(Stage.LEAD),
    ):
        cards = read().cards
        assert [(card.title, card.tags) for card in cards] == [(title, (title,)) for title in reversed(titles)]


def test_totals_follow_every_change(add_deal: AddDeal, workspace: Workspace) -> None:
    deal = add_deal(amount=Money(1_000, "EUR"))

    def lead() -> tuple[Total, ...]:
        return workspace.board.window(Stage.LEAD, 0, 1, Query(), Sort.RANK).totals

    workspace.pipeline.edit(deal.id, {"probability": 40})
    assert lead() == (Total(None, "EUR", 1, 1_000, 40_000),)
    workspace.pipeline.edit(deal.id, {"amount": Money(70, "NOK")})
    assert lead() == (Total(None, "NOK", 1, 70, 2_800),)
    workspace.pipeline.delete((deal.id,))
    assert lead() == ()
    workspace.undoing.undo()
    assert lead() == (Total(None, "NOK", 1, 70, 2_800),)


def test_what_somebody_else_did_is_noticed_once(
    workspace: Workspace, add_deal: AddDeal, make_workspace: Callable[..., Workspace]
) -> None:
    other = make_workspace(login="ola")
    workspace.board.changed_elsewhere()
    add_deal()
    assert not workspace.board.changed_elsewhere()
    add_deal(within=other)
    assert workspace.board.changed_elsewhere()
    assert not workspace.board.changed_elsewhere()
    assert len(workspace.board.deals(Query())) == 2


def test_a_board_is_out_of_date_after_a_change_or_the_beginning_of_a_day(
    workspace: Workspace, add_deal: AddDeal, make_workspace: Callable[..., Workspace], tick: Callable[..., int]
) -> None:
    def load() -> int:
        return workspace.board.load(Query(), Sort.RANK, dict.fromkeys(STAGES, (0, 1))).change

    other = make_workspace(login="ola")
    add_deal()
    shown = load()
    other.presence.attend()
    assert workspace.board.changed_elsewhere()
    assert not workspace.board.moved_on(shown)
    add_deal(within=other)
    assert workspace.board.moved_on(shown)
    shown = load()
    assert not workspace.board.moved_on(shown)
    tick(days=1)
    assert not other.begin_day().change, "nothing wakes, which the log would tell"
    assert workspace.board.moved_on(shown), "but every score may be another"


def test_names_that_can_be_completed(add_deal: AddDeal, workspace: Workspace) -> None:
    for company in ("Ärzte AB", "Acme Oy", "ACME Nord", "Beta", "Acme Oy"):
        add_deal(company=company, tags=(company[:2],))
    assert workspace.board.companies("ac") == ("ACME Nord", "Acme Oy")
    assert workspace.board.companies("Ä") == ("Ärzte AB",)
    assert workspace.board.companies("%") == ()
    assert len(workspace.board.companies()) == 4
    assert workspace.board.tags() == ("Ac", "Be", "Är")


def test_deals_come_stage_by_stage(add_deal: AddDeal, workspace: Workspace) -> None:
    ids = [add_deal(stage=stage, title=stage.value).id for stage in (Stage.OPPORTUNITY, Stage.LEAD, Stage.PROSPECT)]
    found = workspace.board.deals(Query())
    assert [deal.title for deal in found] == ["lead", "prospect", "opportunity"]
    assert workspace.board.deals(Query(), limit=1) == found[:1]
    assert workspace.board.deals(parse_query("prospect", workspace.clock.today())) == (workspace.board.deal(ids[2]),)


def test_deals_are_read_some_at_a_time_and_hold_up_nobody_meanwhile(
    workspace: Workspace, add_deal: AddDeal, make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared_query, "CHUNK", 2)
    for title in ("Acme", "Beta", "Delta", "Gamma", "Omega"):
        add_deal(title=title)
    coming = workspace.board.each_deal(Query())
    assert next(coming).title == "Omega"
    colleague = make_workspace(login="ola")
    colleague.pipeline.delete([2, 4])
    colleague.pipeline.edit(1, {"title": "Acme Oy"})
    assert [deal.title for deal in coming] == ["Gamma", "Delta", "Acme Oy"]


def test_after_a_change_that_is_told_of_the_board_is_what_reading_all_of_it_gives(
    add_deal: AddDeal, workspace: Workspace
) -> None:
    leads = [add_deal(title=f"Deal {number}", company="Acme").id for number in range(30)]
    windows = dict.fromkeys(STAGES, (0, 10))
    for query, sort in ((parse_query("", workspace.clock.today()), Sort.RANK), (Query(), Sort.AMOUNT)):
        before = workspace.board.load(query, sort, windows)
        moved = workspace.pipeline.move((leads[3],), Stage.PROSPECT, because="it is so")
        renamed = workspace.pipeline.edit(leads[4], {"title": f"By {sort}"}, workspace.board.deal(leads[4]))
        told = Elsewhere(renamed.change, frozenset((leads[3], leads[4])), frozenset((Stage.LEAD, Stage.PROSPECT)))
        assert moved.change < renamed.change
        now = workspace.board.load(query, sort, windows)
        assert workspace.board.after(told, query, sort, before, windows) == now
        workspace.pipeline.move((leads[3],), Stage.LEAD, because="it is so")
