"""Asking: who answered what, when and how."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from funnelboard.domain.criteria import EVALUATION, QUALIFICATION, Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.money import Money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import Stage
from funnelboard.domain.timeline import EntryKind
from funnelboard.errors import BadInput
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]


def test_one_answer_with_who_and_how(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(contact="Kari")
    contact_id = deal.contacts[0].contact.id
    workspace.qualifying.answer((deal.id,), Criterion.MEANS, Answer.YES, "meeting", contact_id)
    detail = workspace.board.detail(deal.id, EntryKind.CHANGE)
    assert detail.deal.means is Answer.YES
    assert [(each.label, each.text) for each in detail.timeline] == [("means: yes", "by meeting, Kari")]


def test_the_last_answer_stands(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]) -> None:
    deal = add_deal()
    for answer in (Answer.YES, Answer.NO):
        tick()
        workspace.qualifying.answer((deal.id,), Criterion.MARKET, answer)
    detail = workspace.board.detail(deal.id)
    assert [each.answer for each in detail.answers] == [Answer.NO]
    assert len(workspace.board.detail(deal.id, EntryKind.CHANGE).timeline) == 2
    workspace.undoing.undo()
    assert [each.answer for each in workspace.board.detail(deal.id).answers] == [Answer.YES]


def test_an_answer_that_stands_is_no_change(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    workspace.qualifying.answer((deal.id,), Criterion.MARKET, Answer.YES)
    done = workspace.qualifying.answer((deal.id,), Criterion.MARKET, Answer.YES)
    assert (done.change, done.summary) == (0, "“Acme: pilot” had that answer already")


def test_a_no_to_authority_says_whom_to_look_for(workspace: Workspace, add_deal: AddDeal) -> None:
    done = workspace.qualifying.answer((add_deal().id,), Criterion.AUTHORITY, Answer.NO)
    assert done.summary == "answered authority no on “Acme: pilot”; look for the one who decides"


def test_several_at_once_are_one_change(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    answers = {Criterion.MARKET: Answer.YES, Criterion.MEANS: Answer.NO, Criterion.AMOUNT: Money(500, "EUR")}
    done = workspace.qualifying.answer_many(deal.id, answers, details={"decision_process": "the board votes"})
    assert done.summary == "answered market yes, means no, amount, decision process on “Acme: pilot”"
    workspace.undoing.undo()
    assert workspace.board.deal(deal.id).amount is None
    assert workspace.board.deal(deal.id).decision_process == ""


def test_answering_is_a_touch(workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]) -> None:
    deal = add_deal()
    now = tick(days=20)
    workspace.qualifying.answer((deal.id,), Criterion.MARKET, Answer.YES)
    assert workspace.board.deal(deal.id).last_touch == now


def test_details(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    workspace.qualifying.set_detail(deal.id, "buyer_next_step", "asks the board")
    assert workspace.board.deal(deal.id).buyer_next_step == "asks the board"
    with pytest.raises(BadInput, match="There is no detail “title”"):
        workspace.qualifying.set_detail(deal.id, "title", "x")


def test_what_does_not_fit(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    qualifying = workspace.qualifying
    with pytest.raises(BadInput, match="“amount” is not answered with yes or no"):
        qualifying.answer((deal.id,), Criterion.AMOUNT, Answer.YES)
    with pytest.raises(BadInput, match="“amount” is answered with an amount"):
        qualifying.answer_many(deal.id, {Criterion.AMOUNT: Answer.YES})
    with pytest.raises(BadInput, match="“expected close” is answered with a date"):
        qualifying.answer_many(deal.id, {Criterion.EXPECTED_CLOSE: Money(1, "EUR")})
    with pytest.raises(BadInput, match="“market” is answered with yes, no or unknown"):
        qualifying.answer_many(deal.id, {Criterion.MARKET: None})
    with pytest.raises(BadInput, match="“dream” is no way to learn an answer"):
        qualifying.answer((deal.id,), Criterion.MARKET, Answer.YES, "dream")
    with pytest.raises(BadInput, match="Contact #9 is not on"):
        qualifying.answer((deal.id,), Criterion.MARKET, Answer.YES, "call", 9)


def test_the_questions_are_those_of_the_stage(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    workspace.qualifying.answer((deal.id,), Criterion.MARKET, Answer.YES)
    asked = workspace.qualifying.questions(deal.id)
    assert tuple(each.criterion for each in asked) == QUALIFICATION
    assert [each.answer.value for each in asked] == ["yes", "unknown", "unknown"]
    prospect = add_deal(stage=Stage.PROSPECT)
    assert tuple(each.criterion for each in workspace.qualifying.questions(prospect.id)) == EVALUATION
    assert workspace.qualifying.gate(deal.id, Stage.PROSPECT).missing == QUALIFICATION[1:]


def test_a_checklist_is_ticked_by_doing_it(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(stage=Stage.PROSPECT)
    workspace.activity.add_note((deal.id,), "met them", NoteKind.MEETING)
    assert workspace.board.detail(deal.id).checklist == (("meet", True), ("show it", False))
    follow_up = workspace.activity.add_follow_up((deal.id,), workspace.clock.today(), "demo", "").row_id
    assert follow_up is not None
    workspace.activity.finish_follow_up(follow_up)
    assert workspace.board.detail(deal.id).checklist[1] == ("show it", True)
