"""An import is one transaction: complete, undoable, repeatable, and kind to what sellers changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query
from funnelboard.domain.money import Money
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput, NotSaved
from funnelboard.exchange.file_kind import NotDeals
from funnelboard.exchange.values import instant
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.importing.csv_import import ImportReport, plan_import, run_import
from funnelboard.services.workspace import Workspace

STAGES = ("New", "Qualified", "Demo", "Won")
HEADER = "deal id,title,company,owner,stage,value,created,close date\n"
FILE = (
    HEADER
    + "A1,Pilot,Acme,Sales A,Engaging,100,2026-01-05,\n"
    + "A2,Rollout,Nordlys,Sales B,Won,2500.50,2026-02-01,2026-03-01\n"
    + "A3,Renewal,Acme,Sales A,Lost,0,2026-02-01,2026-03-02\n"
    + "A4,First talk,,,Prospecting,,,\n"
)


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return tmp_path / "deals.csv"


def load(workspace: Workspace, path: Path, content: str | None = None, *, dry_run: bool = False) -> ImportReport:
    if content is not None:
        path.write_text(content, encoding="utf-8")
    return run_import(workspace, plan_import(path), dry_run=dry_run)


def deals(workspace: Workspace) -> dict[str, Deal]:
    return {deal.external_id or "": deal for deal in workspace.board.deals(Query())}


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


def test_deals_arrive_with_everything_the_file_says(workspace: Workspace, csv: Path, clock: FixedClock) -> None:
    report = load(workspace, csv, FILE)

    assert report.summary == "imported 4 deals from “deals.csv”"
    assert (counts(report), report.companies, tuple(report.rejected)) == ((4, 0, 0), 2, ())
    assert {name: (each.count, each.amounts) for name, each in report.by_stage.items()} == {
        "lead": (1, ()),
        "prospect": (0, ()),
        "opportunity": (1, (Money(10_000, "EUR"),)),
        "won": (1, (Money(250_050, "EUR"),)),
        "lost": (1, ()),
    }
    found = deals(workspace)
    won, lost, lead = found["A2"], found["A3"], found["A4"]
    assert (won.stage, won.outcome, won.amount) == (Stage.CLOSED, Outcome.WON, Money(250_050, "EUR"))
    assert (won.created_at, won.closed_at) == (instant(date(2026, 2, 1)), instant(date(2026, 3, 1)))
    assert won.stage_since == won.last_touch == won.closed_at
    assert won.company is not None
    assert (won.company.name, won.company.customer_since) == ("Nordlys", won.closed_at)
    assert won.owner is not None
    assert (won.owner.name, won.owner.login) == ("Sales B", None)
    assert (lost.lost_reason, lost.lost_detail, lost.amount) == (LostReason.OTHER, "not given on import", None)
    assert (lead.created_at, lead.owner, lead.company) == (clock.now(), None, None)


def test_a_deal_that_began_later_than_was_known_was_touched_then(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, FILE)
    load(workspace, csv, FILE.replace("2026-01-05", "2026-02-05"))
    assert deals(workspace)["A1"].last_touch == instant(date(2026, 2, 5))
    assert maintenance.check(workspace) == ()
    workspace.undoing.undo()
    assert deals(workspace)["A1"].last_touch == instant(date(2026, 1, 5))
    assert maintenance.check(workspace) == ()


def test_an_owner_who_is_a_seller_here_is_that_seller(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, "title,owner\nPilot,KARI\nRollout,Sales A\nRenewal,sales a\n")
    owners = [deal.owner and deal.owner.id for deal in workspace.board.deals(Query())]
    assert owners[0] == workspace.seller.id
    assert owners[1] == owners[2] != owners[0]


def test_the_history_of_a_deal_begins_where_the_file_found_it(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, FILE)
    found = deals(workspace)
    for external_id, at in (("A1", date(2026, 1, 5)), ("A2", date(2026, 3, 1))):
        moves = workspace.board.detail(found[external_id].id).timeline
        assert [move.at for move in moves] == [instant(at)]


def test_deals_keep_the_files_order_below_those_already_there(workspace: Workspace, csv: Path) -> None:
    workspace.pipeline.create(title="Was here")
    load(workspace, csv, "title\n" + "".join(f"Lead {number}\n" for number in range(30)))
    assert [deal.title for deal in workspace.board.deals(Query())] == [
        "Was here",
        *(f"Lead {number}" for number in range(30)),
    ]


def test_contacts_tags_notes_and_follow_ups_come_along(workspace: Workspace, csv: Path) -> None:
    content = (
        "deal id,title,company,contact,email,phone,tags,note,next follow-up,next step\n"
        'A1,Pilot,Acme,Aino,aino@acme.fi,,"expo, big","first\nsecond",2026-12-01,call about price\n'
        "A2,Rollout,Acme,aino,,+358 1,expo,,,send a letter\n"
    )
    load(workspace, csv, content)

    first, second = workspace.board.deals(Query())
    assert first.primary is not None
    assert second.primary is not None
    assert first.primary.contact == second.primary.contact
    assert (first.primary.contact.email, first.primary.contact.phone) == ("aino@acme.fi", "+358 1")
    assert (first.tags, second.tags) == (("expo", "big"), ("expo",))
    assert first.next_follow_up is not None
    assert (first.next_follow_up.due, first.next_follow_up.kind) == (date(2026, 12, 1), "call")
    assert "first\nsecond" in [entry.text for entry in workspace.board.detail(first.id).timeline]
    assert "send a letter" in [entry.text for entry in workspace.board.detail(second.id).timeline]
    assert counts(load(workspace, csv)) == (0, 0, 2)

    load(workspace, csv, content.replace("expo,,", "expo;late,,").replace("aino@acme.fi", "aino@acme.example"))
    second = workspace.board.deal(second.id)
    assert second.tags == ("expo", "late")
    assert second.primary is not None
    assert second.primary.contact.email == "aino@acme.example"


def test_what_is_new_in_the_file_goes_on_the_known_deal(
    workspace: Workspace, csv: Path, tick: Callable[..., int]
) -> None:
    header = "deal id,title,company,contact,tags,note,next follow-up,next step\n"
    load(workspace, csv, header + "A1,Pilot,Acme,,,,,\nA2,Rollout,Acme,Kari,,rang,2026-12-01,call\n")
    tick(days=1)
    new = "A1,Pilot,Acme,Ola,big,first talk,2026-12-03,demo\nA2,Rollout,Acme,Per,,rang again,2026-12-01,call\n"
    assert counts(load(workspace, csv, header + new)) == (0, 2, 0)

    pilot, rollout = (workspace.board.detail(deal.id) for deal in workspace.board.deals(Query()))
    assert [(link.contact.name, link.primary) for link in pilot.deal.contacts] == [("Ola", True)]
    assert [(link.contact.name, link.primary) for link in rollout.deal.contacts] == [("Kari", True), ("Per", False)]
    assert pilot.deal.tags == ("big",)
    assert [entry.text for entry in pilot.timeline if entry.label == "note"] == ["first talk"]
    assert {entry.text for entry in rollout.timeline if entry.label == "note"} == {"rang", "rang again"}
    assert [(each.due, each.kind) for each in pilot.follow_ups] == [(date(2026, 12, 3), "demo")]
    assert [(each.due, each.kind) for each in rollout.follow_ups] == [(date(2026, 12, 1), "call")], "once"
    assert counts(load(workspace, csv)) == (0, 0, 2)


def test_a_second_import_of_the_same_file_adds_and_logs_nothing(workspace: Workspace, csv: Path) -> None:
    first = load(workspace, csv, FILE)
    again = load(workspace, csv)
    assert (counts(again), again.change, again.summary) == ((0, 0, 4), 0, "imported nothing new from “deals.csv”")
    assert [entry.id for entry in workspace.undoing.log()] == [first.change]
    assert len(deals(workspace)) == 4


def test_rows_without_ids_are_not_doubled_either(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, "title,company,value\nPilot,Acme,1\nPilot,Acme,1\n")
    assert counts(load(workspace, csv, "title,company,value\nPilot,Acme,1\nPilot,Acme,2\nNew,Acme,3\n")) == (1, 1, 1)


def test_rows_without_ids_are_known_again_under_another_name_and_in_another_order(
    workspace: Workspace, csv: Path
) -> None:
    rows = [f"Renewal,Acme,Sales {'ABCD'[number]},{stage},{number}" for number, stage in enumerate(STAGES)]
    load(workspace, csv, "\n".join(("title,company,owner,stage,value", *rows)))
    before = {deal.id: (deal.title, deal.stage, deal.amount) for deal in workspace.board.deals(Query())}

    other = csv.with_name("other.csv")
    again = load(workspace, other, "\n".join(("title,company,owner,stage,value", *reversed(rows))))
    assert (counts(again), again.change, tuple(again.possible_duplicates)) == ((0, 0, 4), 0, ())
    assert {deal.id: (deal.title, deal.stage, deal.amount) for deal in workspace.board.deals(Query())} == before

    rows[2] = rows[2].replace("Sales C", "Sales E")
    changed = load(workspace, csv, "\n".join(("title,company,owner,stage,value", *reversed(rows))))
    assert counts(changed) == (0, 1, 3)
    owners = {deal.id: deal.owner and deal.owner.name for deal in workspace.board.deals(Query())}
    assert sorted(map(str, owners.values())) == ["Sales A", "Sales B", "Sales D", "Sales E"]
    assert counts(load(workspace, csv)) == (0, 0, 4)
    workspace.undoing.undo()
    assert counts(load(workspace, other)) == (0, 0, 4)


def test_corrected_rejects_without_ids_overwrite_nothing(workspace: Workspace, csv: Path) -> None:
    rejects = csv.with_name("rejects.csv")
    csv.write_text("title,company,value\nRenewal,Acme,5\n,,6\n", encoding="utf-8")
    run_import(workspace, plan_import(csv), rejects=rejects)
    rejects.write_text(rejects.read_text("utf-8-sig").replace(",,6", "Renewal,Acme,6"))
    report = run_import(workspace, plan_import(rejects))
    assert counts(report) == (1, 0, 0)
    assert [(deal.title, of) for deal, of in report.possible_duplicates] == [("Renewal", 1)]
    assert counts(run_import(workspace, plan_import(rejects))) == (0, 0, 1)
    assert sorted(deal.amount.minor for deal in workspace.board.deals(Query()) if deal.amount) == [500, 600]


def test_deals_that_may_be_here_already_are_told(workspace: Workspace, csv: Path) -> None:
    typed = workspace.pipeline.create(title="Pilot", company="Acme").deal_ids[0]
    report = load(workspace, csv, FILE)
    assert [(deal.line, of) for deal, of in report.possible_duplicates] == [(2, typed)]
    assert not load(workspace, csv).possible_duplicates


def test_an_unknown_stage_is_a_tag_until_somebody_says_what_it_means(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, "id,title,stage\nA1,Pilot,Site visit\n")
    pilot = deals(workspace)["A1"]
    assert (pilot.stage, pilot.tags) == (Stage.LEAD, ("Site visit",))
    report = run_import(workspace, plan_import(csv, stages={"site visit": "opportunity"}))
    assert (counts(report), deals(workspace)["A1"].stage) == ((0, 1, 0), Stage.OPPORTUNITY)


def test_a_new_deal_on_hold_is_parked_until_its_day_if_that_is_to_come(
    workspace: Workspace, csv: Path, clock: FixedClock
) -> None:
    later, before = clock.today() + timedelta(days=40), clock.today() - timedelta(days=1)
    content = f"id,title,stage,next activity\nA1,Pilot,On Hold,{later}\nA2,Rollout,On Hold,{before}\n"
    load(workspace, csv, content)
    first, second = (workspace.board.deal(deal_id) for deal_id in (1, 2))
    assert (first.parked_until, first.parked_reason) == (later, "timing")
    assert (second.parked_until, second.tags) == (None, ())
    assert counts(load(workspace, csv)) == (0, 0, 2)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("account,sector,year_established,revenue,employees", "companies"),
        ("product,series,sales_price", "products"),
        ("Subject,Status,Priority,Due Date,Related To,Contact", "activities"),
    ],
)
def test_a_list_of_something_else_is_asked_about(workspace: Workspace, csv: Path, header: str, kind: str) -> None:
    csv.write_text(f"{header}\n{','.join('A' * (header.count(',') + 1))}\n")
    with pytest.raises(NotDeals, match=f"a list of {kind}, not of deals.*--as deals"):
        plan_import(csv)
    assert len(plan_import(csv, as_deals=True).deals) == 1


def test_a_file_without_a_header_is_recognised_by_its_rows(workspace: Workspace, csv: Path) -> None:
    csv.write_text("Pilot,Acme,Demo,1200.50,a@acme.fi\nRollout,Nordlys,Won,5,b@nordlys.no\n")
    first, second = plan_import(csv).deals
    assert (first.title, first.company, first.stage, first.amount) == ("Pilot", "Acme", Stage.OPPORTUNITY, 120_050)
    assert (first.line, second.line, second.outcome, second.email) == (1, 2, Outcome.WON, "b@nordlys.no")


def test_what_changed_in_the_file_is_changed_here(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, FILE)
    report = load(
        workspace,
        csv,
        FILE.replace("Engaging,100,2026-01-05,", "Won,120,2026-01-05,2026-11-20").replace("First talk", "Second talk")
        + "A5,New one,Fjord,,Prospecting,,,\n",
    )
    assert counts(report) == (1, 2, 2)
    assert report.summary == "imported 1 deal and updated 2 from “deals.csv”"
    found = deals(workspace)
    assert (found["A1"].outcome, found["A1"].amount) == (Outcome.WON, Money(12_000, "EUR"))
    assert found["A1"].closed_at == found["A1"].stage_since == instant(date(2026, 11, 20))
    assert found["A4"].title == "Second talk"


def test_a_seller_s_changes_stand_where_the_file_says_nothing_new(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, FILE)
    pilot = deals(workspace)["A1"]
    workspace.pipeline.edit(pilot.id, {"title": "Pilot, phase 1", "amount": Money(99, "EUR"), "company": "Acme Oy"})
    workspace.pipeline.move((pilot.id,), Stage.PROSPECT)

    assert counts(load(workspace, csv)) == (0, 0, 4)
    assert counts(load(workspace, csv, FILE.replace("Sales A,Engaging", "Sales B,Engaging"))) == (0, 1, 3)

    pilot = deals(workspace)["A1"]
    assert (pilot.title, pilot.amount, pilot.stage) == ("Pilot, phase 1", Money(99, "EUR"), Stage.PROSPECT)
    assert pilot.owner is not None
    assert pilot.owner.name == "Sales B"


def test_a_renamed_company_is_not_added_again(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, FILE)
    company = deals(workspace)["A1"].company
    assert company is not None
    workspace.people.edit_company(company.id, {"name": "Acme Oy"})
    report = load(workspace, csv, FILE + "A5,New one,Acme,,Prospecting,,,\n")
    assert (counts(report), report.companies) == ((1, 0, 4), 0)
    new = deals(workspace)["A5"].company
    assert new is not None
    assert new.name == "Acme Oy"


def test_a_deal_lost_without_an_amount_keeps_what_it_was_known_to_be_worth(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, FILE)
    load(workspace, csv, FILE.replace("Engaging,100,2026-01-05,", "Lost,0,2026-01-05,2026-11-20"))
    pilot = deals(workspace)["A1"]
    assert (pilot.outcome, pilot.amount) == (Outcome.LOST, Money(10_000, "EUR"))


def test_a_closing_without_a_date_is_dated_once(
    workspace: Workspace, csv: Path, clock: FixedClock, tick: Callable[..., int]
) -> None:
    imported_at = clock.now()
    content = "deal id,title,stage\nA1,Pilot,Won\n"
    load(workspace, csv, content)
    tick(days=1)
    assert counts(load(workspace, csv, content)) == (0, 0, 1)
    assert deals(workspace)["A1"].closed_at == imported_at


def test_undo_takes_the_whole_import_back_and_it_can_be_imported_again(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, FILE)
    before = deals(workspace)
    workspace.undoing.undo()
    assert deals(workspace) == {}

    report = load(workspace, csv, FILE.replace("Pilot", "Pilot 2"))
    assert counts(report) == (4, 0, 0)
    after = deals(workspace)
    assert after["A1"].title == "Pilot 2"
    assert {name: deal.id for name, deal in after.items()} == {name: deal.id for name, deal in before.items()}
    assert [deal.company and deal.company.name for deal in after.values()] == [
        deal.company and deal.company.name for deal in before.values()
    ]
    assert counts(load(workspace, csv)) == (0, 0, 4)


def test_undo_of_an_update_brings_the_old_values_back_and_the_file_may_be_imported_again(
    workspace: Workspace, csv: Path
) -> None:
    load(workspace, csv, FILE)
    load(workspace, csv, FILE.replace("Engaging,100", "Prospecting,100"))
    workspace.undoing.undo()
    assert deals(workspace)["A1"].stage is Stage.OPPORTUNITY
    assert counts(load(workspace, csv)) == (0, 1, 3)
    assert deals(workspace)["A1"].stage is Stage.LEAD


def test_a_deleted_deal_stays_in_the_bin(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, FILE)
    workspace.pipeline.delete((deals(workspace)["A4"].id,))
    report = load(workspace, csv, FILE.replace("First talk", "Second talk"))
    assert (counts(report), report.in_bin) == ((0, 0, 3), 1)
    assert "A4" not in deals(workspace)


def test_a_dry_run_tells_the_same_and_writes_nothing(workspace: Workspace, csv: Path) -> None:
    dry = load(workspace, csv, FILE, dry_run=True)
    assert deals(workspace) == {}
    assert workspace.undoing.log() == ()
    real = load(workspace, csv)
    assert (counts(dry), dry.by_stage, dry.summary) == (counts(real), real.by_stage, real.summary)
    assert (dry.change, dry.dry_run, real.dry_run) == (0, True, False)
    changed = load(workspace, csv, FILE.replace("Pilot", "P"), dry_run=True)
    assert (counts(changed), changed.summary) == ((0, 1, 3), "updated 1 deal from “deals.csv”")
    assert deals(workspace)["A1"].title == "Pilot"


def test_a_dry_run_goes_through_every_kind_of_update(workspace: Workspace, csv: Path) -> None:
    header = "id,title,company,contact,email,stage,tags,note,follow up,Renewal\n"
    rest = "Acme,Kari Nordmann,,Lead,,,,2027\n"
    load(workspace, csv, f"{header}1,Pilot,{rest}2,Other,{rest}3,Third,{rest}")
    news = "Nordlys,Ola Hansen,ola@nordlys.example,Won,expo,rang,2027-01-04,2028\n"
    alike = "Nordlys AS,Ola Hansn,,Lead,,,,\n4,New too,Acme Oy,Kari Nordman,,Lead,,,,\n"
    content = (
        f"{header}1,Pilot,{news}2,Other,{rest}3,Third,Acme,Kari Nordmann,kari@acme.example,Lead,,,,\n"
        f"5,New,{news}6,Another,{alike}"
    )
    dry = load(workspace, csv, content, dry_run=True)
    real = load(workspace, csv)
    assert counts(dry) == counts(real) == (3, 2, 1)
    assert (dry.by_stage, dry.summary, dry.companies) == (real.by_stage, real.summary, real.companies)

    def said(report: ImportReport) -> list[tuple[str, str, str, bool, str]]:
        return [(each.kind, each.new.name, each.other.name, each.here, each.why) for each in report.alike]

    assert said(dry) == said(real)
    assert {each.here for each in real.alike} == {True, False}


def test_a_dry_run_is_in_nobodys_way(workspace: Workspace, csv: Path, make_workspace: Callable[..., Workspace]) -> None:
    with make_workspace(login="ola").session.change("elsewhere"):
        assert counts(load(workspace, csv, FILE, dry_run=True)) == (4, 0, 0)


def test_rows_that_cannot_be_read_stop_the_import(workspace: Workspace, csv: Path) -> None:
    with pytest.raises(
        BadInput, match=r"5 of 7 rows.*line 4: it has no title; line 5: .*; line 6: .*; and 2 more.*--rejects"
    ):
        load(workspace, csv, HEADER + "1,A,,,,,,\n2,B,,,,,,\n" + "".join(f"{n},,,,won,,,\n" for n in range(3, 8)))
    assert deals(workspace) == {}
    assert load(workspace, csv, dry_run=True).rejected[0].line == 4


def test_rejects_are_kept_in_a_file_that_can_be_put_right_and_imported(workspace: Workspace, csv: Path) -> None:
    rejects = csv.with_name("rejects.csv")
    csv.write_text(FILE.replace("Renewal,Acme", ","), encoding="utf-8")
    report = run_import(workspace, plan_import(csv), rejects=rejects)
    assert (counts(report), [reject.line for reject in report.rejected]) == ((3, 0, 0), [4])

    rejects.write_text(rejects.read_text("utf-8-sig").replace("A3,,,Sales A,Lost", "A3,Renewal,Acme,,Lost"))
    assert counts(run_import(workspace, plan_import(rejects))) == (1, 0, 0)
    assert deals(workspace)["A3"].outcome is Outcome.LOST
    assert counts(load(workspace, csv, FILE)) == (0, 1, 3)


def test_rejects_never_overwrite_a_file_and_are_not_left_behind_by_a_failure(
    workspace: Workspace, csv: Path, tmp_path: Path
) -> None:
    csv.write_text(FILE.replace("Renewal,Acme", ","), encoding="utf-8")
    with pytest.raises(BadInput, match="exists already"):
        run_import(workspace, plan_import(csv), rejects=csv)
    assert deals(workspace) == {}

    def fail(done: int, total: int) -> None:
        raise NotSaved("the disk is full")

    with pytest.raises(NotSaved, match="full"):
        run_import(workspace, plan_import(csv), rejects=tmp_path / "rejects.csv", progress=fail)
    assert deals(workspace) == {}
    assert not (tmp_path / "rejects.csv").exists()


def test_progress_ends_at_the_total(workspace: Workspace, csv: Path) -> None:
    seen: list[tuple[int, int]] = []
    csv.write_text("title\n" + "".join(f"Deal {number}\n" for number in range(2_500)), encoding="utf-8")
    run_import(workspace, plan_import(csv), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 2500), (1000, 2500), (2000, 2500), (2500, 2500)]


def test_the_board_s_totals_are_those_of_the_deals(workspace: Workspace, csv: Path) -> None:
    load(workspace, csv, FILE)
    load(workspace, csv, FILE.replace("Engaging,100", "Won,130"))
    board = workspace.board.load(Query(), sort=Sort.RANK, windows=dict.fromkeys(Stage, (0, 10)))
    closed = {(total.outcome, total.currency): (total.count, total.amount) for total in board.columns[3].totals}
    assert closed[Outcome.WON, "EUR"] == (2, 263_050)
    assert [column.count for column in board.columns] == [1, 0, 0, 3]


@pytest.mark.parametrize(
    ("currency", "content", "minor", "code"),
    [
        (None, "title,value\nA,5\n", 500, "EUR"),
        ("usd", "title,value\nA,5\n", 500, "USD"),
        (None, "title,value (SEK)\nA,5\n", 500, "SEK"),
        ("usd", "title,value (SEK)\nA,5\n", 500, "USD"),
        ("usd", "title,value,currency\nA,5,jpy\n", 5, "JPY"),
    ],
)
def test_an_amount_is_in_the_currency_said_closest_to_it(
    csv: Path, currency: str | None, content: str, minor: int, code: str
) -> None:
    csv.write_text(content, encoding="utf-8")
    deal = plan_import(csv, currency=currency).deals[0]
    assert (deal.amount, deal.currency) == (minor, code)


def test_an_unknown_currency_is_refused(csv: Path) -> None:
    with pytest.raises(BadInput, match="“XXQ” is not a currency"):
        plan_import(csv, currency="xxq")
