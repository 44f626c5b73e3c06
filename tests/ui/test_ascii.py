"""Where ASCII is asked for nothing else is shown, whatever is opened, typed and stored."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from funnelboard.config import Config
from funnelboard.ui.commands import COMMANDS
from funnelboard.ui.sheet.sheet import Sheet

SAMPLE = Path(__file__).parents[2] / "sample.db"


async def test_every_command_keeps_to_ascii(open_board: Any, tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path / "sample.db")
    async with open_board(size=(120, 36), config=Config(ascii=True), path=tmp_path / "sample.db") as board:
        await board.press("l", "j")
        for command in COMMANDS:
            if command.id in ("quit", "play") or not command.keys:
                continue
            await board.press(command.keys[0])
            seen = board.text()
            await board.burst("tab", *("½€→Ø" if isinstance(board.top, Sheet) else ""), "down", "pagedown")
            seen += board.text()
            while board.top is not board.screen:
                await board.press("escape")
            assert [line for line in seen.splitlines() if not line.isascii()] == [], command.id
