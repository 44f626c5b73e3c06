"""Exporting what the board shows: as what, and into which file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from funnelboard.domain.deal_query import parse_query
from funnelboard.exchange.export_format import CONTENTS, Format
from funnelboard.exchange.safe_text import clean
from funnelboard.ui.desk import Desk
from funnelboard.ui.forms.file_path import complete_path, read_new_path

_KEYS = {Format.CSV: "c", Format.JSON: "j", Format.ICS: "i", Format.VCF: "v"}
_OF_SOME_DEALS = "each deal with all that belongs to it, for other programs"
"""What JSON has where the board is filtered."""


async def export_view(desk: Desk) -> None:
    """Ask for a format and a new file, and write what belongs to the deals that the filter lets through."""
    from funnelboard.services.exporting import Export

    text = desk.board.state.query_text
    query = parse_query(text, desk.today, desk.workspace.default_currency, day_first=desk.workspace.day_first)
    contents = CONTENTS | ({Format.JSON: _OF_SOME_DEALS} if query.groups else {})
    choices = [(_KEYS[each], f"{each.value.upper()}: {contents[each]}", each) for each in Format]
    form = await desk.choose(f"Export {f'“{text}”' if query.groups else 'everything'} as what?", choices)
    path = await desk.ask(
        f"export {form.value.upper()} to",
        read_new_path,
        complete=complete_path,
        text=f"~/funnelboard-{desk.today.isoformat()}.{form.value}",
        selected=True,
        enter="write it",
    )
    beginning = f"Exporting{desk.styles.glyphs.ellipsis}"
    desk.say(beginning)
    things = "deals" if query.groups or form is not Format.JSON else "rows"
    progress = desk.watch("exported", things, "Stopped: nothing was exported.", first=beginning)
    export = Export(desk.workspace, form, query, progress)
    # It takes as long as a large write: the cursor can go about meanwhile.
    await desk.link.write(partial(export.write, str(path)))
    desk.say(f"exported {export.told} to {clean(str(_shown(path)))}")


def _shown(path: Path) -> Path:
    """The path as short as a shell takes it."""
    try:
        return Path("~") / path.relative_to(Path.home())
    except (RuntimeError, ValueError):
        return path
