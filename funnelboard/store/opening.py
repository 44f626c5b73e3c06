"""Opening databases that exist, and making new ones: files with this program's mark and schema."""

from __future__ import annotations

import os
from pathlib import Path

from funnelboard.errors import DatabaseError
from funnelboard.store import migrations, schema
from funnelboard.store.access import may_write, of_new
from funnelboard.store.copying import complete_or_absent
from funnelboard.store.database import PATIENCE, Database
from funnelboard.store.drivers import use_psycopg
from funnelboard.store.faults import DATABASE_ERRORS, not_made
from funnelboard.store.sqlite_database import SqliteDatabase
from funnelboard.store.target import APPLICATION_ID, PostgresUrl, Target, read_header


def open_database(target: Target, *, read_only: bool = False, patience: float = PATIENCE) -> Database:
    """Open a database that exists, as :func:`open_file`, on whichever engine it is."""
    if isinstance(target, Path):
        return open_file(target, read_only=read_only, patience=patience)
    use_psycopg()
    from funnelboard.store.postgres_database import PostgresDatabase

    return PostgresDatabase(target, by_choice=read_only, patience=patience)


def open_file(path: Path, *, read_only: bool = False, patience: float = PATIENCE) -> SqliteDatabase:
    """Open a file that exists, brought up to this program's schema.

    Args:
        read_only: Write nothing, whether or not that is possible.

    Raises:
        DatabaseError: Not there, empty, foreign, newer, damaged, tampered with or not migratable; it is untouched.
    """
    header = read_header(path, schema.SCHEMA)
    writable = may_write(path) and not read_only
    if not writable and header.schema < schema.SCHEMA:
        raise DatabaseError(
            f"{path} has the schema of an older FunnelBoard and you may not write it. Ask its owner to open it once."
        )
    database = SqliteDatabase(path, read_only=not writable, by_choice=read_only, patience=patience, file=header.file)
    if header.schema < schema.SCHEMA:
        try:
            migrations.migrate(database)
            database.require_own_schema()
        except BaseException:
            database.close()
            raise
    return database


def create_on_server(url: PostgresUrl, now: int) -> None:
    """Make a board in an empty database of a server; ``now`` in UTC epoch microseconds.

    Raises:
        DatabaseError: It cannot be reached, or is not empty.
    """
    use_psycopg()
    from funnelboard.store import postgres_schema
    from funnelboard.store.postgres_faults import translated
    from funnelboard.store.postgres_words import WordedPostgres

    database = WordedPostgres(url.conninfo)
    with translated(str(url)):
        database.connect()
        try:
            postgres_schema.create_schema(database, str(url), now)
        finally:
            database.close()


def create_database(path: Path, now: int, group: str | None = None) -> None:
    """Make a new database, complete under its name or not there at all.

    Args:
        path: Where; its directory must exist.
        now: UTC epoch microseconds, kept with the schema's version.
        group: A group of this machine that may read and write it, besides the owner. Without one it is private, or
            shared with whom its directory is shared with.

    Raises:
        DatabaseError: Something is there already, or the directory cannot be written.
    """
    if os.path.lexists(path):
        raise DatabaseError(f"{path} exists already. Open it, or choose another name.")
    if not os.path.isdir(path.parent):
        raise DatabaseError(f"There is no directory {path.parent}. Make it first.")
    try:
        with complete_or_absent(path, of_new(path.parent, group)) as made, made.connected() as fresh:
            schema.create_schema(fresh, now)
            fresh.pragma("application_id", APPLICATION_ID)
    except FileExistsError:
        raise DatabaseError(f"{path} exists already. Open it, or choose another name.") from None
    except (OSError, *DATABASE_ERRORS) as error:
        raise DatabaseError(f"{path} cannot be made: {not_made(error, path)}") from error
