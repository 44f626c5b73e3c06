"""Why deals are lost: by reason, stage, seller, source and size, what stood in the way, and who may be asked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from funnelboard.domain.dates import whole_date
from funnelboard.domain.grammar import counted
from funnelboard.domain.presets import GENERAL, Preset
from funnelboard.domain.reports.measure import Measure, per_cent, per_cent_words
from funnelboard.domain.reports.scope import Key, Pick
from funnelboard.domain.reports.table import Heading, Row, Table
from funnelboard.domain.reports.worth import NOTHING, Counted, Worth, worth_by
from funnelboard.domain.stage import STAGES, LostReason, Outcome

SIZES: tuple[int, ...] = (0, 1_000, 5_000, 20_000, 100_000)
"""Where each size begins, in major units."""

SIZE_WORDS = ("below 1k", "1k to 5k", "5k to 20k", "20k to 100k", "100k and more")
NO_AMOUNT = "no amount"
NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Tally:
    """Closed deals that have something in common.

    Attributes:
        label: What it is, in words.
        won: How many were won; None where only lost deals have such a thing.
        pick: The lost ones.
    """

    label: str
    lost: Worth
    won: int | None
    pick: Pick

    @property
    def lost_share(self) -> Decimal | None:
        """Per cent of them that were lost."""
        return None if self.won is None else per_cent(self.lost.deals, self.lost.deals + self.won)


@dataclass(frozen=True, slots=True)
class InTheWay:
    """An objection that was open when its deal was lost."""

    deal_id: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class MayReturn:
    """A lost deal whose buyer has said that we may come back.

    Attributes:
        day: Local day that the next deal is parked until; None once it is back, or where none was kept.
    """

    deal_id: int
    title: str
    who: str
    reason: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Losses:
    """What was lost on the days asked for.

    Attributes:
        in_the_way, returns: The newest objections, and the next ones to come back: some of them where there are many.
        objections, may_return, may_not: How many there are of each.
    """

    lost: Worth
    reasons: tuple[Tally, ...]
    stages: tuple[Tally, ...]
    sellers: tuple[Tally, ...]
    sources: tuple[Tally, ...]
    sizes: tuple[Tally, ...]
    in_the_way: tuple[InTheWay, ...]
    objections: int
    returns: tuple[MayReturn, ...]
    may_return: int
    may_not: int
    measure: Measure


def reason_words(reason: str, detail: str, own: Iterable[str]) -> str:
    """A lost reason, or the board's own that is kept as the words of “other”."""
    return detail if reason == LostReason.OTHER and detail in set(own) else reason


def lost_tallies(rows: Sequence[Counted], words: Mapping[tuple[Key, ...], str], kind: str) -> tuple[Tally, ...]:
    """Lost deals by what they have in common, the most first.

    Args:
        words: What each key is called.
        kind: Of their picks.
    """
    found = worth_by(rows, lambda row: row.key)
    return _most_first(Tally(words[key], worth, None, Pick(kind, key)) for key, worth in found.items())


def tallies(rows: Sequence[Counted], words: Mapping[Key, str], kind: str) -> tuple[Tally, ...]:
    """Closed deals by what they have in common, the most lost ones first; the second of a row's key is the outcome."""
    keys = dict.fromkeys(row.key[0] for row in rows)
    return _most_first(_tally(rows, key, words[key], kind) for key in keys)


def size_tallies(rows: Sequence[Counted]) -> tuple[Tally, ...]:
    """Closed deals by size, the small ones first; the first of a row's key is the place in ``SIZES``."""
    there = {row.key[0] for row in rows}
    named: list[tuple[Key, str]] = [*enumerate(SIZE_WORDS), (None, NO_AMOUNT)]
    return tuple(_tally(rows, key, name, "lost-size") for key, name in named if key in there)


def _tally(rows: Iterable[Counted], key: Key, label: str, kind: str) -> Tally:
    found = worth_by((row for row in rows if row.key[0] == key), lambda row: row.key[1])
    won = found.get(Outcome.WON.value, NOTHING).deals
    return Tally(label, found.get(Outcome.LOST.value, NOTHING), won, Pick(kind, (key,)))


def _most_first(found: Iterable[Tally]) -> tuple[Tally, ...]:
    return tuple(sorted(found, key=lambda each: (-each.lost.deals, each.label)))


def tables(losses: Losses, preset: Preset = GENERAL) -> tuple[Table, ...]:
    """Reasons first; in the words of a preset."""
    measure = losses.measure
    named = {stage.value: preset.place(stage) for stage in STAGES}
    stages = [replace(each, label=named.get(each.label, each.label)) for each in losses.stages]
    return (
        _tally_table("Why", "reason", losses.reasons, measure, preset),
        _tally_table("From which stage", "stage", stages, measure, preset),
        _tally_table("By seller", "seller", losses.sellers, measure, preset),
        _tally_table("By source", "source", losses.sources, measure, preset),
        _tally_table("By size", "amount", losses.sizes, measure, preset),
        _in_the_way(losses),
        _returns(losses),
    )


def _tally_table(title: str, name: str, found: Sequence[Tally], measure: Measure, preset: Preset) -> Table:
    compared = any(each.won is not None for each in found)
    every = sum(each.lost.deals for each in found)
    rows = tuple(
        Row(
            (
                each.label,
                f"{each.lost.deals:,}",
                per_cent_words(each.lost.deals, every if each.won is None else each.lost.deals + each.won),
                measure.words(each.lost.amount),
            ),
            each.pick,
            (each.lost.deals,),
        )
        for each in found
    )
    headings = (
        Heading(name),
        Heading(preset.lost, right=True),
        Heading("of its closed" if compared else "share", right=True, spare=True),
        Heading("amount", right=True),
    )
    return Table(title, headings, rows, (preset.lost,), () if rows else ("Nothing was lost.",))


def _in_the_way(losses: Losses) -> Table:
    rows = tuple(Row((f"#{each.deal_id}", each.title, each.text), deal_id=each.deal_id) for each in losses.in_the_way)
    notes = []
    if losses.objections > len(rows):
        notes.append(f"The newest {len(rows):,} of {losses.objections:,}.")
    elif not rows:
        notes.append("None was open when a deal was lost.")
    headings = (Heading("deal", right=True), Heading("title"), Heading("objection"))
    return Table("Objections that were open", headings, rows, (), tuple(notes))


def _returns(losses: Losses) -> Table:
    rows = tuple(
        Row(
            (
                f"#{each.deal_id}",
                each.title,
                each.who,
                each.reason,
                whole_date(each.day) if each.day else "",
            ),
            deal_id=each.deal_id,
        )
        for each in losses.returns
    )
    notes = []
    if losses.may_return > len(rows):
        notes.append(f"The next {len(rows):,} of {losses.may_return:,}.")
    elif not rows:
        notes.append("Nobody has said so.")
    if any(each.day is None for each in losses.returns):
        notes.append("Without a day: back already, or no day was said.")
    if losses.may_not:
        notes.append(f"Of {counted(losses.may_not, 'lost deal')} the buyer has said no.")
    headings = (
        Heading("deal", right=True),
        Heading("title"),
        Heading("who", spare=True),
        Heading("lost over"),
        Heading("when", right=True),
    )
    return Table("Who said we may come back", headings, rows, (), tuple(notes))
