"""Sums of amounts are exact however large they are, and nothing ends because of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnelboard.domain import money as money_module
from funnelboard.domain.board import Sort
from funnelboard.domain.deal_query import Query, parse_query
from funnelboard.domain.money import MAX_MINOR, Money
from funnelboard.domain.stage import LostReason, Outcome, Stage
from funnelboard.services import maintenance
from funnelboard.services.importing.csv_import import plan_import, run_import
from funnelboard.services.workspace import Workspace
from funnelboard.store.models import BoardTotalRow
from funnelboard.store.sums import COUNTED
from tests.conftest import TODAY

AMOUNTS = st.one_of(st.sampled_from((0, 1, MAX_MINOR, 2**53 + 1, 2**62)), st.integers(0, 2**62))
CURRENCIES = st.sampled_from(("EUR", "JPY", "KWD", "CLF"))
ACTS = st.tuples(st.sampled_from(("weigh", "win", "lose", "delete", "undo", "price")), st.integers(0, 7))


@pytest.fixture
def unbounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Amounts as a database may have them from before there was a bound, or from somebody else's program."""
    monkeypatch.setattr(money_module, "MAX_MINOR", 2**62)


def totals(workspace: Workspace, query: Query) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Counts and sums that are not nothing, by stage, outcome and currency."""
    board = workspace.board.load(query, Sort.RANK, dict.fromkeys(Stage, (0, 9)))
    return {
        (column.stage, total.outcome, total.currency): (total.count, total.amount, total.weighted, total.this_year)
        for column in board.columns
        for total in column.totals
    }


def added_up(workspace: Workspace) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """The same, from the deals themselves."""
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for deal in workspace.board.deals(Query()):
        place = sums[deal.stage, deal.outcome, deal.amount.currency if deal.amount else None]
        minor = deal.amount.minor if deal.amount else 0
        won = minor if deal.outcome is Outcome.WON else 0
        for at, value in enumerate((1, minor, minor * deal.probability, won)):
            place[at] += value
    return {key: tuple(values) for key, values in sums.items()}


def test_a_million_of_the_largest_amount_can_be_added_up() -> None:
    assert MAX_MINOR * 10**6 < 2**63


@pytest.mark.usefixtures("unbounded")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=20)
@given(st.lists(st.tuples(AMOUNTS, CURRENCIES), max_size=8), st.lists(ACTS, max_size=12))
def test_totals_are_exact(
    make_workspace: Callable[..., Workspace],
    tmp_path_factory: pytest.TempPathFactory,
    amounts: list[tuple[int, str]],
    acts: list[tuple[str, int]],
) -> None:
    workspace = make_workspace(tmp_path_factory.mktemp("sums") / "funnel.db")
    deals = [
        workspace.pipeline.create(title=f"Acme {number}", amount=Money(*amount), stage=Stage.OPPORTUNITY).deal_ids
        for number, amount in zip(count(), amounts, strict=False)
    ]
    for act, number in acts:
        live = [deal.id for deal in workspace.board.deals(Query())]
        if not live:
            break
        chosen = (live[number % len(live)],)
        closed = workspace.board.deal(*chosen).outcome is not None
        if act == "weigh" and not closed:
            workspace.pipeline.edit(chosen[0], {"probability": 100})
        elif act == "price":
            workspace.pipeline.edit(chosen[0], {"amount": Money(2**61 + number, "EUR")})
        elif act in ("win", "lose") and not closed:
            ending = (
                {"outcome": Outcome.WON} if act == "win" else {"outcome": Outcome.LOST, "lost_reason": LostReason.PRICE}
            )
            workspace.pipeline.move(chosen, Stage.CLOSED, because="it is so", **ending)
        elif act == "delete":
            workspace.pipeline.delete(chosen)
        elif act == "undo":
            workspace.undoing.undo()
    right = added_up(workspace)
    assert totals(workspace, Query()) == right
    assert totals(workspace, parse_query("acme", TODAY)) == right
    assert [each for each in maintenance.check(workspace) if not each.startswith("The amount of #")] == []
    assert len(deals) == len(amounts)
    workspace.close()


@pytest.mark.usefixtures("unbounded")
def test_no_number_of_large_amounts_stops_anything(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("title;amount\n" + "".join(f"Deal {n};9999999999999.99\n" for n in range(184)))
    run_import(workspace, plan_import(file))
    for deal in workspace.board.deals(Query()):
        workspace.pipeline.edit(deal.id, {"probability": 100})
    minor = 184 * (10**15 - 1)
    whole = {(Stage.LEAD, None, "EUR"): (184, minor, 100 * minor, 0)}
    assert totals(workspace, Query()) == totals(workspace, parse_query("deal", TODAY)) == whole
    database = workspace.session.database
    assert database.rows(BoardTotalRow.select(BoardTotalRow.amount, BoardTotalRow.weighted)) == [(minor, COUNTED)]
    problems = maintenance.check(workspace)
    assert problems[0] == (
        "The amount of #1, 9\N{NO-BREAK SPACE}999\N{NO-BREAK SPACE}999\N{NO-BREAK SPACE}999\N{NO-BREAK SPACE}999.99 €, "
        "is larger than 90\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000 €: correct it."
    )
    assert all(each.startswith("The amount of #") for each in problems)


@pytest.mark.usefixtures("unbounded")
def test_what_a_customer_was_sold_is_exact(workspace: Workspace, add_deal: Callable[..., Any]) -> None:
    for _ in range(3):
        add_deal(company="Acme", amount=Money(2**62, "JPY"), stage=Stage.CLOSED)
    detail = workspace.board.detail(1)
    assert detail.customer is not None
    assert detail.customer.lifetime == (Money(3 * 2**62, "JPY"),)
