"""Bringing a database of an older FunnelBoard up to this one's schema.

Each step is one transaction that also sets the version, so a run that is cut off leaves the last whole step. A
verified backup is made beside the file first. Of several processes that start at once, one makes it and each step is
taken by one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing

import peewee

from funnelboard.errors import DatabaseBusy, DatabaseError, FunnelBoardError, NotSaved
from funnelboard.store.migrations.large_boards import index_large_boards
from funnelboard.store.migrations.own_fields import add_own_fields
from funnelboard.store.migrations.presence import add_presence
from funnelboard.store.migrations.rates import add_rates
from funnelboard.store.migrations.times import add_times
from funnelboard.store.schema import SCHEMA, set_version
from funnelboard.store.sqlite_database import SqliteDatabase

Step = Callable[[peewee.SqliteDatabase], None]

STEPS: Mapping[int, Step] = {2: add_rates, 3: add_times, 4: add_presence, 5: add_own_fields, 6: index_large_boards}
"""What leads to each schema version from the one before; version 1 was the first."""


def migrate(database: SqliteDatabase, steps: Mapping[int, Step] = STEPS, newest: int = SCHEMA) -> None:
    """Run what is missing; whoever takes the first step makes a verified backup before it.

    Raises:
        NotSaved: There is no room for the backup or for a step; the schema before it stands whole.
        DatabaseBusy: Another process was at it for longer than our patience.
        DatabaseError: A step failed; the schema before it stands whole.
    """
    from playhouse.migrate import SchemaMigrator

    found = _version(database)
    database.schema_known = None
    backup = database.path.with_name(f"{database.path.name}.before-schema-{newest}.{time.time_ns()}")
    for version in range(found + 1, newest + 1):
        try:
            # Foreign keys can only be switched off outside a transaction; on, SQLite's rebuild of a table
            # would delete the rows that point to it.
            with SchemaMigrator.from_database(database.peewee).migration_context(atomic=False), database.writing():
                if _version(database) >= version:
                    continue  # Another process took this step, after a backup of its own.
                if version == found + 1:
                    # SQLite copies nothing by a connection that holds the lock.
                    with closing(SqliteDatabase(database.path, read_only=True, any_schema=True)) as reader:
                        reader.backup(backup)
                steps[version](database.peewee)
                if broken := database.peewee.execute_sql("PRAGMA foreign_key_check").fetchone():
                    raise DatabaseError(f"rows of {broken[0]} would lose what they point to")
                set_version(database.peewee, version, time.time_ns() // 1000)
        except BaseException as error:
            if version == found + 1:
                # All is as it was, and whoever tries again makes another: they would fill the disk.
                backup.unlink(missing_ok=True)
            if isinstance(error, (NotSaved, DatabaseBusy)):
                raise
            if isinstance(error, (peewee.PeeweeException, FunnelBoardError)):
                raise DatabaseError(
                    f"{database.path} could not be brought to schema {version}: {str(error).rstrip('.')}. "
                    f"It stands as schema {version - 1} left it. Put a backup back: funnelboard restore FILE"
                ) from error
            raise


def run_steps(database: peewee.SqliteDatabase) -> None:
    """Bring a copy that nobody would miss up to date, inside its transaction."""
    for version in range(int(database.pragma("user_version")) + 1, SCHEMA + 1):
        STEPS[version](database)
        set_version(database, version, time.time_ns() // 1000)


def _version(database: SqliteDatabase) -> int:
    return int(database.peewee.pragma("user_version"))
