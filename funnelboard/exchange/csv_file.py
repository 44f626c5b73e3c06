"""CSV files as other programs write them: any usual delimiter and encoding, read row by row as often as needed.

A file that cannot be read at all is refused with a sentence. A single row that cannot be read is kept aside with its
line number and a reason, so that the importer can decide what to do with the rest. No more than a few rows are in
memory at once, whatever the size of the file.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from funnelboard.domain.grammar import counted
from funnelboard.domain.named_tuple import NamedTuple
from funnelboard.errors import BadInput
from funnelboard.exchange.csv_dialect import dialect_of
from funnelboard.exchange.csv_text import CsvText, Records, Reject, Row, below, open_named
from funnelboard.exchange.safe_text import LONGEST_LINE, clean
from funnelboard.ordinary_file import state_of

REASON_COLUMN = "rejected because"
"""The last column of a file of rejected rows."""

_MOST_BELOW = 100
"""Lines below the last row that are taken to be about the file; more are rows."""

WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""What a workbook begins with: as a packed folder, or as they were kept in former times."""

_OTHER_KINDS = {
    **dict.fromkeys(WORKBOOK_STARTS, "a workbook"),
    b"%PDF": "a PDF document",
    b"{": "JSON",
    b"[{": "JSON",
    b"<": "a web page or XML",
    b"BEGIN:V": "a list of cards or dates",
    b"SQLite format 3": "a database",
}
"""What a file is that begins so."""


class Whole(NamedTuple):
    """All that is in a file that is small enough to be held."""

    rows: tuple[Row, ...]
    rejects: tuple[Reject, ...]
    footer: tuple[str, ...]


class Reading:
    """One reading of a file's rows, in its order.

    Attributes:
        footer: Once it has come to its end, what stands below the last row and a blank line, where that is text and no
            rows.
    """

    def __init__(self, records: Iterable[Row | Reject], columns: int) -> None:
        self.footer: tuple[str, ...] = ()
        self._records = records
        self._columns = columns

    def __iter__(self) -> Iterator[Row | Reject]:
        """The rows with exactly one cell for each column, and what is broken or has more or fewer; no blank ones."""
        footer: list[Row] = []
        below_blank = some = False
        columns = self._columns
        for record in self._records:
            if isinstance(record, Reject):
                found: Row | Reject = record
            else:
                cells = record.cells
                if not _filled(cells):
                    below_blank = True
                    continue
                if (below_blank or footer) and len(cells) == 1 and columns > 2 and len(footer) < _MOST_BELOW:
                    footer.append(record)
                    continue
                found = record if len(cells) == columns else _ragged(record, columns)
            if footer:
                yield from (_ragged(each, columns) for each in footer)
                footer.clear()
            yield found
            below_blank, some = False, True
        if some:
            self.footer = tuple(clean("".join(row.cells)).strip() for row in footer)
        else:
            yield from (_ragged(each, columns) for each in footer)


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file's contents, not yet interpreted.

    Attributes:
        header: The column names, cleaned.
        records: Reads all of it.
        above: The line from which on the records are none of its rows: that of its header.
        delimiter: What separates the cells.
        encoding: A Python codec name.
        decimal_mark: What stands in front of decimals in a column that does not tell; "" where that is not known.
    """

    path: Path
    header: tuple[str, ...]
    records: Records = field(compare=False)
    above: int
    delimiter: str
    encoding: str
    decimal_mark: str = ""

    def read(self) -> Reading:
        """Read the rows, and what is none of them, once more."""
        return Reading(below(self.above, self.records()), len(self.header))

    def rows(self) -> Iterator[Row]:
        """The rows alone."""
        return (record for record in self.read() if isinstance(record, Row))

    def whole(self) -> Whole:
        """All of it at once, which takes many times the file's size in memory."""
        reading = self.read()
        rows, rejects = list[Row](), list[Reject]()
        for record in reading:
            rows.append(record) if isinstance(record, Row) else rejects.append(record)
        return Whole(tuple(rows), tuple(rejects), reading.footer)


def read_csv(path: Path) -> CsvFile:
    """Understand how a CSV file is written, and what its columns are called.

    Raises:
        NotFound: There is no such file.
        BadInput: It cannot be read, is not text, is empty or has no rows. Reading its rows raises it too, where a quote
            is never closed, something is larger than is read, or others have written to the file meanwhile.
    """
    name = clean(path.name)
    with open_named(path) as file:
        state = state_of(os.fstat(file.fileno()))
        start = file.peek(64)[:64].lstrip()
    if kind := next((kind for beginning, kind in _OTHER_KINDS.items() if start.startswith(beginning)), None):
        raise BadInput(f"“{name}” is {kind}, not a CSV file. Export the deals again as CSV.")
    text = CsvText(path, state)
    text.dialect = dialect_of(text.open, name)
    return made_file(path, text.records, text.dialect.delimiter, text.dialect.encoding)


def made_file(
    path: Path, records: Records, delimiter: str, encoding: str, decimal_mark: str = "", above: int = 0
) -> CsvFile:
    """A file of some records, of which the first that is not blank has the names of the columns.

    A column without a name is “column 3” where something is in it.

    Args:
        above: The line down to which nothing is looked at.

    Raises:
        BadInput: It has no such record, or no rows below it.
    """
    name = clean(path.name)
    first = next(
        (record for record in below(above, records()) if isinstance(record, Reject) or _filled(record.cells)), None
    )
    if first is None or isinstance(first, Reject):
        raise BadInput(f"“{name}” has no header that can be read. The first line must name the columns.")
    header = [clean(cell).strip() for cell in first.cells]
    if (longest := max(map(len, header))) > LONGEST_LINE:
        raise BadInput(f"“{name}” has a column whose name has {longest:,} characters; {LONGEST_LINE} fit. Shorten it.")
    file = CsvFile(path, tuple(header), records, first.line, delimiter, encoding, decimal_mark)
    if next(iter(file.read()), None) is None:
        raise BadInput(f"“{name}” has a header but no rows. There is nothing to import.")
    return replace(file, header=_all_named(file))


def csv_line(cells: Sequence[str], delimiter: str = ",") -> str:
    """A record as it stands in a file; the cells must be safe for a spreadsheet already."""
    return next(csv_lines([cells], delimiter))


def csv_lines(rows: Iterable[Sequence[str]], delimiter: str = ",") -> Iterator[str]:
    """The same of many, as they come."""
    return map(csv.writer(_Line(), delimiter=delimiter).writerow, rows)


class _Line:
    """What a record is written to: it is handed on."""

    def write(self, text: str) -> str:
        return text


def _all_named(file: CsvFile) -> tuple[str, ...]:
    """The names of a file's columns, also of those without one in which there is something."""
    header = list(file.header)
    nameless = [position for position, column in enumerate(header) if not column]
    for row in file.rows() if nameless else ():
        for position in [position for position in nameless if row.cells[position].strip()]:
            header[position] = f"column {position + 1}"
            nameless.remove(position)
        if not nameless:
            break
    return tuple(header)


def _ragged(row: Row, columns: int) -> Reject:
    return Reject(row.line, f"it has {counted(len(row.cells), 'cell')} where the header has {columns}", row.cells)


def _filled(cells: Sequence[str]) -> bool:
    return any(map(str.strip, cells))
