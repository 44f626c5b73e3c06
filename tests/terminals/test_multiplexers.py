"""Within tmux, screen and mosh: shown, typed on, dropped and resumed; when they are killed, the draft is kept."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyte
import pytest

from funnelboard.domain.deal import Deal
from funnelboard.services.identity import account
from funnelboard.services.workspace import Workspace

pytestmark = [pytest.mark.faults, pytest.mark.multiplexer]

TITLE = "\x1b]0;taken over\x07\x1b]52;c;aGk=\x07 [/nope]"
"""Text that would change a terminal's title and its clipboard."""


class Tmux:
    """A session of tmux with a server of its own."""

    def __init__(self, folder: Path, start: Callable[..., Any]) -> None:
        self._server = ["tmux", "-f", "/dev/null", "-S", str(folder / "tmux")]
        self._start = start

    def run(self, command: Sequence[str]) -> Any:
        """A terminal that shows a program within it."""
        return self._start([self._path, *self._server[1:], "-u", "new-session", *command])

    def resume(self) -> Any:
        """Another terminal that shows the same."""
        return self._start([self._path, *self._server[1:], "-u", "attach"])

    def kill(self) -> None:
        """End it without a word."""
        os.kill(int(self.ask("#{pid}")), signal.SIGKILL)

    def ask(self, what: str) -> str:
        """What it knows of the program."""
        asked = subprocess.run([*self._server, "display", "-p", what], capture_output=True, text=True, check=True)
        return asked.stdout.strip()

    @property
    def _path(self) -> str:
        return shutil.which("tmux") or "tmux"

    def end(self) -> None:
        """Leave nothing behind."""
        subprocess.run([*self._server, "kill-server"], capture_output=True)


class Screen:
    """A session of GNU screen."""

    def __init__(self, folder: Path, start: Callable[..., Any]) -> None:
        self._folder = folder / "screens"
        self._folder.mkdir(mode=0o700)
        self._named = {"SCREENDIR": str(self._folder)}
        self._start = start

    def run(self, command: Sequence[str]) -> Any:
        """A terminal that shows a program within it."""
        return self._start([self._path, "-U", "-c", "/dev/null", "-S", "board", *command], **self._named)

    def resume(self) -> Any:
        """Another terminal that shows the same."""
        return self._start([self._path, "-U", "-D", "-r", "board"], **self._named)

    def kill(self) -> None:
        """End it without a word."""
        (session,) = self._folder.iterdir()
        os.kill(int(session.name.partition(".")[0]), signal.SIGKILL)

    @property
    def _path(self) -> str:
        return shutil.which("screen") or "screen"

    def end(self) -> None:
        """Leave nothing behind."""
        with suppress(ProcessLookupError, ValueError):
            self.kill()


class Mosh:
    """A server and a client of mosh on this machine."""

    def __init__(self, folder: Path, start: Callable[..., Any]) -> None:
        self._start = start
        self._server = 0
        self._client: Any = None

    def run(self, command: Sequence[str]) -> Any:
        """A terminal that shows a program over it."""
        begun = subprocess.run(
            ["mosh-server", "new", "-i", "127.0.0.1", "-c", "256", "-l", "LC_ALL=C.UTF-8", "--", *command],
            capture_output=True, text=True, timeout=20,
        )  # fmt: skip
        connect = re.search(r"MOSH CONNECT (\d+) (\S+)", begun.stdout)
        detached = re.search(r"pid = (\d+)", begun.stderr)
        assert connect, begun
        assert detached, begun
        self._server = int(detached[1])
        client = shutil.which("mosh-client") or "mosh-client"
        self._client = self._start(
            [client, "127.0.0.1", connect[1]], MOSH_KEY=connect[2], MOSH_PREDICTION_DISPLAY="never"
        )
        return self._client

    def resume(self) -> Any:
        """The same terminal, whose line was gone for a while."""
        os.kill(self._client.pid, signal.SIGCONT)
        return self._client

    def kill(self) -> None:
        """End it without a word."""
        os.kill(self._server, signal.SIGKILL)

    def end(self) -> None:
        """Leave nothing behind."""
        with suppress(ProcessLookupError):
            self.kill()


@pytest.fixture(params=[Tmux, Screen, Mosh], ids=lambda kind: kind.__name__.lower())
def within(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    start_in_terminal: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Any]:
    """One of the programs that stand between a board and its terminal."""
    program = {Tmux: "tmux", Screen: "screen", Mosh: "mosh-server"}[request.param]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    for name in ("TMUX", "STY", "TMPDIR"):
        monkeypatch.delenv(name, raising=False)
    made = request.param(tmp_path, start_in_terminal)
    yield made
    made.end()


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    """The board of whoever runs the tests."""
    return make_workspace(login=account()[0])


@pytest.fixture
def command(workspace: Workspace, add_deal: Callable[..., Deal]) -> list[str]:
    """What opens a board of one deal."""
    add_deal(title=f"Jæren {TITLE}", company=f"Jæren {TITLE}")
    return [sys.executable, "-m", "funnelboard", workspace.target]


def shows(terminal: Any, words: str) -> None:
    """Read until some text is on the screen, wherever the cursor was led for it."""

    def shown() -> bool:
        screen = pyte.Screen(*terminal.size)
        pyte.ByteStream(screen).feed(terminal.output)
        return any(words in line for line in screen.display)

    terminal.wait_until(shown)


def notes(workspace: Workspace) -> list[str]:
    """Every note there is."""
    return [text for (text,) in workspace.session.database.rows_of("SELECT text FROM note ORDER BY id")]


def wait_until(happened: Callable[[], Any]) -> None:
    """Wait for something that no terminal tells."""
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ended(pid: int) -> bool:
    """Whether a process that is nobody's child here has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_board_is_shown_typed_on_and_left(within: Any, command: list[str], workspace: Workspace) -> None:
    terminal = within.run(command)
    shows(terminal, "Jæren")
    terminal.type("n\x1b[200~one\r\ntwo \x1b[31mred\x1b[201~\r", 0.02)
    wait_until(lambda: notes(workspace) or terminal.read(0.05))
    assert notes(workspace) == ["one\ntwo ␛[31mred"]
    if isinstance(within, Tmux):
        assert "taken over" not in within.ask("#{pane_title} #{window_name}")
    assert b"taken over\x07" not in terminal.output
    assert b"\x1b]52" not in terminal.output
    terminal.type("q")
    assert terminal.status() == 0


def test_a_line_that_is_dropped_and_resumed_changes_nothing(
    within: Any, command: list[str], workspace: Workspace, kept: Callable[..., str], board_of: Callable[..., int]
) -> None:
    terminal = within.run(command)
    shows(terminal, "Jæren")
    terminal.type("nhalf a thought")
    shows(terminal, "half a thought")
    if isinstance(within, Mosh):
        os.kill(terminal.pid, signal.SIGSTOP)
    else:
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.hang_up()
    board = board_of(workspace)
    wait_until(lambda: "half a thought" in kept(workspace))
    assert not ended(board)
    terminal = within.resume()
    terminal.resize(90, 30)
    shows(terminal, "half a thought")
    terminal.type(" is whole\r")
    wait_until(lambda: notes(workspace) or terminal.read(0.05))
    assert notes(workspace) == ["half a thought is whole"]
    terminal.type("q")
    assert terminal.status() == 0
    wait_until(lambda: ended(board))


@pytest.mark.parametrize("keys", ["", "n", "e", "A\r"], ids=["idle", "note", "form", "agenda"])
def test_a_kill_ends_the_board_and_keeps_the_draft(
    within: Any,
    command: list[str],
    workspace: Workspace,
    keys: str,
    kept: Callable[..., str],
    board_of: Callable[..., int],
) -> None:
    terminal = within.run(command)
    shows(terminal, "Jæren")
    if keys:
        terminal.type(keys + "half a thought")
        wait_until(lambda: "half a thought" in kept(workspace) or terminal.read(0.05))
    board = board_of(workspace)
    within.kill()
    wait_until(lambda: ended(board))
    assert ("half a thought" in kept(workspace)) == bool(keys)
