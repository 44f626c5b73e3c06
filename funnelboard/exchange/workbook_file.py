"""Workbooks as Excel and others write them (``.xlsx``): the rows of one sheet, as a CSV file of it would have them.

Only what holds cells is unpacked, and measured before anything else looks at it: a small file can unpack to very much.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from funnelboard.errors import BadInput
from funnelboard.exchange.csv_file import WORKBOOK_STARTS, CsvFile, made_file
from funnelboard.exchange.csv_text import MAX_BYTES, MAX_CELL, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Reject, Row
from funnelboard.exchange.safe_text import clean

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_BOOK = "xl/workbook.xml"
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:workbook|sharedStrings|styles)\.xml|xl/_rels/[^/]*|xl/worksheets/[^/]*"
)
_SHEETS = "xl/worksheets/"
_TEXTS = "xl/sharedStrings.xml"
_ELEMENT = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)([0-9]*)[\"']")
_SHARED = re.compile(rb"<(?:\w+:)?si\b")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>(?:\s*<(?:\w+:)?v>([0-9]{1,9})<)?")
_IS_SHARED = re.compile(rb"\bt\s*=\s*[\"']s[\"']|&")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS_CSV = "Open it in a spreadsheet and save it as CSV"
_TOO_LARGE = f"has more than {MAX_BYTES:,} bytes when it is unpacked. {_SAVE_AS_CSV}."


def read_workbook(path: Path, data: bytes, sheet: str | None = None) -> CsvFile:
    """Read one sheet of a workbook.

    Numbers, dates and yes or no become text that means the same wherever it is read: ``12``, ``2026-12-03``, ``true``.

    Args:
        path: The file, for its name.
        data: What is in it.
        sheet: The name of the sheet; without it, the first that has rows.

    Raises:
        BadInput: It is protected, damaged, no workbook of this kind, or something in it is larger than is read; it has
            no such sheet, or one without rows; or what reads workbooks is not installed.
    """
    name = clean(path.name)
    with _opened(data, name) as book:
        found = _sheet(book, sheet, name)
    return made_file(path, lambda: _rows(found, name), delimiter=",", encoding="utf-8", decimal_mark=".")


def sheets_of(path: Path, data: bytes) -> tuple[str, ...]:
    """The names of the sheets that are not hidden and have rows below a header; raises as :func:`read_workbook`."""
    with _opened(data, clean(path.name)) as book:
        return tuple(sheet.name for sheet in _seen(book) if sheet.height > 1)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[CalamineWorkbook]:
    """A workbook, inside which what is damaged is refused."""
    _require_kind(data, name)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise BadInput(
            f"“{name}” is a workbook, and what reads them is not installed: pip install 'funnelboard[xlsx]' brings it. "
            f"Or: {_SAVE_AS_CSV[0].lower()}{_SAVE_AS_CSV[1:]}."
        ) from None
    try:
        yield CalamineWorkbook.from_filelike(_unpacked(data, name))
    except (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise BadInput(f"“{name}” is a damaged workbook. {_SAVE_AS_CSV}.") from error


def _require_kind(data: bytes, name: str) -> None:
    """Refuse, by its name, what is no workbook of the kind that is read."""
    if data.startswith(WORKBOOK_STARTS[1]):
        if _ENCRYPTED in data:
            raise BadInput(f"“{name}” is protected by a password. Open it in a spreadsheet and save it without one.")
        raise BadInput(f"“{name}” is an old workbook (.xls). Open it in a spreadsheet and save it as .xlsx or CSV.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BadInput(f"“{name}” is a damaged workbook. {_SAVE_AS_CSV}.") from error
    if _BOOK not in names:
        is_other = "content.xml" in names or any(each.startswith(("xl/", "Index/")) for each in names)
        kind = "a workbook of another kind than .xlsx" if is_other else "a packed folder, not a workbook"
        raise BadInput(f"“{name}” is {kind}. {_SAVE_AS_CSV if is_other else 'Unpack it and name what is in it'}.")


def _unpacked(data: bytes, name: str) -> io.BytesIO:
    """What holds cells, packed anew without compression: exactly what was measured, and no more, is read then."""
    plain = io.BytesIO()
    left = MAX_BYTES
    sheets: list[bytes] = []
    texts = b""
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as whole:
        for part in packed.infolist():
            if not _PARTS.fullmatch(part.filename):
                continue
            if part.flag_bits & 1:
                raise BadInput(f"“{name}” is protected by a password. Save it without one.")
            with packed.open(part) as stream:
                content = stream.read(left + 1)
            left -= len(content)
            if left < 0:
                raise BadInput(f"“{name}” {_TOO_LARGE}")
            if part.filename.startswith(_SHEETS):
                _measure(content, name)
                sheets.append(content)
            elif part.filename == _TEXTS:
                texts = content
            whole.writestr(part.filename, content)
    if any(_characters(sheet, texts) > MAX_BYTES for sheet in sheets):
        raise BadInput(f"“{name}” {_TOO_LARGE}")
    plain.seek(0)
    return plain


def _measure(content: bytes, name: str) -> None:
    """Refuse a sheet whose outermost cells span more than is read: it is laid out whole before it is read."""
    row = column = widest = last = 0
    for match in _ELEMENT.finditer(content):
        place = _PLACE.search(match[2])
        if match[1] == b"row":
            row, column = int(place[2]) if place and place[2] else row + 1, 0
        else:
            column = _column_number(place[1]) if place and place[1] else column + 1
            widest = max(widest, column)
            last = max(last, row)
    if last > MAX_ROWS + 1 or widest * last > MAX_CELLS:
        raise BadInput(
            f"“{name}” has more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells. Split it, and import the parts."
        )
    if widest > MAX_COLUMNS:
        raise BadInput(f"“{name}” has {widest:,} columns; {MAX_COLUMNS:,} fit. Leave some out.")


def _characters(sheet: bytes, texts: bytes) -> int:
    """At most how many letters the cells have that name one of the texts which a workbook keeps but once."""
    starts = [match.start() for match in _SHARED.finditer(texts)]
    lengths = [end - start for start, end in pairwise([*starts, len(texts)])]
    longest = max(lengths, default=0)
    if longest * sheet.count(b"<") <= MAX_BYTES:
        return 0
    found = 0
    for match in _CELL.finditer(sheet):
        if _IS_SHARED.search(match[1]):
            at = int(match[2]) if match[2] else len(lengths)
            found += lengths[at] if at < len(lengths) else longest
    return found


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number


def _sheet(book: CalamineWorkbook, wanted: str | None, name: str) -> CalamineSheet:
    if wanted is None:
        found = max(_seen(book), key=lambda sheet: min(sheet.height, 2), default=None)
        if found is None or not found.height:
            raise BadInput(f"“{name}” is empty: no sheet of it has rows. There is nothing to import.")
        return found
    alike = sorted(book.sheet_names, key=lambda each: each != wanted)
    alike = [each for each in alike if each.casefold() == wanted.casefold()]
    if not alike:
        there_are = ", ".join(f"“{clean(each)}”" for each in book.sheet_names)
        raise BadInput(f"“{name}” has no sheet “{clean(wanted)}”. There are {there_are}.")
    return book.get_sheet_by_name(alike[0])


def _seen(book: CalamineWorkbook) -> list[CalamineSheet]:
    """The sheets that are not hidden."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        book.get_sheet_by_name(each.name)
        for each in book.sheets_metadata
        if (each.typ, each.visible) == (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)
    ]


def _rows(sheet: CalamineSheet, name: str) -> Iterator[Row | Reject]:
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        texts = tuple(map(_text, cells))
        if max(map(len, texts), default=0) > MAX_CELL:
            raise BadInput(f"“{name}” has a cell with more than {MAX_CELL:,} characters in row {line}. Shorten it.")
        yield Row(line, texts)


def _text(value: object) -> str:
    """A cell as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time.min:
            return value.date().isoformat()
        return value.isoformat(" ", timespec="seconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(value)
