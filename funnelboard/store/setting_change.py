"""A change of one shared setting, or of one exchange rate."""

from __future__ import annotations

from collections.abc import Mapping

from funnelboard.domain.rates import Rate
from funnelboard.store.change import Change
from funnelboard.store.database import Database
from funnelboard.store.models import RateRow, SettingRow


def setting_row(database: Database, name: str) -> int | None:
    """The id of the row that a setting is kept in; None for one that was never set."""
    found = database.value(SettingRow.select(SettingRow.id).where(SettingRow.name == name))
    return None if found is None else int(found)


def set_setting(change: Change, name: str, value: str | None) -> None:
    """Set one, replacing what it was; None puts the default back."""
    _set(
        change,
        "setting",
        setting_row(change.database, name),
        {"name": name},
        None if value is None else {"value": value},
    )


def set_rate(change: Change, rate: Rate) -> None:
    """Set what a currency is worth, replacing what it was."""
    day = rate.day.isoformat() if rate.day else None
    content = {"per_unit": format(rate.worth, "f"), "base": rate.base, "day": day}
    _set(change, "rate", rate_row(change.database, rate.currency), {"currency": rate.currency}, content)


def remove_rate(change: Change, currency: str) -> None:
    """Take a currency's rate away, if it has one."""
    _set(change, "rate", rate_row(change.database, currency), {"currency": currency}, None)


def rate_row(database: Database, currency: str) -> int | None:
    """The id of the row that a currency's rate is kept in; None for one that never had any."""
    found = database.value(RateRow.select(RateRow.id).where(RateRow.currency == currency))
    return None if found is None else int(found)


def _set(
    change: Change, entity: str, row_id: int | None, key: Mapping[str, str], content: Mapping[str, str | None] | None
) -> None:
    if row_id is None:
        if content is not None:
            change.insert(entity, {**key, **content})
    elif content is None:
        change.delete(entity, row_id)
    else:
        change.update(entity, row_id, {**content, "deleted_at": None})
