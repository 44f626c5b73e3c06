"""Own fields on the command line: edited, shown, listed, imported and written out."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "deals.csv"
    path.write_text(
        "deal id,title,value,Region,Kontrakt nr.,Team\nA1,Pilot,5,Nord,K-1,x\nA2,Rollout,lots,=1+1,,y\n", "utf-8"
    )
    return path


def test_edit_makes_changes_and_empties_them(cli: Any) -> None:
    cli("add", "Acme: pilot")
    done = cli("edit", 1, "field.Renewal=2027-03", 'field."Contract  no"=K = 1')
    assert "Changed Renewal (a new own field), Contract no (a new own field) of" in done.err
    assert cli("show", 1, "--json").json["fields"] == {"Renewal": "2027-03", "Contract no": "K = 1"}
    assert "\nOwn fields\n  Renewal: 2027-03\n  Contract no: K = 1\n" in cli("show", 1).out
    assert cli("edit", 1, "field.contract-no=", "--json").json["fields"] == {"Renewal": "2027-03"}
    assert cli("undo").status == 0
    assert cli("show", 1, "--json").json["fields"]["Contract no"] == "K = 1"


@pytest.mark.parametrize(
    ("assignments", "sentence"),
    [
        (["field.=x"], "names no own field"),
        (["field.a-b=1", "field.AB=2"], "“field.AB” is there twice"),
        (["field.renewal"], "has no “=”"),
        (["fields=x"], "Own fields are changed one by one. Write it like field.renewal=2027-03."),
        (["title=", "field.a=1"], "A deal needs a title"),
        (["field." + "x" * 101 + "=1"], "at most 100 characters"),
    ],
)
def test_what_cannot_be_is_refused(cli: Any, assignments: list[str], sentence: str) -> None:
    cli("add", "Acme: pilot")
    refused = cli("edit", 1, *assignments)
    assert (refused.status, refused.out) == (1, "")
    assert sentence in refused.err
    assert cli("show", 1, "--json").json["fields"] == {}


def test_they_are_listed_by_what_they_hold(cli: Any) -> None:
    for title in ("Acme: pilot", "Nordlys: rollout"):
        cli("add", title)
    cli("edit", 2, "field.Contract no=K-4711")
    assert [deal["id"] for deal in cli("list", "field.contract-no:4711", "--json").json] == [2]
    assert [deal["id"] for deal in cli("list", "field.contractno:none", "--json").json] == [1]
    refused = cli("list", "field.contrct:4711")
    assert (refused.status, refused.out) == (1, "")
    assert "did you mean field.contract-no?" in refused.err


def test_an_import_tells_which_columns_it_keeps_and_leaves_out(cli: Any, export: Path) -> None:
    dry = cli("import", export, "--dry-run").err
    assert "Own fields: Region, Kontrakt nr., Team\n" in dry
    assert "Kept as an own field instead: 1 cell of “value”, the first because “lots” is not an amount" in dry
    report = cli("import", export, "--skip", "team", "--skip", "Region", "--json").json
    assert (report["own_fields"], report["left_out"]) == (["Kontrakt nr."], ["Region", "Team"])
    assert report["unmapped_columns"] == ["Region", "Kontrakt nr.", "Team"]
    assert report["set_aside"][0]["column"] == "value"
    assert [deal["fields"] for deal in cli("list", "--json").json] == [{"Kontrakt nr.": "K-1"}, {"value": "lots"}]
    assert "Left out: Team\n" in cli("import", export, "--skip", "team").err
    refused = cli("import", export, "--skip", "Colour")
    assert refused.status == 1
    assert "There is no column “Colour”" in refused.err


def test_a_csv_of_them_can_be_imported_again(cli: Any, export: Path, tmp_path: Path) -> None:
    cli("import", export)
    text = cli("list", "--csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["field.Region"] for row in rows] == ["Nord", "'=1+1"]
    again = tmp_path / "again.csv"
    again.write_text(text, "utf-8")
    other = tmp_path / "other.db"
    cli("init", other)
    assert cli("import", "--db", other, again).status == 0
    here, there = cli("list", "--json").json, cli("list", "--db", other, "--json").json
    assert [deal["fields"] for deal in there] == [deal["fields"] for deal in here]


def test_what_the_form_offers_is_a_setting(cli: Any) -> None:
    cli("init")
    assert cli("setting", "fields", "renewal,  Contract no , Renewal").status == 0
    assert "Renewal, Contract no" in cli("setting", "fields").out
    assert cli("setting", "fields", ",").status == 1
    assert cli("setting", "fields", "").status == 0


def test_a_line_of_json_brings_them(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = '{"title": "Pilot", "fields": {"Contract no": "K-1", "Region": null}}\n{"title": "B", "fields": {"": "x"}}\n'
    sent += '{"title": "C", "fields": "x"}\n{"title": "D", "fields": {"a": 1}}\n'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(sent.encode())))
    done = cli("add", "--json", "-")
    assert done.status == 1
    assert [("error" in line) for line in done.out.splitlines()] == [False, True, True, True]
    (deal,) = cli("list", "--json").json
    assert deal["fields"] == {"Contract no": "K-1"}
