"""CSV files as other programs write them: any usual delimiter and encoding, read into rows; and rejects written back.

A file that cannot be read at all is refused with a sentence. A single row that cannot be read is kept aside with its
line number and a reason, so that the importer can decide what to do with the rest.
"""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from funnelboard.domain.grammar import counted
from funnelboard.errors import BadInput, NotFound, reason
from funnelboard.exchange.safe_text import LONGEST_LINE, clean, csv_cell, from_csv_cell
from funnelboard.ordinary_file import read_ordinary

MAX_BYTES = 256 * 2**20
"""The largest file that is read."""

MAX_ROWS, MAX_CELLS = 1_000_000, 20_000_000
"""Records and cells that a file may have."""

MAX_COLUMNS, MAX_CELL = 2_000, 131_072
"""Cells that a record may have, and characters that a cell may have."""

REASON_COLUMN = "rejected because"
"""The last column of a file of rejected rows."""

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARACTERS = 65_536
_SAMPLE_ROWS = 200
_LEGACY_ENCODINGS = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859_15", "mac_roman", "cp850"]
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
_NUL = "\0"
_NOT_ASCII = re.compile(b"[\x80-\xff]")


class Row(NamedTuple):
    """One record as written in the file; ``line`` (from 1) is the line of the file it begins on."""

    line: int
    cells: tuple[str, ...]


class Reject(NamedTuple):
    """One row that was not taken over, and the sentence saying why."""

    line: int
    reason: str
    row: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file's contents, not yet interpreted.

    Attributes:
        header: The column names, cleaned.
        rows: The records after the header with exactly one cell for each column; blank ones are left out.
        rejects: The records that are broken or have more or fewer cells than there are columns.
        delimiter: What separates the cells.
        encoding: A Python codec name.
        footer: What stands below the last row and a blank line, where that is text and no rows.
        decimal_mark: What stands in front of decimals in a column that does not tell; "" where that is not known.
    """

    path: Path
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    rejects: tuple[Reject, ...]
    delimiter: str
    encoding: str
    decimal_mark: str = ""
    footer: tuple[str, ...] = ()


def read_csv(path: Path) -> CsvFile:
    """Read a whole CSV file: :func:`parse_csv` of what is in it.

    Raises:
        NotFound: There is no such file.
        BadInput: It cannot be read.
    """
    return parse_csv(path, read_bytes(path))


def parse_csv(path: Path, data: bytes) -> CsvFile:
    """Understand what is in a CSV file.

    The delimiter (comma, semicolon, tab or bar) is the one that splits the most rows like the header. The encoding is
    UTF-8 or UTF-16, and what looks most like the text of a Windows or Mac code page when it is neither.

    Raises:
        BadInput: It is not text, is empty, has no rows, or a quote in it is never closed; or something in it is larger
            than is read.
    """
    name = clean(path.name)
    if kind := next((kind for start, kind in _OTHER_KINDS.items() if data[:64].lstrip().startswith(start)), None):
        raise BadInput(f"“{name}” is {kind}, not a CSV file. Export the deals again as CSV.")
    start, encoding = _decode(data, name)
    delimiter = _delimiter_named_in(start)
    skip = 0 if delimiter is None else 1
    if delimiter is None:
        delimiter = _sniff_delimiter(start)
    lines = io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline="")
    records = _records(lines, delimiter, name)
    return made_file(path, (r for r in records if isinstance(r, Reject) or r.line > skip), delimiter, encoding)


def made_file(
    path: Path, records: Iterator[Row | Reject], delimiter: str, encoding: str, decimal_mark: str = ""
) -> CsvFile:
    """A file of the records that are in it, of which the first that is not blank has the names of the columns.

    A column without a name is “column 3” where something is in it.

    Raises:
        BadInput: It has no such record, or no rows below it.
    """
    name = clean(path.name)
    first = next((r for r in records if isinstance(r, Reject) or _filled(r.cells)), None)
    if first is None or isinstance(first, Reject):
        raise BadInput(f"“{name}” has no header that can be read. The first line must name the columns.")
    header = [clean(cell).strip() for cell in first.cells]
    if (longest := max(map(len, header))) > LONGEST_LINE:
        raise BadInput(f"“{name}” has a column whose name has {longest:,} characters; {LONGEST_LINE} fit. Shorten it.")
    rows, rejects, footer = _sort_out(records, len(header))
    if not rows and not rejects:
        raise BadInput(f"“{name}” has a header but no rows. There is nothing to import.")
    for position, column in enumerate(header):
        if not column and any(row.cells[position].strip() for row in rows):
            header[position] = f"column {position + 1}"
    return CsvFile(path, tuple(header), tuple(rows), tuple(rejects), delimiter, encoding, decimal_mark, footer)


def write_rejects(path: Path, file: CsvFile, rejects: Iterable[Reject]) -> None:
    """Write rejected rows as a CSV file of the same columns and delimiter, and a last one with the reasons.

    It is UTF-8 with a byte order mark, which spreadsheets ask for, and can be imported once it has been put right.

    Raises:
        BadInput: The file exists already, or cannot be written.
    """
    name = clean(path.name)
    made = False
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as stream:
            made = True
            writer = csv.writer(stream, delimiter=file.delimiter)
            writer.writerow((*map(_exported, file.header), REASON_COLUMN))
            for reject in rejects:
                cells = (*reject.row, *[""] * (len(file.header) - len(reject.row)))
                writer.writerow((*map(_exported, cells), csv_cell(reject.reason)))
    except FileExistsError:
        raise BadInput(f"“{name}” exists already. Give --rejects the name of a new file.") from None
    except (OSError, ValueError) as error:
        if made:
            with contextlib.suppress(OSError):
                path.unlink()
        raise BadInput(f"“{name}” cannot be written: {reason(error)}. Nothing was imported.") from error


def csv_line(cells: Sequence[str]) -> str:
    """A record as it stands in a file; the cells must be safe for a spreadsheet already."""
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _exported(cell: str) -> str:
    """The cell made safe for a spreadsheet, unless it already was when it was read."""
    return cell if from_csv_cell(cell) != cell else csv_cell(cell)


def read_bytes(path: Path) -> bytes:
    """What is in a file that somebody named.

    Raises:
        NotFound: There is no such file.
        BadInput: It cannot be read, or is larger than is read.
    """
    try:
        return read_ordinary(path, MAX_BYTES)
    except FileNotFoundError:
        raise NotFound(f"There is no file “{clean(str(path))}”. Check its name.") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"“{clean(path.name)}” cannot be read: {reason(error)}. Name a CSV file.") from error


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """The beginning of a text, and its encoding."""
    encoding = _utf_of(data)
    try:
        return _looked_through(data, encoding, "strict", name), encoding
    except UnicodeDecodeError:
        if encoding != "utf-8-sig":
            raise BadInput(f"“{name}” is damaged UTF-16 text. Export it again as UTF-8.") from None
        encoding = _legacy_encoding_of(data)
        return _looked_through(data, encoding, "replace", name), encoding


def _looked_through(data: bytes, encoding: str, errors: str, name: str) -> str:
    """The beginning of a text that is one to its end; it is never in memory as a whole, where it can be four times so
    large."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding, errors, newline="")
    start, line, blank = "", 1, True
    while part := text.read(_SAMPLE_CHARACTERS):
        if _NUL in part:
            line += part.count("\n", 0, part.index(_NUL))
            raise BadInput(f"“{name}” is not plain text: line {line} holds a NUL character. Export it again as CSV.")
        start, line, blank = start or part, line + part.count("\n"), blank and not part.strip("\ufeff \t\r\n")
    if blank:
        raise BadInput(f"“{name}” is empty. There is nothing to import.")
    return start


def _utf_of(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = data[:4096]
    # Without a mark, UTF-16 shows in that about every second byte of Western text is zero.
    if len(start) >= 4 and start.count(0) * 3 > len(start):
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    return "utf-8-sig"


def _legacy_encoding_of(data: bytes) -> str:
    from charset_normalizer import from_bytes

    telling = _NOT_ASCII.search(data)
    start = max(0, telling.start() - _SAMPLE_CHARACTERS) if telling else 0
    matches = from_bytes(data[start : start + 16 * _SAMPLE_CHARACTERS], cp_isolation=_LEGACY_ENCODINGS)
    best = matches.best()
    # A few accented letters look as good in several code pages; cp1252 is by far the most common of them.
    if best is None or any("cp1252" in match.could_be_from_charset for match in matches):
        return "cp1252"
    return best.encoding


def _delimiter_named_in(text: str) -> str | None:
    """The delimiter of a first line like ``sep=;``, which some spreadsheets write."""
    line = text[:16].splitlines()[0].strip("\"'").casefold()
    return line[4] if len(line) == 5 and line.startswith("sep=") and line[4] in _DELIMITERS else None


def _sniff_delimiter(sample: str) -> str:
    return max(_DELIMITERS, key=lambda delimiter: _fitness(sample, delimiter))


def _fitness(sample: str, delimiter: str) -> tuple[float, int]:
    """How large a part of the sample's rows has as many cells as its first, and how many; 0 when there is only one."""
    widths: list[int] = []
    with contextlib.suppress(csv.Error):
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True):
            if cells:
                widths.append(len(cells))
            if len(widths) > _SAMPLE_ROWS:
                break
    if len(widths) > 2:
        widths.pop()  # The sample may end in the middle of this row.
    if not widths or widths[0] == 1:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


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


def _sort_out(records: Iterator[Row | Reject], columns: int) -> tuple[list[Row], list[Reject], tuple[str, ...]]:
    """The rows, the rejects, and the lines of one cell below a blank line at the end, which are about the file."""
    rows: list[Row] = []
    rejects: list[Reject] = []
    footer: list[Row] = []
    is_below_blank = False
    for record in records:
        cells = () if isinstance(record, Reject) else record.cells
        if not isinstance(record, Reject) and not _filled(cells):
            is_below_blank = True
            continue
        if (is_below_blank or footer) and columns > 2 and len(cells) == 1:
            footer.append(Row(record.line, cells))
            continue
        for each in (*footer, record):
            _take(each, columns, rows, rejects)
        footer.clear()
        is_below_blank = False
    if not rows and not rejects:
        for each in footer:
            _take(each, columns, rows, rejects)
        footer.clear()
    return rows, rejects, tuple(clean("".join(row.cells)).strip() for row in footer)


def _take(record: Row | Reject, columns: int, rows: list[Row], rejects: list[Reject]) -> None:
    if isinstance(record, Reject):
        rejects.append(record)
    elif len(record.cells) == columns:
        rows.append(record)
    else:
        rejects.append(Reject(record.line, _ragged_reason(record.cells, columns), record.cells))


def _filled(cells: Sequence[str]) -> bool:
    return any(map(str.strip, cells))


def _ragged_reason(cells: Sequence[str], columns: int) -> str:
    return f"it has {counted(len(cells), 'cell')} where the header has {columns}"
