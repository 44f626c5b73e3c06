"""The mouse beyond cards: entries of pages, answers and ways of forms, addresses, and where a drag will drop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual import events

from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.stage import Stage
from funnelboard.services.workspace import Workspace
from funnelboard.ui.drawing.text import width_of


def spot(board: Any, words: str, *, after: int = 0) -> tuple[int, int]:
    """The cell in which some words begin, in a line further down than ``after``."""
    return next((line.index(words), y) for y, line in enumerate(board.lines()) if y > after and words in line)


async def test_an_entry_of_a_page_is_gone_to_by_a_click_and_opened_by_a_double_one(
    open_board: Any, workspace: Workspace
) -> None:
    async with open_board() as board:
        await board.press("S")
        await board.click(*spot(board, "currency"))
        assert "Of amounts that name none" in board.text() or "▌currency" in board.text()
        await board.click(*spot(board, "opportunity"), times=2)
        assert "stale.opportunity ›" in board.text()
        await board.burst("ctrl+u", *"9", "enter")
        assert workspace.settings.get("stale.opportunity") == "9"


@pytest.mark.parametrize("size", [(120, 36), (40, 12)])
async def test_answers_and_ways_of_a_form_are_clicked(
    open_board: Any, add_deal: Callable[..., Deal], workspace: Workspace, size: tuple[int, int]
) -> None:
    deal = add_deal(title="Acme", contact="Kari Nordmann")

    async def click(label: str, words: str) -> None:
        _, y = spot(board, f" {label} ", after=size[1] - 12)
        await board.click(board.lines()[y].index(words), y)

    async with open_board(size=size) as board:
        await board.press("c")
        await click("means", "unknown")
        await click("market", "unknown")
        await click("market", "yes")
        await click("authority", "authority")
        await click("learnt by", "meeting")
        assert board.top.row.name == "", "the row that was clicked is at hand"
        await board.press("enter")
        deal = workspace.board.deal(deal.id)
        assert (deal.market, deal.means, deal.authority) == (Answer.NO, Answer.YES, Answer.UNKNOWN)
        assert {given.how for given in workspace.board.detail(deal.id).answers} == {"meeting"}


async def test_an_address_in_the_panel_is_copied_by_a_click(open_board: Any, add_deal: Callable[..., Deal]) -> None:
    add_deal(contact="Kari Nordmann", email="kari@acme.example", phone="+47 22 33 44 55")
    async with open_board() as board:
        await board.click(*spot(board, "kari@acme.example"))
        assert board.app.clipboard == "kari@acme.example"
        assert board.status == "copied kari@acme.example"
        assert not board.screen.panel_has_keys
        await board.click(*spot(board, "+47"))
        assert board.app.clipboard == "+47 22 33 44 55"


@pytest.mark.parametrize("size", [(120, 36), (40, 12)])
async def test_an_address_on_the_page_of_a_company_is_copied_by_a_click(
    open_board: Any, add_deal: Callable[..., Deal], workspace: Workspace, size: tuple[int, int]
) -> None:
    deal = add_deal(company="Acme", contact="Kari Nordmann", email="kari@acme.example", phone="+47 22 33 44 55")
    assert deal.company is not None
    website = "https://www.acme.example/a/long/path/to/it"
    workspace.people.edit_company(deal.company.id, {"website": website, "phone": "+47 99"})
    async with open_board(size=size) as board:
        await board.press("Y")
        page = board.top
        for shown, address in (
            ("www.acme", website),
            ("+47 99", "+47 99"),
            ("kari@", "kari@acme.example"),
            ("+47 22", "+47 22 33 44 55"),
        ):
            while shown not in board.text():
                await board.press("j")
            await board.click(*spot(board, shown), times=2)
            assert board.status == f"copied {address}"
            assert board.app.clipboard == address
            assert board.top is page
        await board.press("g")
        await board.click(*spot(board, "won"))
        assert board.app.clipboard == "+47 22 33 44 55"


@pytest.mark.parametrize("size", [(120, 36), (120, 24)])
async def test_a_drag_shows_where_it_will_drop(
    open_board: Any, add_deal: Callable[..., Deal], size: tuple[int, int]
) -> None:
    for title in ("first", "second", "third"):
        add_deal(title=title)
    add_deal(title="other", stage=Stage.PROSPECT)
    async with open_board(size=size) as board:
        x, y = spot(board, "first")
        other = spot(board, "other")
        board._point(events.MouseDown, x, y)
        board._point(events.MouseMove, *other)
        await board.settle()
        rule = "▸━━━━━"
        assert rule in board.text()
        assert rule not in "".join(board.column(0))
        assert board.status == "Let go to put it into prospect."
        board._point(events.MouseMove, *spot(board, "third"))
        await board.settle()
        below = [line for line in board.column(0) if "third" in line or rule in line]
        assert [rule in line for line in below] == [True, False], "it would come before the third"
        board._point(events.MouseUp, *spot(board, "third"))
        await board.settle()
        assert rule not in board.text()
        lines = "\n".join(board.column(0))
        assert lines.index("first") < lines.index("third") < lines.index("second")


@pytest.mark.parametrize(
    ("letter", "cell", "typed"),
    [
        ("A", 0, "xAcme 大きな契約 pilot"),
        ("契", 0, "Acme 大きなx契約 pilot"),
        ("契", 1, "Acme 大きなx契約 pilot"),
        ("ilot", 0, "Acme 大きな契約 pxilot"),
    ],
)
async def test_a_click_puts_the_cursor_on_the_letter(
    open_board: Any, add_deal: Callable[..., Deal], letter: str, cell: int, typed: str
) -> None:
    add_deal(title="Acme 大きな契約 pilot", contact="Kari")

    def cells(line: str, words: str) -> int:
        return width_of(line[: line.index(words)])

    async with open_board(size=(120, 36)) as board:
        await board.press("e", "tab")
        _, y = spot(board, "title ", after=20)
        for _ in range(2):  # from another row, then on the row at hand
            await board.click(cells(board.lines()[y], letter) + cell, y)
        await board.type("x")
        assert typed in board.lines()[y]
        await board.press("escape")
        await board.burst("a", *"Acme 大きな契約 pilot")
        await board.click(cells(board.lines()[-2], letter) + cell, 34)
        await board.type("x")
        assert typed in board.lines()[-2]
        await board.click(119, 34)
        await board.type("!")
        assert board.lines()[-2].rstrip().endswith("ilot!")


async def test_a_click_in_a_note_of_many_lines_or_a_line_that_is_scrolled(
    open_board: Any, add_deal: Callable[..., Deal], workspace: Workspace
) -> None:
    add_deal()
    async with open_board(size=(40, 12)) as board:
        await board.burst("n", *"first", "ctrl+j", *"second")
        await board.click(*spot(board, "irst"))
        await board.type("x")
        await board.click(*spot(board, "cond"))
        await board.type("y")
        assert "fxirst" in board.text()
        assert "seycond" in board.text()
        await board.press("escape")
        await board.burst("a", *("one two three four five six seven eight nine"))
        assert "one" not in board.lines()[-2]
        await board.click(*spot(board, "ven eight", after=8))
        await board.type("x")
        assert "sexven eight" in board.lines()[-2]
