"""A hundred boards on one server, at which ten writes a second are made: all of them are right at the end.

Eight are in terminals, and watch; the others have no screen, and write. What it costs is told, not held against it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest

from funnelboard.services import maintenance
from funnelboard.services.opening import open_workspace
from tests.benchmarks.conftest import fill
from tests.postgres.server import Cluster

pytestmark = pytest.mark.postgresql

BOARDS, IN_TERMINALS, PROCESSES = 100, 8, 23
DEALS = 4_000
OPEN = ("lead", "prospect", "opportunity")
WRITES_A_SECOND = 10

TOPS = "4g3g2g1g"
"""Keys that bring every column's top in sight, whoever has been where, and the cursor to the first lead."""


class Process:
    """Boards without a screen, in a process of their own."""

    def __init__(self, *arguments: object) -> None:
        command = [sys.executable, "-m", "tests.postgres.crowd", *map(str, arguments)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    def hear(self) -> str:
        """The next line it says; from a thread, if there is something to do meanwhile."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def tell(self, line: object) -> None:
        """Say something to it."""
        assert self.process.stdin is not None
        print(line, file=self.process.stdin, flush=True)


@pytest.fixture
def start() -> Iterator[Callable[..., Process]]:
    """Starts processes; none is left at the end of the test."""
    started: list[Process] = []

    def begin(*arguments: object) -> Process:
        started.append(Process(*arguments))
        return started[-1]

    yield begin
    for each in started:
        each.process.kill()
        each.process.communicate()


def test_a_hundred_boards_are_right_at_the_end(
    cluster: Cluster, start: Callable[..., Process], open_terminal: Callable[..., Any], tmp_path: Path,
    record_property: Callable[[str, object], None], pytestconfig: pytest.Config,
) -> None:  # fmt: skip
    seconds = pytestconfig.getoption("--crowd-seconds")
    url = cluster.create_database()
    maintenance.create(url)
    workspace = open_workspace(url, login="kari")
    fill(workspace, DEALS, promised=OPEN)
    each, rate = (BOARDS - IN_TERMINALS) // PROCESSES, WRITES_A_SECOND / PROCESSES
    crowd = [start(url, f"crowd{number}-", each, rate, seconds) for number in range(PROCESSES)]
    terminals = [board_in(open_terminal, url, tmp_path / f"home{number}") for number in range(IN_TERMINALS)]
    with ThreadPoolExecutor(PROCESSES) as pool:

        def hear_all() -> list[str]:
            """What all of them say next; the boards in terminals go on meanwhile."""
            heard = [pool.submit(process.hear) for process in crowd]
            while not all(done.done() for done in heard):
                for terminal in terminals:
                    terminal.read(0.01)
            return [done.result() for done in heard]

        assert hear_all() == ["ready"] * PROCESSES
        before = cpu_of(cluster)
        for process in crowd:
            process.tell("begin")
        assert hear_all() == ["over"] * PROCESSES
        spent = cpu_of(cluster) - before
        ((newest,),) = cluster.execute("SELECT MAX(id) FROM change", url=url)
        for process in crowd:
            process.tell(newest)
        told = [json.loads(line) for line in hear_all()]

    assert "\n".join(wrong[:2000] for one in told for wrong in one["wrong"]) == ""
    fresh = board_in(open_terminal, url, tmp_path / "fresh")
    fresh.wait_until(lambda: fresh.on_board)
    for terminal in terminals:
        terminal.type(TOPS)
        terminal.wait_until(lambda terminal=terminal: columns_of(terminal) == columns_of(fresh))
    assert maintenance.check(workspace) == ()
    workspace.close()

    writes = [write for one in told for write in one["writes"]]
    assert len(writes) > seconds
    kept_at = {change: at for change, at, *_ in writes}
    record_property("writes", len(writes))
    record_property("refused", dict(Counter(name for one in told for name in one["refused"])))
    record_property("until a write is kept, ms", spread([kept for *_, kept, _ in writes]))
    record_property("until its own board shows it, ms", spread([shown for *_, shown in writes]))
    record_property("until another board shows it, ms", spread(delays(told, kept_at)))
    record_property("readings of boards without a screen", sum(len(shown) for one in told for shown in one["shown"]))
    record_property("CPU of the server, s", round(spent, 1))
    record_property("CPU of a board without a screen, s", round(sum(one["cpu"] for one in told) / each / PROCESSES, 2))


def board_in(open_terminal: Callable[..., Any], url: str, home: Path) -> Any:
    """A board in a terminal."""
    home.mkdir()
    return open_terminal(url, home.name, HOME=str(home))


def columns_of(terminal: Any) -> list[str]:
    """What it shows of the deals: neither which is at the cursor, nor which is new to who looks, nor the side panel."""
    return [re.sub("[▌Δ]", "▎", line.partition("│")[0]) for line in terminal.lines[1:-2]]


def delays(told: Sequence[dict[str, Any]], kept_at: dict[int, float]) -> list[float]:
    """The seconds from when a change was kept until a board showed it, for each of them and every board."""
    found = []
    for shown in (shown for one in told for shown in one["shown"]):
        changes = iter(sorted(kept_at))
        change = next(changes, None)
        for newest, at in shown:
            while change is not None and change <= newest:
                found.append(max(0.0, at - kept_at[change]))
                change = next(changes, None)
    return found


def spread(seconds: Sequence[float]) -> dict[str, int]:
    """Median and further percentiles, in milliseconds."""
    cuts = quantiles(seconds, n=100)
    return {f"p{cut}": round(cuts[cut - 1] * 1000) for cut in (50, 95, 99)}


def cpu_of(cluster: Cluster) -> float:
    """The seconds of CPU that a server and all its processes have taken."""
    leader = (cluster.data / "postmaster.pid").read_text().split()[0]
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, _, rest = path.read_text().partition(" (")
        except OSError:
            continue
        fields = rest.rpartition(") ")[2].split()
        if leader in (pid, fields[1]):
            total += sum(map(int, fields[11:13])) + (sum(map(int, fields[13:15])) if pid == leader else 0)
    return total / os.sysconf("SC_CLK_TCK")
