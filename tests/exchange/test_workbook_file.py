"""Sheets of workbooks are read as CSV files of them would be; what cannot be, or is too large, is refused."""

from __future__ import annotations

import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.errors import BadInput, FunnelBoardError
from funnelboard.exchange import workbook_file
from funnelboard.exchange.file_reading import read_file
from tests.workbooks import sheet_xml, write_workbook

ROWS = (
    ("Title", "Amount", "Closed", "Won", None),
    ("Pilot", 12.0, date(2026, 1, 2), True, None),
    ("Ærlig øl", 1234.5, datetime(2026, 1, 2, 10, 30), False, "seen"),
    (None, None, None, None, None),
    (" 007", 0.1 + 0.2, 46000, None, None),
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "deals.xlsx"


def test_cells_mean_what_they_mean_in_the_sheet(book: Path) -> None:
    file = read_file(write_workbook(book, {"Deals": ROWS}))
    assert file.header == ("Title", "Amount", "Closed", "Won", "column 5")
    assert [(row.line, *row.cells) for row in file.whole().rows] == [
        (2, "Pilot", "12", "2026-01-02", "true", ""),
        (3, "Ærlig øl", "1234.5", "2026-01-02 10:30:00", "false", "seen"),
        (5, " 007", "0.3", "46000", "", ""),
    ]


def test_the_first_sheet_with_rows_is_read_unless_one_is_named(book: Path) -> None:
    write_workbook(book, {"Lists": ROWS[:2], "About": ROWS[:1], "Deals": ROWS, "More": ROWS[:3]}, hidden="Lists")
    assert len(read_file(book).whole().rows) == 3
    assert len(read_file(book, "more").whole().rows) == 2
    assert len(read_file(book, "Lists").whole().rows) == 1
    with pytest.raises(BadInput, match=r"has no sheet “Deal”\. There are “Lists”, “About”, “Deals”, “More”"):
        read_file(book, "Deal")


def test_a_workbook_without_rows_is_refused(book: Path) -> None:
    with pytest.raises(BadInput, match="is empty: no sheet of it has rows"):
        read_file(write_workbook(book, {"A": (), "B": ()}))
    with pytest.raises(BadInput, match="has a header but no rows"):
        read_file(write_workbook(book, {"A": (), "B": ROWS[:1]}))


def test_a_csv_file_has_no_sheets(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("title\nA\n")
    with pytest.raises(BadInput, match=r"is no workbook and has no sheets\. Leave --sheet out"):
        read_file(path, "Deals")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is an old workbook"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
        (b"PK\x03\x04 and no more", "is a damaged workbook"),
    ],
)
def test_what_is_no_workbook_of_this_kind_is_named(book: Path, content: bytes, said: str) -> None:
    book.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        read_file(book)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("content.xml", "is a workbook of another kind than .xlsx"),
        ("xl/workbook.bin", "is a workbook of another kind than .xlsx"),
        ("word/document.xml", "is a packed folder, not a workbook"),
    ],
)
def test_other_packed_files_are_named(book: Path, name: str, said: str) -> None:
    with zipfile.ZipFile(book, "w") as packed:
        packed.writestr(name, "x")
    with pytest.raises(BadInput, match=said):
        read_file(book)


CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
WIDE = f'<row r="1">{"<c><v>1</v></c>" * 16_384}</row><row r="9000"><c><v>1</v></c></row>'
LONG = f"<sst><si><t>{'x' * 32_000}</t></si></sst>"
SAME = '<row><c t="s"><v>0</v></c></row>'


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [
        ("xl/worksheets/sheet1.xml", sheet_xml([CORNERS]), "more than 1,000,000 rows or 20,000,000 cells"),
        ("xl/worksheets/sheet1.xml", sheet_xml([WIDE]), "more than 1,000,000 rows or 20,000,000 cells"),
        ("xl/worksheets/sheet1.xml", sheet_xml([WIDE.replace("9000", "2")]), "16,384 columns; 2,000 fit"),
        ("xl/worksheets/sheet1.xml", sheet_xml([" " * 2_000_000]), "bytes when it is unpacked"),
        ("xl/worksheets/sheet1.xml", sheet_xml([SAME] * 200), "bytes when it is unpacked"),
    ],
)
def test_a_small_file_that_becomes_large_is_refused_before_it_does(
    book: Path, monkeypatch: pytest.MonkeyPatch, part: str, content: str, said: str
) -> None:
    monkeypatch.setattr(workbook_file, "MAX_BYTES", 1_000_000)
    write_workbook(book, {"Deals": ROWS}, extra={part: content, "xl/sharedStrings.xml": LONG})
    with pytest.raises(BadInput, match=said):
        read_file(book)


def test_without_what_reads_workbooks_it_is_said_how_to_get_it(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_workbook(book, {"Deals": ROWS})
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(BadInput, match=r"pip install 'funnelboard\[xlsx\]' brings it. Or: open it in a spreadsheet"):
        read_file(book)


@given(st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), min_size=1, max_size=8), st.booleans())
def test_no_damage_ends_it(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], packed: bool
) -> None:
    book = write_workbook(tmp_path_factory.mktemp("fuzz") / "deals.xlsx", {"Deals": ROWS})
    if packed:
        content = bytearray(book.read_bytes())
        for at, byte in changes:
            content[4 + at % (len(content) - 4)] = byte
        book.write_bytes(content)
    else:
        sheet = bytearray(zipfile.ZipFile(book).read("xl/worksheets/sheet1.xml"))
        for at, byte in changes:
            sheet[at % len(sheet)] = byte
        write_workbook(book, {"Deals": ROWS}, extra={"xl/worksheets/sheet1.xml": bytes(sheet)})  # type: ignore[dict-item]
    try:
        file = read_file(book)
    except FunnelBoardError:
        return
    assert all(len(row.cells) == len(file.header) for row in file.whole().rows)
