"""What is taken out comes back: whole databases to the bit, boards by every field, calendars by their UIDs."""

from __future__ import annotations

import csv
import json
import shutil
import unicodedata
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import vobject
from icalendar import Calendar

from funnelboard.domain.board import Sort
from funnelboard.domain.contact import Role
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.follow_up_line import FollowUpLine
from funnelboard.domain.stage import Stage
from funnelboard.errors import BadInput, DatabaseError, FunnelBoardError, NotSaved
from funnelboard.exchange.deal_json import deal_to_json, json_text
from funnelboard.exchange.export_format import Format
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.exporting import Export
from funnelboard.services.importing.csv_import import ImportReport, plan_import, run_import
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]
Dump = Callable[[Workspace], dict[str, list[Any]]]


def exported(workspace: Workspace, form: Format, query: str = "") -> str:
    return "".join(Export(workspace, form, parse_query(query, workspace.clock.today())).text())


@pytest.fixture
def full(full_database: Path, tmp_path: Path, make_workspace: Callable[..., Workspace]) -> Workspace:
    """A board with something in every table."""
    return make_workspace(Path(shutil.copy(full_database, tmp_path / "full.db")))


# -- everything ------------------------------------------------------------------------


def test_everything_makes_the_same_database_to_the_bit(
    full: Workspace, tmp_path: Path, clock: FixedClock, dump: Dump, make_workspace: Callable[..., Workspace]
) -> None:
    path = Export(full, Format.JSON, Query(())).write(str(tmp_path / "everything.jsonl"))
    assert maintenance.restore(str(tmp_path / "new.db"), str(path), clock) is None
    again = make_workspace(tmp_path / "new.db")
    assert dump(again) == dump(full)
    assert maintenance.check(again) == ()
    assert exported(again, Format.JSON) == path.read_text(encoding="utf-8")


def test_ids_are_not_given_again_in_it(
    workspace: Workspace, tmp_path: Path, clock: FixedClock, make_workspace: Callable[..., Workspace]
) -> None:
    workspace.views.save("gone for good", "", Sort.RANK)
    workspace.session.database.rows_of("DELETE FROM saved_view")
    path = Export(workspace, Format.JSON, Query(())).write(str(tmp_path / "x.jsonl"))
    maintenance.restore(str(tmp_path / "new.db"), str(path), clock)
    again = make_workspace(tmp_path / "new.db")
    again.views.save("not the same one", "", Sort.RANK)
    assert again.session.database.rows_of("SELECT id FROM saved_view") == [(2,)]


@pytest.mark.sqlite("puts a file in the place of another")
def test_everything_is_put_in_the_place_of_a_database_that_is_kept(
    full: Workspace, workspace: Workspace, add_deal: AddDeal, tmp_path: Path, clock: FixedClock, dump: Dump,
    make_workspace: Callable[..., Workspace],
) -> None:  # fmt: skip
    add_deal(title="here before")
    before = dump(workspace)
    path = Export(full, Format.JSON, Query(())).write(str(tmp_path / "x.jsonl"))
    kept = maintenance.restore(workspace.target, str(path), clock)
    assert kept is not None
    assert dump(workspace) == dump(full)
    assert dump(make_workspace(kept)) == before
    assert maintenance.restore(workspace.target, str(kept), FixedClock(clock.instant + 1, clock.day)) is not None
    assert dump(workspace) == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: lines[:-1], r"damaged at line \d+: the file ends there"),
        (lambda lines: [*lines[:7], lines[7].replace("e", "a", 1), *lines[8:]], r"damaged at line 8: it is not as"),
        (lambda lines: [*lines[:7], *lines[8:]], "damaged at line 8: it is not as"),
        (lambda lines: ['{"title": "x", "stage": "lead"}\n'], "holds some deals only"),
        (lambda lines: ["{}\n"], "no export of a whole database"),
        (lambda lines: [lines[0].replace('"format":1', '"format":2')], "a newer FunnelBoard"),
    ],
)
def test_a_damaged_file_changes_nothing(
    change: Callable[[list[str]], list[str]], words: str, full: Workspace, tmp_path: Path, clock: FixedClock, dump: Dump
) -> None:
    lines = change(exported(full, Format.JSON).splitlines(keepends=True))
    folder = tmp_path / "damaged"
    folder.mkdir()
    (folder / "x.jsonl").write_text("".join(lines), encoding="utf-8")
    before = dump(full)
    for target in (full.target, str(folder / "new.db")):
        with pytest.raises(FunnelBoardError, match=words):
            maintenance.restore(target, str(folder / "x.jsonl"), clock)
    assert dump(full) == before
    assert [each.name for each in folder.iterdir()] == ["x.jsonl"]
    assert list(tmp_path.glob("*before-restore*")) == []


@pytest.mark.parametrize(
    ("table", "row", "words"),
    [
        ("deals", {"id": 1}, "there is no table “deals”"),
        ("deal", {"id": 1, "colour": "red"}, "the table “deal” has no column “colour”"),
        ("seller", {"id": 1, "version": 1, "name": "x", "folded": "x"}, "UNIQUE constraint failed"),
        ("seller", {"id": [1], "name": "x"}, "neither a number nor a text"),
        ("seller", {"id": 2**70, "version": 1, "name": "x", "folded": "x"}, "damaged at line"),
        ("seller", {"id": "one", "name": "x", "folded": "x"}, "damaged at line"),
        ("deal", {"id": 1, "title": ""}, "constraint failed"),
    ],
)
def test_a_row_that_no_database_has_is_named(
    table: str, row: dict[str, Any], words: str, full: Workspace, tmp_path: Path, clock: FixedClock
) -> None:
    from funnelboard.exchange.database_lines import Head, write_lines
    from funnelboard.store.schema import SCHEMA

    rows = [("seller", {"id": 1, "version": 1, "name": "kari", "folded": "kari"}), (table, row)]
    path = tmp_path / "x.jsonl"
    path.write_text("".join(write_lines(Head(SCHEMA, {}), rows)), encoding="utf-8")
    with pytest.raises(BadInput, match=words) as refused:
        maintenance.restore(str(tmp_path / "new.db"), str(path), clock)
    assert "at line 3" in str(refused.value)
    assert not (tmp_path / "new.db").exists()


def test_rows_that_make_no_sound_database_are_refused(full: Workspace, tmp_path: Path, clock: FixedClock) -> None:
    from funnelboard.exchange.database_lines import Head, Lines, write_lines

    lines = Lines((line.encode() for line in exported(full, Format.JSON).splitlines(keepends=True)), "x")
    rows = [
        (table, {**row, "amount": 5} if table == "deal" and "amount" in row else row) for table, row in lines.rows()
    ]
    path = tmp_path / "x.jsonl"
    path.write_text("".join(write_lines(Head(*lines.head), rows)), encoding="utf-8")
    with pytest.raises(DatabaseError, match="What is in it is no sound database: "):
        maintenance.restore(str(tmp_path / "new.db"), str(path), clock)
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("schema", [1, 99])
def test_another_schema_is_refused(schema: int, full: Workspace, tmp_path: Path, clock: FixedClock) -> None:
    from funnelboard.exchange.database_lines import Head, write_lines

    path = tmp_path / "x.jsonl"
    path.write_text("".join(write_lines(Head(schema, {}), [])), encoding="utf-8")
    with pytest.raises(DatabaseError, match=f"is of schema {schema}"):
        maintenance.restore(str(tmp_path / "new.db"), str(path), clock)


def test_who_writes_meanwhile_waits_for_nobody(
    workspace: Workspace, add_deal: AddDeal, make_workspace: Callable[..., Workspace]
) -> None:
    ola = make_workspace(login="ola")
    add_deal(title="first")
    parts = Export(workspace, Format.JSON, Query(())).text()
    next(parts)
    ola.pipeline.create(title="meanwhile")
    assert "meanwhile" not in "".join(parts)


# -- deals -------------------------------------------------------------------------------


def test_with_a_query_json_has_a_line_for_each_deal(full: Workspace) -> None:
    lines = exported(full, Format.JSON, "is:won").splitlines()
    detail = full.board.detail(2, limit=100)
    assert [json.loads(line) for line in lines] == [json.loads(json_text(detail.to_json()))]


def every(workspace: Workspace) -> tuple[Deal, ...]:
    """Every deal, parked ones too."""
    return workspace.board.deals(parse_query("is:parked or not is:parked", workspace.clock.today()))


def imported(workspace: Workspace, path: Path, **how: bool) -> ImportReport:
    return run_import(workspace, plan_import(path), **how)


def table(workspace: Workspace, path: Path, query: str = "") -> Path:
    path.unlink(missing_ok=True)
    return Export(workspace, Format.CSV, parse_query(query, workspace.clock.today())).write(str(path))


def told(workspace: Workspace) -> list[dict[str, Any]]:
    """Every deal as ``--json`` has it, but for numbers."""

    def without_numbers(value: Any) -> Any:
        if isinstance(value, dict):
            numbers = ("id", "version", "external_id", "repeat_of", "deal")
            return {key: without_numbers(each) for key, each in value.items() if key not in numbers}
        return [without_numbers(each) for each in value] if isinstance(value, list) else value

    deals = every(workspace)
    return [without_numbers(json.loads(json_text(deal_to_json(deal)))) for deal in deals]


def test_a_table_makes_an_equal_board(
    full: Workspace, workspace: Workspace, tmp_path: Path, make_workspace: Callable[..., Workspace]
) -> None:
    path = table(full, tmp_path / "deals.csv")
    report = imported(workspace, path)
    assert (report.created, report.updated, report.unchanged) == (7, 0, 0)
    assert told(workspace) == told(full)
    assert maintenance.check(workspace) == ()
    (repeated,) = (deal for deal in every(workspace) if deal.repeat_of)
    assert workspace.board.deal(repeated.repeat_of or 0).stage is Stage.CLOSED
    again = make_workspace(tmp_path / "again.db")
    imported(again, table(workspace, tmp_path / "deals2.csv"))
    assert told(again) == told(full)


@pytest.mark.sqlite("has SQLite tell what it runs")
def test_a_deal_of_a_table_is_written_once(full: Workspace, workspace: Workspace, tmp_path: Path) -> None:
    path, asked = table(full, tmp_path / "deals.csv"), list[str]()
    workspace.rates.set("SEK", "0.09")
    workspace.session.database.peewee.connection().set_trace_callback(asked.append)
    assert imported(workspace, path).created == 7
    assert not [each for each in asked if 'UPDATE "deal"' in each]
    assert maintenance.check(workspace) == ()


def test_all_that_belongs_to_a_deal_comes_along(full: Workspace, workspace: Workspace, tmp_path: Path) -> None:
    imported(workspace, table(full, tmp_path / "deals.csv"))
    for deal in every(full):
        (other,) = (
            each
            for each in every(workspace)
            if (each.title, bool(each.repeat_of)) == (deal.title, bool(deal.repeat_of))
        )
        before, after = full.board.detail(deal.id, limit=1_000), workspace.board.detail(other.id, limit=1_000)
        kept = {"note", "stage_change", "follow_up", "objection", "answer"}
        assert [(one.at, one.kind, one.label, one.text) for one in before.timeline if one.entity in kept] == [
            (one.at, one.kind, one.label, one.text) for one in after.timeline if one.entity in kept
        ]
        assert [link.contact.name for link in deal.contacts] == [link.contact.name for link in other.contacts]
        assert before.score == after.score
        assert (before.customer and before.customer.since) == (after.customer and after.customer.since)


def test_importing_it_where_it_came_from_changes_nothing(full: Workspace, tmp_path: Path, dump: Dump) -> None:
    path = table(full, tmp_path / "deals.csv")
    before = dump(full)
    report = imported(full, path)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 7)
    assert dump(full) == before


def test_importing_it_twice_elsewhere_changes_nothing_and_undo_takes_it_back(
    full: Workspace, workspace: Workspace, tmp_path: Path, dump: Dump
) -> None:
    path = table(full, tmp_path / "deals.csv")
    imported(workspace, path)
    before = dump(workspace)
    assert imported(workspace, path).unchanged == 7
    assert dump(workspace) == before
    workspace.undoing.undo()
    assert every(workspace) == ()
    report = imported(workspace, path)
    assert (report.created, report.in_bin) == (0, 7)


def edit(path: Path, deal: str, /, **cells: str) -> None:
    """Change cells of a row."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    next(row for row in rows if row["title"] == deal).update(cells)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def test_what_was_edited_in_it_is_taken_over_and_undone_in_one(full: Workspace, tmp_path: Path) -> None:
    path = table(full, tmp_path / "deals.csv")
    before = told(full)
    edit(
        path, "Deal 1", title="Better", amount="1 250,50", currency="SEK", owner="Ola", company="Nordlys AS",
        tags="expo, big", expected_close="24.12.2026", source="referral",
    )  # fmt: skip
    edit(path, "Deal 4", referred_by="")
    report = imported(full, path)
    assert (report.created, report.updated, report.unchanged) == (0, 2, 5)
    deal = full.board.deal(1)
    assert (deal.title, str(deal.amount and deal.amount.major), deal.owner and deal.owner.name) == (
        "Better",
        "1250.50",
        "Ola",
    )
    assert (deal.company and deal.company.name, deal.tags, deal.source) == ("Nordlys AS", ("expo", "big"), "referral")
    assert deal.expected_close == date(2026, 12, 24)
    assert full.board.deal(4).referred_by == ""
    assert maintenance.check(full) == ()
    full.undoing.undo()
    assert told(full) == before


def test_what_others_have_changed_meanwhile_is_named_and_nothing_is_imported(
    full: Workspace, tmp_path: Path, dump: Dump
) -> None:
    path = table(full, tmp_path / "deals.csv")
    edit(path, "Deal 1", title="Better", tags="big")
    edit(path, "Deal 4", title="Best")
    full.pipeline.set_tags((1,), add=("theirs",), remove=())
    before = dump(full)
    with pytest.raises(BadInput, match=r"line \d+: tags of #1 “Deal 1” was changed here after it was exported"):
        imported(full, path)
    assert dump(full) == before


def test_what_others_have_changed_of_something_else_is_kept_by_both(full: Workspace, tmp_path: Path) -> None:
    path = table(full, tmp_path / "deals.csv")
    edit(path, "Deal 1", title="Better")
    full.pipeline.set_tags((1,), add=("theirs",), remove=())
    full.pipeline.edit(1, {"competitor": "Nordlys"}, full.board.deal(1))
    full.activity.add_note((1,), "rang")
    assert imported(full, path).updated == 1
    deal = full.board.deal(1)
    assert (deal.title, deal.competitor, deal.tags) == ("Better", "Nordlys", ("expo", "theirs"))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"stage": "prospect"}, "stage of #1 “Deal 1” can be changed on the board only"),
        ({"notes": "", "market": "no"}, "market and notes of #1"),
        ({"email": "other@x.example"}, "contacts of #1"),
    ],
)
def test_what_a_row_cannot_change_is_named(
    cells: dict[str, str], words: str, full: Workspace, tmp_path: Path, dump: Dump
) -> None:
    path = table(full, tmp_path / "deals.csv")
    edit(path, "Deal 1", **cells)
    before = dump(full)
    with pytest.raises(BadInput, match=words):
        imported(full, path)
    assert dump(full) == before


def test_an_old_file_takes_nothing_back(full: Workspace, tmp_path: Path, dump: Dump) -> None:
    path = table(full, tmp_path / "deals.csv")
    full.pipeline.edit(1, {"title": "newer"}, full.board.deal(1))
    before = dump(full)
    assert imported(full, path).unchanged == 7
    assert dump(full) == before


def test_elsewhere_what_has_come_to_differ_is_left_alone_and_told(
    full: Workspace, workspace: Workspace, tmp_path: Path
) -> None:
    path = table(full, tmp_path / "deals.csv")
    imported(workspace, path)
    mine = every(workspace)[0]
    workspace.pipeline.edit(mine.id, {"title": "mine"}, mine)
    report = imported(workspace, path)
    assert (report.created, report.updated, report.unchanged, report.kept) == (0, 0, 6, 1)
    assert workspace.board.deal(mine.id).title == "mine"


def test_a_row_of_ones_own_is_a_new_deal_once(full: Workspace, tmp_path: Path) -> None:
    path = table(full, tmp_path / "deals.csv")
    first, *_ = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{first}\r\n,Typed,prospect{',' * (first.count(',') - 2)}\r\n", encoding="utf-8", newline="")
    assert imported(full, path).created == 1
    deal = next(deal for deal in every(full) if deal.title == "Typed")
    assert deal.stage is Stage.PROSPECT
    assert imported(full, path).unchanged == 1
    assert maintenance.check(full) == ()


def test_a_query_and_the_empty_board(full: Workspace, workspace: Workspace, tmp_path: Path) -> None:
    assert len(table(full, tmp_path / "won.csv", "is:won").read_text(encoding="utf-8").splitlines()) > 1
    assert imported(workspace, tmp_path / "won.csv").created == 1
    empty = exported(workspace, Format.CSV, "nobody")
    assert empty.count("\n") == 1
    assert exported(workspace, Format.VCF, "nobody") == ""
    assert Calendar.from_ical(exported(workspace, Format.ICS, "nobody")).walk("VEVENT") == []


# -- calendars and address books -----------------------------------------------------------


def events(workspace: Workspace, query: str = "") -> dict[str, Any]:
    return {
        str(event["UID"]): event for event in Calendar.from_ical(exported(workspace, Format.ICS, query)).walk("VEVENT")
    }


def test_a_second_calendar_updates_the_first(
    workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int], make_workspace: Callable[..., Workspace]
) -> None:
    deal = add_deal()
    workspace.activity.add_follow_up((deal.id,), date(2026, 11, 20), "call", "call", time(10, 0))
    ((uid, first),) = events(workspace).items()
    tick()
    workspace.activity.edit_follow_up(1, due=date(2026, 11, 23), at=time(10, 0))
    second = events(workspace)[uid]
    assert second["DTSTART"].dt.date() == date(2026, 11, 23)
    assert int(second["SEQUENCE"]) > int(first["SEQUENCE"])
    assert second["LAST-MODIFIED"].dt > first["LAST-MODIFIED"].dt
    workspace.pipeline.edit(deal.id, {"title": "another"}, workspace.board.deal(deal.id))
    assert int(events(workspace)[uid]["SEQUENCE"]) > int(second["SEQUENCE"])
    workspace.activity.finish_next((deal.id,), "rang")
    assert str(events(workspace)[uid]["STATUS"]) == "CANCELLED"
    tick(days=40)
    assert events(workspace) == {}


def test_what_is_deleted_or_lost_leaves_the_calendar_too(
    workspace: Workspace, add_deal: AddDeal, tick: Callable[..., int]
) -> None:
    deal = add_deal()
    workspace.activity.add_follow_up((deal.id,), date(2026, 11, 20), "call", "call")
    workspace.undoing.undo()
    assert [str(event["STATUS"]) for event in events(workspace).values()] == ["CANCELLED"]


def test_birthdays_are_of_those_who_may_be_contacted(full: Workspace) -> None:
    assert any(uid.startswith("birthday-1@") for uid in events(full))
    assert not any(uid.startswith("birthday-") for uid in events(full, "is:won"))
    full.people.edit_contact(1, {"may_contact": False})
    assert not any(uid.startswith("birthday-") for uid in events(full))


def test_two_databases_have_uids_of_their_own_and_a_backup_has_the_same(
    full: Workspace, workspace: Workspace, add_deal: AddDeal, tmp_path: Path, make_workspace: Callable[..., Workspace]
) -> None:
    add_deal(contact="Kari 1")
    cards = {space: exported(space, Format.VCF) for space in (full, workspace)}
    uids = {space: [card.uid.value for card in vobject.readComponents(text)] for space, text in cards.items()}
    assert not set(uids[full]) & set(uids[workspace])
    copy = make_workspace(maintenance.backup(full, str(tmp_path / "copy.db")))
    assert exported(copy, Format.VCF) == cards[full]


def test_everybody_is_in_the_address_book_once(full: Workspace) -> None:
    full.people.add_contact(1, "Kari 2", role=Role.USER)
    names = [card.fn.value for card in vobject.readComponents(exported(full, Format.VCF))]
    assert len(names) == len(set(names)) == 6
    some = [card.fn.value for card in vobject.readComponents(exported(full, Format.VCF, "is:won"))]
    assert some == ["Kari 2"]


# -- files -----------------------------------------------------------------------------------


def test_a_file_is_private_whole_and_new(workspace: Workspace, add_deal: AddDeal, tmp_path: Path) -> None:
    add_deal()
    export = Export(workspace, Format.CSV, Query(()))
    path = export.write(str(tmp_path / "x.csv"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert export.told == "1 deal"
    before = path.read_bytes()
    with pytest.raises(BadInput, match="exists already"):
        export.write(str(path))
    assert path.read_bytes() == before
    with pytest.raises(NotSaved, match="No such file"):
        export.write(str(tmp_path / "none" / "x.csv"))


def test_a_file_that_cannot_be_finished_is_not_there(
    workspace: Workspace, add_deal: AddDeal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_deal()

    def fail(self: object, query: Query, **_progress: Any) -> Any:
        yield []
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(workspace.board), "each_lot", fail)
    folder = tmp_path / "x"
    folder.mkdir()
    with pytest.raises(NotSaved, match="the disk is full"):
        Export(workspace, Format.CSV, Query(())).write(str(folder / "x.csv"))
    assert list(folder.iterdir()) == []


HOSTILE = "=\x1b]52;c;aGk=\x07\u202etxt\r\nEND:VEVENT\r\nEND:VCARD\x9b31m\u200b\",;'"
"""Ends what it stands in, writes to a clipboard, turns letters round, is a formula."""


@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("query", ["", "is:open"])
def test_nothing_hostile_leaves_that_somebody_has_put_into_the_database(
    form: Format, query: str, workspace: Workspace, add_deal: AddDeal
) -> None:
    add_deal(company="Acme", contact="Kari", note="x", follow_up=FollowUpLine(date(2026, 11, 20), "call", "x", None))
    for table_name, column in (
        ("deal", "title"), ("company", "name"), ("contact", "name"), ("contact", "email"), ("note", "text"),
        ("follow_up", "what"), ("deal", "source_detail"), ("seller", "name"),
    ):  # fmt: skip
        workspace.session.database.rows_of(f'UPDATE "{table_name}" SET "{column}" = ?', (HOSTILE,))
    text = exported(workspace, form, query)
    assert text
    assert {character for character in text if unicodedata.category(character) in ("Cc", "Cf")} <= {"\r", "\n"}
    if form is Format.ICS:
        assert len(Calendar.from_ical(text).walk("VEVENT")) == 1
    if form is Format.VCF:
        assert len(list(vobject.readComponents(text))) == 1
    if form is Format.CSV:
        assert all(not cell.startswith("=") for row in csv.reader(text.splitlines()) for cell in row)


def test_what_is_hostile_as_typed_comes_back(
    workspace: Workspace, add_deal: AddDeal, tmp_path: Path, make_workspace: Callable[..., Workspace]
) -> None:
    add_deal(title=HOSTILE, company=HOSTILE, contact=HOSTILE, tags=(HOSTILE,), note=HOSTILE, owner=HOSTILE)
    other = make_workspace(tmp_path / "other.db")
    imported(other, table(workspace, tmp_path / "x.csv"))
    assert told(other) == told(workspace)
    assert maintenance.check(other) == ()


def test_own_fields_come_along_and_can_be_edited(
    workspace: Workspace, add_deal: AddDeal, tmp_path: Path, make_workspace: Callable[..., Workspace]
) -> None:
    deal = add_deal()
    workspace.pipeline.edit(deal.id, {"field.Contract no.": "=12", "field.renewal": "2027"}, deal)
    path = table(workspace, tmp_path / "x.csv")
    other = make_workspace(tmp_path / "other.db")
    imported(other, path)
    assert told(other) == told(workspace)
    assert told(other)[0]["fields"] == {"Contract no.": "=12", "renewal": "2027"}
    edit(path, deal.title, **{"field.renewal": "2028"})
    assert imported(workspace, path).updated == 1
    assert dict(workspace.board.deal(deal.id).own_fields) == {"Contract no.": "=12", "renewal": "2028"}
    path = table(workspace, path)
    edit(path, deal.title, **{"field.renewal": ""})
    assert imported(workspace, path).updated == 1
    assert workspace.board.deal(deal.id).own_fields == (("Contract no.", "=12"),)


def test_an_own_field_without_a_column_stays(workspace: Workspace, add_deal: AddDeal, tmp_path: Path) -> None:
    deal = add_deal()
    workspace.pipeline.edit(deal.id, {"field.Contract no.": "12", "field.renewal": "2027"}, deal)
    path = table(workspace, tmp_path / "x.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    at = rows[0].index("field.renewal")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([cell for number, cell in enumerate(row) if number != at] for row in rows)
    assert imported(workspace, path).unchanged == 1
    edit(path, deal.title, **{"field.Contract no.": "13"})
    assert imported(workspace, path).updated == 1
    assert dict(workspace.board.deal(deal.id).own_fields) == {"Contract no.": "13", "renewal": "2027"}
