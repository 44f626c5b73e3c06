"""What the board shows: windows over long columns, and the state of a card."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from funnelboard.domain.board import EMPTY_BOARD, Board, Card, Column
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.follow_up import DueState
from funnelboard.domain.money import Money
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.domain.staleness import MICROSECONDS_A_DAY

NOW = 1_800_000_000_000_000
TODAY = date(2027, 1, 15)

CARD = Card(
    id=1,
    version=1,
    stage=Stage.LEAD,
    outcome=None,
    title="Acme: pilot",
    amount=None,
    currency=None,
    contact="",
    company="",
    owner="",
    market=Answer.UNKNOWN,
    means=Answer.UNKNOWN,
    authority=Answer.UNKNOWN,
    evaluated=0,
    next_due=None,
    next_kind="",
    stage_since=NOW,
    last_touch=NOW,
    closed_at=None,
    parked_until=None,
    open_objections=0,
    tags=(),
)
DEAL = Deal(1, "Acme: pilot", Stage.LEAD, NOW, NOW, NOW, 1)


def window(stage: Stage, start: int, *ids: int) -> Column:
    return Column(stage, 100, (), start, tuple(CARD._replace(id=deal_id, stage=stage) for deal_id in ids))


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (None, DueState.NONE),
        (TODAY - timedelta(days=1), DueState.OVERDUE),
        (TODAY, DueState.TODAY),
        (TODAY + timedelta(days=1), DueState.LATER),
    ],
)
def test_how_urgent_a_card_is(due: date | None, state: DueState) -> None:
    assert CARD._replace(next_due=due).due(TODAY) is state


def test_a_stale_card_says_for_how_long() -> None:
    card = CARD._replace(last_touch=NOW - 20 * MICROSECONDS_A_DAY)
    assert card.stale_days(NOW, TODAY) == 20
    assert card._replace(next_due=TODAY).stale_days(NOW, TODAY) is None
    assert card._replace(parked_until=TODAY).stale_days(NOW, TODAY) is None
    assert card._replace(stage=Stage.CLOSED).stale_days(NOW, TODAY) is None


def test_a_place_is_counted_from_the_top_of_the_column() -> None:
    column = window(Stage.LEAD, 40, 7, 8, 9)
    shown = [column.at(place) for place in (39, 40, 42, 43)]
    assert [card and card.id for card in shown] == [None, 7, 9, None]
    assert [column.place_of(deal_id) for deal_id in (7, 9, 1)] == [40, 42, None]


def test_a_deal_is_found_in_whichever_column_it_is() -> None:
    board = Board((*EMPTY_BOARD.columns[:2], window(Stage.OPPORTUNITY, 5, 3, 4), EMPTY_BOARD.columns[3]), 12, 100)
    assert board.find(4) == (Stage.OPPORTUNITY, 6)
    assert board.find(99) is None
    assert board.column(Stage.OPPORTUNITY).start == 5


def test_the_board_before_the_first_read() -> None:
    assert [column.stage for column in EMPTY_BOARD.columns] == list(STAGES)
    assert EMPTY_BOARD.find(1) is None


def test_a_probability_somebody_judged_holds_while_the_deal_is_open() -> None:
    deal = DEAL._replace(own_probability=80, amount=Money(99, "EUR"))
    assert deal.probability == 80
    assert deal.weighted_amount == Money(79, "EUR")
    lost = deal._replace(stage=Stage.CLOSED, outcome=Outcome.LOST)
    assert lost.probability == 0
    assert lost.weighted_amount == Money(0, "EUR")
    assert lost._replace(outcome=Outcome.WON).weighted_amount == Money(99, "EUR")


def test_a_deal_without_an_amount_weighs_nothing() -> None:
    assert DEAL.weighted_amount is None
    assert DEAL.primary is None
