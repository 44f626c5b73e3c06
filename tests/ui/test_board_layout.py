"""The board at every size, with and without the panel, and the mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from textual.geometry import Size

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.money import Money
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.locations import config_file
from funnelboard.services.workspace import Workspace
from funnelboard.ui.strips import rich_style

Add = Callable[..., Deal]


@pytest.fixture
def deals(add_deal: Add) -> list[Deal]:
    """Two leads and a prospect."""
    return [
        add_deal(title="second"),
        add_deal(title="first"),
        add_deal(title="大きな契約 with wide letters and more than fits", stage=Stage.PROSPECT, contact="Émilie"),
    ]


@pytest.mark.parametrize("size", [(120, 36), (100, 30), (80, 24), (60, 20), (59, 20), (40, 12), (20, 5), (200, 60)])
@pytest.mark.parametrize("styles", ["dark", "plain"])
async def test_every_line_fills_the_width_exactly(
    open_board: Any, deals: list[Deal], size: tuple[int, int], styles: str
) -> None:
    async with open_board(size=size, look=styles) as board:
        for keys in ((), ("p",), ("l",), ("slash", "x"), ("escape", "escape", "n")):
            await board.press(*keys)
            strips = board.app.screen._compositor.render_strips()
            assert [strip.cell_length for strip in strips] == [size[0]] * size[1]


async def test_wide_terminals_have_four_columns_and_the_panel(open_board: Any, deals: list[Deal]) -> None:
    async with open_board(size=(120, 36)) as board:
        header = board.lines()[1]
        assert [header.find(name) for name in ("LEAD", "PROSPECT", "OPPORTUNITY", "CLOSED", "first")] == sorted(
            header.find(name) for name in ("LEAD", "PROSPECT", "OPPORTUNITY", "CLOSED", "first")
        )
        assert "first" in header
        await board.press("p")
        assert "first" not in board.lines()[1]


async def test_the_panel_lies_over_the_half_without_the_cursor_at_80_columns(
    open_board: Any, deals: list[Deal]
) -> None:
    async with open_board(size=(80, 24)) as board:
        assert board.screen.geometry.panel is None
        await board.press("j", "p")
        assert board.screen.geometry.panel.x == 41
        assert "second" in board.lines()[1][41:]
        await board.press("4")
        assert board.screen.geometry.panel.x == 0
        await board.press("p")
        assert board.screen.geometry.panel is None


@pytest.mark.parametrize(("size", "keys"), [((120, 36), "4"), ((80, 24), "2p")])
async def test_a_blank_stands_between_the_cards_and_the_panel(
    open_board: Any, add_deal: Add, size: tuple[int, int], keys: str
) -> None:
    for stage in STAGES:
        add_deal(title="a title that is longer than its card is wide", stage=stage)
    async with open_board(size=size) as board:
        await board.press(*keys)
        panel, styles = board.screen.geometry.panel, board.screen.styles
        y = board.screen.cursor[1]
        cells = [segment.style for segment in board.app.window.render_line(y) for _ in segment.text]
        grounds = [style.bgcolor for style in cells[panel.x - 2 : panel.x + 1]]
        around = (styles.cursor_ground, styles.ground, styles.panel_ground)
        assert grounds == [rich_style(ground).bgcolor for ground in around]


async def test_esc_in_a_covering_panel_closes_it(open_board: Any, deals: list[Deal]) -> None:
    async with open_board(size=(80, 24)) as board:
        await board.press("enter")
        assert board.screen.panel_has_keys
        await board.press("escape")
        assert not board.screen.panel_has_keys
        assert board.screen.geometry.panel is None
        assert board.title == "first"


async def test_narrow_terminals_show_one_column_with_tabs(open_board: Any, deals: list[Deal]) -> None:
    async with open_board(size=(40, 12)) as board:
        assert "Prospect" in board.lines()[1]
        assert "first" in board.text()
        await board.press("l")
        assert "first" not in board.text()
        assert "大きな契約" in board.text()


async def test_a_resize_is_followed_at_once(open_board: Any, deals: list[Deal]) -> None:
    async with open_board(size=(120, 36)) as board:
        await board.pilot.resize_terminal(40, 12)
        await board.settle()
        assert len(board.lines()) == 12
        assert "Prospect" in board.lines()[1]
        await board.pilot.resize_terminal(80, 24)
        await board.settle()
        assert board.lines()[1].startswith("  LEAD 2")
        assert board.title == "first"
        await board.pilot.resize_terminal(120, 36)
        await board.settle()
        assert "#2" in board.lines()[1]


async def test_a_resize_is_followed_though_a_timer_of_textuals_is_passed_over(
    open_board: Any, deals: list[Deal], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_board(size=(120, 36)) as board:
        monkeypatch.setattr(board.app, "set_timer", lambda *_, **__: object())  # late by more than its own time
        await board.pilot.resize_terminal(80, 24)
        await board.settle()
        board.app._look_for_size(Size(80, 24))
        await board.settle()
        assert board.app.window.size == (80, 24)


async def test_the_density_is_chosen_on_the_spot_and_kept_in_the_settings(open_board: Any, deals: list[Deal]) -> None:
    file = config_file()
    file.parent.mkdir(parents=True)
    file.write_text("# mine\n")
    async with open_board(size=(120, 36)) as board:
        second = board.card(0, 1)
        await board.press("colon")
        await board.type("density")
        await board.press("enter", "c")
        assert board.card(0, 1)[1] - board.card(0, 0)[1] == 2
        assert file.read_text() == '# mine\ndensity = "compact"\n'
        await board.click(*board.card(0, 1))
        assert board.title == "second"
        await board.press("colon", "enter", "r")
        assert board.card(0, 1) == second


async def test_an_empty_column_says_what_to_press(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        assert "Nothing closed. w closes a deal as won" in " ".join(" ".join(board.column(3)).replace("│", "").split())


async def test_a_filter_that_nothing_matches_says_so_once(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.burst("slash", *"zzz", "enter")
        assert board.text().count("No deal matches") == 1
        assert "Esc clears" in " ".join(" ".join(board.column(0)).split())


async def test_a_click_selects_and_a_double_click_enters_the_panel(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.click(*board.card(0, 1))
        assert board.title == "second"
        await board.click(*board.card(0, 0), times=2)
        assert board.title == "first"
        assert board.screen.panel_has_keys
        await board.click(*board.card(0, 1))
        assert board.title == "second"
        assert not board.screen.panel_has_keys
        await board.click(90, 5)
        assert board.screen.panel_has_keys


async def test_a_card_is_dragged_to_another_column(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board() as board:
        await board.drag(board.card(0, 0), board.card(1, 0))
        assert "missing market, means, authority" in board.text()
        await board.press("y", "y", "y", "enter")
        titles = [deal.title for deal in workspace.board.deals(Query()) if deal.stage is Stage.PROSPECT]
        assert titles[0] == "first"
        assert board.title == "first"


async def test_a_drop_on_closed_asks_how_it_ended(open_board: Any, deals: list[Deal], workspace: Workspace) -> None:
    async with open_board() as board:
        await board.drag(board.card(0, 0), board.card(3, 0))
        assert workspace.board.deal(deals[1].id).stage is Stage.LEAD
        await board.press("w", "y", "y", "y")
        await board.type("12k")
        await board.press("enter")
        assert workspace.board.deal(deals[1].id).outcome is Outcome.WON


async def test_the_wheel_scrolls_and_leaves_the_cursor_on_its_deal(open_board: Any, add_deal: Add) -> None:
    for number in range(30):
        add_deal(title=f"deal {number:02}")
    async with open_board() as board:
        await board.wheel(5, 8)
        assert "deal 28" in board.column(0)[4]
        assert board.title == "deal 29"
        await board.press("j")
        assert board.title == "deal 28"


async def test_a_click_on_a_card_leaves_what_is_asked_and_selects_it(open_board: Any, deals: list[Deal]) -> None:
    async with open_board() as board:
        await board.burst("n", *"half")
        await board.click(*board.card(0, 1))
        assert (board.top, board.title) == (board.screen, "second")
        await board.press("n")
        assert board.top.edit.text == "", "it was typed for another deal"
        await board.click(*board.card(0, 0))
        await board.press("n")
        assert (board.title, board.top.edit.text) == ("first", "half")


async def test_a_click_within_what_is_asked_is_not_one_on_the_board(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.burst("n", *"half")
        await board.click(5, 34, times=2)
        await board.drag((5, 34), (30, 34))
        assert (board.title, board.top.edit.text) == ("first", "half")
        await board.press("escape", "m")
        row = next(place for place, line in enumerate(board.lines()) if "prospect" in line and place > 25)
        await board.click(5, row)
        assert "first → prospect" in board.text(), "the gate of the row that was clicked"


async def test_the_wheel_over_what_is_asked_neither_answers_it_nor_changes_what_was_typed(
    open_board: Any, deals: list[Deal], workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.burst("n", *"called", "enter", "n", *"half a", "ctrl+j", *"thought")
        for cell in ((5, 35), (5, 33), (5, 5)):
            for up in (False, True, True, True):
                await board.wheel(*cell, up=up)
                assert board.top.edit.text == "half a\nthought"
        await board.burst("end", *"s", "escape", "m")
        before = board.lines()[:20]
        await board.wheel(5, 33)
        assert board.lines()[:20] == before, "the list goes on by a row, the board does not scroll"
        await board.press("enter")
        assert workspace.board.deal(deals[1].id).stage is Stage.LEAD
        assert "first → prospect" in board.text()


def badges(board: Any) -> list[str]:
    """Whatever wears the badge of what has the keys."""
    strips = board.app.screen._compositor.render_strips()
    badge = rich_style(board.app.viewport.styles.badge)
    return [segment.text.strip() for strip in strips for segment in strip if segment.style == badge]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_one_badge_says_what_has_the_keys(open_board: Any, deals: list[Deal], size: tuple[int, int]) -> None:
    async with open_board(size=size) as board:
        assert badges(board) == (["BOARD"] if size[0] >= 100 else [])
        await board.press("tab")
        assert badges(board) == ["PANEL"]
        await board.press("n")
        assert badges(board) == ["note"]
        await board.press("escape")
        assert badges(board) == ["PANEL"]
        await board.press("escape", "m")
        assert badges(board) == ["first → which stage?"]
        await board.press("escape", "S")
        assert badges(board) == ["Settings"]
        await board.press("enter")
        assert badges(board) == ["gates"]
        await board.press("escape", "escape")
        assert badges(board) == (["BOARD"] if size[0] >= 100 else [])


async def test_a_panel_that_covers_the_board_says_that_the_board_has_the_keys(
    open_board: Any, deals: list[Deal]
) -> None:
    async with open_board(size=(40, 12)) as board:
        await board.press("p")
        assert badges(board) == ["BOARD"]
        await board.press("p")
        assert badges(board) == []


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((120, 36), r"≈ 207k€ +wtd 104k"),
        ((100, 30), r"207k +wtd 104k"),
        ((80, 24), r"≈ 207k€ +wtd 104k"),
        ((40, 12), r"≈ 207k€ weighted 104k"),
    ],
)
async def test_what_opportunities_weigh_and_what_was_won_is_read_at_every_size(
    open_board: Any, add_deal: Add, workspace: Workspace, size: tuple[int, int], said: str
) -> None:
    workspace.rates.set("SEK", "0.09")
    add_deal(stage=Stage.OPPORTUNITY, amount=Money(20_000_000, "EUR"))
    add_deal(stage=Stage.OPPORTUNITY, amount=Money(7_800_000, "SEK"))
    add_deal(stage=Stage.CLOSED, amount=Money(1_230_000, "EUR"))
    async with open_board(size=size) as board:
        await board.press("3")
        assert re.search(said, board.text())
        await board.press("4")
        assert "won 12.3k€" in board.text()


async def test_a_panel_over_the_whole_window_is_about_its_deal(open_board: Any, add_deal: Add) -> None:
    add_deal(title="one", stage=Stage.LEAD, amount=Money(20_000_000, "EUR"))
    async with open_board(size=(40, 12)) as board:
        assert "200k€" in board.lines()[2]
        await board.press("enter")
        assert not any("200k€" in line for line in board.lines())
        assert "200\N{NO-BREAK SPACE}000 €" in board.text()
