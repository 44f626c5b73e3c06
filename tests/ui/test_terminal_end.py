"""What is still to be written when the terminal is gone holds nothing up."""

from __future__ import annotations

import io
import threading

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES

from funnelboard.ui.private_parts import EnduringWriter


class Gone(io.StringIO):
    """A terminal that goes away, at some write or when what was written is to be shown."""

    def __init__(self, method: str) -> None:
        super().__init__()
        self._method = method

    def write(self, text: str) -> int:
        if self._method == "write":
            raise OSError(5, "Input/output error")
        return super().write(text)

    def flush(self) -> None:
        if self._method == "flush":
            raise OSError(5, "Input/output error")


@pytest.mark.parametrize("method", ["write", "flush"])
def test_a_terminal_that_is_gone_holds_nothing_up(method: str) -> None:
    writer = EnduringWriter(Gone(method))
    writer.start()

    def end() -> None:
        for _ in range(3 * MAX_QUEUED_WRITES):
            writer.write("j")
        writer.stop()

    ending = threading.Thread(target=end, daemon=True)
    ending.start()
    ending.join(10)
    assert not ending.is_alive()
    assert not writer.is_alive()


def test_everything_is_written_as_long_as_there_is_a_terminal() -> None:
    there = Gone("")
    writer = EnduringWriter(there)
    writer.start()
    for number in range(3 * MAX_QUEUED_WRITES):
        writer.write(f"{number} ")
    writer.stop()
    assert there.getvalue().split() == [str(number) for number in range(3 * MAX_QUEUED_WRITES)]
