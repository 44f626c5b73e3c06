"""``export`` as a user has it: files, standard output, queries, and what comes back by ``import`` and ``restore``."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import vobject
from icalendar import Calendar

Cli = Callable[..., Any]


@pytest.fixture
def deals(cli: Cli) -> None:
    """Two deals, one of them somebody else's."""
    cli("add", "Åsgård Oy: pilot @Kari Nordmann kari@x.example 12k € #expo ~referral !fri 10:30 call about price")
    cli("add", "Nordlys: =rental")
    cli("edit", 2, "owner=Ola")


@pytest.mark.usefixtures("deals")
def test_deals_go_into_a_file_and_come_back(cli: Cli, home: Path) -> None:
    done = cli("export", "--output", home / "deals.csv")
    assert (done.status, done.out) == (0, "")
    assert done.err == f"Exported 2 deals to {home}/deals.csv.\n"
    other = home / "other.db"
    cli("init", other)
    assert cli("import", "--db", other, home / "deals.csv").err.endswith("Imported 2 deals from “deals.csv”.\n")

    def listed(*database: object) -> list[dict[str, Any]]:
        deals = cli("list", "--json", *database).json
        return [{**deal, "next_follow_up": bool(deal["next_follow_up"]), "external_id": None} for deal in deals]

    assert listed("--db", other) == [{**deal, "version": 1} for deal in listed()]
    again = cli("import", "--json", home / "deals.csv")
    assert (again.json["new"], again.json["updated"], again.json["unchanged"]) == (0, 0, 2)


@pytest.mark.usefixtures("deals")
def test_to_standard_output_by_itself_or_when_told(cli: Cli) -> None:
    written = cli("export")
    assert (written.status, written.err) == (0, "")
    assert written.out.startswith("FunnelBoard ID ")
    assert cli("export", "--output", "-", "--format", "csv").out == written.out
    assert "'=rental" not in written.out, "it is not the whole cell"
    assert len(Calendar.from_ical(cli("export", "--format", "ics").out).walk("VEVENT")) == 1
    (card,) = vobject.readComponents(cli("export", "--format", "vc").out)
    assert card.fn.value == "Kari Nordmann"


@pytest.mark.usefixtures("deals")
def test_any_query(cli: Cli, home: Path) -> None:
    assert cli("export", "owner:ola", "--format", "vcf").out == ""
    (line,) = cli("export", "owner:ola", "--format", "json").out.splitlines()
    assert json.loads(line) == cli("show", 2, "--json").json
    refused = cli("export", "ownr:me")
    assert (refused.status, refused.out) == (1, "")
    assert cli("export", "owner:nobody-here").status == 1
    assert cli("export", "not", "owner:ola", "--output", home / "mine.csv").err.startswith("Exported 1 deal ")


@pytest.mark.usefixtures("deals")
@pytest.mark.parametrize(
    ("name", "begins"), [("x.ics", "BEGIN:VCALENDAR"), ("x.VCF", "BEGIN:VCARD"), ("x.jsonl", "{"), ("x", "FunnelB")]
)
def test_the_name_of_the_file_tells_the_format(
    cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch, name: str, begins: str
) -> None:
    monkeypatch.chdir(home)
    assert cli("export", "--output", name).status == 0
    assert (home / name).read_text(encoding="utf-8").startswith(begins)
    assert (home / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("deals")
@pytest.mark.sqlite("puts a file in the place of another")
def test_everything_is_restored(cli: Cli, home: Path) -> None:
    done = cli("export", "--output", home / "all.jsonl", "--json")
    assert done.json["exported"] == str(home / "all.jsonl")
    cli("add", "too much")
    restored = cli("restore", home / "all.jsonl", "--json")
    assert len(cli("list", "--json").json) == 2
    assert Path(restored.json["kept"]).exists()
    assert cli("check").status == 0
    made = cli("restore", home / "all.jsonl", "--db", home / "new.db")
    assert (made.status, made.err) == (0, f"Made a database of {home}/all.jsonl.\n")
    assert cli("log", "--db", home / "new.db").out == cli("log").out
    cut = (home / "all.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:20]
    (home / "cut.jsonl").write_text("".join(cut), encoding="utf-8")
    refused = cli("restore", home / "cut.jsonl")
    assert (refused.status, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert "“cut.jsonl” is damaged at line 20: the file ends there" in refused.err


@pytest.mark.usefixtures("deals")
def test_no_file_is_overwritten(cli: Cli, home: Path) -> None:
    (home / "x.csv").write_text("mine")
    for output in ("x.csv", ".", "none/x.csv"):
        refused = cli("export", "--output", home / output)
        assert (refused.status, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert (home / "x.csv").read_text() == "mine"


def test_wrong_usage(cli: Cli) -> None:
    assert cli("export", "--format", "xml").status == 2
    refused = cli("export", "--json")
    assert (refused.status, "name one with --output" in refused.err) == (2, True)


def run(home: Path, *arguments: str, **streams: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "funnelboard", *arguments]
    return subprocess.Popen(command, cwd=home, stderr=subprocess.PIPE, **streams)


@pytest.mark.usefixtures("deals")
@pytest.mark.parametrize("form", ["csv", "json", "ics", "vcf"])
def test_a_full_device_is_told(home: Path, form: str) -> None:
    with open("/dev/full", "wb") as full:
        process = run(home, "export", "--format", form, stdout=full)
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told.decode()) == (
        1,
        f"The output could not be written: {os.strerror(errno.ENOSPC)}.\n",
    )


@pytest.mark.usefixtures("deals")
def test_a_reader_that_has_gone_away_is_no_error(home: Path) -> None:
    process = run(home, "export", stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(60) == 141


@pytest.mark.usefixtures("deals")
def test_files_are_utf_8_whatever_the_terminal_takes(home: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    process = run(home, "export", "--format", "vcf", stdout=subprocess.PIPE, env=environment)
    written, _ = process.communicate(timeout=60)
    assert "ORG:Åsgård Oy" in written.decode()
