"""What is asked for with something else is what would be asked for by itself, and what is gathered is sent in time."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import peewee
import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.criteria import Criterion
from funnelboard.domain.deal import Answer
from funnelboard.domain.deal_query import parse_query
from funnelboard.domain.parking import ParkReason
from funnelboard.domain.stage import STAGES
from funnelboard.errors import Conflict, FunnelBoardError
from funnelboard.services.clock import FixedClock
from funnelboard.services.maintenance import check, create
from funnelboard.services.opening import open_workspace
from funnelboard.services.workspace import Workspace
from funnelboard.store.board_reader import window_of
from funnelboard.store.deal_filter import on_board, where
from funnelboard.store.matching import _Told
from funnelboard.store.models import DealRow, SettingRow
from funnelboard.store.postgres_database import PostgresDatabase
from tests.benchmarks.conftest import fill
from tests.conftest import NOW, TODAY
from tests.postgres.server import Cluster

pytestmark = pytest.mark.postgresql

DEALS = 8


@pytest.fixture
def url(cluster: Cluster) -> str:
    """A board without deals."""
    return cluster.create_database(cluster.template("empty", create))


@pytest.fixture
def open_here(url: str, request: pytest.FixtureRequest) -> Callable[..., Workspace]:
    """Opens the board on the server, by way of the line, as a seller."""

    def open_board(login: str = "kari") -> Workspace:
        workspace = open_workspace(url, clock=FixedClock(NOW, TODAY), login=login)
        request.addfinalizer(workspace.close)
        return workspace

    return open_board


def deeds(workspace: Workspace, chance: random.Random) -> Callable[[], Any]:
    """Something that a seller does."""
    deal, stage = chance.randint(1, DEALS), chance.choice(STAGES[:3])
    later = TODAY + timedelta(days=chance.randint(1, 9))
    return chance.choice(
        (
            lambda: workspace.pipeline.move((deal,), stage, because="it is so"),
            lambda: workspace.pipeline.reorder((deal,), chance.choice((-1, 1))),
            lambda: workspace.activity.add_note((deal,), "rang"),
            lambda: workspace.activity.add_follow_up((deal,), later, "call", "about the price"),
            lambda: workspace.activity.finish_next((deal,), "rang"),
            lambda: workspace.qualifying.answer((deal,), chance.choice([*Criterion][:3]), Answer.YES),
            lambda: workspace.objections.raise_objection((deal,), "too dear"),
            lambda: workspace.parking.park((deal,), later, ParkReason.BUDGET),
            lambda: workspace.parking.wake((deal,)),
            lambda: workspace.pipeline.delete((deal,)),
            lambda: workspace.undoing.undo(),
            lambda: workspace.undoing.redo(),
        )
    )


def seen(workspace: Workspace, query: str) -> list[Any]:
    """What a seller looks at."""
    windows = dict.fromkeys(STAGES, (0, 5))
    board = workspace.board
    shown = [board.load(parse_query(query, TODAY, "EUR"), Sort.RANK, windows, 1)]
    return [*shown, *(board.detail(deal) for deal in range(1, DEALS + 1)), workspace.agenda.today()]


def test_what_was_foreseen_is_what_is_there(open_here: Callable[..., Workspace]) -> None:
    mine, chance = open_here(), random.Random(7)
    for number in range(DEALS):
        mine.pipeline.create(title=f"Deal {number}", company=f"Acme {number % 3}", tags=("expo",))
    refused = 0
    for round_ in range(60):
        try:
            with mine.looking_on():
                deeds(mine, chance)()
                looked = mine.board.look(lambda: seen(mine, ""), "all")
        except FunnelBoardError:
            refused += 1
            looked = seen(mine, "")
        if round_ % 10 == 9:
            fresh = open_here("kari")
            assert looked == seen(fresh, "")
            assert seen(mine, "deal") == seen(fresh, "deal")
    assert refused < 40
    assert check(mine) == ()


def test_what_others_have_written_is_seen(open_here: Callable[..., Workspace]) -> None:
    mine, others = open_here(), open_here("ola")
    mine.pipeline.create(title="Deal")
    for number in range(5):
        others.activity.add_note((1,), f"call {number}")
        assert mine.board.detail(1).timeline[0].text == f"call {number}"
        assert others.board.detail(1) == mine.board.detail(1)


def test_the_moment_of_a_look_is_one_though_it_is_over(open_here: Callable[..., Workspace]) -> None:
    mine, others = open_here(), open_here("ola")
    mine.pipeline.create(title="Deal")
    looked: list[tuple[str, str]] = []

    def look(more: bool) -> tuple[str, str]:
        first = mine.board.deal(1).title
        if more:
            others.pipeline.edit(1, {"title": f"{first}!"})
            others.session.own.clear()
        return first, mine.board.detail(1).deal.title

    for more in (False, False, True):
        looked.append(mine.board.look(lambda more=more: look(more), "twice"))
    assert all(first == second for first, second in looked)


def test_a_large_board_is_read_through_its_indexes(open_here: Callable[..., Workspace]) -> None:
    mine = open_here()
    fill(mine, 3_000)
    database = mine.session.database
    assert isinstance(database, PostgresDatabase)

    def plan(query: Any) -> str:
        sql, values = database._compiled(query)
        return "\n".join(line for (line,) in database._fetch(f"EXPLAIN {sql}", values))

    # It was told how many rows there are: of a table that it takes for empty it sorts all.
    assert "deal_board_rank" in plan(window_of(on_board(), Sort.RANK, False, "lead", 24, 0))
    assert "deal_board score" in plan(window_of(on_board(), Sort.SCORE, False, "lead", 24, 0))
    mine.pipeline.create(title="Ærlig Øl: Großauftrag", company="İstanbul Şişli")
    database.rows_of("SET enable_seqscan = off")
    mine.activity.add_note((1,), "about Ærlig")
    asker = replace(mine.session.asker(), told=_Told(database).at_once)
    for words, found in (("ærl", [1, 3_001]), ("großauf", [3_001]), ("GROSSAUF", [3_001]), ("şişli", [3_001])):
        wanted = DealRow.select(DealRow.id).where(where(parse_query(words, TODAY, "EUR"), asker)).order_by(DealRow.id)
        assert "deal_words" in plan(wanted)
        assert [deal_id for (deal_id,) in database.rows(wanted)] == found


class TestGathering:
    @pytest.fixture
    def database(self, open_here: Callable[..., Workspace]) -> PostgresDatabase:
        database = open_here().session.database
        assert isinstance(database, PostgresDatabase)
        return database

    def test_what_is_gathered_is_read(self, database: PostgresDatabase) -> None:
        with database.writing():
            for _ in range(3):
                database.insert_rows("setting", ("name", "value", "version"), [("a", "1", 1)])
                assert database.rows(SettingRow.select(SettingRow.value)) == [("1",)]
                database.execute(SettingRow.delete())
                assert database.rows(SettingRow.select(SettingRow.value)) == []

    def test_nothing_is_kept_of_what_failed_at_the_end(self, database: PostgresDatabase) -> None:
        def write() -> None:
            with database.writing():
                for _ in range(2):
                    database.insert_rows("setting", ("name", "value", "version"), [("a", "1", 1)])

        with pytest.raises(peewee.IntegrityError):
            write()
        assert database.rows(SettingRow.select(SettingRow.value)) == []

    def test_what_changes_no_row_takes_all_back(self, database: PostgresDatabase) -> None:
        def write() -> None:
            with database.writing():
                database.insert_rows("setting", ("name", "value", "version"), [("a", "1", 1)])
                database.execute_one(DealRow.update(title="new").where(DealRow.id == 999))

        with pytest.raises(Conflict):
            write()
        assert database.rows(SettingRow.select(SettingRow.value)) == []

    def test_a_guess_that_fails_costs_a_trip(self, database: PostgresDatabase) -> None:
        divisor = 1

        def look() -> list[Any]:
            first = database.rows_of("SELECT CAST(? AS bigint)", (divisor,))
            return [*first, *(database.rows_of("SELECT 4 / CAST(? AS bigint)", (divisor,)) if divisor else ())]

        for divisor, answer in ((1, 4), (2, 2), (0, None), (1, 4)):
            assert database.look(look, "divided") == [(divisor,), *([(answer,)] if answer else ())]

    def test_in_a_rehearsal_what_is_taken_back_is_not_seen(self, open_here: Callable[..., Workspace]) -> None:
        mine = open_here()
        mine.pipeline.create(title="Deal")
        for _ in range(3):
            with mine.rehearsing():
                mine.activity.add_note((1,), "rang")
                with pytest.raises(FunnelBoardError):
                    mine.activity.add_note((1, 999), "rang")
                assert [entry.text for entry in mine.board.detail(1).timeline][:1] == ["rang"]
            assert [entry.text for entry in mine.board.detail(1).timeline if entry.text == "rang"] == []

    def test_nothing_is_kept_against_what_was_expected(self, database: PostgresDatabase) -> None:
        def refuse(rows: list[Any]) -> None:
            raise Conflict(f"There are {len(rows)}.")

        def write(*, read_first: bool) -> None:
            with database.writing():
                if read_first:
                    database.rows(SettingRow.select(SettingRow.value))
                database.insert_rows("setting", ("name", "value", "version"), [("a", "1", 1)])
                database.expect(SettingRow.select(SettingRow.value), refuse)

        for read_first in (False, True):
            with pytest.raises(Conflict, match="There are 1"):
                write(read_first=read_first)
        with pytest.raises(Conflict, match="There are 0"):
            database.expect(SettingRow.select(SettingRow.value), refuse)
