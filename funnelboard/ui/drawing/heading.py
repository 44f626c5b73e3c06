"""What stands above a column: its name, how many deals, and how much they are worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from funnelboard.domain.board import Column, Total
from funnelboard.domain.money import Money, short_amount, short_money
from funnelboard.domain.presets import GENERAL, Preset
from funnelboard.domain.settings import BoardSettings
from funnelboard.domain.stage import STAGES, Outcome, Stage
from funnelboard.ui.drawing.strips import LeanStrip, strip_of
from funnelboard.ui.drawing.text import cells, fit, padded, width_of
from funnelboard.ui.looks.styles import Styles

USUAL = BoardSettings()
"""The settings of a board nobody has set."""


def heading_strips(
    column: Column, width: int, lines: int, active: bool, styles: Styles, settings: BoardSettings = USUAL
) -> list[LeanStrip]:
    """The heading of a column in one or two lines: as much of its sums as there is room for, never a cut number."""
    inner = width - 2
    name = settings.preset.place(column.stage).upper()
    counted = f"{name} {column.count}"
    choices = [cells(choice, ascii_look=styles.ascii) for choice in sum_choices(column, styles, settings) if choice]
    if width_of(counted) > inner:
        counted = padded(fit(name, inner, styles.glyphs.ellipsis), inner)
    if lines > 1:
        below = next((words for words in choices if width_of(words) <= inner), "")
        return [_strip(" " + counted, "", width, active, styles), _strip("", " " + below, width, active, styles)]
    room = inner - width_of(counted)
    full = [between + choice for choice in choices for between in (f" {styles.glyphs.dot} ", " ")]
    sums = next((words for words in full if width_of(words) <= room), "")
    return [_strip(" " + counted, sums, width, active, styles)]


def _strip(name: str, sums: str, width: int, active: bool, styles: Styles) -> LeanStrip:
    ground = styles.bar_ground if active else styles.ground
    return strip_of(
        [(name, ground + (styles.header_active if active else styles.header)), (sums, ground + styles.amount)],
        width,
        ground,
    )


def tabs_strip(
    columns: Sequence[Column], active: Stage, width: int, styles: Styles, preset: Preset = GENERAL
) -> LeanStrip:
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
    return strip_of(
        [
            (
                name,
                styles.cursor_ground + styles.header_active
                if column.stage is active
                else styles.bar_ground + styles.header,
            )
            for name, column in zip(names, columns, strict=True)
        ],
        width,
        styles.bar_ground,
    )


def sum_choices(column: Column, styles: Styles, settings: BoardSettings = USUAL) -> list[str]:
    """What can be said of a column's worth, from the fullest to the shortest.

    Currencies stand apart, or, where that is too long, as one sum at the board's rates, if it has them.
    """
    preset = settings.preset
    if column.stage is Stage.CLOSED:
        won, lost = (_by_currency(column.totals, outcome) for outcome in (Outcome.WON, Outcome.LOST))
        endings = [(word, sums) for word, sums in ((preset.won, won), (preset.lost, lost)) if sums]
        full = [f"{word} {_all(sums)}" for word, sums in endings]
        about = [f"{word} {text}" for word, sums in endings for text in _about(sums, settings, styles)]
        main = [f"{word} {_main(sums)}" for word, sums in endings]
        between = f" {styles.glyphs.dot} "
        return [between.join(full), *about[:1], between.join(main), *main[:1], *([_main(won)] if won else [])]
    sums = _by_currency(column.totals, None)
    if not sums:
        return []
    choices = [_all(sums), *_about(sums, settings, styles), _main(sums), *([_bare(sums)] if len(sums) == 1 else [])]
    if column.stage is Stage.OPPORTUNITY:
        weighted = {code: amount // 100 for code, (_, amount) in sums.items()}
        weighted_words = " + ".join(short_money(Money(amount, code)) for code, amount in weighted.items())
        choices = [
            f"{_all(sums)} {styles.glyphs.dot} {weighted_words} weighted",
            *([f"{_main(sums)} {styles.glyphs.dot} {weighted_words} weighted"] if len(sums) == 1 else []),
            *choices,
        ]
    return choices


def _by_currency(totals: Iterable[Total], outcome: Outcome | None) -> dict[str, tuple[int, int]]:
    """Sum and weighted sum for each currency, the one with the most deals first."""
    counts: dict[str, int] = {}
    sums: dict[str, tuple[int, int]] = {}
    for total in totals:
        if total.currency is None or total.outcome is not outcome:
            continue
        amount, weighted = sums.get(total.currency, (0, 0))
        sums[total.currency] = amount + total.amount, weighted + total.weighted
        counts[total.currency] = counts.get(total.currency, 0) + total.count
    return dict(sorted(sums.items(), key=lambda item: (-counts[item[0]], item[0])))


def _all(sums: dict[str, tuple[int, int]]) -> str:
    return " + ".join(short_money(Money(amount, code)) for code, (amount, _) in sums.items())


def _about(sums: dict[str, tuple[int, int]], settings: BoardSettings, styles: Styles) -> list[str]:
    money = settings.converted({code: amount for code, (amount, _) in sums.items()}) if len(sums) > 1 else None
    return [] if money is None else [f"{styles.glyphs.about} {short_money(money)}"]


def _main(sums: dict[str, tuple[int, int]]) -> str:
    code, (amount, _) = next(iter(sums.items()))
    others = f"+{len(sums) - 1}" if len(sums) > 1 else ""
    return short_money(Money(amount, code)) + others


def _bare(sums: dict[str, tuple[int, int]]) -> str:
    code, (amount, _) = next(iter(sums.items()))
    return short_amount(amount, code)
