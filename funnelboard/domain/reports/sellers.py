"""Who works what, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from funnelboard.domain.presets import GENERAL, Preset
from funnelboard.domain.reports.measure import Measure, per_cent, per_cent_words
from funnelboard.domain.reports.scope import Key, Pick
from funnelboard.domain.reports.table import Heading, Row, Table
from funnelboard.domain.reports.worth import NOTHING, Counted, Worth, worth_by
from funnelboard.domain.stage import Outcome

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class SellerLine:
    """The deals of one owner: open ones as they stand, closed ones of the days asked for.

    Attributes:
        seller: Login, or a name without one; empty for nobody's.
        id: Of the seller.
    """

    seller: str
    id: Key
    open: Worth
    won: Worth
    lost: Worth

    @property
    def name(self) -> str:
        """In words."""
        return self.seller or NOBODY

    @property
    def win_rate(self) -> Decimal | None:
        """Per cent of the closed deals that were won."""
        return per_cent(self.won.deals, self.won.deals + self.lost.deals)


@dataclass(frozen=True, slots=True)
class Sellers:
    """Every owner of a deal, who won the most first."""

    lines: tuple[SellerLine, ...]
    measure: Measure


def sellers(rows: Sequence[Counted], names: Mapping[Key, str], measure: Measure) -> Sellers:
    """Put it together.

    Args:
        rows: Deals by owner and outcome.
        names: Every seller by id.
    """
    found = worth_by(rows, lambda row: row.key)

    def worth(owner: Key, outcome: Outcome | None) -> Worth:
        return found.get((owner, outcome and outcome.value), NOTHING)

    lines = [
        SellerLine(
            names.get(owner, ""), owner, worth(owner, None), worth(owner, Outcome.WON), worth(owner, Outcome.LOST)
        )
        for owner in dict.fromkeys(row.key[0] for row in rows)
    ]
    lines.sort(key=lambda line: (-measure.size(line.won.amount), -line.won.deals, line.name.casefold()))
    return Sellers(tuple(lines), measure)


def tables(sellers: Sellers, preset: Preset = GENERAL) -> tuple[Table, ...]:
    """One table, in the words of a preset."""
    measure = sellers.measure
    rows = tuple(
        Row(
            (
                line.name,
                f"{line.won.deals:,}",
                f"{line.lost.deals:,}",
                per_cent_words(line.won.deals, line.won.deals + line.lost.deals),
                measure.words(line.won.amount),
                f"{line.open.deals:,}",
                measure.words(line.open.amount),
                measure.words(line.open.weighted, estimated=True),
            ),
            Pick("owner", (line.id,)),
            (measure.size(line.won.amount),),
        )
        for line in sellers.lines
    )
    headings = (
        Heading("seller"),
        Heading(preset.won, right=True),
        Heading(preset.lost, right=True, spare=True),
        Heading("win rate", right=True),
        Heading("tangible", right=True),
        Heading("open", right=True, spare=True),
        Heading("potential", right=True, spare=True),
        Heading("weighted", right=True, spare=True),
    )
    return (Table("By owner", headings, rows, ("tangible",), () if rows else ("No deals yet.",)),)
