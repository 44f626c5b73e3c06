"""Telling in a moment whether a schema is as FunnelBoard makes it."""

from __future__ import annotations

from collections.abc import Sequence

from funnelboard.fast_sha256 import sha256_hex

SCHEMA = 6
"""The schema this program reads and writes."""

OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"

AS_MADE = frozenset(
    {
        "2be1e52163d4b6added0caefb6facc6b",
        "f8ba4a2d9001f507e57e19cdf3a9310b",
        "a6140b42be8009be6c2190ea68b71eb9",
    }
)
"""Digests of the schema as it is made, and as it becomes of each older one: the quick answer to the usual case."""

Object = tuple[str, str, str, str | None]
"""Kind, name, table and SQL text of a table, index, view or trigger."""


def digest(objects: Sequence[Object]) -> str:
    """What tells one schema from another."""
    return sha256_hex(repr(objects).encode())[:32]
