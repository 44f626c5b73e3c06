"""``funnelboard import`` as a user runs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

EXPORT = """\
opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
1C1I7A6R,Sales Agent A,GTX Plus Basic,Cancity,Won,20-10-16,01-03-17,1054
Z063OYW0,Sales Agent B,GTXPro,Isdom,Won,25-10-16,11-03-17,4514
HAXMC4IX,Sales Agent C,MG Advanced,,Engaging,03-11-16,,
UP409DSB,Sales Agent C,MG Advanced,Ganjaflex,Engaging,10-11-16,,
6DNLS2HS,Sales Agent A,GTX Basic,Cancity,Lost,01-12-16,09-03-17,0
9ME3374G,Sales Agent B,MG Special,,Prospecting,,,
"""
OPTIONS = ("--map", "product=title", "--currency", "USD", "--day-first")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "sales_pipeline.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


def listed(cli: Any, *query: str) -> list[str]:
    return [deal["external_id"] for deal in cli("list", *query, "--json").json]


def listed_ids(cli: Any) -> dict[str, int]:
    return {deal["external_id"]: deal["id"] for deal in cli("list", "--json").json}


def test_the_public_export_is_imported_listed_and_undone(cli: Any, export: Path) -> None:
    result = cli("import", export, *OPTIONS)

    assert result.status == 0
    assert [line.split() for line in result.out.splitlines()[1:]] == [
        ["lead", "1"],
        ["prospect", "0"],
        ["opportunity", "2"],
        ["won", "2", "5", "568", "$"],
        ["lost", "1"],
    ]
    assert "Imported 6 deals from “sales_pipeline.csv”." in result.err
    assert listed(cli, "stage:opportunity") == ["HAXMC4IX", "UP409DSB"]
    (won,) = cli("list", "company:Isdom", "--json").json
    assert (won["outcome"], won["amount"], won["currency"], won["owner"]) == ("won", 4514, "USD", "Sales Agent B")
    assert (won["created_at"], won["closed_at"]) == ("2016-10-25T12:00:00.000Z", "2017-03-11T12:00:00.000Z")
    (lost,) = cli("list", "is:lost", "--json").json
    assert (lost["amount"], lost["lost_reason"]) == (None, "other")

    assert cli("undo").status == 0
    assert listed(cli) == []


def test_importing_again_changes_only_what_changed(cli: Any, export: Path) -> None:
    cli("import", export, *OPTIONS)
    assert "Imported nothing new" in cli("import", export, *OPTIONS).err
    export.write_text(EXPORT.replace("Engaging,10-11-16,,", "Won,10-11-16,12-03-17,700"), encoding="utf-8")
    report = cli("import", export, *OPTIONS, "--json").json
    assert (report["new"], report["updated"], report["unchanged"]) == (0, 1, 5)
    assert len(listed(cli, "is:won")) == 3


def test_the_files_own_word_for_the_source_is_kept(cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"

    def imported(*words: str) -> list[tuple[str, str | None]]:
        path.write_text(
            "id,title,source\n" + "".join(f"{number},Lead {number},{word}\n" for number, word in enumerate(words))
        )
        cli("import", path)
        return [(deal["source"], deal["source_detail"]) for deal in cli("list", "--json").json]

    assert imported("Trade Show", "LinkedIn", "referral") == [
        ("event", "Trade Show"),
        ("social", "LinkedIn"),
        ("referral", None),
    ]
    cli("edit", 2, "source=search")
    changed = [("event", "Conference"), ("search", None), ("social", "Facebook")]
    assert imported("Conference", "LinkedIn", "Facebook") == changed


def test_json_is_one_document_with_the_columns_and_sums(cli: Any, export: Path) -> None:
    result = cli("import", export, *OPTIONS, "--json")
    report = result.json
    assert report["columns"]["account"] == "company"
    assert report["by_stage"]["won"] == {"count": 2, "amounts": {"USD": 5568.0}}
    assert (report["new"], report["rejected"], report["dry_run"]) == (6, [], False)
    assert (report["unmapped_columns"], report["unknown_stages"], report["assumed_currency"]) == ([], [], None)
    assert (report["possible_duplicates"], report["change"]) == ([], 1)


def test_a_dry_run_changes_nothing(cli: Any, export: Path) -> None:
    result = cli("import", export, *OPTIONS, "--dry-run")
    assert (result.status, listed(cli)) == (0, [])
    assert "nothing was changed" in result.err


def test_bad_rows_are_refused_or_set_aside(cli: Any, export: Path, tmp_path: Path) -> None:
    export.write_text(EXPORT.replace("GTXPro,Isdom", ","), encoding="utf-8")
    refused = cli("import", export, *OPTIONS)
    assert (refused.status, refused.out, listed(cli)) == (1, "", [])
    assert "line 3: it has no title" in refused.err
    assert "--rejects FILE" in refused.err

    rejects = tmp_path / "rejects.csv"
    assert cli("import", export, *OPTIONS, "--rejects", rejects).status == 0
    assert len(listed(cli)) == 5
    assert "Z063OYW0" in rejects.read_text("utf-8-sig").splitlines()[1]


def test_what_was_left_out_is_told(cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    rows = ["A1,Pilot,10,red", "A2,Rollout,20,blue"]
    path.write_text("\n".join(["deal id,title,value,colour", *rows]), encoding="utf-8")
    told = cli("import", path).err
    assert "Columns: deal id=external_id, title=title, value=amount\nOwn fields: colour\n" in told
    assert "Left in the bin" not in told
    cli("delete", listed_ids(cli)["A2"])
    bad = [f"B{number},,5," for number in range(12)]
    path.write_text("\n".join(["deal id,title,value,colour", *rows, *bad]), encoding="utf-8")
    told = cli("import", path, "--rejects", tmp_path / "rejects.csv").err
    assert [line.split(" ", 3)[:3] for line in told.splitlines() if " was left out: " in line] == [
        ["Line", f"{number}", "was"] for number in range(4, 14)
    ]
    assert "So were 2 more lines.\nLeft in the bin: 1\n" in told


def test_an_export_of_another_program_comes_along_whole(cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "oportunidades.csv"
    path.write_text(
        "id;empresa;contacto;etapa;importe_eur;probabilidad;ultima_actividad\n"
        "1;Logística;Ana Gil;3. Negociación;42.000,50;60%;2026-07-24\n"
        "2;Astra;Luis Vera;Cerrado ganado;18.000;1.0;2026-07-25\n"
        "3;Nube;Sara Pons;Visita;-5;Alta;2026-07-26\n"
        "4;Delta;Pedro Nieto;Visita;7.000;;2026-07-26\n",
        encoding="utf-8",
    )
    told = cli("import", path, "--dry-run").err.splitlines()
    assert "Own fields: ultima_actividad" in told
    assert "Stages: Visita 2 = lead, 3. Negociación 1 = opportunity, Cerrado ganado 1 = won" in told
    assert "With a tag, for want of a stage: “Visita” (2). Otherwise: --stage Visita=prospect" in told
    assert [line for line in told if line.startswith("Kept as an own field instead: 1 cell of “probabilidad”")]

    report = cli("import", path, "--json").json
    assert (report["new"], report["rejected"], report["unmapped_columns"]) == (4, [], ["ultima_actividad"])
    assert report["stages"]["Cerrado ganado"] == {"won": 1}
    assert report["unknown_stages"] == [{"word": "Visita", "count": 2, "taken_for": {"lead": 2}, "tagged": True}]
    assert [(each["column"], each["count"]) for each in report["set_aside"]] == [
        ("importe_eur", 1), ("probabilidad", 1),
    ]  # fmt: skip
    assert report["by_stage"]["opportunity"] == {"count": 1, "amounts": {"EUR": 42000.5}}
    assert listed(cli, "tag:Visita") == ["3", "4"]

    report = cli("import", path, "--json", "--stage", "visita=prospect").json
    assert (report["new"], report["updated"], report["unchanged"], report["unknown_stages"]) == (0, 2, 2, [])
    assert listed(cli, "stage:prospect") == ["3", "4"]
    assert (cli("import", path, "--stage", "Visita").status, len(listed(cli))) == (1, 4)


def test_a_currency_that_was_assumed_is_said_with_how_to_change_it(cli: Any, export: Path) -> None:
    assumed = "Assumed: 3 amounts in EUR. Otherwise: --currency CODE"
    assert assumed in cli("import", export, "--day-first", "--dry-run").err
    assert cli("import", export, "--day-first", "--dry-run", "--json").json["assumed_currency"] == "EUR"
    assert "Assumed" not in cli("import", export, *OPTIONS, "--dry-run").err


def test_own_fields_that_seem_to_matter_are_named(cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("title,Amount,Expected Revenue,colour\nPilot,5,7,red\n")
    told = cli("import", path).err
    assert (
        "they look as if they mattered: “Expected Revenue” (an amount). Otherwise: --map 'Expected Revenue=FIELD'"
        in told
    )


def test_a_list_of_companies_is_imported_only_when_it_is_said_to_be_deals(cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("account,sector,revenue,employees\nAcme,retail,100,5\n")
    refused = cli("import", path)
    assert (refused.status, listed(cli)) == (1, [])
    assert "“accounts.csv” looks like a list of companies, not of deals" in refused.err
    assert (cli("import", path, "--as", "deals").status, len(listed(cli))) == (0, 1)


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        ("", (), "is empty"),
        ("title\n", (), "has a header but no rows"),
        ("colour\nred\n", (), "--map COLUMN=title"),
        ("title\nA\n", ("--map", "worth=amount"), "There is no column “worth”"),
        ("title,worth\nA,1\n", ("--map", "worth=money"), "“money” is not a field"),
        ("title,created\nA,01/02/2017\n", (), "--day-first or --month-first"),
        ("title,value\nA,1\n", ("--currency", "XXQ"), "“XXQ” is not a currency"),
    ],
)
def test_refusals_say_what_to_do(cli: Any, tmp_path: Path, content: str, arguments: tuple[str, ...], said: str) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(content, encoding="utf-8")
    result = cli("import", path, *arguments)
    assert (result.status, result.out) == (1, "")
    assert said in result.err


def test_a_missing_file_is_refused(cli: Any, tmp_path: Path) -> None:
    result = cli("import", tmp_path / "nothing.csv")
    assert (result.status, result.out) == (1, "")
    assert "There is no file" in result.err


def test_hostile_text_reaches_neither_database_nor_terminal(cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("title,owner\x1b[2J\n\x1b]0;owned\x07[/nope],=1+1\n", encoding="utf-8")
    result = cli("import", path, "--map", "owner\x1b[2J=owner")
    assert "\x1b" not in result.out + result.err
    assert "␛]0;owned␇[/nope]" in cli("list", "--json").out
