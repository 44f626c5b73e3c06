"""Telling a seller what another one has changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from funnelboard.domain.dates import whole_date
from funnelboard.domain.money import Money, format_money
from funnelboard.errors import Difference
from funnelboard.store import own_fields
from funnelboard.store.database import Database
from funnelboard.store.models import CompanyRow, DealRow, SellerRow

_DAYS = ("expected_close", "parked_until", "due", "birthday")


def in_words(database: Database, difference: Difference) -> str:
    """Who has changed a field since, with both values, as a part of a sentence."""
    noun = f"{difference.entity.replace('_', ' ')} #{difference.row_id}"
    field, theirs, mine = difference.field, difference.theirs, difference.mine
    if difference.entity == "deal_field":
        noun = f"own field “{own_fields.name_of_row(database, difference.row_id)}”"
    who = difference.who
    if field == "deleted_at":
        if isinstance(theirs, str):
            return f"{who} has worked on {noun} since ({theirs})"
        return f"{who} has {'restored' if theirs is None else 'deleted'} {noun} since"
    currency = None
    if field == "amount":
        currency = database.value(DealRow.select(DealRow.currency).where(DealRow.id == difference.row_id))
    was, become = (_value(database, field, value, currency) for value in (mine, theirs))
    name = field.removesuffix("_id").replace("_", " ")
    return f"{who} has changed {name} of {noun} since: it was {was} and has become {become}"


def _value(database: Database, field: str, value: Any, currency: str | None) -> str:
    if value is None or value == "":
        return "empty"
    named: dict[str, Any] = {"owner_id": SellerRow, "company_id": CompanyRow}
    if field in named:
        value = database.value(named[field].select(named[field].name).where(named[field].id == value))
    elif field in _DAYS:
        value = whole_date(date.fromisoformat(value))
    elif currency is not None:
        value = format_money(Money(value, currency))
    return f"“{value}”"
