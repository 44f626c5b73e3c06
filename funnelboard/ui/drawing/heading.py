"""What stands above a column: its name, how many deals, and one figure of what they are worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from funnelboard.domain.board import Column, Total
from funnelboard.domain.money import Money, short_money
from funnelboard.domain.presets import GENERAL, Preset
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.ui.drawing.lines import EMPTY, FullLine, Line, Span, line_width
from funnelboard.ui.drawing.text import fit, width_of
from funnelboard.ui.looks.styles import Styles

USUAL = BoardSettings()
"""The settings of a board nobody has set."""

_MARGIN = 2
"""Cells before the words: the gap between columns, and one."""

Sums = dict[str, int]
"""Minor units by currency, the one with the most deals first."""


def heading_lines(
    column: Column, width: int, lines: int, active: bool, styles: Styles, settings: BoardSettings = USUAL
) -> list[FullLine]:
    """The heading of a column in one to four lines: as much of its worth as there is room for, never a cut number.

    Args:
        lines: One has everything, with more of them a rule is below, the worth has a line of its own, and one above
            is blank.
        active: Whether it is the column with the cursor.
    """
    inner = max(0, width - _MARGIN - 1)
    name = settings.preset.place(column.stage).upper()
    count = f" {column.count}"
    if width_of(name + count) > inner:
        name, count = fit(name, inner, styles.glyphs.ellipsis), ""
    margin: Span = (" " * _MARGIN, "text")
    named: Line = (margin, (name, "header_active" if active else "header"), (count, "dim"))
    if lines <= 2:
        worth = _worth(column, inner - line_width(named) + _MARGIN - 2, styles, settings)
        shown: list[Line] = [(*named, ("  ", "text"), *worth) if worth else named]
    else:
        shown = [named, (margin, *_worth(column, inner, styles, settings))]
    if lines > 1:
        rule = styles.glyphs.rule if active else styles.glyphs.line
        shown.append(((" ", "text"), (rule * max(0, width - 1), "bar" if active else "edge")))
    return [FullLine(line, "ground") for line in [EMPTY] * (lines - len(shown)) + shown]


def tabs_line(
    columns: Sequence[Column], active: Stage, width: int, styles: Styles, preset: Preset = GENERAL
) -> FullLine:
    """All four stages as tabs in one line, for a board that shows one column at a time."""
    words = {stage: preset.place(stage).capitalize() for stage in STAGES}
    choices = (
        [f" {words[column.stage]} {column.count} " for column in columns],
        [f" {words[column.stage]} " for column in columns],
        *(
            [f" {words[column.stage][: None if column.stage is active else letters].rstrip()} " for column in columns]
            for letters in (4, 1)
        ),
    )
    names = next((c for c in choices if sum(map(len, c)) <= width), None)
    if names is None:
        names = ["" if stage is not active else fit(f" {words[stage]} ", width) for stage in STAGES]
    tabs = zip(names, columns, strict=True)
    return FullLine(
        tuple((name, "header_active" if column.stage is active else "header") for name, column in tabs), "bar_ground"
    )


def all_sums(column: Column, styles: Styles, settings: BoardSettings = USUAL) -> str:
    """What a column is worth in every currency, where there are several and no rates to make one of them."""
    figures = [(word, sums) for word, sums, _ in _figures(column, styles, settings) if len(_parts(sums, settings)) > 1]
    return styles.cells(f" {styles.glyphs.dot} ".join(word + _all(sums) for word, sums in figures))


def _worth(column: Column, room: int, styles: Styles, settings: BoardSettings) -> Line:
    """The main figure as full as it fits, and at the right the second one where there is still room."""
    figures = [*_figures(column, styles, settings)]
    if not figures:
        return EMPTY
    word, sums, aside = figures[0]
    for text in _said(word, sums, styles, settings):
        shown = styles.cells(text)
        if width_of(shown) > room:
            continue
        beside = next((words for words in aside if width_of(shown) + 2 + width_of(words) <= room), "")
        gap = " " * (room - width_of(shown) - width_of(beside))
        return ((shown, "amount"), (gap, "text"), (beside, "dim")) if beside else ((shown, "amount"),)
    return EMPTY


def _figures(column: Column, styles: Styles, settings: BoardSettings) -> Iterator[tuple[str, Sums, list[str]]]:
    """A word, sums, and what can be said beside them: of open deals, or of what was won this year."""
    if column.stage is Stage.CLOSED:
        won = _by_currency((total for total in column.totals if total.outcome is Outcome.WON), "this_year")
        if won:
            yield f"{settings.preset.won} ", won, ["this year"]
        return
    sums = _by_currency(column.totals, "amount")
    if not sums:
        return
    aside: list[str] = []
    if column.stage is Stage.OPPORTUNITY:
        weighted = {code: amount // 100 for code, amount in _by_currency(column.totals, "weighted").items()}
        parts = _parts(weighted, settings)
        aside = [styles.cells(f"weighted {' + '.join(parts)}")] if parts else []
    yield "", sums, aside


def _said(word: str, sums: Sums, styles: Styles, settings: BoardSettings) -> Iterator[str]:
    """One sum if that is possible, else side by side what is apart, as much of it as there is room for."""
    parts = _parts(sums, settings, f"{styles.glyphs.about} ")
    yield word + " + ".join(parts)
    for count in range(len(parts) - 1, 0, -1):
        yield f"{word}{' + '.join(parts[:count])} + {styles.glyphs.ellipsis}"
    yield f"{parts[0]} + {styles.glyphs.ellipsis}" if parts[1:] else parts[0]


def _parts(sums: Sums, settings: BoardSettings, about: str = "") -> list[str]:
    """Sums as few amounts: first what the rates make one of, with ``about`` before it, then the others as they are."""
    rated = {code: amount for code, amount in sums.items() if settings.converted({code: amount}) is not None}
    one = settings.converted(rated) if len(rated) > 1 else None
    if one is None:
        return [short_money(Money(amount, code)) for code, amount in sums.items()]
    others = {code: amount for code, amount in sums.items() if code not in rated}
    return [about + short_money(one), *_parts(others, settings)]


def _by_currency(totals: Iterable[Total], figure: str) -> Sums:
    counts: dict[str, int] = {}
    sums: Sums = {}
    for total in totals:
        if total.currency is None or not (amount := getattr(total, figure)):
            continue
        sums[total.currency] = sums.get(total.currency, 0) + amount
        counts[total.currency] = counts.get(total.currency, 0) + total.count
    return dict(sorted(sums.items(), key=lambda item: (-counts[item[0]], item[0])))


def _all(sums: Sums) -> str:
    return " + ".join(short_money(Money(amount, code)) for code, amount in sums.items())
