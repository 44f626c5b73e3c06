"""CSV files as other programs write them: any usual delimiter and encoding, read row by row as often as needed.

A file that cannot be read at all is refused with a sentence. A single row that cannot be read is kept aside with its
line number and a reason, so that the importer can decide what to do with the rest. No more than a few rows are in
memory at once, whatever the size of the file.
"""

from __future__ import annotations

import csv
import io
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from funnelboard.domain.grammar import counted
from funnelboard.errors import BadInput, NotFound, reason
from funnelboard.exchange.csv_dialect import Dialect, dialect_of
from funnelboard.exchange.safe_text import LONGEST_LINE, clean
from funnelboard.ordinary_file import State, open_ordinary, state_of

MAX_BYTES = 256 * 2**20
"""The largest file that is read."""

MAX_ROWS, MAX_CELLS = 1_000_000, 20_000_000
"""Records and cells that a file may have."""

MAX_COLUMNS, MAX_CELL = 2_000, 131_072
"""Cells that a record may have, and characters that a cell may have."""

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


class Row(NamedTuple):
    """One record as written in the file; ``line`` (from 1) is the line of the file it begins on."""

    line: int
    cells: tuple[str, ...]


class Reject(NamedTuple):
    """One row that was not taken over, and the sentence saying why."""

    line: int
    reason: str
    row: tuple[str, ...]


class Whole(NamedTuple):
    """All that is in a file that is small enough to be held."""

    rows: tuple[Row, ...]
    rejects: tuple[Reject, ...]
    footer: tuple[str, ...]


Records = Callable[[], Iterator[Row | Reject]]
"""What reads every record of a file, from the beginning."""


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
        return Reading(_below(self.above, self.records()), len(self.header))

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


class CsvText:
    """What is in a CSV file, as it was when it was first looked at.

    Attributes:
        dialect: How it is written.
    """

    dialect: Dialect

    def __init__(self, path: Path, state: State) -> None:
        self.path = path
        self._state = state

    @contextmanager
    def open(self) -> Iterator[BufferedReader]:
        """Open it once more.

        Raises:
            BadInput: It is not the file that it was; at the end of the reading, others have written to it meanwhile.
        """
        with open_named(self.path) as file:
            self._require_same(file)
            yield file
            self._require_same(file)

    def records(self) -> Iterator[Row | Reject]:
        """Every record of it."""
        dialect, name = self.dialect, clean(self.path.name)
        with self.open() as file:
            lines = io.TextIOWrapper(file, dialect.encoding, errors="replace", newline="")
            yield from _below(dialect.skip, _records(lines, dialect.delimiter, name))

    def _require_same(self, file: BufferedReader) -> None:
        if state_of(os.fstat(file.fileno())) != self._state:
            name = clean(self.path.name)
            raise BadInput(f"“{name}” has been changed since it was read first. Nothing was imported: do it again.")


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
        (record for record in _below(above, records()) if isinstance(record, Reject) or _filled(record.cells)), None
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
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=delimiter).writerow(cells)
    return line.getvalue()


@contextmanager
def open_named(path: Path) -> Iterator[BufferedReader]:
    """Open a file that somebody named.

    Raises:
        NotFound: There is no such file.
        BadInput: It cannot be read, or is larger than is read.
    """
    try:
        with open_ordinary(path, MAX_BYTES) as file:
            yield file
    except FileNotFoundError:
        raise NotFound(f"There is no file “{clean(str(path))}”. Check its name.") from None
    except UnicodeError:
        raise
    except (OSError, ValueError) as error:
        raise BadInput(f"“{clean(path.name)}” cannot be read: {reason(error)}. Name a CSV file.") from error


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


def _records(lines: Iterable[str], delimiter: str, name: str) -> Iterator[Row | Reject]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    held = 0
    for count in itertools.count():
        line = reader.line_num + 1
        try:
            cells = tuple(next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            problem = str(error)
            if "field limit" in problem or "unexpected end" in problem:
                raise BadInput(
                    f"“{name}” has a cell without an end, or with more than {MAX_CELL:,} characters, from line {line} "
                    "on. Is a quotation mark not closed there? Put it right."
                ) from None
            yield Reject(line, "a quotation mark inside a quoted cell is not doubled", ())
            continue
        if len(cells) > MAX_COLUMNS:
            raise BadInput(f"Line {line} of “{name}” has {len(cells):,} columns; {MAX_COLUMNS:,} fit. Leave some out.")
        held += len(cells)
        if count > MAX_ROWS or held > MAX_CELLS:
            raise BadInput(
                f"“{name}” has more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells. Split it and import the parts."
            )
        yield Row(line, cells)


def _below(line: int, records: Iterator[Row | Reject]) -> Iterator[Row | Reject]:
    return itertools.dropwhile(lambda record: record.line <= line, records)


def _ragged(row: Row, columns: int) -> Reject:
    return Reject(row.line, f"it has {counted(len(row.cells), 'cell')} where the header has {columns}", row.cells)


def _filled(cells: Sequence[str]) -> bool:
    return any(map(str.strip, cells))
