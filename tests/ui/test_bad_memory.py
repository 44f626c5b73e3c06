"""What is remembered between two starts and cannot be used is dropped with a sentence; the board opens and works."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard import locations
from funnelboard.config import Config
from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]

NOT_KNOWN = "What you last looked at is not known"

VIEWS: dict[str, tuple[object, str]] = {
    "nothing in it": (b"", ""),
    "no JSON": (b"{", f"{NOT_KNOWN}: its file cannot be read (it makes no sense)."),
    "no text": (b"\xff\xfe\x00", NOT_KNOWN),
    "deep": (b"[" * 90_000, NOT_KNOWN),
    "huge": (b" " * 200_000, NOT_KNOWN),
    "a list": ([], NOT_KNOWN),
    "a number": (7, NOT_KNOWN),
    "null": (None, NOT_KNOWN),
    "a filter of 500 words": ({"query": "w " * 490}, "The filter of last time, “w w w"),
    "a filter that is too long": ({"query": "w " * 5_000}, "The filter of last time is dropped: it is longer than"),
    "a filter of an unknown field": ({"query": "colour:red"}, "The filter of last time, “colour:red”, is dropped:"),
    "a filter without a value": ({"query": "amount>"}, "The filter of last time, “amount>”, is dropped:"),
    "a filter of a value that is none": (
        {"query": "stage:x due:never"},
        "The filter of last time, “stage:x due:never”",
    ),
    "a filter that is a list": ({"query": ["x"]}, "The filter of last time is dropped: it is no text."),
    "a filter a terminal would obey": ({"query": "colour:\x1b[2J"}, "The filter of last time, “colour:␛[2J”"),
    "an unknown order": ({"sort": "colour"}, "The order of last time is dropped: there is none called “colour”."),
    "an order that is an object": ({"sort": {}}, "The order of last time is dropped"),
    "an unknown stage": ({"stage": "limbo"}, "The column of last time is dropped: there is none called “limbo”."),
    "a stage that is a list": ({"stage": [1]}, "The column of last time is dropped"),
    "a deal that is a word": ({"deal_id": "x"}, "The deal of last time is dropped"),
    "a deal that is yes": ({"deal_id": True}, "The deal of last time is dropped"),
    "a deal too large for the database": ({"deal_id": 2**70}, "The deal of last time is dropped"),
    "a deal that is not there": ({"deal_id": 2**60}, ""),
    "a panel that is a word": ({"panel": "yes"}, "Whether the side panel was shown last time is dropped"),
    "everything wrong": (
        {"query": 1, "sort": 2, "stage": 3, "deal_id": [], "panel": 5},
        "The filter of last time is dropped: it is no text. The order of last time is dropped",
    ),
}
"""What is in the file of what was last looked at, as it is or to be written as JSON; what is said."""

LINE = {"command": "write-note", "deals": [1], "title": "Acme: pilot", "at": 5, "orphan": False, "text": "half"}

DRAFTS: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"{\n", "Text kept from before could not be read (line 1 makes no sense) and is set aside in"),
    "no text": (b"\xff\xfe\x00", "Text kept from before could not be read"),
    "the format of a single draft": (
        json.dumps({"purpose": "note", "deal_ids": [1], "text": "half", "title": "Acme"}).encode(),
        "Text kept from before could not be read (line 1 makes no sense)",
    ),
    "deep": (b"[" * 200_000, "Text kept from before could not be read"),
    "a number": (b"7", "Text kept from before could not be read"),
    **{
        f"{name} is {value!r}": (json.dumps({**LINE, name: value}).encode(), "Text kept from before could not be read")
        for name, value in (
            ("command", 7), ("deals", 7), ("deals", ["x"]), ("deals", [2**70]), ("title", None), ("text", ["x"]),
            ("at", "then"), ("orphan", "maybe"),
        )
    },
}  # fmt: skip
"""What is in the file of drafts; what is said."""


@pytest.fixture
def view_file(workspace: Workspace) -> Path:
    """Where what was last looked at is kept."""
    path = locations.state_file(workspace.identity)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture
def draft_file(workspace: Workspace) -> Path:
    """Where drafts are kept."""
    path = locations.draft_file(workspace.identity)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture(autouse=True)
def deals(add_deal: Add) -> list[Deal]:
    """Two leads."""
    return [add_deal(title="Acme: pilot"), add_deal(title="Beta: fleet")]


async def works(board: Any, workspace: Workspace, said: str) -> None:
    """The sentence can be read and the keys do what they always do, a note too."""
    assert board.status.startswith(said)
    if said:
        assert said[:60] in board.text()
    await board.press("4", "1", "G")
    assert board.title == "Acme: pilot"
    await board.burst("k", "n", *"works", "enter")
    assert board.title == "Beta: fleet"
    (note,) = [entry.text for entry in workspace.board.detail(2).timeline if entry.entity == "note"]
    assert note == "works"
    await board.burst("slash", *"acme", "enter")
    assert board.title == "Acme: pilot"


@pytest.mark.parametrize(("kept", "said"), VIEWS.values(), ids=VIEWS)
async def test_the_board_opens_on_a_view_that_makes_no_sense(
    open_board: Any, workspace: Workspace, view_file: Path, kept: object, said: str
) -> None:
    view_file.write_bytes(kept if isinstance(kept, bytes) else json.dumps(kept).encode())
    async with open_board() as board:
        await works(board, workspace, said)
    async with open_board() as board:
        assert board.status == "", "it is said once"
        assert board.screen.state.query_text == "acme"


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_the_beginning_of_the_sentence_is_seen_on_a_small_terminal(
    open_board: Any, view_file: Path, size: tuple[int, int]
) -> None:
    view_file.write_text("{")
    async with open_board(size=size) as board:
        assert "What you last looked at is not" in board.text()


@pytest.mark.parametrize(("kept", "said"), DRAFTS.values(), ids=DRAFTS)
async def test_the_board_opens_on_drafts_that_make_no_sense(
    open_board: Any, workspace: Workspace, draft_file: Path, kept: bytes, said: str
) -> None:
    draft_file.write_bytes(kept)
    async with open_board() as board:
        await works(board, workspace, said)
        await board.burst("n", *"half")
    assert draft_file.with_name(f"{draft_file.name}.unreadable").read_bytes() == kept
    async with open_board() as board:
        assert board.status == "A note on “Acme: pilot” is kept: n on it goes on."


@pytest.mark.parametrize("which", ["view", "draft"])
@pytest.mark.parametrize("what", ["directory", "full directory", "pipe", "loop", "unreadable"])
async def test_the_board_opens_on_files_that_are_none(
    open_board: Any, workspace: Workspace, view_file: Path, draft_file: Path, which: str, what: str
) -> None:
    path = view_file if which == "view" else draft_file
    match what:
        case "directory":
            path.mkdir()
        case "full directory":
            (path / "more").mkdir(parents=True)
        case "pipe":
            os.mkfifo(path)
        case "loop":
            path.symlink_to(path.name)
        case "unreadable" if os.geteuid() == 0:
            pytest.skip("the superuser can read everything")
        case _:
            path.write_text("{}")
            path.chmod(0)
    said = NOT_KNOWN if which == "view" else "Text kept from before could not be read"
    async with open_board() as board:
        await works(board, workspace, said)


async def test_the_board_opens_where_nothing_can_be_kept(
    open_board: Any, workspace: Workspace, view_file: Path
) -> None:
    view_file.parent.rmdir()
    view_file.parent.write_text("a file in place of the directory")
    async with open_board() as board:
        await works(board, workspace, "Text being typed is kept only as long as the board is open")


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("no such", "acme", "There is no saved view called “no such”; v lists those there are."),
        ("\x1b[2J", "acme", "There is no saved view called “␛[2J”"),
        ("odd", "acme", ""),
    ],
)
async def test_the_board_opens_with_a_view_in_the_settings_that_is_not_there(
    open_board: Any, workspace: Workspace, name: str, query: str, said: str
) -> None:
    workspace.views.save("Odd", query, Sort.RANK)
    async with open_board(config=Config(view=name)) as board:
        assert board.screen.state.query_text == ("" if said else query)
        if said:
            await works(board, workspace, said)


async def test_the_board_opens_with_a_saved_view_that_can_no_longer_be_read(
    open_board: Any, workspace: Workspace
) -> None:
    workspace.views.save("Odd", "acme", Sort.RANK)
    workspace.session.database.peewee.execute_sql("UPDATE saved_view SET query = 'colour:red'")
    async with open_board(config=Config(view="odd")) as board:
        await works(board, workspace, "The saved view “Odd” is not opened:")
