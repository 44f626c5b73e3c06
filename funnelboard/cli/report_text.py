"""A report in words, as ``report`` writes it: tables with a bar at the end of each row."""

from __future__ import annotations

import shutil
import sys

from funnelboard.cli import output
from funnelboard.cli.cells import cells
from funnelboard.cli.table import Column, write_table
from funnelboard.domain.reports.table import Report, Row, Table, bar_text

_GAP = 2
_INDENT = 2
_LONGEST_BAR = 24
_SHORTEST_BAR = 5
"""Cells; a shorter bar would tell nothing."""


def write_report(report: Report) -> None:
    """Write a report to standard output."""
    output.write_sentence(f"{report.name.heading}: {report.scope.words}", output.BOLD)
    for table in report.tables:
        output.write("")
        output.write(f"{table.title}", output.BOLD)
        if table.rows:
            _write_rows(table)
        for note in table.notes:
            output.write_indented(note)
    for note in report.notes:
        output.write("")
        output.write_sentence(note)


def _write_rows(table: Table) -> None:
    columns = [
        Column(each.name, right=each.right, least=None if each.right else 8 if place else 15, spare=each.spare)
        for place, each in enumerate(table.headings)
    ]
    rows = [row.cells for row in table.rows]
    room = _room(table)
    if room:
        columns += [Column(name if len(table.bars) > 1 else "") for name in table.bars]
        rows = [(*row.cells, *_bars(row, table, room)) for row in table.rows]
    write_table(columns, rows, indent=_INDENT)
    if table.longest and not room:
        _write_bars_below(table)


def _write_bars_below(table: Table) -> None:
    """Bars that have no room beside their rows, a line each."""
    names = [
        f"{row.cells[0]}, {name}" if len(table.bars) > 1 else row.cells[0] for row in table.rows for name in table.bars
    ]
    lengths = [bar for row in table.rows for bar in row.bars]
    label = max(map(cells, names))
    room = min(_LONGEST_BAR * 2, shutil.get_terminal_size().columns - _INDENT - label - _GAP)
    if room < _SHORTEST_BAR:
        return
    output.write("")
    for name, length in zip(names, lengths, strict=True):
        if length:
            output.write(f"{' ' * _INDENT}{name}{' ' * (label - cells(name) + _GAP)}{_bar(length, table, room)}")


def _bars(row: Row, table: Table, room: int) -> list[str]:
    return [_bar(length, table, room) for length in row.bars]


def _bar(length: int, table: Table, room: int) -> str:
    return bar_text(length, table.longest, room, in_ascii=not output.is_unicode(sys.stdout))


def _room(table: Table) -> int:
    """Cells for each bar; 0 where there is no room for any, or nothing to be drawn."""
    if not table.longest:
        return 0
    if not sys.stdout.isatty():
        return _LONGEST_BAR
    widths = [
        max(cells(heading.name), *(cells(row.cells[place]) for row in table.rows))
        for place, heading in enumerate(table.headings)
    ]
    left = shutil.get_terminal_size().columns - _INDENT - sum(widths) - _GAP * len(widths)
    room = (left - _GAP * (len(table.bars) - 1)) // len(table.bars)
    return min(_LONGEST_BAR, room) if room >= max(_SHORTEST_BAR, *(len(name) for name in table.bars)) else 0
