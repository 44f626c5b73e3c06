"""Settings that everybody on the database shares, as text by name; exchange rates are kept in a table of their own."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from funnelboard.domain.rates import Rate, read_rate
from funnelboard.domain.settings import RATE, BoardSettings, read_settings
from funnelboard.errors import BadInput
from funnelboard.store.database import Database
from funnelboard.store.models import RateRow, SettingRow
from funnelboard.store.prepared_query import PreparedQuery
from funnelboard.store.stored import day_of


def read(database: Database) -> dict[str, str]:
    """All settings that are set, and the rates into the board's currency, as texts."""
    values = dict(database.rows(_settings()))
    base = values.get("currency")
    return {**values, **{f"{RATE}{code}": worth for code, worth, of, _ in database.rows(_rates()) if of == base}}


def rates(database: Database) -> list[Rate]:
    """All rates by currency, those into an earlier currency of the board too."""
    found = []
    for code, worth, base, day in sorted(database.rows(_rates())):
        with suppress(BadInput):
            found.append(Rate(code, read_rate(worth)[1], base, day_of(day)))
    return found


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
    row = RateRow
    return row.select(row.currency, row.per_unit, row.base, row.day).where(row.deleted_at.is_null())
