"""A damaged file is noticed by the open board, before somebody stumbles over it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from funnelboard.config import Config
from funnelboard.domain.deal import Deal
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.ui.app import FunnelBoardApp
from funnelboard.ui.keys import with_own_keys
from funnelboard.ui.looks.themes import make_styles
from funnelboard.ui.opening import begin_opening

pytestmark = [pytest.mark.faults, pytest.mark.sqlite("damages the file")]

PAGE = 4096


@pytest.fixture
def sound(workspace: Workspace, add_deal: Callable[..., Deal], tmp_path: Path) -> Path:
    """A database that nobody has open."""
    for number in range(60):
        add_deal(title=f"Deal {number}", note="rang " * 50)
    workspace.session.database.backup(tmp_path / "sound.db")
    return tmp_path / "sound.db"


@pytest.mark.parametrize("damaged", [False, True])
async def test_the_board_says_that_its_file_is_damaged(sound: Path, damaged: bool) -> None:
    if damaged:
        pages = bytearray(sound.read_bytes())
        last = len(pages) - PAGE
        pages[last : last + 64] = b"\xff" * 64
        sound.write_bytes(pages)
    opening = begin_opening(lambda: open_workspace(str(sound), threaded=True, login="kari"))
    app = FunnelBoardApp(opening, make_styles("dark"), with_own_keys(Config().keys))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert app.lookout is not None
        app.lookout.look_for_damage()
        app.board.workspace.look_for_damage().result()
        deadline = time.monotonic() + 20
        while damaged and "damaged" not in app.board.notices:
            assert time.monotonic() < deadline
            await pilot.pause()
        assert ("damaged" in app.board.notices) is damaged
        assert ("funnelboard restore" in app.viewport.status.text) is damaged
    app.finish()
