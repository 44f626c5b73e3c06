"""Settings that everybody on the database shares, as text by name; exchange rates are kept in a table of their own."""

from __future__ import annotations

from typing import Any

from funnelboard.domain.settings import RATE, BoardSettings, read_settings
from funnelboard.store.database import Database
from funnelboard.store.models import RateRow, SettingRow
from funnelboard.store.prepared_query import PreparedQuery


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


@PreparedQuery
def _settings() -> Any:
    return SettingRow.select(SettingRow.name, SettingRow.value).where(SettingRow.deleted_at.is_null())


@PreparedQuery
def _rates() -> Any:
    return RateRow.select(RateRow.currency, RateRow.per_unit).where(RateRow.deleted_at.is_null())
