"""A report as tables: the same text in the terminal, on the board, on the clipboard and on the page for the meeting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from funnelboard.domain.reports.names import ReportName
from funnelboard.domain.reports.scope import Pick, Scope


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column.

    Attributes:
        right: Whether it holds numbers.
        spare: Whether it may be left out where there is little room.
    """

    name: str
    right: bool = False
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        cells: One text for each column; user text among them is as it is kept.
        pick: The deals behind it, if it can be opened.
        bars: How long its bars are, in one unit over the whole table.
        deal_id: The deal that it is about, if it is about one.
    """

    cells: tuple[str, ...]
    pick: Pick | None = None
    bars: tuple[int, ...] = ()
    deal_id: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings.

    Attributes:
        bars: The names of the columns that bars are drawn of; none where nothing is drawn.
        notes: Sentences below it: what it does not count, or why it is empty.
    """

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    bars: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def longest(self) -> int:
        """Of all its bars."""
        return max((bar for row in self.rows for bar in row.bars), default=0)

    def told(self, row: Row, bar: int) -> str:
        """The figure that a bar of a row is drawn of."""
        names = [heading.name for heading in self.headings]
        return row.cells[names.index(self.bars[bar])]


@dataclass(frozen=True, slots=True)
class Report:
    """A report that is ready to be shown.

    Attributes:
        figures: What it was made of.
        notes: Sentences about all of it.
    """

    name: ReportName
    scope: Scope
    figures: object
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()


def bar_text(bar: int, longest: int, cells: int, *, in_ascii: bool = False) -> str:
    """A bar, where the longest one has so many cells; what is more than nothing is seen.

    It is half as high as a line, so that those of two lines are two.
    """
    if not bar or longest <= 0:
        return ""
    halves = max(1, (bar * cells * 2 + longest // 2) // longest)
    if in_ascii:
        return "#" * ((halves + 1) // 2)
    return "▄" * (halves // 2) + "▖" * (halves % 2)


def as_text(table: Table, clean: Callable[[str], str]) -> str:
    """A table to be pasted somewhere: tabs between its cells, by which a spreadsheet takes them apart.

    Args:
        clean: Makes a text harmless, and one line.
    """
    lines = [[table.title], [heading.name for heading in table.headings]]
    lines += [list(row.cells) for row in table.rows]
    lines += [[note] for note in table.notes]
    return "\n".join("\t".join(map(clean, line)) for line in lines)
