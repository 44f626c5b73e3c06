"""A change of the log as JSON."""

from __future__ import annotations

from funnelboard.domain.log_entry import LogEntry
from funnelboard.exchange.deal_json import instant_to_json


def log_entry_to_json(entry: LogEntry) -> dict[str, object]:
    """The change as a JSON object, column by column of each row that it changed."""
    return {
        "id": entry.id,
        "at": instant_to_json(entry.at),
        "seller": entry.seller,
        "kind": entry.kind,
        "summary": entry.summary,
        "deals": list(entry.deal_ids),
        "undoes": entry.undoes,
        "undone": entry.undone,
        "differences": [
            {
                "entity": change.entity,
                "id": change.row_id,
                "field": change.field,
                "before": change.before,
                "after": change.after,
            }
            for change in entry.differences
        ],
    }
