"""Reports beside independent SQL, and every row's deals beside its figures."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from funnelboard.domain.deal import Answer, Deal
from funnelboard.domain.money import Money
from funnelboard.domain.note import NoteKind
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.reports.activity import Activity
from funnelboard.domain.reports.forecast import Forecast
from funnelboard.domain.reports.funnel import Funnel
from funnelboard.domain.reports.losses import Losses
from funnelboard.domain.reports.names import ReportName
from funnelboard.domain.reports.scope import Pick, Scope
from funnelboard.domain.reports.sellers import Sellers
from funnelboard.domain.reports.sources import Sources
from funnelboard.domain.reports.velocity import Velocity
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.errors import BadInput
from funnelboard.services.importing.csv_import import plan_import, run_import
from funnelboard.services.workspace import Workspace

AddDeal = Callable[..., Deal]
Tick = Callable[..., int]

CSV = """\
id,title,stage,amount,currency,created,closed,owner,source
i1,Old won,won,1000,EUR,2026-01-10,2026-03-11,Ola,referral
i2,Old lost,lost,,EUR,2026-02-01,2026-02-11,Ola,event
i3,Old won too,won,500,EUR,2026-05-01,2026-05-01,Kari,
i4,Old lead,lead,200,EUR,2026-05-01,,Kari,event
i5,Old opportunity,opportunity,700,EUR,2026-05-01,,,event
"""


def euros(amount: int) -> Money:
    return Money(amount * 100, "EUR")


@pytest.fixture
def season(workspace: Workspace, add_deal: AddDeal, tick: Tick, tmp_path: Path) -> dict[str, Deal]:
    """Five imported deals, one of them worked on since, and eight made here in four weeks, as sellers work."""
    file = tmp_path / "old.csv"
    file.write_text(CSV)
    run_import(workspace, plan_import(file))
    workspace.settings.set("currency", "EUR")
    made = {
        "won": add_deal(title="Won", amount=euros(1200), source="referral", contact="Per"),
        "back": add_deal(title="Came back", amount=euros(300), source="referral"),
        "skipped": add_deal(title="Skipped", amount=euros(90), source="social"),
        "lost": add_deal(title="Lost", amount=euros(8000), contact="Åse Ødegård"),
        "open": add_deal(title="Open", amount=euros(400), stage=Stage.PROSPECT, expected_close=date(2026, 12, 20)),
        "late": add_deal(title="Late", amount=euros(50), expected_close=date(2026, 11, 20)),
        "parked": add_deal(title="Parked", amount=euros(60)),
        "binned": add_deal(title="Binned", amount=euros(70), stage=Stage.PROSPECT),
    }
    workspace.parking.park((made["parked"].id,), date(2027, 2, 1), ParkReason.BUDGET)
    old = next(deal for deal in workspace.board.deals(Scope().query) if deal.title == "Old opportunity")
    made["old"] = old

    def move(name: str, stage: Stage, days: int, **ending: Any) -> None:
        tick(days=days)
        workspace.pipeline.move((made[name].id,), stage, because="it is so", **ending)

    workspace.objections.raise_objection((made["lost"].id,), "too dear")
    move("won", Stage.PROSPECT, 1)
    move("back", Stage.PROSPECT, 1)
    move("lost", Stage.PROSPECT, 0)
    move("back", Stage.LEAD, 1)
    move("won", Stage.OPPORTUNITY, 2)
    workspace.activity.add_note((made["won"].id,), "rang", NoteKind.CALL)
    move("back", Stage.PROSPECT, 1)
    move("skipped", Stage.OPPORTUNITY, 1)
    move("binned", Stage.LEAD, 0)
    workspace.pipeline.delete((made["binned"].id,))
    move("won", Stage.CLOSED, 3, outcome=Outcome.WON)
    move("lost", Stage.CLOSED, 1, outcome=Outcome.LOST, lost_reason=LostReason.PRICE, return_on=date(2027, 3, 1))
    move("old", Stage.CLOSED, 1, outcome=Outcome.LOST, lost_reason=LostReason.TIMING, may_return=Answer.NO)
    move("open", Stage.OPPORTUNITY, 1)
    workspace.undoing.undo()
    tick(days=3)
    return made


def sql(workspace: Workspace, text: str) -> list[Any]:
    return workspace.session.database.rows_of(text)


def figures(workspace: Workspace, name: ReportName, scope: Scope | None = None) -> Any:
    return workspace.reporting.read(name, scope or Scope()).figures


def test_the_funnel_agrees_with_sql(workspace: Workspace, season: dict[str, Deal]) -> None:
    found: Funnel = figures(workspace, ReportName.FUNNEL)
    counted = {(each.outcome or each.stage).value: each.worth for each in found.stages}
    expected = sql(
        workspace,
        "SELECT coalesce(outcome, stage), count(*), coalesce(sum(amount), 0) FROM deal "
        "WHERE deleted_at IS NULL AND parked_until IS NULL GROUP BY 1",
    )
    assert {name: (worth.deals, sum(worth.amount.values())) for name, worth in counted.items() if worth.deals} == {
        name: (count, amount) for name, count, amount in expected
    }
    assert found.win_rate == Decimal("50.0")
    assert (found.parked.deals, found.parked.amount) == (2, {"EUR": 806_000})
    expected = sql(
        workspace,
        "SELECT s.from_stage, s.to_stage, s.to_outcome, count(*) FROM stage_change s, deal d WHERE d.id = s.deal_id "
        "AND s.deleted_at IS NULL AND d.deleted_at IS NULL AND s.from_stage IS NOT NULL GROUP BY 1, 2, 3",
    )
    moves = [(each.origin[0], each.target[0], each.target[1], each.count) for each in found.moves]
    assert sorted(moves, key=str) == sorted([tuple(row) for row in expected], key=str)
    lead, prospect, opportunity = found.conversions
    assert (lead.left, lead.on, lead.skipped) == (5, 5, 1)
    assert (prospect.on, prospect.back, prospect.lost) == (1, 1, 1)
    assert (opportunity.on, opportunity.lost) == (1, 1)
    assert found.unmoved == 4


def test_days_are_about_what_was_closed_and_moved_on_them(workspace: Workspace, season: dict[str, Deal]) -> None:
    march: Funnel = figures(workspace, ReportName.FUNNEL, Scope(since=date(2026, 3, 1), until=date(2026, 3, 31)))
    counted = {(each.outcome or each.stage).value: each.worth.deals for each in march.stages}
    assert (counted["won"], counted["lost"], counted["opportunity"]) == (1, 0, 1)
    assert march.moves == ()
    on_the_day = Scope(since=date(2026, 3, 11), until=date(2026, 3, 11))
    assert figures(workspace, ReportName.FUNNEL, on_the_day).win_rate == 100


def test_the_forecast_agrees_with_sql(workspace: Workspace, season: dict[str, Deal]) -> None:
    found: Forecast = figures(workspace, ReportName.FORECAST)
    won = sql(
        workspace,
        "SELECT closed_at, amount FROM deal WHERE outcome = 'won' AND deleted_at IS NULL",
    )
    by_month: dict[str, tuple[int, int]] = {}
    for closed_at, amount in won:
        month = f"{datetime.fromtimestamp(closed_at / 1_000_000, UTC):%Y-%m}"
        count, total = by_month.get(month, (0, 0))
        by_month[month] = (count + 1, total + amount)
    assert {span.name: (span.won.deals, span.won.amount["EUR"]) for span in found.months if span.won.deals} == by_month
    (december,) = [span for span in found.months if span.open.deals]
    assert (december.name, december.open.amount, december.open.weighted) == ("2026-12", {"EUR": 40_000}, {"EUR": 8_000})
    assert (found.past.open.deals, found.past.open.amount) == (1, {"EUR": 5_000})
    assert found.undated.open.deals == 3
    history = {each.stage: (each.won, each.closed) for each in found.history}
    assert history == {Stage.LEAD: (1, 2), Stage.PROSPECT: (1, 2), Stage.OPPORTUNITY: (1, 2)}
    assert december.expected == {"EUR": 20_000}
    assert found.unknown == 3


def test_velocity_takes_what_happened_here_and_counts_the_rest_apart(
    workspace: Workspace, season: dict[str, Deal]
) -> None:
    found: Velocity = figures(workspace, ReportName.VELOCITY)
    stages = dict(found.stages)
    # In lead: won 1 day, back 2 and 2, skipped 6, lost 2 days.
    assert (stages[Stage.LEAD].n, stages[Stage.LEAD].median) == (5, 2)
    # In prospect: won 4, back 1, lost 8 days; the move that was undone is none.
    assert (stages[Stage.PROSPECT].n, stages[Stage.PROSPECT].median) == (3, 4)
    assert (stages[Stage.OPPORTUNITY].n, stages[Stage.OPPORTUNITY].median) == (1, 5)
    assert found.unknown == 1
    won, lost = found.cycles
    assert (won.history.n, won.history.median) == (1, 5)
    assert (won.imported.n, won.imported.median) == (1, 60)
    assert (won.every.n, won.unknown) == (2, 1)
    assert (lost.history.n, lost.imported.n, lost.unknown) == (0, 2, 1)


def test_losses_sources_and_sellers_agree_with_sql(workspace: Workspace, season: dict[str, Deal]) -> None:
    lost: Losses = figures(workspace, ReportName.LOSSES)
    reasons = sql(workspace, "SELECT lost_reason, count(*) FROM deal WHERE outcome = 'lost' GROUP BY 1")
    assert {each.label: each.lost.deals for each in lost.reasons} == dict(reasons)
    assert {each.label: each.lost.deals for each in lost.stages} == {"prospect": 1, "opportunity": 1, "not known": 1}
    assert [(each.title, each.text) for each in lost.in_the_way] == [("Lost", "too dear")]
    (back,) = lost.returns
    assert (back.title, back.who, back.reason, back.day) == ("Lost", "Åse Ødegård", "price", date(2027, 3, 1))
    assert (lost.may_return, lost.may_not) == (1, 1)
    assert [(each.label, each.lost.deals, each.won) for each in lost.sizes] == [
        ("below 1k", 1, 1), ("1k to 5k", 0, 2), ("5k to 20k", 1, 0), ("no amount", 1, 0),
    ]  # fmt: skip

    told: Sources = figures(workspace, ReportName.SOURCES)
    began = sql(
        workspace,
        "SELECT source, count(*), count(CASE WHEN outcome = 'won' THEN 1 END) FROM deal "
        "WHERE deleted_at IS NULL GROUP BY 1",
    )
    assert sorted((line.source, line.deals, line.won.deals) for line in told.lines) == sorted(
        tuple(row) for row in began
    )
    by_name = {line.source: line for line in told.lines}
    referral = by_name["referral"]
    assert (referral.prospects, referral.opportunities) == (3, 2)
    assert (referral.touch.n, referral.touch.median) == (1, 5)
    assert (by_name["event"].deals, by_name["event"].opportunities) == (3, 1)

    people: Sellers = figures(workspace, ReportName.SELLERS)
    owned = sql(
        workspace,
        "SELECT coalesce(s.login, s.name, ''), count(CASE WHEN outcome IS NULL AND parked_until IS NULL THEN 1 END), "
        "count(CASE WHEN outcome = 'won' THEN 1 END), count(CASE WHEN outcome = 'lost' THEN 1 END) "
        "FROM deal d LEFT JOIN seller s ON s.id = d.owner_id WHERE d.deleted_at IS NULL GROUP BY 1",
    )
    assert sorted((line.seller, line.open.deals, line.won.deals, line.lost.deals) for line in people.lines) == sorted(
        tuple(row) for row in owned
    )


def test_activity_leaves_out_what_an_import_brought(
    workspace: Workspace, tmp_path: Path, add_deal: AddDeal, tick: Tick
) -> None:
    file = tmp_path / "notes.csv"
    file.write_text("title,note\nImported,rang last year\n")
    run_import(workspace, plan_import(file))
    deal = add_deal(title="Here")
    today = workspace.clock.today()
    workspace.activity.add_note((deal.id,), "rang", NoteKind.CALL)
    workspace.activity.add_follow_up((deal.id,), today, "email", "offer")
    tick()
    workspace.activity.finish_next((deal.id,), "sent")
    workspace.activity.add_follow_up((deal.id,), today - timedelta(days=3), "call", "again")
    found: Activity = figures(workspace, ReportName.ACTIVITY)
    assert [(name, done.counts) for _, name, done, _ in found.sellers] == [("kari", (1, 1, 0, 0))]
    assert (found.kept.in_time, found.kept.overdue, found.kept.due) == (1, 1, 2)


@pytest.mark.parametrize("scope", [Scope(), Scope(since=date(2026, 3, 1)), Scope(until=date(2026, 11, 25))], ids=str)
def test_every_row_opens_the_deals_that_it_counts(workspace: Workspace, season: dict[str, Deal], scope: Scope) -> None:
    # What each table counts in deals, by its title: the columns that together say how many deals a row is about.
    columns = {
        "What stands where": (1,), "Month by month": (1, 3), "Quarter by quarter": (1, 3), "Why": (1,),
        "What your own history says": (2,), "From which stage": (1,), "By seller": (1,), "By source": (1,),
        "By size": (1,), "From active to closed": (1,), "What became of them": (1,), "By owner": (1, 2, 5),
        "Open deals, in their stage so far": (1,),
    }  # fmt: skip
    seen = set()
    for name in ReportName:
        if name is ReportName.ACTIVITY:
            continue
        for table in workspace.reporting.read(name, scope).tables:
            for row in table.rows:
                if row.pick is None:
                    continue
                deals, count = workspace.reporting.deals(row.pick, scope, 100)
                assert len(deals) == count
                assert not any(deal.deleted for deal in deals)
                if table.title in columns:
                    seen.add(table.title)
                    told = sum(int(row.cells[place]) for place in columns[table.title])
                    assert count == told, (name, table.title, row.cells, [deal.title for deal in deals])
    assert seen == set(columns)


def test_rows_of_moves_visits_and_activity_open_deals_too(workspace: Workspace, season: dict[str, Deal]) -> None:
    def titles(*pick: Any) -> set[str]:
        return {deal.title for deal in workspace.reporting.deals(Pick(pick[0], pick[1:]), Scope(), 100)[0]}

    assert titles("left", "prospect") == {"Won", "Came back", "Lost"}
    assert titles("moved", "prospect", None, "lead", None) == {"Came back"}
    assert titles("visited", "opportunity") == {"Won"}
    assert titles("left", "opportunity") == {"Won", "Old opportunity"}
    assert titles("busy", workspace.seller.id) == {"Won"}
    assert titles("week", "2026-11-23") == {"Won"}
    assert titles("week", "2026-11-16") == set()
    assert titles("busy-week", "2026-11-23", workspace.seller.id) == {"Won"}
    assert titles("busy-week", "2026-11-23", workspace.seller.id + 1) == set()


def test_a_query_narrows_every_figure(workspace: Workspace, season: dict[str, Deal]) -> None:
    scope = workspace.reporting.scope("source:referral", None, None)
    found: Funnel = figures(workspace, ReportName.FUNNEL, scope)
    assert sum(each.worth.deals for each in found.stages) == 3
    assert sum(each.count for each in found.moves) == 6
    assert found.unmoved == 1
    for name in ReportName:
        workspace.reporting.read(name, workspace.reporting.scope("no such words", None, None))
    with pytest.raises(BadInput, match="no field"):
        workspace.reporting.scope("ownr:me", None, None)


def test_an_empty_board_has_reports(workspace: Workspace) -> None:
    for name in ReportName:
        report = workspace.reporting.read(name, Scope())
        assert report.tables
        assert all(len(row.cells) == len(table.headings) for table in report.tables for row in table.rows)


def test_mixed_currencies_are_converted_or_stand_apart(workspace: Workspace, add_deal: AddDeal) -> None:
    add_deal(amount=euros(100))
    add_deal(amount=Money(100_000, "NOK"))
    apart = workspace.reporting.read(ReportName.FUNNEL, Scope())
    assert apart.tables[0].rows[0].cells[2].replace("\N{NO-BREAK SPACE}", " ") == "100 €, 1 000 NOK"
    assert "stand apart" in apart.notes[0]
    workspace.settings.set("currency", "EUR")
    workspace.rates.set("NOK", "0.1")
    mixed = workspace.reporting.read(ReportName.FUNNEL, Scope())
    assert mixed.tables[0].rows[0].cells[2:4] == ("≈ 200 €", "≈ 10 €")
    assert mixed.notes == ("≈ at the board's rates of 18 Nov 2026: NOK 0.1.",)


def test_own_lost_reasons_are_told_by_their_own_words(workspace: Workspace, add_deal: AddDeal) -> None:
    workspace.settings.set("lost-reasons", "price, moved away, other")
    add_deal(stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.OTHER, lost_detail="moved away")
    add_deal(stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.OTHER, lost_detail="who knows")
    add_deal(stage=Stage.CLOSED, outcome=Outcome.LOST, lost_reason=LostReason.OTHER, lost_detail="whatever")
    found: Losses = figures(workspace, ReportName.LOSSES)
    assert [(each.label, each.lost.deals) for each in found.reasons] == [("other", 2), ("moved away", 1)]
    for each in found.reasons:
        assert workspace.reporting.deals(each.pick, Scope(), 10)[1] == each.lost.deals


def test_months_are_those_of_the_sellers_own_clock(
    workspace: Workspace, add_deal: AddDeal, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    for day, hour in ((30, 18), (30, 19)):
        # In Kathmandu, five hours and three quarters ahead, October begins at 18:15 UTC.
        clock.instant = int(datetime(2026, 9, day, hour, 14, tzinfo=UTC).timestamp()) * 1_000_000
        add_deal(stage=Stage.CLOSED, amount=euros(100))
    found: Forecast = figures(workspace, ReportName.FORECAST)
    assert [(span.name, span.won.deals) for span in found.months] == [("2026-09", 1), ("2026-10", 1)]
    for span in found.months:
        assert workspace.reporting.deals(Pick("span", (span.name,)), Scope(), 10)[1] == 1
    assert figures(workspace, ReportName.FUNNEL, Scope(since=date(2026, 10, 1))).win_rate == 100


def test_what_somebody_else_wrote_in_the_place_of_a_day_ends_nothing(workspace: Workspace, add_deal: AddDeal) -> None:
    add_deal(amount=euros(100), expected_close=date(2027, 1, 1))
    add_deal(amount=euros(100), expected_close=date(2027, 1, 1), stage=Stage.CLOSED)
    database = workspace.session.database.peewee
    database.execute_sql("UPDATE deal SET expected_close = 'soonish' WHERE outcome IS NULL")
    database.execute_sql("UPDATE deal SET closed_at = 9223372036854775807 WHERE outcome IS NOT NULL")
    for name in ReportName:
        report = workspace.reporting.read(name, Scope())
        for row in (row for table in report.tables for row in table.rows if row.pick):
            workspace.reporting.deals(row.pick, Scope(), 10)
    found: Forecast = figures(workspace, ReportName.FORECAST)
    assert found.undated.open.deals == 1
