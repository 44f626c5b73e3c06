"""The change log as it is written: one entry for one operation, and none for none."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import peewee
import pytest

from funnelboard.domain.deal import Deal
from funnelboard.errors import NotFound
from funnelboard.services.workspace import Workspace
from funnelboard.store import history
from funnelboard.store.change import change
from funnelboard.store.database import Database

Dump = Callable[[Workspace], dict[str, list[Any]]]


@pytest.fixture
def deal(add_deal: Callable[..., Deal]) -> Deal:
    return add_deal()


def set_title(database: Database, deal: Deal, title: str, operation: str | None = None) -> int:
    with change(database, "edit", 1, 5_000, operation=operation) as operating:
        operating.update("deal", deal.id, {"title": title})
        operating.summary = f"called it {title}"
    return operating.id


def test_what_is_kept_of_an_operation(database: Database, deal: Deal) -> None:
    change_id = set_title(database, deal, "Über “Ærø” \\ ☃")
    (logged,) = history.read(database, change_id=change_id)
    assert (logged.kind, logged.at, logged.summary) == ("edit", 5_000, "called it Über “Ærø” \\ ☃")
    (item,) = history.items(database, change_id)
    assert (item.entity, item.row_id, item.deal_id) == ("deal", deal.id, deal.id)
    assert item.before == {"title": deal.title}
    assert item.after == {"title": "Über “Ærø” \\ ☃"}


def test_an_operation_cannot_land_twice(database: Database, deal: Deal, workspace: Workspace, dump: Dump) -> None:
    set_title(database, deal, "new", operation="op-1")
    before = dump(workspace)
    with pytest.raises(peewee.IntegrityError):
        set_title(database, deal, "newer", operation="op-1")
    assert dump(workspace) == before


def test_nothing_is_kept_of_an_operation_that_failed(
    database: Database, deal: Deal, workspace: Workspace, dump: Dump
) -> None:
    before = dump(workspace)

    def fail() -> None:
        with change(database, "edit", 1, 5_000, operation="op-1") as operating:
            operating.update("deal", deal.id, {"title": "new"})
            operating.update("deal", 999, {"title": "new"})

    with pytest.raises(NotFound, match="There is no deal #999"):
        fail()
    assert dump(workspace) == before


def test_nothing_is_logged_when_nothing_changed(
    database: Database, deal: Deal, workspace: Workspace, dump: Dump
) -> None:
    before = dump(workspace)
    assert set_title(database, deal, deal.title) == 0
    assert dump(workspace) == before


def test_every_change_of_a_row_raises_its_version(database: Database, deal: Deal, workspace: Workspace) -> None:
    set_title(database, deal, "b")
    set_title(database, deal, "c")
    set_title(database, deal, "c")
    assert workspace.board.deal(deal.id).version == deal.version + 2


def test_many_rows_get_ids_in_their_order(database: Database, deal: Deal) -> None:
    with change(database, "tag", 1, 5_000) as operating:
        ids = operating.insert_many("tag", [{"name": name, "folded": name} for name in "xyz"])
        assert operating.insert_many("tag", []) == []
    found = database.rows_of("SELECT id, name FROM tag ORDER BY id")
    assert found == list(zip(ids, "xyz", strict=True))
    logged = database.rows_of("SELECT row, after FROM change_item WHERE change_id = ? ORDER BY id", (operating.id,))
    assert [(row, json.loads(after)["name"]) for row, after in logged] == found
