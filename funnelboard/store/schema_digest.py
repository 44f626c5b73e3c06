"""Telling in a moment whether a schema is as FunnelBoard makes it."""

from __future__ import annotations

from collections.abc import Sequence

from funnelboard.fast_sha256 import sha256_hex

SCHEMA = 5
"""The schema this program reads and writes."""

OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"

AS_MADE = frozenset(
    {
        "67fe7ac8a257443291577caecd6ab35b",
        "3a5656397ff76ee059e8dee756153f8f",
        "6cf8ba46b67e1cc04679a69c6747b5c0",
    }
)
"""Digests of the schema as it is made, and as it becomes of each older one: the quick answer to the usual case."""

Object = tuple[str, str, str, str | None]
"""Kind, name, table and SQL text of a table, index, view or trigger."""


def digest(objects: Sequence[Object]) -> str:
    """What tells one schema from another."""
    return sha256_hex(repr(objects).encode())[:32]
