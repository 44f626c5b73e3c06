"""How far a seller has come with the agenda, without a terminal."""

from __future__ import annotations

from datetime import date

import pytest

from funnelboard.domain.agenda import Agenda, AgendaItem, AgendaKind, DaySum
from funnelboard.domain.stage import Stage
from funnelboard.ui.screens.agenda_state import AgendaState, key_of

TODAY = date(2026, 11, 18)


def due(deal_id: int, follow_up_id: int | None = None, kind: AgendaKind = AgendaKind.TODAY) -> AgendaItem:
    """Something to do about a deal."""
    return AgendaItem(
        kind, TODAY, deal_id, f"deal {deal_id}", Stage.LEAD, "", "", "", "", "call", follow_up_id, "call", None, 0
    )


@pytest.fixture
def state() -> AgendaState:
    """Three follow-ups and a birthday."""
    state = AgendaState(TODAY)
    state.show(Agenda((due(1, 11), due(2, 12), due(3, 13), due(4, kind=AgendaKind.BIRTHDAY))))
    return state


def at(state: AgendaState) -> int | None:
    return state.item.deal_id if state.item is not None else None


def test_it_begins_at_the_first_and_ends_after_the_last(state: AgendaState) -> None:
    state.step(-1)
    assert at(state) == 1
    state.step(9)
    assert at(state) is None
    state.step(-1)
    assert at(state) == 4


def test_what_is_skipped_stays_and_the_next_is_at_hand(state: AgendaState) -> None:
    state.skip()
    assert (at(state), len(state.items), state.skips) == (2, 4, 1)


def test_what_is_worked_goes_and_the_next_is_at_hand(state: AgendaState) -> None:
    state.step(1)
    state.work(due(2, 12))
    assert (at(state), len(state.items)) == (3, 3)


def test_an_item_worked_while_another_has_come_to_hand_leaves_that_one_at_hand(state: AgendaState) -> None:
    state.step(2)
    state.work(due(1, 11))
    assert (at(state), len(state.items)) == (3, 3)
    state.work(due(1, 11))
    assert (at(state), len(state.items)) == (3, 3)


def test_a_new_reading_keeps_the_place_on_its_item(state: AgendaState) -> None:
    state.step(1)
    state.show(Agenda((due(9, 19), due(1, 11), due(2, 12)), so_far=DaySum(done=5)))
    assert (at(state), state.so_far.done) == (2, 5)
    state.show(Agenda((due(1, 11),)))
    assert at(state) is None


def test_a_birthday_that_was_worked_does_not_come_again_until_that_is_undone(state: AgendaState) -> None:
    again = Agenda(state.items)
    state.step(3)
    birthday = state.item
    assert birthday is not None
    state.work(birthday)
    state.show(again)
    assert birthday not in state.items
    state.step(-9)
    state.unwork((4,))
    state.show(again)
    assert state.item == birthday
    state.step(-9)
    state.show(again)
    assert at(state) == 1


def test_undoing_what_was_done_to_another_deal_brings_no_item_back(state: AgendaState) -> None:
    state.step(3)
    state.work(due(4, kind=AgendaKind.BIRTHDAY))
    state.unwork((2,))
    assert len(state.worked) == 1


def test_a_follow_up_that_is_there_again_is_shown_again(state: AgendaState) -> None:
    again = Agenda(state.items)
    state.work(due(1, 11))
    state.show(again)
    assert due(1, 11) in state.items


def test_an_agenda_of_the_same_deal_tells_its_items_apart() -> None:
    items = (due(1, 11), due(1, 12), due(1, kind=AgendaKind.STALE), due(1, kind=AgendaKind.BIRTHDAY))
    assert len({key_of(item) for item in items}) == 4
    assert key_of(due(1, 11)) == key_of(due(1, 11, AgendaKind.OVERDUE))
