"""The primary server is gone in the middle of writes, and its standby takes over: nothing is lost or doubled."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from funnelboard.errors import DatabaseBusy
from funnelboard.services import maintenance
from funnelboard.services.maintenance import create
from funnelboard.services.sight import Sight
from funnelboard.services.workspace import Workspace
from tests.postgres.server import Cluster, wait_until
from tests.soak.conftest import BoardSeller

pytestmark = pytest.mark.postgresql

LINKS, COMMANDS, BOARDS = ("ola", "per", "siri"), ("tuva", "jens"), ("anne", "bo")

BEFORE, AFTER = 12, 20
"""Writes that are answered before the primary is gone, and from then on."""

Pair = tuple[Cluster, Cluster]


class Told:
    """What the writers were told, whoever they are.

    Attributes:
        kept: When each write was answered, by what was written.
        unknown: What they were told nobody knows of.
        refused: What they were told is not kept.
    """

    def __init__(self) -> None:
        self.kept: dict[str, float] = {}
        self.unknown: set[str] = set()
        self.refused: dict[str, str] = {}
        self.over = threading.Event()

    def keep(self, words: str) -> None:
        """It was answered."""
        self.kept[words] = time.monotonic()

    def since(self, moment: float) -> int:
        """How many were answered from a moment on."""
        return sum(at >= moment for at in list(self.kept.values()))


@pytest.fixture
def pair(make_cluster: Callable[..., Cluster]) -> Pair:
    """A server and another one that has what it has before it says so."""
    primary = make_cluster(fsync="on")
    return primary, primary.standby()


@pytest.fixture
def only(pair: Pair) -> str:
    """The board's URL on the server that is the primary one at first."""
    primary, _ = pair
    url = primary.create_database()
    create(url)
    return url


@pytest.fixture
def place(pair: Pair, only: str) -> Callable[..., str]:
    """Where the board is: on whichever of the two can be written to."""
    hosts = ",".join(f"127.0.0.1:{cluster.port}" for cluster in pair)
    either = only.replace(f"127.0.0.1:{pair[0].port}", hosts) + "?target_session_attrs=read-write"
    return lambda path=None: either


@contextmanager
def at_work(told: Told, *writers: Callable[[], None]) -> Iterator[None]:
    """Inside it they write, each on a thread, and at its end finish what they are at."""
    threads = [threading.Thread(target=writer, daemon=True) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        told.over.set()
        for thread in threads:
            thread.join(40)
        assert not any(thread.is_alive() for thread in threads)


def by_link(told: Told, workspace: Workspace) -> None:
    """Write as a board does: again as long as something is in the way."""
    number = 0
    while not told.over.is_set():
        number += 1
        words = f"link-{workspace.seller.login}-{number}x"
        while True:
            doing = workspace.submit(workspace.attempt, lambda: workspace.pipeline.create(title=words), Sight(0))  # noqa: B023
            try:
                doing.result()
            except DatabaseBusy:
                time.sleep(0.05)
            else:
                told.keep(words)
                break
        time.sleep(0.02)


def by_command(told: Told, url: str, name: str) -> None:
    """Write as a script does, which goes by the exit status."""
    number = 0
    while not told.over.is_set():
        number += 1
        words = f"command-{name}-{number}x"
        command = [sys.executable, "-m", "funnelboard", "--db", url, "note", "1", words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        if done.returncode == 0:
            told.keep(words)
        elif "It is not known" in done.stderr:
            told.unknown.add(words)
        else:
            told.refused[words] = done.stderr


def by_keys(told: Told, board: BoardSeller) -> None:
    """Write as a seller does, who reads what the board says."""
    pick = random.Random()
    while not told.over.is_set():
        if words := board.type(pick):
            before = len(board.told)
            board.keep(words)
            if len(board.told) > before:
                told.keep(words)


def test_nothing_is_lost_or_doubled(
    pair: Pair, only: str, place: Callable[..., str], make_workspace: Callable[..., Workspace],
    open_terminal: Callable[..., Any], tmp_path: Path, record_property: Callable[[str, object], None],
) -> None:  # fmt: skip
    primary, standby = pair
    workspace = make_workspace()
    for number in range(1, 4):
        workspace.pipeline.create(title=f"Acme {number}")
    standby.catch_up(primary)
    onlooker = open_terminal(only.replace(str(primary.port), str(standby.port)), "liv")
    onlooker.read_until("read-only")
    workspace.pipeline.create(title="Zoo")
    onlooker.read_until("Zoo")

    told = Told()
    boards = [BoardSeller(login, place(), tmp_path / login, open_terminal) for login in BOARDS]
    for board in boards:
        board.start()
    writers = [
        *(partial(by_link, told, make_workspace(login=login, threaded=True)) for login in LINKS),
        *(partial(by_command, told, place(), name) for name in COMMANDS),
        *(partial(by_keys, told, board) for board in boards),
    ]
    with at_work(told, *writers):
        wait_until(lambda: _each(told) >= 2 and len(told.kept) > BEFORE, "they write")
        gone = time.monotonic()
        primary.kill()
        standby.promote()
        promoted = time.monotonic()
        wait_until(lambda: _each(told, promoted) >= 2 and told.since(promoted) > AFTER, "they go on")
    for board in boards:
        board.stop()
    onlooker.read_until("The board can be written to.")
    assert not any("read-only" in line for line in onlooker.lines)

    assert maintenance.check(workspace) == ()
    found = {words: _made(workspace, words) for words in (*told.kept, *told.unknown, *told.refused)}
    lost, twice = {words for words in told.kept if not found[words]}, {words for words in found if found[words] > 1}
    assert (lost, twice) == (set(), set())
    assert {words: why for words, why in told.refused.items() if found[words]} == {}
    database = workspace.session.database
    assert database.rows_of("SELECT operation FROM change GROUP BY operation HAVING COUNT(*) > 1") == []

    answered = sorted(told.kept.values())
    gap = max(later - before for before, later in pairwise(answered))
    record_property("acknowledged", len(told.kept))
    record_property("of these since the standby was promoted", told.since(promoted))
    record_property("lost", len(lost))
    record_property("twice", len(twice))
    record_property("commands refused, and not done", len(told.refused))
    record_property("commands that could not know", len(told.unknown))
    record_property("seconds until the standby was promoted", round(promoted - gone, 1))
    record_property("seconds without writes", round(gap, 1))


def _each(told: Told, since: float = 0.0) -> int:
    """How many writes at least every one of the writers was answered since a moment."""
    answered = [words for words, at in list(told.kept.items()) if at >= since]
    return min(sum(f"{name}-" in words for words in answered) for name in (*LINKS, *COMMANDS, *BOARDS))


def _made(workspace: Workspace, words: str) -> int:
    """How many rows were made of these words."""
    rows = workspace.session.database.rows_of(
        "SELECT COUNT(*) FROM change_item WHERE entity IN ('deal', 'note', 'follow_up') AND before IS NULL "
        "AND strpos(after, ?) > 0",
        (words,),
    )
    return int(rows[0][0])
