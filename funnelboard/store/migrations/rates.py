"""Schema 2: rates with their base and day, amounts as they compare at them, what was won by day; an index."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import peewee

from funnelboard.domain.rates import compared

_ADDED = (
    'ALTER TABLE "rate" ADD COLUMN "base" TEXT NOT NULL DEFAULT \'\'',
    'ALTER TABLE "rate" ADD COLUMN "day" TEXT',
    'ALTER TABLE "deal" ADD COLUMN "compared" INTEGER',
    'CREATE TABLE "won_day" ("day" INTEGER NOT NULL, "currency" TEXT NOT NULL, "amount" INTEGER NOT NULL, '
    'PRIMARY KEY ("day", "currency")) STRICT',
    'INSERT INTO "won_day" SELECT "closed_at" / 86400000000, "currency", SUM("amount") FROM "deal" '
    "WHERE deleted_at IS NULL AND parked_until IS NULL AND outcome = 'won' AND currency IS NOT NULL "
    "AND closed_at >= 0 GROUP BY 1, 2",
    'DROP INDEX "deal_board amount"',
    'CREATE INDEX "deal_board amount" ON "deal" ("stage", COALESCE("compared", -1), COALESCE("amount", -1), "id") '
    "WHERE deleted_at IS NULL AND parked_until IS NULL",
    'CREATE INDEX "deal_adrift" ON "deal" ("stage", COALESCE("score", -1), "id") '
    "WHERE deleted_at IS NULL AND parked_until IS NULL AND next_due IS NULL",
    'CREATE INDEX "deal_closed" ON "deal" ("closed_at") WHERE closed_at IS NOT NULL',
)
_GIVEN = (
    "SELECT change.at FROM change_item JOIN change ON change.id = change_item.change_id "
    "WHERE entity = 'rate' AND row = ? ORDER BY change_item.id DESC LIMIT 1"
)


def add_rates(database: peewee.SqliteDatabase) -> None:
    """Rates are taken to be into the currency that the board has, and of the day they were set."""
    for statement in _ADDED:
        database.execute_sql(statement)
    currency = database.execute_sql(
        "SELECT value FROM setting WHERE name = 'currency' AND deleted_at IS NULL"
    ).fetchone()
    base = currency[0] if currency else ""
    rates = database.execute_sql("SELECT id, currency, per_unit, deleted_at FROM rate").fetchall()
    for row_id, *_ in rates:
        given = database.execute_sql(_GIVEN, (row_id,)).fetchone()
        day = date.fromtimestamp(given[0] / 1_000_000).isoformat() if given else None
        database.execute_sql("UPDATE rate SET base = ?, day = ? WHERE id = ?", (base, day, row_id))
    worth = {code: Decimal(per_unit) for _, code, per_unit, deleted in rates if deleted is None}
    if not base or not worth:
        return
    amounts = database.execute_sql("SELECT id, amount, currency FROM deal WHERE amount IS NOT NULL").fetchall()
    values = ((compared(minor, code, base, worth), deal_id) for deal_id, minor, code in amounts)
    database.cursor().executemany("UPDATE deal SET compared = ? WHERE id = ?", values)
