"""Importing a file: which, a page of what would come of it, and all of it in one change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from funnelboard.errors import FunnelBoardError
from funnelboard.services.importing.choices import ImportChoices
from funnelboard.services.importing.preview import ImportPreview, is_same
from funnelboard.ui.actions.importing import ask_file, carry_out, see, understand
from funnelboard.ui.desk import Desk
from funnelboard.ui.dispatcher import Left
from funnelboard.ui.screens.board import BoardScreen
from funnelboard.ui.screens.import_preview import ImportPage

Said = dict[Path, tuple[Sequence[str], ImportChoices]]
"""What was said of files in this session, and the names of the columns they had."""


async def import_file(desk: Desk) -> None:
    """Ask for a file, show what would come of it, and import it."""
    path = await ask_file(desk)
    said_of: Said = cast(BoardScreen, desk.board).left_off.setdefault("import", {})

    def keep(preview: ImportPreview, choices: ImportChoices) -> None:
        said_of[path.absolute()] = preview.seen.content.header, choices

    async def look() -> tuple[ImportPreview, str]:
        """Read the file and understand it, with what was said of it before, as far as its columns are the same."""
        seen = await see(desk, path)
        header, choices = said_of.get(path.absolute(), ((), ImportChoices()))
        dropped = ""
        if header != seen.content.header and choices.columns:
            choices = replace(choices, columns=())
            dropped = "Its columns are others now: what was said of them before is not so any more."
        preview = await understand(desk, seen, choices)
        keep(preview, preview.choices)
        return preview, dropped

    preview, dropped = await look()
    page = ImportPage(desk, preview, keep)
    said, refused = page.why_nothing() or dropped, False
    while True:
        desk.viewport.refuse(said) if said else desk.say("")
        # What was typed behind a key that was refused is meant for the board after the import.
        if not await desk.open(page, foreseen=not refused):
            page.close()
            raise Left(f"Nothing was imported.{_how_to_go_on(desk, page.choices)}")
        desk.say(f"Reading {page.preview.plan.name}{desk.styles.glyphs.ellipsis}")
        await page.rest()
        refused = True
        try:
            said = page.why_not_yet()
            if not said and not await desk.read(is_same, page.preview.seen):
                preview, dropped = await look()
                page.renew(preview)
                said = (
                    f"“{preview.plan.name}” has changed since it was read. This is what it is now. {dropped}".rstrip()
                )
            if not said:
                await carry_out(desk, page.preview, page.rejects)
                return
        except (FunnelBoardError, Left) as why:
            said = str(why)


def _how_to_go_on(desk: Desk, choices: ImportChoices) -> str:
    if replace(choices, as_deals=False) == ImportChoices():
        return ""
    return f" {desk.key_of('import')} and Enter go on with what was put right."
