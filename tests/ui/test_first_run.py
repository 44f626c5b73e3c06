"""A board without deals: what it says, and the three ways to begin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.deal_query import Query
from funnelboard.services.workspace import Workspace

DEALS = """\
Deal name,Company,Value,Stage,Created
Pilot,Acme Oy,12000,Prospect,2026-02-24
Rollout,Beta AB,50000,Opportunity,2026-01-15
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of two deals, beside a folder."""
    path = tmp_path / "deals.csv"
    path.write_text(DEALS)
    (tmp_path / "deals of 2025").mkdir()
    return path


def titles(workspace: Workspace) -> list[str]:
    return [deal.title for deal in workspace.board.deals(Query())]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_a_new_board_says_what_it_is_and_how_to_begin(open_board: Any, size: tuple[int, int]) -> None:
    async with open_board(size=size) as board:
        said = " ".join(board.text().split())
        assert "A board of all your deals, from the first contact to won or lost" in said
        for way in ("a Add the first lead", "I Import a file", "P Play with the sample"):
            assert way in said
        assert "LEAD" not in said
        assert "I import P sample" in said
        assert ("it fits your market" in said) is (size != (40, 12))
        await board.burst("a", *"Acme", "enter")
        assert "LEAD 1" in board.text()
        await board.press("u")
        assert "Add the first lead" in board.text()


async def test_a_way_in_can_be_clicked(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        lines = board.lines()
        y = next(y for y, line in enumerate(lines) if "Add the first lead" in line)
        await board.click(lines[y].index("Add"), y)
        await board.burst(*"Acme", "enter")
        assert titles(workspace) == ["Acme"]


async def test_a_file_is_imported_after_a_look_and_taken_back(
    open_board: Any, workspace: Workspace, file: Path
) -> None:
    async with open_board() as board:
        await board.burst("I", *f"{file.parent}/de", "tab")
        assert "deals of 2025/" in board.remark
        assert "deals.csv" in board.remark
        await board.burst(".", "tab", "enter")
        assert "2 new deals" in board.lines()[0]
        for told in ("prospect 1 12 000 €", "opportunity 1 50 000 €", "Deal name → title", "Value → amount"):
            assert told in " ".join(board.text().replace("\N{NO-BREAK SPACE}", " ").split())
        assert not titles(workspace)
        await board.press("y")
        assert sorted(titles(workspace)) == ["Pilot", "Rollout"]
        assert board.status == "imported 2 deals from “deals.csv”"
        await board.burst("I", *str(file), "enter")
        assert board.status == "“deals.csv” has nothing new; all of it is here already."
        await board.press("escape", "u")
        assert not titles(workspace)


@pytest.mark.parametrize(
    ("text", "answers", "title"),
    [
        ("What,Value\nPilot,12000\n", "1y", "Pilot"),
        ("Deal name,Created\nPilot,01/02/2026\n", "my", "Pilot"),
        ("Deal name,Value\n,5\nGood,Bad\n", "y", "Good"),
        ("account,sector,employees\nAcme,retail,5\n", "dy", "Acme"),
    ],
)
async def test_what_a_file_leaves_open_is_asked(
    open_board: Any, workspace: Workspace, tmp_path: Path, text: str, answers: str, title: str
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(text)
    async with open_board() as board:
        await board.burst("I", *str(path), "enter", *answers)
        assert titles(workspace) == [title]
    unread = tmp_path / "odd-unread.csv"
    assert not unread.exists() or ",5" in unread.read_text()
    assert unread.exists() is ("Bad" in text)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("/nowhere/at/all.csv", "There is no file"), ("/", "is a folder"), ("~nobody-at-all/x", "There is no file")],
)
async def test_a_path_that_leads_nowhere_stays_to_be_put_right(open_board: Any, typed: str, said: str) -> None:
    async with open_board() as board:
        await board.burst("I", *typed, "enter")
        assert said in board.remark
        await board.press("escape", "I")
        assert typed in board.text()


async def test_playing_with_the_sample_leaves_this_board_for_it(open_board: Any, workspace: Workspace) -> None:
    async with open_board() as board:
        await board.press("P")
        assert board.app.return_value == "play"
        assert not titles(workspace)
