"""A change of one shared setting, or of one exchange rate."""

from __future__ import annotations

from funnelboard.domain.settings import RATE
from funnelboard.store.change import Change
from funnelboard.store.models import RateRow, SettingRow


def set_setting(change: Change, name: str, value: str | None) -> None:
    """Set one, replacing what it was; None puts the default back."""
    if name.startswith(RATE):
        code = name.removeprefix(RATE)
        row_id = change.database.value(RateRow.select(RateRow.id).where(RateRow.currency == code))
        entity, key, content = "rate", {"currency": code}, {"per_unit": value}
    else:
        row_id = change.database.value(SettingRow.select(SettingRow.id).where(SettingRow.name == name))
        entity, key, content = "setting", {"name": name}, {"value": value}
    if row_id is None:
        if value is not None:
            change.insert(entity, {**key, **content})
    elif value is None:
        change.delete(entity, row_id)
    else:
        change.update(entity, row_id, {**content, "deleted_at": None})
