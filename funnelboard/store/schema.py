"""The schema of a database: making it, and telling whether that of a file is ours, object for object.

Whoever may write a database file can put a trigger into it that makes notes vanish, or a view without an end in the
place of a table. So what is not ours is named, and the file refused, before anything in it is run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import peewee

from funnelboard.errors import DatabaseError
from funnelboard.store.indexes import EXTRA_INDEXES
from funnelboard.store.models import TABLES, SchemaVersionRow
from funnelboard.store.schema_digest import AS_MADE as AS_MADE
from funnelboard.store.schema_digest import OBJECTS as OBJECTS
from funnelboard.store.schema_digest import SCHEMA as SCHEMA
from funnelboard.store.schema_digest import Object
from funnelboard.store.schema_digest import digest as digest
from funnelboard.store.sqlite_words import WordedSqlite

NAMED = 3
"""What is not ours and is named before the rest is only counted."""

STATISTICS = {
    "sqlite_stat1": "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
    "sqlite_stat4": "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
}
"""What SQLite itself adds when somebody has it look at the data."""


def create_schema(database: peewee.SqliteDatabase, now: int) -> None:
    """Make every table of the newest schema in an empty database; ``now`` is in UTC epoch microseconds."""
    # Whoever makes one throws it away when it fails. On a full disk there is nothing left to take back, and Peewee
    # would only tell that.
    database.begin("immediate")
    create_tables(database)
    create_indexes(database)
    set_version(database, SCHEMA, now)
    database.commit()


def create_tables(database: peewee.SqliteDatabase) -> None:
    """Make the tables, without what makes finding in them quick, or keeps doubles out."""
    with database.bind_ctx(TABLES):
        for model in TABLES:
            peewee.SchemaManager(model).create_table(safe=False)


def create_indexes(database: peewee.SqliteDatabase, step: Callable[[float], None] = lambda _part: None) -> None:
    """Make the indexes of the tables, telling now and then which part of them is made."""
    with database.bind_ctx(TABLES):
        managers: list[Any] = [peewee.SchemaManager(model) for model in TABLES]
        usual = [index.query() for manager in managers for index in manager._create_indexes(safe=False)]
        making = [*usual, *((statement, ()) for statement in EXTRA_INDEXES)]
    for number, (statement, parameters) in enumerate(making, 1):
        database.execute_sql(statement, parameters)
        step(number / len(making))


def set_version(database: peewee.SqliteDatabase, version: int, now: int) -> None:
    """Write down which schema a database has, and since when."""
    database.execute(SchemaVersionRow.insert(version=version, at=now))
    database.pragma("user_version", version)


def require_ours(objects: Sequence[Object], path: Path, version: int) -> None:
    """Refuse a database with anything in it that FunnelBoard does not put there, or without what it does.

    Args:
        objects: What ``OBJECTS`` selects.
        path: The database's.
        version: The schema it says it has; of an older one, which lacks what is newer, only what is foreign is refused.

    Raises:
        DatabaseError: It is not ours; the sentence names what is wrong.
    """
    if version > SCHEMA:
        raise DatabaseError(f"{path} was brought to a newer schema by a newer FunnelBoard. Update FunnelBoard.")
    if digest(objects) in AS_MADE:
        if version == SCHEMA:
            return
        raise DatabaseError(
            f"{path} has been tampered with: it says that its schema is {version}, which it is not. It was left as it "
            "is. Put a backup back: funnelboard restore FILE"
        )
    wrong = [*_foreign(objects, version), *(_missing(objects) if version == SCHEMA else [])]
    if wrong:
        more = f" and {len(wrong) - NAMED} more" if len(wrong) > NAMED else ""
        raise DatabaseError(
            f"{path} has been tampered with: it has {', '.join(wrong[:NAMED])}{more}. It was left as it is. "
            "Put a backup back: funnelboard restore FILE"
        )


def _foreign(objects: Sequence[Object], version: int) -> list[str]:
    ours = _ours()
    found = []
    for kind, name, table, text in objects:
        own = ours.get((kind, name))
        if own is None or table != own[0]:
            if kind != "table" or STATISTICS.get(name) != text:
                found.append(f"{'an' if kind == 'index' else 'a'} {kind} “{name}” that FunnelBoard did not make")
        elif kind == "table" and (_definitions(text) - _definitions(own[1])):
            found.append(f"another table “{name}” than FunnelBoard makes")
        elif kind != "table" and version == SCHEMA and text != own[1]:
            found.append(f"another {kind} “{name}” than FunnelBoard makes")
    return found


def _missing(objects: Sequence[Object]) -> list[str]:
    """What cannot be done without; an index only makes things quick, unless it keeps doubles out."""
    there = {(kind, name): text for kind, name, _, text in objects}
    found = []
    for (kind, name), (_, text) in _ours().items():
        if (kind, name) not in there and (kind == "table" or "UNIQUE" in (text or "")):
            found.append(f"no {kind} “{name}”")
        elif kind == "table" and (kind, name) in there and _definitions(text) - _definitions(there[kind, name]):
            found.append(f"not all of the table “{name}”")
    return found


@cache
def _ours() -> dict[tuple[str, str], tuple[str, str | None]]:
    """Table and SQL text of every object of the newest schema, by kind and name."""
    made = WordedSqlite(":memory:")
    try:
        create_schema(made, 0)
        return {(kind, name): (table, text) for kind, name, table, text in made.execute_sql(OBJECTS).fetchall()}
    finally:
        made.close()


@cache
def _definitions(text: str | None) -> frozenset[str]:
    """Columns and constraints of a table, and what is before and after them; a new column comes after all others."""
    if text is None or "(" not in text:
        return frozenset((text or "",))
    start, end = text.index("("), text.rindex(")")
    parts = [""]
    depth, quote = 0, ""
    for character in text[start + 1 : end]:
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        else:
            depth += (character == "(") - (character == ")")
        if character == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += character
    # A column that is added to a table with rows in it needs a default, which a new table does without.
    return frozenset((text[:start], text[end:], *(part.strip().removesuffix(" DEFAULT ''") for part in parts)))
