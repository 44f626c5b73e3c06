"""Schema 6: indexes by which a board of a million deals is ordered by title and age, and its moves are counted."""

from __future__ import annotations

import peewee

_CHANGED = (
    'CREATE INDEX "deal_board title" ON "deal" ("stage", "search_text", "id") '
    "WHERE deleted_at IS NULL AND parked_until IS NULL",
    'CREATE INDEX "deal_board newest" ON "deal" ("stage", "id") WHERE deleted_at IS NULL AND parked_until IS NULL',
    'CREATE INDEX "deal_bin" ON "deal" ("deleted_at") WHERE deleted_at IS NOT NULL',
    'CREATE INDEX "deal_merged" ON "deal" ("merged_into") WHERE merged_into IS NOT NULL',
    'CREATE INDEX "note_message_in_bin" ON "note" ("message_id") '
    "WHERE message_id IS NOT NULL AND deleted_at IS NOT NULL",
    'DROP INDEX "deal_import_batch_id"',
    'CREATE INDEX "deal_import_batch_id" ON "deal" ("import_batch_id", "deleted_at") WHERE import_batch_id IS NOT NULL',
    'CREATE INDEX "stage_change_moved" ON "stage_change" '
    '("from_stage", "from_outcome", "to_stage", "to_outcome", "deal_id") '
    "WHERE from_stage IS NOT NULL AND why <> 'imported' AND deleted_at IS NULL",
)


def add_orders(database: peewee.SqliteDatabase) -> None:
    """No row is another than before."""
    for statement in _CHANGED:
        database.execute_sql(statement)
