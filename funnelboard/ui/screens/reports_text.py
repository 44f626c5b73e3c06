"""Reports as lines: tables whose rows can be gone through, a bar at the end of each row or below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from funnelboard.domain.dates import whole_date
from funnelboard.domain.deal import Deal
from funnelboard.domain.instant import local_moment
from funnelboard.domain.money import format_money
from funnelboard.domain.presets import Preset
from funnelboard.domain.reports.table import Heading, Row, Table, bar_text
from funnelboard.ui.drawing.lines import EMPTY, Line, Span, hang
from funnelboard.ui.drawing.scrolled import Block
from funnelboard.ui.drawing.text import fit, padded, width_of
from funnelboard.ui.looks.styles import Styles

_GAP = 2
_LEAST_BAR, _LONGEST_BAR = 6, 30
"""Cells of a bar beside its row; with less room it stands below."""

_LEAST_NAME = 12
"""Cells of a row's first column, for which others are left out."""

_LEAST_BESIDE = 8
"""Cells that are left of a name beside its figures at least; with less room it stands above them."""


def rows_of(tables: Sequence[Table]) -> list[Row]:
    """Every row, in the order the cursor goes through them."""
    return [row for table in tables for row in table.rows]


def table_at(tables: Sequence[Table], at: int) -> Table | None:
    """The table that has the row at a place; of none, the first."""
    for table in tables:
        if at < len(table.rows):
            return table
        at -= len(table.rows)
    return tables[0] if tables else None


def deals_table(title: str, deals: Sequence[Deal], count: int, preset: Preset) -> Table:
    """The deals behind a row, as a table of their own.

    Args:
        count: How many there are, if more than these.
    """
    headings = (
        Heading("deal", right=True),
        Heading("title"),
        Heading("stage"),
        Heading("amount", right=True),
        Heading("company", spare=True),
        Heading("owner", spare=True),
        Heading("since", right=True, spare=True),
    )
    notes = [f"The first {len(deals):,} of {count:,}; narrow them with /."] if count > len(deals) else []
    if not deals:
        notes.append("No deals any more.")
    return Table(title, headings, tuple(_deal_row(deal, preset) for deal in deals), (), tuple(notes))


def _deal_row(deal: Deal, preset: Preset) -> Row:
    since = local_moment(deal.stage_since if deal.closed_at is None else deal.closed_at).date()
    return Row(
        (
            f"#{deal.id}",
            deal.title,
            preset.place(deal.stage, deal.outcome),
            format_money(deal.amount) if deal.amount else "",
            deal.company.name if deal.company else "",
            deal.owner.handle if deal.owner else "",
            whole_date(since),
        ),
        deal_id=deal.id,
    )


@dataclass(frozen=True, slots=True)
class ReportText:
    """Writes tables for one width and styles."""

    styles: Styles
    width: int

    def blocks(self, tables: Sequence[Table], notes: Sequence[str], at: int) -> list[Block]:
        """A block to each row: the first of a table with what stands above it, the last with what stands below.

        Args:
            notes: Sentences about all of it.
            at: The place of the row at hand.
        """
        blocks: list[list[Line]] = []
        above: list[Line] = []
        for table in tables:
            above += [EMPTY] if blocks or above else []
            above += self._flowed(table.title, "heading")
            fitted = _Fitted(table, self.styles, self.width - 1)
            if table.rows:
                above += [((" ", "text"), *line) for line in fitted.head()]
            for place in range(len(table.rows)):
                lines = fitted.row(place)
                blocks.append([*above, *(self._marked(line, at=len(blocks) == at) for line in lines)])
                above = []
            below = [line for note in table.notes for line in self._flowed(note, "dim")]
            if blocks and not above:
                blocks[-1] += below
            else:
                above += below
        above += [line for note in notes for line in (EMPTY, *self._flowed(note, "dim"))]
        if not blocks:
            return [above]
        blocks[-1] += above
        return [*blocks]

    def _flowed(self, text: str, role: str) -> Iterator[Line]:
        return hang(((" ", role),), self.styles.cells(text), role, self.width, 1)

    def _marked(self, line: Line, *, at: bool) -> Line:
        """A line of a row with the cursor's bar in front, and what it says brighter, if the cursor is on it."""
        if not at:
            return ((" ", "bar"), *line)
        bright = [(text, "title_cursor" if role == "text" else role) for text, role in line]
        return ((self.styles.glyphs.cursor, "bar"), *bright)


class _Fitted:
    """A table for a width: which of its columns there is room for, and where its bars stand."""

    def __init__(self, table: Table, styles: Styles, width: int) -> None:
        self._table = table
        self._styles = styles
        self._width = width
        self._cells = [[styles.cells(cell) for cell in row.cells] for row in table.rows]
        names = [styles.cells(heading.name) for heading in table.headings]
        widths = [
            max(width_of(name), *(width_of(row[place]) for row in self._cells)) if self._cells else width_of(name)
            for place, name in enumerate(names)
        ]
        self._kept = list(range(len(widths)))
        texts = [place for place, heading in enumerate(table.headings) if not heading.right]
        for place in reversed(self._kept.copy()):
            needed = [min(widths[one], _LEAST_NAME) if one in texts else widths[one] for one in self._kept]
            if table.headings[place].spare and _taken(needed) > width:
                self._kept.remove(place)
        others = _taken([widths[one] for one in self._kept if one])
        self._above = 0 in texts and others + _GAP + min(widths[0], _LEAST_BESIDE) > width
        if self._above:
            self._kept.remove(0)
            widths[0] = min(widths[0], width // 2)  # the bars have the rest
        while _taken([widths[one] for one in self._kept]) > width:
            longest = max((one for one in self._kept if one in texts), key=widths.__getitem__, default=None)
            if longest is None or widths[longest] <= 1:
                break
            widths[longest] -= 1
        self._widths = widths
        count = len(table.bars)
        left = (width - _taken([widths[one] for one in self._kept]) - _GAP * count) // count if table.longest else 0
        self._beside = min(left, _LONGEST_BAR) if left >= _LEAST_BAR else 0
        self._below = 0
        if table.longest and not self._beside:
            self._below = min(_LONGEST_BAR, (width - self._above * widths[0] - _GAP * count) // count)

    def head(self) -> Iterator[Line]:
        """The names of the columns, and of the bars where there are several of a row: beside these, or below."""
        names = [heading.name for heading in self._table.headings]
        if self._above:
            yield ((fit(self._styles.cells(names[0]), self._width, self._styles.glyphs.ellipsis), "label"),)
        spans = self._aligned([self._styles.cells(name) for name in names], "label")
        several = self._table.bars if len(self._table.bars) > 1 else ()
        room = self._beside or self._below
        drawn = [(" " * _GAP + padded(name, room, self._styles.glyphs.ellipsis), "label") for name in several if room]
        if drawn and self._below:
            yield tuple(spans)
            yield tuple(drawn)
        else:
            yield (*spans, *drawn)

    def row(self, place: int) -> Iterator[Line]:
        """One line; where they have no room beside it, its name in one above, and its bars there or in one below."""
        row, spans = self._table.rows[place], self._aligned(self._cells[place], "text")
        if self._above:
            name = fit(self._cells[place][0], self._width, self._styles.glyphs.ellipsis)
            if self._below and any(row.bars):
                yield (padded(name, self._widths[0]), "text"), *self._bars(row, self._below)
                yield tuple(spans)
                return
            yield ((name, "text"),)
        if self._beside:
            yield (*spans, *self._bars(row, self._beside))
            return
        yield tuple(spans)
        if self._below and any(row.bars):
            yield tuple(self._bars(row, self._below))

    def _bars(self, row: Row, room: int) -> Iterator[Span]:
        for bar in row.bars:
            drawn = bar_text(bar, self._table.longest, room, in_ascii=self._styles.ascii)
            yield (" " * _GAP + padded(drawn, room), "accent")

    def _aligned(self, cells: Sequence[str], role: str) -> list[Span]:
        ellipsis = self._styles.glyphs.ellipsis
        parts = []
        for place in self._kept:
            text = fit(cells[place], self._widths[place], ellipsis)
            blank = " " * (self._widths[place] - width_of(text))
            parts.append(blank + text if self._table.headings[place].right else text + blank)
        return [((" " * _GAP).join(parts), role)]


def _taken(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * max(0, len(widths) - 1)
