"""Telling in a moment whether a schema is as FunnelBoard makes it."""

from __future__ import annotations

from collections.abc import Sequence

from funnelboard.fast_sha256 import sha256_hex

SCHEMA = 6
"""The schema this program reads and writes."""

OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"

AS_MADE = frozenset(
    {
        "b40eab20232550f57e7a10e04bbc0c1e",
        "21d00c3bca5c95050e7b6dce18982c1c",
        "8a6d9d4db6c27e13cb8b6e027097df99",
    }
)
"""Digests of the schema as it is made, and as it becomes of each older one: the quick answer to the usual case."""

Object = tuple[str, str, str, str | None]
"""Kind, name, table and SQL text of a table, index, view or trigger."""


def digest(objects: Sequence[Object]) -> str:
    """What tells one schema from another."""
    return sha256_hex(repr(objects).encode())[:32]
