"""Cursor, windows and scrolling, without a terminal or a database."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.board import Board, Card, Column
from funnelboard.domain.deal import Answer
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.ui.board_state import BoardState, ColumnState


def card(deal_id: int, stage: Stage = Stage.LEAD) -> Card:
    """A card that says no more than its id."""
    return Card(
        id=deal_id, version=1, stage=stage, outcome=None, title=f"deal {deal_id}", amount=None, currency=None,
        contact="", company="", owner="", market=Answer.UNKNOWN, means=Answer.UNKNOWN, authority=Answer.UNKNOWN,
        evaluated=0, next_due=None, next_kind="", stage_since=0, last_touch=0, closed_at=None,
        parked_until=None, open_objections=0, tags=(),
    )  # fmt: skip


def column(ids: Sequence[int], start: int = 0, count: int | None = None, stage: Stage = Stage.LEAD) -> Column:
    """A window with the deals of these ids."""
    return Column(stage, len(ids) if count is None else count, (), start, tuple(card(i, stage) for i in ids))


def board(leads: Sequence[int] = (), prospects: Sequence[int] = ()) -> Board:
    """A board whose first two columns are loaded whole."""
    ids = {Stage.LEAD: leads, Stage.PROSPECT: prospects}
    return Board(tuple(column(ids.get(stage, ()), stage=stage) for stage in STAGES), 1, len(leads) + len(prospects))


def state_of(*args: Sequence[int], rows: int = 5) -> BoardState:
    """A state that shows such a board."""
    state = BoardState()
    state.rows = rows
    state.show(board(*args))
    return state


def test_the_cursor_begins_on_the_first_deal() -> None:
    assert state_of([7, 8]).here.deal_id == 7


def test_the_cursor_begins_where_there_is_a_deal() -> None:
    state = state_of([], [7, 8])
    assert (state.active, state.here.deal_id) == (Stage.PROSPECT, 7)
    state.go_column(Stage.LEAD)
    state.show(board([], [7]))
    assert state.active is Stage.LEAD


def test_stepping_scrolls_no_further_than_needed() -> None:
    state = state_of(range(20))
    for _ in range(5):
        state.step(1)
    assert (state.here.place, state.here.top) == (5, 1)
    state.step(-1)
    assert state.here.top == 1
    state.jump(-1)
    assert (state.here.place, state.here.top) == (19, 15)
    assert state.jump(0)
    assert state.here.top == 0


def test_steps_end_at_the_ends_of_the_column() -> None:
    state = state_of([1, 2])
    state.step(5)
    assert state.here.deal_id == 2
    state.step(-5)
    assert state.here.deal_id == 1


def test_the_cursor_stays_on_its_deal_when_others_come_and_go() -> None:
    state = state_of([1, 2, 3, 4, 5, 6, 7, 8])
    state.jump(6)
    top = state.here.top
    state.show(board([100, 101, 1, 2, 3, 4, 5, 6, 7, 8]))
    assert state.here.deal_id == 7
    assert state.here.top == top + 2
    state.show(board([4, 7, 8]))
    assert state.here.deal_id == 7


def test_a_deal_that_is_gone_leaves_the_cursor_at_its_place() -> None:
    state = state_of([1, 2, 3])
    state.jump(1)
    state.show(board([1, 3]))
    assert state.here.deal_id == 3
    state.show(board([]))
    assert state.here.deal_id is None
    assert state.card is None


def test_following_a_deal_into_another_column() -> None:
    state = state_of([1, 2], [3])
    state.show(board([1], [2, 3]), follow=2)
    assert state.active is Stage.PROSPECT
    assert state.here.deal_id == 2


def test_other_columns_are_entered_at_the_same_height() -> None:
    state = state_of([1, 2, 3], [4, 5])
    state.jump(2)
    assert state.step_column(1)
    assert state.here.deal_id == 5
    assert state.step_column(-1)
    assert state.here.deal_id == 2
    assert not state.step_column(-1)


def test_a_place_outside_the_window_is_gone_to_once_it_is_loaded() -> None:
    column_state = ColumnState(Stage.LEAD)
    column_state.replace(column(range(15), count=100), 5)
    assert not column_state.go(99, 5)
    assert column_state.deal_id == 0
    assert column_state.needs(5)
    start, size = column_state.window(5)
    assert start <= 99 < start + size
    column_state.replace(column(range(start, 100), start=start, count=100), 5)
    assert column_state.deal_id == 99
    assert column_state.top == 95


def test_the_window_is_read_again_before_the_cursor_comes_to_its_edge() -> None:
    column_state = ColumnState(Stage.LEAD)
    column_state.replace(column(range(15), count=100), 5)
    assert not column_state.needs(5)
    column_state.go(10, 5)
    assert column_state.needs(5)
    column_state.replace(column(range(20), count=20), 5)
    assert not column_state.needs(5)


def test_the_wheel_leaves_the_cursor_where_it_is() -> None:
    state = state_of(range(20))
    state.here.scroll(3, state.rows)
    assert (state.here.top, state.here.place) == (3, 0)
    state.here.scroll(100, state.rows)
    assert state.here.top == 15
    state.step(1)
    assert state.here.top == 1


def test_actions_are_for_the_marked_deals_or_the_one_at_the_cursor() -> None:
    state = state_of([5, 6, 7])
    assert state.targets == (5,)
    state.toggle_mark()
    state.jump(2)
    state.toggle_mark()
    assert state.targets == (5, 7)
    state.toggle_mark()
    assert state.targets == (5,)
    assert state_of([]).targets == ()


def test_a_new_filter_shows_every_column_from_its_top() -> None:
    state = state_of(range(20))
    state.jump(-1)
    state.show(board([3, 19]), follow=None, fresh=True)
    assert (state.here.top, state.here.deal_id) == (0, 19)


def test_a_filter_goes_to_the_nearest_match_and_back_to_where_one_was() -> None:
    state = state_of(range(20))
    state.jump(10)
    assert state.seek("acme") == 10
    state.show(board([2, 8, 19]), follow=10, fresh=True)
    assert state.here.deal_id == 8
    state.step(1)
    assert state.seek("acme oy") == 19
    assert state.seek("") == 10, "clearing goes back"
    state.show(board(range(20)), follow=10, fresh=True)
    assert state.here.deal_id == 10
    assert state.home is None


def test_a_filter_without_a_match_here_goes_to_the_nearest_column_that_has_one() -> None:
    state = state_of(range(20))
    columns = [Column(stage, 0, (), 0, ()) for stage in STAGES]
    columns[2] = board([7]).column(Stage.LEAD)._replace(stage=Stage.OPPORTUNITY)
    state.show(Board(tuple(columns), 1, 20), follow=3, fresh=True)
    assert (state.active, state.here.deal_id) == (Stage.OPPORTUNITY, 7)


@given(
    st.lists(st.tuples(st.sampled_from(["step", "jump", "page", "show", "scroll"]), st.integers(-30, 30)), max_size=30),
    st.integers(1, 9),
)
def test_the_cursor_is_always_on_a_deal_that_is_there(moves: list[tuple[str, int]], rows: int) -> None:
    state = state_of(range(25), rows=rows)
    for what, by in moves:
        if what == "show":
            state.show(board([i for i in range(25) if i % 3 != by % 3] if by % 2 else range(25)))
        elif what == "jump":
            state.jump(abs(by))
        elif what == "scroll":
            state.here.scroll(by, rows)
        else:
            state.step(by)
        here = state.here
        assert here.card is not None
        assert here.card.id == here.deal_id
        assert 0 <= here.top <= max(0, here.column.count - rows)
        if what != "scroll":
            assert here.top <= here.place < here.top + rows
