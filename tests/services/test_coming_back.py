"""A lost deal is asked whether we may come back: a yes waits as a parked lead, a no is respected everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.follow_up_line import FollowUpLine
from funnelboard.domain.money import Money
from funnelboard.domain.quick_add import parse_quick_add
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput, NotFound, Unconfirmed
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]
SPRING = date(2027, 3, 1)


@pytest.fixture
def lost(workspace: Workspace, add_deal: AddDeal) -> Callable[..., int]:
    """Loses a deal with Kari at Acme over the price: ``lost(return_on=…)``; the id of what comes back, if anything."""

    def lose(**ending: object) -> int:
        deal = add_deal(contact="Kari", phone="+47 22", company="Acme", amount=Money(5_000, "EUR"), source="inbound")
        done = workspace.pipeline.move(
            (deal.id,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE, **ending
        )
        return done.row_id or deal.id

    return lose


def test_a_yes_is_a_parked_lead_in_waiting(workspace: Workspace, lost: Callable[..., int]) -> None:
    waiting = workspace.board.deal(lost(return_on=SPRING))
    assert (waiting.stage, waiting.parked_until, waiting.title) == (Stage.LEAD, SPRING, "Acme: pilot")
    assert waiting.parked_reason == "timing: closed lost over price, may come back"
    assert waiting.repeat_of == 1
    assert (waiting.company and waiting.company.name, waiting.source) == ("Acme", "inbound")
    assert waiting.amount == Money(5_000, "EUR")
    assert [link.contact.name for link in waiting.contacts] == ["Kari"]
    assert workspace.board.deal(1).may_return is Answer.YES


def test_it_comes_back_by_itself(workspace: Workspace, lost: Callable[..., int], tick: Callable[..., int]) -> None:
    waiting = lost(return_on=SPRING)
    tick(days=103)
    assert workspace.clock.today() == SPRING
    workspace.begin_day()
    back = workspace.board.deal(waiting)
    assert back.parked_until is None
    (item,) = workspace.agenda.today().items
    assert (item.deal_id, item.contact, item.kind.value) == (waiting, "Kari", "wakes")


def test_a_loss_told_once_more_moves_the_day_of_the_lead_that_waits(
    workspace: Workspace, lost: Callable[..., int]
) -> None:
    waiting = lost(return_on=SPRING)
    again = workspace.pipeline.move(
        (1,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.TIMING, return_on=date(2027, 5, 1)
    )
    assert again.row_id == waiting
    back = workspace.board.deal(waiting)
    assert (back.parked_until, back.parked_reason) == (
        date(2027, 5, 1),
        "timing: closed lost over timing, may come back",
    )
    with pytest.raises(NotFound):
        workspace.board.deal(waiting + 1)
    workspace.undoing.undo()
    assert workspace.board.deal(waiting).parked_until == SPRING
    assert maintenance.check(workspace) == ()


def test_one_undo_takes_all_of_it_back(workspace: Workspace, lost: Callable[..., int]) -> None:
    waiting = lost(return_on=SPRING)
    workspace.undoing.undo()
    assert workspace.board.deal(1).stage is Stage.LEAD
    assert workspace.board.deal(waiting).deleted


def test_a_no_is_respected_everywhere(
    workspace: Workspace, lost: Callable[..., int], add_deal: AddDeal, tick: Callable[..., int]
) -> None:
    deal_id = lost(may_return=Answer.NO)
    deal = workspace.board.deal(deal_id)
    assert deal.may_return is Answer.NO
    (link,) = deal.contacts
    assert not link.contact.may_contact
    workspace.people.edit_contact(link.contact.id, {"birthday": date(1980, 11, 20)})
    add_deal(title="Acme: again", company="Acme", contact="Kari")
    tick(days=16)
    assert workspace.agenda.today(None, days=30, adrift=50).items == ()


def test_a_promise_to_somebody_who_said_no_is_asked_about_and_then_shown(
    workspace: Workspace, lost: Callable[..., int], add_deal: AddDeal, tick: Callable[..., int]
) -> None:
    (today, gone), log = (workspace.clock.today(), lost(may_return=Answer.NO)), workspace.undoing.log
    tick()
    quick = parse_quick_add("Acme: again @Kari !today call", today, "EUR")
    with pytest.raises(Unconfirmed) as asked:
        workspace.pipeline.add(quick)
    assert asked.value.question == "Kari has said no to being contacted; keep it?"
    other = add_deal(title="Acme: more", company="Acme", contact="Kari")
    for write in (
        lambda **sure: workspace.activity.add_follow_up((other.id,), today, "call", "call Kari", **sure),
        lambda **sure: workspace.activity.touch(other.id, following=FollowUpLine(today, "email", "price"), **sure),
        lambda **sure: workspace.activity.add_follow_up((gone,), today, "call", "thank her", **sure),
    ):
        before = log()
        with pytest.raises(Unconfirmed, match="Kari has said no to being contacted"):
            write()
        assert log() == before
        write(confirmed=True)
    workspace.activity.add_follow_up((other.id,), today, "research", "who else?")
    assert [(item.what, item.contact, item.phone, item.said_no) for item in workspace.agenda.today(None).items] == [
        ("thank her", "Kari", "", True), ("call Kari", "Kari", "", True), ("price", "Kari", "", True),
        ("who else?", "", "", False),
    ]  # fmt: skip
    workspace.people.add_contact(other.id, "Per")
    assert [item.contact for item in workspace.agenda.today(None).items] == ["Kari", "Per", "Per", "Per"]
    workspace.activity.add_follow_up((other.id,), today, "call", "call Per")


def test_what_was_learnt_comes_back_with_its_day(
    workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]
) -> None:
    deal = add_deal(contact="Kari", company="Acme")
    kari = deal.contacts[0].contact.id
    yes, no = Answer.YES, Answer.NO
    workspace.qualifying.answer_many(deal.id, {Criterion.MARKET: no}, "call", kari)
    tick(days=1)
    workspace.qualifying.answer_many(deal.id, {Criterion.MARKET: yes, Criterion.NEED: yes}, "meeting", kari)
    workspace.qualifying.set_detail(deal.id, "pain_point", "paper")
    tick(days=30)
    told = {Criterion.AUTHORITY: no, Criterion.AGREED: yes}
    workspace.qualifying.answer_many(deal.id, told)
    before = workspace.board.detail(deal.id).answers
    tick(days=9)
    lost = workspace.pipeline.move(
        (deal.id,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE, return_on=SPRING
    )
    assert lost.row_id is not None
    back = workspace.board.detail(lost.row_id)
    assert (back.deal.market, back.deal.need, back.deal.authority, back.deal.agreed) == (yes, yes, no, Answer.UNKNOWN)
    assert back.deal.pain_point == "paper"
    assert back.answers == tuple(each for each in before if each.criterion is not Criterion.AGREED)
    assert [each.at for each in back.answers] != [workspace.clock.now()] * 3
    assert maintenance.check(workspace) == ()
    workspace.undoing.undo()
    assert workspace.board.deal(lost.row_id).deleted
    assert maintenance.check(workspace) == ()


def test_a_no_is_for_everybody_on_the_buyers_side(
    make_workspace: Callable[..., Workspace], workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]
) -> None:
    ola = make_workspace(login="ola")
    deals = [
        add_deal(title=f"Acme: {what}", company="Acme", contact=name) for what, name in (("a", "Kari"), ("b", "Per"))
    ]
    for name in ("Lise", "Nils"):
        workspace.people.add_contact(deals[0].id, name)
    bystander = add_deal(title="Acme: c", company="Acme", contact="Una")
    everybody = [link.contact for deal in (*deals, bystander) for link in workspace.board.deal(deal.id).contacts]
    for contact in everybody:
        workspace.people.edit_contact(contact.id, {"birthday": date(1980, 11, 20)})
    celebrated = {item.what.split(",")[0] for item in ola.agenda.today(None).items}
    assert celebrated == {f"birthday of {name}" for name in ("Kari", "Lise", "Nils", "Per", "Una")}
    workspace.pipeline.move(
        (deal.id for deal in deals), Stage.CLOSED,
        outcome=Outcome.LOST, lost_reason=LostReason.PRICE, may_return=Answer.NO,
    )  # fmt: skip
    said = {contact.name: workspace.people.contact(contact.id).contact.may_contact for contact in everybody}
    assert said == {"Kari": False, "Lise": False, "Nils": False, "Per": False, "Una": True}
    again = add_deal(title="Acme: again", company="Acme", contact="Nils")
    ola.activity.add_follow_up((again.id,), workspace.clock.today(), "call", "call Nils", confirmed=True)
    assert [(item.contact, item.said_no) for item in ola.agenda.today(None).items] == [("Nils", True), ("Una", False)]
    found = workspace.board.deals(parse_query("is:birthday", workspace.clock.today()))
    assert [deal.id for deal in found] == [bystander.id]


def test_taking_back_a_no_lets_us_contact_them_again(workspace: Workspace, lost: Callable[..., int]) -> None:
    deal_id = lost(may_return=Answer.NO)
    workspace.undoing.undo()
    assert all(link.contact.may_contact for link in workspace.board.deal(deal_id).contacts)


def test_what_was_said_stays_when_only_the_reason_is_corrected(workspace: Workspace, lost: Callable[..., int]) -> None:
    deal_id = lost(may_return=Answer.NO)
    workspace.pipeline.move((deal_id,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.BUDGET)
    deal = workspace.board.deal(deal_id)
    assert (deal.lost_reason, deal.may_return) == (LostReason.BUDGET, Answer.NO)


def test_reopening_asks_anew(workspace: Workspace, lost: Callable[..., int]) -> None:
    deal_id = lost(may_return=Answer.NO)
    workspace.pipeline.move((deal_id,), Stage.LEAD)
    deal = workspace.board.deal(deal_id)
    assert (deal.may_return, deal.lost_reason) == (Answer.UNKNOWN, None)


def test_a_yes_needs_a_day(lost: Callable[..., int]) -> None:
    with pytest.raises(BadInput, match="Say when we may come back"):
        lost(may_return=Answer.YES)
