"""Tables on standard output: rows under headings, in columns that fit the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import islice, zip_longest

from funnelboard.cli.cells import broken, cells, pieces, shortened
from funnelboard.cli.output import BOLD, is_unicode, shown, write
from funnelboard.domain.named_tuple import NamedTuple

_GAP = "  "
_ROWS_AT_ONCE = 500


class Column(NamedTuple):
    """One column of a table.

    Attributes:
        name: Its heading.
        right: Aligned to the right, as numbers are.
        least: How many cells it may be narrowed to where the terminal is narrow; None if it must not be cut.
        optional: May be left out altogether where there is little room.
        spare: May be left out where the others would not fit otherwise.
        wrapped: What does not fit goes on below instead of being shortened.
    """

    name: str
    right: bool = False
    least: int | None = None
    optional: bool = False
    spare: bool = False
    wrapped: bool = False


def write_table(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], styles: Iterable[str] = (), *, indent: int = 0
) -> None:
    """Write rows under headings, aligned by how wide the characters are.

    On a terminal the table is fitted to it, without the columns that have nothing to say; anywhere else it is whole.
    Of many rows some are written before the next ones are asked for: the columns may become wider then, and where
    another one has something to say, the headings are said again.

    Args:
        columns: The columns.
        rows: For each row, one text for each column.
        styles: A style for each row, or none at all.
        indent: How many cells in it begins.
    """
    names = [column.name.upper() for column in columns]
    coming = zip_longest(rows, styles, fillvalue="")
    widest, says, headed = [0] * len(columns), [False] * len(columns), None
    while (some := list(islice(coming, _ROWS_AT_ONCE))) or headed is None:
        table = [[shown(text, sys.stdout) for text in row] for row in (names, *(row for row, _ in some))]
        widest = [max(before, *(cells(row[i]) for row in table)) for i, before in enumerate(widest)]
        says = [before or any(row[i] for row in table[1:]) for i, before in enumerate(says)]
        widths = widest
        if sys.stdout.isatty():
            import shutil

            widths = [width if anything else 0 for width, anything in zip(widest, says, strict=True)]
            widths = fit(columns, widths, shutil.get_terminal_size().columns - indent)
        kept = [i for i, width in enumerate(widths) if width]
        styled = list(zip(table, (BOLD, *(style for _, style in some)), strict=True))
        for row, style in styled if kept != headed else styled[1:]:
            parts = [_aligned(row[i], widths[i], columns[i]) for i in kept]
            for line in zip_longest(*parts):
                padded = [part or " " * widths[i] for part, i in zip(line, kept, strict=True)]
                write((" " * indent + _GAP.join(padded)).rstrip(), style)
        headed = kept


def fit(columns: Sequence[Column], widths: Sequence[int], room: int) -> list[int]:
    """The widths that fit into ``room`` cells, 0 for a column that is left out.

    Optional columns go first, the last one first, until the others have twice their least width, then spare ones
    until the others have their least. Then every column is narrowed in proportion to its least width, in the end
    below it: only what must not be cut is ever wider than the room.
    """
    fitted = list(widths)

    def excess(needed: Sequence[int]) -> int:
        used = [width for width in needed if width]
        return sum(used) + len(_GAP) * (len(used) - 1) - room

    for times, droppable in ((2, [c.optional for c in columns]), (1, [c.spare for c in columns])):
        for i in reversed(range(len(columns))):
            needed = [min(w, times * c.least) if c.least else w for w, c in zip(fitted, columns, strict=True)]
            if droppable[i] and excess(needed) > 0:
                fitted[i] = 0
    while excess(fitted) > 0:
        slack = {i: fitted[i] / c.least for i, c in enumerate(columns) if c.least and fitted[i] > 1}
        if not slack:
            break
        fitted[max(slack, key=slack.__getitem__)] -= 1
    return fitted


def _aligned(text: str, width: int, column: Column) -> list[str]:
    """The lines of a cell, each of them so wide."""
    if column.wrapped and cells(text) > width:
        lines = [piece for part in broken(text, width) for piece in pieces(part, width)]
    else:
        lines = [shortened(text, width, "…" if is_unicode(sys.stdout) else "...")]
    padded = [(line, " " * (width - cells(line))) for line in lines]
    return [padding + line if column.right else line + padding for line, padding in padded]
