"""Where everything stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from funnelboard.domain.stage import STAGES, Stage
from funnelboard.ui.drawing.geometry import SINGLE, WIDE, Rect, arrange, foot_height

sizes = st.integers(1, 300), st.integers(2, 120)


@given(*sizes, st.booleans(), st.sampled_from(STAGES), st.integers(0, 130))
def test_the_parts_and_the_last_lines_tile_the_terminal(
    width: int, height: int, panel: bool, active: Stage, asked: int
) -> None:
    foot = max(foot_height(height), min(asked, height))
    geometry = arrange(width, height, panel, active, foot)
    parts = [*geometry.places.values(), Rect(0, height - foot, width, foot)]
    cells = [
        (x, y)
        for part in parts
        for y in range(part.y, part.y + part.height)
        for x in range(part.x, part.x + part.width)
    ]
    assert len(cells) == len(set(cells))
    if height >= 3:
        assert len(cells) == width * height
        assert max(y for _, y in cells) == height - 1
    assert geometry.rows >= 1


@given(st.integers(1, WIDE - 1), st.integers(8, 60), st.sampled_from(STAGES))
def test_a_covering_panel_leaves_the_cursor_in_sight(width: int, height: int, active: Stage) -> None:
    geometry = arrange(width, height, True, active)
    assert geometry.panel is not None
    if width >= SINGLE:
        column = geometry.columns[active]
        assert column.x + column.width <= geometry.panel.x or geometry.panel.x + geometry.panel.width <= column.x


def test_the_sizes_of_the_plan() -> None:
    wide = arrange(120, 36, True, Stage.LEAD)
    assert wide.panel == Rect(84, 1, 36, 33)
    assert [rect.width for rect in wide.columns.values()] == [20, 21, 21, 21]
    assert (wide.card_lines, wide.gap, wide.rows) == (3, 1, 7)
    middle = arrange(80, 24, False, Stage.LEAD)
    assert (len(middle.columns), middle.card_lines, middle.gap, middle.rows) == (4, 2, 0, 8)
    narrow = arrange(40, 12, False, Stage.CLOSED)
    assert list(narrow.columns) == [Stage.CLOSED]
    assert narrow.single


@given(*sizes, st.booleans(), st.sampled_from(STAGES), st.integers(0, 130))
def test_what_is_asked_moves_nothing_that_stays_in_sight(
    width: int, height: int, panel: bool, active: Stage, foot: int
) -> None:
    before, after = arrange(width, height, panel, active), arrange(width, height, panel, active, foot)
    assert (after.card_lines, after.heading_lines, after.tabs) == (before.card_lines, before.heading_lines, before.tabs)
    for name, place in after.places.items():
        whole = before.places[name]
        assert (place.x, place.y, place.width) == (whole.x, whole.y, whole.width)
        assert place.height <= whole.height
