"""What a key costs does not grow with the deals: counted in rows, statements and cells, at 400 deals and at many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from funnelboard.services.clock import FixedClock
from funnelboard.services.workspace import Workspace
from funnelboard.ui.cell_width import width_of
from tests.benchmarks.conftest import NOW, fill

pytestmark = pytest.mark.scale

SMALL, LARGE = 400, {"sqlite": 40_000, "postgresql": 8_000}
"""Deals: so many that no column is in sight as a whole, and many times as many."""

KEYS = (
    *("j", "k", "l", "h", "G", "g", "pagedown", "pageup", "2", "3", "4", "1", "p", "p", "i", "i", "space", "escape"),
    *(f"{key} escape" for key in "aenfdFCtoywxzcbBvSAYrTm"),
    *("question_mark escape", "colon escape", "slash escape"),
    *("J", "K", "3", "H", "u", "ctrl+r", "u", "D", "u", "n r a n g enter", "f f r i enter", "d o k enter escape"),
    *(f"s {order}" for order in "afclitns"),
    "s r",
)
"""What is pressed, one after the other."""

SLACK = 150
"""Rows, statements or cells by which two boards differ without one being larger."""

COUNTED = ('SELECT COUNT(*) FROM "deal"', "OFFSET")
"""What goes on with the deals, at some 60 ns each: counting those that are promised something, those that stand before
the one at the cursor, and where in its column a window begins."""


class Cost(NamedTuple):
    """What some keys cost: rows that the database went through, statements, and cells that were painted."""

    rows: int
    statements: int
    cells: int


async def costs(board: Any, watch: Any) -> dict[str, Cost]:
    """What each of the keys costs."""
    window, found = board.app.window, {}
    flush, cells = window.flush, list[int]()

    def count(cursor: tuple[int, int]) -> None:
        cells.extend(width_of(text) for _, _, pieces in window._changed for text, _ in pieces)
        flush(cursor)

    window.flush = count
    for number, keys in enumerate(KEYS):
        watch.forget()
        cells.clear()
        await board.press(*keys.split())
        assert keys in ("i",) or board.top is board.screen, keys
        rows = sum(each.steps for each in watch.statements if not any(words in each.sql for words in COUNTED))
        found[f"{keys} ({number})"] = Cost(rows, len(watch.statements), sum(cells))
    return found


@pytest.fixture
def clock() -> FixedClock:
    """The day that the boards of the benchmarks are of."""
    return FixedClock(NOW, date(2026, 9, 21))


async def test_no_key_costs_more_where_there_are_more_deals(
    open_board: Any, engine: str, make_workspace: Callable[..., Workspace], tmp_path: Path, watch: Any
) -> None:
    found = {}
    for size in (SMALL, LARGE[engine]):
        path = tmp_path / f"{size}.db"
        fill(make_workspace(path, login="seller"), size)
        async with open_board(path=path, login="seller") as board:
            found[size] = await costs(board, watch)
    few, many = found.values()
    assert max(cost.rows for cost in few.values()) > 1_000
    dearer = {
        keys: (small, large)
        for (keys, small), large in zip(few.items(), many.values(), strict=True)
        if any(more > 1.5 * less + SLACK for less, more in zip(small, large, strict=True))
    }
    assert dearer == {}
