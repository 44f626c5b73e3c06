"""The query language as a program reads of it."""

from __future__ import annotations

from funnelboard.domain.query_completion import WORDS
from funnelboard.domain.query_fields import FIELDS, RANGES, takes


def query_to_json() -> list[dict[str, object]]:
    """Every field of a query: whether it has an order, its words, and what it takes."""
    return [
        {"field": each, "ranges": each in RANGES, "values": list(WORDS.get(each, ())), "help": takes(each)}
        for each in FIELDS
    ]
