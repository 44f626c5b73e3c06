"""Behind an address the terminal is offered a link, where it may be and knows what that is."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from funnelboard.domain.deal import Deal
from funnelboard.services.workspace import Workspace
from funnelboard.ui.drawing.lines import FullLine, Line, cut, flow, linked
from funnelboard.ui.looks.themes import choose_styles, make_styles
from funnelboard.ui.strips import full_strip, line_strip

Add = Callable[..., Deal]

STYLES = make_styles("dark")._replace(links=True)
MAIL = "mailto:kari@acme.example"
BEGIN, END = f"\x1b]8;;{MAIL}\x1b\\", "\x1b]8;;\x1b\\"
PHONE = "\x1b]8;;tel:+4790011222\x1b\\"
LINKS = re.compile(rb"\x1b\]8;[^\x1b]*\x1b\\")

LOCKED = """
import sys
from functools import partial
from funnelboard.config import Config
from funnelboard.services.opening import open_workspace
from funnelboard.ui.app import run_board
sys.exit(run_board(partial(open_workspace, sys.argv[1], threaded=True), config=Config(), locked=True))
"""


def sent(line: Line, width: int = 40, styles: Any = STYLES) -> str:
    strip = line_strip(line, width, styles, styles.ground)
    assert strip.cell_length == width
    return strip.render(Console())


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_a_link_is_around_its_text_and_nothing_else() -> None:
    line = (("to ", "text"), linked("kari@acme.example", "accent", MAIL), ("  ", "text"), ("or", "dim"))
    assert plain(sent(line)) == f"to {BEGIN}kari@acme.example{END}  or{' ' * 16}"
    assert plain(sent(line[:2])) == f"to {BEGIN}kari@acme.example{END}{' ' * 20}"
    assert plain(sent(line[:2], 20)) == f"to {BEGIN}kari@acme.example{END}"


def test_two_links_side_by_side_are_two() -> None:
    line = (linked("kari", "text", MAIL), linked("112", "text", "tel:112"))
    assert plain(sent(line, 7)) == f"{BEGIN}kari\x1b]8;;tel:112\x1b\\112{END}"


async def test_a_line_that_is_kept_as_it_was_painted_leads_where_it_says(open_board: Any) -> None:
    lines = [FullLine((linked("write", "text", target),), "ground") for target in (MAIL, "mailto:ola@acme.example", "")]
    async with open_board() as board:
        board.app.viewport.styles = STYLES
        painted = [board.screen.strips([line], 10)[0] for line in lines]
        assert painted == [full_strip(line, 10, STYLES) for line in lines]
        assert [style.link for strip in painted for text, style, _ in strip if "write" in text] == [
            MAIL, "mailto:ola@acme.example", None,
        ]  # fmt: skip
        assert board.screen.strips(lines, 10)[1] is painted[1]
        assert board.screen.strips(lines, 9)[1] is not painted[1]
        board.app.viewport.styles = make_styles("light")
        assert board.screen.strips(lines, 10)[1] is not painted[1]


def test_what_is_cut_or_broken_still_leads_to_the_whole_address() -> None:
    span = linked("kari@acme.example", "accent", MAIL)
    assert plain(sent(cut((span,), 10, "…"), 12)) == f"{BEGIN}kari@acme…{END}  "
    for piece in flow([span], ("", "dim"), 8):
        assert plain(sent(piece, 8)).startswith(BEGIN)


def test_without_links_it_is_drawn_as_ever() -> None:
    line = (("to ", "text"), linked("kari@acme.example", "accent", MAIL), ("  ", "text"))
    bare = (line[0], ("kari@acme.example", "accent"), line[2])
    styles = make_styles("dark")
    assert sent(line, styles=styles) == sent(bare, styles=styles) == sent(bare)
    assert linked("kari", "text", "") == ("kari", "text")


@pytest.mark.parametrize(
    ("term", "links"),
    [
        *((term, True) for term in ("xterm-256color", "tmux-256color", "screen", "xterm-kitty", "foot", "alacritty")),
        *((term, False) for term in ("linux", "dumb", "vt220", "vt100", "ansi", "eterm-color", "cons25")),
    ],
)
def test_which_terminals_are_offered_links(term: str, links: bool) -> None:
    assert choose_styles(None, {"TERM": term}, "utf-8", links=True).links == links
    assert not choose_styles(None, {"TERM": term}, "utf-8").links


@pytest.fixture
def database(workspace: Workspace, add_deal: Add) -> str:
    """A board, from top to bottom: Åse whose address is none, Per who has said no, and Kari."""
    add_deal(title="one", company="Acme", contact="Kari", email="kari@acme.example", phone="+47 900 11 222")
    refused = add_deal(title="two", contact="Per", email="per@acme.example", phone="+47 900")
    workspace.people.edit_contact(refused.contacts[0].contact.id, {"may_contact": False})
    add_deal(title="three", contact="Åse", email="x@y\x1b]8;;http://evil.example\x1b\\", phone="ask me")
    return workspace.target


def links_after(terminal: Any, *keys: tuple[str, str]) -> list[bytes]:
    """The links that were sent from the start on, when some keys are pressed, each until some words are there."""
    terminal.wait_until(lambda: terminal.on_board)
    for key, words in keys:
        terminal.type(key)
        terminal.read_until(words)
        terminal.read(0.2)
    return LINKS.findall(bytes(terminal.output))


PANEL = ("G", "  kari@acme.example")
COMPANY = ("Y", "Company")
LIST = ("y", "e-mail address: kari@acme.example")


@pytest.mark.parametrize("shown", [LIST, COMPANY], ids=["copy", "company"])
def test_what_can_be_copied_is_offered_as_links(
    shown: tuple[str, str], open_terminal: Callable[..., Any], database: str
) -> None:
    board = open_terminal(database, TERM="xterm-256color")
    assert links_after(board, PANEL) == [], "what follows the cursor is sent with every key"
    *links, last = (link.decode() for link in links_after(board, shown))
    assert [link for link in links if link != END] == [BEGIN, PHONE]
    assert last == END
    assert f"{BEGIN}kari@acme.example\x1b]8;;" in re.sub(r"\x1b\[[0-9;]*[HG]", "", plain(board.output.decode()))


def test_neither_who_said_no_nor_what_is_no_address_has_one(open_terminal: Callable[..., Any], database: str) -> None:
    board = open_terminal(database, TERM="xterm-256color")
    pressed = (
        ("y", "number: ask me"),
        ("\x1b", "? help"),
        ("j", "  per@acme.example"),
        ("y", "address: per@acme.example"),
    )
    assert links_after(board, *pressed) == []


@pytest.mark.parametrize("term", ["linux", "vt220"])
def test_a_terminal_that_knows_no_links_is_sent_none(
    term: str, open_terminal: Callable[..., Any], database: str
) -> None:
    assert links_after(open_terminal(database, TERM=term), PANEL, LIST, ("\x1b", "? help"), COMPANY) == []


def test_a_locked_seat_is_offered_none(start_in_terminal: Callable[..., Any], database: str) -> None:
    board = start_in_terminal([sys.executable, "-c", LOCKED, database], TERM="xterm-256color")
    assert links_after(board, PANEL, LIST) == []


async def test_changing_the_colours_keeps_them(open_board: Any, database: str) -> None:
    async with open_board() as board:
        viewport = board.app.viewport
        viewport.styles = viewport.styles._replace(links=True)
        viewport.show_look(make_styles("light"))
        assert viewport.styles.links
