"""Where leads come from, what became of them, what they were worth, and how soon somebody was in touch.

A report of some days is about the deals that began on them, whatever became of them since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from funnelboard.domain.presets import GENERAL, Preset
from funnelboard.domain.reports.measure import Measure, Spans, Spread, per_cent, per_cent_words
from funnelboard.domain.reports.scope import Pick
from funnelboard.domain.reports.table import Heading, Row, Table
from funnelboard.domain.reports.worth import NOTHING, Counted, Worth, worth_by, worth_of
from funnelboard.domain.stage import Outcome, Stage

UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The deals of one source.

    Attributes:
        source: Empty where it is not known.
        deals: All that began.
        prospects, opportunities: How many came so far or further, as far as it is known.
        won, lost: How they ended.
        open: What is still open, parked included.
        touch: From their beginning to the first note, answer or finished follow-up after it; not of imported deals.
    """

    source: str
    deals: int
    prospects: int
    opportunities: int
    won: Worth
    lost: int
    open: Worth
    touch: Spread

    @property
    def name(self) -> str:
        """In words."""
        return self.source or UNKNOWN

    @property
    def won_share(self) -> Decimal | None:
        """Per cent of all that were won."""
        return per_cent(self.won.deals, self.deals)


@dataclass(frozen=True, slots=True)
class Sources:
    """Every source that a deal has, the one with the most deals first."""

    lines: tuple[SourceLine, ...]
    measure: Measure


def sources(
    rows: Sequence[Counted],
    reached: Mapping[Stage, Mapping[str, int]],
    touches: Mapping[str, Spans],
    measure: Measure,
) -> Sources:
    """Put it together.

    Args:
        rows: Deals by source and outcome.
        reached: How many of each source came to a stage or further.
        touches: How long it took from the beginning to the first touch, by source.
    """
    found = worth_by(rows, lambda row: row.key)
    lines = [
        SourceLine(
            source,
            worth_of(row for row in rows if row.key[0] == source).deals,
            reached[Stage.PROSPECT].get(source, 0),
            reached[Stage.OPPORTUNITY].get(source, 0),
            found.get((source, Outcome.WON.value), NOTHING),
            found.get((source, Outcome.LOST.value), NOTHING).deals,
            found.get((source, None), NOTHING),
            touches[source].spread if source in touches else Spread(),
        )
        for source in dict.fromkeys(str(row.key[0]) for row in rows)
    ]
    return Sources(tuple(sorted(lines, key=lambda line: (-line.deals, line.name))), measure)


def tables(sources: Sources, preset: Preset = GENERAL) -> tuple[Table, ...]:
    """What became of them, then what they were worth; in the words of a preset."""
    return _became(sources.lines, preset), _worth(sources.lines, sources.measure)


def _became(lines: Iterable[SourceLine], preset: Preset) -> Table:
    rows = tuple(
        Row(
            (
                line.name,
                f"{line.deals:,}",
                f"{line.prospects:,}",
                f"{line.opportunities:,}",
                f"{line.won.deals:,}",
                per_cent_words(line.won.deals, line.deals),
                f"{line.lost:,}",
                f"{line.open.deals:,}",
            ),
            Pick("source", (line.source,)),
            (line.deals,),
        )
        for line in lines
    )
    prospect, opportunity = preset.place(Stage.PROSPECT), preset.place(Stage.OPPORTUNITY)
    headings = (
        Heading("source"),
        Heading("deals", right=True),
        Heading(prospect, right=True, spare=True),
        Heading(opportunity, right=True, spare=True),
        Heading(preset.won, right=True),
        Heading("share", right=True),
        Heading(preset.lost, right=True, spare=True),
        Heading("open", right=True, spare=True),
    )
    so_far = (
        f"{prospect.capitalize()}, {opportunity}: so far or further, by the stage history. Open ones may be parked."
    )
    return Table("What became of them", headings, rows, ("deals",), (so_far if rows else "No deals yet.",))


def _worth(lines: Iterable[SourceLine], measure: Measure) -> Table:
    rows = tuple(
        Row(
            (
                line.name,
                measure.words(line.won.amount),
                measure.words(line.open.amount),
                measure.words(line.open.weighted, estimated=True),
                *line.touch.cells[:2],
            ),
            Pick("source", (line.source,)),
            (measure.size(line.won.amount),),
        )
        for line in lines
    )
    names = ("tangible", "potential", "weighted", "n", "first touch")
    headings = (
        Heading("source"),
        *(Heading(name, right=True, spare=name in ("weighted", "n", "first touch")) for name in names),
    )
    notes = [
        "First touch: the median of days to the first note, answer or finished follow-up after a deal was made here."
    ]
    return Table("What they were worth", headings, rows, ("tangible",), tuple(notes if rows else ()))
