"""The board's writes run the seller's hooks, and nothing of that is seen or waited for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from funnelboard.domain.deal import Deal
from funnelboard.domain.hook_event import HookEvent
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]


async def test_what_keys_write_is_told(open_board: Any, add_deal: AddDeal, hooks: Any) -> None:
    add_deal()
    hooks.set(*HookEvent)
    async with open_board() as board:
        board.app.link.workspace.obey_hooks(list(HookEvent))
        await board.burst("m", "p", "b", *"soon", "enter", "n", *"rang", "enter", "u", "u", "L", "escape", "J")
        last = board.status
    told = [(each["event"], each["change"]["kind"]) for each in hooks.told()]
    assert told == [("deal-moved", "move"), ("note-added", "note"), ("deal-moved", "undo")]
    assert "cannot go further down" in last


async def test_one_that_fails_is_not_seen_on_the_board(open_board: Any, add_deal: AddDeal, hooks: Any) -> None:
    add_deal()
    hooks.set("note-added", command="no-such-program")
    async with open_board() as board:
        board.app.link.workspace.obey_hooks(["note-added"])
        await board.burst("n", *"rang", "enter")
        assert board.status == "wrote a note on “Acme: pilot”"
        assert hooks.told() == []
        await board.tick()
        assert "no-such-program" not in board.text()
    assert hooks.failures == ["hook note-added: “no-such-program” could not be started: No such file or directory"]


def test_who_leaves_right_after_a_write_has_it_told_whole(
    open_terminal: Any, workspace: Workspace, hooks: Any, home: Path
) -> None:
    hooks.set("deal-added")
    terminal = open_terminal(workspace.target, whole=True)
    terminal.read_until("Add the first lead")
    terminal.type('aAcme: "pilot" \\ $(id)\rq')
    assert terminal.status() == 0
    (told,) = hooks.told()
    assert told["deals"][0]["title"] == 'Acme: "pilot" \\ $(id)'
