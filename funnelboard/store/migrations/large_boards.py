"""Schema 6: indexes by which a board of a million deals is filtered, ordered by title and age, and reported on."""

from __future__ import annotations

import peewee

_CHANGED = (
    'DROP INDEX IF EXISTS "deal_board_total"',
    'CREATE INDEX "deal_board_total" ON "deal" ("stage", "outcome", "currency", "probability", "search_text", '
    '"amount", "closed_at", "deleted_at", "parked_until") WHERE deleted_at IS NULL AND parked_until IS NULL',
    'CREATE INDEX "deal_won" ON "deal" ("company_id", "currency", "amount", "outcome", "deleted_at") '
    "WHERE outcome = 'won' AND deleted_at IS NULL",
    'CREATE INDEX "deal_board title" ON "deal" ("stage", "search_text", "id") '
    "WHERE deleted_at IS NULL AND parked_until IS NULL",
    'CREATE INDEX "deal_board newest" ON "deal" ("stage", "id") WHERE deleted_at IS NULL AND parked_until IS NULL',
    'CREATE INDEX "deal_bin" ON "deal" ("deleted_at") WHERE deleted_at IS NOT NULL',
    'CREATE INDEX "deal_merged" ON "deal" ("merged_into") WHERE merged_into IS NOT NULL',
    'CREATE INDEX "note_message_in_bin" ON "note" ("message_id") '
    "WHERE message_id IS NOT NULL AND deleted_at IS NOT NULL",
    'DROP INDEX IF EXISTS "deal_import_batch_id"',
    'CREATE INDEX "deal_import_batch_id" ON "deal" ("import_batch_id", "deleted_at") WHERE import_batch_id IS NOT NULL',
    'CREATE INDEX "stage_change_moved" ON "stage_change" '
    '("from_stage", "from_outcome", "to_stage", "to_outcome", "deal_id") '
    "WHERE from_stage IS NOT NULL AND why <> 'imported' AND deleted_at IS NULL",
)


def index_large_boards(database: peewee.SqliteDatabase) -> None:
    """They are made of the rows there are, none of which is another than before."""
    for statement in _CHANGED:
        database.execute_sql(statement)
