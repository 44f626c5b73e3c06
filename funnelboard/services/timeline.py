"""Everything that happened to some deals, as one list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from funnelboard.domain.criteria import YES_OR_NO
from funnelboard.domain.seller import via_agent
from funnelboard.domain.timeline import EntryKind, TimelineEntry
from funnelboard.store import activity, agents, history
from funnelboard.store.database import Database
from funnelboard.store.stored import day_of

UNTOLD = {
    *("rank", "folded", "version", "stage_since", "closed_at", "stage", "outcome", "currency"),
    *(criterion.value for criterion in YES_OR_NO),
}
"""Columns that the timeline does not tell of here: a move is told once, as a move, and an answer as an answer."""


def read(
    database: Database, deal_ids: Sequence[int], limit: int, kind: EntryKind | None = None
) -> tuple[TimelineEntry, ...]:
    """The newest entries of the deals' timelines, of one kind or of all; to be called inside one read."""
    entries = activity.entries(database, deal_ids, kind, limit)
    if kind in (None, EntryKind.CHANGE):
        entries += _changes(history.edits(database, history.with_parts(database, deal_ids), limit))
        entries.sort(key=lambda entry: entry.happened, reverse=True)
    by_agents = agents.rows_by_agents(database, deal_ids)
    return tuple(_with_agent(entry) if _row(entry) in by_agents else entry for entry in entries[:limit])


def _row(entry: TimelineEntry) -> tuple[str, int] | None:
    """The row that an entry tells was added; what became of a follow-up is another matter than who promised it."""
    return None if entry.kind is EntryKind.FOLLOW_UP else (entry.entity, entry.row_id)


def _with_agent(entry: TimelineEntry) -> TimelineEntry:
    return entry._replace(seller=via_agent(entry.seller))


def _changes(edits: Iterable[history.Edit]) -> list[TimelineEntry]:
    """Edits of the deals' fields, and their parking; one entry each, however many rows of the log it has."""
    changed: dict[tuple[int, int, int, str], dict[str, Any]] = {}
    own: dict[tuple[int, int, int, str], list[str]] = defaultdict(list)
    for edit in edits:
        key = (edit.deal_id, edit.change, edit.at, edit.seller)
        if edit.own_field:
            own[key].append(edit.own_field)
        changed[key] = ({} if edit.own_field else edit.values) | changed.get(key, {})
    return [
        TimelineEntry(EntryKind.CHANGE, *key[2:], *told, "change", key[1], key[0], _until(values))
        for key, values in changed.items()
        if (told := _told(values, own[key][::-1]))
    ]


def _told(values: dict[str, Any], own_fields: Sequence[str]) -> tuple[str, str] | None:
    """Label and text of an entry; None when there is nothing to tell."""
    if "parked_until" in values:
        if values["parked_until"] is None:
            return "back on the board", ""
        return "parked until", str(values.get("parked_reason", ""))
    usual = [name.removesuffix("_id").replace("_", " ") for name in values if name not in UNTOLD]
    text = ", ".join([*usual, *own_fields])
    return ("changed", text) if text else None


def _until(values: dict[str, Any]) -> date | None:
    """The day a deal was parked until."""
    return day_of(str(values.get("parked_until") or ""))
