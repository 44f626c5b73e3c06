"""Eight sellers at one database, killed at any moment: nothing that anybody was told is kept is lost."""

from __future__ import annotations

import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.errors import Conflict
from funnelboard.services import maintenance
from funnelboard.services.workspace import Workspace
from funnelboard.store.models import ENTITIES, BoardDayRow
from tests.soak.site import BOARDS, PROCESSES, Site

pytestmark = pytest.mark.soak

FULL_SPEED, HUMAN_PACE = 0.0, 0.5
"""Seconds between two writes of a seller, on average."""

SHARES = {FULL_SPEED: 0.3, HUMAN_PACE: 0.7}
"""Of the time."""

BETWEEN_KILLS = {FULL_SPEED: 0.7, HUMAN_PACE: 4.0}
"""Seconds, on average."""

SHOWN_CHANGES = 40
"""So many are timed until another board shows them."""

NO_ERROR = re.compile("reached|not known|Not saved")
"""What no board says of a connection that was cut: it is made again, and what was written is kept once."""

Sellers = Any


def test_nothing_is_lost_while_eight_sellers_work_and_are_killed(
    site: Site, crew: Callable[..., Sellers], boards: Callable[..., Sellers], pytestconfig: pytest.Config,
    record_property: Callable[[str, object], None],
) -> None:  # fmt: skip
    workspace, cut = site.workspace, 0
    processes, terminals = crew(site, *PROCESSES), boards(site, *BOARDS)
    for pace, share in SHARES.items():
        told_before = {seller: len(seller.told) for seller in processes}
        for seller in processes:
            seller.start(pace)
        cut += work(site, processes, terminals, pace, 60 * share * pytestconfig.getoption("--soak-minutes"))
        for seller in processes:
            seller.stop()
        writes = [told for seller in processes for told in seller.told[told_before[seller] :] if "change" in told]
        record_property(f"a write {'at a human pace' if pace else 'at full speed'}", taken(writes))
    for board in terminals:
        board.stop()

    assert maintenance.check(workspace) == ()
    check_log(workspace)
    check_told(workspace, processes, terminals)
    for login in PROCESSES:
        check_undo(site.open(login))
    assert maintenance.check(workspace) == ()

    told = [told for seller in processes for told in seller.told]
    record_property("kept", sum("change" in each for each in told))
    record_property("refused", dict(Counter(each["refused"] for each in told if "refused" in each)))
    record_property("kept on boards", sum(len(board.told) for board in terminals))
    record_property("refused on boards", sum(len(board.refused) for board in terminals))
    record_property("kills", sum(seller.kills for seller in (*processes, *terminals)))
    record_property("connections cut", cut)


def work(site: Site, processes: Sellers, terminals: Sellers, pace: float, duration: float) -> int:
    """Type on the boards, and kill whoever it hits, or cut them off, for some seconds; how many were cut off."""
    pick = random.Random()
    cut = 0
    end = time.monotonic() + duration
    next_kill = 0.0
    while (now := time.monotonic()) < end:
        board = pick.choice(terminals)
        if not (words := board.type(pick)):
            continue
        victim = pick.choice((*processes, board)) if now > next_kill else None
        if victim is board:
            board.terminal.type(pick.choice(["", "\r"]))
            board.kill()
            assert inserted(site.workspace, words) or words in board.drafts()
            board.start()
        else:
            if victim:
                victim.kill()
                victim.start(pace)
            cut += site.cut()
            board.keep(words)
        if victim:
            next_kill = now + pick.expovariate(1 / BETWEEN_KILLS[pace])
        pause = time.monotonic() + (pick.expovariate(2 / pace) if pace else 0)
        while time.monotonic() < pause:
            for each in terminals:
                each.terminal.read(0.01)
    return cut


def inserted(workspace: Workspace, words: str) -> int:
    """How many rows were made of these words."""
    rows = workspace.session.database.rows_of(
        "SELECT COUNT(*) FROM change_item WHERE before IS NULL AND replace(after, ?, '') <> after", (words,)
    )
    return int(rows[0][0])


def check_log(workspace: Workspace) -> None:
    """Every change began where the one before had left off, and the rows are as the last one left them."""
    database = workspace.session.database
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for change, entity, row_id, before, after in database.rows_of(
        "SELECT change_id, entity, row, before, after FROM change_item ORDER BY id"
    ):
        row = rows.setdefault((entity, row_id), {})
        was = json.loads(before) if before else {}
        assert {name: row.get(name, value) for name, value in was.items()} == was, (change, entity, row_id)
        row.update(json.loads(after))
    for entity, model in {**ENTITIES, "board_day": BoardDayRow}.items():
        columns = [field.column_name for field in model._meta.sorted_fields]
        for values in database.rows(model.select()):
            stored = dict(zip(columns, values, strict=True))
            logged = rows.pop((entity, stored["id"]), {})
            assert {name: stored[name] for name in logged} == logged, (entity, stored["id"])
    assert rows == {}


def check_told(workspace: Workspace, processes: Sellers, terminals: Sellers) -> None:
    """What sellers were told is in the log as theirs; what they were not told is what they were killed over."""
    database = workspace.session.database
    logged: dict[str, set[int]] = {}
    for login, change in database.rows_of(
        "SELECT s.login, c.id FROM change c JOIN seller s ON s.id = c.seller_id WHERE c.kind <> 'woke'"
    ):  # a new day wakes by itself, in whoever's session
        logged.setdefault(login, set()).add(change)
    items = {
        (change, entity, row_id): json.loads(after)
        for change, entity, row_id, after in database.rows_of("SELECT change_id, entity, row, after FROM change_item")
    }
    for seller in processes:
        told = {each["change"]: each["facts"] for each in seller.told if each.get("change")}
        own = logged.get(seller.login, set())
        assert told.keys() <= own
        assert len(own - told.keys()) <= seller.kills
        for change, facts in told.items():
            for entity, row_id, column, value in facts:
                after = items.get((change, entity, row_id), {})
                assert after.get(column, value) == value, (change, entity, row_id)
    for board in terminals:
        found = {words: inserted(workspace, words) for words in board.told}
        assert {words: count for words, count in found.items() if count != 1} == {}
        assert [sentence for sentence in board.refused if NO_ERROR.search(sentence)] == []


def check_undo(workspace: Workspace) -> None:
    """A seller's last changes can be taken back and done again, but where somebody else has changed the same since."""
    database = workspace.session.database

    def values() -> list[Any]:
        return [
            database.rows_of(
                "SELECT id, title, stage, outcome, amount, parked_until, deleted_at FROM deal ORDER BY id"
            ),
            database.rows_of("SELECT id, text, deleted_at FROM note ORDER BY id"),
        ]

    before, undone = values(), 0
    try:
        while undone < 10 and workspace.undoing.undo().change:
            undone += 1
    except Conflict:
        pass
    for _ in range(undone):
        assert workspace.undoing.redo().change
    assert values() == before


def taken(writes: list[dict[str, Any]]) -> str:
    """How long writes took."""
    seconds = sorted(each["seconds"] for each in writes)
    at = {
        name: seconds[int(share * (len(seconds) - 1))]
        for name, share in (("median", 0.5), ("p99", 0.99), ("longest", 1))
    }
    return f"{', '.join(f'{name} {1000 * value:.0f} ms' for name, value in at.items())} of {len(seconds)}"


def test_a_change_is_soon_on_another_board(
    site: Site, boards: Callable[..., Sellers], record_property: Callable[[str, object], None]
) -> None:
    pair = boards(site, *BOARDS)
    writes = []
    for number in range(SHOWN_CHANGES):
        one, other = pair[:: -1 if number % 2 else 1]
        one.terminal.type(f"nnew{number}.")
        one.terminal.wait_until(lambda: f"new{number}." in one.terminal.lines[-2])  # noqa: B023
        began = time.perf_counter()
        one.terminal.type("\r")
        while not any(f"new{number}." in line for line in other.terminal.lines):
            assert time.perf_counter() < began + 20
            for board in pair:
                board.terminal.read(0.001)
        writes.append({"seconds": time.perf_counter() - began})
        one.terminal.read_until("u undoes it")
    record_property("shown after", taken(writes))
