"""Opening databases that exist, and making new ones: files with this program's mark and schema."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from funnelboard.errors import DatabaseError, NotSaved, reason
from funnelboard.store import migrations, schema
from funnelboard.store.access import may_write, of_new
from funnelboard.store.copying import complete_or_absent
from funnelboard.store.database import PATIENCE, Database
from funnelboard.store.drivers import use_psycopg
from funnelboard.store.faults import DATABASE_ERRORS, not_made
from funnelboard.store.progress import Progress, unwatched
from funnelboard.store.sqlite_database import SqliteDatabase
from funnelboard.store.target import APPLICATION_ID, PostgresUrl, Target, read_header

if TYPE_CHECKING:
    from funnelboard.store.contents import Contents
    from funnelboard.store.new_board import NewBoard


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
        who = "Open it once" if may_write(path) else "You may not write it: ask its owner to open it once"
        raise DatabaseError(f"{path} has the schema of an older FunnelBoard. {who}, to bring it up to date.")
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


def restore_on_server(url: PostgresUrl, source: Path, now: int, progress: Progress = unwatched) -> Path | None:
    """Put a backup in the place of a board on a server, as :func:`~funnelboard.store.postgres_dump.restore_dump`."""
    use_psycopg()
    from funnelboard.store.postgres_dump import restore_dump

    return restore_dump(url, source, now, progress)


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
    _require_free(path)
    new = complete_or_absent(path, of_new(path.parent, group))
    with _told_if_not_made(path), new as made, made.connected() as fresh:
        schema.create_schema(fresh, now)
        fresh.pragma("application_id", APPLICATION_ID)


def copy_database(source: Database, target: Target, progress: Progress = unwatched) -> dict[str, int]:
    """Copy a whole board, as it is at one moment, into a new database on whichever engine, verified row by row.

    Args:
        source: Others go on writing to it.
        target: A file that is not there, or an empty database of a server.
        progress: Called now and then with how much is done, and of how much.

    Returns:
        How many rows were copied, by table.

    Raises:
        DatabaseError: There is something at the target, or a row cannot be kept there; nothing is there then.
        NotSaved: There is no room for it.
    """
    from funnelboard.store.new_board import copy_board

    if isinstance(target, Path):
        _require_free(target)
    # Each tells of its own failures, the one inside first.
    with _still(source) as held, _made_new(target) as made:
        return copy_board(held, made, source.where, progress)


@contextmanager
def _still(source: Database) -> Iterator[Contents]:
    """What is in a database at one moment."""
    try:
        with source.contents(Path(tempfile.gettempdir())) as held:
            yield held
    except OSError as error:
        raise NotSaved(f"There is no room for a copy of the database: {reason(error)}. Set TMPDIR.") from error


@contextmanager
def _made_new(target: Target) -> Iterator[NewBoard]:
    """A new database, made as :func:`create_database` and :func:`create_on_server` do."""
    if isinstance(target, PostgresUrl):
        use_psycopg()
        from funnelboard.store.postgres_board import new_on_server

        with new_on_server(target) as made:
            yield made
        return
    from funnelboard.store.everything import new_file

    with _told_if_not_made(target), new_file(target, of_new(target.parent, None)) as made:
        yield made


def _require_free(path: Path) -> None:
    if os.path.lexists(path):
        raise DatabaseError(f"{path} exists already. Open it, or choose another name.")
    if not os.path.isdir(path.parent):
        raise DatabaseError(f"There is no directory {path.parent}. Make it first.")


@contextmanager
def _told_if_not_made(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise DatabaseError(f"{path} exists already. Open it, or choose another name.") from None
    except (OSError, *DATABASE_ERRORS) as error:
        raise DatabaseError(f"{path} cannot be made: {not_made(error, path)}") from error
