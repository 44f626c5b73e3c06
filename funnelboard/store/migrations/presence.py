"""Schema 4: who has the database open on a board."""

from __future__ import annotations

import peewee

_ADDED = (
    'CREATE TABLE "presence" ("token" TEXT NOT NULL PRIMARY KEY, "seller" INTEGER NOT NULL, '
    '"since" INTEGER NOT NULL, "seen_at" INTEGER NOT NULL) STRICT'
)


def add_presence(database: peewee.SqliteDatabase) -> None:
    """Nobody is here yet."""
    database.execute_sql(_ADDED)
