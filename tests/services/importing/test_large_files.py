"""A file that is read and written in parts comes in as one that is held as a whole, and an undo in parts takes it back.

The parts are made so small here that a file of a few dozen rows has many.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.deal_query import Query
from funnelboard.domain.elsewhere import ANYTHING
from funnelboard.domain.stage import Stage
from funnelboard.errors import BadInput, NotSaved
from funnelboard.exchange import spool, telling_apart
from funnelboard.exchange.file_kind import with_header
from funnelboard.exchange.file_reading import read_file
from funnelboard.services import maintenance
from funnelboard.services.importing import matching
from funnelboard.services.importing.choices import ImportChoices
from funnelboard.services.importing.csv_import import ImportReport, plan_import, run_import, understand
from funnelboard.services.importing.telling import told
from funnelboard.services.workspace import Workspace
from funnelboard.store import history, sqlite_database
from funnelboard.store.schema import OBJECTS
from tests.watching import Watch

HEADER = "deal id,title,company,contact,email,owner,stage,value,created,tags,note,Renewal\n"
ROWS = [
    *(
        f"A{n},Deal {n},Firm {n % 7},Person {n % 5},p{n % 5}@firm.example,Sales {n % 3},"
        f"{('Demo', 'Won', 'New', 'Lost')[n % 4]},{n}50,2026-0{n % 9 + 1}-13,tag {n % 4},note {n},{2027 + n}\n"
        for n in range(24)
    ),
    'A24,"Söndag, ""kväll""",Nordlys,Åse,,,Demo,5,,,"two\nlines",\n',
    "A3,Deal 3,Firm 3,Person 3,p3@firm.example,Sales 0,Lost,350,2026-04-13,tag 3,note 3,2040\n",
    "A5,Another of A5,Firm 5,,,,Won,7,2026-06-13,,,\n",
    "too,few\n",
    ",,,,,,,,2026-01-13,,,no title\n",
    "A25,Last,Firm 99,,,,Site visit,9,2026-02-13,,,\n",
]
WITH_IDS = HEADER + "".join(ROWS)
CHANGED = re.compile(r'^UPDATE "deal" .*"id" IN \(([\d, ]+)\)+$')
WITHOUT_IDS = WITH_IDS.replace("deal id", "Number at home")


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return tmp_path / "deals.csv"


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def make_small() -> None:
        monkeypatch.setattr(matching, "LOT", 3)
        monkeypatch.setattr(spool, "_LOT", 2)
        monkeypatch.setattr(telling_apart, "_TOGETHER", 4)
        monkeypatch.setattr(history, "LOT", 5)

    return make_small


def load(workspace: Workspace, path: Path, content: str | None = None, encoding: str = "utf-8") -> ImportReport:
    if content is not None:
        path.write_text(content, encoding=encoding)
    rejects = path.with_name("rejects.csv")
    rejects.unlink(missing_ok=True)
    return run_import(workspace, plan_import(path), rejects=rejects)


def seen(workspace: Workspace) -> list[tuple[Any, ...]]:
    """What there is to see of the deals, in the order of the board."""
    return [
        (
            *(deal.id, deal.title, deal.stage, deal.outcome, deal.amount, deal.created_at, deal.tags, deal.own_fields),
            *(deal.company and deal.company.name, deal.owner and deal.owner.name, deal.external_id),
            [link.contact.name for link in deal.contacts],
            [each.text for each in workspace.board.detail(deal.id).timeline],
        )
        for deal in workspace.board.deals(Query())
    ]


def said(report: ImportReport) -> tuple[Any, ...]:
    rejected = [(each.line, each.reason) for each in report.rejected]
    counts = report.created, report.updated, report.unchanged, report.in_bin, report.companies
    return counts, rejected, report.by_stage, report.summary, len(report.alike), [*report.possible_duplicates]


@pytest.mark.parametrize("content", [WITH_IDS, WITHOUT_IDS, WITH_IDS.replace(",", ";").replace("Söndag;", "Söndag,")])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_parts_make_no_difference(
    csv: Path,
    make_workspace: Callable[..., Workspace],
    tmp_path: Path,
    in_parts: Callable[[], None],
    content: str,
    encoding: str,
) -> None:
    changed = content.replace("Demo", "Won").replace("A7", "B7")
    found = []
    for name in ("whole.db", "parts.db"):
        workspace = make_workspace(path=tmp_path / name)
        reports = [said(load(workspace, csv, content, encoding)) for content in (content, content, changed)]
        found.append((reports, seen(workspace), (tmp_path / "rejects.csv").read_bytes()))
        assert maintenance.check(workspace) == ()
        in_parts()
    assert found[0] == found[1]
    first, again, _ = found[0][0]
    new = 27 if content.startswith("deal id") else 28
    assert (first[0][0], again[0][:3]) == (new, (0, 0, 28))
    assert [reason for _, reason in first[1]] == ["it has 2 cells where the header has 12", "it has no title"]


def test_an_undo_in_parts_takes_all_back_and_a_redo_brings_it_again(
    workspace: Workspace, csv: Path, in_parts: Callable[[], None]
) -> None:
    in_parts()
    workspace.pipeline.create(title="Mine", company="Firm 1")
    load(workspace, csv, WITH_IDS)
    before = seen(workspace)
    imported = tuple(sorted(deal[0] for deal in before if deal[1] != "Mine"))
    undone = workspace.undoing.undo()
    assert undone.summary.startswith("undid: imported 27 deals")
    assert undone.deal_ids == imported
    assert [deal.title for deal in workspace.board.deals(Query())] == ["Mine"]
    assert maintenance.check(workspace) == ()
    assert workspace.undoing.redo().deal_ids == imported
    assert seen(workspace) == before
    assert maintenance.check(workspace) == ()
    workspace.undoing.undo()
    assert load(workspace, csv, WITH_IDS).created == 27


def test_rows_of_one_deal_far_apart_are_one(workspace: Workspace, csv: Path, in_parts: Callable[[], None]) -> None:
    in_parts()
    plan = plan_import(csv_of(csv, WITH_IDS))
    assert (len(plan.deals), plan.read.repeats) == (27, 1)
    assert [deal.fields for deal in plan.deals if deal.external_id == "A3"] == [(("Renewal", "2030\n2040"),)]
    assert [deal.line for deal in plan.deals] == sorted(deal.line for deal in plan.deals)


def test_a_stage_that_comes_in_the_last_part_is_told(
    workspace: Workspace, csv: Path, in_parts: Callable[[], None]
) -> None:
    in_parts()
    plan = plan_import(csv_of(csv, WITH_IDS))
    report = run_import(workspace, plan, rejects=csv.with_name("rejects.csv"))
    assert [word.word for word in plan.read.stages if word.tagged] == ["Site visit"]
    assert any("With a tag, for want of a stage: “Site visit” (1)" in each.text for each in told(plan, report))
    assert seen(workspace)[-1][2] in (Stage.LEAD, Stage.CLOSED)


def test_one_amount_and_one_date_at_the_end_tell_how_all_are_written(csv: Path, in_parts: Callable[[], None]) -> None:
    in_parts()
    rows = "".join(f"Deal {n},1.230,0{n % 9 + 1}/02/2026\n" for n in range(20))
    plan = plan_import(csv_of(csv, f'title,value,created\n{rows}Last,"1.5",02/28/2026\n'))
    assert {deal.amount for deal in list(plan.deals)[:20]} == {123}
    assert plan.read.day_first == {"created": False}


@pytest.mark.parametrize("how", ["written to", "exchanged", "shortened"])
def test_a_file_that_changes_between_two_readings_is_refused(workspace: Workspace, csv: Path, how: str) -> None:
    file = with_header(read_file(csv_of(csv, WITH_IDS)))
    if how == "exchanged":
        other = csv.with_name("other.csv")
        other.write_text(WITH_IDS)
        other.replace(csv)
    else:
        csv.write_text(WITH_IDS + "A99,New,,,,,,,,,,\n" if how == "written to" else WITH_IDS[:300])
    with pytest.raises(BadInput, match=r"“deals\.csv” has been changed since it was read first\. Nothing was imported"):
        understand(file, ImportChoices(), "EUR")
    assert workspace.board.deals(Query()) == ()


def test_a_file_that_changes_while_it_is_read_is_refused(csv: Path) -> None:
    file = with_header(read_file(csv_of(csv, WITH_IDS)))
    rows = iter(file.read())
    next(rows)
    with csv.open("a") as writing:
        writing.write("A99,New,,,,,,,,,,\n")
    with pytest.raises(BadInput, match="has been changed since it was read first"):
        list(rows)


def test_rejects_have_their_name_only_when_all_is_well(workspace: Workspace, csv: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"

    def look(done: int, total: int) -> None:
        assert not rejects.exists()
        if done == total and fails:
            raise NotSaved("the disk is full")

    plan, fails = plan_import(csv_of(csv, WITH_IDS)), True
    with pytest.raises(NotSaved, match="full"):
        run_import(workspace, plan, rejects=rejects, progress=look)
    assert (workspace.board.deals(Query()), sorted(tmp_path.glob("*rejects*"))) == ((), [])
    fails = False
    run_import(workspace, plan, rejects=rejects, progress=look)
    assert rejects.read_text("utf-8-sig").count("\n") == 3


@pytest.mark.sqlite("has SQLite tell what it runs")
def test_a_new_deal_is_written_once(workspace: Workspace, csv: Path) -> None:
    workspace.rates.set("SEK", "0.09")
    asked = list[str]()
    database = workspace.session.database
    database.peewee.connection().set_trace_callback(asked.append)
    run_import(workspace, plan_import(csv_of(csv, WITH_ALL)))
    assert not [each for each in asked if 'UPDATE "deal"' in each]
    columns = "search_text, next_due, next_time, open_objections, score, compared"
    assert database.rows_of(f"SELECT {columns} FROM deal ORDER BY id") == [
        ("pilot\nærø aps\nkari\nkari@aero.dk\n123", "2026-12-01", "10:30", 0, 37, 1_000_000),
        ("second\nærø aps", None, None, 0, None, 90_000),
        ("ünder", "2026-12-01", None, 0, 0, None),
    ]
    assert maintenance.check(workspace) == ()


@pytest.mark.sqlite("makes its indexes anew")
def test_indexes_are_made_once_where_most_of_the_deals_are_new(
    workspace: Workspace, csv: Path, make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_database, "_FILLED", range(20, 40))
    beside = make_workspace(Path(workspace.target))
    database, asked = workspace.session.database, list[str]()
    schema, indexes = database.rows_of(OBJECTS), "SELECT COUNT(*) FROM sqlite_schema WHERE tbl_name = 'deal' AND sql"
    ((kept_up,),) = database.rows_of(f"{indexes} LIKE 'CREATE INDEX%'")
    database.peewee.connection().set_trace_callback(asked.append)

    def made() -> int:
        found, asked[:] = [each for each in asked if each.startswith("CREATE INDEX")], []
        return len(found)

    plan = plan_import(csv_of(csv, WITHOUT_IDS))
    assert run_import(workspace, plan, dry_run=True).created == 28
    assert made() == 0

    def fail(done: int, total: int) -> None:
        if done == total:
            raise NotSaved("the disk is full")

    rejects = csv.with_name("rejects.csv")
    with pytest.raises(NotSaved, match="full"):
        run_import(workspace, plan, rejects=rejects, progress=fail)
    assert (made(), database.rows_of(OBJECTS)) == (0, schema)
    workspace.pipeline.create(title="Mine")
    assert load(workspace, csv).created == 28
    assert (made(), database.rows_of(OBJECTS)) == (kept_up, schema)
    assert beside.session.database.changed_elsewhere() is ANYTHING
    assert len(beside.board.deals(Query())) == 29
    beside.pipeline.create(title="Theirs")
    assert maintenance.check(workspace) == ()
    assert load(workspace, csv).unchanged == 28
    assert load(workspace, csv, HEADER + "".join(ROWS[:20])).created == 20
    assert made() == 0


WITH_ALL = (
    "deal id,title,company,contact,email,phone,stage,value,source,created,closed,close date,follow-up,note,tags,Color\n"
    "1,Pilot,Ærø ApS,Kari,kari@aero.dk,123,Demo,100 EUR,referral,2026-11-20,,2027-01-05,2026-12-01 10:30,Hi,a,red\n"
    "2,Second,Ærø ApS,,,,Lost,100 SEK,,2026-11-20,2026-11-21,,2026-12-01,Bye,b,\n"
    "3,Ünder,,,,,New,,,,,,2026-12-01,,,\n"
)


def csv_of(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.sqlite("as long as a statement lasts this engine keeps in memory what it changes")
def test_no_statement_of_an_import_or_its_undo_changes_many_deals(
    watch: Watch, workspace: Workspace, csv: Path
) -> None:
    load(workspace, csv, "title\n" + "".join(f"Deal {n}\n" for n in range(300)))
    added = [each.sql for each in watch.statements if each.sql.startswith('INSERT INTO "deal" ')]
    assert max(sql.count("Deal ") for sql in added) <= 64
    assert sum(sql.count("Deal ") for sql in added) == 300
    watch.forget()
    assert len(workspace.undoing.undo().deal_ids) == 300
    named = [re.findall(r"\d+", each[1]) for sql in watch.statements if (each := CHANGED.search(sql.sql))]
    assert len({number for numbers in named for number in numbers}) == 300
    assert max(map(len, named)) <= 64


def test_what_was_put_in_the_bin_together_comes_back_together(watch: Watch, workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, "title\n" + "".join(f"Deal {n}\n" for n in range(300)))
    workspace.undoing.undo()
    watch.forget()
    assert len(workspace.undoing.redo().deal_ids) == 300
    assert sum('UPDATE "deal" SET "version"' in each.sql for each in watch.statements) in range(1, 20)
    assert maintenance.check(workspace) == ()
