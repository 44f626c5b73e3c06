"""``funnelboard import`` of every kind of file that other programs write, and of what is none."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import pytest

from tests.workbooks import write_workbook

HEADER = ("Titel", "Företag", "Belopp", "Anteckning")
ROWS = (
    ("Øl & Søn", "Société Générale", "1 234,50 kr", "first line\nsecond; line, “quoted” | \t end"),
    ("Åpen «dag»", "Ärzte GmbH", "99,00 kr", ""),
)


def written(delimiter: str) -> str:
    import csv

    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows((HEADER, *ROWS))
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_in_every_encoding(cli: Any, tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "deals.csv"
    text = written(delimiter)
    if encoding == "latin-1":
        text = text.replace("“", '""').replace("”", '""')
    path.write_bytes(text.encode(encoding))

    report = cli("import", path, "--currency", "SEK", "--json").json

    assert (report["new"], report["rejected"], report["set_aside"]) == (2, [], [])
    first, second = cli("list", "--json").json
    assert [(deal["title"], deal["company"], deal["amount"]) for deal in (first, second)] == [
        ("Øl & Søn", "Société Générale", 1234.5),
        ("Åpen «dag»", "Ärzte GmbH", 99),
    ]
    (note,) = [each["text"] for each in cli("show", first["id"], "--json").json["timeline"] if each["kind"] == "note"]
    assert note.startswith("first line\nsecond; line, ")


def test_a_workbook_is_imported_as_a_csv_file_of_it_would_be(cli: Any, tmp_path: Path) -> None:
    day, at = datetime.date(2026, 1, 5), datetime.datetime(2026, 2, 1, 10, 30)
    rows = (
        ("Deal name", "Stage", "Amount", "Create date", "Close date", "Probability", "Next activity", "Deal ID"),
        ("Pilot", "Proposal sent", 12.0, day, None, 0.25, datetime.datetime(2026, 12, 3, 9, 0), 17),
        ("Rollout", "Won", 1234.5, day, at, None, None, 18),
    )
    path = write_workbook(tmp_path / "deals.xlsx", {"About": (), "Deals": rows, "Old": (*rows, ("Third", *[None] * 7))})

    assert cli("import", path, "--json").json["new"] == 2

    first, second = cli("list", "--json").json
    assert (first["title"], first["amount"], first["probability"], first["external_id"]) == ("Pilot", 12, 25, "17")
    assert (first["next_follow_up"]["due"], first["next_follow_up"]["time"]) == ("2026-12-03", "09:00")
    assert (second["outcome"], second["amount"], second["created_at"][:10]) == ("won", 1234.5, "2026-01-05")
    assert second["closed_at"][:10] == "2026-02-01"
    again = cli("import", path, "--json").json
    assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, 2)
    assert cli("import", path, "--sheet", "old", "--json").json["new"] == 1
    assert "There are “About”, “Deals”, “Old”" in cli("import", path, "--sheet", "New").err


def test_rejected_rows_of_a_workbook_are_put_right_in_a_csv_file(cli: Any, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    path = write_workbook(tmp_path / "deals.xlsx", {"Deals": (("Title", "Amount"), ("Pilot", 1.5), (None, 2.5))})
    assert cli("import", path, "--rejects", rejects).status == 0
    rejects.write_text(rejects.read_text("utf-8-sig").replace(",2.5", "Rollout,2.5"), encoding="utf-8-sig")
    assert cli("import", rejects, "--json").json["new"] == 1
    assert [deal["amount"] for deal in cli("list", "--json").json] == [1.5, 2.5]


def test_days_that_a_spreadsheet_counts_are_dates(cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("title,expected close,next activity\nPilot,46357,46359.4375\n")
    cli("import", path)
    (deal,) = cli("list", "--json").json
    assert deal["expected_close"] == "2026-12-01"
    assert (deal["next_follow_up"]["due"], deal["next_follow_up"]["time"]) == ("2026-12-03", "10:30")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("deals.csv", b"", "is empty"),
        ("deals.csv", b"\xef\xbb\xbf\r\n", "is empty"),
        ("deals.csv", "title,value\r\n".encode("utf-16"), "has a header but no rows"),
        ("deals.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 512, "is an old workbook (.xls)"),
        ("deals.xlsx", b"PK\x03\x04" + b"\0" * 512, "is a damaged workbook"),
        ("deals.pdf", b"%PDF-1.7\n%\xe2\xe3", "is a PDF document, not a CSV file"),
        ("deals.json", b'\n[{"title": "A"}]', "is JSON, not a CSV file"),
        ("deals.html", b"<table><tr><td>title</td></tr></table>", "is a web page or XML, not a CSV file"),
        ("deals.vcf", b"BEGIN:VCARD\nFN:A\nEND:VCARD\n", "is a list of cards or dates, not a CSV file"),
        ("deals.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", "is not plain text"),
        ("deals.db", b"SQLite format 3\0" + b"\0" * 84, "is a database, not a CSV file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence_and_nothing_changes(
    cli: Any, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    cli("add", "Was here")
    before = cli("log", "--json").json, cli("info", "--json").json["counts"]
    path = tmp_path / name
    path.write_bytes(content)
    result = cli("import", path)
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert said in result.err
    assert "Traceback" not in result.err
    assert (cli("log", "--json").json, cli("info", "--json").json["counts"]) == before


REPORT = """\
Opportunity Name,Account Name,Stage,Amount
Pilot,Acme,Prospecting,10
Rollout,Fjord,Closed Won,20

Grand Totals (2 records)

"Confidential Information - Do Not Distribute"
Generated By: Sales A 2026-11-30
"""


def test_what_stands_below_the_rows_of_a_report_is_told_and_no_row(cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text(REPORT)
    result = cli("import", path, "--json")
    assert (result.json["new"], result.json["rejected"]) == (2, [])
    assert "Left out below the last row: “Grand Totals (2 records)”, “Confidential Information - Do Not" in result.err
    path.write_text(REPORT + "\nThird,Acme,Prospecting,30\n")
    assert len(cli("import", path, "--dry-run", "--json").json["rejected"]) == 3, "rows below tell that these are none"
    path.write_text("Name,Company,Amount\nPilot,Acme,5\n\nRollout,,\n")
    assert cli("import", path, "--dry-run", "--json").json["new"] == 2, "this has as many cells as a row"


@pytest.mark.parametrize("name", ["report.csv", "report.xlsx"])
def test_a_title_above_the_header_is_passed_over(cli: Any, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    rows = (
        ("Pipeline, third quarter",),
        (),
        ("Deal", "Company", "Amount"),
        ("Pilot", "Acme", 5),
        ("Rollout", "Acme", 6),
    )
    if name.endswith("xlsx"):
        write_workbook(path, {"Pipeline": rows})
    else:
        path.write_text('"Pipeline, third quarter"\n\nDeal,Company,Amount\nPilot,Acme,5\nRollout,Acme,6\n')
    assert cli("import", path, "--json").json["new"] == 2
    assert [(deal["title"], deal["amount"]) for deal in cli("list", "--json").json] == [("Pilot", 5), ("Rollout", 6)]
