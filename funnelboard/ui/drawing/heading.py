"""What stands above a column: its name, how many deals, and one figure of what they are worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from funnelboard.domain.board import Column, Total
from funnelboard.domain.money import Money, short_amount, short_money
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.domain.presets import GENERAL, Preset
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.ui.drawing.card import BESIDE, text_room
from funnelboard.ui.drawing.lines import EMPTY, FullLine, Line, Span
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
    name, count = _name(column, width, styles, settings)
    margin: Span = (" " * _MARGIN, "text")
    named: Line = (margin, (name, "header_active" if active else "header"), (count, "dim"))
    worth, _ = _worth(column, _room(column, width, lines, styles, settings), styles, settings)
    if lines <= 2:
        shown: list[Line] = [(*named, ("  ", "text"), *worth) if worth else named]
    else:
        shown = [named, (margin, *worth)]
    if lines > 1:
        rule = styles.glyphs.rule if active else styles.glyphs.line
        shown.append(((" ", "text"), (rule * max(0, width - 1), "bar" if active else "edge")))
    return [FullLine(line, "ground") for line in [EMPTY] * (lines - len(shown)) + shown]


def untold(column: Column, width: int, lines: int, styles: Styles, settings: BoardSettings = USUAL) -> str:
    """What a column is worth, in full, where its heading has no room to say all of it; empty where it has."""
    _, told = _worth(column, _room(column, width, lines, styles, settings), styles, settings)
    figure = None if told else _figure(column, settings)
    if figure is None:
        return ""
    said, aside, _ = next(_said(figure, styles, settings))
    return styles.cells(f"{said} {aside}".rstrip())


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


class _Figure(NamedTuple):
    """What a column is worth.

    Attributes:
        word: Stands before it where it is not all of the column.
        sums: Of open deals, or of what was won this year.
        weighted: The same weighted, of the opportunities.
    """

    word: str
    sums: Sums
    weighted: Sums


def _figure(column: Column, settings: BoardSettings) -> _Figure | None:
    if column.stage is Stage.CLOSED:
        won = [total for total in column.totals if total.outcome is Outcome.WON]
        sums = _by_currency(won, "this_year") or {currency: 0 for currency in [*_by_currency(won, "amount")][:1]}
        return _Figure(f"{settings.preset.won} ", sums, {}) if sums else None
    sums = _by_currency(column.totals, "amount")
    weighted: Sums = {}
    if column.stage is Stage.OPPORTUNITY:
        weighted = {code: amount // 100 for code, amount in _by_currency(column.totals, "weighted").items()}
    return _Figure("", sums, weighted) if sums else None


def _name(column: Column, width: int, styles: Styles, settings: BoardSettings) -> tuple[str, str]:
    """The stage, and how many deals are in it where there is room."""
    inner = _inner(width)
    name, count = settings.preset.place(column.stage).upper(), f" {column.count}"
    if width_of(name + count) > inner:
        return fit(name, inner, styles.glyphs.ellipsis), ""
    return name, count


def _inner(width: int) -> int:
    """Cells for the words: to where those of the cards below end."""
    return max(0, text_room(width) + BESIDE - _MARGIN)


def _room(column: Column, width: int, lines: int, styles: Styles, settings: BoardSettings) -> int:
    """Cells for what the column is worth: a line, or what the name leaves of one."""
    if lines > 2:
        return _inner(width)
    return _inner(width) - width_of("".join(_name(column, width, styles, settings))) - 2


def _worth(column: Column, room: int, styles: Styles, settings: BoardSettings) -> tuple[Line, bool]:
    """The figure as full as it fits, at the right what belongs to it; and whether that is all there is to say."""
    figure = _figure(column, settings)
    if figure is None:
        return EMPTY, True
    for said, aside, whole in _said(figure, styles, settings):
        shown, beside = styles.cells(said), styles.cells(aside)
        gap = room - width_of(shown) - width_of(beside)
        if gap >= bool(beside):
            return ((shown, "amount"), (" " * gap, "text"), (beside, "dim")) if beside else ((shown, "amount"),), whole
    return EMPTY, False


def _said(figure: _Figure, styles: Styles, settings: BoardSettings) -> Iterator[tuple[str, str, bool]]:
    """The figure, what stands beside it, and whether that is all: the fullest first.

    One amount where that is possible, which can also be said without its currency and its tenths; else side by side
    what is apart, as much of it as there is room for.
    """
    parts = _texts(figure.sums, settings, f"{styles.glyphs.about} ")
    full = figure.word + " + ".join(parts)
    weighted = " + ".join(_texts(figure.weighted, settings))
    if figure.word:
        yield full, "this year", True
    yield full, f"weighted {weighted}" if weighted else "", True
    if len(parts) == 1:
        (one, less), (aside, least) = (_bare(sums, settings) for sums in (figure.sums, figure.weighted))
        one, less = figure.word + one, figure.word + less
        for said, word, also in (
            (full, "weighted", aside),
            (full, "wtd", aside),
            (one, "wtd", aside),
            (less, "wtd", least),
        ):
            yield said, f"{word} {also}" if also else "", True
    yield full, "", False
    for count in range(len(parts) - 1, 0, -1):
        yield f"{figure.word}{' + '.join(parts[:count])} + {styles.glyphs.ellipsis}", "", False


def _bare(sums: Sums, settings: BoardSettings) -> tuple[str, str]:
    """The one amount that sums come to without its currency, then shorter; empty for none."""
    _, amounts = _amounts(sums, settings)
    if not amounts:
        return "", ""
    minor, currency = amounts[0].minor, amounts[0].currency
    return short_amount(minor, currency), short_amount(minor, currency, shorter=True)


def _texts(sums: Sums, settings: BoardSettings, about: str = "") -> list[str]:
    """Sums as few amounts, with ``about`` before the one that the rates have made of several."""
    made, amounts = _amounts(sums, settings)
    return [(about if made and not number else "") + short_money(one) for number, one in enumerate(amounts)]


def _amounts(sums: Sums, settings: BoardSettings) -> tuple[bool, list[Money]]:
    """Sums as few amounts, and whether the first is what the rates have made of several; the others are as they are."""
    rated = {code: amount for code, amount in sums.items() if settings.converted({code: amount}) is not None}
    one = settings.converted(rated) if len(rated) > 1 else None
    others = [Money(amount, code) for code, amount in sums.items() if one is None or code not in rated]
    return (False, others) if one is None else (True, [one, *others])


def _by_currency(totals: Iterable[Total], figure: str) -> Sums:
    counts: dict[str, int] = {}
    sums: Sums = {}
    for total in totals:
        if total.currency is None or not (amount := getattr(total, figure)):
            continue
        sums[total.currency] = sums.get(total.currency, 0) + amount
        counts[total.currency] = counts.get(total.currency, 0) + total.count
    return dict(sorted(sums.items(), key=lambda item: (-counts[item[0]], item[0])))
