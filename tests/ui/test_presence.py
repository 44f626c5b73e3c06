"""The first line says how many sellers have the board open; a click, or the palette, who."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.services.workspace import Workspace

Add = Callable[..., Deal]
Tick = Callable[..., int]


async def test_colleagues_come_and_go(
    open_board: Any, add_deal: Add, ola: Workspace, tick: Tick, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_deal()
    async with open_board() as board:
        loads, load = list[object](), board.screen.workspace.board.load
        monkeypatch.setattr(board.screen.workspace.board, "load", lambda *given: loads.append(given) or load(*given))
        await board.tick()
        assert "here" not in board.lines()[0]
        assert {one.seller.name for one in ola.presence.here()} == {"kari", "ola"}
        for _ in range(2):
            ola.presence.attend()
            await board.tick()
            assert "2 here   Wed 18 Nov" in board.lines()[0]
            tick(seconds=60)
        ola.presence.leave()
        await board.tick()
        assert "here" not in board.lines()[0]
        assert loads == [], "no deal has changed"
        ola.presence.attend()
        ola.pipeline.create(title="new")
        await board.tick()
        assert "2 here" in board.lines()[0]
        assert len(loads) == (0 if engine == "postgresql" else 1), "a server tells which deal has changed"
        tick(seconds=150)
        await board.tick()
        assert "here" not in board.lines()[0], "the other board was killed"
        board.app.finish()
        assert [one.seller.name for one in ola.presence.here()] == ["ola"]


async def test_a_board_opened_while_another_writes_is_known_of_soon_after(
    open_board: Any, add_deal: Add, ola: Workspace, tick: Tick
) -> None:
    add_deal()
    async with open_board() as board:
        with ola.session.database.writing():
            assert ola.presence.here(), "it has begun"
            await board.tick()
            assert [one.seller.name for one in ola.presence.here()] == ["ola"]
        tick(seconds=3)
        await board.tick()
        assert {one.seller.name for one in ola.presence.here()} == {"kari", "ola"}


async def test_who_is_here_is_told_by_a_click_and_in_the_palette(
    open_board: Any, add_deal: Add, ola: Workspace, make_workspace: Callable[..., Workspace], tick: Tick
) -> None:
    add_deal()
    asa = make_workspace(login="[bold]\x1bÅsa")
    for minutes, colleague in ((15, asa), (28, asa), (2, ola)):
        tick(minutes=minutes)
        colleague.presence.attend()
    async with open_board() as board:
        await board.tick()
        await board.click(board.lines()[0].index("3 here"), 0)
        shown = board.text()
        assert "since today 10:15  ola" in shown
        assert "since today 10:15  kari (you)" in shown
        assert "since today 09:45  [bold]␛Åsa" in shown
        assert board.lines()[-1].split() == ["Enter", "close", "Esc", "close"]
        await board.press("1", "j")
        assert board.text() == shown, "there is nothing to choose"
        await board.press("enter")
        assert board.top is board.screen
        await board.pilot.resize_terminal(40, 12)
        await board.burst("colon", *"who", "enter")
        assert "since today 10:15  kari (you)" in board.text()
        await board.press("escape")
        assert "1 without" in board.lines()[0] or "1 adrift" in board.lines()[0]
        assert "3 here" in board.lines()[0]
