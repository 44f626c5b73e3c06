"""Every scenario of the demo is a pipeline as of today, in the words of its own preset, and always the same one."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from funnelboard.domain.agenda import AgendaKind
from funnelboard.domain.board import Board, Card, Sort
from funnelboard.domain.deal import Deal
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.presets import PRESETS
from funnelboard.domain.stage import STAGES, LostReason, Outcome, Stage
from funnelboard.domain.timeline import TimelineEntry
from funnelboard.sample.demo import open_demo
from funnelboard.sample.story import REFERENCE_DAY, SCENARIOS, read_story
from funnelboard.sample.storyteller import tell_story
from funnelboard.services import maintenance
from funnelboard.services.clock import FixedClock
from funnelboard.services.scripted_sessions import write_reproducible
from funnelboard.services.workspace import Workspace

SATURDAY = date(2026, 11, 21)
CURRENCIES = {
    "general": {"EUR", "SEK", "USD"},
    "startup": {"EUR", "SEK"},
    "consulting": {"NOK", "EUR"},
    "agency": {"EUR", "SEK"},
}


@pytest.fixture(params=SCENARIOS, scope="module")
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A demo just after midnight on a Saturday; no test changes it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("demo")))
        midnight = datetime(SATURDAY.year, SATURDAY.month, SATURDAY.day, 0, 1)
        clock = FixedClock(int(midnight.timestamp()) * 1_000_000, SATURDAY)
        workspace = open_demo(scenario=request.param, threaded=False, clock=clock, login="solveig")
        yield workspace
        workspace.close()


def scenario_of(demo: Workspace) -> str:
    return demo.settings.current().preset.name


def whole_board(demo: Workspace) -> Board:
    return demo.board.load(parse_query("", SATURDAY), Sort.RANK, {stage: (0, 100) for stage in STAGES})


def every_deal(demo: Workspace, query: str = "") -> list[Deal]:
    return list(demo.board.deals(parse_query(query, SATURDAY) if query else Query(()), Sort.RANK, None))


def test_it_is_told_on_a_board_of_its_own_preset(demo: Workspace) -> None:
    stem = Path(demo.target).stem
    assert scenario_of(demo) == ("general" if stem == "sample" else stem)
    assert demo.default_currency == read_story(scenario_of(demo)).currency
    preset = PRESETS[scenario_of(demo)]
    sources = {deal.source for deal in every_deal(demo)}
    assert sources <= set(preset.sources)
    kinds = {entry.label for deal in every_deal(demo) for entry in notes(demo, deal)}
    assert kinds <= set(preset.note_kinds)
    assert {item.kind for items in preset.checklists.values() for item in items} <= kinds


def test_every_stage_is_filled(demo: Workspace) -> None:
    board = whole_board(demo)
    assert all(column.count >= 6 for column in board.columns)
    assert board.parked >= 3
    deals = every_deal(demo)
    assert 28 <= len(deals) <= 70
    assert {deal.amount.currency for deal in deals if deal.amount} == CURRENCIES[scenario_of(demo)]
    assert sum(deal.outcome is Outcome.WON for deal in deals) >= 5
    lost = [deal.lost_reason for deal in deals if deal.outcome is Outcome.LOST]
    assert len(set(lost)) >= 6
    assert set(lost) <= set(LostReason)
    assert {deal.owner.name if deal.owner else "" for deal in deals} == {
        "solveig",
        "",
        *read_story(scenario_of(demo)).colleagues.values(),
    }
    assert any(deal.open_objections for deal in deals if deal.stage is Stage.OPPORTUNITY)
    assert every_deal(demo, "is:repeat")
    assert any(deal.referred_by for deal in deals)
    assert {card.stage for card in stale(demo)} == {Stage.LEAD, Stage.PROSPECT, Stage.OPPORTUNITY}


def test_there_is_something_to_do_today(demo: Workspace) -> None:
    items = demo.agenda.today(owner=None, days=7).items
    found = Counter(item.kind for item in items)
    for kind in (AgendaKind.OVERDUE, AgendaKind.TODAY, AgendaKind.LATER):
        assert found[kind] >= 3
    assert found[AgendaKind.WAKES] >= 1
    birthdays = [item.day for item in items if item.kind is AgendaKind.BIRTHDAY]
    assert birthdays
    assert all(SATURDAY <= day <= SATURDAY + timedelta(days=7) for day in birthdays if day)


def test_nothing_in_it_is_in_the_future(demo: Workspace) -> None:
    now = demo.clock.now()
    told = [entry for entry in demo.undoing.log(limit=None) if entry.kind != "woke"]
    assert all(entry.at < now for entry in told)
    assert all(datetime.fromtimestamp(entry.at / 1_000_000).weekday() < 5 for entry in told)
    assert datetime.fromtimestamp(told[-1].at / 1_000_000).date() < SATURDAY - timedelta(days=180)
    for deal in every_deal(demo):
        detail = demo.board.detail(deal.id)
        assert all(entry.at <= now for entry in detail.timeline)
        assert all(follow_up.due.weekday() < 5 or follow_up.due == SATURDAY for follow_up in detail.follow_ups)


def test_no_day_is_named_in_the_log(demo: Workspace) -> None:
    dated = re.compile("set a follow-up for|parked “.*” until|to come back on")
    assert [entry.summary for entry in demo.undoing.log(limit=None) if dated.search(entry.summary)] == []


def test_it_is_sound(demo: Workspace) -> None:
    assert maintenance.check(demo) == ()


def test_whoever_referred_a_deal_was_there_before(demo: Workspace) -> None:
    deals = every_deal(demo)
    known = {
        deal.company.name: deal.created_at for deal in sorted(deals, key=lambda deal: -deal.created_at) if deal.company
    }
    assert [deal.title for deal in deals if deal.referred_by and known[deal.referred_by] >= deal.created_at] == []


@pytest.mark.parametrize("scenario", SCENARIOS[1:])
def test_it_is_always_the_same(tmp_path: Path, scenario: str) -> None:
    for name in ("first", "second"):
        tell_story(tmp_path / f"{name} told", REFERENCE_DAY, scenario)
        write_reproducible(tmp_path / f"{name} told", tmp_path / name)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_a_scenario_can_be_kept(tmp_path: Path, temporary: Path) -> None:
    kept = tmp_path / "round.db"
    workspace = open_demo(scenario="startup", keep=str(kept), threaded=False, login="solveig")
    assert workspace.target == str(kept)
    assert not workspace.private_copy
    assert scenario_of(workspace) == "startup"
    workspace.close()
    assert list(temporary.iterdir()) == []


def notes(demo: Workspace, deal: Deal) -> list[TimelineEntry]:
    return [entry for entry in demo.board.detail(deal.id).timeline if entry.entity == "note"]


def stale(demo: Workspace) -> list[Card]:
    cards = [card for column in whole_board(demo).columns for card in column.cards]
    return [card for card in cards if card.stale_days(demo.clock.now(), SATURDAY) is not None]
