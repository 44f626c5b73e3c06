"""Settings that everybody on the database shares, as text by name; exchange rates are kept in a table of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from funnelboard.domain.settings import RATE, BoardSettings, read_settings
from funnelboard.store.database import Database
from funnelboard.store.models import RateRow, SettingRow
from funnelboard.store.prepared import Prepared

if TYPE_CHECKING:
    from funnelboard.store.change import Change


def read(database: Database) -> dict[str, str]:
    """All settings and rates that are set, as texts."""
    rates = {f"{RATE}{currency}": per_unit for currency, per_unit in database.rows(_rates())}
    return {**dict(database.rows(_settings())), **rates}


def current(database: Database) -> BoardSettings:
    """The shared settings; read again only when somebody may have changed them."""
    version = database.data_version()
    if database.settings_read is None or database.settings_read[0] != version:
        database.settings_read = (version, read_settings(read(database)))
    settings: BoardSettings = database.settings_read[1]
    return settings


def write(change: Change, name: str, value: str | None) -> None:
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


@Prepared
def _settings() -> Any:
    return SettingRow.select(SettingRow.name, SettingRow.value).where(SettingRow.deleted_at.is_null())


@Prepared
def _rates() -> Any:
    return RateRow.select(RateRow.currency, RateRow.per_unit).where(RateRow.deleted_at.is_null())
