"""What the side panel tells of the funnel's rules: score, gate, parking, objections, checklist, customers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.domain.criteria import EVALUATION, QUALIFICATION, YES_OR_NO, AskedHow, Criterion
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.money import Money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.presets import PRESETS
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.services.workspace import Workspace
from funnelboard.ui.drawing.deal_text import PanelText
from funnelboard.ui.drawing.text import width_of
from funnelboard.ui.looks.themes import make_styles

Add = Callable[..., Deal]
TODAY = date(2026, 11, 18)


def told(
    workspace: Workspace, deal_id: int, *, preset: str = "general", unfolded: bool = False, width: int = 60
) -> str:
    """Everything the panel says, from the title down."""
    text = PanelText(make_styles("dark"), width, workspace.clock.now(), TODAY, PRESETS[preset], unfolded)
    lines = text.lines(workspace.board.detail(deal_id), None)
    return "\n".join("".join(part for part, _ in line) for line in lines).replace("\xa0", " ")


@pytest.fixture
def prospect(add_deal: Add) -> Deal:
    """A prospect of whom little is known."""
    return add_deal(title="Acme: pilot", stage=Stage.PROSPECT, company="Acme", contact="Kari", source="referral")


def test_the_score_is_one_number_until_it_is_unfolded(workspace: Workspace, prospect: Deal) -> None:
    workspace.qualifying.answer((prospect.id,), Criterion.MARKET, Answer.YES, AskedHow.CALL)
    folded, unfolded = told(workspace, prospect.id), told(workspace, prospect.id, unfolded=True)
    detail = workspace.board.detail(prospect.id)
    assert detail.score is not None
    assert f"score {detail.score.total} · " in folded
    assert "qualification: 1 of 3" not in folded
    assert "+10 of 30 qualification: 1 of 3 answered yes" in unfolded
    assert "+12 of 12 source: referral" in unfolded
    assert "market yes call · today · " in unfolded


def test_the_gate_says_what_is_missing_and_what_was_refused(workspace: Workspace, prospect: Deal) -> None:
    workspace.qualifying.answer((prospect.id,), Criterion.WILLING, Answer.NO)
    assert "missing for opportunity: need, willing (no), amount, close" in told(workspace, prospect.id)
    assert "missing for due diligence: need" in told(workspace, prospect.id, preset="startup")
    assert "Pitch · no amount" in told(workspace, prospect.id, preset="startup")


def test_a_deal_with_nothing_missing_says_how_to_go_on(workspace: Workspace, add_deal: Add) -> None:
    deal = add_deal()
    workspace.qualifying.answer_many(deal.id, dict.fromkeys(QUALIFICATION, Answer.YES))
    assert "→ nothing is missing: L moves it to prospect" in told(workspace, deal.id)
    known = {Criterion.AMOUNT: Money(100, "EUR"), Criterion.EXPECTED_CLOSE: TODAY}
    yes = {each: Answer.YES for each in (*EVALUATION, *YES_OR_NO) if each in YES_OR_NO}
    workspace.pipeline.move((deal.id,), Stage.OPPORTUNITY, answers={**yes, **known})
    assert "→ nothing is missing: w closes it as committed" in told(workspace, deal.id, preset="startup")
    assert "■ agreed  ■ signed  ■ settled" in told(workspace, deal.id)


def test_a_parked_deal_says_until_when_and_why(workspace: Workspace, prospect: Deal) -> None:
    workspace.parking.park((prospect.id,), date(2027, 2, 1), ParkReason.OTHER, "they merge")
    assert "parked until Mon 1 Feb 2027 (other: they merge)" in told(workspace, prospect.id)


def test_open_objections_are_told_and_resolved_ones_are_not(workspace: Workspace, prospect: Deal) -> None:
    first = workspace.objections.raise_objection((prospect.id,), "too early").row_id
    for number in range(5):
        workspace.objections.raise_objection((prospect.id,), f"objection {number}")
    assert first is not None
    workspace.objections.resolve(first, "no")
    before_timeline = told(workspace, prospect.id).partition("TIMELINE")[0]
    assert "too early" not in before_timeline
    assert before_timeline.count("? objection") == 4
    assert "and 1 more objections: B lists them" in before_timeline


def test_the_checklist_of_the_preset_is_ticked_by_notes(workspace: Workspace, prospect: Deal) -> None:
    assert "◇ meet  ◇ show it" in told(workspace, prospect.id)
    workspace.activity.add_note((prospect.id,), "they liked it", NoteKind.DEMO)
    assert "◇ meet  ✓ show it" in told(workspace, prospect.id)


def test_a_customer_is_told_with_what_was_won(workspace: Workspace, add_deal: Add) -> None:
    won = add_deal(
        title="Acme: pilot", stage=Stage.CLOSED, outcome=Outcome.WON, company="Acme", amount=Money(1_200_000, "EUR")
    )
    again = workspace.customers.repeat(won.id).row_id
    assert again is not None
    shown = told(workspace, again)
    assert "customer since today · 1 won, 12 000 €" in shown
    assert f"goes on from #{won.id}" in shown


def test_who_sent_a_lead_is_told(workspace: Workspace, add_deal: Add) -> None:
    deal = add_deal(referred_by="Vestby Bygg")
    assert "source referral by Vestby Bygg" in told(workspace, deal.id)


def test_a_lost_deal_says_whether_we_may_come_back(workspace: Workspace, add_deal: Add) -> None:
    deal = add_deal(contact="Kari")
    workspace.pipeline.move(
        (deal.id,), Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.PRICE, may_return=Answer.NO
    )
    shown = told(workspace, deal.id)
    assert "may not come back" in shown
    assert "does not want to be contacted" in shown


def test_what_was_learnt_is_told(workspace: Workspace, prospect: Deal) -> None:
    for name, words in (("pain_point", "slow"), ("competitor", "Trakka"), ("decision_process", "the board votes")):
        workspace.qualifying.set_detail(prospect.id, name, words)
    shown = told(workspace, prospect.id)
    assert "pain slow\ncompetitor Trakka\nthey decide the board votes" in shown


@pytest.mark.parametrize("width", [12, 24, 31, 44, 80])
def test_no_line_is_wider_than_the_panel(workspace: Workspace, prospect: Deal, width: int) -> None:
    workspace.objections.raise_objection((prospect.id,), "much too expensive for a small pilot in two places")
    workspace.qualifying.answer((prospect.id,), Criterion.MARKET, Answer.YES, AskedHow.MEETING)
    workspace.parking.park((prospect.id,), date(2027, 2, 1), ParkReason.BUDGET)
    shown = told(workspace, prospect.id, unfolded=True, width=width).splitlines()
    assert all(width_of(line.rstrip()) <= width for line in shown if width >= 24)


async def test_i_brings_the_score_into_sight_in_a_small_window(open_board: Any, prospect: Deal) -> None:
    async with open_board(size=(40, 12)) as board:
        await board.press("2", "i")
        assert board.lines()[1].startswith("↑ ")
        assert "score " in board.text()
        assert "of 12" in board.text()
        await board.press("enter", "g")
        assert board.lines()[1].startswith("│ Acme")
        await board.press("i")
        assert "of 12" not in board.text()


async def test_i_unfolds_the_score_from_the_board_and_in_the_panel(open_board: Any, prospect: Deal) -> None:
    async with open_board() as board:
        await board.press("2", "p", "i")
        assert "of 12" in board.text()
        await board.press("i")
        assert "of 12" not in board.text()
        await board.press("enter", "i")
        assert "of 12" in board.text()
