"""How a file was understood, in sentences: its stages and currency, and what may not be as it was meant."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from funnelboard.domain.grammar import counted
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.exchange.stage_reading import StageWord, read_stage
from funnelboard.services.importing.alike import Alike
from funnelboard.services.importing.csv_import import ImportPlan, ImportReport

_NAMED = 12
"""Words, columns or deals that are named one by one."""


class Told(NamedTuple):
    """One sentence, and what a command line says to have it otherwise; "" for nothing."""

    text: str
    option: str = ""


def told(plan: ImportPlan, report: ImportReport) -> Iterator[Told]:
    """What there is to say of a file beside its columns and rejected rows."""
    read = plan.read
    if hints := plan.columns.hints:
        named = _list([f"“{name}” ({kind})" for name, kind in hints])
        yield Told(
            f"Kept as own fields, though they look as if they mattered: {named}", _option("map", hints[0][0], "FIELD")
        )
    if read.stages:
        yield Told(f"Stages: {_list([f'{word.word} {word.count:,} = {_places(word)}' for word in read.stages])}")
    if near := [word for word in read.stages if word.unclear and not word.tagged]:
        named = _list([f"“{word.word}” ({_places(word)})" for word in near])
        yield Told(f"Taken for the stages nearest to them: {named}", _option("stage", near[0].word, "prospect"))
    if tagged := [word for word in read.stages if word.tagged]:
        named = _list([f"“{word.word}” ({word.count:,})" for word in tagged])
        example = "won" if read_stage(tagged[0].word) else "prospect"
        yield Told(f"With a tag, for want of a stage: {named}", _option("stage", tagged[0].word, example))
    if read.assumed:
        amounts = counted(sum(read.assumed.values()), "amount")
        yield Told(f"Assumed: {amounts} in {', '.join(read.assumed)}", "--currency CODE")
    yield from told_of_rows(plan, report)


def told_of_rows(plan: ImportPlan, report: ImportReport) -> Iterator[Told]:
    """Of that, what is said of single cells and rows."""
    read = plan.read
    for each in read.set_aside[:_NAMED]:
        cells, reason = counted(each.count, "cell"), each.reason.rstrip(".")
        yield Told(f"Kept as an own field instead: {cells} of “{each.column}”, the first because {reason}")
    if footer := read.footer:
        yield Told(f"Left out below the last row: {_list([f'“{text}”' for text in footer])}")
    if read.repeats:
        yield Told(f"Said again by other rows, and taken once: {counted(read.repeats, 'row')}")
    if alike := report.possible_duplicates:
        named = [f"“{deal.title}” of line {deal.line} (#{deal_id})" for deal, deal_id in alike[:_NAMED]]
        yield Told(f"Perhaps here already: {_list(named, len(alike))}")
    yield from told_alike(report.alike)


def told_alike(alike: Sequence[Alike]) -> Iterator[Told]:
    """Which new names are like others."""
    for here, said in ((True, "Like names that are here"), (False, "Like each other in the file")):
        if found := [each for each in alike if each.here is here]:
            yield Told(f"{said}: {_list([_pair(each) for each in found])}")


def _pair(alike: Alike) -> str:
    return f"“{alike.new.name}” and “{alike.other.name}” ({alike.why})"


def _places(word: StageWord) -> str:
    if len(word.places) == 1:
        return next(iter(word.places))
    return " + ".join(f"{count:,} {place}" for place, count in word.places.items())


def _option(name: str, left: str, right: str) -> str:
    return f"--{name} {shlex.quote(f'{left}={right}')}"


def _list(items: Sequence[str], count: int = 0) -> str:
    """The first of some items, and how many more there are."""
    left = max(count, len(items)) - _NAMED
    more = f" and {left:,} more" if left > 0 else ""
    return ", ".join(items[:_NAMED]) + more
