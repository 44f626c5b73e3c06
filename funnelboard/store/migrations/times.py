"""Schema 3: follow-ups with a time of day, and a source with the seller's own word for it."""

from __future__ import annotations

import peewee

_ADDED = (
    'ALTER TABLE "follow_up" ADD COLUMN "time" TEXT CHECK (time GLOB \'[0-2][0-9]:[0-5][0-9]\')',
    'ALTER TABLE "deal" ADD COLUMN "next_time" TEXT',
    'ALTER TABLE "deal" ADD COLUMN "source_detail" TEXT NOT NULL DEFAULT \'\'',
    'DROP INDEX "deal_board follow-up"',
    'CREATE INDEX "deal_board follow-up" ON "deal" '
    '("stage", COALESCE("next_due", \'9999-12-31\'), COALESCE("next_time", \'24:00\'), "id") '
    "WHERE deleted_at IS NULL AND parked_until IS NULL",
)


def add_times(database: peewee.SqliteDatabase) -> None:
    """What was promised before has no time of day."""
    for statement in _ADDED:
        database.execute_sql(statement)
