"""What a key asks for is found through an index: read in the plans of all statements that it runs."""

from __future__ import annotations

from typing import Any

from funnelboard.services.workspace import Workspace
from funnelboard.ui.commands import COMMANDS
from tests.benchmarks.conftest import fill
from tests.postgres.watching import fill_all
from tests.ui.test_growth import KEYS

FURTHER = ("enter escape", "L escape", "less_than_sign h escape", "R escape", "full_stop", "E escape", "I escape")

FILTERS = {"M", "Z", "5", "6", "7"}
"""Keys that filter the board, which counts what is shown; a filter is compared with every deal."""

LEFT_OUT = {"quit", "play"}


async def test_no_key_reads_all_of_a_table_that_grows(
    open_board: Any, engine: str, workspace: Workspace, watch: Any
) -> None:
    if engine == "postgresql":
        fill_all(workspace, 4_000)
    else:
        fill(workspace, 40)
    watch.forget()
    found = {}
    async with open_board() as board:
        found["opening"] = watch.readings_of_all()
        for keys in KEYS + FURTHER:
            watch.forget()
            await board.press(*keys.split())
            found[keys] = watch.readings_of_all()
    assert {keys: wrong for keys, wrong in found.items() if wrong} == {}
    kinds = {entry.kind for entry in workspace.undoing.log()}
    assert kinds >= {"reorder", "move", "undo", "redo", "delete", "note", "follow-up"}
    pressed = {keys.split()[0] for keys in KEYS + FURTHER} | FILTERS
    assert [
        each.id for each in COMMANDS if each.keys and pressed.isdisjoint(each.keys) and each.id not in LEFT_OUT
    ] == []
