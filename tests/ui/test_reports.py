"""The reports page: from a figure to its deals, from there to any of them, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from funnelboard.config import Config
from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.money import Money
from funnelboard.domain.reports.names import ReportName
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.services.workspace import Workspace
from funnelboard.ui.screens.reports import ReportsPage

Add = Callable[..., Deal]
LONG = "Ängelholms Återvinning och Förpackningsindustri Aktiebolag i likvidation " * 4


@pytest.fixture
def deals(workspace: Workspace, add_deal: Add) -> dict[str, Deal]:
    """Two leads, an opportunity for December, two deals won and one lost over an objection."""
    made = {
        "lead": add_deal(title="Lead", source="referral", amount=Money(20_000, "EUR")),
        "other": add_deal(title="Other lead", source="event", amount=Money(5_000, "EUR")),
        "open": add_deal(
            title="Open", stage=Stage.OPPORTUNITY, amount=Money(100_000, "EUR"), expected_close=date(2026, 12, 4)
        ),
        "won": add_deal(title="Won", stage=Stage.CLOSED, amount=Money(300_000, "EUR"), source="referral"),
        "small": add_deal(title="Small", stage=Stage.CLOSED, amount=Money(1_000, "EUR")),
        "lost": add_deal(title=f"Lost {LONG}"[:200], stage=Stage.PROSPECT, contact="Åse Ødegård"),
    }
    workspace.objections.raise_objection((made["lost"].id,), "[b]too dear[/b]")
    ending = {"outcome": Outcome.LOST, "lost_reason": LostReason.PRICE, "may_return": Answer.NO}
    workspace.pipeline.move((made["lost"].id,), Stage.CLOSED, because="they said so", **ending)
    return made


def page(board: Any) -> ReportsPage:
    assert isinstance(board.top, ReportsPage)
    return board.top


def shown(board: Any) -> str:
    return str(board.text().replace("\N{NO-BREAK SPACE}", " "))


def line_of(board: Any, text: str) -> str:
    return next((line for line in shown(board).splitlines() if text in line), shown(board))


def at_hand(board: Any) -> str:
    return next(line for line in shown(board).splitlines() if line.lstrip().startswith("▌"))


async def test_every_report_is_one_key_away(open_board: Any, deals: dict[str, Deal]) -> None:
    async with open_board() as board:
        cursor = board.screen.state.here.deal_id
        await board.press("R")
        assert board.lines()[0].startswith(" Funnel  all deals")
        assert "win rate 66.7 % of 3 closed deals" in shown(board).casefold()
        assert line_of(board, " won ").split()[1:4] == ["2", "3", "010"]
        for number, name in enumerate(ReportName, start=1):
            await board.press(str(number))
            assert board.lines()[0].startswith(f" {name.heading}  all deals")
        await board.press("l")
        assert board.lines()[0].startswith(" Activity")
        await board.press("h", "left")
        assert board.lines()[0].startswith(" Sources")
        await board.press("escape")
        assert board.top is board.screen
        assert board.screen.state.here.deal_id == cursor
        await board.press("R")
        assert board.lines()[0].startswith(" Sources")
        await board.press("R")
        assert board.top is board.screen


async def test_a_figure_opens_its_deals_and_these_lead_to_the_board(open_board: Any, deals: dict[str, Deal]) -> None:
    async with open_board() as board:
        await board.press("R", "j", "j", "j", "enter")
        assert "What stands where: won" in shown(board)
        assert "Small" in shown(board)
        assert "Open" not in shown(board)
        await board.press("j")
        assert "Won" in at_hand(board)
        await board.press("escape")
        assert at_hand(board).split()[0] == "▌won"
        await board.press("enter", "j", "enter")
        assert board.top is board.screen
        assert board.screen.state.here.deal_id == deals["won"].id
        await board.press("R")
        assert "Won" in at_hand(board)


async def test_a_month_and_a_reason_open_theirs(open_board: Any, deals: dict[str, Deal]) -> None:
    async with open_board() as board:
        await board.press("R", "2", "j")
        assert "Dec 2026" in at_hand(board)
        await board.press("enter")
        assert "Month by month: Dec 2026" in shown(board)
        assert page(board).targets == (deals["open"].id,)
        await board.press("4", "enter")
        assert "Why: price" in shown(board)
        assert page(board).targets == (deals["lost"].id,)
        # An objection leads to its deal at once.
        await board.press("escape", "G", "enter")
        assert board.screen.state.here.deal_id == deals["lost"].id


async def test_keys_in_one_burst_wait_for_what_they_opened(open_board: Any, deals: dict[str, Deal]) -> None:
    async with open_board() as board:
        await board.burst("R", "l", "j", "enter", "enter")
        assert board.top is board.screen
        assert board.screen.state.here.deal_id == deals["open"].id
        await board.burst("R", "escape", "l", "l", "h", "1", "G", "g", "enter", "j", "enter")
        assert board.screen.state.here.deal_id == deals["lead"].id


async def test_a_query_and_days_narrow_every_report(open_board: Any, deals: dict[str, Deal]) -> None:
    async with open_board() as board:
        await board.press("R", "slash")
        await board.type("source:referral")
        await board.press("enter")
        assert board.lines()[0].startswith(" Funnel  source:referral")
        assert line_of(board, "▌lead").split()[1] == "1"
        await board.press("6")
        assert "source:referral" in board.lines()[0]
        assert line_of(board, "▌kari").split()[1] == "1"
        await board.press("1", "p", "x")
        assert "source:referral, 1 Jan 2025 to 31 Dec 2025" in board.lines()[0]
        assert line_of(board, "  won ").split()[1] == "0"
        await board.press("p", "a", "slash", "ctrl+u", "enter")
        assert board.lines()[0].startswith(" Funnel  all deals")


async def test_a_query_that_cannot_be_read_changes_nothing(open_board: Any, deals: dict[str, Deal]) -> None:
    async with open_board() as board:
        await board.press("R", "slash")
        await board.type("ownr:me")
        await board.press("enter")
        assert "did you mean owner?" in shown(board)
        await board.press("escape")
        assert board.lines()[0].startswith(" Funnel  all deals")
        await board.press("slash", "ctrl+u")
        await board.type("owner:nobodyhere")
        await board.press("enter")
        assert "There is no seller “nobodyhere”" in board.status
        assert board.lines()[0].startswith(" Funnel  all deals")


async def test_the_table_at_the_cursor_is_copied(open_board: Any, deals: dict[str, Deal]) -> None:
    async with open_board() as board:
        copied: list[str] = []
        board.app.copy_to_clipboard = copied.append
        await board.press("R", "y")
        assert board.status == "copied “What stands where”, 5 rows"
        assert copied[0].splitlines()[2].replace("\N{NO-BREAK SPACE}", " ") == "lead\t2\t250 €\t13 €\t\t"
        await board.press("j", "j", "j", "enter", "y")
        assert copied[1].splitlines()[1].startswith("deal\ttitle\tstage")
        assert len(copied[1].splitlines()) == 4


async def test_what_others_do_is_shown_with_the_cursor_on_its_row(
    open_board: Any, deals: dict[str, Deal], ola: Workspace
) -> None:
    async with open_board() as board:
        await board.press("R", "j", "j", "j")
        ola.pipeline.create(title="Ola's")
        board.app.lookout.tick()
        await board.settle()
        assert at_hand(board).split()[0] == "▌won"
        assert line_of(board, " lead ").split()[1] == "3"
        await board.press("enter")
        ola.pipeline.delete((deals["small"].id, deals["won"].id))
        board.app.lookout.tick()
        await board.settle()
        assert "No deals any more." in shown(board)
        await board.press("enter", "escape")
        assert line_of(board, "▌won").split()[1] == "0"


async def test_a_deal_deleted_meanwhile_is_not_gone_to(open_board: Any, deals: dict[str, Deal], ola: Workspace) -> None:
    async with open_board() as board:
        await board.press("R", "2", "j", "enter")
        ola.pipeline.delete((deals["open"].id,))
        await board.press("enter")
        assert board.status == "This deal has been deleted."


@pytest.mark.parametrize(
    ("size", "look"), [((120, 36), "dark"), ((80, 24), "light"), ((40, 12), "plain"), ((20, 5), "plain")]
)
async def test_it_can_be_read_in_any_terminal(
    open_board: Any, deals: dict[str, Deal], size: tuple[int, int], look: str
) -> None:
    async with open_board(size=size, look=look) as board:
        await board.press("R")
        for _ in ReportName:
            await board.press("pagedown", "G", "l")
        await board.press("4", "G")
        assert "[b]" in shown(board) or size[1] < 12
        await board.press("1", "g")
        if size[0] >= 40:
            assert "▌lead" in shown(board)
            assert re.search(r"lead +2 +250 €", shown(board))
        await board.press("enter", "enter")
        assert board.top is board.screen


async def test_a_name_stands_above_its_figures_where_it_would_be_cut_beside_them(
    open_board: Any, deals: dict[str, Deal]
) -> None:
    async with open_board(size=(34, 20)) as board:
        await board.press("R")
        at = next(number for number, line in enumerate(board.lines()) if "opportunity" in line)
        assert re.fullmatch(r" *opportunity +▄+▖? *", board.lines()[at])
        assert board.lines()[at + 1].replace("\xa0", " ").split() == ["1", "1", "000", "€"]
        await board.press("j", "j")
        assert at_hand(board).lstrip().startswith("▌opportunity")


async def test_nothing_but_ascii_is_drawn_where_nothing_else_may(open_board: Any, deals: dict[str, Deal]) -> None:
    async with open_board(config=Config(ascii=True)) as board:
        for key in ("R", *"234567"):
            await board.press(key)
            assert board.text().isascii()
        await board.press("4")
        assert "####" in board.text()


async def test_sentences_stand_below_the_rows_however_narrow_it_is(open_board: Any, deals: dict[str, Deal]) -> None:
    async with open_board(size=(60, 24)) as board:
        await board.press("R", "2", "G")
        told = [line for line in board.lines() if "Won of the closed" in line or "what stands there now" in line]
        assert len(told) == 2
        assert {len(line) - len(line.lstrip()) for line in told} == {3}


async def test_an_empty_board_has_reports(open_board: Any) -> None:
    async with open_board() as board:
        await board.press("R")
        for name in ReportName:
            await board.press("j", "enter")
            if page(board).left.view.pick is not None:
                assert "No deals any more." in shown(board)
            assert board.lines()[0].startswith(f" {name.heading}")
            await board.press("l")
        await board.press("4", "y")
        assert "no table here to copy" in board.status


async def test_a_click_goes_to_a_row_and_a_double_click_opens_it(open_board: Any, deals: dict[str, Deal]) -> None:
    async with open_board() as board:
        await board.press("R")
        y = next(n for n, line in enumerate(board.lines()) if line.strip().startswith("won"))
        await board.pilot.click(offset=(5, y))
        await board.settle()
        assert at_hand(board).split()[0] == "▌won"
        await board.pilot.click(offset=(5, y), times=2)
        await board.settle()
        assert "What stands where: won" in shown(board)


async def test_the_deals_behind_a_figure_stand_where_the_board_says(
    open_board: Any, deals: dict[str, Deal], workspace: Workspace
) -> None:
    workspace.settings.set("preset", "startup")
    async with open_board() as board:
        await board.press("R")
        assert at_hand(board).split()[:2] == ["▌investor", "2"]
        await board.press("enter")
        assert "What stands where: investor" in shown(board)
        assert " investor " in line_of(board, "Other lead")
