"""What tells a database, and its backups, from every other one."""

from __future__ import annotations

from funnelboard.exchange.imported_deal import digest
from funnelboard.store import exports
from funnelboard.store.database import Database


def board_identity(database: Database) -> str:
    """Sixteen hexadecimal digits, the same for the life of a database that anything was ever written to."""
    return digest(exports.operation_of_beginning(database))
