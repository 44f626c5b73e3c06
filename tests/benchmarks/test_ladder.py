"""What a key press asks of the store, at 40, 8,800 and 40,000 deals.

The times are for comparing with each other in one run; nothing passes or fails by them.
"""

from __future__ import annotations

from typing import Any

import pytest

from funnelboard.domain.board import Sort
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.reports.names import ReportName
from funnelboard.domain.reports.scope import Scope
from funnelboard.domain.stage import STAGES, Stage
from funnelboard.services.workspace import Workspace

WINDOWS = {stage: (0, 39) for stage in STAGES}
EVERYTHING = Query()


def deal_of(workspace: Workspace, stage: Stage) -> int:
    return workspace.board.load(EVERYTHING, Sort.RANK, WINDOWS).column(stage).cards[0].id


def test_open_the_board(benchmark: Any, workspace: Workspace) -> None:
    board = benchmark(workspace.board.load, EVERYTHING, Sort.RANK, WINDOWS)
    assert len(board.column(Stage.LEAD).cards) == min(39, board.column(Stage.LEAD).count)


@pytest.mark.parametrize("sort", Sort)
def test_go_to_the_end_of_a_column(benchmark: Any, workspace: Workspace, sort: Sort) -> None:
    column = benchmark(workspace.board.window, Stage.CLOSED, 10**6, 39, EVERYTHING, sort)
    assert column.start + len(column.cards) == column.count


def test_find_the_cursor_again(benchmark: Any, workspace: Workspace) -> None:
    last = workspace.board.window(Stage.CLOSED, 10**6, 1, EVERYTHING, Sort.RANK)
    found = benchmark(workspace.board.locate, last.cards[0].id, EVERYTHING, Sort.RANK)
    assert found == (Stage.CLOSED, last.count - 1)


def test_show_a_deal_in_the_panel(benchmark: Any, workspace: Workspace) -> None:
    deal_id = deal_of(workspace, Stage.LEAD)
    detail = benchmark(workspace.board.detail, deal_id)
    assert detail.deal.id == deal_id


def test_show_a_company(benchmark: Any, workspace: Workspace) -> None:
    detail = benchmark(workspace.customers.company, 1)
    assert len(detail.deals) == 10


@pytest.mark.parametrize("text", ["c", "can", "forty", "zzz", "amount>10k", "due:overdue", "canton -plan"])
def test_type_a_letter_of_a_filter(benchmark: Any, workspace: Workspace, text: str) -> None:
    query = parse_query(text, workspace.clock.today(), "EUR")
    board = benchmark(workspace.board.load, query, Sort.RANK, WINDOWS)
    assert sum(column.count for column in board.columns) <= board.deals


def test_move_a_card_there_and_back(benchmark: Any, workspace: Workspace) -> None:
    deal_id = deal_of(workspace, Stage.PROSPECT)

    def move() -> None:
        workspace.pipeline.move([deal_id], Stage.LEAD)
        workspace.undoing.undo()

    benchmark(move)
    assert workspace.board.deal(deal_id).stage is Stage.PROSPECT


@pytest.mark.parametrize("name", ReportName)
def test_read_a_report(benchmark: Any, workspace: Workspace, name: ReportName) -> None:
    report = benchmark(workspace.reporting.read, name, Scope())
    assert report.tables
