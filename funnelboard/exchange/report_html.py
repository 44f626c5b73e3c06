"""Reports as one page for the meeting: nothing but HTML, its style and plots as SVG, so that it needs no network.

Light or dark as the reader's screen is, light on paper; it fits on A4. User text is escaped and does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise

from funnelboard.domain.grammar import listed
from funnelboard.domain.reports.table import Report, Row, Table
from funnelboard.exchange.safe_text import clean

_STYLE = """\
:root { color-scheme: light dark; --ground: #ffffff; --text: #1c2026; --dim: #5b6470; --line: #d5dae1;
  --bar: #2763b8; --other: #b35c00; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171c; --text: #e6e9ee; --dim: #9aa4b1; --line: #333a44;
  --bar: #7fb0f5; --other: #f0a860; } }
@page { size: A4; margin: 14mm; }
@media print { :root { color-scheme: light; --ground: #ffffff; --text: #000000; --dim: #444444; --line: #bbbbbb;
  --bar: #2763b8; --other: #b35c00; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 60rem; background: var(--ground); color: var(--text);
  font: 10.5pt/1.45 system-ui, sans-serif; }
h1 { font-size: 1.6em; margin: 0; } h2 { font-size: 1.3em; margin: 2em 0 0; }
h3 { font-size: 1em; margin: 1.6em 0 .4em; }
p { margin: .3em 0; } .about, .note, .asks { color: var(--dim); }
nav a { color: var(--bar); margin-right: .8em; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .2em .6em .2em 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; color: var(--dim); } .n { text-align: right; white-space: nowrap; }
thead { display: table-header-group; } tr, svg, h2, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; }
svg { display: block; width: 100%; height: auto; margin: .4em 0; color: var(--text); }
.b0 { fill: var(--bar); } .b1 { fill: none; stroke: var(--other); stroke-width: 1.5; }
@media print { body { padding: 0; font-size: 9pt; } nav { display: none; } section + section { break-before: page; }
  .wide { overflow: visible; break-inside: avoid; } .note { break-before: avoid; } }
"""

_WIDTH, _LABEL, _VALUE = 720, 170, 130
"""Units of a plot: all of it, what stands before the bars, what stands behind them."""

_BAR, _GAP = 13, 7
_LONGEST_LABEL = 26

_PAINT = ('class="b0" fill="#2763b8"', 'class="b1" fill="none" stroke="#b35c00" stroke-width="1.5"')
"""Filled and hollow, so that they differ without colour; as attributes too, for who takes a plot out of the page."""


def write_page(reports: Sequence[Report], board: str, at: str) -> str:
    """The whole page.

    Args:
        board: What the database is called.
        at: When the figures were read, in words.
    """
    return "".join(_page(reports, board, at))


def _page(reports: Sequence[Report], board: str, at: str) -> Iterator[str]:
    title = f"{reports[0].name.heading} report" if len(reports) == 1 else "Reports"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    # Whatever a title says, the page loads and runs nothing.
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="generator" content="FunnelBoard">\n'
    yield f"<title>{_text(f'{title}: {reports[0].scope.words}')}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
    yield f"<h1>{_text(title)}</h1>\n"
    yield f'<p class="about">{_text(f"{board}: {reports[0].scope.words}, as of {at}")}</p>\n'
    if len(reports) > 1:
        links = "".join(f'<a href="#{each.name.value}">{each.name.heading}</a>' for each in reports)
        yield f"<nav>{links}</nav>\n"
    for report in reports:
        yield from _section(report)
    yield "</body>\n</html>\n"


def _section(report: Report) -> Iterator[str]:
    yield f'<section id="{report.name.value}">\n<h2>{report.name.heading}</h2>\n'
    yield f'<p class="asks">{_text(report.name.asks)}</p>\n'
    for table in report.tables:
        yield f"<h3>{_text(table.title)}</h3>\n"
        if table.rows:
            yield from _plot(table)
            yield from _table(table)
        yield from _notes(table.notes)
    yield from _notes(report.notes)
    yield "</section>\n"


def _table(table: Table) -> Iterator[str]:
    right = ['class="n"' if heading.right else "" for heading in table.headings]

    def line(tag: str, cells: Iterable[str]) -> str:
        parts = zip(right, cells, strict=True)
        return "<tr>" + "".join(f"<{f'{tag} {kind}'.strip()}>{_text(cell)}</{tag}>" for kind, cell in parts) + "</tr>\n"

    yield '<div class="wide"><table>\n<thead>\n'
    yield line("th", (heading.name for heading in table.headings))
    yield "</thead>\n<tbody>\n"
    for row in table.rows:
        yield line("td", row.cells)
    yield "</tbody>\n</table></div>\n"


def _plot(table: Table) -> Iterator[str]:
    """A bar to each figure that is more than nothing, with its name before it and the figure behind it."""
    rows = [row for row in table.rows if any(row.bars)]
    if not rows or table.longest <= 0:
        return
    tops = [0]
    for row in rows:
        tops.append(tops[-1] + sum(bar > 0 for bar in row.bars) * (_BAR + 2) + _GAP)
    legend = 22 if len(table.bars) > 1 else 0
    height = tops[-1] + legend
    yield f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" font-size="12" fill="currentColor">\n'
    yield f"<title>{_text(f'{table.title}: {listed(table.bars)}')}</title>\n"
    for (top, _), row in zip(pairwise(tops), rows, strict=True):
        yield from _bars(table, row, top)
    if legend:
        for number, name in enumerate(table.bars):
            x = _LABEL + number * 140
            yield f'<rect {_PAINT[number]} x="{x}" y="{height - 14}" width="{_BAR}" height="{_BAR - 3}"/>'
            yield f'<text x="{x + _BAR + 6}" y="{height - 4}">{_text(name)}</text>\n'
    yield "</svg>\n"


def _bars(table: Table, row: Row, top: int) -> Iterator[str]:
    label = clean(row.cells[0])
    label = label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
    yield f'<text text-anchor="end" x="{_LABEL - 8}" y="{top + _BAR - 2}">{_text(label)}</text>'
    y = top
    for number, bar in enumerate(row.bars):
        if bar > 0:
            length = max(1.0, bar * (_WIDTH - _LABEL - _VALUE) / table.longest)
            yield f'<rect {_PAINT[number]} x="{_LABEL}" y="{y + 1}" width="{length:.1f}" height="{_BAR - 2}"/>'
            yield f'<text x="{_LABEL + length + 6:.1f}" y="{y + _BAR - 2}">{_text(table.told(row, number))}</text>\n'
            y += _BAR + 2


def _notes(notes: Iterable[str]) -> Iterator[str]:
    for note in notes:
        yield f'<p class="note">{_text(note)}</p>\n'


def _text(text: str) -> str:
    return escape(clean(text))
