"""The schema on PostgreSQL: making it, and telling whether what is there is ours."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any

from peewee import ForeignKeyField, SchemaManager

from funnelboard.errors import DatabaseError
from funnelboard.store.database import PATIENCE
from funnelboard.store.indexes import EXTRA_INDEXES, ON_BOARD
from funnelboard.store.models import TABLES, SchemaVersionRow
from funnelboard.store.postgres_words import LONGEST_KEY
from funnelboard.store.schema_digest import SCHEMA

_OF_ITS_OWN = {
    # What a filter by words looks for it asks the trigrams; a row of an index has no room for texts.
    "deal_board_total": f'("stage", "outcome", "currency", "probability") WHERE {ON_BOARD}',
    "deal_board title": f'("stage", left("search_text", {LONGEST_KEY}), "id") WHERE {ON_BOARD}',
}
"""What other indexes than SQLite's are of, by name."""

_TRIGRAMS = tuple(
    f'CREATE INDEX "{table}_words" ON "{table}" USING gin ("{column}" gin_trgm_ops)'
    for table, column in (("deal", "search_text"), ("note", "folded"), ("deal_field", "folded"))
)

_LOGGED = 'ALTER TABLE "change_item" ADD CHECK (json_typeof("after"::json) = \'object\')'

_HEAD_LAST = 'ALTER TABLE "change_item" ALTER CONSTRAINT "change_item_change_id_fkey" DEFERRABLE INITIALLY DEFERRED'
"""What an operation has changed is in the log before its head, whose summary is known last: nothing is rewritten."""

FEW_AT_ONCE = 'ALTER TABLE "change_item" ALTER COLUMN "change_id" SET (n_distinct = -0.25)'
"""An operation changes some four rows: a server that has counted no others than an import's would go through the whole
log for those of one."""

NOT_TOLD = """
SELECT attoptions IS NULL AND pg_has_role(relowner, 'USAGE') FROM pg_class c JOIN pg_attribute ON attrelid = c.oid
WHERE c.oid = to_regclass('change_item') AND attname = 'change_id'
"""
"""Whether the server has not been told so, and we may: boards were made before that was known."""

THERE = """
SELECT 'table', c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'trigger', t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal
UNION ALL
SELECT 'rule', rulename, tablename FROM pg_rules WHERE schemaname = current_schema()
UNION ALL
SELECT 'other', c.relname, '' FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
AND c.relkind IN ('v', 'm', 'f', 'p')
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
"""Kind, name and table or column of what is in the schema that is used."""


_LINKS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conrelid, conname
"""

Links = list[tuple[str, str, str]]
"""Table, name and text of each rule that a row points to one that is there."""


def create_schema(database: Any, where: str, now: int) -> None:
    """Make every table of the newest schema in an empty database, or none; of two at once one does.

    Args:
        database: Connected, as Peewee has it.
        now: UTC epoch microseconds, kept with the schema's version.

    Raises:
        DatabaseError: There is something in it.
    """
    with database.atomic():
        create_tables(database, where)
        create_indexes(database)
        with database.bind_ctx(TABLES):
            database.execute(SchemaVersionRow.insert(version=SCHEMA, at=now))


def create_tables(database: Any, where: str) -> None:
    """Make the tables without their indexes, inside a transaction; raises as :func:`create_schema`.

    Whoever else is making one here is waited for, but not for as long as a large board may take.
    """
    database.execute_sql(f"SET LOCAL lock_timeout = '{PATIENCE:.0f}s'")
    database.execute_sql("SELECT pg_advisory_xact_lock(hashtext('funnelboard'))")
    there = database.execute_sql(THERE).fetchall()
    if there:
        tables = {name for kind, name, _ in there if kind == "table"}
        if "schema_version" in tables and "change_item" in tables:
            raise DatabaseError(f"{where} has a board already. Open it, or name another database.")
        raise DatabaseError(f"{where} has something else in it. It was left as it is; name an empty database.")
    with database.bind_ctx(TABLES):
        for model in TABLES:
            manager: Any = SchemaManager(model)
            table, _ = manager._create_table(safe=False).query()
            database.execute_sql(table.removesuffix(" STRICT"))
    database.execute_sql(_HEAD_LAST)
    database.execute_sql(_LOGGED)
    database.execute_sql(FEW_AT_ONCE)


def create_indexes(database: Any, step: Callable[[float], None] = lambda _part: None) -> None:
    """Make the indexes, telling now and then which part of them is made."""
    with database.bind_ctx(TABLES):
        managers: list[Any] = [SchemaManager(model) for model in TABLES]
        usual = [index.query() for manager in managers for index in manager._create_indexes(safe=False)]
    making = [*usual, *((_as_ours(statement).replace("%", "%%"), ()) for statement in EXTRA_INDEXES)]
    for number, (statement, parameters) in enumerate(making, 1):
        database.execute_sql(statement, parameters)
        step(number / (len(making) + 1))
    _index_words(database)
    step(1)


def take_links(database: Any) -> Links:
    """Take away the rules that rows point to others, which cost much where many rows are put in one after the other.

    Returns:
        What :func:`put_links` puts back.
    """
    links: Links = database.execute_sql(_LINKS).fetchall()
    for table, name, _ in links:
        database.execute_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    return links


def put_links(database: Any, links: Links) -> None:
    """Put rules back, which all rows are held against then."""
    for table, name, text in links:
        database.execute_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {text}")


def _as_ours(statement: str) -> str:
    for name, of in _OF_ITS_OWN.items():
        if f'"{name}"' in statement:
            return f'CREATE INDEX "{name}" ON "deal" {of}'
    return statement


def _index_words(database: Any) -> None:
    """Have an index of the words in texts, where PostgreSQL's trigrams may be used."""
    import peewee

    try:
        with database.atomic():
            database.execute_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            for statement in _TRIGRAMS:
                database.execute_sql(statement)
    except peewee.DatabaseError:
        return  # Without it the texts themselves are looked through.


def require_ours(there: list[tuple[str, str, str]], version: int | None, where: str) -> None:
    """Refuse a database that FunnelBoard has not made, or that has been tampered with.

    Args:
        there: What ``THERE`` selects.
        version: The newest in its ``schema_version``; None where there is none.

    Raises:
        DatabaseError: It is not ours; the sentence says what is wrong.
    """
    columns = {(name, column) for kind, name, column in there if kind == "table"}
    if not {"schema_version", "change_item"} <= {name for name, _ in columns}:
        what = "is empty" if not there else "is a database of another program"
        raise DatabaseError(f"{where} {what}. Make a board in an empty one with: funnelboard init {shlex.quote(where)}")
    if version is None or version > SCHEMA:
        raise DatabaseError(f"{where} was brought to a newer schema by a newer FunnelBoard. Update FunnelBoard.")
    wanted = {(model._meta.table_name, field.column_name) for model in TABLES for field in model._meta.sorted_fields}
    missing = [f"no column “{column}” in “{table}”" for table, column in sorted(wanted - columns)]
    if wrong := [*foreign(there), *missing]:
        raise DatabaseError(
            f"{where} has been tampered with: it has {', '.join(wrong[:3])}. It was left as it is. Take out what "
            "FunnelBoard did not make, or put a backup back."
        )


def foreign(there: list[tuple[str, str, str]]) -> list[str]:
    """What is run beside what is written and FunnelBoard has not made, of what ``THERE`` selects."""
    return [f"a {kind} “{name}”" for kind, name, _ in there if kind in ("trigger", "rule")]


def rules() -> dict[tuple[str, str], int]:
    """How many keys, references and checks each table has, by its name and PostgreSQL's letter for the kind."""
    found: dict[tuple[str, str], int] = {}
    for model in TABLES:
        table, fields = model._meta.table_name, model._meta.sorted_fields
        checks = len(model._meta.constraints or ()) + sum(len(field.constraints or ()) for field in fields)
        found[table, "p"] = 1
        found[table, "f"] = sum(isinstance(field, ForeignKeyField) for field in fields)
        found[table, "c"] = checks + (table == "change_item")
    return found


def unique_indexes() -> list[str]:
    """The names of the indexes that keep doubles out, besides the keys."""
    made = (index for model in TABLES for index in model._meta.fields_to_index() if index._unique)
    further = (statement.split('"')[1] for statement in EXTRA_INDEXES if " UNIQUE " in statement)
    return [*(index._name for index in made), *further]
