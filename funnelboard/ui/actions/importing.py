"""Importing a file: which, a look at what is in it, and all of it in one change."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from funnelboard.domain.grammar import counted
from funnelboard.domain.stage import Stage
from funnelboard.exchange.file_kind import NotDeals
from funnelboard.exchange.headers import NoTitle
from funnelboard.exchange.stage_reading import AS_TAG
from funnelboard.exchange.values import UnclearDates
from funnelboard.services.written import Written
from funnelboard.ui.desk import Desk, NotDone
from funnelboard.ui.dispatcher import Left
from funnelboard.ui.drawing.lines import Line, hang
from funnelboard.ui.forms.file_path import complete_path, read_file_path
from funnelboard.ui.sheet.choices import Row

if TYPE_CHECKING:
    from funnelboard.exchange.stage_reading import StageWord
    from funnelboard.services.importing.csv_import import ImportPlan, ImportReport

_TOLD = 3
"""Lines that cannot be read of which it is said why."""

_ASKED = 9
"""Stages not known, the most frequent first, that are asked about; the others become tags at once."""


async def import_file(desk: Desk) -> None:
    """Ask for a file, show what would come of it, and import it."""
    from funnelboard.services.importing.csv_import import run_import

    path = await desk.ask(
        "import file", read_file_path, complete=complete_path, placeholder="~/deals.csv", enter="look into it"
    )
    plan = await _plan(desk, path)
    preview = await desk.read(run_import, desk.workspace, plan, dry_run=True)
    if not preview.created and not preview.updated:
        raise NotDone(_why_nothing(plan, preview))
    rejects = _free_path(path) if plan.rejected else None
    head = f"import {_counts(preview)}"
    if rejects is not None:
        head += f", and put {counted(len(plan.rejected), 'line')} that cannot be read into {rejects.name}"
    rows = [
        Row([*_told(desk, head, plan, preview)], value=True, key="y"),
        Row(((("import nothing", "text"),),), value=False, key="n"),
    ]
    if not await desk.pick(f"Import {plan.name}", rows):
        raise Left("Nothing was imported.")

    def carry_out() -> Written:
        report = run_import(desk.workspace, plan, rejects=rejects)
        return Written(report.summary, (), report.change)

    desk.say(f"Importing {plan.name}{desk.styles.glyphs.ellipsis}")
    await desk.write(carry_out)


async def _plan(desk: Desk, path: Path) -> ImportPlan:
    """Understand a file; what it leaves open is asked."""
    from funnelboard.services.importing.csv_import import plan_import

    mapping: list[tuple[str, str]] = []
    stages: dict[str, str] = {}
    day_first: bool | None = None
    as_deals = False
    while True:
        desk.say(f"Reading {path.name}{desk.styles.glyphs.ellipsis}")
        reading = partial(
            plan_import,
            path,
            mapping,
            day_first=day_first,
            default_currency=desk.workspace.default_currency,
            stages=stages,
            as_deals=as_deals,
        )
        try:
            plan = await desk.read(reading)
            unknown = [word for word in plan.read.stages if word.tagged][:_ASKED]
            if stages or not unknown:
                return plan
            for word in unknown:
                stages[word.word] = await _stage(desk, word)
        except NotDeals as error:
            choices = (("d", "a deal", True), ("n", "something else: import nothing", False))
            as_deals = await desk.choose(f"It looks like a list of {error.kind}. What is each row?", choices)
            if not as_deals:
                raise Left("Nothing was imported.") from None
        except UnclearDates as error:
            choices = (("d", "3/4 is the third of April", True), ("m", "3/4 is March the fourth", False))
            day_first = await desk.choose(f"{error.found}: day or month first?", choices)
        except NoTitle as error:
            rows = [Row((((desk.styles.cells(name), "text"),),), name) for name in error.header if name]
            mapping.append((await desk.pick("Which column names the deals?", rows, narrows=True), "title"))


async def _stage(desk: Desk, unknown: StageWord) -> str:
    """Ask what a word in the stage column means."""
    preset = desk.settings.preset
    choices = [
        *((stage.value[0], words, stage.value) for stage, words in preset.stages.items() if stage is not Stage.CLOSED),
        ("w", preset.won, "won"),
        ("x", preset.lost, "lost"),
        ("t", "not known: a lead with that tag", AS_TAG),
    ]
    title = f"What is the stage “{unknown.word}” of {counted(unknown.count, 'row')}?"
    return await desk.choose(title, choices)


def _why_nothing(plan: ImportPlan, preview: ImportReport) -> str:
    if not plan.deals:
        first = plan.rejected[0]
        lines = counted(len(plan.rejected), "line")
        return f"Nothing was imported: of the {lines} none can be read. Line {first.line}: {first.reason}."
    in_bin = f" {counted(preview.in_bin, 'deal')} of it {'is' if preview.in_bin == 1 else 'are'} in the bin."
    return f"“{plan.name}” has nothing new; all of it is here already.{in_bin if preview.in_bin else ''}"


def _counts(report: ImportReport) -> str:
    new = counted(report.created, "new deal") if report.created else ""
    changed = f"what has changed in {counted(report.updated, 'deal')}" if report.updated else ""
    return " and ".join(filter(None, (new, changed)))


def _told(desk: Desk, head: str, plan: ImportPlan, preview: ImportReport) -> Iterator[Line]:
    """What is imported, and below it where the deals come to stand and how the file was understood."""
    from funnelboard.services.importing.telling import told as sentences

    preset = desk.settings.preset
    names = {
        **{stage.value: words for stage, words in preset.stages.items()}, "won": preset.won, "lost": preset.lost,
    }  # fmt: skip
    columns = (column if column == field else f"{column} = {field}" for column, field in plan.columns.used)
    told = [
        ", ".join(f"{names[name]} {stage.count:,}" for name, stage in preview.by_stage.items() if stage.count),
        *(f"line {reject.line} cannot be read: {reject.reason}" for reject in plan.rejected[:_TOLD]),
        *(each.text for each in sentences(plan, preview)),
        ", ".join(columns),
    ]
    if own := plan.columns.own:
        told.append(f"own fields: {', '.join(name for _, name in own)}")
    width = desk.viewport.width - 8
    yield from hang((), desk.styles.cells(head), "text", width, 2)
    for text in told:
        yield from hang((("  ", "dim"),), desk.styles.cells(text), "dim", width, 4)


def _free_path(path: Path) -> Path:
    """A name beside a file that is not taken yet, for its lines that cannot be read."""
    number = 1
    while True:
        free = path.with_name(f"{path.stem}-unread{'' if number == 1 else f'-{number}'}.csv")
        if not free.exists():
            return free
        number += 1
