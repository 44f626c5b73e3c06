"""The indexes that the table definitions cannot say, and the conditions and keys that queries share with them."""

from __future__ import annotations

from funnelboard.store.stored import NEVER

ON_BOARD = "deleted_at IS NULL AND parked_until IS NULL"

WHY_IMPORTED = "imported"
"""Why a deal stands where an import put it."""

MOVED = f"from_stage IS NOT NULL AND why <> '{WHY_IMPORTED}' AND deleted_at IS NULL"
"""The condition for moves that somebody made here: not how a deal began, nor what an import said of it."""

SORT_KEYS: dict[str, tuple[str, ...]] = {
    "amount": ('COALESCE("compared", -1)', 'COALESCE("amount", -1)'),
    "follow-up": (f"COALESCE(\"next_due\", '{NEVER}')", "COALESCE(\"next_time\", '24:00')"),
    "expected close": (f"COALESCE(\"expected_close\", '{NEVER}')",),
    "last touch": ('"last_touch"',),
    "time in stage": ('"stage_since"',),
    "score": ('COALESCE("score", -1)',),
    "title": ('"search_text"',),
    "newest": (),
}
"""What a column can be ordered by besides rank, as an index has it before the deal's number: never NULL, deals without
a value last."""


def _within_stage(*keys: str) -> str:
    """The columns of an index by stage, by these keys, and by number where all of them are alike."""
    return ", ".join(('"stage"', *keys, '"id"'))


BIRTHDAY = 'substr("birthday", 6)'
"""Month and day of a birthday, as an index has it."""

EXTRA_INDEXES = (
    f'CREATE INDEX "deal_board_rank" ON "deal" ("stage", "rank") WHERE {ON_BOARD}',
    # With all that a filter by words looks at and adds up, so that it reads an index alone and no row of a deal.
    'CREATE INDEX "deal_board_total" ON "deal" ("stage", "outcome", "currency", "probability", "search_text", '
    f'"amount", "closed_at", "deleted_at", "parked_until") WHERE {ON_BOARD}',
    *(
        f'CREATE INDEX "deal_board {name}" ON "deal" ({_within_stage(*keys)}) WHERE {ON_BOARD}'
        for name, keys in SORT_KEYS.items()
    ),
    f'CREATE INDEX "deal_adrift" ON "deal" ("stage", {SORT_KEYS["score"][0]}, "id") '
    f"WHERE {ON_BOARD} AND next_due IS NULL",
    # With all that is added up of what a company has bought.
    'CREATE INDEX "deal_won" ON "deal" ("company_id", "currency", "amount", "outcome", "deleted_at") '
    "WHERE outcome = 'won' AND deleted_at IS NULL",
    'CREATE INDEX "deal_closed" ON "deal" ("closed_at") WHERE closed_at IS NOT NULL',
    'CREATE INDEX "deal_parked" ON "deal" ("parked_until") WHERE deleted_at IS NULL AND parked_until IS NOT NULL',
    'CREATE INDEX "deal_bin" ON "deal" ("deleted_at") WHERE deleted_at IS NOT NULL',
    'CREATE INDEX "deal_merged" ON "deal" ("merged_into") WHERE merged_into IS NOT NULL',
    'CREATE INDEX "deal_import_batch_id" ON "deal" ("import_batch_id", "deleted_at") WHERE import_batch_id IS NOT NULL',
    'CREATE INDEX "stage_change_moved" ON "stage_change" '
    f'("from_stage", "from_outcome", "to_stage", "to_outcome", "deal_id") WHERE {MOVED}',
    f'CREATE INDEX "contact_birthday" ON "contact" ({BIRTHDAY}) WHERE birthday IS NOT NULL',
    'CREATE UNIQUE INDEX "deal_contact_once" ON "deal_contact" ("deal_id", "contact_id") WHERE deleted_at IS NULL',
    'CREATE UNIQUE INDEX "deal_tag_once" ON "deal_tag" ("deal_id", "tag_id") WHERE deleted_at IS NULL',
    'CREATE UNIQUE INDEX "deal_field_once" ON "deal_field" ("deal_id", "own_field_id") WHERE deleted_at IS NULL',
    'CREATE UNIQUE INDEX "note_message" ON "note" ("message_id") WHERE message_id IS NOT NULL AND deleted_at IS NULL',
    'CREATE INDEX "note_message_in_bin" ON "note" ("message_id") '
    "WHERE message_id IS NOT NULL AND deleted_at IS NOT NULL",
    'CREATE INDEX "follow_up_open" ON "follow_up" ("due", "deal_id") '
    "WHERE deleted_at IS NULL AND done_at IS NULL AND dropped_at IS NULL",
    'CREATE INDEX "follow_up_done" ON "follow_up" ("done_at") WHERE done_at IS NOT NULL',
    'CREATE INDEX "change_own" ON "change" ("seller_id", "id") WHERE undoes_id IS NULL',
)
"""Partial indexes, which the table definitions cannot say."""
