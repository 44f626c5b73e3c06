"""Schema 6: the index of the totals has what a filter by words looks at; one of what companies have bought."""

from __future__ import annotations

import peewee

_ADDED = (
    'DROP INDEX IF EXISTS "deal_board_total"',
    'CREATE INDEX "deal_board_total" ON "deal" ("stage", "outcome", "currency", "probability", "search_text", '
    '"amount", "closed_at", "deleted_at", "parked_until") WHERE deleted_at IS NULL AND parked_until IS NULL',
    'CREATE INDEX "deal_won" ON "deal" ("company_id", "currency", "amount", "outcome", "deleted_at") '
    "WHERE outcome = 'won' AND deleted_at IS NULL",
)


def widen_indexes(database: peewee.SqliteDatabase) -> None:
    """They are made of the deals there are; one that has been lost only made things quick."""
    for statement in _ADDED:
        database.execute_sql(statement)
