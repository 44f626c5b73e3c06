"""The seller's own commands run one after the other, told of what happened, and fail without anybody's harm."""

from __future__ import annotations

import fcntl
import os
import select
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from funnelboard import hook_queue, locations
from funnelboard.domain.hook_event import HookEvent
from funnelboard.hook_runner import FRESH, run_waiting

HUNG = "sh -c 'exec 9> hung; echo up >&9; sleep 600 & wait'"


@pytest.fixture
def lock() -> Iterator[int]:
    """The lock, which this process has: nothing else is started."""
    locations.hook_queue().mkdir(parents=True)
    descriptor = os.open(locations.hook_queue() / hook_queue.LOCK, os.O_RDWR | os.O_CREAT)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    yield descriptor
    os.close(descriptor)


def put(*numbers: int) -> None:
    for number in numbers:
        hook_queue.put(HookEvent.DEAL_MOVED, b'{"number": %d}\n' % number)


def test_each_is_told_in_turn_and_then_nothing_waits(lock: int, hooks: Any) -> None:
    hooks.set("deal-moved")
    put(*range(20))
    run_waiting(lock)
    assert [each["number"] for each in hooks.told()] == list(range(20))
    assert hooks.failures == []
    assert os.listdir(locations.hook_queue()) == [hook_queue.LOCK]


def test_what_is_put_there_meanwhile_is_told_too(lock: int, hooks: Any, home: Path) -> None:
    late = home / "late"
    late.write_text('{"number": 2}')
    # As another program does whose document comes while the first one is told.
    name = locations.hook_queue() / "9.deal-won"
    hooks.set("deal-moved", "deal-won", command=f"sh -c 'cat >> told.json; mv late {name}'")
    put(1)
    run_waiting(lock)
    assert [each["number"] for each in hooks.told()] == [1, 2]


def test_it_knows_the_event_and_is_at_home(lock: int, hooks: Any, home: Path) -> None:
    hooks.set("deal-moved", command="sh -c 'pwd > where; echo $FUNNELBOARD_HOOK $# $@ >> where' sh a 'b c'")
    put(1)
    run_waiting(lock)
    assert (home / "where").read_text().splitlines() == [str(home), "deal-moved 2 a b c"]


def test_what_it_prints_is_nowhere_to_be_seen(lock: int, hooks: Any, capfd: pytest.CaptureFixture[str]) -> None:
    hooks.set("deal-moved", command="sh -c 'echo hello; echo hello >&2'")
    put(1)
    run_waiting(lock)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("sh -c 'exit 3'", "“sh -c 'exit 3'” ended with status 3"),
        ("sh -c 'kill -9 $$'", "“sh -c 'kill -9 $$'” was ended by signal 9"),
        ("no-such-program --x", "“no-such-program --x” could not be started: No such file or directory"),
    ],
)
def test_one_that_fails_is_a_line_in_the_log(lock: int, hooks: Any, command: str, line: str) -> None:
    hooks.set("deal-moved", command=command)
    put(1)
    run_waiting(lock)
    assert hooks.failures == [f"hook deal-moved: {line}"]


def test_one_that_hangs_is_ended_with_all_that_it_started(lock: int, hooks: Any, home: Path) -> None:
    os.mkfifo(home / "hung")
    held = os.open(home / "hung", os.O_RDONLY | os.O_NONBLOCK)
    hooks.set("deal-moved", command=HUNG)
    put(1)
    run_waiting(lock, patience=2)
    assert hooks.failures == [f"hook deal-moved: “{HUNG}” was ended, since it took more than 2 seconds"]
    assert os.read(held, 100) == b"up\n"
    assert select.select([held], [], [], 20)[0]
    assert os.read(held, 100) == b""  # nobody holds the other end any more
    os.close(held)


def test_the_next_is_told_after_one_that_failed(lock: int, hooks: Any) -> None:
    hooks.set("deal-moved", command="sh -c 'cat >> told.json; exit 1'")
    put(1, 2)
    run_waiting(lock)
    assert [each["number"] for each in hooks.told()] == [1, 2]
    assert len(hooks.failures) == 2


def test_a_log_that_cannot_be_written_stops_nothing(lock: int, hooks: Any) -> None:
    hooks.set("deal-moved", command="sh -c 'cat >> told.json; exit 1'")
    locations.log_file().mkdir()
    put(1, 2)
    run_waiting(lock)
    assert [each["number"] for each in hooks.told()] == [1, 2]


def test_what_has_waited_too_long_is_not_told_any_more(lock: int, hooks: Any) -> None:
    hooks.set("deal-moved")
    put(1, 2)
    then = os.stat(hook_queue.waiting()[0]).st_mtime - FRESH - 1
    os.utime(hook_queue.waiting()[0], (then, then))
    run_waiting(lock)
    assert [each["number"] for each in hooks.told()] == [2]
    assert hooks.failures == ["hook deal-moved: not run, since it had waited for more than an hour"]


def test_the_settings_are_obeyed_as_they_are_by_then(lock: int, hooks: Any) -> None:
    hooks.set("deal-moved")
    put(1)
    hooks.set("deal-won")
    run_waiting(lock)
    assert (hooks.told(), hooks.failures) == ([], [])


@pytest.mark.parametrize("fault", ["mistake", "anybody's"])
def test_settings_that_cannot_be_obeyed_run_nothing(lock: int, hooks: Any, fault: str) -> None:
    hooks.set("deal-moved")
    put(1)
    if fault == "mistake":
        hooks.set("deal-moved", command="'")
    else:
        locations.config_file().chmod(0o666)
    run_waiting(lock)
    assert hooks.told() == []
    (line,) = hooks.failures
    assert line.startswith(f"hook deal-moved: not run: {locations.config_file()}")
