"""``funnelboard import --as contacts`` as a user runs it; and people and companies found again in any import."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.workbooks import write_workbook

PEOPLE = """\
First Name,Last Name,Company,Job Title,E-mail,Mobile phone,Date of birth,Lead Status
Åse,Nordmann,Nordlys Elsykler AS,CFO,ase@nordlys.no,+47 99,31.12.1980,New
Pål,Ødegård,Nordlys Elsykler AS,,pal@nordlys.no,,,New
"Virta, Aino",,,,aino@virta.fi,,,
"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def contacts(cli: Any, company: str) -> list[dict[str, Any]]:
    return cli("company", company, "--json").json["contacts"]


def test_people_become_contacts_and_no_deals(cli: Any, people: Path) -> None:
    result = cli("import", people, "--as", "contacts", "--json")
    report = result.json
    assert (report["new"], report["updated"], report["unchanged"], report["companies"]) == (3, 0, 0, 1)
    assert (report["rejected"], report["unmapped_columns"], report["possible_duplicates"]) == ([], ["Lead Status"], [])
    assert (report["change"], report["summary"]) == (1, "imported 3 contacts from “people.csv”")
    assert "Left out: Lead Status\nImported 3 contacts" in result.err
    assert cli("list", "--json").json == []
    first, second = sorted(contacts(cli, "nordlys"), key=lambda each: each["name"])
    assert (second["name"], second["email"], second["phone"], second["job_title"]) == (
        "Åse Nordmann", "ase@nordlys.no", "+47 99", "CFO",
    )  # fmt: skip
    assert (second["birthday"], first["name"]) == ("1980-12-31", "Pål Ødegård")


def test_the_same_people_again_change_nothing_and_undo_takes_them_back(cli: Any, people: Path) -> None:
    cli("import", people, "--as", "contacts")
    again = cli("import", people, "--as", "contacts", "--json").json
    assert (again["new"], again["updated"], again["unchanged"], again["change"]) == (0, 0, 3, 0)
    people.write_text(PEOPLE.replace("+47 99", "+47 22").replace("Pål,Ødegård", "P.,Ødegård"), encoding="utf-8")
    changed = cli("import", people, "--as", "contacts", "--json").json
    assert (changed["new"], changed["updated"], changed["unchanged"]) == (0, 1, 2)
    assert cli("undo").status == 0
    assert {each["phone"] for each in contacts(cli, "nordlys")} == {"+47 99", None}
    assert cli("undo").status == 0
    assert cli("company", "nordlys").status == 1
    assert cli("import", people, "--as", "contacts", "--json").json["new"] == 3


def test_what_a_seller_filled_in_stands(cli: Any, people: Path) -> None:
    cli("add", "Nordlys Elsykler AS: pilot @Åse Nordmann")
    assert cli("contact", 1, "edit", "Åse", "phone=+47 1").status == 0
    report = cli("import", people, "--as", "contacts", "--json").json
    assert (report["new"], report["updated"]) == (2, 1)
    (ase,) = [each for each in contacts(cli, "nordlys") if each["name"] == "Åse Nordmann"]
    assert (ase["phone"], ase["email"], ase["birthday"]) == ("+47 1", "ase@nordlys.no", "1980-12-31")


def test_a_dry_run_and_rows_that_name_nobody(cli: Any, people: Path, tmp_path: Path) -> None:
    people.write_text(PEOPLE + ",,Fjord,,,,,\n", encoding="utf-8")
    dry = cli("import", people, "--as", "contacts", "--dry-run")
    assert "Line 5 was left out: it names nobody" in dry.err
    assert "It would have imported 3 contacts" in dry.err
    assert cli("company", "nordlys").status == 1
    refused = cli("import", people, "--as", "contacts")
    assert (refused.status, "1 of 4 rows of “people.csv” cannot be read" in refused.err) == (1, True)
    rejects = tmp_path / "rejects.csv"
    assert cli("import", people, "--as", "contacts", "--rejects", rejects).status == 0
    rejects.write_text(rejects.read_text("utf-8-sig").replace(",,Fjord", "Kari,Li,Fjord"), encoding="utf-8")
    assert cli("import", rejects, "--as", "contacts", "--json").json["new"] == 1


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Name,Title,Company\nKari Li,CFO,Acme\n", ["Kari Li"]),
        ("Kunde,Kontaktperson,Telefon\nAcme,Kari Li,99\n", ["Kari Li"]),
        ("Firma;Vorname;Nachname;Funktion\nAcme;Kari;Li;CFO\n", ["Kari Li"]),
        ("Company,Contacts\nAcme,Kari Li (k@acme.no); Ola Dal (o@acme.no)\n", ["Kari Li", "Ola Dal"]),
        ("Company,Email\nAcme,k@acme.no\n", ["k@acme.no"]),
        ("Nombre,Apellidos,Empresa\nKari,Li,Acme\n", ["Kari Li"]),
        ('Notes:\n"Some are missing, as you know."\n\nFirst Name,Last Name,Company\nKari,Li,Acme\n', ["Kari Li"]),
    ],
)
def test_lists_of_people_of_any_kind(cli: Any, tmp_path: Path, content: str, names: list[str]) -> None:
    path = tmp_path / "people.csv"
    path.write_text(content, encoding="utf-8")
    assert cli("import", path, "--as", "contacts").status == 0
    assert sorted(each["name"] for each in contacts(cli, "acme")) == names


def test_a_workbook_of_people(cli: Any, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "people.xlsx", {"People": (("Name", "Company"), ("Kari Li", "Acme"))})
    assert cli("import", path, "--as", "contacts", "--json").json["new"] == 1


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        (
            "colour,size\nred,5\n",
            (),
            "No column holds the people's names. Say which one does with --map COLUMN=contact",
        ),
        ("name,birthday\nA,01/02/1980\n", (), "--day-first or --month-first"),
        ("name\nA\n", ("--currency", "EUR"), "Contacts have no stage and no amount. Leave --stage and --currency out."),
        ("name\n", (), "has a header but no rows"),
    ],
)
def test_refusals(cli: Any, tmp_path: Path, content: str, arguments: tuple[str, ...], said: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(content, encoding="utf-8")
    result = cli("import", path, "--as", "contacts", *arguments)
    assert (result.status, result.out) == (1, "")
    assert said in result.err


def test_a_list_of_accounts_says_what_can_be_done(cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("account,sector,revenue,employees\nAcme,retail,100,5\n")
    told = cli("import", path).err
    assert "say so with --as deals; if the people in it are to become contacts, with --as contacts" in told


def test_somebody_is_known_by_their_address_first(cli: Any, tmp_path: Path, people: Path) -> None:
    cli("import", people, "--as", "contacts")
    path = tmp_path / "deals.csv"
    path.write_text(
        "title,company,contact,email,phone\n"
        "Pilot,Nordlys,Å. Nordmann,ASE@nordlys.no,+47 55\n"
        "Rollout,Nordlys,Kari Li,ase@nordlys.no,\n"
        "Renewal,Nordlys Elsykler AS,Pål Ødegård,,+47 66\n"
    )
    cli("import", path)
    pilot, rollout, renewal = cli("list", "--json").json
    assert (pilot["contact"]["name"], pilot["contact"]["phone"]) == ("Åse Nordmann", "+47 55")
    assert rollout["contact"]["name"] == "Kari Li", "two people may have one mailbox"
    assert (renewal["contact"]["email"], renewal["contact"]["phone"]) == ("pal@nordlys.no", "+47 66")
    again = cli("import", path, "--json").json
    assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, 3)


def test_names_like_those_that_are_here_or_in_the_file_are_told(cli: Any, tmp_path: Path, people: Path) -> None:
    cli("import", people, "--as", "contacts")
    path = tmp_path / "deals.csv"
    path.write_text(
        "title,company,contact\nA,Nordlys Elsykler,Kari Li\nB,Fjord Kraftverk AS,\nC,Fjord Krfatverk,\n"
        "D,Nordlys Elsykler AS,Ase Nordmann\n",
        encoding="utf-8",
    )
    result = cli("import", path, "--dry-run", "--json")
    assert [
        (each["kind"], each["name"], each["like"], each["id"], each["why"])
        for each in result.json["possible_duplicates"]
    ] == [
        ("company", "Nordlys Elsykler", "Nordlys Elsykler AS", 1, "the same but for its legal form"),
        ("company", "Fjord Krfatverk", "Fjord Kraftverk AS", None, "spelled almost the same"),
        ("contact", "Ase Nordmann", "Åse Nordmann", 1, "the same name"),
    ]
    assert "Like names that are here: “Nordlys Elsykler” and “Nordlys Elsykler AS” (the same but for" in result.err
    assert "Like each other in the file: “Fjord Krfatverk” and “Fjord Kraftverk AS” (spelled almost" in result.err


def test_all_contacts_of_a_deal_come_along(cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("deal id,title,company,contact\n1,Pilot,Acme,Kari Li (k@acme.no); Ola Dal (o@acme.no)\n")
    cli("import", path)
    found = cli("show", 1, "--json").json["contacts"]
    assert [(each["name"], each["email"], each["primary"]) for each in found] == [
        ("Kari Li", "k@acme.no", True), ("Ola Dal", "o@acme.no", False),
    ]  # fmt: skip
    assert cli("import", path, "--json").json["unchanged"] == 1
    path.write_text(path.read_text().replace("Ola Dal (o@acme.no)", "Ola Dal (o@acme.no);Per"))
    assert cli("import", path, "--json").json["updated"] == 1
    assert len(cli("show", 1, "--json").json["contacts"]) == 3


def test_people_with_one_mailbox_are_told(cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,email\nKari Li,info@acme.no\nOla Dal,info@acme.no\nK. Li,k@x.no\n")
    report = cli("import", path, "--as", "contacts", "--json").json
    assert report["new"] == 3
    assert [(each["name"], each["like"], each["why"]) for each in report["possible_duplicates"]] == [
        ("Ola Dal", "Kari Li", "the same address")
    ]
