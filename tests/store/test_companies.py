"""A company's deals, people and activity are found by indexes, however many others there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from funnelboard.domain.deal import Deal
from funnelboard.services.workspace import Workspace
from funnelboard.store import customers, people
from funnelboard.store.database import Database
from funnelboard.store.models import DealRow
from funnelboard.store.prepared_query import PreparedQuery

AddDeal = Callable[..., Deal]


EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
# An index on what kind of row was changed, without which row, reads the log from end to end all the same.
FROM_END_TO_END = {"sqlite": r"^SCAN|\(entity=\?\)$", "postgresql": "Seq Scan"}


@pytest.fixture
def asked(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Sequence[Any]]]:
    """Every statement that reads from now on, with its parameters."""
    statements: list[tuple[str, Sequence[Any]]] = []
    read = database._fetch

    def reading(sql: str, parameters: Sequence[Any]) -> list[Any]:
        statements.append((sql, parameters))
        return read(sql, parameters)

    monkeypatch.setattr(database, "_fetch", reading)
    return statements


def test_nothing_is_read_from_end_to_end(
    engine: str, workspace: Workspace, add_deal: AddDeal, asked: list[tuple[str, Sequence[Any]]]
) -> None:
    for number in range(3):
        add_deal(
            company="Acme", contact="Kari", title=f"Deal {number}", tags=("expo",), note="rang", referred_by="Acme"
        )
    workspace.settings.current()
    asked.clear()
    assert len(workspace.customers.company_named("acme").deals) == 3
    selects = [(sql, parameters) for sql, parameters in asked if sql.startswith("SELECT")]
    assert len(selects) > 15
    database = workspace.session.database
    if engine == "postgresql":
        # It prefers to read a table of a few rows from end to end, where it is not told that this is dear.
        database.rows_of("SET enable_seqscan = off")
    for sql, parameters in selects:
        plan = [step for *_, step in database._fetch(f"{EXPLAIN[engine]} {sql}", parameters)]
        assert [step for step in plan if re.search(FROM_END_TO_END[engine], step)] == [], sql


def test_the_same_number_of_statements_for_any_number_of_deals(
    workspace: Workspace, add_deal: AddDeal, asked: list[tuple[str, Sequence[Any]]]
) -> None:
    counts = []
    for _ in range(2):
        for _ in range(9):
            add_deal(company="Acme", contact="Kari")
        workspace.customers.company(1)
        asked.clear()
        workspace.customers.company(1)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_list_is_compiled_for_powers_of_two(database: Database, add_deal: AddDeal) -> None:
    ids = [add_deal().id for _ in range(9)]
    compiled: list[int] = []

    @PreparedQuery
    def named(wanted: list[Any]) -> Any:
        compiled.append(len(wanted))
        return DealRow.select(DealRow.id).where(DealRow.id.in_(wanted)).order_by(DealRow.id)

    for length in range(len(ids) + 1):
        assert [deal_id for (deal_id,) in database.rows(named(ids[:length]))] == ids[:length]
    assert compiled == [0, 1, 2, 4, 8, 16]


def test_a_company_of_more_deals_than_one_statement_names(
    workspace: Workspace,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    add_deal: AddDeal,
    tick: Callable[..., int],
) -> None:
    for number in range(5):
        tick()
        add_deal(company="Acme", contact=f"Contact {number}", note=f"note {number}", title=f"Deal {number}")
        workspace.objections.raise_objection((number + 1,), f"objection {number}")
    whole = workspace.customers.company(1)
    monkeypatch.setattr("funnelboard.store.prepared_query.CHUNK", 2)
    assert workspace.customers.company(1) == whole
    limited = workspace.customers.company(1, limit=4)
    assert (limited.timeline, limited.more) == (whole.timeline[:4], True)


def test_names_are_found_as_the_store_folds_them(workspace: Workspace, database: Database, add_deal: AddDeal) -> None:
    for name in ("Ärzte Øst", "ärzteHaus", "Haus der ÄRZTE", "İş Bankası", "Weiß"):
        add_deal(company=name)

    def names(text: str) -> list[str]:
        return [name for _, name in people.companies_named(database, text)]

    assert names("ÄRZTE ØST") == ["Ärzte Øst"]
    assert names("ärzte") == ["Ärzte Øst", "ärzteHaus"]
    assert names("der ärzte") == ["Haus der ÄRZTE"]
    assert names("i̇ş") == names("İŞ") == ["İş Bankası"]
    assert names("iş") == []
    assert names("WEISS") == ["Weiß"]
    assert names("nobody") == []


def test_only_what_is_kept_is_found(workspace: Workspace, database: Database, add_deal: AddDeal) -> None:
    deal = add_deal(company="Acme")
    workspace.pipeline.delete((deal.id,))
    assert customers.deal_ids(database, 1) == []
    assert people.companies_named(database, "acme") == [(1, "Acme")]
    workspace.undoing.undo()
    workspace.undoing.undo()
    assert people.companies_named(database, "acme") == people.all_companies(database) == []
    assert people.company(database, 1) is None
    assert customers.read(database, 1) is None
