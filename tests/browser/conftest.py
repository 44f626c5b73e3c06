"""A real browser at a real server: what is on its screen, and whatever it asks of anybody."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from funnelboard.services.workspace import Workspace

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

OPTIONS = ("--no-sandbox", "--disable-dev-shm-usage")
"""As root there is no sandbox, and in a container hardly any shared memory."""

TERMINAL = """
Object.defineProperty(Object.prototype, "terminal", {
  configurable: true,
  set(made) {
    Object.defineProperty(this, "terminal", {value: made, writable: true});
    if (made && made.buffer) window.shown = made;
  },
});
"""
"""Keeps hold of the terminal that the page makes, for no name leads to it."""

LINES = """() => {
  const shown = window.shown;
  if (!shown) return [];
  const line = (_, y) => shown.buffer.active.getLine(y).translateToString(true, 0, shown.cols);
  return Array.from({length: shown.rows}, line);
}"""


class Tab:
    """A tab of the browser.

    Attributes:
        page: Playwright's.
    """

    def __init__(self, page: Any) -> None:
        self.page = page

    @property
    def lines(self) -> list[str]:
        """What is on the terminal's screen."""
        return [line.rstrip() for line in self.page.evaluate(LINES)]

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines of the terminal."""
        columns, lines = self.page.evaluate("[window.shown.cols, window.shown.rows]")
        return columns, lines

    @property
    def cell(self) -> tuple[float, float]:
        """Pixels of a cell."""
        box = self.page.locator(".xterm-screen").bounding_box()
        return box["width"] / self.size[0], box["height"] / self.size[1]

    @property
    def fits(self) -> bool:
        """Whether the terminal fills the window, but for less than a cell."""
        window = self.page.viewport_size
        sides = zip((window["width"], window["height"]), self.size, self.cell, strict=True)
        return all(cells == side // cell for side, cells, cell in sides)

    @property
    def says(self) -> str:
        """What the page says about the end of the board, once it does."""
        self.page.locator("#ended").wait_for()
        return str(self.page.locator("#why").inner_text())

    def wait_until(self, happened: Callable[[], bool]) -> None:
        """Wait until something has happened."""
        deadline = time.monotonic() + 20
        while not happened():
            assert time.monotonic() < deadline, "\n".join(["this is on the screen:", *self.lines])
            self.page.wait_for_timeout(40)

    def read_until(self, words: str) -> None:
        """Wait until some text is on the screen."""
        self.wait_until(lambda: any(words in line for line in self.lines))

    def type(self, text: str) -> None:
        """Type some text, as fast as it goes."""
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        """Press keys by their browser's names."""
        for key in keys:
            self.page.keyboard.press(key)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size, in pixels."""
        self.page.set_viewport_size({"width": width, "height": height})


class Browser:
    """Somebody's browser, as it is when they have just started it.

    Attributes:
        context: Playwright's.
        asked: Every address that was asked for.
        complaints: What the console said of anything refused or broken.
    """

    def __init__(self, context: Any) -> None:
        self.context = context
        self.asked: list[str] = []
        self.complaints: list[str] = []
        context.add_init_script(TERMINAL)
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)

    def visit(self, address: str) -> Tab:
        """Open an address in a tab of its own."""
        tab = Tab(self.context.new_page())
        tab.page.goto(address)
        return tab

    def open(self, address: str, until: str = "? help") -> Tab:
        """Open the board in a tab of its own, and wait for it."""
        tab = self.visit(address)
        tab.page.locator(".xterm-screen").wait_for()
        tab.read_until(until)
        return tab


class Server:
    """A server as it is started at a terminal.

    Attributes:
        address: What it has printed.
    """

    def __init__(self, *arguments: object) -> None:
        command = [sys.executable, "-m", "funnelboard", "serve", "--port", "0", *map(str, arguments)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()

    @property
    def origin(self) -> str:
        """The address without what lets somebody in."""
        return self.address.partition("/?")[0]

    @property
    def boards(self) -> list[int]:
        """The processes of its tabs."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(child) for child in children]

    def stop(self) -> str:
        """Stop it by Ctrl-C; what it said on standard error."""
        self.process.send_signal(signal.SIGINT)
        said = self.process.communicate(timeout=30)[1]
        assert self.process.returncode == 0, said
        return said


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser of the system's."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("needs a browser: apt-get install -y --no-install-recommends chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=OPTIONS)


@pytest.fixture
def browse(chromium: Any) -> Iterator[Callable[..., Browser]]:
    """Starts somebody's browser, in a window of so many pixels."""
    started: list[Browser] = []

    def start(width: int = 1200, height: int = 760) -> Browser:
        started.append(Browser(chromium.new_context(viewport={"width": width, "height": height})))
        return started[-1]

    yield start
    for browser in started:
        browser.context.close()


@pytest.fixture
def serve(workspace: Workspace) -> Iterator[Callable[..., Server]]:
    """Serves the test's database, or a demo: ``serve("--tabs", 1)``, ``serve("--demo")``."""
    started: list[Server] = []

    def start(*arguments: object) -> Server:
        where = () if "--demo" in arguments else ("--db", workspace.target)
        started.append(Server(*where, *arguments))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture
def all_kept(home: Path) -> Callable[[], str]:
    """All drafts of all boards that are, or were, open at once."""
    return lambda: "".join(path.read_text() for path in home.rglob("draft-*") if path.suffix != ".lock")


@pytest.fixture
def page_of() -> Callable[[Tab], str]:
    """The address of a tab's board; there is no token in it."""

    def of(tab: Tab) -> str:
        address = str(tab.page.url)
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{16}/", address)
        return address

    return of
