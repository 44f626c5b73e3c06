"""A change of the log as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from funnelboard.domain.log_entry import FieldChange, LogEntry
from funnelboard.exchange.deal_json import instant_to_json


def log_entry_to_json(
    entry: LogEntry, deal_ids: Iterable[int], differences: Iterable[dict[str, object]]
) -> dict[str, object]:
    """The change as a JSON object.

    Args:
        deal_ids: The deals that it touched.
        differences: Column by column of each row that it changed, as :func:`field_change_to_json` has them.
    """
    return {
        "id": entry.id,
        "at": instant_to_json(entry.at),
        "seller": entry.seller,
        "kind": entry.kind,
        "summary": entry.summary,
        "deals": deal_ids,
        "undoes": entry.undoes,
        "undone": entry.undone,
        "differences": differences,
    }


def field_change_to_json(change: FieldChange) -> dict[str, object]:
    """What was set in one column of one row."""
    return {
        "entity": change.entity,
        "id": change.row_id,
        "field": change.field,
        "before": change.before,
        "after": change.after,
    }
