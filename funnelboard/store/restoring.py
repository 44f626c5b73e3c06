"""Putting a backup in the place of a database."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from funnelboard.errors import DatabaseBusy, DatabaseError, NotSaved
from funnelboard.store import migrations, schema
from funnelboard.store.access import may_write
from funnelboard.store.copying import copy_over
from funnelboard.store.database import PATIENCE
from funnelboard.store.faults import translated
from funnelboard.store.progress import Progress, part_of, unwatched
from funnelboard.store.sqlite_database import SqliteDatabase
from funnelboard.store.target import read_header


def restore_database(
    path: Path, source: Path, now: int, progress: Progress = unwatched, *, patience: float = PATIENCE
) -> Path:
    """Write a backup's contents over a database, through SQLite, after keeping a copy of what was there.

    The backup itself stays as it is; one of an older schema is brought up to date in the database.

    Args:
        now: UTC epoch microseconds, for the copy's name.
        progress: Told now and then how much is done, and of how much.

    Returns:
        Where what was there has been kept.

    Raises:
        DatabaseError: Either is not a database of ours, the backup is damaged or tampered with, or somebody is writing.
    """
    target, wanted = read_header(path, schema.SCHEMA), read_header(source, schema.SCHEMA)
    if os.path.samestat(target.file, wanted.file):
        raise DatabaseError(f"{source} is the database itself. Name the backup to put back.")
    kept = path.with_name(f"{path.name}.before-restore.{now}")
    with (
        # Whatever is in the database is put aside, and overwritten page by page.
        closing(
            SqliteDatabase(path, read_only=not may_write(path), patience=patience, file=target.file, any_schema=True)
        ) as database,
        closing(SqliteDatabase(source, read_only=True, patience=patience, file=wanted.file)) as backup,
    ):
        database.require_writable()
        with translated(source):
            verdict = backup.peewee.pragma("quick_check")
        if verdict != "ok":
            raise DatabaseError(f"{source} is damaged. Nothing was changed. Put an older backup back.")
        # What was there is kept whatever state it is in; a copy of what is sound has to be sound.
        database.backup(kept, part_of(progress, 0, 0.5), damaged_too=not _is_sound(database))
        with translated(path):
            copy_over(backup.peewee, database.peewee, patience, part_of(progress, 0.5, 1))
        if wanted.schema < schema.SCHEMA:
            migrations.migrate(database)
    return kept


def _is_sound(database: SqliteDatabase) -> bool:
    """Whether its pages are; raises only where others hold it or it cannot be reached."""
    try:
        return bool(database.rows_of("PRAGMA quick_check(1)")[0][0] == "ok")
    except (DatabaseBusy, NotSaved):
        raise
    except DatabaseError:
        return False
