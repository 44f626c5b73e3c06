"""The board in a browser, as somebody has it who opens the address that was printed."""

from __future__ import annotations

import functools
import http.server
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.timeline import EntryKind
from funnelboard.services.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Browse = Callable[..., Any]
Serve = Callable[..., Any]

ELSEWHERE = """<!DOCTYPE html><title>elsewhere</title><a href="{address}">the board</a>"""

TRIES = """address => new Promise(done => {
  const line = new WebSocket(address);
  line.onopen = () => done("open");
  line.onerror = () => done("refused");
})"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Callable[[str], int]]:
    """Serves a page with a link, as another account or another site can; the port."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def publish(address: str) -> int:
            (tmp_path / "page.html").write_text(ELSEWHERE.format(address=address))
            return server.server_port

        yield publish
        server.shutdown()


def notes(workspace: Workspace, deal_id: int = 1) -> list[str]:
    return [entry.text for entry in workspace.board.detail(deal_id, EntryKind.NOTE).timeline]


def test_it_is_the_board_of_a_terminal_of_that_size(
    browse: Browse,
    serve: Serve,
    page_of: Callable[[Any], str],
    workspace: Workspace,
    add_deal: Callable[..., Any],
    start_in_terminal: Callable[..., Any],
) -> None:
    for number in range(1, 12):
        add_deal(title=f"Åre Fjällsport {number}: “vinter” → 20 %", tags=("expo",))
    server, browser = serve(), browse()
    tab = browser.open(server.address)
    assert page_of(tab)
    tab.page.go_back()  # the token is nowhere to go back to
    assert "token" not in tab.page.url
    tab = browser.open(server.address)
    read_only = [sys.executable, "-m", "funnelboard", "board", "--read-only", workspace.target]
    terminal = start_in_terminal(read_only, size=tab.size)
    for width, height in ((1200, 760), (820, 420)):
        tab.resize(width, height)
        tab.wait_until(lambda: tab.fits and "? help" in tab.lines[-1])
        terminal.resize(*tab.size)
        terminal.wait_until(
            lambda: (
                [line.replace("read-only", "").split() for line in terminal.lines]
                == [line.split() for line in tab.lines]
            )
        )
    assert {address.rpartition("/")[0] for address in browser.asked} == {server.origin, page_of(tab).rstrip("/")}
    assert browser.complaints == []


def test_keys_the_mouse_copying_and_pasting(
    browse: Browse, serve: Serve, workspace: Workspace, add_deal: Callable[..., Any]
) -> None:
    add_deal(title="Beta: pilot")
    acme = add_deal(title="Acme: pilot", contact="Kari", email="kari@acme.example")
    server, browser = serve(), browse()
    browser.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.origin)
    tab = browser.open(server.address)
    tab.type("gn")
    tab.type("wants a prize")
    tab.press("Alt+Backspace")  # ctrl+w is the browser's
    tab.type("price for 3 €\r")
    tab.read_until("wrote a note")
    assert notes(workspace, acme.id) == ["wants a price for 3 €"]
    tab.type("ye")
    tab.read_until("copied kari@acme.example")
    assert tab.page.evaluate("navigator.clipboard.readText()") == "kari@acme.example"
    tab.type("n")
    tab.read_until("note ›")
    tab.press("Control+v")
    tab.read_until("note › kari@acme.example")
    tab.press("Escape", "Shift+ArrowRight")
    tab.read_until("missing")
    tab.press("Escape", "ArrowDown", "Control+p")
    tab.type("park")
    tab.read_until("Park the deal")
    tab.press("Escape")
    tab.read_until("? help")
    (y,) = (number for number, line in enumerate(tab.lines) if line.lstrip(" ▎▌").startswith("Acme"))
    width, height = tab.cell
    tab.page.mouse.click(6 * width, (y + 0.5) * height)
    tab.wait_until(lambda: tab.lines[y].lstrip().startswith("▌"))


def test_two_tabs_are_two_boards_and_a_closed_one_ends_and_keeps_what_was_typed(
    browse: Browse, serve: Serve, workspace: Workspace, add_deal: Callable[..., Any], all_kept: Callable[[], str]
) -> None:
    add_deal(title="Acme: pilot")
    server, browser = serve(), browse()
    one, two = browser.open(server.address), browser.open(server.address)
    assert len(server.boards) == 2
    one.page.bring_to_front()
    one.type("aBeta: pilot\r")
    two.read_until("Beta")
    two.page.bring_to_front()
    two.type("gnhalf a sen")
    two.read_until("half a sen")
    two.page.close()
    one.wait_until(lambda: len(server.boards) == 1)
    assert "half a sen" in all_kept()
    one.page.bring_to_front()
    one.type("nhalf a wor")
    one.read_until("half a wor")
    one.page.reload()  # a line that was lost comes back like this
    one.page.locator(".xterm-screen").wait_for()
    one.read_until("kept")
    one.wait_until(lambda: len(server.boards) == 1)
    (board,) = server.boards
    os.kill(board, signal.SIGKILL)
    assert one.says == "The board has ended; above is what it said."
    one.press("Enter")
    one.page.locator("#ended").wait_for(state="hidden")
    one.page.locator(".xterm-screen").wait_for()
    one.read_until("kept")
    one.type("q")
    assert one.says == "You have left the board."
    one.wait_until(lambda: server.boards == [])


def test_nobody_comes_in_without_the_token(browse: Browse, serve: Serve, page_of: Callable[[Any], str]) -> None:
    server, stranger = serve("--demo"), browse()
    board = page_of(browse().open(server.address))
    for address in (server.origin, f"{server.origin}/?token=guess", board, f"{board}terminal.js"):
        assert "has printed. It has a token" in stranger.visit(address).page.inner_text("body")
    assert len(server.boards) == 1


def test_a_page_of_somebody_else_cannot_open_a_board_but_lead_to_one(
    browse: Browse, serve: Serve, page_of: Callable[[Any], str], elsewhere: Callable[[str], int]
) -> None:
    server, browser = serve("--demo"), browse()
    board = page_of(browser.open(server.address))
    port = elsewhere(server.address)
    for host in ("127.0.0.1", "localhost"):  # the same site, which is sent the cookie, and another one
        tab = browser.visit(f"http://{host}:{port}/page.html")
        assert tab.page.evaluate(TRIES, board.replace("http", "ws") + "keys") == "refused"
    assert len(server.boards) == 1
    newcomer = browse()
    tab = newcomer.visit(f"http://localhost:{port}/page.html")
    tab.page.click("a")
    tab.page.locator(".xterm-screen").wait_for()
    tab.read_until("? help")
    assert page_of(tab) == board


def test_one_tab_too_many_and_the_end_of_the_server_are_told(
    browse: Browse, serve: Serve, workspace: Workspace, add_deal: Callable[..., Any], all_kept: Callable[[], str]
) -> None:
    add_deal(title="Acme: pilot")
    server, browser = serve("--tabs", 1), browse()
    tab = browser.open(server.address)
    assert browser.visit(server.address).says == "No more than one tab can be open at once. Close another one."
    tab.page.bring_to_front()
    tab.type("nhalf a sen")
    tab.read_until("half a sen")
    boards = server.boards
    threading.Thread(target=server.stop).start()
    assert tab.says == "The server has been stopped."
    tab.wait_until(lambda: server.process.poll() == 0)
    assert "half a sen" in all_kept()
    assert not any(Path(f"/proc/{board}").exists() for board in boards)


def test_those_who_only_look_change_nothing_and_are_not_shown_the_sellers_drafts(
    browse: Browse, serve: Serve, workspace: Workspace, add_deal: Callable[..., Any]
) -> None:
    add_deal(title="Acme: pilot")
    server, browser = serve("--seat", "read-only"), browse()
    for _ in range(2):
        tab = browser.open(server.address)
        assert not any("kept" in line for line in tab.lines)
        tab.type("nhalf a sen")
        tab.read_until("half a sen")
        tab.type("\r")
        tab.read_until("Not saved: this board was opened to look at")
        tab.page.close()
    assert notes(workspace) == []
