"""How long deals stay in a stage, and how long it takes from being worked on to being closed: median and spread.

A visit to a stage counts once it is over, each by itself where a deal came back. One that began with an import began
earlier than anybody here knows, and is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from funnelboard.domain.grammar import counted
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.presets import GENERAL, Preset
from funnelboard.domain.reports.measure import Spans, Spread
from funnelboard.domain.reports.scope import Pick
from funnelboard.domain.reports.table import Heading, Row, Table
from funnelboard.domain.stage import STAGES, Outcome, Stage


class Visit(NamedTuple):
    """A stay in a stage that is over; ``since`` is None where an import put the deal there."""

    stage: Stage
    since: int | None
    until: int


class Cycle(NamedTuple):
    """A closed deal.

    Attributes:
        active: When it was first an opportunity, by the stage history.
        created: When the file that it was imported from says it began; None for others, and where it does not say.
    """

    outcome: Outcome
    active: int | None
    created: int | None
    closed: int


@dataclass(frozen=True, slots=True)
class CycleSpread:
    """How long the deals of one outcome took.

    Attributes:
        every: All of which it is known.
        history: From the first time they were an opportunity here.
        imported: From the day that the file they came from gives.
        unknown: How many were never an opportunity, or nobody knows since when.
    """

    outcome: Outcome
    every: Spread
    history: Spread
    imported: Spread
    unknown: int


@dataclass(frozen=True, slots=True)
class Velocity:
    """How long it takes.

    Attributes:
        stages: Of each open stage how long the visits took that are over.
        unknown: How many visits began with an import.
        standing: How long the open deals are in their stage so far.
        imported: How many more of them are where an import put them, nobody knows since when.
    """

    stages: tuple[tuple[Stage, Spread], ...]
    unknown: int
    standing: tuple[tuple[Stage, Spread], ...]
    imported: int
    cycles: tuple[CycleSpread, ...]


def velocity(
    visits: Iterable[Visit], standing: Iterable[tuple[Stage, int]], imported: int, cycles: Iterable[Cycle]
) -> Velocity:
    """Put it together.

    Args:
        standing: Of each open deal, its stage and for how long it is there, in microseconds.
        imported: How many open deals are where an import put them.
    """
    stays = {stage: Spans() for stage in STAGES}
    unknown = 0
    for stage, since, until in visits:
        if since is None:
            unknown += 1
        else:
            stays[stage].add(until - since)
    so_far = {stage: Spans() for stage in STAGES}
    for stage, span in standing:
        so_far[stage].add(span)
    spans = {outcome: _Known(Spans(), Spans(), 0) for outcome in Outcome}
    for outcome, active, created, closed in cycles:
        if active is not None:
            spans[outcome].history.add(max(0, closed - active))
        elif created is not None:
            spans[outcome].imported.add(closed - created)
        else:
            spans[outcome].unknown += 1
    return Velocity(
        tuple((stage, stays[stage].spread) for stage in STAGES[:-1]),
        unknown,
        tuple((stage, so_far[stage].spread) for stage in STAGES[:-1]),
        imported,
        tuple(_cycle(outcome, found) for outcome, found in spans.items()),
    )


@dataclass(slots=True)
class _Known:
    """How long deals took from being worked on to being closed, as :class:`CycleSpread` has them."""

    history: Spans
    imported: Spans
    unknown: int


def _cycle(outcome: Outcome, spans: _Known) -> CycleSpread:
    return CycleSpread(
        outcome,
        spans.history.with_others(spans.imported).spread,
        spans.history.spread,
        spans.imported.spread,
        spans.unknown,
    )


_SPREAD = (
    Heading("n", right=True),
    Heading("median", right=True),
    Heading("half of them within", right=True, spare=True),
)


def tables(velocity: Velocity, preset: Preset = GENERAL) -> tuple[Table, ...]:
    """The cycle, time in stage, and how long the open ones stand; in the words of a preset."""
    return _cycle_table(velocity, preset), *_stage_tables(velocity, preset)


def _cycle_table(velocity: Velocity, preset: Preset) -> Table:
    rows = []
    unknown = 0
    for each in velocity.cycles:
        outcome = preset.place(Stage.CLOSED, each.outcome)
        unknown += each.unknown
        lines = [("by history", each.history, "cycle-history"), ("imported", each.imported, "cycle-imported")]
        known = [line for line in lines if line[1].n]
        for words, spread, kind in known if len(known) == 1 else [("all", each.every, "cycle"), *known]:
            rows.append(
                Row((f"{outcome}, {words}", *spread.cells), Pick(kind, (each.outcome.value,)), (_size(spread),))
            )
    notes = [
        f"By history: from the first time a deal was in {preset.place(Stage.OPPORTUNITY)} here. "
        "Imported: from the day that its file gives, where there is no such history."
    ]
    if unknown:
        were, stage = "was" if unknown == 1 else "were", preset.place(Stage.OPPORTUNITY)
        notes.append(f"{counted(unknown, 'closed deal')} {were} never in {stage}, as far as is known here.")
    return Table("From active to closed", (Heading("closed"), *_SPREAD), tuple(rows), ("median",), tuple(notes))


def _stage_tables(velocity: Velocity, preset: Preset) -> tuple[Table, ...]:
    over = tuple(
        Row((preset.place(stage), *spread.cells), Pick("visited", (stage.value,)), (_size(spread),))
        for stage, spread in velocity.stages
    )
    notes = ["Every stay that is over, time in parking included; a deal that came back has several."]
    if velocity.unknown:
        verb = "is" if velocity.unknown == 1 else "are"
        notes.append(f"{velocity.unknown:,} more that began with an import {verb} not in it.")
    now = tuple(
        Row((preset.place(stage), *spread.cells), Pick("standing", (stage.value,)), (_size(spread),))
        for stage, spread in velocity.standing
    )
    standing = []
    if velocity.imported:
        verb = "is" if velocity.imported == 1 else "are"
        standing.append(f"{velocity.imported:,} more {verb} where an import put them, nobody knows since when.")
    headings = (Heading("stage"), *_SPREAD)
    return (
        Table("Time in stage", headings, over, ("median",), tuple(notes)),
        Table("Open deals, in their stage so far", headings, now, ("median",), tuple(standing)),
    )


def _size(spread: Spread) -> int:
    return 0 if spread.median is None else int(spread.median * 10)
