"""The sample database is what its story says, never changes, and is as of today whenever it is opened."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from peewee import SQL

import funnelboard
from funnelboard import locations
from funnelboard.domain.board import Board, Sort
from funnelboard.domain.contact import Role
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.follow_up import DueState
from funnelboard.domain.stage import STAGES, LostReason, Outcome, Stage
from funnelboard.sample.__main__ import main
from funnelboard.sample.demo import open_demo
from funnelboard.sample.story import SCENARIOS, read_story
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.workspace import Workspace

pytestmark = pytest.mark.usefixtures("temporary")

SAMPLE = locations.sample_database()
SOURCE = Path(funnelboard.__file__).resolve().parents[1]
DAYS = {
    "a Monday": date(2027, 2, 1),
    "a Wednesday": date(2026, 6, 10),
    "a Saturday": date(2026, 11, 21),
    "a Sunday": date(2028, 12, 31),
    "after the clocks changed": date(2027, 3, 29),
    "a leap day": date(2028, 2, 29),
}
WITHOUT_WHEEL = "import sys, runpy; sys.modules['pysqlite3'] = None; sys.argv[0] = 'sample'; "


@pytest.fixture
def zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """The time zone of the machine."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    del os.environ["TZ"]
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def early_on(day: date) -> FixedClock:
    """A clock just after midnight, local time."""
    midnight = datetime(day.year, day.month, day.day, 0, 1)
    return FixedClock(int(midnight.timestamp()) * 1_000_000, day)


def demo_on(day: date) -> Workspace:
    return open_demo(threaded=False, clock=early_on(day), login="solveig")


@pytest.fixture
def demo() -> Iterator[Workspace]:
    workspace = demo_on(DAYS["a Wednesday"])
    yield workspace
    workspace.close()


def whole_board(workspace: Workspace) -> Board:
    query = parse_query("", workspace.clock.today())
    return workspace.board.load(query, Sort.RANK, {stage: (0, 100) for stage in STAGES})


def deal_id(workspace: Workspace, title: str) -> int:
    cards = [card for column in whole_board(workspace).columns for card in column.cards]
    return next(card.id for card in cards if card.title.startswith(title))


@pytest.mark.parametrize("code", ["", WITHOUT_WHEEL], ids=["the SQLite in use", "Python's own SQLite"])
def test_the_documented_command_makes_the_same_bytes(tmp_path: Path, code: str) -> None:
    target = tmp_path / "sample.db"
    run = f"{code}runpy.run_module('funnelboard.sample', run_name='__main__')"
    command = ["-c", run] if code else ["-m", "funnelboard.sample"]
    shutil.copy(SAMPLE, target)
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": "7", "TZ": "Asia/Kolkata"}
    subprocess.run([sys.executable, *command, target.name], env=environment, check=True, cwd=tmp_path)
    assert target.read_bytes() == SAMPLE.read_bytes()
    assert not list(tmp_path.glob(".*"))


def test_the_command_leaves_other_files_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "mine.db"
    mine.write_text("not yours")
    assert main([str(mine)]) == 1
    assert "no sample database" in capsys.readouterr().err
    assert mine.read_text() == "not yours"
    assert main([]) == 2


def test_a_seller_finds_a_whole_pipeline(demo: Workspace) -> None:
    board = whole_board(demo)
    assert [column.count for column in board.columns] == [19, 15, 12, 18]
    assert board.parked == 5
    cards = [card for column in board.columns for card in column.cards]
    deals = [demo.board.deal(card.id) for card in cards]
    owners = Counter(deal.owner.name if deal.owner else "" for deal in deals)
    assert set(owners) == {"solveig", "Ingrid Sæther", "Camille Françon", ""}
    assert owners["solveig"] > 25
    assert {deal.lost_reason for deal in deals if deal.outcome is Outcome.LOST} == set(LostReason)
    assert {deal.amount.currency for deal in deals if deal.amount} == {"EUR", "SEK", "USD"}
    assert {link.role for deal in deals for link in deal.contacts} == set(Role)
    assert any(deal.amount is None for deal in deals)
    assert any(not deal.contacts for deal in deals)
    assert any(deal.company is None for deal in deals)
    assert max(len(deal.company.name) for deal in deals if deal.company) > 100
    won = Counter(deal.company.name for deal in deals if deal.company and deal.outcome is Outcome.WON)
    assert won.most_common(1) == [("Polkuset Oy", 2)]
    assert any(deal.own_probability for deal in deals)
    assert any(deal.open_objections for deal in deals)
    celebrating = demo.board.deals(parse_query("is:birthday", demo.clock.today()), Sort.RANK, None)
    assert {deal.primary.contact.name for deal in celebrating if deal.primary} == {"Anneli Järvinen", "Zoé Lefèvre"}
    assert {len(deal.tags) for deal in deals} >= {1, 2, 3}
    stale = [card for card in cards if card.stale_days(demo.clock.now(), demo.clock.today()) is not None]
    assert {card.stage for card in stale} == {Stage.LEAD, Stage.PROSPECT, Stage.OPPORTUNITY}
    assert all(len(demo.board.detail(card.id).timeline) > 1 for card in cards)
    assert maintenance.check(demo) == ()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_nothing_in_a_story_names_a_day_that_would_be_another_one_later(scenario: str) -> None:
    names = "monday tuesday wednesday thursday friday saturday sunday january february april june july august"
    named = re.compile(rf"\b({'|'.join(names.split())}|september|october|november|december|20\d\d)\b", re.IGNORECASE)
    assert [event.words for event in read_story(scenario).events if named.search(event.words)] == []


@pytest.mark.parametrize("zone", ["Europe/Oslo", "America/New_York", "Pacific/Auckland"], indirect=True)
@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_it_is_as_of_today(day: date, zone: None) -> None:
    workspace = demo_on(day)
    try:
        cards = [card for column in whole_board(workspace).columns for card in column.cards]
        due = Counter(card.due(day) for card in cards)
        assert due[DueState.TODAY] == 9
        assert due[DueState.OVERDUE] == 8
        assert due[DueState.LATER] > 15
        now = workspace.clock.now()
        for entry in workspace.undoing.log(limit=None):
            if entry.kind == "woke":
                continue
            at = datetime.fromtimestamp(entry.at / 1_000_000)
            assert entry.at < now
            assert at.weekday() < 5
            assert 8 <= at.hour < 18
        for card in cards:
            detail = workspace.board.detail(card.id)
            assert all(entry.at <= now for entry in detail.timeline)
            assert all(follow_up.due.weekday() < 5 or follow_up.due == day for follow_up in detail.follow_ups)
            touches = [detail.deal.created_at]
            touches += [entry.at for entry in detail.timeline if entry.entity in ("note", "stage_change")]
            touches += [
                entry.at for entry in detail.timeline if entry.entity == "follow_up" and entry.label.startswith("done")
            ]
            touches += [given.at for given in detail.answers]
            touches += [objection.resolved_at or objection.raised_at for objection in detail.objections]
            assert detail.deal.last_touch == max(touches)
    finally:
        workspace.close()


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_who_turns_fifty_does_so_within_the_week(day: date) -> None:
    workspace = demo_on(day)
    try:
        (born,) = {
            deal.primary.contact.birthday
            for deal in workspace.board.deals(parse_query("company:polkuset", day), Sort.RANK, None)
            if deal.primary
        }
        assert born is not None
        ahead = [day + timedelta(days=days) for days in range(8)]
        assert [
            birthday.year - born.year for birthday in ahead if (birthday.month, birthday.day) == (born.month, born.day)
        ] == [50]
        logged = [
            difference.after
            for entry in workspace.undoing.log(limit=None)
            for difference in workspace.undoing.differences(entry.id)
            if difference.field == "birthday"
        ]
        assert born.isoformat() in logged
    finally:
        workspace.close()


def test_no_day_or_instant_stays_behind() -> None:
    workspace = demo_on(date(2046, 6, 13))
    try:
        database = workspace.session.database
        tables = [row[0] for row in database.rows(SQL("SELECT name FROM sqlite_schema WHERE type = 'table'"))]
        left = [
            (table, row)
            for table in tables
            for row in database.rows(SQL(f'SELECT * FROM "{table}"'))
            if re.search(r"\b(?:1[67]\d{14}|202\d-\d\d-\d\d)\b", repr(row))
        ]
        assert len(tables) > 20
        assert left == []
    finally:
        workspace.close()


def test_who_led_to_whom_and_what_was_answered(demo: Workspace) -> None:
    database = demo.session.database
    repeated = (
        "SELECT d.title, r.title FROM deal d JOIN deal r ON r.id = d.repeat_of_id AND r.outcome = 'won' ORDER BY d.id"
    )
    assert database.rows(SQL(repeated)) == [
        ("Polkuset Oy: loan bikes and training", "Polkuset Oy: Helsinki store"),
        ("Polkuset Oy: Turku store", "Polkuset Oy: Helsinki store"),
    ]
    strangers = (
        "SELECT c.name FROM deal d JOIN company c ON c.id = d.referred_by_id WHERE d.created_at < c.customer_since"
    )
    assert database.rows(SQL(strangers)) == []
    answers = "SELECT criterion, count(*) FROM answer WHERE answer = 'yes' GROUP BY criterion"
    assert dict(database.rows(SQL(answers)))["signed"] == 10
    for criterion in ("market", "means", "authority", "need", "willing", "agreed", "signed", "settled"):
        unexplained = (
            f"SELECT title FROM deal WHERE {criterion} != 'unknown' AND {criterion} != (SELECT answer FROM answer "
            f"WHERE deal_id = deal.id AND criterion = '{criterion}' ORDER BY id DESC LIMIT 1)"
        )
        assert database.rows(SQL(unexplained)) == []


def test_undo_reaches_back_into_the_story(demo: Workspace) -> None:
    promised = next(entry for entry in demo.undoing.log() if entry.summary.startswith("set a follow-up"))
    follow_up = demo.board.detail(demo.undoing.deal_ids(promised.id)[0]).follow_ups[-1]
    logged = {difference.field: difference.after for difference in demo.undoing.differences(promised.id)}
    assert logged["due"] == follow_up.due.isoformat()
    assert logged["created_at"] == promised.at
    demo.undoing.undo(promised.id)
    assert follow_up not in demo.board.detail(demo.undoing.deal_ids(promised.id)[0]).follow_ups
    assert demo.undoing.undo().change > 0


def test_the_history_of_a_deal_that_went_back_and_forth(demo: Workspace) -> None:
    timeline = demo.board.detail(deal_id(demo, "Tromsø Friluft")).timeline
    moves = [entry for entry in timeline if entry.entity == "stage_change"]
    assert [entry.label for entry in moves] == [
        "prospect → opportunity",
        "opportunity → prospect",
        "prospect → opportunity",
        "lead → prospect",
        "new lead",
    ]
    assert moves[1].text == "members want to try a free tool first"
    assert {entry.seller for entry in moves} == {"Ingrid Sæther"}
