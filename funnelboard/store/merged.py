"""Following what was merged: a row that is a part of another one leads there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from funnelboard.store.database import Database
from funnelboard.store.models import ENTITIES


def survivor(database: Database, entity: str, row_id: int) -> int | None:
    """The row that a merged one is a part of now, in the bin or not; None for one that was not merged."""
    model: Any = ENTITIES[entity]
    found: int | None = None
    seen = {row_id}
    while (into := database.value(model.select(model.merged_into).where(model.id == row_id))) not in (None, *seen):
        found = row_id = int(into)
        seen.add(row_id)
    return found


def survivors(database: Database, entity: str) -> dict[int, int]:
    """The same of every merged row: of a company, a contact or a deal."""
    model: Any = ENTITIES[entity]
    into = dict(database.rows(model.select(model.id, model.merged_into).where(model.merged_into.is_null(False))))
    return {row_id: last(into, row_id) for row_id in into}


def last(into: Mapping[int, int], row_id: int, keeping: Collection[int] = ()) -> int:
    """Where a chain of merged rows ends, or comes to one of some rows.

    One that goes in a circle, which no FunnelBoard writes, ends anywhere.
    """
    seen: set[int] = set()
    while row_id in into and row_id not in seen:
        seen.add(row_id)
        row_id = into[row_id]
        if row_id in keeping:
            break
    return row_id


def find_survivor(database: Database, entity: str, rows: Iterable[int]) -> int | None:
    """The first row outside the bin that any of some merged ones is a part of."""
    model: Any = ENTITIES[entity]
    for row_id in rows:
        into = survivor(database, entity, row_id)
        if into is not None and database.row(
            model.select(model.id).where(model.id == into, model.deleted_at.is_null())
        ):
            return into
    return None
