"""Lines of 9,600 baud and of 300 ms: what is typed is done, and leaving is an end."""

from __future__ import annotations

import os
import select
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.services.identity import account
from funnelboard.services.workspace import Workspace

pytestmark = pytest.mark.faults

MODEM = 960
"""Bytes a second of a line of 9,600 baud."""

LATENCY = 0.15
"""Seconds that a line takes each way, so that an answer takes 300 ms."""

LONG = 60
"""Seconds in which a line of any kind has told everything."""


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    """The board of whoever runs the tests."""
    return make_workspace(login=account()[0])


@pytest.fixture
def board(workspace: Workspace, add_deal: Callable[..., Deal], open_terminal: Callable[..., Any]) -> Any:
    """A board with five deals, in a terminal of 16 colours."""
    for number in range(5):
        add_deal(title=f"deal {number}")
    return open_terminal(workspace.target, size=(80, 24), TERM="xterm")


class Line:
    """Stands between a hand and a board, and takes its time with what either sends.

    Attributes:
        arrived: What the hand has seen.
    """

    def __init__(self, board: Any, *, rate: float = float("inf"), latency: float = 0) -> None:
        self._board = board
        self._rate = rate
        self._latency = latency
        self._typed: deque[tuple[float, bytes]] = deque()
        self._sent: deque[tuple[float, bytes]] = deque()
        self._began = time.monotonic()
        self.arrived = b""

    def type(self, *keys: str) -> None:
        """Type keys, however long they take to arrive."""
        for key in keys:
            self._typed.append((time.monotonic() + self._latency, key.encode()))

    def carry(self) -> bool:
        """Carry what is under way; whether the board is still there."""
        now = time.monotonic()
        while self._typed and self._typed[0][0] <= now:
            os.write(self._board.fd, self._typed.popleft()[1])
        allowed = min(65536, int((now - self._began) * self._rate)) if self._rate < float("inf") else 65536
        if allowed >= 96 and select.select([self._board.fd], [], [], 0)[0]:
            try:
                data = os.read(self._board.fd, allowed)
            except OSError:
                return False
            self._began = now if self._rate == float("inf") else self._began + len(data) / self._rate
            self._sent.append((now + self._latency, data))
        elif allowed >= 96:
            self._began = max(self._began, now - 96 / self._rate)  # an idle line saves nothing up
        while self._sent and self._sent[0][0] <= now:
            self.arrived += self._sent.popleft()[1]
            self._board.output = self.arrived
        time.sleep(0.005)
        return True

    def wait_until(self, happened: Callable[[], bool]) -> None:
        """Carry until something has happened."""
        deadline = time.monotonic() + LONG
        while not happened():
            assert time.monotonic() < deadline, "\n".join(self._board.lines)
            self.carry()

    def close(self) -> None:
        """Carry until the board is gone and everything has arrived."""
        deadline = time.monotonic() + LONG
        while self.carry():
            assert time.monotonic() < deadline
        self.arrived += b"".join(data for _, data in self._sent)


@pytest.mark.parametrize("line", [{"rate": MODEM}, {"latency": LATENCY}], ids=["9,600 baud", "300 ms"])
def test_all_that_is_typed_is_done_and_the_terminal_is_given_back(
    board: Any, workspace: Workspace, line: dict[str, float], read_strictly: Callable[[bytes], Any],
    record_property: Callable[[str, object], None],
) -> None:  # fmt: skip
    slow = Line(board, **line)
    slow.wait_until(lambda: board.lines[-1].endswith("? help"))
    began = time.monotonic()
    slow.type("n", *"rang ", "\x1b[200~one\r\ntwo\x1b[201~", "\r")
    slow.wait_until(lambda: any("wrote" in text for text in board.lines))
    record_property("a note is said to be kept after seconds", round(time.monotonic() - began, 1))
    slow.type("j" * 30, "k" * 30, "n", *"half a thought", "\x1b", "q")
    slow.close()
    with suppress(ChildProcessError):
        assert os.waitstatus_to_exitcode(os.waitpid(board.pid, 0)[1]) == 0
    assert [text for (text,) in workspace.session.database.rows_of("SELECT text FROM note")] == ["rang one\ntwo"]
    assert read_strictly(slow.arrived).left_as_found()
