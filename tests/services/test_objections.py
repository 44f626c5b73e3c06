"""Objections: raised, shown while open, resolved, counted by outcome."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.domain.timeline import EntryKind
from funnelboard.errors import BadInput, NotFound
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]


def raised(workspace: Workspace, deal_id: int, text: str = "too dear") -> int:
    row_id = workspace.objections.raise_objection((deal_id,), text).row_id
    assert row_id is not None
    return row_id


def test_an_open_one_shows_on_the_card_and_in_the_panel(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    raised(workspace, deal.id)
    card = workspace.board.window(Stage.LEAD, 0, 5, Query(), Sort.RANK).cards[0]
    assert card.open_objections == 1
    (objection,) = workspace.board.detail(deal.id).objections
    assert (objection.text, objection.seller, objection.resolved_at) == ("too dear", "kari", None)


def test_resolving_keeps_the_answer(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    objection = raised(workspace, deal.id)
    done = workspace.objections.resolve(objection, "pays back in a year")
    assert done.summary == "resolved an objection on “Acme: pilot”: pays back in a year"
    assert workspace.board.deal(deal.id).open_objections == 0
    (entry,) = workspace.board.detail(deal.id, EntryKind.OBJECTION).timeline
    assert (entry.label, entry.text) == ("objection, resolved", "too dear: pays back in a year")


def test_open_ones_come_first(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]) -> None:
    deal = add_deal()
    for text in ("first", "second", "third"):
        raised(workspace, deal.id, text)
        tick()
    workspace.objections.resolve(3, "yes")
    assert [each.text for each in workspace.objections.of_deal(deal.id)] == ["second", "first", "third"]


def test_reopening_editing_and_deleting(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    objection = raised(workspace, deal.id)
    workspace.objections.resolve(objection, "no")
    workspace.objections.reopen(objection)
    workspace.objections.edit(objection, "far too dear")
    assert [(each.text, each.resolved_at) for each in workspace.objections.of_deal(deal.id)] == [("far too dear", None)]
    workspace.objections.delete(objection)
    assert workspace.board.deal(deal.id).open_objections == 0


def test_what_cannot_be(workspace: Workspace, add_deal: AddDeal) -> None:
    objection = raised(workspace, add_deal().id)
    with pytest.raises(BadInput, match="The objection is empty"):
        raised(workspace, 1, "  ")
    with pytest.raises(BadInput, match="The answer to the objection is empty"):
        workspace.objections.resolve(objection, "")
    workspace.objections.resolve(objection, "fine")
    with pytest.raises(NotFound, match="resolved already: fine"):
        workspace.objections.resolve(objection, "again")
    with pytest.raises(NotFound, match="There is no objection #99"):
        workspace.objections.resolve(99, "fine")


def test_raising_one_is_a_touch(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]) -> None:
    deal = add_deal()
    now = tick(days=20)
    raised(workspace, deal.id)
    assert workspace.board.deal(deal.id).last_touch == now


def test_counting_by_outcome(workspace: Workspace, add_deal: AddDeal) -> None:
    still_open, won, lost = add_deal(), add_deal(stage=Stage.CLOSED), add_deal()
    for deal in (still_open, won, lost, lost):
        raised(workspace, deal.id)
    workspace.objections.resolve(2, "yes")
    workspace.pipeline.move((lost.id,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
    assert workspace.objections.by_outcome() == {"open": (1, 0), "won": (1, 1), "lost": (2, 0)}
