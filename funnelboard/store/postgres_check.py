"""What ``check`` asks PostgreSQL in its own words: what is in the schema, rows that point nowhere, the last ids.

The owner of a table can have the server pass over its rules, take them out and put them back, or add what is run beside
every write. So the rules are counted, and all that they say is asked of the rows once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from peewee import CompositeKey, ForeignKeyField

from funnelboard.store import value_check
from funnelboard.store.database import Database
from funnelboard.store.models import TABLES, IdField, Row
from funnelboard.store.postgres_schema import THERE, foreign, rules, unique_indexes

_LEAP_YEAR = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DAY = (
    "^([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    f"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP_YEAR}-02-29)$"
)


def _row(model: type[Row]) -> str:
    key: Any = model._meta.primary_key
    names = key.field_names if isinstance(key, CompositeKey) else (key.name,)
    return f"concat_ws(' ', {', '.join(_column(model._meta.fields[name]) for name in names)})"


def _column(field: Any) -> str:
    return f'"{field.column_name}"'


WORDING = value_check.Wording(
    row=_row,
    no_day=lambda column: f"{column} !~ '{_DAY}'",
    no_time=lambda column: f"{column} !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'",
)


def problems(database: Database, longest: int) -> Iterator[str]:
    """What breaks a rule, a sentence each; ``longest`` as :func:`value_check.problems`."""
    for each in foreign(database.rows_of(THERE)):
        yield f"The database has {each}, which FunnelBoard did not make. Take it out."
    yield from _rules(database)
    for model in TABLES:
        yield from _orphans(database, model)
    yield from value_check.problems(database, WORDING, longest)
    for model in TABLES:
        yield from _last_id(database, model)


def _rules(database: Database) -> Iterator[str]:
    """Rules that are missing, or that the server passes over."""
    tables = [model._meta.table_name for model in TABLES]
    listed = ", ".join("?" * len(tables))
    of = f"FROM pg_class c JOIN {{}} WHERE c.relnamespace = current_schema()::regnamespace AND c.relname IN ({listed})"
    found: Mapping[tuple[str, str], int] = Counter(
        (table, kind)
        for table, kind in database.rows_of(
            f"SELECT c.relname, r.contype::text {of.format('pg_constraint r ON r.conrelid = c.oid')} "
            "AND r.convalidated",
            tables,
        )
    )
    for (table, kind), count in rules().items():
        if found[table, kind] < count:
            yield f"{count - found[table, kind]} of the rules of {table} are missing. Copy the board to a new database."
    indexes = {
        name
        for (name,) in database.rows_of(
            "SELECT (SELECT relname FROM pg_class WHERE oid = i.indexrelid) "
            f"{of.format('pg_index i ON i.indrelid = c.oid')} AND i.indisunique AND i.indisvalid",
            tables,
        )
    }
    for name in unique_indexes():
        if name not in indexes:
            yield f"The index {name}, which keeps doubles out, is missing. Copy the board to a new database."
    for (table,) in database.rows_of(
        f"SELECT DISTINCT c.relname {of.format('pg_trigger t ON t.tgrelid = c.oid')} "
        "AND t.tgisinternal AND t.tgenabled <> 'O'",
        tables,
    ):
        yield f"The rules of {table} are switched off. Switch them on: ALTER TABLE {table} ENABLE TRIGGER ALL"
    for (table,) in database.rows_of(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity "
        f"AND relname IN ({listed})",
        tables,
    ):
        yield f"Rows of {table} are hidden from some. Show them: ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"


def _orphans(database: Database, model: type[Row]) -> Iterator[str]:
    """Rows that point nowhere."""
    table = model._meta.table_name
    for field in model._meta.sorted_fields:
        if isinstance(field, ForeignKeyField):
            parent, column = field.rel_model._meta.table_name, _column(field)
            found = database.rows_of(
                f'SELECT t."id" FROM "{table}" t WHERE t.{column} IS NOT NULL '
                f'AND NOT EXISTS (SELECT 1 FROM "{parent}" p WHERE p."id" = t.{column}) LIMIT {value_check.SHOWN}'
            )
            for (row,) in found:
                yield f"Row {row} of {table} points to a {parent} that is not there."


def _last_id(database: Database, model: type[Row]) -> Iterator[str]:
    """A number that would be given again."""
    if not isinstance(model._meta.primary_key, IdField):
        return
    table = model._meta.table_name
    # Whoever may only read is not told which number was the last.
    found = database.rows_of(
        f'SELECT last_value, (SELECT MAX("id") FROM "{table}") FROM pg_sequences '
        "WHERE schemaname = current_schema() AND sequencename = ? AND last_value IS NOT NULL",
        (f"{table}_id_seq",),
    )
    for last, newest in found:
        if newest is not None and last < newest:
            yield (
                f"The last number given in {table} cannot be {last}: there is a {newest}. "
                f"Set it: SELECT setval('{table}_id_seq', {newest})"
            )
