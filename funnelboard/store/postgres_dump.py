"""Backups of a board on a server, which PostgreSQL's own programs make and put back.

They read where the server is and the password as every program of PostgreSQL does (``PGPASSWORD``, ``~/.pgpass``, a
service file), so neither is told them by anything that others can see.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
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
from funnelboard.store.postgres_schema import THERE
from funnelboard.store.postgres_words import WordedPostgres
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

_PATIENCE = 5
"""Seconds that others may hold a board which is to be put back."""

_ALONE = f"""
BEGIN; SET LOCAL lock_timeout = '{_PATIENCE}s';
LOCK TABLE {", ".join(f'"{model._meta.table_name}"' for model in TABLES)} IN ACCESS EXCLUSIVE MODE; COMMIT
"""
"""Found out before: the program that puts it back would wait for others as long as they like."""


def dump(url: PostgresUrl, target: Path) -> None:
    """Keep everything in a file that :func:`restore_dump` puts back, complete or absent, for nobody else to read.

    Raises:
        NotSaved: The target exists, or cannot be written, or there is no program that makes it.
    """
    if os.path.lexists(target):
        raise NotSaved(f"{target} exists already. Name a new file for the backup.")
    program = _program(
        "pg_dump",
        shlex.join(("pg_dump", "--format=custom", f"--file={target}", f"--dbname={url}")),
        f"“funnelboard copy {shlex.quote(str(url))} FILE.db” makes an SQLite file without it",
    )
    options = ("--format=custom", "--no-password", f"--lock-wait-timeout={_PATIENCE}s")
    try:
        with private_folder(target.parent) as folder:
            new = os.open("new.dump", NEW_FILE, PRIVATE, dir_fd=folder.descriptor)
            with open(new, "wb") as file:
                _run((program, *options, f"--dbname={url}"), "The backup was not made", stdout=file)
                os.fsync(file.fileno())
            folder.keep("new.dump", target.name)
    except OSError as error:
        raise NotSaved(f"The backup {target} was not made: {not_made(error, target)}") from error


def restore_dump(url: PostgresUrl, source: Path, now: int) -> Path | None:
    """Put a backup in the place of a board, or into an empty database, in one transaction; those who have it open see.

    Args:
        source: What :func:`dump` has made; it stays as it is.
        now: UTC epoch microseconds, for the name of what is kept.

    Returns:
        Where what was there has been kept, beside the backup; None where nothing was.

    Raises:
        DatabaseError: The backup is none of ours, or the database belongs to another program; nothing is changed.
        DatabaseBusy: Others hold it for longer than our patience.
        NotSaved: What was there cannot be kept, or there is no program that does it; nothing is changed.
    """
    options = ("--clean", "--if-exists", "--single-transaction", f"--dbname={url}")
    program = _program("pg_restore", shlex.join(("pg_restore", *options, str(source))), "see its manual")
    with open(open_along(source), "rb") as file:
        entries = _entries(program, file, source)
        there = _there(url)
        kept = source.with_name(f"{source.name}.before-restore.{now}") if there else None
        if kept is not None:
            _asked(url, _ALONE)
            dump(url, kept)
            entries = [line for line in entries if _ENTRY.match(line)["kind"] not in _AROUND]  # type: ignore[index]
        with private_folder(source.parent) as folder:
            listed = folder.path / "list"
            listed.write_text("".join(f"{line}\n" for line in entries))
            _run(
                (program, *options, "--exit-on-error", "--no-password", f"--use-list={listed}"),
                f"{source} was not restored, and nothing was changed",
                stdin=_from_its_beginning(file),
            )
    _tell(url)
    return kept


def _entries(program: str, file: IO[bytes], source: Path) -> list[str]:
    """The lines of what a backup has in it.

    Raises:
        DatabaseError: It is none of a board of this schema, or has something else in it.
    """
    no_backup = f"{source} is no backup of a board on a server"
    not_whole = f"{source} is no whole backup of a board on a server, and nothing was changed"
    said = _run((program, "--list"), not_whole, stdin=_from_its_beginning(file))
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
    rows = _run(
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
    with translated(str(url)):
        database = WordedPostgres(url.conninfo)
        database.connect()
        try:
            cursor = database.connection().execute(statement)
            return cursor.fetchall() if cursor.description else []
        finally:
            database.close()


def _program(name: str, by_hand: str, otherwise: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotSaved(
            f"{name} is not installed here; a package like postgresql-client brings it. Where it is, run: {by_hand} "
            f"({otherwise})."
        )
    return found


def _from_its_beginning(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file


def _run(command: Sequence[str], failed: str, **options: Any) -> bytes:
    """Run one of PostgreSQL's programs; what it writes.

    Raises:
        NotSaved: It failed, in its own words.
    """
    usual = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
    done = subprocess.run(command, stderr=subprocess.PIPE, check=False, **{**usual, **options})
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        words = re.sub(r"^\w+: (error: |fatal: )?", "", said).rstrip(".")
        raise NotSaved(f"{failed}: {words or f'{Path(command[0]).name} ended with {done.returncode}'}.")
    written: bytes = done.stdout or b""
    return written
