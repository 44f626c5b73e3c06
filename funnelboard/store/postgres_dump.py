"""Backups of a board on a server, which PostgreSQL's own programs make and put back.

They read where the server is and the password as every program of PostgreSQL does (``PGPASSWORD``, ``~/.pgpass``, a
service file), so neither is told them by anything that others can see.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from funnelboard.errors import DatabaseError, NotSaved
from funnelboard.private_folder import private_folder
from funnelboard.store.access import PRIVATE
from funnelboard.store.copying import NEW_FILE
from funnelboard.store.faults import not_made
from funnelboard.store.models import TABLES
from funnelboard.store.path_walk import open_along
from funnelboard.store.postgres_faults import translated
from funnelboard.store.postgres_greeting import CHANNEL
from funnelboard.store.postgres_programs import follow, found, run
from funnelboard.store.postgres_schema import THERE
from funnelboard.store.postgres_words import WordedPostgres
from funnelboard.store.progress import Progress, part_of, unwatched
from funnelboard.store.schema_digest import SCHEMA
from funnelboard.store.target import PostgresUrl

_ENTRY = re.compile(r"\d+; \d+ \d+ (?P<kind>[A-Z]+(?: [A-Z]+)*) \S+ (?P<name>.*?) \S*")
"""A line of what a backup has in it."""

_KINDS = frozenset(
    (
        *("TABLE", "TABLE DATA", "DEFAULT", "CONSTRAINT", "FK CONSTRAINT", "INDEX"),
        *("SEQUENCE", "SEQUENCE OWNED BY", "SEQUENCE SET", "EXTENSION", "COMMENT", "SCHEMA", "ACL", "DEFAULT ACL"),
    )
)
_AROUND = ("EXTENSION", "SCHEMA", "COMMENT")
"""What a board that is there already stands in, and what may belong to somebody else."""

_RULES = ("CONSTRAINT", "FK CONSTRAINT", "INDEX")
"""What comes after all rows, and takes about twice as long as they do."""

_PATIENCE = 5
"""Seconds that others may hold a board which is to be put back."""

_ALONE = f"""
BEGIN; SET LOCAL lock_timeout = '{_PATIENCE}s';
LOCK TABLE {", ".join(f'"{model._meta.table_name}"' for model in TABLES)} IN ACCESS EXCLUSIVE MODE; COMMIT
"""
"""Found out before: the program that puts it back would wait for others as long as they like."""


_SIZES = """
SELECT relname, pg_table_size(oid), reltuples FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
"""
"""Tables with their bytes, and with about how many rows they have; below 0 where nobody has counted."""

_PASSED = """
SELECT MAX(tuples_processed) FROM pg_stat_progress_copy
WHERE datid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND relid = %s::regclass
"""
"""How many rows of a table whoever copies it has come past."""

_TELLS_ROWS = 14_00_00
"""The first version of a server that knows that."""


def dump(url: PostgresUrl, target: Path, progress: Progress = unwatched) -> None:
    """Keep everything in a file that :func:`restore_dump` puts back, complete or absent, for nobody else to read.

    Args:
        progress: Told how many bytes of tables are in it, about, and of how many.

    Raises:
        NotSaved: The target exists, or cannot be written, or there is no program that makes it.
    """
    if os.path.lexists(target):
        raise NotSaved(f"{target} exists already. Name a new file for the backup.")
    program = found(
        "pg_dump",
        shlex.join(("pg_dump", "--format=custom", f"--file={target}", f"--dbname={url}")),
        f"“funnelboard copy {shlex.quote(str(url))} FILE.db” makes an SQLite file without it",
    )
    options = ("--format=custom", "--verbose", "--no-password", f"--lock-wait-timeout={_PATIENCE}s")
    try:
        with private_folder(target.parent) as folder:
            new = os.open("new.dump", NEW_FILE, PRIVATE, dir_fd=folder.descriptor)
            with open(new, "wb") as file, _connected(url) as connection:
                hear = _Tables(connection, progress).hear
                follow((program, *options, f"--dbname={url}"), "The backup was not made", hear, stdout=file)
                progress(1, 1)
                os.fsync(file.fileno())
            folder.keep("new.dump", target.name)
    except OSError as error:
        raise NotSaved(f"The backup {target} was not made: {not_made(error, target)}") from error


def restore_dump(url: PostgresUrl, source: Path, now: int, progress: Progress = unwatched) -> Path | None:
    """Put a backup in the place of a board, or into an empty database, in one transaction; those who have it open see.

    Args:
        source: What :func:`dump` has made; it stays as it is.
        now: UTC epoch microseconds, for the name of what is kept.
        progress: Told now and then how much is done, and of how much.

    Returns:
        Where what was there has been kept, beside the backup; None where nothing was.

    Raises:
        DatabaseError: The backup is none of ours, or the database belongs to another program; nothing is changed.
        DatabaseBusy: Others hold it for longer than our patience.
        NotSaved: What was there cannot be kept, or there is no program that does it; nothing is changed.
    """
    options = ("--clean", "--if-exists", "--single-transaction", f"--dbname={url}")
    program = found("pg_restore", shlex.join(("pg_restore", *options, str(source))), "see its manual")
    with open(open_along(source), "rb") as file:
        entries = _entries(program, file, source)
        there = _there(url)
        kept = source.with_name(f"{source.name}.before-restore.{now}") if there else None
        if kept is not None:
            _asked(url, _ALONE)
            dump(url, kept, part_of(progress, 0, 1 / 3))
            entries = [line for line in entries if _ENTRY.match(line)["kind"] not in _AROUND]  # type: ignore[index]
        with private_folder(source.parent) as folder:
            listed = folder.path / "list"
            listed.write_text("".join(f"{line}\n" for line in entries))
            follow(
                (program, *options, "--exit-on-error", "--verbose", "--no-password", f"--use-list={listed}"),
                f"{source} was not restored, and nothing was changed",
                _Entries(file, entries, part_of(progress, 1 / 3 if there else 0, 1)).hear,
                stdin=_from_its_beginning(file),
            )
    progress(1, 1)
    _tell(url)
    return kept


def _entries(program: str, file: IO[bytes], source: Path) -> list[str]:
    """The lines of what a backup has in it.

    Raises:
        DatabaseError: It is none of a board of this schema, or has something else in it.
    """
    no_backup = f"{source} is no backup of a board on a server"
    not_whole = f"{source} is no whole backup of a board on a server, and nothing was changed"
    said = run((program, "--list"), not_whole, stdin=_from_its_beginning(file))
    lines = [line for line in said.decode(errors="replace").splitlines() if line and not line.startswith(";")]
    found = [(match["kind"], match["name"]) if (match := _ENTRY.fullmatch(line)) else (line, "") for line in lines]
    ours = {model._meta.table_name for model in TABLES}
    tables = {name for kind, name in found if kind == "TABLE"}
    if not {"schema_version", "change_item"} <= tables:
        raise DatabaseError(f"{no_backup}. Nothing was changed.")
    foreign = [f"a {kind.lower()} “{name}”" for kind, name in found if kind not in _KINDS]
    foreign += [f"a table “{name}”" for name in sorted(tables - ours)]
    if wrong := [*foreign, *(f"no table “{name}”" for name in sorted(ours - tables))]:
        raise DatabaseError(
            f"{source} has been tampered with: it has {', '.join(wrong[:3])}. Nothing was changed. Take another backup."
        )
    rows = run(
        (program, "--data-only", "--table=schema_version", "--file=-"), not_whole, stdin=_from_its_beginning(file)
    )
    versions = [int(number) for number in re.findall(rb"^(\d+)\t", rows, re.MULTILINE)]
    if max(versions, default=0) != SCHEMA:
        raise DatabaseError(
            f"{source} is of schema {max(versions, default=0)}, and this FunnelBoard has {SCHEMA}. Restore it with the "
            "FunnelBoard that made it."
        )
    return lines


def _there(url: PostgresUrl) -> bool:
    """Whether there is a board, in whatever state; False where the database is empty.

    Raises:
        DatabaseError: It has something else in it.
    """
    tables = {name for kind, name, _ in _asked(url, THERE) if kind == "table"}
    if tables and not {"schema_version", "change_item"} <= tables:
        raise DatabaseError(f"{url} is a database of another program. It was left as it is; name another one.")
    return bool(tables)


def _tell(url: PostgresUrl) -> None:
    """Have those who have it open look at it again."""
    _asked(url, f"SELECT pg_notify('{CHANNEL}', MAX(id)::text) FROM change")


def _asked(url: PostgresUrl, statement: str) -> list[tuple[Any, ...]]:
    """The rows of a statement, on a connection of its own."""
    with _connected(url) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def _connected(url: PostgresUrl) -> Iterator[Any]:
    """A connection of its own."""
    with translated(str(url)):
        database = WordedPostgres(url.conninfo)
        database.connect()
        try:
            yield database.connection()
        finally:
            database.close()


class _Tables:
    """How far a backup is: the tables it is past, and of the one that it is at the part of its rows."""

    _AT = re.compile(r'dumping contents of table "(?:.*\.)?(\w+)"')

    def __init__(self, connection: Any, progress: Progress) -> None:
        self._connection = connection
        self._progress = progress
        self._tables = {name: (size, rows) for name, size, rows in connection.execute(_SIZES).fetchall()}
        self._total = sum(size for size, _ in self._tables.values())
        self._past = self._done = 0
        self._at = ""

    def hear(self, line: str) -> None:
        """Take in what the program says; an empty line is for nothing, and asks."""
        if match := self._AT.search(line):
            self._past += self._tables.get(self._at, (0, 0))[0]
            self._at = match[1]
        if not line:
            # Past its last row nobody copies a table any more, and the next one may not have begun.
            self._done = max(self._done, self._past + self._of_this())
            self._progress(self._done, self._total)

    def _of_this(self) -> int:
        size, rows = self._tables.get(self._at, (0, 0))
        if rows <= 0 or self._connection.info.server_version < _TELLS_ROWS:
            return 0
        passed = self._connection.execute(_PASSED, (f'"{self._at}"',)).fetchone()[0] or 0
        return int(size * min(1, passed / rows))


class _Entries:
    """How far a backup is put back: bytes that are read of it, and rules and indexes that are made."""

    _MADE = re.compile(rf"pg_restore: creating ({'|'.join(_RULES)}) ")

    def __init__(self, file: IO[bytes], entries: Sequence[str], progress: Progress) -> None:
        self._file = file.fileno()
        self._bytes = os.fstat(self._file).st_size
        kinds = [match["kind"] for match in map(_ENTRY.match, entries) if match]
        self._rules = max(1, sum(kind in _RULES for kind in kinds))
        self._made, self._read = 0, 0.0
        self._progress = progress

    def hear(self, line: str) -> None:
        """As :meth:`_Tables.hear`."""
        self._made += self._MADE.match(line) is not None
        if not line:
            # The program reads where this process has begun, so its place is known here.
            self._read = max(self._read, min(1, os.lseek(self._file, 0, os.SEEK_CUR) / self._bytes))
            self._progress(int(1_000 * (self._read + 2 * min(1, self._made / self._rules))), 3_000)


def _from_its_beginning(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file
