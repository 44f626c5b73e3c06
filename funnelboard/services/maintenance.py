"""Looking after a database: making it, backing it up, putting it back, checking it, telling where everything is."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from funnelboard import __version__, locations
from funnelboard.domain.settings import tidy
from funnelboard.errors import BadInput, DatabaseError, NotSaved
from funnelboard.exchange.safe_text import LONGEST_TEXT, clean
from funnelboard.private_folder import private_folder
from funnelboard.services.clock import Clock, SystemClock
from funnelboard.services.opening import database_target, open_workspace, own_place
from funnelboard.services.workspace import Workspace
from funnelboard.store import check as store_check
from funnelboard.store.access import Access, of_new
from funnelboard.store.database import READ_AT_ONCE, Engine
from funnelboard.store.faults import not_made
from funnelboard.store.opening import copy_database, create_database, create_on_server, open_database, restore_on_server
from funnelboard.store.path_walk import open_along
from funnelboard.store.progress import Progress, part_of, unwatched
from funnelboard.store.restoring import restore_database
from funnelboard.store.schema import SCHEMA
from funnelboard.store.target import PostgresUrl, parse_path, read_header

DUMP, LINES = b"PGDMP", b"{"
"""How backups of boards on a server begin, and JSON Lines."""


@dataclass(frozen=True, slots=True)
class Info:
    """What ``funnelboard info`` tells.

    Attributes:
        engine: What keeps the database.
        counts: Rows by table, those in the bin included.
    """

    version: str
    python: str
    database: str
    config_file: str
    log_file: str
    state_file: str
    draft_file: str
    engine: Engine
    schema: int
    read_only: bool
    seller: str
    default_currency: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied.

    Attributes:
        target: Path or URL of the new database.
        rows: How many there are, by table.
    """

    target: str
    rows: Mapping[str, int]


def info(workspace: Workspace) -> Info:
    """Every path, the engine and its modes, the schema and counts."""
    database = workspace.session.database
    return Info(
        version=__version__,
        python=sys.version.split()[0],
        database=workspace.target,
        config_file=str(locations.config_file()),
        log_file=str(locations.log_file()),
        state_file=str(locations.state_file(workspace.identity)),
        draft_file=str(locations.draft_file(workspace.identity)),
        engine=database.engine(),
        schema=SCHEMA,
        read_only=workspace.read_only,
        seller=workspace.seller.handle,
        default_currency=workspace.default_currency,
        counts=store_check.counts(database),
    )


def create(
    target: str | None,
    currency: str | None = None,
    group: str | None = None,
    clock: Clock | None = None,
    preset: str | None = None,
) -> str:
    """Make a new database; its path or URL.

    Raises:
        DatabaseError: Something is there already, or it cannot be made there.
        BadInput: No such currency or preset.
    """
    place = own_place() if target is None else database_target(target)
    wanted = {name: tidy(name, value) for name, value in (("currency", currency), ("preset", preset)) if value}
    now = (clock or SystemClock()).now()
    if isinstance(place, Path):
        create_database(place, now, group)
    elif group is not None:
        raise BadInput("--group is for files. Who may use a board on a server is said by its roles.")
    else:
        create_on_server(place, now)
    if wanted:
        workspace = open_workspace(str(place), clock=clock)
        try:
            for name, value in wanted.items():
                workspace.settings.set(name, value)
        finally:
            workspace.close()
    return str(place)


def backup(workspace: Workspace, target: str, progress: Progress = unwatched) -> Path:
    """Copy the database, while it is in use, to a new file; its path.

    Args:
        progress: Told how much is copied, and of how much.

    Raises:
        NotSaved: The file is there already, or cannot be written.
    """
    path = parse_path(target)
    workspace.session.database.backup(path, progress)
    return path


def restore(target: str | None, source: str, clock: Clock | None = None, progress: Progress = unwatched) -> Path | None:
    """Put a backup, or an export of everything, in the place of a database.

    An export is put where there is no database yet, too.

    Args:
        progress: Told now and then how much is done, and of how much.

    Returns:
        The path of the safety copy made of what was there; None where nothing was.

    Raises:
        BadInput: The export is damaged, or none.
        DatabaseError: The backup is none, or is damaged, or others are writing; nothing is changed then.
    """
    place, backup, now = database_target(target), parse_path(source), (clock or SystemClock()).now()
    if isinstance(place, PostgresUrl):
        return _restore_on_server(place, backup, now, progress)
    beginning = _beginning(backup)
    if beginning == DUMP:
        raise DatabaseError(f"{source} is the backup of a board on a server: say which with --db postgresql://….")
    if not beginning.startswith(LINES):
        return restore_database(place, backup, now, progress)
    try:
        if not os.path.lexists(place):
            if target is None:
                own_place()
            _make_of_lines(backup, place, of_new(place.parent, None), progress)
            return None
        # Whether it can be written over is found out before the work of an hour.
        read_header(place, SCHEMA)
        with private_folder(place.parent) as folder:
            made = folder.path / "restored.db"
            _make_of_lines(backup, made, Access(), part_of(progress, 0, 0.8))
            return restore_database(place, made, now, part_of(progress, 0.8, 1))
    except OSError as error:
        raise NotSaved(f"{source} was not restored: {not_made(error, place)}") from error


def _restore_on_server(url: PostgresUrl, source: Path, now: int, progress: Progress) -> Path | None:
    """Put a backup in the place of a board on a server, or an export of everything into an empty database of it."""
    beginning = _beginning(source)
    try:
        if beginning == DUMP:
            return restore_on_server(url, source, now, progress)
        if not beginning.startswith(LINES):
            raise DatabaseError(
                f"{source} is no backup of a board on a server. A database file is copied into an empty database: "
                f"funnelboard copy {shlex.quote(str(source))} {shlex.quote(str(url))}"
            )
        with private_folder(Path(tempfile.gettempdir())) as folder:
            made = folder.path / "restored.db"
            _make_of_lines(source, made, Access(), part_of(progress, 0, 0.5))
            with closing(open_database(made, read_only=True)) as whole:
                copy_database(whole, url, part_of(progress, 0.5, 1))
            return None
    except OSError as error:
        raise NotSaved(f"{source} was not restored: {not_made(error, source)}") from error


def _beginning(path: Path) -> bytes:
    """The first bytes of a file, which tell what it is; none where it cannot be read."""
    try:
        with open(open_along(path), "rb") as file:
            return file.read(len(DUMP))
    except (OSError, ValueError):
        return b""


def _make_of_lines(source: Path, path: Path, access: Access, progress: Progress) -> None:
    """Make a database of an export of everything.

    Args:
        progress: Told now and then how much is done, and of how much.

    Raises:
        BadInput, DatabaseError: The export is damaged, none, or of another schema.
        OSError: The database cannot be written.
    """
    from funnelboard.exchange.database_lines import LONGEST, Lines
    from funnelboard.store.everything import make_database
    from funnelboard.store.new_board import WrongRow

    with open(open_along(source), "rb") as file:
        lines = Lines(_lines_of(file, LONGEST, part_of(progress, 0, 0.5)), clean(source.name))
        if lines.head.schema != SCHEMA:
            raise DatabaseError(
                f"{clean(source.name)} is of schema {lines.head.schema}, and this FunnelBoard has {SCHEMA}. Restore it "
                "with the FunnelBoard that exported it, and open that database with this one."
            )
        try:
            after = part_of(progress, 0.5, 1)
            make_database(path, access, lines.head.last_ids, lines.rows(), LONGEST_TEXT, after)
        except WrongRow as error:
            raise lines.damaged(str(error)) from error


def _lines_of(file: IO[bytes], longest: int, progress: Progress) -> Iterator[bytes]:
    """A file's lines, cut at so many bytes; it is told how many bytes are read, and of how many."""
    size = os.fstat(file.fileno()).st_size
    for number, line in enumerate(iter(partial(file.readline, longest), b"")):
        if number % READ_AT_ONCE == 0:
            progress(file.tell(), size)
        yield line


def check(workspace: Workspace, progress: Progress = unwatched) -> tuple[str, ...]:
    """What is wrong with the file and the data in it, a sentence each; nothing when it is sound.

    Args:
        progress: Called now and then with the number of deals that were looked at, and of all deals.
    """
    return tuple(store_check.problems(workspace.session.database, LONGEST_TEXT, progress))


def copy(workspace: Workspace, target: str, progress: Progress = unwatched) -> Copied:
    """Copy a whole board to another database, on whichever engine: ids, history and all, verified row by row.

    Args:
        workspace: What is copied, as it is at one moment; others go on writing to it.
        target: A file that is not there, or an empty database of a server.
        progress: Called now and then with how much is done, and of how much.

    Raises:
        DatabaseError: There is something at the target, or it cannot keep a row; nothing is made then.
        NotSaved: There is no room for it.
    """
    place = database_target(target)
    rows = copy_database(workspace.session.database, place, progress)
    return Copied(str(place), rows)
