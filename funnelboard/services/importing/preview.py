"""A file before it is imported: how it is understood column by column, its first deals, and what would come of it."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from funnelboard.errors import BadInput
from funnelboard.exchange.csv_file import CsvFile
from funnelboard.exchange.file_kind import with_header
from funnelboard.exchange.file_reading import read_file
from funnelboard.exchange.headers import AS_OWN
from funnelboard.exchange.imported_deal import ImportedDeal
from funnelboard.exchange.safe_text import clean
from funnelboard.exchange.stage_reading import StageWord, is_known
from funnelboard.exchange.values import local_day, read_moment
from funnelboard.ordinary_file import State, state_of
from funnelboard.services.importing.choices import ImportChoices
from funnelboard.services.importing.csv_import import ImportPlan, ImportReport, run_import, understand
from funnelboard.services.workspace import Workspace

FIRST_DEALS = 12
"""Deals that are shown as they will be."""

_SAMPLES, _LOOKED_AT = 3, 200
"""Different cells of a column that are shown, and the rows they are looked for in."""


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file as it was when it was read.

    Attributes:
        content: What is in it.
        state: What tells whether it is still the same; None where that cannot be told.
    """

    content: CsvFile
    state: State | None

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.content.path


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """One column, and what it is taken for.

    Attributes:
        position: From 0.
        name: As the file has it; where it has none, its number.
        fields: What it fills: none where it is left out, ``AS_OWN`` where it is kept as an own field.
        samples: The first different cells of it.
        kind: What a column that became an own field seems to hold, such as “an amount”; "" for nothing.
    """

    position: int
    name: str
    fields: tuple[str, ...]
    samples: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What would come of importing a file.

    Attributes:
        seen: The file.
        choices: What the seller has said of it.
        plan: How it is understood.
        report: What importing it would do.
        columns: In the file's order.
        day: A date of the file that could be read in two ways, and how it is read; None where there is none.
        unsure: Words of the stage column that a look should be had at, also once the seller has said what they mean;
            those that nothing near is known for come first.
        sure: All other words of it.
        first_deals: As they will be.
    """

    seen: SeenFile
    choices: ImportChoices
    plan: ImportPlan
    report: ImportReport
    columns: tuple[ColumnPreview, ...]
    day: tuple[str, date] | None
    unsure: tuple[StageWord, ...]
    sure: tuple[StageWord, ...]
    first_deals: tuple[ImportedDeal, ...]

    @property
    def open_words(self) -> tuple[StageWord, ...]:
        """Words of the stage column that became tags, and of which the seller has not said anything."""
        return tuple(word for word in self.unsure if word.tagged and word.word not in self.choices.stages)


def see_file(path: Path, sheet: str | None = None) -> SeenFile:
    """Read a file, of a workbook one sheet; raises as :func:`plan_import`."""
    state = _state(path)
    return SeenFile(with_header(read_file(path, sheet)), state)


def is_same(seen: SeenFile) -> bool:
    """Whether a file is still what it was when it was read."""
    return _state(seen.path) == seen.state


def preview_import(workspace: Workspace, seen: SeenFile, choices: ImportChoices) -> ImportPreview:
    """Go through an import without writing anything; raises as :func:`plan_import`."""
    plan = understand(seen.content, choices, workspace.default_currency)
    report = run_import(workspace, plan, dry_run=True)
    unsure, sure = _words(plan.read.stages, choices.stages)
    columns, day = tuple(_columns(plan)), _ambiguous_day(plan)
    return ImportPreview(seen, choices, plan, report, columns, day, unsure, sure, tuple(plan.deals[:FIRST_DEALS]))


def _words(words: Sequence[StageWord], said: Container[str]) -> tuple[tuple[StageWord, ...], tuple[StageWord, ...]]:
    """The words to be looked at, and all others; what is said of a word does not change its place."""
    strange, near, sure = list[StageWord](), list[StageWord](), list[StageWord]()
    for word in words:
        if word.word in said:
            known, nearly = is_known(word.word), is_known(word.word, nearly=True)
        else:
            known, nearly = not word.unclear, not word.tagged
        (sure if known else near if nearly else strange).append(word)
    return (*strange, *near), tuple(sure)


def _columns(plan: ImportPlan) -> Iterator[ColumnPreview]:
    columns = plan.columns
    kinds = dict(columns.hints)
    fields: dict[int, list[str]] = {position: ["note"] for position in columns.questions}
    fields |= {position: [AS_OWN] for position, _ in columns.own}
    for name, position in columns.positions.items():
        fields.setdefault(position, []).append(name)
    rows = [*islice(plan.file.rows(), _LOOKED_AT)]
    for position, name in enumerate(columns.header):
        cells = (clean(row.cells[position]).strip() for row in rows)
        samples = tuple(islice(dict.fromkeys(filter(None, cells)), _SAMPLES))
        if name or samples:
            filled = tuple(fields.get(position, ()))
            kind = kinds.get(name, "") if AS_OWN in filled else ""
            yield ColumnPreview(position, name or f"column {position + 1}", filled, samples, kind)


def _ambiguous_day(plan: ImportPlan) -> tuple[str, date] | None:
    """The first date that means another day when the month is first."""
    for name, cell in plan.read.either_way.items():
        with_day, with_month = (_day(cell, first) for first in (True, False))
        if with_day != with_month:
            day = with_day if plan.read.day_first[name] else with_month
            return (cell, day) if day is not None else None
    return None


def _day(cell: str, day_first: bool) -> date | None:
    try:
        moment = read_moment(cell, day_first)
    except BadInput:
        return None
    return None if moment is None else local_day(moment)


def _state(path: Path) -> State | None:
    try:
        return state_of(os.stat(path))
    except (OSError, ValueError):
        return None
