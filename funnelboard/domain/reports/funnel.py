"""The funnel: what stands in each stage, what was won and lost, and how many deals went on from each stage.

Going on comes from the stage history, as it happened: a deal that came back and went on again counts twice, one that
skipped a stage counts where it left. What was undone never happened. What an import put in its place is no move.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from funnelboard.domain.grammar import counted
from funnelboard.domain.presets import GENERAL, Preset
from funnelboard.domain.reports.measure import Measure, per_cent, per_cent_words
from funnelboard.domain.reports.scope import Pick
from funnelboard.domain.reports.table import Heading, Row, Table
from funnelboard.domain.reports.worth import NOTHING, Counted, Worth, worth_by
from funnelboard.domain.stage import STAGES, Outcome, Stage

OPEN_STAGES = STAGES[:-1]
Place = tuple[Stage, Outcome | None]
PLACES: tuple[Place, ...] = (*((stage, None) for stage in OPEN_STAGES), *((Stage.CLOSED, each) for each in Outcome))


@dataclass(frozen=True, slots=True)
class Standing:
    """The deals in one place; what open ones may bring in and what won ones did is never added together."""

    stage: Stage
    outcome: Outcome | None
    worth: Worth


@dataclass(frozen=True, slots=True)
class Moves:
    """How often deals went from one place to another."""

    origin: Place
    target: Place
    count: int

    @property
    def by(self) -> int:
        """Stages on, or back where it is negative."""
        return self.target[0].position - self.origin[0].position


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of the deals that left a stage, each time they did.

    Attributes:
        on: Went on towards being won, those that skipped a stage included.
        skipped: How many of these skipped one.
        lost, back: Closed as lost; back to an earlier stage.
    """

    stage: Stage
    on: int
    skipped: int
    lost: int
    back: int

    @property
    def left(self) -> int:
        """How often a deal left it."""
        return self.on + self.lost + self.back

    @property
    def rate(self) -> Decimal | None:
        """Per cent that went on."""
        return per_cent(self.on, self.left)


@dataclass(frozen=True, slots=True)
class Funnel:
    """The funnel at one moment; what was closed and moved, on the days asked for.

    Attributes:
        stages: The open stages, then won and lost.
        parked: Open deals that are set aside; in none of the stages.
        unmoved: Deals that an import brought and nobody has moved since: no conversion is known of them.
    """

    stages: tuple[Standing, ...]
    parked: Worth
    moves: tuple[Moves, ...]
    unmoved: int
    measure: Measure

    @property
    def win_rate(self) -> Decimal | None:
        """Per cent of the closed deals that were won."""
        return per_cent(self._closed(Outcome.WON), self._closed(Outcome.WON) + self._closed(Outcome.LOST))

    @property
    def conversions(self) -> tuple[Conversion, ...]:
        """Of each open stage."""
        return tuple(_conversion(stage, self.moves) for stage in OPEN_STAGES)

    @property
    def returns(self) -> tuple[Moves, ...]:
        """Moves back, and from one outcome to the other."""
        return tuple(each for each in self.moves if each.by < 0 or each.origin[0] is Stage.CLOSED)

    def _closed(self, outcome: Outcome) -> int:
        return sum(each.worth.deals for each in self.stages if each.outcome is outcome)


def standings(rows: Iterable[Counted]) -> tuple[Standing, ...]:
    """Every place in the order of the funnel; the rows' keys are stage and outcome."""
    found = worth_by(rows, lambda row: row.key)
    return tuple(
        Standing(stage, outcome, found.get((stage.value, outcome and outcome.value), NOTHING))
        for stage, outcome in PLACES
    )


def _conversion(stage: Stage, moves: Iterable[Moves]) -> Conversion:
    on = skipped = lost = back = 0
    for each in moves:
        if each.origin[0] is not stage:
            continue
        if each.target[1] is Outcome.LOST:
            lost += each.count
        elif each.by < 0:
            back += each.count
        else:
            on += each.count
            skipped += each.count if each.by > 1 else 0
    return Conversion(stage, on, skipped, lost, back)


def tables(funnel: Funnel, preset: Preset = GENERAL) -> tuple[Table, ...]:
    """What stands where, what went on, what came back; in the words of a preset."""
    return _standing_table(funnel, preset), _conversion_table(funnel, preset), *_returns_table(funnel, preset)


def _standing_table(funnel: Funnel, preset: Preset) -> Table:
    measure = funnel.measure
    rows = tuple(
        Row(
            (preset.place(each.stage, each.outcome), f"{each.worth.deals:,}", *_amounts(each, measure)),
            Pick("place", (each.stage.value, each.outcome and each.outcome.value)),
            (each.worth.deals,),
        )
        for each in funnel.stages
    )
    notes = [] if funnel.win_rate is None else [f"Win rate {funnel.win_rate} % of {_closed_words(funnel)}."]
    if funnel.parked.deals:
        worth = measure.words(funnel.parked.amount)
        notes.append(f"Parked, in no stage above: {counted(funnel.parked.deals, 'deal')}{worth and f', {worth}'}.")
    headings = (
        Heading("stage"),
        Heading("deals", right=True),
        Heading("potential", right=True),
        Heading("weighted", right=True, spare=True),
        Heading("tangible", right=True),
        Heading(preset.lost, right=True, spare=True),
    )
    return Table("What stands where", headings, rows, ("deals",), tuple(notes))


def _amounts(standing: Standing, measure: Measure) -> tuple[str, str, str, str]:
    """What may come, the same weighted, what came, and what did not: each deal has only one of these."""
    amount = measure.words(standing.worth.amount)
    if standing.outcome is None:
        return amount, measure.words(standing.worth.weighted, estimated=True), "", ""
    return ("", "", amount, "") if standing.outcome is Outcome.WON else ("", "", "", amount)


def _closed_words(funnel: Funnel) -> str:
    return counted(sum(each.worth.deals for each in funnel.stages if each.outcome is not None), "closed deal")


def _conversion_table(funnel: Funnel, preset: Preset) -> Table:
    rows = tuple(
        Row(
            (
                preset.place(each.stage),
                f"{each.left:,}",
                f"{each.on:,}",
                per_cent_words(each.on, each.left),
                f"{each.skipped:,}",
                f"{each.lost:,}",
                f"{each.back:,}",
            ),
            Pick("left", (each.stage.value,)),
            (each.on,),
        )
        for each in funnel.conversions
    )
    notes = ["Each time a deal left a stage counts, so one that came back and went on again counts twice."]
    if funnel.unmoved:
        have = "has" if funnel.unmoved == 1 else "have"
        notes.append(
            f"{counted(funnel.unmoved, 'deal')} from an import {have} not moved since, and count nowhere here."
        )
    headings = (
        Heading("from"),
        Heading("left", right=True),
        Heading("went on", right=True),
        Heading("share", right=True),
        Heading("skipping", right=True, spare=True),
        Heading(preset.lost, right=True),
        Heading("back", right=True, spare=True),
    )
    return Table("How many go on", headings, rows, ("went on",), tuple(notes))


def _returns_table(funnel: Funnel, preset: Preset) -> tuple[Table, ...]:
    if not funnel.returns:
        return ()
    rows = tuple(
        Row((preset.place(*each.origin), preset.place(*each.target), f"{each.count:,}"), Pick("moved", move_keys(each)))
        for each in funnel.returns
    )
    return (Table("What came back", (Heading("from"), Heading("to"), Heading("times", right=True)), rows),)


def move_keys(moves: Moves) -> tuple[str | None, ...]:
    """From which stage and outcome to which, as a pick names them."""
    (stage, outcome), (to_stage, to_outcome) = moves.origin, moves.target
    return stage.value, outcome and outcome.value, to_stage.value, to_outcome and to_outcome.value
