"""Settings that everybody on the database shares, as text by name."""

from __future__ import annotations

from funnelboard.store.change import Change
from funnelboard.store.database import Database
from funnelboard.store.models import SettingRow


def read(database: Database) -> dict[str, str]:
    """All settings that were ever set."""
    query = SettingRow.select(SettingRow.name, SettingRow.value).where(SettingRow.deleted_at.is_null())
    return dict(database.rows(query))


def write(change: Change, name: str, value: str) -> None:
    """Set one, replacing what it was."""
    row_id = change.database.value(SettingRow.select(SettingRow.id).where(SettingRow.name == name))
    if row_id is None:
        change.insert("setting", {"name": name, "value": value})
    else:
        change.update("setting", row_id, {"value": value, "deleted_at": None})
