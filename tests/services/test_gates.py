"""Moving forward: what a gate asks for, how it is passed, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.criteria import CLOSING, EVALUATION, QUALIFICATION, TICKS, Criterion, GateClosed
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.money import Money
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.domain.timeline import EntryKind
from funnelboard.errors import BadInput, Conflict
from funnelboard.services.sight import Sight
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]
QUALIFIED = dict.fromkeys(QUALIFICATION, Answer.YES)
TICKED = dict.fromkeys(TICKS, Answer.YES)


def test_a_lead_goes_to_won_through_every_gate(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(contact="Kari", company="Acme")
    pipeline, qualifying = workspace.pipeline, workspace.qualifying
    for criterion in QUALIFICATION:
        qualifying.answer((deal.id,), criterion, Answer.YES, "call", deal.contacts[0].contact.id)
    pipeline.move((deal.id,), Stage.PROSPECT)
    qualifying.answer_many(
        deal.id,
        {
            Criterion.NEED: Answer.YES,
            Criterion.WILLING: Answer.YES,
            Criterion.AMOUNT: Money(1_200_000, "EUR"),
            Criterion.EXPECTED_CLOSE: date(2026, 12, 12),
        },
        details={"pain_point": "counts by hand", "current_supplier": "Globex"},
    )
    pipeline.move((deal.id,), Stage.OPPORTUNITY)
    pipeline.move((deal.id,), Stage.CLOSED, outcome=Outcome.WON, answers=TICKED, amount=Money(1_100_000, "EUR"))
    won = workspace.board.deal(deal.id)
    assert (won.stage, won.outcome, won.amount) == (Stage.CLOSED, Outcome.WON, Money(1_100_000, "EUR"))
    assert (won.pain_point, won.current_supplier) == ("counts by hand", "Globex")
    assert won.company is not None
    assert won.company.customer_since == workspace.clock.now()
    answers = workspace.board.detail(deal.id).answers
    assert {each.criterion for each in answers} == {*QUALIFICATION, Criterion.NEED, Criterion.WILLING, *TICKS}
    assert [(each.contact, each.how, each.seller) for each in answers[:3]] == [("Kari", "call", "kari")] * 3


@pytest.mark.parametrize(
    ("stage", "missing"),
    [(Stage.PROSPECT, QUALIFICATION), (Stage.OPPORTUNITY, (*QUALIFICATION, *EVALUATION))],
)
def test_a_closed_gate_names_what_is_missing_and_moves_nothing(
    workspace: Workspace, add_deal: AddDeal, stage: Stage, missing: tuple[Criterion, ...]
) -> None:
    deal = add_deal()
    with pytest.raises(GateClosed) as refused:
        workspace.pipeline.move((deal.id,), stage)
    assert refused.value.gates[0].missing == missing
    assert not refused.value.strict
    with pytest.raises(GateClosed):
        workspace.pipeline.place(deal.id, stage, None)
    assert workspace.board.deal(deal.id) == deal


def test_winning_asks_for_the_ticks_and_the_amount(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY)
    with pytest.raises(GateClosed) as refused:
        workspace.pipeline.move((deal.id,), Stage.CLOSED, outcome=Outcome.WON)
    assert refused.value.gates[0].missing == CLOSING


def test_all_marked_deals_pass_or_none(workspace: Workspace, add_deal: AddDeal) -> None:
    ready, early = add_deal(title="ready"), add_deal(title="early")
    workspace.qualifying.answer_many(ready.id, QUALIFIED)
    with pytest.raises(GateClosed) as refused:
        workspace.pipeline.move((ready.id, early.id), Stage.PROSPECT)
    assert [gate.title for gate in refused.value.gates] == ["early"]
    assert workspace.board.deal(ready.id).stage is Stage.LEAD


def test_the_form_at_the_gate_is_one_change(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    done = workspace.pipeline.move((deal.id,), Stage.PROSPECT, answers=QUALIFIED, how="meeting")
    moved = workspace.board.deal(deal.id)
    assert (moved.stage, moved.market, moved.means, moved.authority) == (Stage.PROSPECT, *[Answer.YES] * 3)
    assert done.summary == "moved “Acme: pilot” to prospect"
    workspace.undoing.undo()
    back = workspace.board.deal(deal.id)
    assert (back.stage, back.market) == (Stage.LEAD, Answer.UNKNOWN)
    assert workspace.board.detail(deal.id).answers == ()


def test_what_else_is_learnt_at_the_gate_is_part_of_the_move(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(contact="Kari")
    who = deal.contacts[0].contact.id
    pain = {"pain_point": "counts by hand"}
    with pytest.raises(GateClosed):
        workspace.pipeline.move((deal.id,), Stage.PROSPECT, details=pain)
    assert workspace.board.deal(deal.id).pain_point == ""
    workspace.pipeline.move((deal.id,), Stage.PROSPECT, answers=QUALIFIED, how="call", contact_id=who, details=pain)
    assert workspace.board.deal(deal.id).pain_point == "counts by hand"
    assert [(each.contact, each.how) for each in workspace.board.detail(deal.id).answers] == [("Kari", "call")] * 3
    workspace.undoing.undo()
    found = workspace.board.deal(deal.id)
    assert (found.stage, found.pain_point) == (Stage.LEAD, "")


def test_a_move_overwrites_nothing_that_was_written_since_the_deal_was_seen(
    make_workspace: Callable[..., Workspace], workspace: Workspace, add_deal: AddDeal
) -> None:
    deal, ola = add_deal(stage=Stage.PROSPECT), make_workspace(login="ola")
    ola.pipeline.edit(deal.id, {"amount": Money(900_000, "EUR"), "pain_point": "hers"})
    mine = {Criterion.AMOUNT: Money(100_000, "EUR")}
    with pytest.raises(Conflict) as refused:
        workspace.pipeline.move(
            (deal.id,), Stage.OPPORTUNITY, because="now", answers=mine, details={"pain_point": "mine"}, seen=deal
        )
    assert [(each.field, each.theirs) for each in refused.value.differences] == [
        ("amount", Money(900_000, "EUR")),
        ("pain_point", "hers"),
    ]
    with pytest.raises(Conflict):
        workspace.qualifying.answer_many(deal.id, mine, seen=deal)
    assert workspace.board.deal(deal.id).amount == Money(900_000, "EUR")
    workspace.qualifying.answer_many(deal.id, mine, seen=workspace.board.deal(deal.id))
    assert workspace.board.deal(deal.id).amount == Money(100_000, "EUR")


def test_a_deal_that_was_moved_since_it_was_seen_stays_where_it_is(
    make_workspace: Callable[..., Workspace], workspace: Workspace, add_deal: AddDeal
) -> None:
    deal, ola = add_deal(), make_workspace(login="ola")
    seen = Sight(workspace.undoing.log()[0].id)
    ola.pipeline.move((deal.id,), Stage.OPPORTUNITY, because="met the board")
    with pytest.raises(Conflict, match="ola moved “Acme: pilot” to opportunity"):
        workspace.attempt(lambda: workspace.pipeline.move((deal.id,), Stage.PROSPECT, answers=QUALIFIED), seen)
    assert workspace.board.deal(deal.id).stage is Stage.OPPORTUNITY


def test_a_move_takes_no_other_field_for_a_detail(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    with pytest.raises(BadInput, match="There is no detail “title”"):
        workspace.pipeline.place(deal.id, Stage.PROSPECT, None, because="now", details={"title": "other"})
    assert workspace.board.deal(deal.id).stage is Stage.LEAD


def test_answers_that_do_not_open_the_gate_are_not_kept(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    with pytest.raises(GateClosed):
        workspace.pipeline.move((deal.id,), Stage.PROSPECT, answers={Criterion.MARKET: Answer.YES})
    assert workspace.board.deal(deal.id).market is Answer.UNKNOWN


def test_a_reason_passes_and_is_kept(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    done = workspace.pipeline.move((deal.id,), Stage.PROSPECT, because="  met them at the fair ")
    assert done.summary == "moved “Acme: pilot” to prospect although not all is answered: met them at the fair"
    assert workspace.undoing.log()[0].summary == done.summary
    (entry, _) = workspace.board.detail(deal.id, EntryKind.MOVE).timeline
    assert (entry.label, entry.text) == ("lead → prospect", "met them at the fair")


def test_a_reason_that_was_not_needed_says_nothing_of_a_gate(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    done = workspace.pipeline.move((deal.id,), Stage.PROSPECT, answers=QUALIFIED, because="sure")
    assert done.summary == "moved “Acme: pilot” to prospect"


def test_a_blank_reason_is_none(workspace: Workspace, add_deal: AddDeal) -> None:
    with pytest.raises(GateClosed):
        workspace.pipeline.move((add_deal().id,), Stage.PROSPECT, because="   ")


def test_strict_gates_let_nothing_pass(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    workspace.settings.set("gates", "strict")
    with pytest.raises(GateClosed, match="strict") as refused:
        workspace.pipeline.move((deal.id,), Stage.PROSPECT, because="the boss wants it")
    assert refused.value.strict
    with pytest.raises(BadInput, match="a new deal is a lead"):
        workspace.pipeline.create(title="Acme: rollout", stage=Stage.OPPORTUNITY)
    workspace.pipeline.move((deal.id,), Stage.PROSPECT, answers=QUALIFIED)
    assert workspace.board.deal(deal.id).stage is Stage.PROSPECT


@pytest.mark.parametrize("strict", [False, True])
def test_going_back_losing_and_parking_ask_for_nothing(workspace: Workspace, add_deal: AddDeal, strict: bool) -> None:
    deal, other = add_deal(stage=Stage.OPPORTUNITY), add_deal(title="Globex")
    if strict:
        workspace.settings.set("gates", "strict")
    workspace.pipeline.move((deal.id,), Stage.LEAD)
    workspace.pipeline.move((other.id,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE)
    assert workspace.board.deal(deal.id).stage is Stage.LEAD
    assert workspace.board.deal(other.id).outcome is Outcome.LOST


def test_every_move_is_kept_with_from_to_and_why(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY)
    workspace.pipeline.move((deal.id,), Stage.LEAD, why="they changed everything")
    entry = workspace.board.detail(deal.id, EntryKind.MOVE).timeline[0]
    assert (entry.label, entry.text) == ("opportunity → lead", "they changed everything")


def test_a_card_suggests_the_promotion_its_answers_allow(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    workspace.qualifying.answer_many(deal.id, QUALIFIED)
    window = workspace.board.window(Stage.LEAD, 0, 10, Query(), Sort.RANK)
    assert window.cards[0].suggested is Stage.PROSPECT
    assert workspace.board.detail(deal.id).suggested is Stage.PROSPECT
    workspace.qualifying.answer((deal.id,), Criterion.MEANS, Answer.NO)
    assert workspace.board.window(Stage.LEAD, 0, 10, Query(), Sort.RANK).cards[0].suggested is None


def test_closing_on_an_earlier_day(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY, company="Acme", amount=Money(100, "EUR"))
    workspace.pipeline.move((deal.id,), Stage.CLOSED, outcome=Outcome.WON, answers=TICKED, closed_on=date(2026, 11, 2))
    won = workspace.board.deal(deal.id)
    assert won.closed_at is not None
    assert datetime.fromtimestamp(won.closed_at / 1_000_000).date() == date(2026, 11, 2)
    assert won.company is not None
    assert won.company.customer_since == won.closed_at


def test_open_objections_are_told_when_closing(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY)
    workspace.objections.raise_objection((deal.id,), "too dear")
    done = workspace.pipeline.move((deal.id,), Stage.CLOSED, outcome=Outcome.WON, because="they paid")
    assert done.summary.endswith("they paid, with 1 open objection")


def test_a_judged_probability_ends_with_the_deal(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY, amount=Money(1_000, "EUR"))
    workspace.pipeline.edit(deal.id, {"probability": 80})
    lost = {"outcome": Outcome.LOST, "lost_reason": LostReason.TIMING}
    workspace.pipeline.move((deal.id,), Stage.CLOSED, **lost)  # type: ignore[arg-type]
    assert workspace.board.deal(deal.id).probability == 0
    workspace.pipeline.move((deal.id,), Stage.OPPORTUNITY)
    assert workspace.board.deal(deal.id).probability == 50


def test_who_was_lost_to_is_known_afterwards(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal()
    with pytest.raises(BadInput, match="Say which competitor"):
        workspace.pipeline.move((deal.id,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.COMPETITOR)
    workspace.pipeline.move(
        (deal.id,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.COMPETITOR, competitor="Globex"
    )
    assert workspace.board.deal(deal.id).competitor == "Globex"


@pytest.mark.parametrize("stage", [Stage.LEAD, Stage.PROSPECT, Stage.OPPORTUNITY])
def test_a_deal_may_begin_in_any_open_stage_of_a_lenient_board(
    workspace: Workspace, add_deal: AddDeal, stage: Stage
) -> None:
    assert add_deal(stage=stage).stage is stage


def test_a_deal_that_stays_passes_no_gate(workspace: Workspace, add_deal: AddDeal) -> None:
    deal = add_deal(stage=Stage.OPPORTUNITY)
    other = add_deal(title="Globex", stage=Stage.OPPORTUNITY)
    workspace.pipeline.place(deal.id, Stage.OPPORTUNITY, other.id)
    assert workspace.pipeline.move((deal.id,), Stage.OPPORTUNITY).change == 0


def test_a_deal_can_be_found_by_what_it_misses(workspace: Workspace, add_deal: AddDeal) -> None:
    ticked, other = add_deal(stage=Stage.OPPORTUNITY), add_deal(stage=Stage.OPPORTUNITY)
    workspace.qualifying.answer((ticked.id,), Criterion.SIGNED, Answer.YES)
    found = workspace.board.deals(parse_query("missing:signed", workspace.clock.today()))
    assert [deal.id for deal in found] == [other.id]
