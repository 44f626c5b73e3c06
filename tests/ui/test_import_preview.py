"""A file is looked at before it is imported, and how it is understood is put right by key."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.stage import Outcome, Stage
from funnelboard.exchange.export_format import Format
from funnelboard.services.exporting import Export
from funnelboard.services.importing import writer
from funnelboard.services.workspace import Workspace
from funnelboard.ui.screens.import_preview import ImportPage
from funnelboard.ui.sheet.choices import Choices
from tests.workbooks import write_workbook

WORDS = "title,stage\nA,Site visit\nB,Site visit\nC,Closed\nD,Limbo\nE,Negotiation\n"
COLUMNS = "id,Deal name,Company,Cake,Stage,Color\n1,Pilot,Acme Oy,1200,Prospect,red\n2,Fleet,Beta AB,50,Won,blue\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deals.csv"


def deals(workspace: Workspace) -> dict[str, Deal]:
    return {deal.title: deal for deal in workspace.board.deals(Query())}


def places(workspace: Workspace) -> dict[str, tuple[Stage | Outcome, tuple[str, ...]]]:
    return {title: (deal.outcome or deal.stage, deal.tags) for title, deal in deals(workspace).items()}


def said(board: Any) -> str:
    """Everything on the screen, without what only sets it apart."""
    return " ".join(board.text().replace("\N{NO-BREAK SPACE}", " ").split())


def at_hand(board: Any) -> str:
    """The lines of the entry at the cursor."""
    return " ".join(" ".join(line.partition("▌")[2] for line in board.lines() if "▌" in line).split())


async def look(board: Any, path: Path, *keys: str) -> None:
    """Look into a file."""
    await board.burst("I", *str(path), "enter", *keys)


async def go_to(board: Any, words: str) -> None:
    """Put the cursor on the entry that shows some words."""
    await board.press("g")
    for _ in range(60):
        if words in at_hand(board):
            return
        await board.press("j")
    pytest.fail(f"“{words}” is nowhere:\n{board.text()}")


# -- what is shown -------------------------------------------------------------------


async def test_which_sheet_is_meant_is_asked_where_there_are_several(
    open_board: Any, workspace: Workspace, tmp_path: Path
) -> None:
    header = ("title", "stage")
    book = write_workbook(
        tmp_path / "deals.xlsx", {"Old": (header, ("A", "Won")), "About": (header,), "New": (header, ("B", "Demo"))}
    )
    async with open_board() as board:
        await look(board, book, "down", "enter")
        assert isinstance(board.top, ImportPage)
        await board.burst("y")
        assert list(deals(workspace)) == ["B"]
        await look(board, book, *"old", "enter", "y")
        assert list(deals(workspace)) == ["B", "A"]
        await look(board, book, "escape")
        assert not isinstance(board.top, ImportPage)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12), (20, 5)])
async def test_everything_can_be_seen_before_anything_is_written(
    open_board: Any, workspace: Workspace, path: Path, size: tuple[int, int]
) -> None:
    path.write_text(COLUMNS + "3,,,,,\n")
    async with open_board(size=size) as board:
        await look(board, path)
        assert isinstance(board.top, ImportPage)
        seen = ""
        for _ in range(16):
            seen += f"{at_hand(board)} "
            await board.press("j")
        assert board.top is not board.screen
        seen = seen.replace("\N{NO-BREAK SPACE}", " ")
        if size != (20, 5):
            for told in (
                "2 new deals, 1 cannot be read", "prospect 1", "won 1", "Deal name → title Pilot · Fleet",
                "Cake → own field 1200 · 50", "Won 1 → won", "Prospect 1 → prospect", "deals-unread.csv",
                "line 4 it has no title", "Pilot prospect · Acme Oy",
            ):  # fmt: skip
                assert told in seen, told
        await board.press("escape")
        assert board.top is board.screen
        assert board.status == "Nothing was imported."
    assert deals(workspace) == {}
    assert workspace.undoing.log() == ()
    assert [each.name for each in path.parent.glob("*.csv")] == ["deals.csv"]


async def test_a_file_that_leaves_nothing_open_is_imported_by_one_key_typed_ahead(
    open_board: Any, workspace: Workspace, path: Path
) -> None:
    path.write_text(COLUMNS)
    async with open_board() as board:
        await look(board, path, "y")
        assert board.top is board.screen
        assert board.status == "imported 2 deals from “deals.csv”"
        assert set(deals(workspace)) == {"Pilot", "Fleet"}
        await board.press("u")
        assert deals(workspace) == {}


async def test_the_mouse_goes_to_a_column_and_asks_what_it_is(
    open_board: Any, workspace: Workspace, path: Path
) -> None:
    path.write_text(COLUMNS)
    async with open_board() as board:
        await look(board, path)
        y = next(number for number, line in enumerate(board.lines()) if "Cake" in line)
        await board.click(12, y)
        assert at_hand(board).startswith("Cake")
        await board.click(12, y, times=2)
        assert board.top.title == "What is “Cake”?"


async def test_a_wide_file_is_gone_through_section_by_section(
    open_board: Any, workspace: Workspace, path: Path
) -> None:
    names = [f"Extra {number}" for number in range(40)]
    path.write_text(f"title,{','.join(names)}\nPilot,{','.join(names)}\n")
    async with open_board(size=(80, 24)) as board:
        await look(board, path)
        assert "1 new deal" in at_hand(board)
        await board.press("tab")
        assert "title → title Pilot" in at_hand(board)
        await board.press("tab")
        assert "Pilot lead" in at_hand(board)
        await board.press("tab", "shift+tab", "k")
        assert "1 new deal" in at_hand(board)
        await go_to(board, "Extra 37")
        await board.burst("enter", *"note", "enter", "y")
        (entry,) = workspace.board.detail(deals(workspace)["Pilot"].id).timeline[:1]
        assert (entry.entity, entry.text) == ("note", "Extra 37")


async def test_what_a_file_says_is_shown_as_text(open_board: Any, path: Path) -> None:
    path.write_text("title,[bold]x[/],stage\n[@click=app.quit]a[/],\x1b[2Jb,[/nope]\n")
    async with open_board() as board:
        await look(board, path)
        assert "[@click=app.quit]a[/]" in board.text()
        assert "[bold]x[/]" in board.text()
        assert "\x1b" not in board.text()
        await board.press("enter")
        assert "[/nope]" in board.top.title
        await board.press("escape", "y", "y")
        assert board.status == "imported 1 deal from “deals.csv”"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty. There is nothing to import."),
        (b"title,stage\n", "has a header but no rows. There is nothing to import."),
        (b"%PDF-1.7\n", "is a PDF document, not a CSV file."),
        (b"title\nA\0B\n", "is not plain text"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_its_reason(
    open_board: Any, path: Path, content: bytes, why: str
) -> None:
    path.write_bytes(content)
    async with open_board() as board:
        await look(board, path)
        assert board.top is board.screen
        assert why in board.status


# -- columns -------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_a_column_is_put_right(open_board: Any, workspace: Workspace, path: Path, size: tuple[int, int]) -> None:
    path.write_text(COLUMNS)
    async with open_board(size=size) as board:
        await look(board, path)
        await go_to(board, "Cake")
        assert "own field" in at_hand(board)
        await board.burst("enter", *"amou", "enter")
        assert "● Cake" in at_hand(board)
        assert "→ amount" in at_hand(board)
        assert deals(workspace) == {}
        await board.press("y")
    assert {title: deal.amount.minor for title, deal in deals(workspace).items()} == {"Pilot": 120_000, "Fleet": 5_000}


async def test_the_same_keys_in_one_burst_do_the_same(open_board: Any, workspace: Workspace, path: Path) -> None:
    path.write_text(COLUMNS)
    async with open_board() as board:
        await look(board, path, *"jjjj", "enter", *"amou", "enter", *"jj", "enter", *"tag", "enter", "y")
    found = deals(workspace)
    assert found["Pilot"].amount.minor == 120_000
    assert [found[title].tags for title in ("Pilot", "Fleet")] == [("red",), ("blue",)]


async def test_a_column_is_left_out_and_taken_back(open_board: Any, workspace: Workspace, path: Path) -> None:
    path.write_text(COLUMNS)
    async with open_board() as board:
        await look(board, path)
        await go_to(board, "Company →")
        await board.burst("enter", *"leave", "enter")
        assert "● Company → left out" in at_hand(board)
        await board.press("D")
        assert at_hand(board).startswith("Company → company")
        await board.press("D")
        assert board.status == "Nothing was put right here."
        await board.burst("enter", *"leave", "enter", "y")
    assert [deal.company for deal in deals(workspace).values()] == [None, None]


async def test_a_column_becomes_an_own_field_or_none(open_board: Any, workspace: Workspace, path: Path) -> None:
    path.write_text(COLUMNS)
    async with open_board() as board:
        await look(board, path)
        assert "Color → own field red · blue" in said(board)
        await go_to(board, "Company →")
        await board.burst("enter", *"own", "enter", *"jjj", "enter", *"leave", "enter", "y")
    assert {title: dict(deal.own_fields) for title, deal in deals(workspace).items()} == {
        "Pilot": {"Company": "Acme Oy", "Cake": "1200"},
        "Fleet": {"Company": "Beta AB", "Cake": "50"},
    }


async def test_a_field_goes_from_one_column_to_another(open_board: Any, workspace: Workspace, path: Path) -> None:
    path.write_text("Name,What,Which,id\nAcme,Pilot,Fleet,1\n")
    async with open_board() as board:
        await look(board, path)
        await go_to(board, "What →")
        await board.burst("enter", *"title", "enter")
        await go_to(board, "Which →")
        await board.burst("enter", *"title", "enter")
        assert "Which → title" in said(board)
        assert "● What" not in said(board)
        await board.press("y")
    assert list(deals(workspace)) == ["Fleet"]


async def test_two_columns_of_one_name_and_one_without_are_told_apart(
    open_board: Any, workspace: Workspace, path: Path
) -> None:
    path.write_text("title,Words,Words,\nPilot,first,second,third\n")
    async with open_board() as board:
        await look(board, path)
        await board.burst(*"jjj", "enter", *"note", "enter", "j", "enter", *"company", "enter", "y")
    (deal,) = deals(workspace).values()
    assert deal.company.name == "third"
    assert "second" in [entry.text for entry in workspace.board.detail(deal.id).timeline]


async def test_a_column_of_many_words_can_be_taken_for_the_stage(open_board: Any, path: Path) -> None:
    path.write_text("title,Whatever\n" + "".join(f"{number},Number {number}\n" for number in range(1_500)))
    async with open_board() as board:
        await look(board, path, *"jj", "enter", *"stage", "enter")
        assert "Whatever → stage" in at_hand(board)
        await board.press("g", "tab", "k")
        assert at_hand(board) == "and 1,200 more"


async def test_a_file_needs_a_title_whatever_is_left_out(open_board: Any, workspace: Workspace, path: Path) -> None:
    path.write_text("title,id\nPilot,1\n")
    async with open_board() as board:
        await look(board, path, "j", "enter", *"leave", "enter")
        assert board.status == "Something has to be the title of the deals. Give that to another column first."
        assert at_hand(board) == "title → title Pilot"
        await board.press("y")
    assert list(deals(workspace)) == ["Pilot"]


async def test_dates_that_a_new_column_brings_and_cannot_be_told_are_asked_about(
    open_board: Any, workspace: Workspace, path: Path
) -> None:
    path.write_text("title,Zeit\nPilot,03/04/2026\n")
    async with open_board() as board:
        await look(board, path, *"jj", "enter", *"created", "enter")
        assert isinstance(board.top, Choices)
        assert "day or month first?" in board.top.title
        await board.press("escape")
        assert "Zeit → own field" in at_hand(board)
        await board.burst("enter", *"created", "enter")
        await board.press("m")
        assert "Zeit → created" in at_hand(board)
        assert "dates 03/04/2026 is 4 Mar 2026" in said(board)
        await go_to(board, "dates")
        await board.press("enter", "d")
        assert "03/04/2026 is 3 Apr 2026" in at_hand(board)
        await board.press("y")
    (deal,) = deals(workspace).values()
    assert datetime.fromtimestamp(deal.created_at / 1_000_000).date() == date(2026, 4, 3)


async def test_what_is_asked_late_is_asked_before_anything_is_imported(
    open_board: Any, workspace: Workspace, path: Path
) -> None:
    path.write_text("title,Zeit\nPilot,03/04/2026\n")
    async with open_board() as board:
        await look(board, path, *"jj", "enter", *"created", "enter", "y", "y")
        assert "day or month first?" in board.top.title
        assert deals(workspace) == {}
        await board.press("d", "y")
        assert datetime.fromtimestamp(deals(workspace)["Pilot"].created_at / 1_000_000).date() == date(2026, 4, 3)
        await board.press("u")
        await look(board, path)
        await board.burst("g", *"jj", "D")
        await board.burst("enter", *"created", "enter", "escape")
        assert board.top is board.screen, "nothing is asked about a file that was left"


async def test_the_currency_is_said(open_board: Any, workspace: Workspace, path: Path) -> None:
    path.write_text("title,amount\nPilot,1200\nFleet,50 USD\n")
    async with open_board() as board:
        await look(board, path)
        assert "EUR was assumed for 1 amount" in said(board)
        await go_to(board, "currency")
        await board.burst("enter", *"skk", "enter")
        assert "“SKK” is not a currency" in board.remark
        await board.burst("backspace", "backspace", *"ek", "enter")
        assert at_hand(board) == "● currency SEK where an amount names none"
        await board.press("y")
    assert [(deal.amount.minor, deal.amount.currency) for deal in deals(workspace).values()] == [
        (120_000, "SEK"),
        (5_000, "USD"),
    ]


# -- stages --------------------------------------------------------------------------


async def test_each_unknown_stage_is_said_by_one_key(open_board: Any, workspace: Workspace, path: Path) -> None:
    path.write_text(WORDS)
    async with open_board() as board:
        await look(board, path)
        assert at_hand(board) == "Site visit 2 → lead with a tag not known"
        await board.burst("p", "w", "t")
        assert board.status == "Every stage is known now. y imports the file."
        assert "● Site visit 2 → prospect" in said(board)
        await board.press("y")
    assert places(workspace) == {
        "A": (Stage.PROSPECT, ()),
        "B": (Stage.PROSPECT, ()),
        "C": (Outcome.WON, ()),
        "D": (Stage.LEAD, ("Limbo",)),
        "E": (Stage.OPPORTUNITY, ()),
    }


async def test_enter_asks_about_one_unknown_stage_after_the_other(
    open_board: Any, workspace: Workspace, path: Path
) -> None:
    path.write_text(WORDS)
    async with open_board(size=(80, 24)) as board:
        await look(board, path)
        await board.press("enter")
        assert board.top.title == "What does the stage “Site visit” mean?"
        await board.press("o")
        assert "Closed" in at_hand(board)
        await board.burst("enter", "x", "enter", "l", "y")
    assert places(workspace) == {
        "A": (Stage.OPPORTUNITY, ()),
        "B": (Stage.OPPORTUNITY, ()),
        "C": (Outcome.LOST, ()),
        "D": (Stage.LEAD, ()),
        "E": (Stage.OPPORTUNITY, ()),
    }


async def test_unknown_stages_are_imported_as_tags_once_that_was_said(
    open_board: Any, workspace: Workspace, path: Path
) -> None:
    path.write_text(WORDS)
    async with open_board() as board:
        await look(board, path, "p", "y")
        assert board.status.startswith("2 stages are not known yet")
        assert isinstance(board.top, ImportPage)
        assert deals(workspace) == {}
        await board.press("y")
    assert places(workspace)["C"] == (Stage.LEAD, ("Closed",))
    assert places(workspace)["A"] == (Stage.PROSPECT, ())


async def test_what_was_typed_for_the_board_is_not_taken_for_an_answer(
    open_board: Any, workspace: Workspace, path: Path
) -> None:
    path.write_text(WORDS)
    async with open_board() as board:
        await look(board, path, "y", "a", *"lowly", "enter", "y")
        assert isinstance(board.top, ImportPage)
        assert "Site visit 2 → lead with a tag not known" in said(board)
        assert deals(workspace) == {}


async def test_a_known_stage_is_put_right_too_and_letters_mean_nothing_elsewhere(
    open_board: Any, workspace: Workspace, path: Path
) -> None:
    path.write_text(WORDS)
    async with open_board() as board:
        await look(board, path, "p", "w", "t")
        await go_to(board, "Negotiation 1 →")
        await board.press("p")
        assert "● Negotiation 1 → prospect" in at_hand(board)
        await board.press("D")
        assert "Negotiation 1 → opportunity" in at_hand(board)
        await board.press("p", "tab", "p")
        assert "the cursor is on none" in board.status
        await board.press("y")
    assert places(workspace)["E"] == (Stage.PROSPECT, ())


async def test_a_stage_that_another_column_overrules_is_shown_as_it_will_be(
    open_board: Any, workspace: Workspace, path: Path
) -> None:
    path.write_text("title,stage,status\nA,Close,Won\nB,Close,Lost\nC,???,Open\nD,,Open\n")
    async with open_board() as board:
        await look(board, path)
        await go_to(board, "Close 2 → 1 won, 1 lost")
        await board.press("p")
        assert at_hand(board) == "● Close 2 → 1 won, 1 lost another column says how these ended"
        await go_to(board, "??? 1 → lead")
        await board.press("o", "y")
    assert {title: place for title, (place, _) in places(workspace).items()} == {
        "A": Outcome.WON,
        "B": Outcome.LOST,
        "C": Stage.OPPORTUNITY,
        "D": Stage.LEAD,
    }


# -- leaving, and what changes meanwhile ---------------------------------------------


async def test_what_was_put_right_is_there_again_for_the_same_file(
    open_board: Any, workspace: Workspace, path: Path
) -> None:
    path.write_text(COLUMNS.replace("Prospect", "Site visit"))
    async with open_board() as board:
        await look(board, path, "p")
        await go_to(board, "Cake")
        await board.burst("enter", *"amou", "enter", "escape")
        assert board.status == "Nothing was imported. I and Enter go on with what was put right."
        await board.burst("I", "enter", "y")
        assert deals(workspace)["Pilot"].amount.minor == 120_000
        assert places(workspace)["Pilot"] == (Stage.PROSPECT, ())
        await board.press("u")
        path.write_text(COLUMNS.replace("Prospect", "Site visit").replace("id,", "number,"))
        await look(board, path)
        assert "Its columns are others now" in board.status
        assert "Cake → own field" in said(board)
        assert "Site visit 1 → prospect" in said(board)


async def test_what_is_imported_is_what_was_shown(open_board: Any, workspace: Workspace, path: Path) -> None:
    path.write_text(COLUMNS)
    async with open_board() as board:
        await look(board, path)
        path.write_text(COLUMNS + "3,Third,Acme Oy,7,Lead,red\n")
        await board.press("y")
        assert board.status == "“deals.csv” has changed since it was read. This is what it is now."
        assert "3 new deals" in board.lines()[0]
        assert deals(workspace) == {}
        path.unlink()
        await board.press("y")
        assert "There is no file" in board.status
        assert isinstance(board.top, ImportPage)
        assert deals(workspace) == {}
        path.write_text(COLUMNS)
        await board.press("y", "y")
    assert set(deals(workspace)) == {"Pilot", "Fleet"}


async def test_what_a_colleague_does_meanwhile_is_taken_into_account(
    open_board: Any, workspace: Workspace, ola: Workspace, path: Path
) -> None:
    path.write_text(COLUMNS)
    async with open_board() as board:
        await look(board, path, "y")
        path.write_text(COLUMNS.replace("Acme Oy", "Acme AB"))
        await look(board, path)
        assert "1 with changes, 1 unchanged" in board.lines()[0]
        ola.pipeline.delete((deals(workspace)["Pilot"].id,))
        await board.tick()
        assert "1 unchanged, 1 in the bin" in board.lines()[0]
        await board.press("y")
        assert "has nothing new" in board.status


async def test_a_file_with_nothing_new_says_so_and_shows_why(open_board: Any, workspace: Workspace, path: Path) -> None:
    path.write_text(COLUMNS)
    async with open_board() as board:
        await look(board, path, "y")
        await look(board, path)
        assert board.status == "“deals.csv” has nothing new; all of it is here already."
        await board.press("y")
        assert isinstance(board.top, ImportPage)
        await go_to(board, "Cake")
        await board.burst("enter", *"amou", "enter", "y")
        assert board.status == "updated 2 deals from “deals.csv”"
        await board.press("u")
        assert {deal.amount for deal in deals(workspace).values()} == {None}


async def test_lines_that_cannot_be_read_go_where_the_seller_says(
    open_board: Any, workspace: Workspace, path: Path
) -> None:
    path.write_text(COLUMNS + "3,,,5,,\n")
    elsewhere = path.with_name("put right.csv")
    async with open_board() as board:
        await look(board, path)
        assert "1 line, to be kept in deals-unread.csv" in said(board)
        await board.burst("r", "ctrl+u", *str(path), "enter")
        assert "That file exists already" in board.remark
        await board.burst("ctrl+u", *(("space" if key == " " else key) for key in str(elsewhere)), "enter")
        assert "1 line, to be kept in put right.csv" in said(board)
        await board.press("y")
        assert board.status == "imported 2 deals from “deals.csv”; what cannot be read is in put right.csv"
    assert ",5," in elsewhere.read_text("utf-8-sig")
    assert not path.with_name("deals-unread.csv").exists()
    assert set(deals(workspace)) == {"Pilot", "Fleet"}


async def test_what_was_exported_is_taken_as_it_is(
    open_board: Any, workspace: Workspace, add_deal: Callable[..., Deal], path: Path
) -> None:
    deal = add_deal(title="Pilot", company="Acme Oy", tags=("expo",))
    workspace.pipeline.edit(deal.id, {"field.Contract no.": "no 47", "field.renewal": "in 2027"})
    Export(workspace, Format.CSV, Query()).write(str(path))
    async with open_board() as board:
        await look(board, path)
        assert "has nothing new" in board.status
        text = path.read_text("utf-8-sig")
        path.write_text(text.replace("Pilot", "Pilot 2").replace("no 47", "no 48").replace("in 2027", ""))
        await board.press("y", "escape")
        await board.burst("I", "enter")
        assert "1 with changes" in board.lines()[0]
        await go_to(board, "title →")
        await board.press("enter")
        assert board.status == "The file comes from FunnelBoard: its columns are what they are called."
        await board.press("y")
        assert board.status == "updated 1 deal from “deals.csv”"
    (found,) = deals(workspace).values()
    assert (found.title, found.own_fields) == ("Pilot 2", (("Contract no.", "no 48"),))


async def test_a_file_without_such_lines_needs_no_place_for_them(open_board: Any, path: Path) -> None:
    path.write_text(COLUMNS)
    async with open_board() as board:
        await look(board, path, "r")
        assert board.status == "Every line of the file can be read."


# -- importing -----------------------------------------------------------------------


@pytest.fixture
def held_import(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """An import stands still in its transaction, once it has begun, until this is set."""
    monkeypatch.setattr("funnelboard.ui.link.PATIENCE", 0)
    go_on = threading.Event()
    create = writer.ImportWriter._create

    def wait(self: Any, *args: Any) -> None:
        go_on.wait(10)
        create(self, *args)

    monkeypatch.setattr(writer.ImportWriter, "_create", wait)
    return go_on


async def begin_import(board: Any, path: Path, go_on: threading.Event) -> None:
    """Let it be imported, as far as to its first deal."""
    go_on.set()
    await look(board, path)
    go_on.clear()
    board.send("y")
    while not board.app.link.under_way:
        await board.pilot._wait_for_screen()
    board.app.lookout.tick()
    await board.pilot._wait_for_screen()


async def test_an_import_tells_how_far_it_is(
    open_board: Any, workspace: Workspace, path: Path, held_import: threading.Event
) -> None:
    path.write_text(COLUMNS)
    async with open_board() as board:
        await begin_import(board, path, held_import)
        assert board.status == "0 % imported: 0 of 2 deals. Esc stops it."
        with board.watched() as seen:
            held_import.set()
            await board.settle()
        assert any("2 deals are written" in text for text in seen)
        assert board.status == "imported 2 deals from “deals.csv”"


async def test_esc_stops_an_import_and_nothing_of_it_is_left(
    open_board: Any, workspace: Workspace, path: Path, held_import: threading.Event
) -> None:
    path.write_text(COLUMNS + "3,,,5,,\n")
    async with open_board() as board:
        await begin_import(board, path, held_import)
        board.send("escape")
        await board.pilot._wait_for_screen()
        held_import.set()
        await board.settle()
        assert board.status == "Stopped: nothing was imported."
        assert isinstance(board.top, ImportPage)
        assert deals(workspace) == {}
        assert not path.with_name("deals-unread.csv").exists()
        await board.press("y")
        assert set(deals(workspace)) == {"Pilot", "Fleet"}


async def test_a_board_that_may_not_write_imports_nothing(
    open_board: Any, add_deal: Callable[..., Deal], forbid_writing: Callable[[bool], None]
) -> None:
    add_deal()
    forbid_writing(True)
    async with open_board(login="newcomer") as board:
        await board.press("I")
        assert board.status == "The database can only be read, for now: nothing can be imported into it."
