"""A value of any field in words."""

from __future__ import annotations

from datetime import date

from funnelboard.domain.dates import whole_date
from funnelboard.domain.money import Money, format_money


def in_words(value: object) -> str:
    """A value as it is shown; empty for none."""
    match value:
        case None:
            return ""
        case Money():
            return format_money(value)
        case tuple():
            return ", ".join(str(part) for part in value)
        case date():
            return whole_date(value)
        case _:
            return str(value)
