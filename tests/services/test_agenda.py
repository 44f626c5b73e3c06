"""Today's queue: what is on it, whose it is, and what never is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from funnelboard.domain.agenda import AgendaKind
from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import STAGES, LostReason, Outcome, Stage
from funnelboard.errors import NotFound
from funnelboard.services import maintenance
from funnelboard.services.importing.csv_import import plan_import, run_import
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]


def kinds(workspace: Workspace, owner: str | None = "me", days: int = 0) -> list[tuple[str, str]]:
    return [(item.kind.value, item.title) for item in workspace.agenda.today(owner, days).items]


def promise(workspace: Workspace, deal: Deal, days: int, what: str = "call") -> None:
    workspace.activity.add_follow_up((deal.id,), workspace.clock.today() + timedelta(days=days), "call", what)


def test_an_empty_day(workspace: Workspace, add_deal: AddDeal) -> None:
    add_deal()
    assert kinds(workspace) == []


def test_the_day_in_the_order_a_seller_would_call_in(
    workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]
) -> None:
    add_deal(title="silent")
    back = add_deal(title="back")
    workspace.parking.park((back.id,), date(2026, 12, 3), ParkReason.TIMING)
    late = add_deal(title="late")
    promise(workspace, late, 3)
    tick(days=15)
    workspace.begin_day()
    born = add_deal(title="born", contact="Kari")
    workspace.people.edit_contact(born.contacts[0].contact.id, {"birthday": date(1980, 12, 7)})
    due, ahead = add_deal(title="due"), add_deal(title="ahead")
    promise(workspace, due, 0)
    promise(workspace, ahead, 2)
    assert kinds(workspace) == [
        ("overdue", "late"), ("today", "due"), ("wakes", "back"), ("birthday", "born"), ("stale", "silent"),
    ]  # fmt: skip
    assert kinds(workspace, days=2)[-1] == ("later", "ahead")
    assert [item.days for item in workspace.agenda.today().items] == [12, 0, 0, 4, 15]


def test_what_wakes_in_the_days_ahead(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    workspace.parking.park((deal.id,), workspace.clock.today() + timedelta(days=3), ParkReason.BUDGET)
    assert kinds(workspace, days=2) == []
    (item,) = workspace.agenda.today(days=3).items
    assert (item.kind.value, item.what, item.days) == ("wakes", "budget", 3)


def test_whose_it_is(make_workspace: Callable[..., Workspace], workspace: Workspace, add_deal: AddDeal) -> None:
    ola = make_workspace(login="ola")
    promise(workspace, add_deal(title="mine"), 0)
    promise(ola, add_deal(title="theirs", within=ola), 0)
    promise(workspace, ola.board.deal(2), 0, "I promised")
    assert kinds(workspace) == [("today", "mine"), ("today", "theirs")]
    assert kinds(workspace, "ola") == [("today", "theirs"), ("today", "theirs")]
    assert len(kinds(workspace, None)) == 3
    with pytest.raises(NotFound, match="no seller “nobody”"):
        workspace.agenda.today("nobody")


def test_parked_lost_and_binned_deals_promise_nothing(workspace: Workspace, add_deal: AddDeal) -> None:
    parked, lost, binned, won = (add_deal(title=title) for title in ("parked", "lost", "binned", "won"))
    for deal in (lost, binned, won):
        promise(workspace, deal, 0)
    promise(workspace, parked, 60)
    workspace.parking.park((parked.id,), workspace.clock.today() + timedelta(days=30), ParkReason.TIMING)
    workspace.pipeline.move((lost.id,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
    workspace.pipeline.delete((binned.id,))
    workspace.pipeline.move((won.id,), Stage.CLOSED, outcome=Outcome.WON, because="it is so")
    assert kinds(workspace) == [("today", "won")]


def test_a_deal_is_told_to_have_gone_stale_for_a_week(
    workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]
) -> None:
    add_deal()
    tick(days=14)
    assert kinds(workspace) == []
    tick(days=1)
    assert kinds(workspace) == [("stale", "Acme: pilot")]
    tick(days=6)
    assert kinds(workspace) == [("stale", "Acme: pilot")]
    tick(days=1)
    assert kinds(workspace) == []


def test_staleness_goes_by_the_shared_settings(
    workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]
) -> None:
    add_deal()
    workspace.settings.set("stale.lead", "3")
    tick(days=4)
    assert kinds(workspace) == [("stale", "Acme: pilot")]


def test_a_promise_says_more_than_silence(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]) -> None:
    promise(workspace, add_deal(), 1)
    tick(days=16)
    assert kinds(workspace) == [("overdue", "Acme: pilot")]


def test_what_is_done_today_is_counted(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]) -> None:
    deal = add_deal()
    promise(workspace, deal, 0)
    promise(workspace, deal, 0)
    workspace.activity.finish_follow_up(1, "no answer")
    agenda = workspace.agenda.today()
    assert (len(agenda.items), agenda.so_far.done) == (1, 1)
    tick(days=1)
    assert workspace.agenda.today().so_far.done == 0


def test_whose_what_is_done_today_is(
    make_workspace: Callable[..., Workspace], workspace: Workspace, add_deal: AddDeal
) -> None:
    ola = make_workspace(login="ola")
    add_deal(title="mine")
    theirs = add_deal(title="theirs", within=ola)
    promise(workspace, theirs, 0, "I promised")
    promise(ola, theirs, 0)
    for follow_up in (1, 2):
        ola.activity.finish_follow_up(follow_up)
    done = {owner: workspace.agenda.today(owner).so_far.done for owner in ("me", "ola", "all")}
    assert done == {"me": 1, "ola": 2, "all": 2}


def test_the_days_sum(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int], tmp_path: Path) -> None:
    one, two = add_deal(title="one", stage=Stage.PROSPECT), add_deal(title="two", stage=Stage.OPPORTUNITY)
    promise(workspace, one, 0, "yesterday's")
    workspace.pipeline.move((one.id,), Stage.LEAD)
    tick(days=1)
    assert workspace.agenda.today().so_far.told() == ""
    promise(workspace, one, 1)
    promise(workspace, two, 2)
    workspace.undoing.undo()
    workspace.activity.finish_follow_up(1, "rang")
    workspace.pipeline.move((one.id,), Stage.PROSPECT, because="so")
    workspace.pipeline.move((two.id,), Stage.CLOSED, outcome=Outcome.WON, because="so")
    imported = tmp_path / "deals.csv"
    imported.write_text("title,stage\nmany,prospect\n")
    run_import(workspace, plan_import(imported))
    assert workspace.agenda.today().so_far.told() == "1 done, 1 moved, 1 won, 1 promised"
    assert workspace.agenda.today(None).so_far.promised == 1


def test_the_days_agenda_goes_on_with_what_has_no_next_step(workspace: Workspace, add_deal: AddDeal) -> None:
    for number in range(3):
        refused = add_deal(title=f"refused {number}", contact="Per", stage=Stage.OPPORTUNITY)
        workspace.people.edit_contact(refused.contacts[0].contact.id, {"may_contact": False})
    promised, *_ = [add_deal(title=title) for title in ("promised", "two", "three")]
    promise(workspace, promised, 0)
    assert [item.title for item in workspace.agenda.today().items] == ["promised"]
    some = workspace.agenda.today(adrift=1)
    assert ([item.title for item in some.items], some.more) == (["promised", "three"], True)
    every = workspace.agenda.today(adrift=3)
    assert ([item.title for item in every.items], every.more) == (["promised", "three", "two"], False)


def test_who_has_no_deals_is_led_to_everybodys(
    make_workspace: Callable[..., Workspace], workspace: Workspace, add_deal: AddDeal
) -> None:
    add_deal(title="theirs", within=make_workspace(login="ola"))
    assert [item.title for item in workspace.agenda.today(adrift=5).items] == ["theirs"]
    assert workspace.agenda.today().items == ()
    promise(workspace, add_deal(title="mine"), 9)
    assert workspace.agenda.today(adrift=5).items == ()


def adrift(workspace: Workspace, owner: str | None = "me", limit: int = 50) -> list[str]:
    items = workspace.agenda.today(owner, adrift=limit).items
    return [item.title for item in items if item.kind is AgendaKind.ADRIFT]


def test_what_has_no_next_step_nearest_to_closing_first(
    make_workspace: Callable[..., Workspace], workspace: Workspace, add_deal: AddDeal
) -> None:
    assert adrift(workspace) == []
    add_deal(title="plain")
    add_deal(title="referred", source="referral")
    add_deal(title="near", stage=Stage.OPPORTUNITY)
    promise(workspace, add_deal(title="promised"), 9)
    add_deal(title="won", stage=Stage.CLOSED)
    parked = add_deal(title="parked")
    workspace.parking.park((parked.id,), workspace.clock.today() + timedelta(days=3), ParkReason.BUDGET)
    refused = add_deal(title="refused", contact="Per")
    workspace.people.edit_contact(refused.contacts[0].contact.id, {"may_contact": False})
    add_deal(title="nobody's", owner=None)
    add_deal(title="theirs", within=make_workspace(login="ola"))
    mine = adrift(workspace)
    assert mine == ["near", "referred", "nobody's", "plain"]
    assert adrift(workspace, None) == ["near", "referred", "theirs", "nobody's", "plain"]
    assert adrift(workspace, limit=2) == mine[:2]
    found = workspace.board.deals(parse_query("is:adrift", workspace.clock.today()))
    assert sorted(deal.title for deal in found) == sorted([*mine, "theirs", "refused"])


@pytest.fixture
def closed(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]) -> tuple[int, int]:
    """A won and a lost deal, both with a promise from before; the lost one with a later promise from after."""
    won, lost = add_deal(title="won", stage=Stage.OPPORTUNITY), add_deal(title="lost", stage=Stage.OPPORTUNITY)
    promise(workspace, add_deal(title="open"), 30)
    promise(workspace, won, 0)
    promise(workspace, lost, -3)
    tick()
    workspace.pipeline.move((won.id,), Stage.CLOSED, outcome=Outcome.WON, because="it is so")
    workspace.pipeline.move((lost.id,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
    tick()
    promise(workspace, lost, 0, "thank them")
    return won.id, lost.id


def found(workspace: Workspace, text: str) -> list[int]:
    return sorted(deal.id for deal in workspace.board.deals(parse_query(text, workspace.clock.today())))


def says(workspace: Workspace, today: int, overdue: int = 0) -> None:
    """Board, card, filter and the deal itself say of the closed deals what the agenda says."""
    seen = workspace.board.load(parse_query("", workspace.clock.today()), Sort.RANK, dict.fromkeys(STAGES, (0, 9)))
    assert (seen.attention.overdue, seen.attention.today, seen.attention.adrift) == (overdue, today, 0)
    due = {card.id: card.next_due for card in seen.column(Stage.CLOSED).cards}
    deals = {deal_id: workspace.board.deal(deal_id).next_follow_up for deal_id in due}
    assert due == {deal_id: promised.due if promised else None for deal_id, promised in deals.items()}
    assert len(found(workspace, "due:today")) == today
    assert len(found(workspace, "due:overdue")) == overdue
    assert len(workspace.agenda.today(None).items) == today + overdue
    assert list(maintenance.check(workspace)) == []


def test_a_promise_on_a_closed_deal_is_counted_and_found(
    workspace: Workspace, closed: tuple[int, int], tick: Callable[..., int]
) -> None:
    says(workspace, today=2)
    assert found(workspace, "due:none missing:follow-up") == []
    tick(days=1)
    says(workspace, today=0, overdue=2)
    workspace.activity.finish_next(closed)
    says(workspace, today=0)
    assert found(workspace, "due:none missing:follow-up") == list(closed)
    workspace.pipeline.move(closed[1:], Stage.OPPORTUNITY, because="back")
    says(workspace, today=0, overdue=1)


def test_what_an_older_version_kept_of_a_lost_deal_is_not_believed(
    workspace: Workspace, closed: tuple[int, int], tick: Callable[..., int]
) -> None:
    database = workspace.session.database
    with database.writing():
        database.rows_of("UPDATE deal SET next_due = '2026-11-15' WHERE id = ?", (closed[1],))
    says(workspace, today=2)
    tick(days=1)
    workspace.begin_day()
    assert database.rows_of("SELECT next_due FROM deal WHERE id = ?", (closed[1],)) == [("2026-11-18",)]
    says(workspace, today=0, overdue=2)
