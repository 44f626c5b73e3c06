"""Importing a file: what it leaves open, what the seller says of it, and all of it in one change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from funnelboard.domain.money import checked_currency
from funnelboard.domain.stage import Stage
from funnelboard.errors import BadInput
from funnelboard.exchange.column_names import FIELD_NAMES
from funnelboard.exchange.file_kind import NotDeals
from funnelboard.exchange.headers import AS_OWN, NoTitle
from funnelboard.exchange.stage_reading import AS_TAG
from funnelboard.exchange.values import UnclearDates
from funnelboard.services.written import Written
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.dispatcher import Left
from funnelboard.ui.forms.file_path import complete_path, read_file_path
from funnelboard.ui.sheet.choices import Choices, Row

if TYPE_CHECKING:
    from funnelboard.services.importing.choices import ImportChoices
    from funnelboard.services.importing.preview import ColumnPreview, ImportPreview, SeenFile


async def ask_file(desk: Desk) -> Path:
    """Ask which file is to be imported.

    Raises:
        NotDone: Nothing can be, for now.
    """
    if desk.workspace.read_only:
        raise NotDone("The database can only be read, for now: nothing can be imported into it.")
    return await desk.ask(
        "import file", read_file_path, complete=complete_path, placeholder="~/deals.csv", enter="look into it"
    )


async def see(desk: Desk, path: Path) -> SeenFile:
    """Read a file; of a workbook with several sheets it is asked which."""
    from funnelboard.exchange.file_reading import sheets_in
    from funnelboard.services.importing.preview import see_file

    desk.say(f"Reading {path.name}{desk.styles.glyphs.ellipsis}")
    sheets, sheet = await desk.read(sheets_in, path), None
    if len(sheets) > 1:
        rows = [Row((((desk.styles.cells(name), "text"),),), name) for name in sheets]
        sheet = await desk.pick("Which sheet?", rows, narrows=True)
    return await desk.read(see_file, path, sheet)


async def understand(desk: Desk, seen: SeenFile, choices: ImportChoices) -> ImportPreview:
    """Go through the import of a file; what it leaves open is asked.

    Raises:
        Left: It is not to be imported.
        BadInput: It cannot be.
    """
    from funnelboard.services.importing.preview import preview_import

    while True:
        desk.say(f"Reading {seen.path.name}{desk.styles.glyphs.ellipsis}")
        try:
            return await desk.read(preview_import, desk.workspace, seen, choices)
        except NotDeals as error:
            kinds = (("d", "a deal", True), ("n", "something else: import nothing", False))
            if not await desk.choose(f"It looks like a list of {error.kind}. What is each row?", kinds):
                raise Left("Nothing was imported.") from None
            choices = replace(choices, as_deals=True)
        except UnclearDates as error:
            choices = replace(choices, day_first=await ask_day_first(desk, f"{error.found}: "))
        except NoTitle as error:
            rows = [
                Row((((desk.styles.cells(name), "text"),),), at) for at, name in enumerate(error.header) if name.strip()
            ]
            column = await desk.pick("Which column names the deals?", rows, narrows=True)
            choices = with_field(choices, column, "title")


# -- what the seller says of it ----------------------------------------------------


async def ask_day_first(desk: Desk, found: str = "", chosen: bool | None = None, *, foreseen: bool = True) -> bool:
    """Ask how dates such as 3/4 are meant.

    Args:
        found: Where that is not clear, with a colon behind it.
        foreseen: Whether keys that are typed already may be meant for it.
    """
    words = (("d", "3/4 is the third of April", True), ("m", "3/4 is March the fourth", False))
    rows = [Row((((text, "text"),),), first, key) for key, text, first in words]
    _, first = await desk.open(Choices(f"{found}day or month first?", rows, chosen=chosen), foreseen=foreseen)
    return bool(first)


async def ask_stage(desk: Desk, word: str, chosen: str | None) -> str:
    """Ask what a word of the stage column means: a key of ``PLACES``, or ``AS_TAG``."""
    choices = [(key, words, place) for key, (words, place) in stage_keys(desk).items()]
    return await desk.choose(f"What does the stage “{word}” mean?", choices, chosen)


def stage_keys(desk: Desk) -> dict[str, tuple[str, str]]:
    """The keys by which a stage is said: what each says, and the place it means."""
    preset = desk.settings.preset
    stages = {
        stage.value[0]: (words, stage.value) for stage, words in preset.stages.items() if stage is not Stage.CLOSED
    }
    return {
        **stages,
        "w": (preset.won, "won"),
        "x": (preset.lost, "lost"),
        "t": ("not known: a lead with that tag", AS_TAG),
    }


async def ask_field(desk: Desk, column: ColumnPreview, taken: dict[str, str]) -> str:
    """Ask which field a column fills: ``AS_OWN`` for one of its own, "" for none.

    Args:
        taken: The names of the columns that fill a field now, by the field.
    """
    cells = desk.styles.cells
    width = max(map(len, FIELD_NAMES)) + 2
    rows = [
        Row(((("own field", "text"), (f"  called “{cells(column.name)}”", "dim")),), AS_OWN, find="own field, keep"),
        Row(((("leave it out", "text"),),), "", find="leave it out, skip"),
    ]
    for name, names in FIELD_NAMES.items():
        words = name.replace("_", " ")
        now = f"now “{cells(taken[name])}”" if name in taken else ""
        rows.append(Row((((words.ljust(width), "text"), (now, "dim")),), name, find=", ".join((words, *names[:12]))))
    chosen = next(iter(column.fields), "")
    field: str = await desk.pick(f"What is “{column.name}”?", rows, typing=True, chosen=chosen)
    return field


async def ask_currency(desk: Desk, chosen: str) -> str | None:
    """Ask in which currency amounts are that name none; None where that is left to the file and the board."""

    def read(text: str) -> str | None:
        return checked_currency(text.strip().upper()) if text.strip() else None

    return await desk.ask(
        "currency where an amount names none",
        read,
        command="import-currency",
        text=chosen,
        selected=True,
        placeholder="SEK; nothing: as the file and the board say",
        may_be_empty=True,
    )


async def ask_rejects(desk: Desk, now: Path) -> Path:
    """Ask where lines go that cannot be read."""

    def read(text: str) -> Path:
        path = Path(text.strip()).expanduser()
        if not text.strip() or path.is_dir() or not path.parent.is_dir():
            raise BadInput("Type the name of a new file in a folder that is there.")
        if path.exists():
            raise BadInput("That file exists already. Type the name of a new one.")
        return path

    return await desk.ask(
        "keep lines that cannot be read in", read, command="import-rejects", text=str(now), complete=complete_path
    )


def with_field(choices: ImportChoices, column: int, field: str) -> ImportChoices:
    """The choices with a column filling a field; the column that was given the same before is guessed again."""
    others = ((at, name) for at, name in choices.columns if at != column and (name != field or field in ("", AS_OWN)))
    return replace(choices, columns=(*others, (column, field)))


def free_path(path: Path) -> Path:
    """A name beside a file that is not taken yet, for its lines that cannot be read."""
    number = 1
    while True:
        free = path.with_name(f"{path.stem}-unread{'' if number == 1 else f'-{number}'}.csv")
        if not free.exists():
            return free
        number += 1


# -- importing it ------------------------------------------------------------------


async def carry_out(desk: Desk, preview: ImportPreview, rejects: Path | None) -> None:
    """Import a file as it was shown, telling how far it is; Esc stops that, and takes it back.

    Raises:
        Left: It was stopped; nothing was imported.
        FunnelBoardError: It could not be done.
    """
    from funnelboard.services.importing.csv_import import run_import

    link, name = desk.link, preview.plan.name
    watch = desk.watch("imported", "deals", "Stopped: nothing was imported.")

    def advance(done: int, total: int) -> None:
        watch(done, total)
        if done == total:
            link.tell(f"{total:,} deals are written; sums, scores and search are being brought up to date.", desk.say)

    def write() -> Written:
        report = run_import(desk.workspace, preview.plan, rejects=rejects, progress=advance)
        kept = f"; what cannot be read is in {rejects.name}" if rejects is not None else ""
        return Written(report.summary + kept, (), report.change)

    desk.say(f"Importing {name}{desk.styles.glyphs.ellipsis}")
    await desk.write(write)
