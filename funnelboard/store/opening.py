"""Opening databases that exist, and making new ones: files with this program's mark and schema."""

from __future__ import annotations

import os
from pathlib import Path

import peewee

from funnelboard.errors import DatabaseError, reason
from funnelboard.store import migrations
from funnelboard.store.copying import complete_or_absent, new_file
from funnelboard.store.database import APPLICATION_PRAGMAS, PATIENCE, Database
from funnelboard.store.faults import DATABASE_ERRORS
from funnelboard.store.target import APPLICATION_ID, read_header


def open_database(path: Path, *, patience: float = PATIENCE) -> Database:
    """Open a database that exists, brought up to this program's schema.

    Raises:
        DatabaseError: Not there, empty, foreign, newer, damaged, or not migratable; the file is untouched then.
    """
    header = read_header(path, migrations.SCHEMA)
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    if not writable and header.schema < migrations.SCHEMA:
        raise DatabaseError(
            f"{path} has the schema of an older FunnelBoard and you may not write it. Ask its owner to open it once."
        )
    database = Database(path, read_only=not writable, patience=patience)
    if header.schema < migrations.SCHEMA:
        try:
            migrations.migrate(database)
        except BaseException:
            database.close()
            raise
    return database


def create_database(path: Path, now: int, group: str | None = None) -> None:
    """Make a new database, complete under its name or not there at all.

    Args:
        path: Where; its directory must exist.
        now: UTC epoch microseconds, kept with the schema's version.
        group: A group of this machine that may read and write it, besides the owner.

    Raises:
        DatabaseError: Something is there already, or the directory cannot be written.
    """
    if path.exists():
        raise DatabaseError(f"{path} exists already. Open it, or choose another name.")
    if not path.parent.is_dir():
        raise DatabaseError(f"There is no directory {path.parent}. Make it first.")
    try:
        with complete_or_absent(path) as partial:
            new_file(partial, group)
            fresh = peewee.SqliteDatabase(str(partial), pragmas=list(APPLICATION_PRAGMAS))
            try:
                migrations.create_schema(fresh, now)
                fresh.pragma("application_id", APPLICATION_ID)
            finally:
                fresh.close()
    except FileExistsError:
        raise DatabaseError(f"{path} exists already. Open it, or choose another name.") from None
    except (OSError, *DATABASE_ERRORS) as error:
        raise DatabaseError(f"{path} cannot be made: {reason(error)}.") from error
