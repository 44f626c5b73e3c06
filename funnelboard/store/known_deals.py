"""The deals that imports have brought, as an import of the same source has to know them: some at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from funnelboard.store import merged
from funnelboard.store.database import Database
from funnelboard.store.imports import import_ids, standing_imports
from funnelboard.store.models import ChangeItemRow, ChangeRow, DealFieldRow, DealRow
from funnelboard.store.prepared_query import PreparedQuery, chunks

_COMPARED = (
    DealRow.title, DealRow.stage, DealRow.outcome, DealRow.amount, DealRow.currency, DealRow.probability,
    DealRow.owner, DealRow.source, DealRow.source_detail, DealRow.company, DealRow.expected_close, DealRow.lost_reason,
    DealRow.lost_detail,
    DealRow.created_at, DealRow.closed_at, DealRow.deleted_at,
)  # fmt: skip
_NAMES = tuple(column.column_name for column in _COMPARED)
_OWN = "deal_field"
_WRITTEN = ("deal", _OWN, "note", "follow_up", "deal_tag", "deal_contact")


@dataclass(slots=True)
class Known:
    """A deal that an earlier import brought.

    Attributes:
        id: The deal's id.
        current: Its columns as they are now.
        imported: The same columns as imports last wrote them; what sellers changed since is not in it.
        children: What imports put on it: (entity, the row's columns).
        own_fields: The texts of its own fields as imports last wrote them, by the fields' ids; "" for none.
        revive: It is in the bin because its import was undone, not because somebody deleted it.
        merged: It is a part of another deal, which the file has another row for or none.
    """

    id: int
    current: dict[str, Any]
    imported: dict[str, Any] = field(default_factory=dict)
    children: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    own_fields: dict[int, str] = field(default_factory=dict)
    revive: bool = False
    merged: bool = False

    @property
    def binned(self) -> bool:
        """Whether somebody has put it in the bin."""
        return self.current["deleted_at"] is not None and not self.revive

    @property
    def counts(self) -> bool:
        """Whether a file's row about it may change it: not what is deleted, nor what is a part of another deal."""
        return not self.binned and not self.merged


class KnownDeals:
    """Those of one external source, in a transaction."""

    def __init__(self, database: Database, source: str) -> None:
        self._database = database
        self._source = source
        self._any = database.row(_any_of(source)) is not None
        if self._any:
            self._standing = standing_imports(database)
            self._survivors = {f"{entity}_id": merged.survivors(database, entity) for entity in ("company", "contact")}
            self._parts: defaultdict[int, list[int]] = defaultdict(list)
            for part, heir in _heirs(database).items():
                self._parts[heir].append(part)

    def __bool__(self) -> bool:
        return self._any

    def find(self, external_ids: Iterable[str]) -> dict[str, Known]:
        """Those of some ids in the source, as they are now."""
        if not self._any:
            return {}
        found = {
            external_id: Known(deal_id, dict(zip(_NAMES, values, strict=True)), merged=into is not None)
            for ids in chunks(list(external_ids))
            for external_id, deal_id, into, *values in self._database.rows(_of(self._source, ids))
        }
        if binned := {each.id: each for each in found.values() if each.current["deleted_at"] is not None}:
            self._mark_undone(binned)
        return found

    def ids_between(self, low: str, high: str) -> list[str]:
        """The ids in the source from one up to another, in order."""
        return [each for (each,) in self._database.rows(_between(self._source, low, high))] if self._any else []

    def recall(self, known: Collection[Known]) -> None:
        """Bring to mind what imports that stand have written to some of them."""
        by_id = {each.id: each for each in known}
        for ids in chunks(list(by_id)):
            self._recall({deal_id: by_id[deal_id] for deal_id in ids})

    def _recall(self, by_id: dict[int, Known]) -> None:
        by_part = by_id | {part: known for deal_id, known in by_id.items() for part in self._parts.get(deal_id, ())}
        field_of = dict(self._database.rows(_fields_of(list(by_part))))
        texts: dict[int, str] = {}
        for entity, deal_id, row_id, change, before, after in self._database.rows(_items_of(list(by_part))):
            if change not in self._standing or entity not in _WRITTEN:
                continue
            values = json.loads(after)
            values |= {
                name: into.get(values[name], values[name]) for name, into in self._survivors.items() if name in values
            }
            known = by_part[deal_id]
            if entity == "deal":
                known.imported.update(values)
            elif entity == _OWN:
                texts[row_id] = values.get("text", texts.get(row_id, ""))
                was_emptied = values.get("deleted_at") is not None
                if row_id in field_of:
                    known.own_fields[field_of[row_id]] = "" if was_emptied else texts[row_id]
            elif before is None:
                known.children.append((entity, values))

    def _mark_undone(self, binned: dict[int, Known]) -> None:
        """Tell the deals that went to the bin with an import that was undone from those that somebody deleted."""
        binned_by = {
            row_id: change
            for ids in chunks(list(binned))
            for row_id, after, change in self._database.rows(_items_about(ids))
            if "deleted_at" in json.loads(after)
        }
        for deal_id, change in binned_by.items():
            while change in self._undoes:
                change = self._undoes[change]
            binned[deal_id].revive = change in self._imports

    @cached_property
    def _undoes(self) -> dict[int, int]:
        row = ChangeRow
        return dict(self._database.rows(row.select(row.id, row.undoes).where(row.undoes.is_null(False))))

    @cached_property
    def _imports(self) -> frozenset[int]:
        return import_ids(self._database)


def _heirs(database: Database) -> dict[int, int]:
    """For each merged deal that has given away where it came from, the deal that has it now."""
    row = DealRow
    into = dict(database.rows(row.select(row.id, row.merged_into).where(row.merged_into.is_null(False))))
    if not into:
        return {}
    keeping = {row_id for (row_id,) in database.rows(row.select(row.id).where(row.external_id.is_null(False)))}
    return {part: merged.last(into, part, keeping) for part in into.keys() - keeping}


@PreparedQuery
def _any_of(source: Any) -> Any:
    return DealRow.select(DealRow.id).where(DealRow.external_source == source).limit(1)


@PreparedQuery
def _of(source: Any, external_ids: list[Any]) -> Any:
    row = DealRow
    return row.select(row.external_id, row.id, row.merged_into, *_COMPARED).where(
        row.external_source == source, row.external_id.in_(external_ids)
    )


@PreparedQuery
def _between(source: Any, low: Any, high: Any) -> Any:
    row = DealRow
    within = (row.external_source == source) & (row.external_id >= low) & (row.external_id < high)
    return row.select(row.external_id).where(within).order_by(row.external_id)


@PreparedQuery
def _items_of(deal_ids: list[Any]) -> Any:
    item = ChangeItemRow
    columns = (item.entity, item.deal, item.row, item.change, item.before, item.after)
    # Which tables are wanted is not asked here: SQLite would go through all there is of them.
    return item.select(*columns).where(item.deal.in_(deal_ids)).order_by(item.id)


@PreparedQuery
def _items_about(deal_ids: list[Any]) -> Any:
    item = ChangeItemRow
    about = item.select(item.row, item.after, item.change).where(item.entity == "deal", item.row.in_(deal_ids))
    return about.order_by(item.id)


@PreparedQuery
def _fields_of(deal_ids: list[Any]) -> Any:
    """For each text in an own field of some deals, by its id, that of the field."""
    return DealFieldRow.select(DealFieldRow.id, DealFieldRow.own_field).where(DealFieldRow.deal.in_(deal_ids))
