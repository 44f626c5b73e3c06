"""Everything the funnel's rules do is taken back by one undo, done again by one redo, and leaves a sound database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.criteria import TICKS, Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.money import Money
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace
from funnelboard.services.written import Written

AddDeal = Callable[..., Deal]
SPRING = date(2027, 3, 1)
LOST: dict[str, Any] = {"outcome": Outcome.LOST, "lost_reason": LostReason.PRICE}
OPERATIONS: dict[str, Callable[[Workspace], Written]] = {
    "answer": lambda w: w.qualifying.answer((1,), Criterion.MARKET, Answer.NO, "call", 1),
    "detail": lambda w: w.qualifying.set_detail(1, "competitor", "Globex"),
    "pass a gate": lambda w: w.pipeline.move((1,), Stage.OPPORTUNITY, because="they are in a hurry"),
    "win": lambda w: w.pipeline.move(
        (1,), Stage.CLOSED, outcome=Outcome.WON, answers=dict.fromkeys(TICKS, Answer.YES), amount=Money(7, "EUR")
    ),
    "lose": lambda w: w.pipeline.move((1,), Stage.CLOSED, **LOST),
    "lose for good": lambda w: w.pipeline.move((1,), Stage.CLOSED, may_return=Answer.NO, **LOST),
    "lose for now": lambda w: w.pipeline.move((1,), Stage.CLOSED, return_on=SPRING, **LOST),
    "reopen": lambda w: w.pipeline.move((2,), Stage.OPPORTUNITY),
    "park": lambda w: w.parking.park((1,), SPRING, ParkReason.OTHER, "moving house"),
    "wake": lambda w: w.parking.wake((3,)),
    "raise": lambda w: w.objections.raise_objection((1,), "too slow"),
    "resolve": lambda w: w.objections.resolve(1, "faster now"),
    "repeat": lambda w: w.customers.repeat(2),
    "reference": lambda w: w.customers.ask_reference(2),
    "referral": lambda w: w.pipeline.edit(1, {"referred_by": "Initech"}),
    "decides": lambda w: w.people.set_decides(1, 1),
    "contact by": lambda w: w.people.edit_contact(1, {"contact_by": "email", "may_contact": False}),
    "setting": lambda w: w.settings.set("probability.lead", "30"),
    "weights": lambda w: w.settings.set("score.source", "90"),
    "rate": lambda w: w.settings.set("rate.NOK", "0.09"),
    "preset": lambda w: w.settings.set("preset", "agency"),
}


def picture(workspace: Workspace) -> list[object]:
    """All that people can see, but for the versions."""
    database = workspace.session.database
    tables: dict[str, str] = {
        "deal": "id, title, stage, outcome, amount, currency, probability, market, competitor, may_return, "
        "parked_until, parked_reason, closed_at, lost_reason, stage_since, score, next_due, last_touch, "
        "open_objections, referred_by_id, source, agreed",
        "contact": "id, may_contact, contact_by",
        "company": "id, customer_since",
        "follow_up": "id, due",
        "answer": "id",
        "objection": "id, resolved_at, answer",
        "deal_contact": "id, decides",
    }
    rows: list[object] = [
        database.rows_of(f"SELECT {columns} FROM {table} WHERE deleted_at IS NULL ORDER BY id")
        for table, columns in tables.items()
    ]
    sums = database.rows_of("SELECT stage, outcome, currency, count, amount, weighted FROM board_total WHERE count > 0")
    return [*rows, sorted(sums), workspace.settings.current()]


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_undo_and_redo(
    workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int], operation: Callable[[Workspace], Written]
) -> None:
    deal = add_deal(contact="Kari", company="Acme", email="kari@acme.example", amount=Money(1_000, "EUR"))
    workspace.activity.add_follow_up((deal.id,), date(2026, 12, 1), "call", "about the price")
    workspace.objections.raise_objection((deal.id,), "too dear")
    add_deal(title="won", contact="Ola", company="Globex", stage=Stage.CLOSED, amount=Money(50, "EUR"))
    parked = add_deal(title="parked")
    workspace.parking.park((parked.id,), SPRING, ParkReason.TIMING)
    tick(minutes=5)
    before = picture(workspace)
    done = operation(workspace)
    assert done.change != 0
    after = picture(workspace)
    assert after != before
    assert maintenance.check(workspace) == ()
    tick(minutes=5)
    assert workspace.undoing.undo().summary == f"undid: {done.summary}"
    assert picture(workspace) == before
    assert maintenance.check(workspace) == ()
    tick(minutes=5)
    workspace.undoing.redo()
    assert picture(workspace) == after
    assert maintenance.check(workspace) == ()
    assert len(workspace.undoing.log()) == len({entry.id for entry in workspace.undoing.log()})


def test_a_deal_finds_a_place_beside_who_has_taken_its_own(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    change = workspace.pipeline.move((deal.id,), Stage.PROSPECT, because="it is so").change
    add_deal(title="took its place")
    workspace.undoing.undo(change)
    assert workspace.board.deal(deal.id).stage is Stage.LEAD


def test_what_happened_by_itself_meanwhile_is_in_nobodys_way(
    workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]
) -> None:
    deal = add_deal()
    workspace.parking.park((deal.id,), SPRING, ParkReason.TIMING)
    tick(days=110)
    workspace.begin_day()
    assert workspace.undoing.undo().summary.startswith("undid: parked")
    assert workspace.undoing.undo().summary == "undid: added “Acme: pilot” to lead"
    assert workspace.undoing.undo().summary == "nothing to undo"
    assert maintenance.check(workspace) == ()
