"""Whatever a terminal does with what it is sent, the program goes on and can end."""

from __future__ import annotations

import os
import pty
import select
import threading
from collections.abc import Iterator
from typing import TextIO

import pytest

from funnelboard.ui.private_parts import driver
from funnelboard.ui.private_parts.driver import EnduringWriter, WakingEvent

MUCH = 5_000
"""More lines than any terminal takes before somebody reads them."""


class Line:
    """A terminal that somebody reads, or nobody does, or that is gone."""

    def __init__(self) -> None:
        self.reader, terminal = pty.openpty()
        os.set_blocking(self.reader, False)
        self.terminal: TextIO = open(terminal, "w", encoding="utf-8")  # noqa: SIM115 - until the end of the test

    def read(self) -> bytes:
        """What has arrived since."""
        try:
            return os.read(self.reader, 65536)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        """Be gone."""
        if self.reader >= 0:
            os.close(self.reader)
            self.reader = -1


@pytest.fixture
def line() -> Iterator[Line]:
    """A terminal that nobody reads yet."""
    line = Line()
    yield line
    line.close()
    line.terminal.close()


def begun(line: Line) -> EnduringWriter:
    """A writer that has much to write."""
    writer = EnduringWriter(line.terminal)
    writer.start()
    for number in range(MUCH):
        writer.write(f"{number} ")
    return writer


def ends(writer: EnduringWriter) -> bool:
    """Whether stopping it comes to an end."""
    ending = threading.Thread(target=writer.stop, daemon=True)
    ending.start()
    ending.join(20)
    return not ending.is_alive()


def test_a_terminal_that_is_gone_holds_nothing_up(line: Line) -> None:
    line.close()
    writer = begun(line)
    assert ends(writer)
    assert not writer.is_alive()
    assert not writer.behind


def test_a_terminal_that_takes_nothing_holds_nothing_up(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "PATIENCE", 0.2)
    writer = begun(line)
    assert ends(writer)
    assert writer.behind
    line.close()
    writer.join(20)
    assert not writer.is_alive()


@pytest.mark.parametrize("blocking", [True, False])
def test_everything_is_written_as_long_as_somebody_reads_it(line: Line, blocking: bool) -> None:
    os.set_blocking(line.terminal.fileno(), blocking)
    writer = begun(line)
    ending = threading.Thread(target=writer.stop, daemon=True)
    ending.start()
    read = b""
    while ending.is_alive() or (more := line.read()):
        read += line.read() if ending.is_alive() else more
    assert read.split() == [b"%d" % number for number in range(MUCH)]


def test_leaving_waits_for_no_key() -> None:
    ending = WakingEvent()
    ended = threading.Thread(target=lambda: select.select([ending.reader], [], []), daemon=True)
    ended.start()
    ending.set()
    ended.join(20)
    assert not ended.is_alive()
    ending.clear()
    assert not ending.is_set()
    assert select.select([ending.reader], [], [], 0)[0] == []
