"""Files as other programs write them are read, and what cannot be read is refused with a sentence."""

from __future__ import annotations

import csv
import re
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelboard.errors import BadInput, FunnelBoardError, NotFound
from funnelboard.exchange import csv_text
from funnelboard.exchange.csv_file import REASON_COLUMN, read_csv
from funnelboard.exchange.csv_text import Reject, Row
from funnelboard.exchange.rejects_file import write_rejects


def written(directory: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = directory / "deals.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    lines = (("name", "company", "worth"), ("Pilot, phase 1; first", "Acme | Oy", "12"), ("Rollout", "Nordlys", "3,5"))
    path = tmp_path / "deals.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(lines)

    file = read_csv(path)

    assert file.delimiter == delimiter
    assert file.header == lines[0]
    assert file.whole().rows == (Row(2, lines[1]), Row(3, lines[2]))


def test_decimal_commas_do_not_hide_the_semicolon(tmp_path: Path) -> None:
    file = read_csv(written(tmp_path, "title;amount;note\nA;1,5;x\nB;2,5;y, z\n"))
    assert file.delimiter == ";"
    assert file.whole().rows[1].cells == ("B", "2,5", "y, z")


def test_a_single_column_needs_no_delimiter(tmp_path: Path) -> None:
    assert read_csv(written(tmp_path, "company\nAcme\n\nNordlys\n")).whole().rows == (
        Row(2, ("Acme",)),
        Row(4, ("Nordlys",)),
    )


def test_a_line_that_names_the_delimiter_is_obeyed_and_skipped(tmp_path: Path) -> None:
    file = read_csv(written(tmp_path, "sep=;\r\ntitle;amount\r\nA;1\r\n"))
    assert (file.header, file.whole().rows) == (("title", "amount"), (Row(3, ("A", "1")),))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_western_text_survives_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    content = "title,company\nØrsted: Äußerung,Société Générale\nCafé Noir,Åpen dag\n"
    file = read_csv(written(tmp_path, content, encoding))
    assert file.header == ("title", "company")
    assert [row.cells for row in file.whole().rows] == [
        ("Ørsted: Äußerung", "Société Générale"),
        ("Café Noir", "Åpen dag"),
    ]


def test_text_of_other_code_pages_is_recognised(tmp_path: Path) -> None:
    content = "назва,сума\nТовариство Зоря,12\nКиївська книга,13\n"
    assert read_csv(written(tmp_path, content, "cp1251")).whole().rows[1].cells == ("Київська книга", "13")


def test_quoted_line_breaks_stay_in_their_cell_and_lines_are_counted(tmp_path: Path) -> None:
    file = read_csv(written(tmp_path, 'title,note\r\nA,"one\r\ntwo ""2"""\r\nB,three\r\n'))
    assert file.whole().rows == (Row(2, ("A", 'one\r\ntwo "2"')), Row(4, ("B", "three")))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(tmp_path: Path, newline: str) -> None:
    assert len(read_csv(written(tmp_path, newline.join(("title,amount", "A,1", "B,2")))).whole().rows) == 2


def test_ragged_rows_are_set_aside_with_their_line_and_reason(tmp_path: Path) -> None:
    file = read_csv(written(tmp_path, "title,company,amount\nA,Acme,1\nB,Nordlys\nC,Fjord,3,\n"))
    assert [row.cells for row in file.whole().rows] == [("A", "Acme", "1")]
    assert file.whole().rejects == (
        Reject(3, "it has 2 cells where the header has 3", ("B", "Nordlys")),
        Reject(4, "it has 4 cells where the header has 3", ("C", "Fjord", "3", "")),
    )


def test_a_quote_that_is_not_doubled_costs_only_its_row(tmp_path: Path) -> None:
    file = read_csv(written(tmp_path, 'title,company\n"The "big" one",Acme\nB,Nordlys\n'))
    assert [row.cells for row in file.whole().rows] == [("B", "Nordlys")]
    assert [(reject.line, reject.reason) for reject in file.whole().rejects] == [
        (2, "a quotation mark inside a quoted cell is not doubled")
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "is empty"),
        (b"title,company\r\n", "header but no rows"),
        (b"title,company\nA,Ac\0me\n", "line 2 holds a NUL"),
        (b"PK\x03\x04rest of a workbook", "is a workbook"),
        (b'title,note\nA,ok\nB,"never closed\nC,ok\n', "from line 3 on"),
        (b"title,note\nA," + b"x" * (csv.field_size_limit() + 1) + b"\n", "from line 2 on"),
        (b"\xff\xfea\0,\0b\0\n\0\xd8", "damaged UTF-16"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(BadInput, match=said) as refusal:
        read_csv(path).whole()
    assert "deals.csv" in str(refusal.value)


def test_a_missing_file_and_a_directory_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no file"):
        read_csv(tmp_path / "nothing.csv")
    with pytest.raises(BadInput, match="it is a directory"):
        read_csv(tmp_path)


def test_names_of_columns_are_cleaned(tmp_path: Path) -> None:
    assert read_csv(written(tmp_path, " ti\x1btle , amount\nA,1\n")).header == ("ti␛tle", "amount")


def test_rejects_are_written_with_reasons_and_can_be_read_again(tmp_path: Path) -> None:
    file = read_csv(written(tmp_path, "title;amount\n=HYPERLINK(1);12\nB;x;y\nC;-3\n"))
    rejects = (Reject(2, "=why", file.whole().rows[0].cells), file.whole().rejects[0])
    path = tmp_path / "rejects.csv"

    write_rejects(path, file, rejects)

    assert path.read_text("utf-8-sig").splitlines() == [
        f"title;amount;{REASON_COLUMN}",
        "'=HYPERLINK(1);12;line 2: =why",
        "B;x;y;line 3: it has 3 cells where the header has 2",
    ]
    with pytest.raises(BadInput, match="exists already"):
        write_rejects(path, file, rejects)


def test_rejects_that_cannot_be_written_are_refused(tmp_path: Path) -> None:
    file = read_csv(written(tmp_path, "title\nA\n"))
    with pytest.raises(BadInput, match="cannot be written"):
        write_rejects(tmp_path / "nowhere" / "rejects.csv", file, ())


@given(st.binary(max_size=200))
def test_no_file_raises_anything_but_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = written(tmp_path_factory.mktemp("fuzz"), content)
    try:
        file = read_csv(path)
        rows = file.whole().rows
    except FunnelBoardError:
        return
    assert all(len(row.cells) == len(file.header) for row in rows)


@given(st.lists(st.tuples(*[st.text(st.characters(codec="utf-8", exclude_characters="\0"))] * 3), min_size=1))
def test_what_the_csv_module_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "deals.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows((("title", "company", "note"), *rows))
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if filled:
        assert [row.cells for row in read_csv(path).whole().rows] == filled


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("title\n" + "x" * 131_073 + "\n", "a cell without an end, or with more than 131,072 characters, from line 2"),
        ("title,note\na,b\n" + "x," * 2_000 + "x\n", "Line 3 of “deals.csv” has 2,001 columns; 2,000 fit."),
        ("title," + "n" * 501 + "\na,b\n", "has a column whose name has 501 characters; 500 fit. Shorten it."),
        ("title\n" + "a\n" * 11, "has more than 10 rows or 15 cells. Split it and import the parts."),
        ("title,note,tags\n" + "a,b,c\n" * 5, "has more than 10 rows or 15 cells. Split it and import the parts."),
    ],
)  # fmt: skip
def test_a_file_of_more_than_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, sentence: str
) -> None:
    monkeypatch.setattr(csv_text, "MAX_ROWS", 10)
    monkeypatch.setattr(csv_text, "MAX_CELLS", 2_010 if "columns" in sentence else 15)
    with pytest.raises(BadInput, match=re.escape(sentence)):
        read_csv(written(tmp_path, content)).whole()


def test_as_much_as_is_read_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, "MAX_ROWS", 10)
    assert len(read_csv(written(tmp_path, "title\n" + "a\n" * 10)).whole().rows) == 10


def test_a_large_file_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    # A sign beyond the first 65,536 of Unicode makes Python keep the whole of a text in four bytes a character.
    path = written(tmp_path, "title,note\n\N{GRINNING FACE},\n" + ("a," + "n" * 50_000 + "\n") * 200)
    tracemalloc.start()
    rows = sum(1 for _ in read_csv(path).rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == 201
    assert peak < path.stat().st_size / 4
