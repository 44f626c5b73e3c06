"""Schema 5: own fields, what was merged into what, the messages that notes were made of; who has which deal open."""

from __future__ import annotations

import peewee

_ADDED = (
    'CREATE TABLE "own_field" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "version" INTEGER NOT NULL, '
    '"deleted_at" INTEGER, "name" TEXT NOT NULL, "folded" TEXT NOT NULL) STRICT',
    'CREATE UNIQUE INDEX "own_field_folded" ON "own_field" ("folded")',
    'CREATE TABLE "deal_field" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "version" INTEGER NOT NULL, '
    '"deleted_at" INTEGER, "deal_id" INTEGER NOT NULL, "own_field_id" INTEGER NOT NULL, "text" TEXT NOT NULL, '
    '"folded" TEXT NOT NULL, FOREIGN KEY ("deal_id") REFERENCES "deal" ("id"), '
    'FOREIGN KEY ("own_field_id") REFERENCES "own_field" ("id")) STRICT',
    'CREATE INDEX "deal_field_deal_id" ON "deal_field" ("deal_id")',
    'CREATE INDEX "deal_field_own_field_id" ON "deal_field" ("own_field_id")',
    'CREATE UNIQUE INDEX "deal_field_once" ON "deal_field" ("deal_id", "own_field_id") WHERE deleted_at IS NULL',
    'ALTER TABLE "deal" ADD COLUMN "merged_into" INTEGER',
    'ALTER TABLE "company" ADD COLUMN "merged_into" INTEGER',
    'ALTER TABLE "contact" ADD COLUMN "merged_into" INTEGER',
    'ALTER TABLE "note" ADD COLUMN "message_id" TEXT',
    'CREATE UNIQUE INDEX "note_message" ON "note" ("message_id") WHERE message_id IS NOT NULL AND deleted_at IS NULL',
    'CREATE TABLE "editing" ("token" TEXT NOT NULL, "deal" INTEGER NOT NULL, "seen_at" INTEGER NOT NULL, '
    'PRIMARY KEY ("token", "deal")) STRICT',
    'DELETE FROM "presence"',
)


def add_own_fields(database: peewee.SqliteDatabase) -> None:
    """No deal has any yet. The boards that are open say so again."""
    for statement in _ADDED:
        database.execute_sql(statement)
