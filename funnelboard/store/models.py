"""Tables and constraints. Rows have no behaviour; nothing outside the store sees them.

Every table that people edit has ``id``, ``version`` and ``deleted_at``: the change log relies on it. Instants are UTC
epoch microseconds, dates and times of day ISO text (a time is ``10:30`` on the seller's wall clock), amounts integer
minor units. Columns under "derived" are kept by :mod:`funnelboard.store.derived` from other rows and are never written
to the log.
"""

from __future__ import annotations

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    Check,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    NodeList,
    TextField,
)

from funnelboard.store.words import a_time, never_reused


class IdField(BigAutoField):
    """An integer people can say, never given to a second row."""

    def ddl(self, ctx: Any) -> Any:
        """Say so: without it SQLite would reuse the highest id after a delete."""
        return NodeList((super().ddl(ctx), never_reused()))


class Row(Model):
    """What all tables share."""

    class Meta:
        strict_tables = True
        legacy_table_names = False


class EditedRow(Row):
    """A row that people edit: versioned, and deleted softly."""

    id = IdField()
    version = IntegerField(default=1)
    deleted_at = BigIntegerField(null=True)


class SellerRow(EditedRow):
    login = TextField(null=True, unique=True)
    name = TextField()
    folded = TextField()
    last_seen = BigIntegerField(null=True)

    class Meta:
        table_name = "seller"


class CompanyRow(EditedRow):
    name = TextField()
    website = TextField(default="")
    phone = TextField(default="")
    address = TextField(default="")
    industry = TextField(default="")
    customer_since = BigIntegerField(null=True)
    folded = TextField(index=True)
    merged_into = IntegerField(null=True)

    class Meta:
        table_name = "company"


class ContactRow(EditedRow):
    name = TextField()
    company = ForeignKeyField(CompanyRow, null=True)
    email = TextField(default="")
    phone = TextField(default="")
    job_title = TextField(default="")
    birthday = TextField(null=True)
    may_contact = BooleanField(default=True)
    contact_by = TextField(default="")
    folded = TextField(index=True)
    merged_into = IntegerField(null=True)

    class Meta:
        table_name = "contact"


class ImportBatchRow(EditedRow):
    file = TextField()
    source = TextField()
    at = BigIntegerField()
    seller = ForeignKeyField(SellerRow)
    created = IntegerField(default=0)
    updated = IntegerField(default=0)

    class Meta:
        table_name = "import_batch"


ANSWERS = "('unknown', 'yes', 'no')"


class DealRow(EditedRow):
    title = TextField()
    stage = TextField()
    outcome = TextField(null=True)
    rank = TextField()
    amount = BigIntegerField(null=True)
    currency = TextField(null=True)
    probability = IntegerField(null=True)
    owner = ForeignKeyField(SellerRow, null=True)
    source = TextField(default="")
    company = ForeignKeyField(CompanyRow, null=True)
    market = TextField(default="unknown")
    means = TextField(default="unknown")
    authority = TextField(default="unknown")
    need = TextField(default="unknown")
    willing = TextField(default="unknown")
    agreed = TextField(default="unknown")
    signed = TextField(default="unknown")
    settled = TextField(default="unknown")
    pain_point = TextField(default="")
    current_supplier = TextField(default="")
    competitor = TextField(default="")
    decision_process = TextField(default="")
    buyer_next_step = TextField(default="")
    expected_close = TextField(null=True)
    lost_reason = TextField(null=True)
    lost_detail = TextField(default="")
    may_return = TextField(default="unknown")
    parked_until = TextField(null=True)
    parked_reason = TextField(default="")
    created_at = BigIntegerField()
    stage_since = BigIntegerField()
    closed_at = BigIntegerField(null=True)
    repeat_of = ForeignKeyField("self", null=True)
    referred_by = ForeignKeyField(CompanyRow, null=True, backref="referred_deals")
    external_id = TextField(null=True)
    external_source = TextField(null=True)
    import_batch = ForeignKeyField(ImportBatchRow, null=True, index=False)
    # derived
    search_text = TextField(default="")
    next_due = TextField(null=True)
    last_touch = BigIntegerField(default=0)
    open_objections = IntegerField(default=0)
    score = IntegerField(null=True)
    compared = BigIntegerField(null=True)
    next_time = TextField(null=True)
    # the seller's own word for the source
    source_detail = TextField(default="")
    # the deal that this one, in the bin, has become a part of; so with companies and contacts
    merged_into = IntegerField(null=True)

    class Meta:
        table_name = "deal"
        indexes = ((("stage", "rank"), True), (("external_source", "external_id"), True))
        constraints = (
            Check("stage IN ('lead', 'prospect', 'opportunity', 'closed')"),
            Check("outcome IS NULL OR outcome IN ('won', 'lost')"),
            Check("(stage = 'closed') = (outcome IS NOT NULL)"),
            Check("(stage = 'closed') = (closed_at IS NOT NULL)"),
            Check("(outcome IS NOT NULL AND outcome = 'lost') = (lost_reason IS NOT NULL)"),
            Check("(amount IS NULL) = (currency IS NULL)"),
            Check("amount >= 0"),
            Check("length(currency) = 3"),
            Check("probability BETWEEN 0 AND 100"),
            Check("(external_id IS NULL) = (external_source IS NULL)"),
            Check(f"market IN {ANSWERS} AND means IN {ANSWERS} AND authority IN {ANSWERS}"),
            Check(f"need IN {ANSWERS} AND willing IN {ANSWERS} AND may_return IN {ANSWERS}"),
            Check(f"agreed IN {ANSWERS} AND signed IN {ANSWERS} AND settled IN {ANSWERS}"),
            Check("length(title) > 0 AND length(rank) > 0"),
        )


class DealContactRow(EditedRow):
    deal = ForeignKeyField(DealRow)
    contact = ForeignKeyField(ContactRow)
    role = TextField(default="other")
    is_primary = BooleanField(default=False)
    decides = BooleanField(default=False)

    class Meta:
        table_name = "deal_contact"


class AnswerRow(EditedRow):
    """One answer to a question of qualification, evaluation or closing, as it was given; the deal has the last."""

    deal = ForeignKeyField(DealRow)
    criterion = TextField()
    answer = TextField()
    contact = ForeignKeyField(ContactRow, null=True)
    how = TextField(default="")
    at = BigIntegerField()
    seller = ForeignKeyField(SellerRow)

    class Meta:
        table_name = "answer"


class NoteRow(EditedRow):
    deal = ForeignKeyField(DealRow)
    kind = TextField()
    text = TextField()
    folded = TextField()
    at = BigIntegerField()
    seller = ForeignKeyField(SellerRow)
    message_id = TextField(null=True)

    class Meta:
        table_name = "note"


class FollowUpRow(EditedRow):
    deal = ForeignKeyField(DealRow)
    due = TextField()
    kind = TextField()
    what = TextField()
    seller = ForeignKeyField(SellerRow)
    created_at = BigIntegerField()
    done_at = BigIntegerField(null=True)
    dropped_at = BigIntegerField(null=True)
    result = TextField(default="")
    time = TextField(null=True, constraints=[a_time()])

    class Meta:
        table_name = "follow_up"
        constraints = (Check("done_at IS NULL OR dropped_at IS NULL"),)


class ObjectionRow(EditedRow):
    deal = ForeignKeyField(DealRow)
    text = TextField()
    raised_at = BigIntegerField()
    resolved_at = BigIntegerField(null=True)
    answer = TextField(default="")
    seller = ForeignKeyField(SellerRow)

    class Meta:
        table_name = "objection"


class TagRow(EditedRow):
    name = TextField()
    folded = TextField(unique=True)

    class Meta:
        table_name = "tag"


class DealTagRow(EditedRow):
    deal = ForeignKeyField(DealRow)
    tag = ForeignKeyField(TagRow)

    class Meta:
        table_name = "deal_tag"


class OwnFieldRow(EditedRow):
    """What a board keeps of a deal beyond what every deal has, by its name."""

    name = TextField()
    folded = TextField(unique=True)

    class Meta:
        table_name = "own_field"


class DealFieldRow(EditedRow):
    """The text that a deal has in an own field; a deal without a row has none."""

    deal = ForeignKeyField(DealRow)
    own_field = ForeignKeyField(OwnFieldRow)
    text = TextField()
    folded = TextField()

    class Meta:
        table_name = "deal_field"


class StageChangeRow(EditedRow):
    deal = ForeignKeyField(DealRow)
    from_stage = TextField(null=True)
    from_outcome = TextField(null=True)
    to_stage = TextField()
    to_outcome = TextField(null=True)
    at = BigIntegerField()
    seller = ForeignKeyField(SellerRow)
    why = TextField(default="")

    class Meta:
        table_name = "stage_change"


class SavedViewRow(EditedRow):
    name = TextField()
    query = TextField()
    sort = TextField()
    seller = ForeignKeyField(SellerRow, null=True)

    class Meta:
        table_name = "saved_view"


class SettingRow(EditedRow):
    name = TextField(unique=True)
    value = TextField()

    class Meta:
        table_name = "setting"


class RateRow(EditedRow):
    currency = TextField(unique=True)
    per_unit = TextField()
    base = TextField(default="")
    day = TextField(null=True)

    class Meta:
        table_name = "rate"


class ChangeRow(Row):
    """One operation of one seller: the head of its items."""

    id = IdField()
    operation = TextField(unique=True)
    seller = ForeignKeyField(SellerRow)
    at = BigIntegerField()
    kind = TextField()
    summary = TextField()
    undoes = ForeignKeyField("self", null=True)

    class Meta:
        table_name = "change"


class ChangeItemRow(Row):
    """One row that an operation changed: the changed columns as JSON, ``before`` null for a new row."""

    id = IdField()
    change = ForeignKeyField(ChangeRow)
    entity = TextField()
    row = IntegerField()
    deal = IntegerField(null=True)
    before = TextField(null=True)
    after = TextField()

    class Meta:
        table_name = "change_item"
        indexes = ((("deal", "change"), False), (("entity", "row"), False))


class BoardTotalRow(Row):
    """Count and sum of the deals on the board, so that a header costs the same at any size. Derived."""

    stage = TextField()
    outcome = TextField()
    currency = TextField()
    count = IntegerField()
    amount = BigIntegerField()
    weighted = BigIntegerField()

    class Meta:
        table_name = "board_total"
        primary_key = CompositeKey("stage", "outcome", "currency")


class WonDayRow(Row):
    """Sum of the deals on the board that were won on a day of UTC, counted from 1970-01-01. Derived.

    By day, so that what was won since the beginning of anybody's year costs the same at any size.
    """

    day = IntegerField()
    currency = TextField()
    amount = BigIntegerField()

    class Meta:
        table_name = "won_day"
        primary_key = CompositeKey("day", "currency")


class BoardDayRow(Row):
    """The day that what depends on the time was last worked out for, and the instant it is as of. Derived; one row."""

    id = IntegerField(primary_key=True)
    day = TextField()
    at = BigIntegerField()

    class Meta:
        table_name = "board_day"


class PresenceRow(Row):
    """One board that is open now.

    Nobody's data: never logged, and it means nothing once it is not seen for a while.
    """

    token = TextField(primary_key=True)
    seller = IntegerField()
    since = BigIntegerField()
    seen_at = BigIntegerField()

    class Meta:
        table_name = "presence"


class EditingRow(Row):
    """One deal that a board has open to change it. Nobody's data, as who is present."""

    token = TextField()
    deal = IntegerField()
    seen_at = BigIntegerField()

    class Meta:
        table_name = "editing"
        primary_key = CompositeKey("token", "deal")


class SchemaVersionRow(Row):
    version = IntegerField(primary_key=True)
    at = BigIntegerField()

    class Meta:
        table_name = "schema_version"


ENTITIES: dict[str, type[EditedRow]] = {
    model._meta.table_name: model
    for model in (
        SellerRow,
        CompanyRow,
        ContactRow,
        ImportBatchRow,
        DealRow,
        DealContactRow,
        AnswerRow,
        NoteRow,
        FollowUpRow,
        ObjectionRow,
        TagRow,
        DealTagRow,
        OwnFieldRow,
        DealFieldRow,
        StageChangeRow,
        SavedViewRow,
        SettingRow,
        RateRow,
    )
}
"""The tables that the change log can write, by name."""

TABLES: tuple[type[Row], ...] = (
    *ENTITIES.values(),
    ChangeRow,
    ChangeItemRow,
    BoardTotalRow,
    WonDayRow,
    BoardDayRow,
    PresenceRow,
    EditingRow,
    SchemaVersionRow,
)
