"""What the tables themselves refuse, whoever writes to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import peewee
import pytest

from funnelboard.domain.deal import Deal
from funnelboard.services.workspace import Workspace
from funnelboard.store.database import Database
from funnelboard.store.models import TABLES


def sql(database: Database, statement: str, *values: Any) -> list[Any]:
    cursor = database.peewee.execute_sql(statement.replace("?", database.peewee.param), values)
    return cursor.fetchall() if cursor.description else []


@pytest.mark.sqlite("PostgreSQL's tables never take anything else")
def test_every_table_is_strict(database: Database) -> None:
    strict = {name: bool(flag) for _, name, kind, _, _, flag in sql(database, "PRAGMA table_list") if kind == "table"}
    ours = {table._meta.table_name for table in TABLES}
    assert ours <= strict.keys()
    assert [name for name in ours if not strict[name]] == []


@pytest.mark.parametrize(
    "statement",
    [
        "amount = 'much', currency = 'EUR'",
        pytest.param("amount = 12.5, currency = 'EUR'", marks=pytest.mark.sqlite("PostgreSQL rounds it")),
        "title = NULL",
        "title = ''",
        "rank = ''",
        "stage = 'won'",
        "stage = 'closed'",
        "outcome = 'won'",
        "closed_at = 1",
        "lost_reason = 'price'",
        "stage = 'closed', outcome = 'lost', closed_at = 1",
        "stage = 'closed', outcome = 'won', closed_at = 1, lost_reason = 'price'",
        "stage = 'closed', outcome = 'drawn', closed_at = 1",
        "amount = 5, currency = NULL",
        "amount = NULL, currency = 'EUR'",
        "amount = -1, currency = 'EUR'",
        "amount = 1, currency = 'EURO'",
        "probability = 101",
        "probability = -1",
        "market = 'perhaps'",
        "need = ''",
        "external_id = 'x'",
        "owner_id = 999",
        "company_id = 999",
    ],
)
def test_a_deal_that_cannot_be_is_refused(statement: str, add_deal: Callable[..., Deal], database: Database) -> None:
    deal = add_deal()
    before = sql(database, "SELECT * FROM deal")
    with pytest.raises((peewee.IntegrityError, peewee.DataError)):
        sql(database, f"UPDATE deal SET {statement} WHERE id = ?", deal.id)
    assert sql(database, "SELECT * FROM deal") == before


def test_two_deals_never_share_a_place(add_deal: Callable[..., Deal], database: Database) -> None:
    first, second = add_deal(), add_deal()
    with pytest.raises(peewee.IntegrityError, match=r"(?i)unique"):
        sql(database, "UPDATE deal SET rank = (SELECT rank FROM deal WHERE id = ?) WHERE id = ?", first.id, second.id)


def test_a_deal_with_a_life_cannot_be_removed(add_deal: Callable[..., Deal], database: Database) -> None:
    deal = add_deal()
    with pytest.raises(peewee.IntegrityError, match=r"(?i)foreign key"):
        sql(database, "DELETE FROM deal WHERE id = ?", deal.id)


def test_a_follow_up_is_done_or_dropped(
    workspace: Workspace, add_deal: Callable[..., Deal], database: Database
) -> None:
    workspace.activity.add_follow_up((add_deal().id,), workspace.clock.today(), "call", "")
    with pytest.raises(peewee.IntegrityError, match=r"(?i)check"):
        sql(database, "UPDATE follow_up SET done_at = 1, dropped_at = 1")


def test_an_operation_is_logged_once(add_deal: Callable[..., Deal], database: Database) -> None:
    add_deal()
    with pytest.raises(peewee.IntegrityError, match=r"(?i)unique"):
        sql(
            database,
            "INSERT INTO change (operation, seller_id, at, kind, summary) "
            "SELECT operation, seller_id, at, kind, summary FROM change",
        )


def test_an_id_is_never_given_again(add_deal: Callable[..., Deal], database: Database) -> None:
    add_deal()
    last = add_deal(note="gone for good")
    for table, column in (("note", "deal_id"), ("stage_change", "deal_id"), ("deal", "id")):
        sql(database, f"DELETE FROM {table} WHERE {column} = ?", last.id)
    following = add_deal(note="not the same one")
    assert following.id == last.id + 1
    assert sql(database, "SELECT id, text FROM note") == [(2, "not the same one")]
