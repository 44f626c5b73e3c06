"""Parking: off the board, in the tray, back by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.money import Money
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.errors import BadInput
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace
from funnelboard.store import deals
from funnelboard.store.database import Database

AddDeal = Callable[..., Deal]
WINDOWS = dict.fromkeys(STAGES, (0, 20))
SPRING = date(2027, 3, 1)


@pytest.fixture
def parked(workspace: Workspace, add_deal: AddDeal) -> Deal:
    """A lead worth 50 €, parked until spring for the budget."""
    deal = add_deal(amount=Money(5_000, "EUR"), contact="Kari")
    workspace.parking.park((deal.id,), SPRING, ParkReason.BUDGET)
    return workspace.board.deal(deal.id)


def test_it_leaves_the_counts_and_sums(workspace: Workspace, parked: Deal, add_deal: AddDeal) -> None:
    add_deal(title="stays", amount=Money(700, "EUR"))
    board = workspace.board.load(Query(), Sort.RANK, WINDOWS)
    (total,) = board.column(Stage.LEAD).totals
    assert (total.count, total.amount, board.deals, board.parked) == (1, 700, 1, 1)
    assert [card.title for card in board.column(Stage.LEAD).cards] == ["stays"]


def test_it_is_in_the_tray(workspace: Workspace, parked: Deal, add_deal: AddDeal) -> None:
    add_deal(title="stays")
    query = parse_query("is:parked", workspace.clock.today())
    column = workspace.board.load(query, Sort.RANK, WINDOWS).column(Stage.LEAD)
    assert [(card.id, card.parked_until) for card in column.cards] == [(parked.id, SPRING)]
    assert parked.parked_reason == "budget"


def test_it_is_never_stale(workspace: Workspace, parked: Deal, tick: Callable[..., int]) -> None:
    tick(days=90)
    query = parse_query("is:stale", workspace.clock.today())
    assert workspace.board.deals(query) == ()
    assert workspace.board.detail(parked.id).stale_days is None


def test_it_is_stale_nowhere(workspace: Workspace, parked: Deal, add_deal: AddDeal, tick: Callable[..., int]) -> None:
    silent = add_deal(title="silent")
    tick(days=16)
    today = workspace.clock.today()

    def found(query: str) -> list[int]:
        return [deal.id for deal in workspace.board.deals(parse_query(query, today))]

    assert found("is:stale") == [silent.id]
    assert found("is:stale is:parked") == []
    assert found("is:parked not is:stale") == [parked.id]
    column = workspace.board.load(parse_query("is:parked or is:stale", today), Sort.RANK, WINDOWS).column(Stage.LEAD)
    stale = {card.id: card.stale_days(workspace.clock.now(), today) for card in column.cards}
    assert stale == {silent.id: 16, parked.id: None}
    assert [item.deal_id for item in workspace.agenda.today(days=30).items] == [silent.id]
    workspace.parking.wake((parked.id,))
    assert set(found("is:stale")) == {silent.id, parked.id}


def test_promises_due_before_move_to_the_day(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    for due in (date(2026, 11, 10), date(2026, 12, 1), date(2027, 5, 1)):
        workspace.activity.add_follow_up((deal.id,), due, "call", "")
    workspace.parking.park((deal.id,), SPRING, ParkReason.TIMING)
    follow_ups = workspace.board.detail(deal.id).follow_ups
    assert [each.due for each in follow_ups] == [SPRING, SPRING, date(2027, 5, 1)]
    workspace.undoing.undo()
    assert workspace.board.detail(deal.id).follow_ups[0].due == date(2026, 11, 10)


def test_it_wakes_on_the_day_with_a_follow_up(workspace: Workspace, parked: Deal, tick: Callable[..., int]) -> None:
    tick(days=102)
    assert workspace.begin_day().change == 0
    tick(days=1)
    done = workspace.begin_day()
    assert done.summary == "“Acme: pilot” came back from being parked"
    woken = workspace.board.deal(parked.id)
    assert (woken.parked_until, woken.parked_reason) == (None, "")
    assert woken.next_follow_up is not None
    assert (woken.next_follow_up.due, woken.next_follow_up.kind) == (SPRING, "come back")
    assert woken.next_follow_up.what == "parked until today (budget)"
    assert workspace.board.load(Query(), Sort.RANK, WINDOWS).column(Stage.LEAD).count == 1


def test_very_many_are_woken_some_at_a_time(
    workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    parked = [add_deal(title=f"Deal {number}").id for number in range(7)]
    workspace.parking.park(parked, SPRING, ParkReason.TIMING)
    tick(days=103)
    read, held = deals.read, list[int]()

    def watch(database: Database, ids: list[int]) -> list[Deal]:
        held.append(len(ids))
        return read(database, ids)

    monkeypatch.setattr("funnelboard.store.lots.CHUNK", 3)
    monkeypatch.setattr("funnelboard.services.parking.HELD", 4)
    monkeypatch.setattr("funnelboard.services.parking.deals.read", watch)
    done = workspace.begin_day()
    assert (done.summary, list(done.deal_ids)) == ("7 deals came back from being parked", parked)
    assert held == [3, 3, 1]
    assert workspace.board.load(Query(), Sort.RANK, WINDOWS).column(Stage.LEAD).count == 7
    assert maintenance.check(workspace) == ()


def test_whoever_comes_first_wakes_it_once(
    make_workspace: Callable[..., Workspace], workspace: Workspace, parked: Deal, tick: Callable[..., int]
) -> None:
    tick(days=120)
    make_workspace(login="ola")
    assert workspace.board.deal(parked.id).parked_until is None
    assert workspace.begin_day().change == 0
    make_workspace(login="kari")
    assert [entry.kind for entry in workspace.undoing.log()].count("woke") == 1


def test_what_is_to_be_done_about_it_is_its_owners(
    make_workspace: Callable[..., Workspace], workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]
) -> None:
    ola = make_workspace(login="ola")
    theirs, nobodys = add_deal(title="Ola's", within=ola), add_deal(title="nobody's", owner=None)
    workspace.parking.park((theirs.id, nobodys.id), SPRING, ParkReason.TIMING)
    tick(days=103)
    assert workspace.begin_day().summary == "2 deals came back from being parked"
    promised = {deal: workspace.board.detail(deal).follow_ups[0].seller for deal in (theirs.id, nobodys.id)}
    assert promised == {theirs.id: "ola", nobodys.id: "kari"}, "whoever woke it, where it has no owner"
    assert [item.deal_id for item in ola.agenda.today().items] == [theirs.id]
    assert [item.deal_id for item in workspace.agenda.today().items] == [nobodys.id]


def test_a_deal_that_has_a_promise_due_gets_no_second_one(
    workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]
) -> None:
    deal = add_deal()
    workspace.activity.add_follow_up((deal.id,), date(2026, 12, 1), "call", "about the budget")
    workspace.parking.park((deal.id,), SPRING, ParkReason.TIMING)
    tick(days=103)
    workspace.begin_day()
    assert [each.what for each in workspace.board.detail(deal.id).follow_ups] == ["about the budget"]


def test_waking_by_itself_is_not_mine_to_undo_with_one_key(
    workspace: Workspace, parked: Deal, tick: Callable[..., int]
) -> None:
    tick(days=103)
    change = workspace.begin_day().change
    assert workspace.undoing.undo().summary.startswith("undid: parked")
    assert workspace.board.deal(parked.id).parked_until is None
    workspace.undoing.undo(change)
    assert workspace.board.deal(parked.id).parked_until == SPRING


def test_it_can_be_woken(workspace: Workspace, parked: Deal) -> None:
    assert workspace.parking.wake((parked.id,)).summary == "woke “Acme: pilot”"
    woken = workspace.board.deal(parked.id)
    assert (woken.parked_until, woken.next_follow_up) == (None, None)
    assert workspace.parking.wake((parked.id,)).change == 0


def test_moving_it_wakes_it(workspace: Workspace, parked: Deal) -> None:
    workspace.pipeline.move((parked.id,), Stage.PROSPECT, because="they called")
    assert workspace.board.deal(parked.id).parked_until is None


def test_the_timeline_tells(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]) -> None:
    deal = add_deal()
    tick()
    workspace.parking.park((deal.id,), SPRING, ParkReason.BUDGET)
    tick()
    workspace.parking.wake((deal.id,))
    told = [(entry.called(SPRING), entry.text) for entry in workspace.board.detail(deal.id).timeline]
    assert told[:2] == [("back on the board", ""), ("parked until today", "budget")]


def test_what_cannot_be_parked(workspace: Workspace, add_deal: AddDeal) -> None:
    won = add_deal(stage=Stage.CLOSED)
    with pytest.raises(BadInput, match="is closed"):
        workspace.parking.park((won.id,), SPRING, ParkReason.TIMING)
    with pytest.raises(BadInput, match="a day after today"):
        workspace.parking.park((add_deal().id,), workspace.clock.today(), ParkReason.TIMING)
    with pytest.raises(BadInput, match="Say in a few words"):
        workspace.parking.park((add_deal().id,), SPRING, ParkReason.OTHER)


def test_a_day_ends_at_local_midnight(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]) -> None:
    deal = add_deal()
    tomorrow = workspace.clock.today() + timedelta(days=1)
    workspace.parking.park((deal.id,), tomorrow, ParkReason.TIMING)
    tick(hours=14)
    workspace.begin_day()
    assert workspace.board.deal(deal.id).parked_until == tomorrow
    tick(hours=1)
    workspace.begin_day()
    assert workspace.board.deal(deal.id).parked_until is None
